#include "leeway/policy/term_range.h"

#include <gtest/gtest.h>

#include "leeway/policy/ledger.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/terms_toml.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace term_range_test {

using testing::refusal;

Measure measure_of(const std::string& instrument, const std::string& terms, const std::string& ranges) {
  const std::string text =
      "[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"*\"\ninstrument = \"" + instrument +
      "\"\nterms = { " + terms + " }\n" + (ranges.empty() ? "" : "terms_range = { " + ranges + " }\n");
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure").front(), MeasureHome::scenario, make_date(2026, 1, 1));
}

/// A term with a range, and its Measure at both ends as one would write it.
struct Case {
  std::string instrument;
  std::string terms;
  std::string range;
  std::string low;
  std::string high;
};

const Case cases[] = {
    {"tariff", "rate = 0.4", "rate = [\"30%\", 0.5]", "rate = 0.3", "rate = 0.5"},
    {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.2, 0.45]", "rate = 0.4, coverage = 0.2",
     "rate = 0.4, coverage = 0.45"},
    {"tariff", "rate = 0.4, coverage = { C29 = 0.4, C30 = 0.2 }", "coverage = [0.2, 0.8]",
     "rate = 0.4, coverage = { C29 = 0.2, C30 = 0.1 }", "rate = 0.4, coverage = { C29 = 0.8, C30 = 0.4 }"},
    {"tariff", "rate = 0.4, coverage = { C29 = 0.4, C30 = 0.2 }", "coverage = { C30 = [0, 0.3] }",
     "rate = 0.4, coverage = { C29 = 0.4, C30 = 0 }", "rate = 0.4, coverage = { C29 = 0.4, C30 = 0.3 }"},
    {"tariff", "schedule = \"s\"", "schedule_factor = [0.9, 1.1]", "schedule = \"s\", schedule_factor = 0.9",
     "schedule = \"s\", schedule_factor = 1.1"},
    {"tariff", "rate = 0.4, firms = [{ name = \"A\", share = 0.3, rate = 0.1 }]",
     "firms = { A = [0.2, 0.6] }", "rate = 0.4, firms = [{ name = \"A\", share = 0.2, rate = 0.1 }]",
     "rate = 0.4, firms = [{ name = \"A\", share = 0.6, rate = 0.1 }]"},
    {"import_ban", "restriction = 0.5", "restriction = [0.2, 1]", "restriction = 0.2", "restriction = 1"},
    {"export_ban", "", "restriction = [0.6, 1]", "restriction = 0.6", "restriction = 1"},
    {"licence",
     "steps = [{ from = 2025-01-01, restriction = 0.8 }, { from = 2026-01-01, restriction = 0.4 }]",
     "restriction = [0.4, 1]",
     "steps = [{ from = 2025-01-01, restriction = 0.4 }, { from = 2026-01-01, restriction = 0.2 }]",
     "steps = [{ from = 2025-01-01, restriction = 1 }, { from = 2026-01-01, restriction = 0.5 }]"},
    {"boycott", "share = 0.3", "share = [0.1, 0.4]", "share = 0.1", "share = 0.4"},
    {"barrier", "cost = 0.3", "cost = [0.1, 0.4]", "cost = 0.1", "cost = 0.4"},
    {"import_quota", "quota = \"80% of base\", growth = 0.1",
     "quota = [\"60% of base\", \"90% of base\"], growth = [0.05, 0.2], rent_to = [0.5, 1]",
     "quota = \"60% of base\", growth = 0.05, rent_to = { importer = 0.5, exporter = 0.5 }",
     "quota = \"90% of base\", growth = 0.2, rent_to = { importer = 1, exporter = 0 }"},
    {"tariff_rate_quota", "quota = \"49000 units/year\", in_quota = 0.1, over_quota = 0.5",
     "quota = [\"40000 units/year\", \"60000 units/year\"]",
     "quota = \"40000 units/year\", in_quota = 0.1, over_quota = 0.5",
     "quota = \"60000 units/year\", in_quota = 0.1, over_quota = 0.5"},
    {"purchase_commitment", "value = \"12 bn USD/year\"",
     "value = [\"10 bn USD/year\", \"13 bn USD/year\"], max_subsidy = [0.5, 0.95]",
     "value = \"10 bn USD/year\", max_subsidy = 0.5", "value = \"13 bn USD/year\", max_subsidy = 0.95"},
    {"purchase_commitment", "value = \"2 bn USD/year\"", "value = [\"1500 mn USD/year\", \"3 bn USD/year\"]",
     "value = \"1500 mn USD/year\"", "value = \"3 bn USD/year\""},
    {"pact", "tariff_cut = 0.9, utilisation = 0.7, phase_in = 10",
     "utilisation = [0.5, 0.9], phase_in = [5, 15]", "tariff_cut = 0.9, utilisation = 0.5, phase_in = 5",
     "tariff_cut = 0.9, utilisation = 0.9, phase_in = 15"},
    {"transfer", "amount = \"350 bn USD\", years = 10, grant_share = 0",
     "amount = [\"300 bn USD\", \"400 bn USD\"], years = [4, 12], grant_share = [0, 0.1]",
     "amount = \"300 bn USD\", years = 4, grant_share = 0",
     "amount = \"400 bn USD\", years = 12, grant_share = 0.1"},
};

TEST(TermRange, AnEndIsTheTermWrittenSo) {
  for (const Case& c : cases) {
    const Measure measure = measure_of(c.instrument, c.terms, c.range);
    for (const bool high : {false, true}) {
      Measure moved = measure;
      for (const TermRange& range : measure.terms_range) moved = at_end(moved, range.term, high);
      const Measure by_hand = measure_of(c.instrument, high ? c.high : c.low, "");
      EXPECT_EQ(to_toml(moved.terms, moved.instrument), to_toml(by_hand.terms, by_hand.instrument))
          << c.instrument << ": " << c.range;
    }
  }
}

TEST(TermRange, IsWrittenAsItIsRead) {
  for (const Case& c : cases) {
    const Measure measure = measure_of(c.instrument, c.terms, c.range);
    const std::string text = to_toml(measure);
    const TomlTable again = parse_toml(text, "again.toml");
    const Measure back =
        parse_measure(*again.tables("measure").front(), MeasureHome::scenario, make_date(2026, 1, 1));
    EXPECT_EQ(to_toml(back), text);
    EXPECT_EQ(back.terms_range.size(), measure.terms_range.size());
  }
}

struct Bad {
  std::string instrument;
  std::string terms;
  std::string range;
  std::string message;
};

TEST(TermRange, RefusesWhatNoOneCouldMean) {
  const Bad all[] = {
      {"tariff", "rate = 0.4, coverage = 0.3", "coverge = [0.2, 0.4]", "did you mean coverage?"},
      {"tariff", "rate = 0.4", "restriction = [0.2, 0.4]", "states no term `restriction`"},
      {"licence", "levy = 0.25", "restriction = [0.2, 0.4]", "states no term `restriction`"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.35, 0.4]", "low end, 0.35, is above the term"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.1, 0.2]", "high end, 0.2, is below the term"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.1, 1.2]", "is not a share"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.3, 0.3]", "the ends are the same"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.2, 0.3, 0.4]", "two ends expected"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = 0.2", "two ends expected"},
      {"tariff", "rate = 0.4, coverage = 0.3", "coverage = { C29 = [0.1, 0.4] }", "has no \"C29\""},
      {"tariff", "rate = 0.4, coverage = { C29 = 0.3 }", "coverage = { C30 = [0.1, 0.4] }", "allowed: C29"},
      {"tariff", "rate = 0.4", "rate = [-0.1, 0.5]", "is negative"},
      {"tariff", "rate = 0.4", "rate = [10, 50]", "likely a percent"},
      {"tariff", "rate = 0.4, covers = [\"STEEL\"]", "coverage = [0.1, 1]", "states no term `coverage`"},
      {"tariff", "rate = 0.4, firms = [{ name = \"A\", share = 0.3, rate = 0.1 }]", "firms = [0.2, 0.4]",
       "each firm has ends of its own"},
      {"tariff",
       "rate = 0.4, firms = [{ name = \"A\", share = 0.3, rate = 0.1 }, { name = \"B\", share = 0.6, rate = "
       "0 }]",
       "firms = { A = [0.2, 0.5] }", "above 1"},
      {"import_quota", "quota = \"80 t/year\"", "quota = [\"70 kt/year\", \"90 kt/year\"]",
       "is in kt, the term itself in t"},
      {"tariff_rate_quota", "quota = \"9 t/year\", in_quota = 0.1, over_quota = 0.5",
       "over_quota = [0.05, 0.6]", "below `in_quota`"},
  };
  for (const Bad& bad : all) {
    const std::string found = refusal([&] { measure_of(bad.instrument, bad.terms, bad.range); });
    EXPECT_NE(found.find(bad.message), std::string::npos) << bad.range << ": " << found;
    EXPECT_NE(found.find("m.toml"), std::string::npos) << found;
  }
}

Measure duty(double coverage) {
  Measure m = measure_of("tariff", "rate = 0.4, coverage = 0.3", "coverage = [0.2, 0.45]");
  m.terms.coverage = coverage;
  m.announced = make_date(2023, 6, 1);
  m.effective = make_date(2023, 7, 1);
  return m;
}

TEST(TermRange, APolicyIsWhatItWouldBeWithTheTermWrittenSo) {
  const World world = testing::small_world(4, 3, 1);
  for (const bool in_base : {false, true}) {
    const auto at = [&](double coverage) {
      Measure m = duty(coverage);
      if (!in_base) m.announced = *(m.effective = world.tariff_date + std::chrono::days{1});
      PolicyOptions options;
      options.as_of = world.tariff_date + std::chrono::days{2};
      return resolve_policy(world, Ledger({m}, {}, {}, "hand"), options);
    };
    const Policy policy = at(0.3);
    EXPECT_EQ(fingerprint(at_end(world, policy, {"M", "coverage", false})), fingerprint(at(0.2)));
    EXPECT_EQ(fingerprint(at_end(world, policy, {"M", "coverage", true})), fingerprint(at(0.45)));
    EXPECT_EQ(fingerprint(at(0.45)) == fingerprint(policy), in_base && policy.cut_rows.empty());
    EXPECT_EQ(fingerprint(at_end(world, policy, {"OTHER", "coverage", true})), fingerprint(policy));
  }
}

TEST(TermRange, WhatIsSolvedKnowsNothingOfIt) {
  const World world = testing::small_world(4, 3, 1);
  PolicyOptions options;
  options.as_of = make_date(2024, 6, 1);
  Measure bare = duty(0.3);
  bare.terms_range.clear();
  options.measures = {bare};
  const auto without =
      std::make_shared<const Policy>(resolve_policy(world, Ledger({}, {}, {}, "none"), options));
  options.measures = {duty(0.3)};
  const auto with =
      std::make_shared<const Policy>(resolve_policy(world, Ledger({}, {}, {}, "none"), options));
  EXPECT_EQ(fingerprint(*with), fingerprint(*without));
  EXPECT_TRUE(term_assumptions({without}).empty());
  EXPECT_TRUE(term_assumptions({with, with}).empty()) << "in question is what differs";
  EXPECT_EQ(term_assumptions({with, with}, [](const Measure&) { return true; }).size(), 1U);
  PolicyOptions calm;
  calm.as_of = options.as_of;
  const auto none = std::make_shared<const Policy>(resolve_policy(world, Ledger({}, {}, {}, "none"), calm));
  const std::vector<TermAssumption> found = term_assumptions({none, with, with});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].measure, "M");
  EXPECT_EQ(found[0].central, "0.3");
  EXPECT_EQ(found[0].low, "0.2");
  EXPECT_EQ(found[0].high, "0.45");
}

}  // namespace term_range_test
}  // namespace leeway
