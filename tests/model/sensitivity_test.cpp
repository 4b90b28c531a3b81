#include "leeway/model/sensitivity.h"

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

TEST(Sensitivity, OfOnePlayersWedgesIsThatOfAll) {
  const World world = small_world(4, 3, 61);
  const Model model(world, Options{});
  int certified = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937_64 random(170 + seed);
    Policy policy = random_instruments(world, random, 5);
    random_parts(world, random, policy, 1);
    random_classes(world, random, policy, 4);
    const Outcome outcome = model.solve(policy);
    if (!outcome) continue;
    ++certified;
    Sensitivity sensitivity(model, outcome.solution());
    std::vector<double> adjoint;
    for (int economy = 0; economy < 4; ++economy) {
      // The second starts from the adjoint of the first.
      ASSERT_TRUE(sensitivity.solve(Objective::of(economy, 4), adjoint));
      const Gradient all = sensitivity.gradient();
      for (int own = 0; own < 4; ++own) {
        const Array2 tariffs = sensitivity.import_tariffs(own);
        const Array2 taxes = sensitivity.export_taxes(own);
        for (int l = 0; l < world.line_count(); ++l)
          for (int other = 0; other < 4; ++other) {
            if (other == own) continue;
            EXPECT_NEAR(tariffs(l, other), all.tariff(l, own, other), 1e-13);
            EXPECT_NEAR(taxes(l, other), all.export_tax(l, other, own), 1e-13);
          }
      }
      const Gradient afresh = model.gradient(outcome.solution(), economy);
      for (std::size_t j = 0; j < all.tariff.size(); ++j)
        EXPECT_NEAR(all.tariff.data()[j], afresh.tariff.data()[j], 1e-8);
    }
  }
  EXPECT_EQ(certified, 3);
}

TEST(Sensitivity, OfWeightedIncomesAgreesWithDifferences) {
  const World world = small_world(4, 3, 62);
  Options options;
  options.specific_factors = 0.4;
  options.tolerance = 1e-12;
  const Model model(world, options);
  Objective objective;
  objective.weight = {0.7, 0.0, -0.4, 0.2};
  objective.premium = Array2(4, 3);
  objective.premium(0, 1) = 0.8;
  objective.premium(2, 0) = -0.5;
  const auto value = [&](const Result& r) {
    double sum = 0.0;
    for (int n = 0; n < 4; ++n) {
      double income = r.income[at(n)];
      for (int k = 0; k < 3; ++k) income += objective.premium(n, k) * r.value_added(n, k);
      sum += objective.weight[at(n)] * std::log(income / r.consumer_price[at(n)]);
    }
    return sum;
  };
  const Policy base = base_policy(world);
  const Solution here = solved(model, base);
  Sensitivity sensitivity(model, here);
  std::vector<double> adjoint;
  ASSERT_TRUE(sensitivity.solve(objective, adjoint));
  const Array2 tariffs = sensitivity.import_tariffs(1);
  const double h = 1e-4;
  for (int l = 0; l < 3; ++l)
    for (const int i : {0, 2, 3}) {
      double slope = 0.0;
      for (const double step : {h, -h}) {
        Policy moved = base;
        add_tariff(world, moved, l, 1, i, step);
        slope += value(solved(model, moved).result) * step / (2.0 * h * h);
      }
      EXPECT_NEAR(tariffs(l, i), slope, 1e-7) << l << " from " << i;
    }
}

}  // namespace
}  // namespace leeway
