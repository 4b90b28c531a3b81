// What bans take away altogether: suppliers, buyers, an economy's trade.

#include "leeway/model/feasibility.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "leeway/policy/policy.h"
#include "support/small_world.h"

namespace {

using namespace leeway;
using leeway::testing::close_accounts;
using leeway::testing::small_world;

constexpr int N = 4;
constexpr int K = 3;

void close(const World& world, Policy& policy, int line, int importer, int exporter) {
  Wedge wedge = policy.wedge(world, line, importer, exporter);
  wedge.access = 0.0;
  policy.set_wedge(world, line, importer, exporter, wedge);
}

std::vector<std::pair<int, int>> industries(const Closures& closures) {
  std::vector<std::pair<int, int>> list;
  for (const Closures::Industry& one : closures.industries()) list.emplace_back(one.economy, one.producer);
  return list;
}

const std::vector<double> no_backstop(K, 0.0);

TEST(Feasibility, OpenPoliciesCloseNothing) {
  const World world = small_world(N, K, 5);
  Policy policy = base_policy(world);
  EXPECT_TRUE(Closures(world, no_backstop, policy).none());
  close(world, policy, 0, 1, 2);
  const Closures closures(world, no_backstop, policy);
  EXPECT_TRUE(closures.closed(0, 1, 2));
  EXPECT_FALSE(closures.closed(0, 2, 1));
  EXPECT_TRUE(closures.industries().empty());
  EXPECT_TRUE(closures.unsupplied().empty());
  EXPECT_TRUE(closures.without_exports().empty());
  EXPECT_TRUE(closures.without_imports().empty());
}

TEST(Feasibility, AnIndustryWithoutABuyerShutsAndTakesItsSuppliersAlong) {
  World world = small_world(N, K, 6);
  // Of sector 1 economy 2 makes only what its sector 0 buys, all at home.
  for (int n = 0; n < N; ++n)
    if (n != 2) world.flow(1, n, 2) = world.flow(1, 2, n) = 0.0;
  close_accounts(world);
  for (int k = 1; k < K; ++k) world.input(2, 1, k) = 0.0;
  world.final_use(2, 1) = 0.0;
  Policy policy = base_policy(world);
  for (int n = 0; n < N; ++n)
    if (n != 3) close(world, policy, 0, n, 2);
  EXPECT_TRUE(Closures(world, no_backstop, policy).industries().empty());
  close(world, policy, 0, 3, 2);
  EXPECT_EQ(industries(Closures(world, no_backstop, policy)),
            (std::vector<std::pair<int, int>>{{2, 0}, {2, 1}}));
}

TEST(Feasibility, ARowWithoutASupplierNeedsABackstop) {
  const World world = small_world(N, K, 7);
  Policy policy = base_policy(world);
  for (int i = 0; i < N; ++i) close(world, policy, 1, 3, i);
  const Closures closures(world, no_backstop, policy);
  ASSERT_EQ(closures.unsupplied().size(), 1U);
  EXPECT_EQ(closures.unsupplied().front().line, 1);
  EXPECT_EQ(closures.unsupplied().front().importer, 3);
  const std::vector<double> backstop = {0.0, 10.0, 0.0};
  EXPECT_TRUE(Closures(world, backstop, policy).unsupplied().empty());
}

TEST(Feasibility, AnEconomyMayLoseAllItsExportsOrImports) {
  const World world = small_world(N, K, 8);
  Policy policy = base_policy(world);
  for (int l = 0; l < K; ++l)
    for (int n = 0; n < N; ++n)
      if (n != 1) close(world, policy, l, n, 1);
  EXPECT_EQ(Closures(world, no_backstop, policy).without_exports(), std::vector<int>{1});
  EXPECT_TRUE(Closures(world, no_backstop, policy).without_imports().empty());
  EXPECT_TRUE(Closures(world, no_backstop, policy).industries().empty());
  policy = base_policy(world);
  for (int l = 0; l < K; ++l)
    for (int i = 0; i < N; ++i)
      if (i != 0) close(world, policy, l, 0, i);
  EXPECT_EQ(Closures(world, no_backstop, policy).without_imports(), std::vector<int>{0});
}

}  // namespace
