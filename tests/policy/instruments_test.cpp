#include "leeway/policy/instruments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/acts.h"
#include "support/refusal.h"

namespace leeway {
namespace instruments_test {

using testing::act;
using testing::can;
using testing::chn;
using testing::refusal;
using testing::tiny_world;
using testing::usa;
using testing::wedge_of;
using testing::year_2022;
using Kind = PolicyNote::Kind;

// Here C is counted in units, ten for each USD million.
World counted_world() {
  World world = tiny_world();
  world.lines[0].unit = "units";
  world.quantity = Array3(world.line_count(), 3, 3);
  for (int n = 0; n < 3; ++n)
    for (int i = 0; i < 3; ++i) world.quantity(0, n, i) = 10.0 * world.flow(0, n, i);
  return world;
}

Policy with(std::vector<Measure> measures, Date as_of = year_2022, const World& world = counted_world()) {
  return testing::policy_of(std::move(measures), as_of, world);
}

TEST(Instruments, RateQuotaTakesTheInQuotaDuty) {
  const Policy policy =
      with({act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                "quota = \"49 units/year\", in_quota = \"6.1%\", over_quota = \"106.1%\"")});
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, can, chn).tariff, 0.061);
  ASSERT_EQ(policy.instruments.size(), 1U);
  const BoundInstrument& quota = policy.instruments[0];
  EXPECT_EQ(quota.measure, "Q");
  EXPECT_EQ(quota.control, Control::tariff_rate_quota);
  EXPECT_EQ(quota.limit, 49.0);
  EXPECT_EQ(quota.unit, "units");
  EXPECT_FALSE(quota.by_value);
  EXPECT_DOUBLE_EQ(quota.flows[0].over, 2.061 / 1.061);
  EXPECT_EQ(quota.rent_to.importer, 0.0);
  EXPECT_EQ(quota.rent_to.exporter, 1.0);
  ASSERT_EQ(quota.flows.size(), 1U);
  EXPECT_EQ(quota.flows[0].importer, can);
  EXPECT_EQ(quota.flows[0].exporter, chn);
  EXPECT_EQ(quota.flows[0].part, -1);
  EXPECT_EQ(quota.flows[0].quantity, 400.0);
  ASSERT_EQ(policy.applied.size(), 1U);
  EXPECT_TRUE(policy.applied[0].solved);
  EXPECT_EQ(policy.applied[0].assumptions, (PolicyNotes{{Kind::rent_holder, "Q", {}, {0.0}}}));
  EXPECT_NE(fingerprint(policy), fingerprint(with({})));
}

const char* const mfn_or_surtax = "in_quota = \"6.1%\", over_quota = \"106.1%\"";

std::string quota_of(const std::string& amount) { return "quota = \"" + amount + "\""; }

BoundInstrument only(const Policy& policy) {
  EXPECT_EQ(policy.instruments.size(), 1U);
  return policy.instruments.empty() ? BoundInstrument{} : policy.instruments[0];
}

TEST(Instruments, RateQuotaReplacesWhatStoodBeforeIt) {
  // The surtax of 2020 is part of what the quota's rates replace; the duty of later in 2021 is on top of
  // both.
  const Measure before = act("EARLY", "tariff", "CAN", "\"CHN\"", "rate = 1.0", "effective = 2020-06-01");
  const Measure after = act("LATER", "tariff", "CAN", "\"CHN\"", "rate = 0.2", "effective = 2021-06-01");
  const Measure quota =
      act("Q", "tariff_rate_quota", "CAN", "\"CHN\"", quota_of("49 units/year") + ", " + mfn_or_surtax);
  const Policy policy = with({before, after, quota});
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, can, chn).tariff, 0.261);
  EXPECT_DOUBLE_EQ(only(policy).flows[0].over, 2.261 / 1.261);
  // On other flows the later duty is taken in its turn.
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, can, usa).tariff, 0.0);
  Measure everyone = after;
  everyone.on = {"*"};
  EXPECT_DOUBLE_EQ(wedge_of(with({before, everyone, quota}), 0, can, usa).tariff, 0.2);
}

TEST(Instruments, RateQuotaMayAddToTheDuty) {
  const Policy policy = with({act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                                  quota_of("49 units/year") + ", in_quota = 0, over_quota = 0.25",
                                  "effective = 2021-01-01\ncombine = \"add\"")});
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, can, chn).tariff, 0.10);
  EXPECT_DOUBLE_EQ(only(policy).flows[0].over, 1.35 / 1.10);
}

TEST(Instruments, OneQuotaOverFlowsWithTheirOwnRates) {
  // USA and Canada together; the duty added to the quota differs by flow, so the step up does too.
  const Policy policy = with({act("Q", "tariff_rate_quota", "NAM", "\"CHN\"",
                                  quota_of("0.1 thousand units/year") + ", in_quota = 0, over_quota = 0.5",
                                  "effective = 2021-01-01\ncombine = \"add\"")});
  const BoundInstrument quota = only(policy);
  EXPECT_DOUBLE_EQ(quota.limit, 100.0);
  ASSERT_EQ(quota.flows.size(), 2U);
  EXPECT_DOUBLE_EQ(quota.flows[0].over, 1.75 / 1.25);
  EXPECT_DOUBLE_EQ(quota.flows[1].over, 1.60 / 1.10);
}

TEST(Instruments, UnitsOfAQuota) {
  const auto quota = [](const std::string& amount) {
    return only(with({act("Q", "export_quota", "CHN", "[\"USA\", \"CAN\"]", quota_of(amount))}));
  };
  EXPECT_EQ(quota("1.5 million units/year").limit, 1.5e6);
  EXPECT_EQ(quota("1.5 million units/year").unit, "units");
  EXPECT_EQ(quota("30 units/year").flows[0].quantity, 1000.0);
  const BoundInstrument value = quota("0.1 bn USD/year");
  EXPECT_TRUE(value.by_value);
  EXPECT_EQ(value.limit, 100.0);
  EXPECT_EQ(value.unit, "USD million");
  const BoundInstrument share = quota("80% of base");
  EXPECT_EQ(share.limit, 0.8);
  EXPECT_EQ(share.unit, "of the base year");
  EXPECT_DOUBLE_EQ(share.flows[0].quantity, 1000.0 / 1400.0);
  EXPECT_DOUBLE_EQ(share.flows[1].quantity, 400.0 / 1400.0);
  // Without physical units the shares are by value.
  const Policy plain = with({act("Q", "export_quota", "CHN", "[\"USA\", \"CAN\"]", quota_of("80% of base"))},
                            year_2022, tiny_world());
  EXPECT_DOUBLE_EQ(only(plain).flows[0].quantity, 100.0 / 140.0);
  EXPECT_EQ(refusal([&] { quota("30 t/year"); }),
            "m.toml:6:9: measure \"Q\" counts in \"t\", but C is counted in units in world \"tiny\"\n"
            "  write an amount in units, \"100 mn USD/year\" or \"80% of base\"");
  EXPECT_EQ(refusal([&] {
              with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("30 t/year"))}, year_2022,
                   tiny_world());
            }),
            "m.toml:6:9: measure \"Q\" counts in \"t\", but C has no physical unit in world \"tiny\"\n"
            "  name a product that has a unit, or write \"100 mn USD/year\" or \"80% of base\"");
}

TEST(Instruments, UnitsScale) {
  World world = counted_world();
  world.lines[0].unit = "t";
  for (const auto& [amount, tonnes] : {std::pair("3 kt/year", 3000.0), std::pair("2 Mt/year", 2e6),
                                       std::pair("500 kg/year", 0.5), std::pair("7 tonnes/year", 7.0)}) {
    const Policy policy =
        with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of(amount))}, year_2022, world);
    EXPECT_DOUBLE_EQ(only(policy).limit, tonnes) << amount;
    EXPECT_EQ(only(policy).unit, "t");
  }
}

TEST(Instruments, QuotasGrowEachWholeYear) {
  const Measure quota =
      act("Q", "import_quota", "USA", "\"CHN\"", quota_of("100 units/year") + ", growth = \"10%\"");
  const auto limit = [&](Date date) { return only(with({quota}, date)).limit; };
  EXPECT_EQ(limit(make_date(2021, 1, 1)), 100.0);
  EXPECT_EQ(limit(make_date(2021, 12, 31)), 100.0);
  EXPECT_DOUBLE_EQ(limit(make_date(2022, 1, 1)), 110.0);
  EXPECT_DOUBLE_EQ(limit(make_date(2024, 6, 1)), 133.1);
  const Measure steps =
      act("Q", "import_quota", "USA", "\"CHN\"",
          quota_of("100 units/year") +
              ", growth = \"10%\", quota_steps = [{ from = 2023-07-01, quota = \"200 units/year\" }]");
  EXPECT_DOUBLE_EQ(only(with({steps}, make_date(2023, 6, 30))).limit, 121.0);
  EXPECT_DOUBLE_EQ(only(with({steps}, make_date(2023, 7, 1))).limit, 200.0);
  EXPECT_DOUBLE_EQ(only(with({steps}, make_date(2024, 7, 1))).limit, 220.0);
}

TEST(Instruments, LeapDayHasItsAnniversary) {
  EXPECT_EQ(anniversary(make_date(2020, 2, 29), 1), make_date(2021, 3, 1));
  EXPECT_EQ(anniversary(make_date(2020, 2, 29), 4), make_date(2024, 2, 29));
}

TEST(Instruments, EachImporterHasTheQuota) {
  const Policy policy = with(
      {act("Q", "export_quota", "CHN", "[\"USA\", \"CAN\"]", quota_of("30% of base") + ", each = true")});
  ASSERT_EQ(policy.instruments.size(), 2U);
  for (const BoundInstrument& quota : policy.instruments) {
    EXPECT_EQ(quota.limit, 0.3);
    ASSERT_EQ(quota.flows.size(), 1U);
    EXPECT_EQ(quota.flows[0].quantity, 1.0);
  }
  EXPECT_EQ(policy.instruments[0].flows[0].importer, usa);
  EXPECT_EQ(policy.instruments[1].flows[0].importer, can);
}

TEST(Instruments, WhoHoldsTheRent) {
  EXPECT_EQ(
      only(with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("30% of base"))})).rent_to.exporter,
      1.0);
  const Policy imports = with({act("Q", "import_quota", "USA", "\"CHN\"", quota_of("30% of base"))});
  EXPECT_EQ(only(imports).control, Control::import_quota);
  EXPECT_EQ(only(imports).rent_to.importer, 1.0);
  EXPECT_EQ(imports.applied[0].assumptions.size(), 1U);
  const Policy stated =
      with({act("Q", "import_quota", "USA", "\"CHN\"",
                quota_of("30% of base") + ", rent_to = { importer = 0.25, exporter = 0.75 }")});
  EXPECT_EQ(only(stated).rent_to.importer, 0.25);
  EXPECT_TRUE(stated.applied[0].assumptions.empty());
}

TEST(Instruments, AnEmptyQuotaIsABan) {
  const Policy policy = with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("0% of base"))});
  EXPECT_EQ(wedge_of(policy, 0, usa, chn).access, 0.0);
  EXPECT_TRUE(policy.instruments.empty());
  const Policy part =
      with({act("Q", "import_quota", "USA", "\"CHN\"", quota_of("0 units/year") + ", coverage = 0.4")});
  EXPECT_DOUBLE_EQ(wedge_of(part, 0, usa, chn).access, 0.6);
  const Policy duty = with(
      {act("Q", "tariff_rate_quota", "CAN", "\"CHN\"", quota_of("0 units/year") + ", " + mfn_or_surtax)});
  EXPECT_DOUBLE_EQ(wedge_of(duty, 0, can, chn).tariff, 1.061);
  EXPECT_TRUE(duty.instruments.empty());
}

TEST(Instruments, WhatWasNotTradedIsInert) {
  World world = counted_world();
  world.flow(0, usa, chn) = 0.0;
  const Policy policy =
      with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("30 units/year"))}, year_2022, world);
  EXPECT_TRUE(policy.instruments.empty());
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::no_flow_left, "Q"}}));
  // Of several flows the others count.
  const Policy some = with({act("Q", "export_quota", "CHN", "[\"USA\", \"CAN\"]", quota_of("30 units/year"))},
                           year_2022, world);
  EXPECT_EQ(only(some).flows.size(), 1U);
  world = counted_world();
  world.quantity(0, usa, chn) = 0.0;
  const Policy uncounted =
      with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("30 units/year"))}, year_2022, world);
  EXPECT_TRUE(uncounted.instruments.empty());
  EXPECT_EQ(uncounted.warnings.back(), (PolicyNote{Kind::no_quantity_recorded, "Q", {"units"}}));
}

TEST(Instruments, RateQuotaWithoutAStepIsInert) {
  const Policy policy = with({act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                                  quota_of("9 units/year") + ", in_quota = 0.1, over_quota = 0.1")});
  EXPECT_TRUE(policy.instruments.empty());
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::quota_without_step, "Q"}}));
  EXPECT_EQ(refusal([] {
              act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                  quota_of("9 units/year") + ", in_quota = 0.2, over_quota = 0.1");
            }),
            "m.toml:6:64: field `over_quota`: 0.1 is below `in_quota`, 0.2");
}

TEST(Instruments, OfTwoQuotasOnTheSameFlowsTheTighterActs) {
  const Measure export_quota = act("A", "export_quota", "CHN", "\"USA\"", quota_of("600 units/year"));
  const Measure import_quota = act("B", "import_quota", "USA", "\"CHN\"", quota_of("50% of base"));
  const Policy policy = with({export_quota, import_quota});
  EXPECT_EQ(only(policy).measure, "B");
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::tighter_of_two, "B", {"A", "B"}}}));
  // A quota inside a wider one is another matter, and so is one by value.
  EXPECT_EQ(with({export_quota, act("W", "export_quota", "CHN", "\"*\"", quota_of("50% of base"))})
                .instruments.size(),
            2U);
  EXPECT_EQ(with({export_quota, act("V", "import_quota", "USA", "\"CHN\"", quota_of("10 mn USD/year"))})
                .instruments.size(),
            2U);
}

TEST(Instruments, PurchaseCommitment) {
  const Policy policy =
      with({act("P", "purchase_commitment", "CHN", "\"USA\"", "value = \"0.3 bn USD\", years = 2")});
  const BoundInstrument bound = only(policy);
  EXPECT_EQ(bound.control, Control::purchase_commitment);
  EXPECT_TRUE(bound.by_value);
  EXPECT_EQ(bound.limit, 150.0);
  EXPECT_DOUBLE_EQ(bound.max_subsidy, 0.9);
  ASSERT_EQ(bound.flows.size(), 1U);
  EXPECT_EQ(bound.flows[0].importer, chn);
  EXPECT_EQ(bound.flows[0].exporter, usa);
  const BoundInstrument more = only(with(
      {act("P", "purchase_commitment", "CHN", "\"USA\"", "value = \"120% of base\", max_subsidy = 0.5")}));
  EXPECT_DOUBLE_EQ(more.limit, 60.0);
  EXPECT_DOUBLE_EQ(more.max_subsidy, 0.5);
}

TEST(Instruments, LicenceRestrictsCapsAndLevies) {
  const Policy policy =
      with({act("L", "licence", "USA", "\"CHN\"", "restriction = 0.2, levy = \"25%\", cap_share = 0.5")});
  EXPECT_EQ(wedge_of(policy, 0, chn, usa).access, 1.0);
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, chn, usa).export_tax, 0.25);
  ASSERT_EQ(policy.instruments.size(), 2U);
  EXPECT_DOUBLE_EQ(policy.instruments[1].limit, 0.8);
  EXPECT_EQ(policy.instruments[1].unit, "of the base year");
  const BoundInstrument& home = policy.instruments[0];
  EXPECT_EQ(home.control, Control::export_quota);
  EXPECT_EQ(home.limit, 0.5);
  EXPECT_EQ(home.unit, "units, at most 50% of home sales");
  ASSERT_EQ(home.reference.size(), 1U);
  EXPECT_EQ(home.reference[0].importer, usa);
  EXPECT_EQ(home.reference[0].quantity, 8000.0);
  EXPECT_EQ(home.flows[0].quantity, 500.0);
  const BoundInstrument world =
      only(with({act("L", "licence", "USA", "\"CHN\"", "cap_share = 0.5, cap_of = \"world\"")}));
  ASSERT_EQ(world.reference.size(), 2U);
  EXPECT_EQ(world.reference[1].importer, can);
  EXPECT_EQ(world.unit, "units, at most 50% of other sales");
}

TEST(Instruments, BoycottAndProhibitiveBarrier) {
  const Policy policy = with({act("B", "boycott", "CHN", "\"USA\"", "share = \"30%\""),
                              act("K", "barrier", "CHN", "\"CAN\"", "cost = \"prohibitive\"")});
  EXPECT_EQ(wedge_of(policy, 0, chn, usa).access, 1.0);
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, chn, can).cost, 20.0);
  EXPECT_EQ(policy.applied[1].assumptions, (PolicyNotes{{Kind::prohibitive, "K", {}, {20.0}}}));
}

TEST(Instruments, PriceFloorFromAPrice) {
  // USD 100,000 a unit in the base year.
  const Policy policy =
      with({act("F", "price_floor", "NAM", "\"CHN\"", "price = \"120000 USD/unit\", index = \"none\"")});
  ASSERT_EQ(policy.instruments.size(), 2U);
  const BoundInstrument& floor = policy.instruments[0];
  EXPECT_EQ(floor.control, Control::price_floor);
  EXPECT_EQ(floor.index, FloorIndex::none);
  EXPECT_EQ(floor.rent_to.exporter, 1.0);
  ASSERT_EQ(floor.flows.size(), 1U);
  EXPECT_NEAR(floor.flows[0].floor, 1.2, 1e-15);
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, usa, chn).tariff, 0.25);
  EXPECT_EQ(refusal([] { act("F", "price_floor", "USA", "\"CHN\"", "price = \"29000 EURO/unit\""); }),
            "m.toml:6:19: field `price`: \"29000 EURO/unit\" is not a price of a unit\n"
            "  write \"29000 USD/unit\", in USD or in the currency of the world");
  EXPECT_NE(refusal([] {
              with({act("F", "price_floor", "NAM", "\"CHN\"", "price = \"120000 EUR/unit\"")});
            }).find("an amount is in EUR"),
            std::string::npos);
}

TEST(Instruments, PriceFloorInPlaceOfADuty) {
  const Measure duty = act("CVD", "tariff", "USA", "\"CHN\"", "rate = \"20%\"");
  const Policy policy =
      with({duty, act("F", "price_floor", "USA", "\"CHN\"",
                      "replaces = \"CVD\", price = \"confidential\", cap = \"400 units/year\"")});
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, usa, chn).tariff, 0.25);
  ASSERT_EQ(policy.instruments.size(), 2U);
  EXPECT_DOUBLE_EQ(policy.instruments[0].flows[0].floor, 1.2);
  EXPECT_EQ(policy.instruments[0].index, FloorIndex::cpi);
  EXPECT_EQ(policy.instruments[1].control, Control::export_quota);
  EXPECT_EQ(policy.instruments[1].limit, 400.0);
  EXPECT_EQ(policy.applied[1].assumptions,
            (PolicyNotes{{Kind::floor_from_duty, "F", {"CVD"}}, {Kind::floor_follows_cpi, "F"}}));
  EXPECT_TRUE(policy.split_flows.empty());
  // A duty that is no longer in force still says what the floor is.
  PolicyOptions options;
  options.as_of = year_2022;
  options.drop = {"CVD"};
  options.measures = {act("F", "price_floor", "USA", "\"CHN\"", "replaces = \"CVD\"")};
  const Policy alone = resolve_policy(counted_world(), Ledger({duty}, {}, {}, "test"), options);
  EXPECT_DOUBLE_EQ(only(alone).flows[0].floor, 1.2);
  options.measures = {act("F", "price_floor", "USA", "\"CHN\"", "replaces = \"CDV\"")};
  EXPECT_EQ(refusal([&] { resolve_policy(counted_world(), Ledger({duty}, {}, {}, "test"), options); }),
            "m.toml:6:9: unknown measure \"CDV\"\n  did you mean CVD?\n"
            "  the ledger holds 1 measures: leeway ledger list");
}

TEST(Instruments, WhatTheBaseYearHadIsNotBoundAgain) {
  const std::string since_2019 = "effective = 2019-06-01";
  const Policy same =
      with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("800 units/year"), since_2019)});
  EXPECT_TRUE(same.instruments.empty());
  EXPECT_EQ(same.applied[0].because, Reason::in_base_year);
  EXPECT_EQ(same.warnings, (PolicyNotes{{Kind::base_year_has_it, "Q", {}, {2020.0}}}));
  // Grown by half since, it allows half as much again as came in then.
  const Policy grown = with({act(
      "Q", "export_quota", "CHN", "\"USA\"",
      quota_of("800 units/year") + ", quota_steps = [{ from = 2021-06-01, quota = \"1200 units/year\" }]",
      since_2019)});
  EXPECT_DOUBLE_EQ(only(grown).limit, 1.5);
  EXPECT_EQ(only(grown).unit, "of the base year");
  EXPECT_EQ(grown.applied[0].assumptions[0], (PolicyNote{Kind::quota_just_filled, "Q", {}, {2020.0, 1.5}}));
  const Policy duty = with({act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                                quota_of("49 units/year") + ", " + mfn_or_surtax, since_2019)});
  EXPECT_DOUBLE_EQ(wedge_of(duty, 0, can, chn).tariff, 0.10);
  EXPECT_TRUE(duty.instruments.empty());
}

TEST(Instruments, LiftingAQuotaOfTheBaseYearIsSaidToChangeNothing) {
  const Policy policy = with({act("Q", "export_quota", "CHN", "\"USA\"", quota_of("800 units/year"),
                                  "effective = 2019-06-01\nend = 2021-06-01")});
  EXPECT_EQ(fingerprint(policy), fingerprint(with({})));
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::ended_since_base_year, "Q", {}, {2020.0}}}));
}

TEST(Instruments, ProductSubsidiesReachTheProductOnly) {
  const World world = testing::with_a_product(counted_world());
  Measure subsidy = act("S", "subsidy", "CHN", "\"*\"", "rate = 0.1");
  subsidy.goods = {"product:bev"};
  const Policy product = with({subsidy}, year_2022, world);
  EXPECT_EQ(product.subsidy(chn, 0), 0.0);
  for (int n = 0; n < 3; ++n) EXPECT_DOUBLE_EQ(product.wedge(world, 2, n, chn).export_tax, -0.1);
  EXPECT_EQ(product.wedge(world, 0, usa, chn).export_tax, 0.0);
  subsidy.goods = {"C"};
  const Policy whole = with({subsidy}, year_2022, world);
  EXPECT_DOUBLE_EQ(whole.subsidy(chn, 0), 0.1);
  EXPECT_EQ(whole.wedge(world, 2, usa, chn).export_tax, 0.0);
}

TEST(Instruments, OrderOfMeasuresDoesNotMatter) {
  std::vector<Measure> measures = {
      act("Q", "tariff_rate_quota", "CAN", "\"CHN\"", quota_of("49 units/year") + ", " + mfn_or_surtax),
      act("E", "export_quota", "CHN", "[\"USA\", \"CAN\"]", quota_of("80% of base")),
      act("F", "price_floor", "USA", "\"CHN\"", "price = \"120000 USD/unit\"")};
  const std::string hash = fingerprint(with(measures));
  std::reverse(measures.begin(), measures.end());
  EXPECT_EQ(fingerprint(with(measures)), hash);
  measures[1].terms.quota = 0.81;
  EXPECT_NE(fingerprint(with(measures)), hash);
}

TEST(Instruments, ExplainedInWords) {
  PolicyOptions options;
  options.as_of = year_2022;
  const auto words = [&](const Measure& measure, int importer, int exporter) {
    return explain_wedge(counted_world(), Ledger({measure}, {}, {}, "test"), options, 0, importer, exporter)
        .others;
  };
  using Lines = std::vector<std::string>;
  EXPECT_EQ(words(act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                      quota_of("49 units/year") + ", growth = 0.1, " + mfn_or_surtax),
                  can, chn),
            Lines{"Q: tariff_rate_quota, 53.9 units a year at 6.1%, 106.1% beyond"});
  EXPECT_EQ(
      words(act("E", "export_quota", "CHN", "\"USA\"", quota_of("80% of base") + ", each = true"), usa, chn),
      Lines{"E: export_quota, 80% of the base year for each buyer"});
  EXPECT_EQ(words(act("L", "licence", "CHN", "\"USA\"", "cap_share = 0.5, levy = 0.25"), usa, chn),
            Lines{"L: licence, at most 50% of the seller's home sales, levy 25%"});
  EXPECT_EQ(words(act("B", "boycott", "USA", "\"CHN\"", "share = 0.1"), usa, chn),
            Lines{"B: boycott, 10% of demand lost"});
}

}  // namespace instruments_test
}  // namespace leeway
