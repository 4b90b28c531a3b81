#include "leeway/policy/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "leeway/policy/wedges.h"
#include "support/acts.h"
#include "support/refusal.h"

namespace leeway {
namespace policy_test {

using testing::can;
using testing::chn;
using testing::refusal;
using testing::small_world;
using testing::tiny_world;
using testing::usa;
using testing::year_2022;
using Kind = PolicyNote::Kind;

Measure tariff(const std::string& id, const std::string& by, const std::string& on, double rate,
               std::optional<Date> effective = make_date(2021, 1, 1)) {
  Measure measure;
  measure.id = id;
  measure.by = by;
  measure.on = {on};
  measure.goods = {"goods"};
  measure.terms.steps = {{std::nullopt, rate}};
  measure.announced = make_date(2019, 1, 1);
  measure.effective = effective;
  return measure;
}

Measure other(const std::string& id, Instrument instrument, const std::string& by, const std::string& on) {
  Measure measure = tariff(id, by, on, 0.0);
  measure.terms.steps.clear();
  measure.instrument = instrument;
  return measure;
}

Ledger ledger_of(std::vector<Measure> measures, std::map<std::string, Schedule, std::less<>> schedules = {}) {
  return {std::move(measures), {}, std::move(schedules), "test"};
}

PolicyOptions on_day(Date as_of) {
  PolicyOptions options;
  options.as_of = as_of;
  return options;
}

Policy with(std::vector<Measure> measures, PolicyOptions options = on_day(year_2022)) {
  return testing::policy_of(std::move(measures), std::move(options));
}

/// Of a policy on the world of these tests.
Wedge wedge(const Policy& policy, int line, int importer, int exporter) {
  return policy.wedge(tiny_world(), line, importer, exporter);
}

double usa_on_chn(const Policy& policy) { return wedge(policy, 0, usa, chn).tariff; }

TEST(Policy, WithoutMeasuresIsTheBase) {
  const World world = tiny_world();
  const Policy base = base_policy(world);
  const Policy none = with({});
  EXPECT_TRUE(none.cells.empty());
  EXPECT_EQ(fingerprint(none), fingerprint(base));
  EXPECT_EQ(none.transfer, std::vector<double>(3, 0.0));
  EXPECT_TRUE(none.applied.empty());
}

TEST(Policy, MeasuresInForceAddUp) {
  const Policy policy = with({tariff("A", "USA", "CHN", 0.10), tariff("B", "USA", "*", 0.05),
                              tariff("LATER", "USA", "CHN", 1.0, make_date(2023, 1, 1))});
  EXPECT_DOUBLE_EQ(usa_on_chn(policy), 0.40);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, usa, can).tariff, 0.05);
  EXPECT_EQ(wedge(policy, 0, usa, usa).tariff, 0.0);
  EXPECT_EQ(wedge(policy, 1, usa, chn).tariff, 0.0);  // a service
  ASSERT_EQ(policy.applied.size(), 2U);
  EXPECT_EQ(policy.applied[0].because, Reason::in_force);
}

TEST(Policy, AddThenMaxThenReplace) {
  Measure top = tariff("TOP", "USA", "CHN", 0.50);
  top.combine = Combine::max;
  Measure low = top;
  low.id = "LOW";
  low.terms.steps[0].rate = 0.1;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({low, tariff("A", "USA", "CHN", 0.10)})), 0.35);
  EXPECT_DOUBLE_EQ(usa_on_chn(with({top, low, tariff("A", "USA", "CHN", 0.10)})), 0.50);
  Measure early = tariff("Z-EARLY", "USA", "CHN", 0.07);
  early.combine = Combine::replace;
  Measure late = tariff("A-LATE", "USA", "CHN", 0.09, make_date(2021, 6, 1));
  late.combine = Combine::replace;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({late, top, early})), 0.09);
}

TEST(Policy, CoverageIsTheShareTouched) {
  Measure part = tariff("PART", "USA", "CHN", 1.0);
  part.terms.coverage = 0.1;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({part})), 0.35);
  part.combine = Combine::replace;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({part})), 0.9 * 0.25 + 0.1);
  part.combine = Combine::max;
  part.terms.steps[0].rate = 0.2;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({part})), 0.25);
  Measure table = tariff("TABLE", "USA", "CHN", 1.0);
  table.goods = {"*"};
  table.terms.coverage_by_goods = {{"C", 0.04}};
  const Policy policy = with({table});
  EXPECT_DOUBLE_EQ(usa_on_chn(policy), 0.29);
  EXPECT_EQ(wedge(policy, 1, usa, chn).tariff, 0.0);  // left out of the table
}

TEST(Policy, BaseTariffsContainWhatWasInForceThen) {
  // 15 points of the 25% are this Measure, in force on 2020-01-01 and until 2021.
  Measure old = tariff("OLD", "USA", "CHN", 0.15, make_date(2019, 6, 1));
  EXPECT_DOUBLE_EQ(usa_on_chn(with({old})), 0.25);
  EXPECT_EQ(with({old}).applied[0].because, Reason::in_base_year);
  PolicyOptions drop = on_day(year_2022);
  drop.drop = {"OLD"};
  EXPECT_DOUBLE_EQ(usa_on_chn(with({old}, drop)), 0.10);
  old.end = make_date(2021, 1, 1);
  EXPECT_DOUBLE_EQ(usa_on_chn(with({old})), 0.10);
  // Ended, it can still be named: dropping what is gone from the base changes nothing more.
  EXPECT_DOUBLE_EQ(usa_on_chn(with({old}, drop)), 0.10);
  old.end.reset();
  old.terms.steps = {{make_date(2019, 6, 1), 0.15}, {make_date(2021, 6, 1), 0.20}};
  EXPECT_DOUBLE_EQ(usa_on_chn(with({old})), 0.30);
}

TEST(Policy, BaseTariffBelowWhatIsEmbedded) {
  // The record says 40 points were in force where the world has 25%: unchanged, it stays the world's.
  Measure old = tariff("OLD", "USA", "CHN", 0.40, make_date(2019, 6, 1));
  EXPECT_NEAR(usa_on_chn(with({old})), 0.25, 1e-15);
  PolicyOptions drop = on_day(year_2022);
  drop.drop = {"OLD"};
  const Policy policy = with({old}, drop);
  EXPECT_EQ(usa_on_chn(policy), 0.0);
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::tariffs_floored, "", {}, {1.0}, {make_date(2020, 1, 1)}}}));
}

TEST(Policy, NeverOnItselfNorInsideAGroup) {
  const Policy policy = with({tariff("A", "NAM", "*", 0.10)});
  EXPECT_DOUBLE_EQ(wedge(policy, 0, usa, chn).tariff, 0.35);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, can, chn).tariff, 0.20);
  EXPECT_EQ(wedge(policy, 0, usa, can).tariff, 0.0);
  EXPECT_EQ(wedge(policy, 0, can, usa).tariff, 0.0);
  EXPECT_EQ(wedge(policy, 0, usa, usa).tariff, 0.0);
}

TEST(Policy, GroupsHaveTheMembersOfTheDay) {
  const Measure measure = tariff("A", "CHN", "PACT", 0.10);
  EXPECT_DOUBLE_EQ(wedge(with({measure}), 0, chn, can).tariff, 0.20);
  EXPECT_DOUBLE_EQ(wedge(with({measure}, on_day(make_date(2023, 7, 1))), 0, chn, can).tariff, 0.10);
}

TEST(Policy, SchedulesByPartnerAndSector) {
  Measure measure = tariff("S", "USA", "*", 0.0);
  measure.terms.steps.clear();
  measure.terms.schedule = "s";
  Schedule schedule;
  schedule["S"]["NAM"]["C"] = {{make_date(2021, 1, 1), 0.05, {}, {}}};
  schedule["S"]["PACT"]["C"] = {{make_date(2021, 1, 1), 0.99, {}, {}}};
  schedule["S"]["CHN"]["C"] = {{make_date(2021, 1, 1), 0.10, 0.12, {}},
                               {make_date(2021, 6, 1), 0.20, {}, {}}};
  const Ledger ledger = ledger_of({measure}, {{"s", schedule}});
  const World world = tiny_world();
  PolicyOptions options = on_day(make_date(2021, 5, 31));
  EXPECT_DOUBLE_EQ(usa_on_chn(resolve_policy(world, ledger, options)), 0.35);
  options.alternative_rates = true;
  EXPECT_DOUBLE_EQ(usa_on_chn(resolve_policy(world, ledger, options)), 0.37);
  options.as_of = year_2022;
  EXPECT_DOUBLE_EQ(usa_on_chn(resolve_policy(world, ledger, options)),
                   0.45);  // no second estimate: the first
  options.known_by = make_date(2021, 5, 31);
  EXPECT_DOUBLE_EQ(usa_on_chn(resolve_policy(world, ledger, options)), 0.37);  // the later step is hindsight
  options.known_by.reset();
  // Two groups of one size hold Canada: the first by name serves.
  EXPECT_DOUBLE_EQ(wedge(resolve_policy(world, ledger, options), 0, usa, can).tariff, 0.05);
  schedule["S"]["CAN"]["C"] = {{make_date(2021, 1, 1), 0.0, {}, {}}};
  EXPECT_EQ(
      wedge(resolve_policy(world, ledger_of({measure}, {{"s", schedule}}), options), 0, usa, can).tariff,
      0.0);
  EXPECT_EQ(refusal([&] { resolve_policy(world, ledger_of({measure}), options); }),
            "unknown schedule \"s\" in measure \"S\"\n  schedules: ");
}

TEST(Policy, AProductTakesItsSectorsRateUnlessNamed) {
  const World world = testing::with_a_product();
  Measure measure = tariff("S", "USA", "CHN", 0.0);
  measure.terms.steps.clear();
  measure.terms.schedule = "s";
  Schedule schedule;
  schedule["S"]["CHN"]["C"] = {{make_date(2021, 1, 1), 0.10, {}, {}}};
  EXPECT_DOUBLE_EQ(resolve_policy(world, ledger_of({measure}, {{"s", schedule}}), on_day(year_2022))
                       .wedge(world, 2, usa, chn)
                       .tariff,
                   0.10);
  schedule["S"]["CHN"]["product:bev"] = {{make_date(2021, 1, 1), 1.0, {}, {}}};
  const Policy policy = resolve_policy(world, ledger_of({measure}, {{"s", schedule}}), on_day(year_2022));
  EXPECT_DOUBLE_EQ(policy.wedge(world, 2, usa, chn).tariff, 1.0);
  EXPECT_DOUBLE_EQ(policy.wedge(world, 0, usa, chn).tariff, 0.35);
  Measure only = tariff("P", "USA", "CHN", 0.5);
  only.goods = {"product:bev"};
  const Policy product = resolve_policy(world, ledger_of({only}), on_day(year_2022));
  EXPECT_DOUBLE_EQ(product.wedge(world, 2, usa, chn).tariff, 0.5);
  EXPECT_DOUBLE_EQ(product.wedge(world, 0, usa, chn).tariff, 0.25);
}

TEST(Policy, BansBarriersAndExportTaxes) {
  Measure import_ban = other("IB", Instrument::import_ban, "USA", "CHN");
  import_ban.terms.coverage = 0.4;
  Measure export_ban = other("EB", Instrument::export_ban, "CHN", "USA");
  export_ban.terms.coverage = 0.5;
  Measure barrier = other("BAR", Instrument::barrier, "CAN", "CHN");
  barrier.terms.cost = 0.3;
  barrier.terms.coverage = 0.5;
  Measure tax = other("TAX", Instrument::export_tax, "CHN", "CAN");
  tax.terms.steps = {{std::nullopt, 0.2}};
  const Policy policy = with({import_ban, export_ban, barrier, tax});
  // The smaller share lies within the larger.
  EXPECT_DOUBLE_EQ(wedge(policy, 0, usa, chn).access, 0.5);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, chn, usa).access, 1.0);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, can, chn).cost, 1.15);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, chn, can).cost, 1.0);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, can, chn).export_tax, 0.2);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, chn, can).export_tax, 0.0);
}

TEST(Policy, WhatTheBaseYearHadIsNoChange) {
  Measure barrier = other("BAR", Instrument::barrier, "CAN", "CHN");
  barrier.effective = make_date(2019, 1, 1);
  barrier.terms.cost = 0.25;
  EXPECT_DOUBLE_EQ(wedge(with({barrier}), 0, can, chn).cost, 1.0);
  barrier.end = make_date(2021, 1, 1);
  EXPECT_DOUBLE_EQ(wedge(with({barrier}), 0, can, chn).cost, 0.8);
  Measure ban = other("BAN", Instrument::import_ban, "CAN", "CHN");
  ban.effective = make_date(2019, 1, 1);
  ban.end = make_date(2021, 1, 1);
  const Policy policy = with({ban});
  EXPECT_EQ(wedge(policy, 0, can, chn).access, 1.0);
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::ban_ended, "", {}, {2020.0}}}));
}

TEST(Policy, Subsidies) {
  Measure subsidy = other("SUB", Instrument::subsidy, "CHN", "*");
  subsidy.goods = {"C"};
  subsidy.terms.steps = {{std::nullopt, 0.1}};
  const Policy policy = with({subsidy});
  EXPECT_DOUBLE_EQ(policy.subsidy(chn, 0), 0.1);
  EXPECT_EQ(policy.subsidy(chn, 1), 0.0);
  EXPECT_EQ(policy.subsidy(usa, 0), 0.0);
  subsidy.terms.steps[0].rate = 0.6;
  Measure second = subsidy;
  second.id = "SUB2";
  EXPECT_EQ(refusal([&] {
              with({subsidy, second});
            }),
            "subsidies to C in CHN reach 120% of unit cost\n  they must stay below 100% together");
}

TEST(Policy, PactsCutTheBaseTariffBothWays) {
  Measure pact = other("PACT-1", Instrument::pact, "USA", "CHN");
  pact.terms.tariff_cut = 0.8;
  pact.terms.utilisation = 0.5;
  pact.terms.barrier_cut = 0.1;
  pact.terms.origin_cost = 0.02;
  const Policy policy = with({pact, tariff("A", "USA", "CHN", 0.10)});
  EXPECT_DOUBLE_EQ(usa_on_chn(policy), 0.25 * 0.6 + 0.10);  // an added duty is not part of the bargain
  EXPECT_DOUBLE_EQ(wedge(policy, 0, chn, usa).tariff, 0.20 * 0.6);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, chn, can).tariff, 0.10);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, usa, chn).cost, 0.9 * 1.01);
  pact.terms.exclude = {"C"};
  EXPECT_DOUBLE_EQ(usa_on_chn(with({pact})), 0.25);
}

TEST(Policy, PactsPhaseIn) {
  Measure pact = other("PACT-1", Instrument::pact, "USA", "CHN");
  pact.terms.tariff_cut = 1.0;
  pact.terms.phase_in = 4.0;
  const double year = years_between(make_date(2021, 1, 1), year_2022);
  EXPECT_DOUBLE_EQ(usa_on_chn(with({pact})), 0.25 * (1.0 - year / 4.0));
  EXPECT_EQ(usa_on_chn(with({pact}, on_day(make_date(2030, 1, 1)))), 0.0);
  // Half of it was in force when the base tariffs were taken: what is left goes in proportion.
  pact.effective = make_date(2018, 1, 1);
  const double then = 1.0 - years_between(make_date(2018, 1, 1), make_date(2020, 1, 1)) / 4.0;
  const double now = 1.0 - years_between(make_date(2018, 1, 1), make_date(2021, 1, 1)) / 4.0;
  EXPECT_DOUBLE_EQ(usa_on_chn(with({pact}, on_day(make_date(2021, 1, 1)))), 0.25 * now / then);
  // Tried before its day, it is taken as it will be.
  pact.effective = make_date(2025, 1, 1);
  PolicyOptions use = on_day(year_2022);
  use.use = {"PACT-1"};
  const Policy early = with({pact}, use);
  EXPECT_EQ(usa_on_chn(early), 0.0);
  EXPECT_EQ(early.warnings[0], (PolicyNote{Kind::taken_phased_in, "PACT-1", {}, {}, {year_2022}}));
}

TEST(Policy, TransfersSumToZero) {
  Measure pledge = other("PLEDGE", Instrument::transfer, "NAM", "CHN");
  pledge.terms.amount = 300.0;
  pledge.terms.years = 3.0;
  pledge.terms.grant_share = 0.5;
  const World world = tiny_world();
  const Policy policy = with({pledge});
  const std::vector<double> sizes = gdp(world);
  EXPECT_DOUBLE_EQ(policy.transfer[chn], 50.0);
  EXPECT_DOUBLE_EQ(policy.transfer[usa], -50.0 * sizes[usa] / (sizes[usa] + sizes[can]));
  EXPECT_NEAR(policy.transfer[usa] + policy.transfer[chn] + policy.transfer[can], 0.0, 1e-12);
  // Paid out after its years.
  EXPECT_EQ(with({pledge}, on_day(make_date(2024, 6, 1))).transfer[chn], 0.0);
}

TEST(Policy, WhatHasNoNumberIsKeptAndSaid) {
  Measure licence = other("L", Instrument::licence, "CHN", "USA");
  licence.terms.restricted = "magnets";
  const Policy policy = with({licence, other("F", Instrument::price_floor, "USA", "CHN")});
  EXPECT_EQ(fingerprint(policy), fingerprint(base_policy(tiny_world())));
  ASSERT_EQ(policy.applied.size(), 2U);
  EXPECT_FALSE(policy.applied[0].solved);
  EXPECT_FALSE(policy.applied[1].solved);
  EXPECT_EQ(policy.warnings, (PolicyNotes{{Kind::floor_without_price, "F"}, {Kind::licence_in_words, "L"}}));
  Measure product = tariff("P", "USA", "CHN", 0.5);
  product.goods = {"product:bev"};
  EXPECT_EQ(with({product}).warnings, (PolicyNotes{{Kind::not_carved_out, "P", {"product:bev", "tiny"}}}));
}

TEST(Policy, UseDropAndInline) {
  Measure threat = tariff("THREAT", "USA", "CAN", 1.0, std::nullopt);
  threat.typed_status = Status::threatened;
  PolicyOptions options = on_day(year_2022);
  EXPECT_EQ(wedge(with({threat}, options), 0, usa, can).tariff, 0.0);
  options.use = {"THREAT"};
  options.measures = {tariff("INLINE", "CAN", "USA", 0.3, std::nullopt)};
  const Policy policy = with({threat, tariff("A", "USA", "CHN", 0.1)}, options);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, usa, can).tariff, 1.0);
  EXPECT_DOUBLE_EQ(wedge(policy, 0, can, usa).tariff, 0.3);
  ASSERT_EQ(policy.applied.size(), 3U);
  EXPECT_EQ(policy.applied[0].because, Reason::in_force);
  EXPECT_EQ(policy.applied[1].because, Reason::inlined);
  EXPECT_EQ(policy.applied[2].because, Reason::used);
  EXPECT_EQ(policy.applied[2].status, Status::threatened);
}

// An inline Measure is in force unless its own dates say otherwise, and then a note says so.
TEST(Policy, InlineMeasuresKeepToTheirDates) {
  Measure inlined = tariff("INLINE", "USA", "CHN", 0.3, std::nullopt);
  const auto asked = [&](const Measure& measure) {
    PolicyOptions options = on_day(year_2022);
    options.measures = {measure};
    return with({}, options);
  };
  inlined.announced = make_date(2030, 1, 1);
  EXPECT_DOUBLE_EQ(usa_on_chn(asked(inlined)), 0.55) << "when it became public does not matter";
  EXPECT_TRUE(asked(inlined).warnings.empty());
  inlined.effective = year_2022;
  EXPECT_DOUBLE_EQ(usa_on_chn(asked(inlined)), 0.55) << "the day itself counts";
  inlined.effective = make_date(2022, 1, 2);
  const Policy later = asked(inlined);
  EXPECT_DOUBLE_EQ(usa_on_chn(later), 0.25);
  EXPECT_TRUE(later.applied.empty());
  EXPECT_EQ(later.warnings,
            (PolicyNotes{{Kind::not_begun, "INLINE", {}, {}, {year_2022, make_date(2022, 1, 2)}}}));
  inlined.effective.reset();
  inlined.end = year_2022;
  EXPECT_EQ(asked(inlined).warnings, (PolicyNotes{{Kind::over, "INLINE", {}, {}, {year_2022, year_2022}}}));
  inlined.end.reset();
  inlined.suspended = {{make_date(2021, 6, 1), {}}};
  EXPECT_EQ(asked(inlined).warnings, (PolicyNotes{{Kind::suspended, "INLINE", {}, {}, {year_2022}}}));
  EXPECT_DOUBLE_EQ(usa_on_chn(asked(inlined)), 0.25);
  // Composed, it is the same.
  EXPECT_EQ(leeway::with(tiny_world(), with({}, on_day(year_2022)), inlined).warnings,
            asked(inlined).warnings);
}

TEST(Policy, UseAndDropRefusals) {
  Measure threat = tariff("THREAT", "USA", "CAN", 1.0, std::nullopt);
  threat.typed_status = Status::threatened;
  PolicyOptions options = on_day(year_2022);
  options.where = {"s.toml", 5, 8};
  options.drop = {"THREAT"};
  EXPECT_EQ(refusal([&] { with({threat}, options); }),
            "s.toml:5:8: measure \"THREAT\" is not in force on 2022-01-01, so it cannot be dropped\n"
            "  its status on that day: threatened");
  options.drop = {"THREAD"};
  EXPECT_EQ(refusal([&] { with({threat}, options); }),
            "s.toml:5:8: unknown measure \"THREAD\"\n  did you mean THREAT?\n"
            "  the ledger holds 1 measures: leeway ledger list");
  options.drop.clear();
  options.measures = {threat};
  EXPECT_EQ(refusal([&] { with({threat}, options); }),
            "measure \"THREAT\" is in the ledger already\n"
            "  to change it, drop it and give the changed one an id of its own");
}

TEST(Policy, UnknownNamesSuggestAtTheirPlace) {
  Measure measure = tariff("A", "USA", "CHI", 0.1);
  measure.places["on"] = {"scenarios/canada.toml", 14, 9};
  EXPECT_EQ(refusal([&] { with({measure}); }),
            "scenarios/canada.toml:14:9: unknown economy \"CHI\" in field `on`\n"
            "  did you mean CHN (China)?\n"
            "  3 economies and 2 groups are known: leeway world show economies --world FOLDER");
  measure.on = {"CHN"};
  measure.goods = {"C99"};
  EXPECT_NE(refusal([&] { with({measure}); }).find("unknown goods \"C99\" in field `goods`"),
            std::string::npos);
}

TEST(Policy, KnownByHidesWhatCameLater) {
  Measure later = tariff("LATER", "USA", "CHN", 0.1);
  later.announced = make_date(2020, 12, 1);
  PolicyOptions options = on_day(year_2022);
  options.known_by = make_date(2020, 11, 30);
  EXPECT_DOUBLE_EQ(usa_on_chn(with({later}, options)), 0.25);
  options.use = {"LATER"};
  const Policy policy = with({later}, options);
  EXPECT_DOUBLE_EQ(usa_on_chn(policy), 0.35);
  EXPECT_EQ(
      policy.warnings[0],
      (PolicyNote{Kind::hindsight, "LATER", {"day"}, {}, {make_date(2020, 12, 1), make_date(2020, 11, 30)}}));
}

/// Measures of every kind on a random world, some in force when its tariffs were taken.
std::vector<Measure> random_measures(const World& world, std::mt19937_64& random) {
  std::vector<Measure> measures;
  const auto unit = [&] { return testing::uniform(random, 0.0, 1.0); };
  const auto someone = [&] { return world.economies[random() % world.economies.size()].id; };
  for (int m = 0; m < 12; ++m) {
    Measure measure =
        tariff("M" + std::to_string(m), someone(), random() % 3 == 0 ? "*" : someone(), unit(),
               make_date(2016 + static_cast<int>(random() % 8), 1, 1 + static_cast<unsigned>(random() % 28)));
    measure.announced = make_date(2015, 1, 1);
    if (random() % 4 == 0) measure.by = "G2";
    // Nobody acts inside itself alone: "G2" is the first two.
    const std::string& on = measure.on.front();
    if (on == measure.by ||
        (measure.by == "G2" && (on == world.economies[0].id || on == world.economies[1].id)))
      measure.on = {"*"};
    if (random() % 3 == 0) measure.goods = {world.sectors[random() % world.sectors.size()].id};
    if (random() % 3 == 0) measure.terms.coverage = unit();
    if (random() % 4 == 0) measure.end = *measure.effective + std::chrono::days{900};
    measure.combine = static_cast<Combine>(std::max<int>(0, static_cast<int>(random() % 6) - 3));
    if (random() % 4 == 0) {
      measure.instrument = Instrument::pact;
      measure.combine = Combine::add;
      measure.terms.steps.clear();
      measure.terms.coverage = 1.0;
      measure.terms.tariff_cut = unit();
      measure.terms.phase_in = 5.0 * unit();
    }
    measures.push_back(measure);
  }
  return measures;
}

// Property: the stack that is printed is the tariff that is solved, on every flow.
TEST(Explain, GivesTheTariffOfEveryFlow) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const World world = small_world(5, 3, seed);
    std::mt19937_64 random(seed);
    const Ledger ledger = ledger_of(random_measures(world, random));
    PolicyOptions options = on_day(make_date(2018 + static_cast<int>(seed % 6), 7, 1));
    options.alternative_rates = seed % 2 == 1;
    const Policy policy = resolve_policy(world, ledger, options);
    for (int l = 0; l < world.line_count(); ++l)
      for (int n = 0; n < world.economy_count(); ++n)
        for (int i = 0; i < world.economy_count(); ++i) {
          const WedgeExplanation explained = explain_wedge(world, ledger, options, l, n, i);
          ASSERT_NEAR(explained.tariff, policy.wedge(world, l, n, i).tariff, 1e-12)
              << seed << " " << l << " " << n << " " << i;
          // No class of goods has a duty below zero, also where the mean of what is left of them has.
          ASSERT_GE(explained.tariff, explained.lines.back().total - 1e-12);
          if (policy.cut_row(l, n) == nullptr) {
            ASSERT_EQ(std::max(0.0, explained.lines.back().total), explained.tariff);
          }
          ASSERT_GE(explained.tariff, 0.0);
        }
  }
}

// Property: the order of the file does not matter.
TEST(Policy, OrderOfMeasuresDoesNotMatter) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const World world = small_world(4, 3, seed);
    std::mt19937_64 random(seed);
    std::vector<Measure> measures = random_measures(world, random);
    const PolicyOptions options = on_day(make_date(2020, 7, 1));
    const std::string hash = fingerprint(resolve_policy(world, ledger_of(measures), options));
    std::shuffle(measures.begin(), measures.end(), random);
    EXPECT_EQ(fingerprint(resolve_policy(world, ledger_of(measures), options)), hash) << seed;
    PolicyOptions inline_options = options;
    inline_options.measures = measures;
    const std::string inlined = fingerprint(resolve_policy(world, ledger_of({}), inline_options));
    std::reverse(inline_options.measures.begin(), inline_options.measures.end());
    EXPECT_EQ(fingerprint(resolve_policy(world, ledger_of({}), inline_options)), inlined) << seed;
  }
}

// Property: on the day the base tariffs were taken, added Measures give them back.
TEST(Policy, TariffDateGivesTheBase) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const World world = small_world(4, 3, seed);
    std::mt19937_64 random(seed);
    std::vector<Measure> measures = random_measures(world, random);
    for (Measure& measure : measures) measure.combine = Combine::add;
    const Policy policy = resolve_policy(world, ledger_of(measures), on_day(world.tariff_date));
    const DenseWedges dense = dense_wedges(world, policy);
    for (std::size_t at = 0; at < world.tariff.size(); ++at)
      ASSERT_NEAR(dense.tariff.data()[at], world.tariff.data()[at], 1e-14) << seed;
  }
}

TEST(Explain, ListsTheStack) {
  Measure old = tariff("OLD", "USA", "CHN", 0.15, make_date(2019, 6, 1));
  old.source = {"https://example.org"};
  old.confidence = "A";
  Measure barrier = other("BAR", Instrument::barrier, "USA", "CHN");
  barrier.terms.cost = 0.1;
  barrier.terms.coverage = 0.5;
  const WedgeExplanation explained =
      explain_wedge(tiny_world(), ledger_of({old, tariff("NEW", "USA", "CHN", 0.1), barrier}),
                    on_day(year_2022), 0, usa, chn);
  EXPECT_EQ(explained.importer, "USA");
  EXPECT_EQ(explained.exporter, "CHN");
  EXPECT_EQ(explained.line, "C");
  ASSERT_EQ(explained.lines.size(), 3U);
  EXPECT_EQ(explained.lines[0].measure, "base tariff");
  EXPECT_DOUBLE_EQ(explained.lines[0].rate, 0.10);
  EXPECT_EQ(explained.lines[1].measure, "OLD");
  EXPECT_TRUE(explained.lines[1].embedded);
  EXPECT_EQ(explained.lines[1].source, std::vector<std::string>{"https://example.org"});
  EXPECT_EQ(explained.lines[2].measure, "NEW");
  EXPECT_FALSE(explained.lines[2].embedded);
  EXPECT_DOUBLE_EQ(explained.tariff, 0.35);
  EXPECT_EQ(explained.others, std::vector<std::string>{"BAR: barrier, cost 10%, on 50% of the flow"});
}

}  // namespace policy_test
}  // namespace leeway
