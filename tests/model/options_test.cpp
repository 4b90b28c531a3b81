#include "leeway/model/options.h"

#include <cmath>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "leeway/model/model.h"
#include "leeway/model/option_table.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::refusal;

World example() {
  World world = testing::small_world(3, 2, 5);
  world.elasticities.push_back(world.elasticities.front());
  world.elasticities.back().id = "other";
  return world;
}

/// A value of the option that is not its default, as a scenario would write it.
std::string another_value(const OptionInfo& info, const World& world) {
  if (std::holds_alternative<Closure Options::*>(info.member)) return "own";
  if (std::holds_alternative<Estimate Options::*>(info.member)) return "high";
  if (std::holds_alternative<bool Options::*>(info.member)) return "false";
  if (info.member == OptionInfo::Member(&Options::numeraire)) return world.economies.front().id;
  if (info.member == OptionInfo::Member(&Options::elasticities)) return "other";
  if (std::holds_alternative<int Options::*>(info.member)) return "41";
  return fmt::format("{}", info.low + (info.high - info.low) / 8.0);
}

Options read(const std::map<std::string, std::string>& given, const World& world) {
  std::map<std::string, Scenario::Option> table;
  for (const auto& [key, text] : given) table[key] = {text, Location{"s.toml", 9, 3}};
  return read_options(table, world);
}

// A choice that an answer depends on is part of the answer's identity, whichever it is.
TEST(Options, EachChangeShowsInTheExactValues) {
  const World world = example();
  std::set<std::vector<std::pair<std::string, std::string>>> seen;
  const auto listed = [&](const Options& options) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const OptionValue& v : exact_values(options, world)) values.emplace_back(v.key, v.value);
    return values;
  };
  seen.insert(listed(Options{}));
  for (const OptionInfo& info : option_table()) {
    std::map<std::string, std::string> given = {{info.key, another_value(info, world)}};
    if (info.member == OptionInfo::Member(&Options::numeraire)) given["closure"] = "numeraire";
    const Options options = read(given, world);
    EXPECT_NE(options, Options{}) << info.key;
    EXPECT_TRUE(seen.insert(listed(options)).second) << info.key;
  }
  for (auto field : {&CriticalAssumption::sigma, &CriticalAssumption::specific, &CriticalAssumption::backstop,
                     &CriticalAssumption::capacity, &CriticalAssumption::build_years}) {
    Options options;
    options.critical_inputs = {{"product:x", {}, {}, {}, {}, {}}};
    seen.insert(listed(options));
    options.critical_inputs[0].*field = 5.0;
    EXPECT_TRUE(seen.insert(listed(options)).second);
  }
  // A change of one bit is a change.
  for (const OptionInfo& info : option_table())
    if (const auto* member = std::get_if<double Options::*>(&info.member)) {
      Options options;
      options.*(*member) = std::nextafter(options.*(*member), info.high);
      EXPECT_TRUE(seen.insert(listed(options)).second) << info.key;
    }
}

TEST(Options, EqualModelsHaveEqualExactValues) {
  const World world = example();
  Options named;
  named.elasticities = world.default_elasticities;
  named.numeraire = world.economies.front().id;  // that no closure reads
  EXPECT_EQ(exact_values(named, world), exact_values(Options{}, world));
}

TEST(Options, EveryMemberHasARow) {
  std::set<std::string> keys;
  for (const OptionInfo& info : option_table()) {
    EXPECT_TRUE(keys.insert(info.key).second) << info.key;
    for (const char* text : {info.title, info.meaning, info.reason, info.source})
      EXPECT_FALSE(std::string(text).empty()) << info.key;
    EXPECT_EQ(value_text(info, Options{}).empty(), false) << info.key;
  }
  // A member more or less changes the size: then the table wants a row, and this figure a change. The
  // closure, the flag and the count take the room of a double each, and assumptions on single inputs and
  // lines are lists.
  EXPECT_EQ(option_table().size(), 18U);
  EXPECT_EQ(sizeof(Options), 2 * sizeof(std::string) + 2 * sizeof(std::vector<int>) +
                                 5 * sizeof(std::optional<double>) + 11 * sizeof(double));
}

TEST(Options, RangesHoldForScenariosAndPrograms) {
  const World world = example();
  for (const OptionInfo& info : option_table()) {
    if (info.low == info.high) continue;
    for (const double value : {info.low, info.high})
      EXPECT_EQ(refusal([&] { read({{info.key, fmt::format("{}", value)}}, world); }), "") << info.key;
    const std::string above = fmt::format("{}", info.high * 1.5 + 1.0);
    const std::string refused = refusal([&] { read({{info.key, above}}, world); });
    EXPECT_EQ(refused, fmt::format("s.toml:9:3: option \"{}\" is {}; allowed is {}", info.key, above,
                                   allowed_values(info)));
    EXPECT_THAT(refusal([&] {
                  read({{info.key, "many"}}, world);
                }),
                ::testing::StartsWith(fmt::format("s.toml:9:3: option \"{}\" needs a", info.key)));
  }
  Options options;
  options.specific_factors = 0.99;
  EXPECT_EQ(refusal([&] { Model(world, options); }),
            "option \"specific_factors\" is 0.99; allowed is 0 to 0.98");
  options.specific_factors = std::nan("");
  EXPECT_NE(refusal([&] { check(options); }), "");
  options = {};
  options.theta_factors = {{world.lines[0].id, 25.0}};
  EXPECT_THAT(refusal([&] { check(options); }), ::testing::HasSubstr("\"elasticity_scale\" is 25"));
  options.theta_factors = {{"product:none", 1.1}};
  EXPECT_THAT(refusal([&] { Model(world, options); }), ::testing::HasSubstr("unknown line \"product:none\""));
}

TEST(Options, WhatIsWrongIsNamed) {
  const World world = example();
  EXPECT_THAT(
      refusal([&] {
        read({{"horizont", "1"}}, world);
      }),
      ::testing::HasSubstr("unknown option \"horizont\"\n  did you mean horizon?\n  allowed: closure, "));
  EXPECT_EQ(refusal([&] {
              read({{"closure", "shares"}}, world);
            }),
            "s.toml:9:3: unknown closure \"shares\"\n  did you mean share?\n  allowed: share, balanced, "
            "numeraire, own");
  EXPECT_THAT(refusal([&] {
                read({{"closure", "numeraire"}}, world);
              }),
              ::testing::HasSubstr("needs the option \"numeraire\""));
  EXPECT_THAT(refusal([&] {
                read({{"numeraire", "*"}}, world);
              }),
              ::testing::HasSubstr("allowed: one economy"));
  EXPECT_THAT(refusal([&] {
                read({{"elasticities", "none"}}, world);
              }),
              ::testing::HasSubstr("unknown elasticity set"));
  EXPECT_EQ(read({{"elasticities", "default"}}, world), Options{});
}

}  // namespace
}  // namespace leeway
