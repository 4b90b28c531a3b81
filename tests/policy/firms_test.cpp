#include <gtest/gtest.h>

#include <cmath>

#include "support/acts.h"
#include "support/refusal.h"

namespace leeway {
namespace firms_test {

using testing::can;
using testing::chn;
using testing::refusal;
using testing::tiny_world;
using testing::usa;
using testing::wedge_of;

Measure act(const std::string& id, const std::string& instrument, const std::string& terms,
            const std::string& more = "effective = 2021-01-01") {
  return testing::act(id, instrument, "USA", "[\"CHN\"]", terms, more);
}

Policy with(std::vector<Measure> measures, std::vector<std::string> drop = {}) {
  PolicyOptions options;
  options.as_of = testing::year_2022;
  options.drop = std::move(drop);
  return testing::policy_of(std::move(measures), std::move(options));
}

const char* const by_firm =
    "rate = \"35.3%\", firms = [{ name = \"BYD\", share = 0.3, rate = \"17%\" }, { name = \"Tesla\", share = "
    "0.2, "
    "rate = \"7.8%\" }]";

TEST(Firms, ADutyByFirmSplitsTheFlow) {
  const Policy policy = with({act("CVD", "tariff", std::string(by_firm) + ", substitution = 4")});
  ASSERT_EQ(policy.split_flows.size(), 1U);
  const SplitFlow& split = policy.split_flows[0];
  EXPECT_EQ(split.line, 0);
  EXPECT_EQ(split.importer, usa);
  EXPECT_EQ(split.exporter, chn);
  EXPECT_EQ(split.substitution, 4.0);
  ASSERT_EQ(split.parts.size(), 3U);
  EXPECT_EQ(split.parts[0].name, "BYD");
  EXPECT_DOUBLE_EQ(split.parts[0].share, 0.3);
  EXPECT_DOUBLE_EQ(split.parts[0].tariff, 0.42);
  EXPECT_DOUBLE_EQ(split.parts[1].tariff, 0.328);
  EXPECT_EQ(split.parts[2].name, "other firms");
  EXPECT_DOUBLE_EQ(split.parts[2].share, 0.5);
  EXPECT_DOUBLE_EQ(split.parts[2].tariff, 0.603);
  EXPECT_DOUBLE_EQ(wedge_of(policy, 0, usa, chn).tariff, 0.3 * 0.42 + 0.2 * 0.328 + 0.5 * 0.603);
  EXPECT_TRUE(policy.instruments.empty());
  EXPECT_EQ(policy.applied[0].assumptions,
            (PolicyNotes{{PolicyNote::Kind::firm_shares, "CVD", {"BYD", "Tesla"}, {0.3, 0.2}}}));
  EXPECT_NE(fingerprint(policy), fingerprint(with({act("CVD", "tariff", by_firm)})));
}

TEST(Firms, OtherDutiesFallOnAll) {
  Measure barrier = act("BAR", "barrier", "cost = 0.1");
  const Policy policy = with({act("CVD", "tariff", by_firm), act("ADD", "tariff", "rate = 0.1"), barrier,
                              act("BAN", "import_ban", "coverage = 0.5")});
  ASSERT_EQ(policy.split_flows.size(), 2U);
  for (const SplitFlow& split : policy.split_flows) {
    EXPECT_DOUBLE_EQ(split.parts[0].tariff, 0.52);
    for (const FlowPart& part : split.parts) {
      EXPECT_DOUBLE_EQ(part.cost, 1.1);
      EXPECT_EQ(part.access, split.goods == 0 ? 1.0 : 0.0);
    }
  }
}

TEST(Firms, ADutyOfTheBaseYearIsTheBaseTariff) {
  const Policy policy = with({act("CVD", "tariff", by_firm, "effective = 2019-06-01")});
  for (const FlowPart& part : policy.split_flows.at(0).parts) EXPECT_DOUBLE_EQ(part.tariff, 0.25);
}

TEST(Firms, AFloorCoversAFirmOfTheDutyItReplaces) {
  const Measure duty = act("CVD", "tariff", by_firm);
  const Measure floor =
      act("MIP", "price_floor",
          "replaces = \"CVD\", price = \"confidential\", firms = [\"BYD\"], cap = \"50% of base\"");
  const Policy policy = with({duty, floor});
  const SplitFlow& split = policy.split_flows.at(0);
  EXPECT_DOUBLE_EQ(split.parts[0].tariff, 0.25);  // relieved
  EXPECT_DOUBLE_EQ(split.parts[1].tariff, 0.328);
  EXPECT_DOUBLE_EQ(split.parts[2].tariff, 0.603);
  ASSERT_EQ(policy.instruments.size(), 2U);
  const BoundInstrument& bound = policy.instruments[0];
  EXPECT_EQ(bound.control, Control::price_floor);
  ASSERT_EQ(bound.flows.size(), 1U);
  EXPECT_EQ(bound.flows[0].part, 0);
  EXPECT_DOUBLE_EQ(bound.flows[0].floor, 1.17);
  EXPECT_EQ(policy.instruments[1].flows[0].part, 0);
  EXPECT_EQ(policy.instruments[1].limit, 0.5);
  EXPECT_DOUBLE_EQ(policy.instruments[1].flows[0].quantity, 1.0);
  // The duty lifted, the floor still finds the firms it names.
  const Policy lifted = with({duty, floor}, {"CVD"});
  ASSERT_EQ(lifted.split_flows.size(), 1U);
  EXPECT_EQ(lifted.instruments.size(), 2U);
  for (const FlowPart& part : lifted.split_flows[0].parts) EXPECT_DOUBLE_EQ(part.tariff, 0.25);
}

TEST(Firms, UnknownFirmsAreRefused) {
  const Measure duty = act("CVD", "tariff", by_firm);
  EXPECT_EQ(refusal([&] {
              with({duty, act("MIP", "price_floor", "replaces = \"CVD\", firms = [\"Tesler\"]")});
            }),
            "m.toml:6:9: measure \"MIP\": no duty on its flows names the firm \"Tesler\"\n"
            "  did you mean Tesla?\n  firms: BYD, Tesla");
  EXPECT_EQ(
      refusal([&] {
        with({duty, act("ZZZ", "tariff", "rate = 0, firms = [{ name = \"BYD\", share = 0.4, rate = 0.1 }]")});
      }),
      "m.toml:6:9: firm \"BYD\" has the share 0.4 in ZZZ and 0.3 in CVD\n"
      "  one flow has one share of a firm");
}

TEST(Firms, SharesOfTwoMeasuresJoin) {
  const Policy policy =
      with({act("CVD", "tariff", by_firm),
            act("AD", "tariff", "rate = 0, firms = [{ name = \"SAIC\", share = 0.1, rate = 0.5 }]")});
  const SplitFlow& split = policy.split_flows.at(0);
  ASSERT_EQ(split.parts.size(), 4U);
  double share = 0.0;
  for (const FlowPart& part : split.parts) share += part.share;
  EXPECT_DOUBLE_EQ(share, 1.0);
  EXPECT_EQ(split.parts[0].name, "SAIC");  // AD comes before CVD
  EXPECT_DOUBLE_EQ(split.parts[0].tariff, 0.25 + 0.353 + 0.5);
  EXPECT_EQ(refusal([&] {
              with({act("CVD", "tariff", by_firm),
                    act("AD", "tariff", "rate = 0, firms = [{ name = \"SAIC\", share = 0.6, rate = 0.5 }]")});
            }),
            "m.toml:6:9: with those of CVD, the shares of firms sum to 1.1, above 1");
}

TEST(Firms, CoverageOfAQuotaCutsTheRow) {
  const Policy policy =
      with({act("Q", "tariff_rate_quota",
                "quota = \"40% of base\", in_quota = 0.05, over_quota = 0.5, coverage = 0.25")});
  EXPECT_TRUE(policy.split_flows.empty());
  ASSERT_EQ(policy.cut_rows.size(), 1U);
  ASSERT_EQ(policy.cut_rows[0].classes.size(), 2U);
  const GoodsClass& others = policy.cut_rows[0].classes[0];
  const GoodsClass& covered = policy.cut_rows[0].classes[1];
  EXPECT_EQ(covered.name, "under Q");
  EXPECT_EQ(others.name, "other goods");
  EXPECT_DOUBLE_EQ(covered.share, 0.25);
  EXPECT_DOUBLE_EQ(covered.of(tiny_world(), 0, usa, chn).wedge.tariff, 0.05);
  EXPECT_DOUBLE_EQ(others.of(tiny_world(), 0, usa, chn).wedge.tariff, 0.25);
  ASSERT_EQ(policy.instruments.size(), 1U);
  ASSERT_EQ(policy.instruments[0].flows.size(), 1U);
  EXPECT_EQ(policy.instruments[0].flows[0].goods, 1);
  EXPECT_EQ(policy.instruments[0].flows[0].part, -1);
  EXPECT_DOUBLE_EQ(policy.instruments[0].flows[0].over, 1.5 / 1.05);
  // Across firms: those of both classes have parts, and a quota on the whole flow lists them all.
  const Policy both = with({act("CVD", "tariff", by_firm),
                            act("Q", "import_quota", "quota = \"40% of base\", coverage = 0.25"),
                            act("R", "import_quota", "quota = \"90% of base\"")});
  ASSERT_EQ(both.split_flows.size(), 2U);
  for (int goods = 0; goods < 2; ++goods) {
    EXPECT_EQ(both.split_flows[static_cast<std::size_t>(goods)].goods, goods);
    EXPECT_EQ(both.split_flows[static_cast<std::size_t>(goods)].parts.size(), 3U);
  }
  ASSERT_EQ(both.instruments.size(), 2U);
  EXPECT_EQ(both.instruments[0].flows.size(), 3U);
  EXPECT_EQ(both.instruments[1].flows.size(), 6U);
  double total = 0.0;
  for (const InstrumentFlow& flow : both.instruments[1].flows) total += flow.quantity;
  EXPECT_DOUBLE_EQ(total, 1.0);
}

TEST(Firms, BadTerms) {
  const auto complaint = [](const std::string& instrument, const std::string& terms) {
    const std::string text = refusal([&] { act("X", instrument, terms); });
    return text.substr(std::min(text.size(), text.find(' ') + 1));
  };
  EXPECT_EQ(complaint("tariff", "rate = 0.1, firms = [\"BYD\"]"),
            "field `firms`: a firm expected, found the text \"BYD\"\n"
            "  write firms = [{ name = \"BYD\", share = 0.12, rate = \"17%\" }]");
  EXPECT_EQ(complaint("tariff", "rate = 0.1, firms = []"),
            "field `firms`: a list of firms expected, found a list\n"
            "  write firms = [{ name = \"BYD\", share = 0.12, rate = \"17%\" }]");
  EXPECT_EQ(
      complaint("tariff",
                "rate = 0.1, firms = [{ name = \"A\", share = 0.7, rate = 0 }, { name = \"B\", share = 0.7, "
                "rate = 0 }]"),
      "field `firms`: shares sum to 1.4, above 1\n"
      "  they are shares of the flow in the base year; the rest falls to all other firms");
  EXPECT_EQ(complaint("tariff", "schedule = \"s\", firms = [{ name = \"A\", share = 0.7, rate = 0 }]"),
            "field `firms`: need `rate`, the rate of all other firms");
  EXPECT_EQ(complaint("tariff", "rate = 0.1, substitution = 3"),
            "field `substitution`: is between firms, and there are no `firms`");
  EXPECT_EQ(complaint("price_floor", "firms = [\"A\"], coverage = 0.5"),
            "field `coverage`: a floor covers either `firms` or a `coverage` of the flow");
  EXPECT_EQ(complaint("price_floor", "price = \"1 USD/t\", cap = \"0 t/year\""),
            "field `cap`: 0 t/year is not above 0\n  an import_ban lets nothing in");
  EXPECT_EQ(complaint("licence", "cap_of = \"home\""), "field `cap_of`: says what `cap_share` is a share of");
  EXPECT_EQ(complaint("licence", "cap_share = 0.5, cap_of = \"abroad\""),
            "field `cap_of`: \"abroad\" is not known\n  allowed: home, world");
  EXPECT_EQ(complaint("purchase_commitment", "value = \"5 bn USD/year\", max_subsidy = 1"),
            "field `max_subsidy`: must be above 0 and below 1");
  EXPECT_EQ(
      complaint("import_quota",
                "quota = \"5 t/year\", quota_steps = [{ from = 2022-01-01, quota = \"6 t\" }]"),
      "field `quota`: \"6 t\" is not an amount a year\n  write \"49000 units/year\", or \"80% of base\"");
}

// Property: the parts of a printed Measure read back the same.
TEST(Firms, PrintingReadsBack) {
  for (const auto& [instrument, terms] :
       {std::pair<std::string, std::string>("tariff", std::string(by_firm) + ", substitution = 4"),
        {"price_floor",
         "price = \"29000.5 USD/unit\", firms = [{ name = \"BYD\", share = 0.3 }], cap = \"80.1% of base\""},
        {"price_floor", "price = \"confidential\", firms = [\"BYD\"], cap = \"confidential\""},
        {"import_quota",
         "quota = \"33.3% of base\", each = true, growth = \"7.4%\", coverage = { C = 0.5 }, quota_steps "
         "= [{ from = 2022-01-01, quota = \"3 kt/year\" }]"},
        {"licence", "cap_share = 0.5, cap_of = \"world\", restriction = 0.2, rent_to = { importer = 1 }"},
        {"licence", "restriction = { C = 0.3, \"*\" = 0.1 }, levy = 0.1"},
        {"licence",
         "steps = [{ from = 2021-01-01, restriction = 0.7 }, { from = 2022-01-01, restriction = 0 }]"},
        {"licence", "restriction = { C = 0.3 }, steps = [{ from = 2021-01-01, restriction = 0.7 }]"},
        {"export_ban", "restriction = 0.3, coverage = 0.5, rent_to = { exporter = 1 }"},
        {"import_ban", "steps = [{ from = 2021-01-01, restriction = 0.7 }]"},
        {"purchase_commitment", "value = \"120% of base\", max_subsidy = 0.5"},
        {"barrier", "cost = \"prohibitive\""},
        {"boycott", "share = 0.3, coverage = 0.5"}}) {
    const Measure measure = act("M", instrument, terms);
    const std::string printed = to_toml(measure);
    const TomlTable table = parse_toml(printed, "printed.toml");
    const Measure again = parse_measure(*table.tables("measure")[0], MeasureHome::scenario);
    EXPECT_EQ(to_toml(again), printed);
    EXPECT_EQ(again.terms.quota, measure.terms.quota);
    EXPECT_EQ(again.terms.cap, measure.terms.cap);
    EXPECT_EQ(again.terms.firms.size(), measure.terms.firms.size());
    EXPECT_EQ(again.terms.value, measure.terms.value);
  }
}

TEST(Firms, ExplainedPartByPart) {
  PolicyOptions options;
  options.as_of = make_date(2022, 1, 1);
  const std::vector<Measure> measures = {act("CVD", "tariff", by_firm),
                                         act("MIP", "price_floor", "replaces = \"CVD\", firms = [\"BYD\"]")};
  const Ledger ledger(measures, {}, {}, "test");
  const WedgeExplanation explained = explain_wedge(tiny_world(), ledger, options, 0, usa, chn);
  const Policy policy = resolve_policy(tiny_world(), ledger, options);
  EXPECT_EQ(explained.tariff, wedge_of(policy, 0, usa, chn).tariff);
  ASSERT_EQ(explained.lines.size(), 2U);
  EXPECT_DOUBLE_EQ(explained.lines[1].rate, 0.2 * 0.078 + 0.5 * 0.353);
  EXPECT_EQ(explained.others, (std::vector<std::string>{
                                  "duty by part: BYD (30% of the flow) 25%, Tesla (20% of the flow) 32.8%, "
                                  "other firms (50% of the flow) 60.3%",
                                  "MIP: price_floor, in place of CVD, for BYD"}));
  EXPECT_TRUE(explain_wedge(tiny_world(), ledger, options, 0, can, chn).others.empty());
}

}  // namespace firms_test
}  // namespace leeway
