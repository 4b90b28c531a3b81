// The shipped world under what is hard: extreme tariffs, a whole random policy, derivatives, threads.

#include <thread>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

class ShippedWorld : public ::testing::Test {
 protected:
  void SetUp() override {
    if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  }
  static const World& balanced() {
    static const World world = purged(*default_world());
    return world;
  }
};

TEST_F(ShippedWorld, ExtremeTariffsWithBalancedTrade) {
  Options options;
  options.closure = Closure::balanced;
  const Model model(balanced(), options);
  for (const double rate : {1.0, 10.0}) {
    const Result r = solved(model, uniform_tariff(balanced(), rate)).result;
    for (double w : r.log_welfare) EXPECT_LT(w, 0.0);
  }
}

TEST_F(ShippedWorld, ExtremeTariffsBetweenOnePairOnRecordedImbalances) {
  const World& world = *default_world();
  const int usa = *world.find_economy("USA");
  const int chn = *world.find_economy("CHN");
  Policy p = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l) {
    set_tariff(world, p, l, usa, chn, 10.0);
    set_tariff(world, p, l, chn, usa, 10.0);
  }
  const Result r = solved(Model(world, {}), p).result;
}

TEST_F(ShippedWorld, NoEquilibriumIsClaimedNearAutarkyWithFixedImbalances) {
  const World& world = *default_world();
  Policy p = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i)
        if (n != i) set_cost(world, p, l, n, i, 1e3);
  const Outcome outcome = Model(world, {}).solve(p);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.failure().termination(), Termination::closure_infeasible) << why(outcome);
}

TEST_F(ShippedWorld, JacobianProductsAgreeWithTheirTransposeAndDifferences) {
  const World& world = *default_world();
  Options options;
  options.sigma_value_added = 0.5;
  options.sigma_materials = 0.2;
  options.specific_factors = 0.5;
  std::mt19937_64 random(5);
  Bench b(calibrate(world, options), world, random_policy(world, random, 0.3));
  const std::vector<double> z = random_vector(random, b.z.size(), 0.05);
  const std::vector<double> v = random_vector(random, b.z.size(), 1.0);
  const std::vector<double> y = random_vector(random, b.z.size(), 1.0);
  b.residual(z);
  std::vector<double> forward(z.size());
  std::vector<double> backward(z.size());
  b.equilibrium->jacobian(v, forward);
  b.equilibrium->transpose(y, backward);
  double left = 0.0;
  double right = 0.0;
  for (std::size_t j = 0; j < z.size(); ++j) {
    left += y[j] * forward[j];
    right += backward[j] * v[j];
  }
  const double scale = solve::norm(y) * solve::norm(forward);
  EXPECT_TRUE(agrees(left / scale, right / scale, 1e-12));
  const double h = 1e-5;
  std::vector<double> up = z;
  std::vector<double> down = z;
  for (std::size_t j = 0; j < z.size(); ++j) {
    up[j] += h * v[j];
    down[j] -= h * v[j];
  }
  const std::vector<double> high = b.residual(up);
  const std::vector<double> low = b.residual(down);
  const double reach = solve::largest(forward);
  for (std::size_t j = 0; j < z.size(); ++j)
    ASSERT_TRUE(agrees(forward[j] / reach, (high[j] - low[j]) / (2.0 * h) / reach, 1e-7)) << "row " << j;
}

TEST_F(ShippedWorld, GradientsAgreeWithDifferences) {
  const World& world = *default_world();
  const Model model(world, precise({}));
  const int can = *world.find_economy("CAN");
  const int usa = *world.find_economy("USA");
  const int chn = *world.find_economy("CHN");
  const int car = *world.find_sector("C29");
  const Policy base = base_policy(world);
  const Solution here = solved(model, base);
  const Gradient g = model.gradient(here, can);
  ASSERT_TRUE(g.converged);
  double largest = 0.0;
  for (double x : g.tariff) largest = std::max(largest, std::abs(x));
  for (const auto& flow : {std::pair{usa, can}, {can, usa}, {can, chn}, {usa, chn}}) {
    const int n = flow.first;
    const int i = flow.second;
    const auto welfare = [&](double h) {
      Policy p = base;
      add_tariff(world, p, car, n, i, h);
      return solved(model, p, here.start).result.log_welfare[at(can)];
    };
    const double h = 1e-3;
    const double slope = (8.0 * (welfare(h) - welfare(-h)) - (welfare(2 * h) - welfare(-2 * h))) / (12.0 * h);
    EXPECT_TRUE(agrees(g.tariff(car, n, i) / largest, slope / largest, 1e-6)) << n << " from " << i;
  }
}

TEST_F(ShippedWorld, ThreadsGiveTheSingleAnswers) {
  const World& world = *default_world();
  const Model model(world, {});
  std::vector<Policy> list;
  for (int j = 0; j < 3; ++j) {
    Policy p = base_policy(world);
    for (int l = 0; l < world.line_count(); ++l)
      for (int i = 0; i < world.economy_count(); ++i)
        if (i != j) add_tariff(world, p, l, j, i, 0.1 * (j + 1));
    list.push_back(p);
  }
  std::vector<Outcome> threaded(list.size(), model.solve(base_policy(world)));
  std::vector<std::thread> threads;
  for (std::size_t j = 0; j < list.size(); ++j)
    threads.emplace_back([&, j] { threaded[j] = model.solve(list[j]); });
  for (std::thread& t : threads) t.join();
  for (std::size_t j = 0; j < list.size(); ++j) {
    const Result single = solved(model, list[j]).result;
    EXPECT_EQ(single.log_welfare, threaded[j]->result.log_welfare);
    EXPECT_EQ(single.trade, threaded[j]->result.trade);
  }
}

}  // namespace
}  // namespace leeway
