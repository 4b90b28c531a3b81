// How supply eases with time: model.md 11.4 and 11.7.

#include "leeway/model/calibration.h"

#include <cmath>

#include "leeway/world/own_producers.h"
#include "leeway/world/supply.h"
#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

Options at_horizon(double years) {
  Options o;
  o.horizon = years;
  return o;
}

class Supply : public ::testing::Test {
 protected:
  Supply() : world(small_world(4, 3, 7)) {
    assume_supply(world);
    world.sectors[0].supply = 0;  // land; the others are factories and services
  }
  World world;
};

TEST_F(Supply, EasesFromTheShortToTheLongRun) {
  const SupplyKind& land = world.supply[0];
  for (const double years : {0.0, 1.0, 3.0, 10.0}) {
    const Calibration c = calibrate(world, at_horizon(years));
    const double left = std::exp(-0.2 * years);
    EXPECT_NEAR(c.eta(1, 0), land.specific.value + (land.specific_short.value - land.specific.value) * left,
                1e-14);
    EXPECT_NEAR(c.sigV[0], 1.0 + (land.sigma_short.value - 1.0) * left, 1e-14);
    // Near-identical goods keep their elasticity; others are hard to replace at first.
    EXPECT_EQ(c.theta[0], world.elasticities[0].theta[0]);
    EXPECT_LT(c.theta[1], world.elasticities[0].theta[1]);
  }
  const Calibration c = calibrate(world, Options{});
  EXPECT_EQ(c.eta(0, 0), land.specific.value);
  EXPECT_EQ(c.eta(0, 1), world.supply[3].specific.value);
  EXPECT_EQ(c.sigV[0], 1.0);
  EXPECT_TRUE(c.cobb_douglas_costs);
}

TEST_F(Supply, OptionsMoveAllOfIt) {
  Options o = at_horizon(1.0);
  const Calibration central = calibrate(world, o);
  o.supply = Estimate::low;
  const Calibration low = calibrate(world, o);
  o.supply = Estimate::high;
  const Calibration high = calibrate(world, o);
  for (int k = 0; k < 3; ++k) {
    EXPECT_LT(low.eta(0, k), central.eta(0, k));
    EXPECT_LT(central.eta(0, k), high.eta(0, k));
    EXPECT_GT(low.sigV[at(k)], central.sigV[at(k)]);
    EXPECT_GT(central.sigV[at(k)], high.sigV[at(k)]);
  }
  Options number;
  number.specific_factors = 0.0;
  number.supply = Estimate::high;
  const Calibration free = calibrate(world, number);
  for (int k = 0; k < 3; ++k) EXPECT_EQ(free.eta(0, k), 0.0);
  number.supply = Estimate::central;
  number.specific_factors = 0.97;  // above what the world says of the short run
  number.horizon = 1.0;
  for (int k = 0; k < 3; ++k) EXPECT_EQ(calibrate(world, number).eta(0, k), 0.97);
}

// A product with a producer of its own whose factors all move is what it was (model.md 11.4).
TEST(OwnProducers, WithMobileFactorsChangeNothing) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const World whole = carved_world(4, seed);
    World split = whole;
    give_own_producers(split, {whole.line_count() - 1});
    Options options = precise({});
    options.specific_factors = 0.0;
    options.critical_specific = 0.0;
    std::mt19937_64 random(seed);
    Policy policy = random_policy(whole, random, 0.5);
    policy.subsidies.clear();
    const Result a = solved(Model(whole, options), policy).result;
    const Result b = solved(Model(split, options), policy).result;
    for (int n = 0; n < whole.economy_count(); ++n) {
      EXPECT_TRUE(agrees(b.log_welfare[at(n)], a.log_welfare[at(n)], 1e-10));
      for (int l = 0; l < whole.line_count(); ++l)
        for (int i = 0; i < whole.economy_count(); ++i)
          EXPECT_TRUE(agrees(b.trade(l, n, i) / a.trade(l, n, i), 1.0, 1e-10));
    }
  }
}

/// Bans a critical input in one economy: what is left is its backstop, of the capacity that is given.
class Backstop : public ::testing::Test {
 protected:
  Backstop() : world(carved_world(4, 13)), ore(*world.find_line("product:ore")) {}

  Options with(double capacity, double build_years = 0.0, double horizon = 1.0) const {
    Options o = precise(at_horizon(horizon));
    o.critical_inputs = {{"product:ore", {}, {}, {}, capacity, build_years}};
    return o;
  }
  Policy cut(double left) const {
    Policy policy = base_policy(world);
    for (int i = 0; i < world.economy_count(); ++i) set_access(world, policy, ore, 2, i, left);
    return policy;
  }
  double quantity(const Solution& s) const {
    const Result& r = s.result;
    double bought = 0.0;
    for (int i = 0; i < world.economy_count(); ++i) bought += r.trade(ore, 2, i);
    const int h = world.lines[at(ore)].composite;
    const double cost =
        10.0 * r.basic_price(2, world.critical[0].backstop_host) * std::exp(r.backstop_premium(ore, 2));
    double base = 0.0;
    for (int i = 0; i < world.economy_count(); ++i)
      base += world.flow(ore, 2, i) * (1.0 + world.tariff(ore, 2, i));
    return (r.absorption(2, h) - bought) / cost / base;
  }

  World world;
  int ore;
};

TEST_F(Backstop, SellsNoMoreThanItsCapacityAndEarnsTheScarcity) {
  double dearer = 1.0;
  for (const double capacity : {2.0, 0.4, 0.2, 0.1}) {
    const Solution s = solved(Model(world, with(capacity)), cut(0.0));
    EXPECT_LE(quantity(s), capacity * (1.0 + 1e-9));
    if (s.result.backstop_premium(ore, 2) > 0.0) {
      EXPECT_NEAR(quantity(s), capacity, 1e-9);
    }
    EXPECT_EQ(s.result.backstop_rents[2] > 0.0, s.result.backstop_premium(ore, 2) > 0.0);
    EXPECT_GE(s.result.line_price(ore, 2), dearer);
    dearer = s.result.line_price(ore, 2);
  }
  EXPECT_GT(dearer, 20.0);
}

TEST_F(Backstop, IsNotThereBeforeItIsBuilt) {
  EXPECT_EQ(calibrate(world, with(1.0, 2.0, 0.0)).backstop[at(ore)], 0.0);
  EXPECT_EQ(calibrate(world, with(0.0)).backstop[at(ore)], 0.0);
  const Calibration c = calibrate(world, with(0.8, 2.0, 3.0));
  EXPECT_NEAR(c.backstop_capacity[at(ore)], 0.8 * (1.0 - std::exp(-1.5)), 1e-14);
  EXPECT_FALSE(Model(world, with(0.0)).solve(cut(0.0)));
}

// Its Jacobian, with the premium, against differences.
TEST_F(Backstop, GradientsFollowThePremium) {
  const Model model(world, with(0.05));
  Policy policy = cut(0.0);
  const Solution s = solved(model, policy);
  ASSERT_GT(s.result.backstop_premium(ore, 2), 0.1);
  const Gradient gradient = model.gradient(s, 2);
  ASSERT_TRUE(gradient.converged);
  const int line = 0;
  const double step = 1e-5;
  const auto welfare = [&](double more) {
    Policy moved = policy;
    add_tariff(world, moved, line, 2, 1, more);
    return solved(model, moved).result.log_welfare[2];
  };
  const double difference = (welfare(step) - welfare(-step)) / (2.0 * step);
  EXPECT_NEAR(gradient.tariff(line, 2, 1), difference, 1e-6 * std::max(1e-3, std::abs(difference)));
}

}  // namespace
}  // namespace leeway
