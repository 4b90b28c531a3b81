// Jacobian products against differences and against their transpose; gradients against differences.

#include <array>
#include <functional>

#include "leeway/solve/gmres.h"
#include "model/derivatives_support.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

// Fourth-order central difference of a scalar function.
double difference(const std::function<double(double)>& f, double h) {
  return (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h);
}

// Two bundles, the last composite alone, under distinct elasticities.
void bundle_by_hand(Calibration& c) {
  for (int h = 0; h + 1 < c.shares->composites; ++h) c.bundle[at(h)] = h % 2;
  c.sigB = {0.1, 0.6};
  for (int k = 0; k < c.shares->producers; ++k) c.sigM[at(k)] = 0.5 + 0.1 * k;
  c.cobb_douglas_materials = false;
}

class Products : public ::testing::TestWithParam<Setting> {};

TEST_P(Products, AgreeWithDifferencesAndTranspose) {
  for (const World& world : small_worlds()) {
    SCOPED_TRACE(std::to_string(world.economy_count()) + "x" + std::to_string(world.sector_count()));
    std::mt19937_64 random(29);
    Bench b(calibrate(world, GetParam().options), world, random_policy(world, random, 0.5));
    check_products(b, random_vector(random, b.z.size(), 0.1), random);
  }
}

TEST_P(Products, AgreeThroughClasses) {
  const World world = small_world(4, 3, 61);
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937_64 random(70 + seed);
    Policy policy = random_instruments(world, random, seed % 2 == 0 ? 6 : 0);
    if (seed % 2 == 0) random_parts(world, random, policy, 1);
    random_classes(world, random, policy, 4);
    Bench b(calibrate(world, GetParam().options), world, policy);
    check_products(b, random_vector(random, b.z.size(), 0.1), random);
  }
}

TEST_P(Products, AgreeThroughBundles) {
  const World world = small_world(4, 6, 41);
  Calibration c = calibrate(world, GetParam().options);
  bundle_by_hand(c);
  std::mt19937_64 random(43);
  Bench b(std::move(c), world, random_policy(world, random, 0.5));
  check_products(b, random_vector(random, b.z.size(), 0.1), random);
}

TEST_P(Products, AgreeWithSeveralLinesOfOneComposite) {
  World world = small_world(4, 3, 47);
  world.lines.push_back({"product:x", "A product of the first sector", 0, 0, ""});
  const World before = world;
  const int N = 4;
  world.flow = Array3(4, N, N);
  world.tariff = Array3(4, N, N);
  for (int l = 0; l < 3; ++l)
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) {
        world.flow(l, n, i) = before.flow(l, n, i) * (l == 0 ? 0.7 : 1.0);
        world.tariff(l, n, i) = before.tariff(l, n, i);
        if (l == 0) {
          world.flow(3, n, i) = before.flow(l, n, i) * 0.3;
          world.tariff(3, n, i) = before.tariff(l, n, i);
        }
      }
  for (ElasticitySet& set : world.elasticities) set.theta.push_back(3.3);
  world.line_substitution = {1.8, 1.0, 1.0};
  std::mt19937_64 random(53);
  Bench b(calibrate(world, GetParam().options), world, random_policy(world, random, 0.5));
  check_products(b, random_vector(random, b.z.size(), 0.1), random);
}

TEST_P(Products, AgreeThroughCriticalInputsAndTheirBackstop) {
  const World world = carved_world(4, 71);
  Options options = GetParam().options;
  options.critical_backstop = 1.02;  // near enough to the base price that both sources are used
  for (double materials : {1.0, options.sigma_materials}) {
    options.sigma_materials = materials;
    std::mt19937_64 random(59);
    Bench b(calibrate(world, options), world, random_policy(world, random, 0.3));
    check_products(b, random_vector(random, b.z.size(), 0.1), random);
    double made = 0.0;
    for (double share : b.equilibrium->state().made) made = std::max(made, share);
    EXPECT_GT(made, 0.0);
  }
}

INSTANTIATE_TEST_SUITE_P(Model, Products, ::testing::ValuesIn(nests_and_closures()), test_name);

// ---- gradients of ln real income

class Gradients : public ::testing::TestWithParam<Setting> {
 protected:
  Gradients() : world_(small_world(4, 3, 62)), options_(precise(GetParam().options)) {
    if (options_.closure == Closure::balanced) world_ = purged(world_, options_);
    std::mt19937_64 random(67);
    policy_ = random_policy(world_, random, 0.5);
  }
  double welfare(const World& world, const Policy& policy, int economy) const {
    const Solution s = solved(Model(world, options_), policy);
    EXPECT_LE(s.certificate.residual, 1e-11);
    const Result& r = s.result;
    return r.log_welfare[at(economy)];
  }
  // Compares with the scale of the kind's largest entry, since differences carry an absolute error.
  static void compare(double calculated, double by_difference, double scale, const std::string& what) {
    EXPECT_TRUE(agrees(calculated / scale, by_difference / scale, 1e-6)) << what;
  }
  static double largest(const auto& values) {
    double most = 0.0;
    for (double x : values) most = std::max(most, std::abs(x));
    return most;
  }

  World world_;
  Options options_;
  Policy policy_;
};

constexpr double kStep = 1e-3;

TEST_P(Gradients, AgreeWithDifferences) {
  const Model model(world_, options_);
  const Solution here = solved(model, policy_);
  for (int economy : {0, 2}) {
    const Gradient g = model.gradient(here, economy);
    EXPECT_TRUE(g.converged);
    const auto along = [&](const std::function<void(Policy&, double)>& move) {
      return difference(
          [&](double h) {
            Policy p = policy_;
            move(p, h);
            return welfare(world_, p, economy);
          },
          kStep);
    };
    for (const auto& at_flow : {std::array{0, 0, 1}, {1, 2, 0}, {2, 1, 3}, {0, 3, 2}}) {
      const int l = at_flow[0];
      const int n = at_flow[1];
      const int i = at_flow[2];
      const std::string flow = "economy " + std::to_string(economy) + ", flow " + std::to_string(l) + " " +
                               std::to_string(n) + " " + std::to_string(i);
      compare(g.tariff(l, n, i), along([&](Policy& p, double h) { add_tariff(world_, p, l, n, i, h); }),
              largest(g.tariff), "tariff, " + flow);
      compare(g.export_tax(l, n, i), along([&](Policy& p, double h) {
                edit_wedge(world_, p, l, n, i, [&](Wedge& w) { w.export_tax += h; });
              }),
              largest(g.export_tax), "export tax, " + flow);
      compare(g.log_cost(l, n, i), along([&](Policy& p, double h) {
                edit_wedge(world_, p, l, n, i, [&](Wedge& w) { w.cost *= std::exp(h); });
              }),
              largest(g.log_cost), "cost, " + flow);
    }
    for (const auto& producer : {std::array{0, 0}, {2, 1}, {1, 2}}) {
      const int n = producer[0];
      const int k = producer[1];
      // A cost on every flow out of a sector, domestic sales included, is a productivity loss.
      compare(g.log_productivity(n, k), along([&](Policy& p, double h) {
                for (int m = 0; m < world_.economy_count(); ++m)
                  edit_wedge(world_, p, k, m, n, [&](Wedge& w) { w.cost *= std::exp(-h); });
              }),
              largest(g.log_productivity), "productivity " + std::to_string(n) + " " + std::to_string(k));
    }
    for (int l = 0; l < world_.line_count(); ++l) {
      const double slope = difference(
          [&](double h) {
            World w = world_;
            w.elasticities[0].theta[at(l)] += h;
            return welfare(w, policy_, economy);
          },
          1e-2);
      compare(g.theta[at(l)], slope, largest(g.theta), "theta of line " + std::to_string(l));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Model, Gradients, ::testing::ValuesIn(nests_and_closures()), test_name);

// Model::gradient takes its Calibration from Options, which name no bundle; the same adjoint by hand.
TEST(GradientsThroughBundles, AdjointOfProductivityAgreesWithDifferences) {
  const World world = small_world(3, 4, 71);
  Calibration c = calibrate(world, Options{});
  bundle_by_hand(c);
  const int economy = 2;
  const auto solved = [&](double log_a) {
    Policy p = base_policy(world);
    for (int m = 0; m < 3; ++m) set_cost(world, p, 1, m, 0, std::exp(-log_a));
    Bench b(c, world, p);
    EXPECT_TRUE(b.solve(1e-13));
    return b;
  };
  Bench here = solved(0.0);
  here.residual(here.z);
  std::vector<double> objective(here.z.size(), 0.0);
  objective[at(here.equilibrium->layout().income(economy))] = 1.0;
  for (int h = 0; h < 4; ++h)
    objective[at(here.equilibrium->layout().price(economy, h))] =
        -here.equilibrium->state().alpha(economy, h);
  const solve::GmresResult lambda = solve::gmres(
      [&](std::span<const double> y, std::span<double> out) { here.equilibrium->transpose(y, out); },
      objective, 1e-12, 300);
  ASSERT_TRUE(lambda.converged);
  std::vector<double> unused(here.z.size());
  Equilibrium::Adjoint adjoint;
  here.equilibrium->transpose(lambda.x, unused, &adjoint);
  const double slope = difference([&](double h) { return solved(h).log_welfare(economy); }, kStep);
  EXPECT_TRUE(agrees(adjoint.basic_price(0, 1) / slope, 1.0, 1e-6));
}

}  // namespace
}  // namespace leeway
