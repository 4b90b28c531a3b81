// The second reading of worlds with several producers in a sector, kinds of supply, and short backstops.

#include <gtest/gtest.h>

#include "leeway/model/model.h"
#include "leeway/verify/verify.h"
#include "leeway/world/own_producers.h"
#include "leeway/world/supply.h"
#include "model/instruments_support.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using namespace leeway::testing;

World world_of(unsigned seed) {
  World world = carved_world(4, seed);
  give_own_producers(world, {world.line_count() - 1});
  assume_supply(world);
  world.sectors[0].supply = 0;
  return world;
}

TEST(SupplyReading, HoldsAtEveryHorizonAndEstimate) {
  const World world = world_of(11);
  for (const Estimate estimate : {Estimate::central, Estimate::low, Estimate::high})
    for (const std::optional<double> years :
         {std::optional<double>(0.5), std::optional<double>(3.0), std::optional<double>()}) {
      Options options;
      options.tolerance = 1e-12;
      options.supply = estimate;
      options.horizon = years;
      std::mt19937_64 random(5);
      const Solution solution = solved(Model(world, options), random_policy(world, random, 0.3));
      EXPECT_TRUE(verify(world, options, *solution.policy, solution.result).holds());
    }
}

TEST(SupplyReading, KnowsThePremiumOfAShortBackstop) {
  const World world = world_of(13);
  const int ore = *world.find_line("product:ore");
  Policy policy = base_policy(world);
  for (int i = 0; i < world.economy_count(); ++i) set_access(world, policy, ore, 2, i, 0.0);
  Options options;
  options.tolerance = 1e-12;
  options.horizon = 1.0;
  options.critical_inputs = {{"product:ore", {}, {}, {}, 0.05, {}}};
  Solution solution = solved(Model(world, options), policy);
  ASSERT_GT(solution.result.backstop_premium(ore, 2), 0.1);
  EXPECT_TRUE(verify(world, options, policy, solution.result).holds());
  solution.result.backstop_rents[2] *= 1.001;
  EXPECT_EQ(verify(world, options, policy, solution.result).worst().what, "rents of backstops");
  solution.result.backstop_rents[2] /= 1.001;
  solution.result.backstop_premium(ore, 2) *= 1.001;
  EXPECT_FALSE(verify(world, options, policy, solution.result).holds());
}

TEST(SupplyReading, StandsTheBackstopBesideEveryOrigin) {
  const World world = carved_world(4, 71);
  for (const double capacity : {0.1, 5.0})
    for (const Policy& policy : at_the_switch(world, *world.find_line("product:ore"))) {
      Options options;
      options.tolerance = 1e-12;
      options.horizon = 1.0;
      options.sigma_classes = 1.7;
      options.critical_inputs = {{"product:ore", {}, {}, {}, capacity, 2.0}};
      Solution solution = solved(Model(world, options), policy);
      const Verification read = verify(world, options, policy, solution.result);
      EXPECT_TRUE(read.holds()) << read.worst().what << ": " << read.worst().where << ", "
                                << read.worst().error;
      solution.result.backstop_premium(*world.find_line("product:ore"), 1) += 1e-3;
      EXPECT_FALSE(verify(world, options, policy, solution.result).holds());
    }
}

}  // namespace
}  // namespace leeway
