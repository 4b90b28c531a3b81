#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/policy.h"
#include "support/small_world.h"

// Measures on tiny_world, and what they come to.
namespace leeway::testing {

// Its economies; goods are C, line 0, services S, line 1; base tariffs of 2020-01-01 in C: USA on CHN 25%,
// CHN on USA 20%, CHN on CAN and CAN on CHN 10%.
inline constexpr int usa = 0;
inline constexpr int chn = 1;
inline constexpr int can = 2;
inline const Date year_2022 = make_date(2022, 1, 1);

/// A Measure on goods C, in force from 2021, from its terms as TOML; `on` is TOML too. The terms stand in
/// line 6 of m.toml, `more` in line 9.
inline Measure act(const std::string& id, const std::string& instrument, const std::string& by,
                   const std::string& on, const std::string& terms,
                   const std::string& more = "effective = 2021-01-01", const std::string& goods = "C") {
  const std::string text = "[[measure]]\nid = \"" + id + "\"\nby = \"" + by + "\"\non = " + on +
                           "\ninstrument = \"" + instrument + "\"\nterms = { " + terms + " }\ngoods = [\"" +
                           goods + "\"]\nannounced = 2018-01-01\n" + more + "\n";
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure")[0], MeasureHome::scenario);
}

/// The policy of these Measures alone, as a ledger holds them.
inline Policy policy_of(std::vector<Measure> measures, PolicyOptions options,
                        const World& world = tiny_world()) {
  return resolve_policy(world, Ledger(std::move(measures), {}, {}, "test"), options);
}
inline Policy policy_of(std::vector<Measure> measures, Date as_of = year_2022,
                        const World& world = tiny_world()) {
  PolicyOptions options;
  options.as_of = as_of;
  return policy_of(std::move(measures), std::move(options), world);
}

/// Of a policy on tiny_world, or on a world with its tariffs.
inline Wedge wedge_of(const Policy& policy, int line, int importer, int exporter) {
  return policy.wedge(tiny_world(), line, importer, exporter);
}

/// tiny_world with a product carved out of C of which nothing is traded yet: line 2, counted in units.
inline World with_a_product(World world = tiny_world()) {
  world.lines.push_back({"product:bev", "Electric cars", 0, 0, "units"});
  Array3 flow(3, 3, 3);
  Array3 rates(3, 3, 3);
  std::copy(world.flow.begin(), world.flow.end(), flow.begin());
  std::copy(world.tariff.begin(), world.tariff.end(), rates.begin());
  world.flow = flow;
  world.tariff = rates;
  return world;
}

}  // namespace leeway::testing
