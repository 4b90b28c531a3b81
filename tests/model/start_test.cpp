// Where a solve starts changes how long it takes, never where it ends.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "model/instruments_support.h"
#include "support/solved.h"

namespace leeway {
namespace {

using testing::on_flow;
using testing::solved;

class StartTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 5);
  Model model{world, {}};

  Policy limited(const std::vector<BoundInstrument>& instruments, double rate = 0.0) const {
    Policy policy = base_policy(world);
    for (int l = 0; rate > 0.0 && l < world.line_count(); ++l)
      testing::set_tariff(world, policy, l, 0, 2, rate);
    policy.instruments = instruments;
    return policy;
  }
  const BoundInstrument one = on_flow(Control::export_quota, 0, 0, 1, 0.6);
  const BoundInstrument two = on_flow(Control::import_quota, 1, 1, 0, 0.5);
  const BoundInstrument more = on_flow(Control::export_quota, 2, 2, 3, 0.7);
};

double furthest(const Solution& a, const Solution& b) {
  double most = 0.0;
  for (std::size_t n = 0; n < a.result.log_welfare.size(); ++n)
    most = std::max(most, std::abs(a.result.log_welfare[n] - b.result.log_welfare[n]));
  return most;
}

TEST_F(StartTest, PremiaGoWithTheFlowsThatTheyAreOn) {
  const Solution there = solved(model, limited({one, two}));
  ASSERT_GT(there.result.instruments[0].multiplier, 0.05);
  ASSERT_GT(there.result.instruments[1].multiplier, 0.05);
  // The same limits in another order: nothing is left to solve.
  const Solution turned = solved(model, limited({two, one}), there.start);
  EXPECT_EQ(turned.certificate.newton, 0);
  // One limit more, of another flow.
  const Solution cold = solved(model, limited({more, one, two}));
  const Solution warm = solved(model, limited({more, one, two}), there.start);
  EXPECT_LT(warm.certificate.sweeps, cold.certificate.sweeps);
  EXPECT_LT(furthest(warm, cold), 1e-9);
}

TEST_F(StartTest, AStepThatWasTakenUnderLikeOptionsIsNearlyTheStepHere) {
  Options balanced;
  balanced.closure = Closure::balanced;
  const Model other(model, Closure::balanced);
  EXPECT_EQ(solved(other, base_policy(world)).id, solved(Model(world, balanced), base_policy(world)).id);
  const Solution from = solved(model, limited({one}));
  const Solution to = solved(model, limited({one, two}, 0.5), from.start);
  const Solution here = solved(other, limited({one}));
  const Solution plain = solved(other, limited({one, two}, 0.5), here.start);
  const Solution guided = solved(other, limited({one, two}, 0.5), shifted(here.start, from.start, to.start));
  EXPECT_LT(guided.certificate.sweeps, plain.certificate.sweeps);
  EXPECT_LT(furthest(guided, plain), 1e-9);
}

TEST_F(StartTest, OfAnotherWorldOrOfNothingIsTheBaseYear) {
  const World large = testing::small_world(5, 3, 5);
  const Solution far = solved(Model(large, {}), base_policy(large));
  const Solution cold = solved(model, limited({one}));
  EXPECT_EQ(solved(model, limited({one}), far.start).certificate.sweeps, cold.certificate.sweeps);
  EXPECT_EQ(solved(model, limited({one}), shifted({}, cold.start, cold.start)).certificate.sweeps,
            cold.certificate.sweeps);
  EXPECT_EQ(solved(model, limited({one}), shifted(cold.start, far.start, cold.start)).certificate.newton, 0);
}

TEST_F(StartTest, AModelWithAnotherClosureIsTheSameAsOneBuiltAlone) {
  Options balanced;
  balanced.closure = Closure::balanced;
  const Solution shared = solved(Model(model, Closure::balanced), limited({one, two}, 0.3));
  const Solution alone = solved(Model(world, balanced), limited({one, two}, 0.3));
  EXPECT_EQ(shared.id, alone.id);
  EXPECT_EQ(shared.result.log_welfare, alone.result.log_welfare) << "bit by bit";
}

}  // namespace
}  // namespace leeway
