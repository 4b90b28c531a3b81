#include "leeway/policy/scenario.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "leeway/base/paths.h"
#include "leeway/policy/wedges.h"
#include "leeway/world/load.h"
#include "support/refusal.h"

namespace leeway {
namespace scenario_test {

using testing::refusal;

const std::string text =
    "# What if Canada keeps the deal?\n"
    "# It is punished.\n"
    "\n"
    "title = \"Punished\"\n"
    "as_of = 2026-01-24\n"
    "known_by = 2026-01-24\n"
    "use = [\"US-2026-CA-THREAT\"]\n"
    "drop = \"CA-2024-EV\"\n"
    "[options]\n"
    "closure = \"share\"\n"
    "tolerance = 1e-9\n"
    "[[measure]]\n"
    "id = \"EV\"\n"
    "by = \"CAN\"\n"
    "on = [\"CHN\"]\n"
    "goods = [\"C29\"]\n"
    "instrument = \"tariff\"\n"
    "terms = { rate = \"6.1%\" }\n";

TEST(Scenario, ReadsAWholeFile) {
  const Scenario scenario = parse_scenario(text, "s.toml");
  EXPECT_EQ(scenario.title, "Punished");
  EXPECT_EQ(scenario.explanation, "What if Canada keeps the deal?\nIt is punished.");
  EXPECT_EQ(scenario.world, "2023");
  EXPECT_EQ(scenario.options.at("closure").text, "share");
  EXPECT_EQ(scenario.options.at("tolerance").text, "1e-09");
  EXPECT_EQ(scenario.options.at("tolerance").where, (Location{"s.toml", 11, 13}));
  ASSERT_EQ(scenario.measures.size(), 1U);
  EXPECT_EQ(scenario.measures[0].announced, make_date(2026, 1, 24));
  const PolicyOptions options = policy_options(scenario);
  EXPECT_EQ(options.use, std::vector<std::string>{"US-2026-CA-THREAT"});
  EXPECT_EQ(options.drop, std::vector<std::string>{"CA-2024-EV"});
  EXPECT_EQ(options.place("CA-2024-EV"), (Location{"s.toml", 8, 8}));
  EXPECT_EQ(options.known_by, make_date(2026, 1, 24));
}

TEST(Scenario, Refusals) {
  const std::string head = "title = \"T\"\nas_of = 2026-01-24\n";
  EXPECT_EQ(refusal([&] { parse_scenario(head + "used = []\n", "s.toml"); }),
            "s.toml:3:1: unknown field `used` in a scenario\n  did you mean use?");
  EXPECT_EQ(refusal([&] { parse_scenario("title = \"T\"\n", "s.toml"); }),
            "s.toml: field `as_of` is missing");
  EXPECT_EQ(refusal([&] { parse_scenario(head + "use = [\"A\"]\ndrop = [\"A\"]\n", "s.toml"); }),
            "s.toml:4:9: \"A\" occurs twice in `use` and `drop`");
  EXPECT_EQ(refusal([&] { parse_scenario(head + "[options]\nclosure = [1]\n", "s.toml"); }),
            "s.toml:4:11: option `closure`: one value expected, found a list");
  EXPECT_EQ(refusal([] { load_scenario("/nonexistent/s.toml"); }),
            "/nonexistent/s.toml: cannot be read: No such file or directory");
  EXPECT_NE(refusal([] { open_scenario("no-such-scenario"); }).find("unknown scenario \"no-such-scenario\""),
            std::string::npos);
}

/// The ledger and world of the source tree, where they are.
bool have_data() {
  const auto data = share_folder() / "data";
  return std::filesystem::exists(data / "ledger" / "usa.toml") &&
         std::filesystem::exists(data / "world" / "2023" / "world.toml");
}

TEST(RealData, LedgerIsCleanOnTheWorld) {
  if (!have_data()) GTEST_SKIP() << "no data folder";
  const World world = open_world("2023");
  const Ledger ledger = open_ledger();
  EXPECT_GE(ledger.measures().size(), 50U);
  EXPECT_GE(ledger.events().size(), 30U);
  for (const LedgerFinding& finding : ledger.check(world))
    EXPECT_FALSE(finding.error) << to_string(finding.where) << ": " << finding.text;
}

TEST(RealData, TariffDateGivesTheBaseTariffs) {
  if (!have_data()) GTEST_SKIP() << "no data folder";
  const World world = open_world("2023");
  const Ledger ledger = open_ledger();
  PolicyOptions options;
  options.as_of = world.tariff_date;
  const DenseWedges dense = dense_wedges(world, resolve_policy(world, ledger, options));
  for (std::size_t at = 0; at < world.tariff.size(); ++at)
    ASSERT_NEAR(dense.tariff.data()[at], world.tariff.data()[at], 1e-12);
}

TEST(RealData, EveryDayOfTheRecordResolves) {
  if (!have_data()) GTEST_SKIP() << "no data folder";
  const World world = open_world("2023");
  const Ledger ledger = open_ledger();
  PolicyOptions options;
  for (const Date day :
       {make_date(2025, 4, 15), make_date(2026, 1, 24), make_date(2026, 2, 25), make_date(2026, 8, 1)}) {
    options.as_of = options.known_by.emplace(day);
    const Policy policy = resolve_policy(world, ledger, options);
    for (const double rate : dense_wedges(world, policy).tariff)
      ASSERT_TRUE(rate >= 0.0 && rate < 30.0) << to_string(day);
    for (const AppliedMeasure& applied : policy.applied)
      EXPECT_LE(applied.measure->announced, day) << applied.measure->id;
  }
}

TEST(RealData, ReadyScenariosReadAndResolve) {
  if (!have_data()) GTEST_SKIP() << "no data folder";
  const World world = open_world("2023");
  const Ledger ledger = open_ledger();
  for (const std::string& name : scenario_names()) {
    const Scenario scenario = open_scenario(name);
    EXPECT_FALSE(scenario.explanation.empty()) << name;
    if (scenario.world != world.name) continue;
    EXPECT_EQ(refusal([&] { resolve_policy(world, ledger, policy_options(scenario)); }), "") << name;
  }
}

}  // namespace scenario_test
}  // namespace leeway
