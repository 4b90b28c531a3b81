// Identities that hold whatever the numbers: model.md 8.1, first rows.

#include <functional>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

class Identities : public ::testing::TestWithParam<Setting> {
 protected:
  void each_world(const std::function<void(const World&)>& check) const {
    for (const World& world : small_worlds()) {
      SCOPED_TRACE(world.name + " " + std::to_string(world.economy_count()) + "x" +
                   std::to_string(world.sector_count()));
      check(world);
    }
  }
  const Options& options() const { return GetParam().options; }
  // Closure balanced belongs to a world without imbalances.
  World suited(const World& world) const {
    return options().closure == Closure::balanced ? purged(world, options()) : world;
  }
};

double worst(const std::vector<double>& v) { return solve::largest(v); }

TEST_P(Identities, BaseYearIsAnEquilibrium) {
  each_world([&](const World& any) {
    const World world = suited(any);
    Bench b(calibrate(world, options()), world, base_policy(world));
    // A world without deficits is itself solved for, to 1e-12 and rounding.
    EXPECT_TRUE(agrees(worst(b.residual(b.z)), 0.0, 4e-12));
  });
}

TEST_P(Identities, AllNominalLevelsMoveTogether) {
  each_world([&](const World& world) {
    std::mt19937_64 random(5);
    Bench b(calibrate(world, options()), world, random_policy(world, random));
    const std::vector<double> z = random_vector(random, b.z.size(), 0.3);
    const std::vector<double> before = b.residual(z);
    const double shift = 0.37;
    std::vector<double> moved = z;
    for (double& x : moved) x += shift;
    const std::vector<double> after = b.residual(moved);
    for (std::size_t j = 0; j < z.size(); ++j) {
      // Wage rows hold the numeraire; masked cells hold their own level.
      const double expected = static_cast<int>(j) < b.c->shares->economies ? before[j] - shift : before[j];
      ASSERT_TRUE(agrees(after[j], expected, 1e-12)) << "row " << j;
    }
  });
}

TEST_P(Identities, WorldReceiptsArePaymentsAtAnyPoint) {
  each_world([&](const World& world) {
    std::mt19937_64 random(11);
    Bench b(calibrate(world, options()), world, random_policy(world, random));
    for (int draw = 0; draw < 5; ++draw) {
      b.residual(random_vector(random, b.z.size(), 0.5));
      const EquilibriumState& s = b.equilibrium->state();
      double gap = 0.0;
      double total = 0.0;
      for (int n = 0; n < b.c->shares->economies; ++n) {
        gap += s.receipts[at(n)] - s.payments[at(n)];
        total += s.receipts[at(n)];
      }
      EXPECT_TRUE(agrees(gap / total, 0.0, 1e-13));
    }
  });
}

// The numeraire replaces one of the external balances, spread over the wage block. Put into another
// block it gives a wrong equilibrium in silence, which only these two figures show: world income off
// its numeraire, and labour markets that do not clear.
TEST_P(Identities, LabourMarketsClearThoughNotImposed) {
  each_world([&](const World& any) {
    const World world = suited(any);
    const Model model(world, options());
    std::mt19937_64 random(3);
    for (int draw = 0; draw < 3; ++draw) {
      const Certificate c = solved(model, random_policy(world, random, 0.5)).certificate;
      EXPECT_TRUE(agrees(c.walras, 0.0, 1e-9));
      EXPECT_TRUE(agrees(c.market_clearing, 0.0, 1e-8));
      EXPECT_TRUE(agrees(c.payments, 0.0, 1e-12));
      EXPECT_TRUE(agrees(c.rent_accounting, 0.0, 1e-12));
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Model, Identities, ::testing::ValuesIn(nests_and_closures()), test_name);

class DefaultWorld : public ::testing::TestWithParam<Setting> {};

TEST_P(DefaultWorld, KeepsEveryIdentity) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  const World& world = *default_world();
  Bench b(calibrate(world, GetParam().options), world, base_policy(world));
  EXPECT_LE(worst(b.residual(b.z)), GetParam().options.closure == Closure::balanced ? 1.0 : 1e-8)
      << "the world as stored, to its printed digits";
  const Rebased rebased = rebase(world, GetParam().options, GetParam().options.closure == Closure::balanced);
  const World& exact = rebased.world.value();
  Bench e(calibrate(exact, GetParam().options), exact, base_policy(exact));
  EXPECT_TRUE(agrees(worst(e.residual(e.z)), 0.0, 1e-12));

  std::mt19937_64 random(17);
  const std::vector<double> z = random_vector(random, e.z.size(), 0.2);
  const std::vector<double> before = e.residual(z);
  const EquilibriumState& s = e.equilibrium->state();
  double gap = 0.0;
  for (int n = 0; n < e.c->shares->economies; ++n) gap += s.receipts[at(n)] - s.payments[at(n)];
  EXPECT_TRUE(agrees(gap / s.world_income, 0.0, 1e-13));
  std::vector<double> moved = z;
  for (double& x : moved) x += 0.2;
  const std::vector<double> after = e.residual(moved);
  for (int h = 0; h < e.c->shares->composites; ++h) {
    const std::size_t row = at(e.equilibrium->layout().price(0, h));
    EXPECT_TRUE(agrees(after[row], before[row], 1e-12));
  }

  const Model model(exact, GetParam().options);
  Policy policy = base_policy(exact);
  const int usa = *exact.find_economy("USA");
  for (int l = 0; l < exact.line_count(); ++l)
    for (int i = 0; i < exact.economy_count(); ++i)
      if (i != usa && exact.sectors[at(exact.lines[at(l)].composite)].goods)
        add_tariff(world, policy, l, usa, i, 0.10);
  const Certificate certificate = solved(model, policy).certificate;
  EXPECT_TRUE(agrees(certificate.walras, 0.0, 1e-9));
  EXPECT_TRUE(agrees(certificate.market_clearing, 0.0, 1e-8));
}

std::vector<Setting> for_default_world() {
  std::vector<Setting> list;
  for (const Setting& s : nests_and_closures())
    if (s.options.specific_factors.value_or(0.0) == 0.0 || s.options.closure == Closure::share)
      list.push_back(s);
  return list;
}
INSTANTIATE_TEST_SUITE_P(Model, DefaultWorld, ::testing::ValuesIn(for_default_world()), test_name);

}  // namespace
}  // namespace leeway
