#include "leeway/policy/instruments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/policy.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::refusal;
using testing::tiny_world;

// tiny_world: USA 0, CHN 1, CAN 2; goods C 0, services S 1; base tariffs in C: USA on CHN 25%, CHN on USA 20%,
// CHN on CAN and CAN on CHN 10%. Here C is counted in units, ten for each USD million.
constexpr int usa = 0;
constexpr int chn = 1;
constexpr int can = 2;
const Date year_2022 = make_date(2022, 1, 1);

World counted_world() {
  World world = tiny_world();
  world.lines[0].unit = "units";
  world.quantity = Array3(world.line_count(), 3, 3);
  for (int n = 0; n < 3; ++n)
    for (int i = 0; i < 3; ++i) world.quantity(0, n, i) = 10.0 * world.flow(0, n, i);
  return world;
}

/// A Measure on goods C, in force from 2021, from its terms as TOML. The terms stand in line 6.
Measure act(const std::string& id, const std::string& instrument, const std::string& by,
            const std::string& on, const std::string& terms, const std::string& more = "effective = 2021-01-01") {
  const std::string text = "[[measure]]\nid = \"" + id + "\"\nby = \"" + by + "\"\non = " + on +
                           "\ninstrument = \"" + instrument + "\"\nterms = { " + terms +
                           " }\ngoods = [\"C\"]\nannounced = 2019-01-01\n" + more + "\n";
  const TomlTable table = parse_toml(text, "m.toml");
  return parse_measure(*table.tables("measure")[0], MeasureHome::scenario);
}

Policy with(std::vector<Measure> measures, Date as_of = year_2022, const World& world = counted_world()) {
  PolicyOptions options;
  options.as_of = as_of;
  return resolve_policy(world, Ledger(std::move(measures), {}, {}, "test"), options);
}

TEST(Instruments, RateQuotaTakesTheInQuotaDuty) {
  const Policy policy = with({act("Q", "tariff_rate_quota", "CAN", "\"CHN\"",
                                  "quota = \"49 units/year\", in_quota = \"6.1%\", over_quota = \"106.1%\"")});
  EXPECT_DOUBLE_EQ(policy.wedges.tariff(0, can, chn), 0.061);
  ASSERT_EQ(policy.instruments.size(), 1U);
  const BoundInstrument& quota = policy.instruments[0];
  EXPECT_EQ(quota.measure, "Q");
  EXPECT_EQ(quota.control, Control::tariff_rate_quota);
  EXPECT_EQ(quota.limit, 49.0);
  EXPECT_EQ(quota.unit, "units");
  EXPECT_FALSE(quota.by_value);
  EXPECT_DOUBLE_EQ(quota.top, std::log(2.061 / 1.061));
  EXPECT_EQ(quota.rent_to.importer, 0.0);
  EXPECT_EQ(quota.rent_to.exporter, 1.0);
  ASSERT_EQ(quota.flows.size(), 1U);
  EXPECT_EQ(quota.flows[0].importer, can);
  EXPECT_EQ(quota.flows[0].exporter, chn);
  EXPECT_EQ(quota.flows[0].part, -1);
  EXPECT_EQ(quota.flows[0].quantity, 400.0);
  EXPECT_EQ(quota.flows[0].weight, 1.0);
  ASSERT_EQ(policy.applied.size(), 1U);
  EXPECT_TRUE(policy.applied[0].solved);
  EXPECT_EQ(policy.applied[0].assumptions,
            std::vector<std::string>{"who holds the rent is not stated; it is taken to fall to exporters"});
  EXPECT_NE(policy.content_hash, with({}).content_hash);
}

}  // namespace
}  // namespace leeway
