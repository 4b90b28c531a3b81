#include "leeway/policy/wedges.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/policy.h"
#include "support/small_world.h"

namespace leeway {
namespace wedges_test {

using testing::small_world;
using testing::uniform;

auto flow_of(const PolicyCell& cell) { return std::tuple(cell.line, cell.importer, cell.exporter); }

// Property: whatever is put on flows, in whatever order, every way to read it gives it back.
TEST(Wedges, AllReadingsAgree) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const World world = small_world(5, 3, seed);
    std::mt19937_64 random(seed);
    Policy policy = base_policy(world);
    DenseWedges dense = dense_wedges(world, policy);
    EXPECT_EQ(dense.tariff, world.tariff);
    const auto draw = [&](int below) {
      return static_cast<int>(random() % static_cast<std::uint64_t>(below));
    };
    for (int edit = 0; edit < 200; ++edit) {
      const int l = draw(world.line_count());
      const int n = draw(5);
      const int i = draw(5);
      Wedge wedge{world.tariff(l, n, i)};
      if (draw(3) > 0)
        wedge = {uniform(random, 0.0, 1.0), uniform(random, -0.1, 0.2), uniform(random, 0.9, 1.2),
                 draw(4) == 0 ? 0.0 : 1.0};
      policy.set_wedge(world, l, n, i, wedge);
      dense.tariff(l, n, i) = wedge.tariff;
      dense.export_tax(l, n, i) = wedge.export_tax;
      dense.cost(l, n, i) = wedge.cost;
      dense.access(l, n, i) = wedge.access;
    }
    EXPECT_TRUE(
        std::is_sorted(policy.cells.begin(), policy.cells.end(),
                       [](const PolicyCell& a, const PolicyCell& b) { return flow_of(a) < flow_of(b); }));
    EXPECT_EQ(cells_of(world, dense), policy.cells) << seed;
    const DenseWedges again = dense_wedges(world, policy);
    const WedgeView view(world, policy);
    for (int l = 0; l < world.line_count(); ++l)
      for (int n = 0; n < 5; ++n)
        for (int i = 0; i < 5; ++i) {
          const Wedge wedge{dense.tariff(l, n, i), dense.export_tax(l, n, i), dense.cost(l, n, i),
                            dense.access(l, n, i)};
          EXPECT_EQ(policy.wedge(world, l, n, i), wedge);
          EXPECT_EQ(view(l, n, i), wedge);
          EXPECT_EQ(again.tariff(l, n, i), wedge.tariff);
          EXPECT_EQ(again.access(l, n, i), wedge.access);
        }
  }
}

TEST(Wedges, TwoPoliciesAreWalkedTogether) {
  const World world = small_world(4, 2, 1);
  Policy a = base_policy(world);
  Policy b = a;
  testing::set_tariff(world, a, 0, 1, 2, 0.5);
  testing::set_cost(world, a, 1, 0, 3, 1.5);
  testing::set_cost(world, b, 1, 0, 3, 2.0);
  testing::set_access(world, b, 1, 3, 0, 0.0);
  std::vector<PolicyCell> of_a;
  std::vector<PolicyCell> of_b;
  each_cell_of_either(world, a, b, [&](int l, int n, int i, const Wedge& x, const Wedge& y) {
    of_a.push_back({l, n, i, x});
    of_b.push_back({l, n, i, y});
  });
  ASSERT_EQ(of_a.size(), 3U);
  for (const auto& [cells, policy] : {std::pair(&of_a, &a), std::pair(&of_b, &b)})
    for (const auto& [l, n, i, wedge] : *cells) EXPECT_EQ(wedge, policy->wedge(world, l, n, i));
}

TEST(Wedges, SubsidiesKeepTheirOrder) {
  Policy policy = base_policy(small_world(4, 2, 1));
  policy.set_subsidy(2, 1, 0.1);
  policy.set_subsidy(0, 0, 0.2);
  policy.set_subsidy(2, 0, 0.3);
  policy.set_subsidy(2, 1, 0.4);
  EXPECT_EQ(policy.subsidies, (std::vector<SubsidyCell>{{0, 0, 0.2}, {2, 0, 0.3}, {2, 1, 0.4}}));
  EXPECT_EQ(policy.subsidy(2, 0), 0.3);
  EXPECT_EQ(policy.subsidy(1, 0), 0.0);
  policy.set_subsidy(2, 0, 0.0);
  EXPECT_EQ(policy.subsidies.size(), 2U);
}

}  // namespace wedges_test
}  // namespace leeway
