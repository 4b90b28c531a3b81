// The backstop of a critical input beside its origins (model.md 11.7, E7): who sells more after a cut, that a
// deeper cut costs more, and its products and gradients.

#include <functional>

#include "model/derivatives_support.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

constexpr int ore = 3;
constexpr int importer = 1;

struct Beside : ::testing::Test {
  World world = carved_world(4, 71);

  Options options(double years, double capacity = 1.0) const {
    Options o = precise({});
    o.horizon = years;
    o.critical_inputs = {{"product:ore", {}, {}, {}, capacity, 2.0}};
    return o;
  }
  /// The largest foreign seller of ore.
  int supplier() const {
    int most = 0;
    for (int i = 0; i < 4; ++i)
      if (i != importer && world.flow(ore, importer, i) > world.flow(ore, importer, most)) most = i;
    return most;
  }
  /// The supplier has that share of what is sold and sends that much less.
  Policy cut(double depth) const {
    Policy policy = base_policy(world);
    if (depth >= 1.0)
      set_access(world, policy, ore, importer, supplier(), 0.0);
    else
      policy.instruments = {on_flow(Control::export_quota, ore, importer, supplier(), 1.0 - depth)};
    return policy;
  }
  /// Nearly all of the ore comes from one origin, as magnets do from China.
  void concentrate() {
    for (int i = 0; i < 4; ++i)
      if (i != supplier()) {
        world.flow(ore, importer, i) *= 0.02;
        world.quantity(ore, importer, i) *= 0.02;
      }
    close_accounts(world);
  }
  double volume(const Result& r, int seller) const {
    return r.trade(ore, importer, seller) / (r.basic_price(seller, ore));
  }
};

TEST_F(Beside, OtherMakersSellMoreAfterACutNeverLess) {
  concentrate();
  for (const double years : {0.25, 1.0, 3.0})
    for (const double capacity : {0.3, 1.0, 3.0}) {
      const Model model(world, options(years, capacity));
      const Result before = solved(model, base_policy(world)).result;
      double dearer = 1.0;
      for (const double depth : {0.5, 0.9, 1.0}) {
        const Result after = solved(model, cut(depth)).result;
        for (int i = 0; i < 4; ++i) {
          if (i == supplier()) continue;
          EXPECT_GT(volume(after, i), volume(before, i)) << i << ", " << depth << " after " << years;
          EXPECT_GT(after.basic_price(i, ore), before.basic_price(i, ore));
          EXPECT_GT(after.output(i, ore) / after.basic_price(i, ore), before.output(i, ore)) << i;
        }
        EXPECT_GT(after.line_price(ore, importer), dearer) << "a deeper cut makes it dearer";
        dearer = after.line_price(ore, importer);
      }
    }
}

TEST_F(Beside, ABanCostsAtLeastWhatHalfOfOneDoes) {
  concentrate();
  for (const double years : {3.0, 10.0})
    for (const double capacity : {0.3, 1.0, 3.0}) {
      const Model model(world, options(years, capacity));
      const Result before = solved(model, base_policy(world)).result;
      const auto loss = [&](double depth, double rent_to_importers) {
        Policy policy = cut(depth);
        for (BoundInstrument& quota : policy.instruments)
          quota.rent_to = {rent_to_importers, 1.0 - rent_to_importers};
        return before.log_welfare[importer] - solved(model, policy).result.log_welfare[importer];
      };
      double worst = 0.0;
      for (const double depth : {0.25, 0.5, 0.75, 0.95, 1.0}) {
        EXPECT_GT(loss(depth, 1.0), worst) << depth << " after " << years << " years, capacity " << capacity;
        worst = loss(depth, 1.0);
      }
      // What still comes short of a ban may earn the supplier a rent that a ban leaves.
      EXPECT_GT(loss(1.0, 0.0), loss(0.5, 0.0)) << years << " years, capacity " << capacity;
    }
}

// The last shipment is no step: a ban is what ever smaller quotas come to.
TEST_F(Beside, ABanIsTheLimitOfQuotas) {
  const Model model(world, options(1.0, 0.4));
  const Result ban = solved(model, cut(1.0)).result;
  double last = HUGE_VAL;
  for (const double left : {1e-2, 1e-3, 1e-4}) {
    const Result r = solved(model, cut(1.0 - left)).result;
    const double away = std::abs(r.log_welfare[importer] - ban.log_welfare[importer]);
    EXPECT_LT(away, 0.2 * last);
    last = away;
  }
}

TEST_F(Beside, WhatIsNotCutIsNotTouched) {
  const Model with_one(world, options(1.0));
  const Model without(world, options(1.0, 0.0));
  std::mt19937_64 random(5);
  for (const Policy& policy : {base_policy(world), cut(0.0), cut(0.2), random_policy(world, random, 0.3)}) {
    const Result a = solved(with_one, policy).result;
    const Result b = solved(without, policy).result;
    for (int m = 0; m < 4; ++m) EXPECT_NEAR(a.log_welfare[at(m)], b.log_welfare[at(m)], 1e-10);
    for (int m = 0; m < 4; ++m)
      for (int i = 0; i < 4; ++i) EXPECT_TRUE(agrees(a.trade(ore, m, i) / b.trade(ore, m, i), 1.0, 1e-10));
  }
  const Result nothing = solved(with_one, cut(0.0)).result;
  for (int m = 0; m < 4; ++m) EXPECT_NEAR(nothing.log_welfare[at(m)], 0.0, 1e-10);
}

// Lost varieties go to the backstop: what is let in keeps its price.
TEST_F(Beside, HalfOfTheVarietiesRefusedLeavesTheOtherHalf) {
  const Model model(world, options(1.0));
  Policy policy = base_policy(world);
  for (int i = 0; i < 4; ++i) set_access(world, policy, ore, importer, i, 0.5);
  const Result r = solved(model, policy).result;
  for (int i = 0; i < 4; ++i)
    EXPECT_GT(volume(r, i) / volume(solved(model, base_policy(world)).result, i), 0.5);
}

TEST_F(Beside, ProductsAgreeWithDifferencesAndTranspose) {
  for (const double capacity : {0.02, 5.0})
    for (const bool own_nest : {false, true}) {
      Options o = options(1.0, capacity);
      o.sigma_classes = 1.7;
      World w = world;
      if (own_nest) {
        w.lines.back().composite = ore;
        w.line_substitution[ore] = 1.4;
      }
      for (const Policy& policy : at_the_switch(w, ore)) {
        Bench b(calibrate(w, o), w, policy);
        std::mt19937_64 random(13);
        std::vector<double> z = random_vector(random, b.z.size(), 0.1);
        const Layout& layout = b.equilibrium->layout();
        for (int j = 0; j < layout.R; ++j) z[at(layout.multiplier(j))] += 2.25;
        check_products(b, z, random);
        double short_of = 0.0;
        for (const double x : b.equilibrium->state().short_of) short_of = std::max(short_of, x);
        EXPECT_EQ(short_of > 0.0, capacity < 1.0);
        int both = 0;
        const Equilibrium& point = *b.equilibrium;
        for (int row = 0; row < b.p->rows->rows_of(ore); ++row)
          for (const Equilibrium::Switching& flow : point.switching_of(ore, at(b.p->rows->row(ore, 0) + row)))
            both += flow.left > 1e-3 && flow.left < 1.0 - 1e-3 ? 1 : 0;
        EXPECT_TRUE(both > 0 || capacity < 1.0);
      }
    }
}

TEST_F(Beside, GradientsAgreeWithDifferences) {
  for (const double capacity : {0.1, 5.0})
    for (const Policy& policy : at_the_switch(world, ore)) {
      const Options o = options(3.0, capacity);
      const Model model(world, o);
      const Solution here = solved(model, policy);
      const Gradient g = model.gradient(here, importer);
      ASSERT_TRUE(g.converged);
      const auto slope = [&](const std::function<void(World&, Policy&, double)>& move) {
        const auto welfare = [&](double h) {
          World w = world;
          Policy p = policy;
          move(w, p, h);
          return solved(Model(w, o), p).result.log_welfare[importer];
        };
        const double h = 1e-4;
        return (8.0 * (welfare(h) - welfare(-h)) - (welfare(2 * h) - welfare(-2 * h))) / (12.0 * h);
      };
      const auto close = [](double calculated, double expected, const std::string& what) {
        EXPECT_TRUE(agrees(calculated, expected, 1e-6 * std::max(0.01, std::abs(expected)))) << what;
      };
      for (const auto& flow : {std::array{ore, importer, 2},
                               {ore, 0, 2},
                               {ore, importer, 3},
                               {ore, importer, importer},
                               {0, importer, 2}}) {
        if (policy.cut_row(flow[0], flow[1]) != nullptr) continue;
        const std::string what = std::to_string(flow[0]) + std::to_string(flow[1]) + std::to_string(flow[2]);
        close(g.log_cost(flow[0], flow[1], flow[2]), slope([&](World& w, Policy& p, double h) {
                edit_wedge(w, p, flow[0], flow[1], flow[2], [&](Wedge& x) { x.cost *= std::exp(h); });
              }),
              "cost " + what);
        if (flow[1] == flow[2]) continue;
        close(g.tariff(flow[0], flow[1], flow[2]),
              slope([&](World& w, Policy& p, double h) { add_tariff(w, p, flow[0], flow[1], flow[2], h); }),
              "tariff " + what);
        close(g.export_tax(flow[0], flow[1], flow[2]), slope([&](World& w, Policy& p, double h) {
                edit_wedge(w, p, flow[0], flow[1], flow[2], [&](Wedge& x) { x.export_tax += h; });
              }),
              "export tax " + what);
      }
      for (std::size_t j = 0; j < policy.instruments.size(); ++j)
        close(g.instruments[j].log_limit,
              slope([&](World&, Policy& p, double h) { p.instruments[j].limit *= std::exp(h); }),
              "limit " + std::to_string(j));
    }
}

// Theta of the line itself, which the price of the backstop is weighed by as well.
TEST_F(Beside, TheGradientOfThetaAgreesWithDifferences) {
  for (const double capacity : {0.1, 5.0}) {
    Options o = options(3.0, capacity);
    o.horizon = {};
    o.critical_inputs[0].build_years = 20.0;
    const Policy policy = at_the_switch(world, ore)[0];
    const Model model(world, o);
    const Gradient g = model.gradient(solved(model, policy), importer);
    const auto welfare = [&](double h) {
      World w = world;
      w.elasticities[0].theta[at(ore)] += h;
      return solved(Model(w, o), policy).result.log_welfare[importer];
    };
    const double h = 1e-3;
    const double slope = (8.0 * (welfare(h) - welfare(-h)) - (welfare(2 * h) - welfare(-2 * h))) / (12.0 * h);
    EXPECT_TRUE(agrees(g.theta[at(ore)] / slope, 1.0, 1e-5)) << capacity;
  }
}

}  // namespace
}  // namespace leeway
