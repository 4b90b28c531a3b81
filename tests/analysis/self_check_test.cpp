#include "leeway/analysis/self_check.h"

#include <set>

#include <gtest/gtest.h>

#include "support/small_world.h"

namespace leeway {
namespace {

TEST(SelfCheck, EveryIdentityHoldsOnASmallWorld) {
  std::set<SelfCheckKind> kinds;
  for (const SelfCheck& check : self_check(testing::small_world(4, 3, 7), {})) {
    EXPECT_TRUE(check.passed()) << static_cast<int>(check.kind) << ": " << check.gap << " > " << check.gate;
    kinds.insert(check.kind);
  }
  EXPECT_EQ(kinds.size(), 6U);
}

TEST(SelfCheck, FailsWhereTheGapIsLargeOrASolveFailed) {
  EXPECT_FALSE((SelfCheck{SelfCheckKind::walras, 2e-8, 1e-8, nullptr}.passed()));
  EXPECT_TRUE((SelfCheck{SelfCheckKind::walras, 1e-8, 1e-8, nullptr}.passed()));
  // In a world that is no equilibrium something moves at base-year policy.
  World world = testing::small_world(4, 3, 7);
  world.value_added(0, 0) *= 1.01;
  EXPECT_FALSE(self_check(world, {}).front().passed());
}

}  // namespace
}  // namespace leeway
