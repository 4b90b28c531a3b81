// Cells without output, prohibitive wedges, problems without a solution, and the same bits every time.

#include <thread>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

// Economy 1 makes nothing of sector 0; economy 2 buys nothing of sector 1.
World with_empty_cells() {
  World world = small_world(4, 3, 15);
  for (int n = 0; n < 4; ++n) world.flow(0, n, 1) = 0.0;
  for (int i = 0; i < 4; ++i) world.flow(1, 2, i) = 0.0;
  for (int h = 0; h < 3; ++h) world.input(1, h, 0) = 0.0;
  for (int k = 0; k < 3; ++k) world.input(2, 1, k) = 0.0;
  // What these cells bought and sold is gone, so the others buy less of everything.
  for (double& x : world.input) x *= 0.03;
  close_accounts(world);
  return world;
}

TEST(EmptyCells, AreMaskedInEveryPart) {
  const World world = with_empty_cells();
  for (double x : world.value_added) ASSERT_GE(x, 0.0);
  for (double x : world.final_use) ASSERT_GE(x, 0.0);
  for (const Setting& s : nests_and_closures()) {
    SCOPED_TRACE(s.name);
    Options options = s.options;
    // Without a sector to export from, imbalances are large; purged, every closure can be asked for.
    const World suited = purged(world, options);
    Bench b(calibrate(suited, options), suited, base_policy(suited));
    EXPECT_FALSE(b.c->shares->active(1, 0));
    EXPECT_TRUE(agrees(solve::largest(b.residual(b.z)), 0.0, 1e-12));

    std::mt19937_64 random(109);
    const Policy policy = random_policy(suited, random);
    const Model model(suited, options);
    const Solution at_policy = solved(model, policy);
    const Result& r = at_policy.result;
    EXPECT_EQ(r.output(1, 0), 0.0);
    EXPECT_EQ(r.absorption(2, 1), 0.0);
    for (double w : r.log_welfare) EXPECT_TRUE(std::isfinite(w));
    const Gradient g = model.gradient(at_policy, 0);
    EXPECT_TRUE(g.converged);
    for (double x : g.tariff) ASSERT_TRUE(std::isfinite(x));
    for (double x : g.theta) ASSERT_TRUE(std::isfinite(x));
    EXPECT_EQ(g.tariff(0, 0, 1), 0.0);
  }
}

TEST(ExtremeTariffs, SolveWithBalancedTrade) {
  for (const World& any : small_worlds()) {
    const World world = purged(any);
    Options options;
    options.closure = Closure::balanced;
    const Model model(world, options);
    for (const double rate : {3.0, 10.0, 100.0}) {
      const Result r = solved(model, uniform_tariff(world, rate)).result;
      for (double w : r.log_welfare) EXPECT_LT(w, 0.0);
    }
  }
}

TEST(ExtremeTariffs, BetweenOnePairSolveUnderEveryClosure) {
  for (const Setting& s : nests_and_closures()) {
    World world = small_world(5, 4, 113);
    if (s.options.closure == Closure::balanced) world = purged(world, s.options);
    Policy p = base_policy(world);
    for (int l = 0; l < 4; ++l) {
      set_tariff(world, p, l, 0, 1, 10.0);
      set_tariff(world, p, l, 1, 0, 10.0);
    }
    const Result r = solved(Model(world, s.options), p).result;
  }
}

TEST(ExtremeTariffs, BansOfOnePairSolve) {
  const World world = small_world(5, 4, 127);
  Policy p = base_policy(world);
  for (int l = 0; l < 4; ++l) {
    set_access(world, p, l, 0, 1, 0.0);
    set_access(world, p, l, 1, 0, 0.0);
  }
  const Result r = solved(Model(world, {}), p).result;
  for (int l = 0; l < 4; ++l) EXPECT_EQ(r.trade(l, 0, 1), 0.0);
}

TEST(WithoutSolution, FixedDeficitsNearAutarkyAreRefused) {
  for (const Closure closure : {Closure::share, Closure::own}) {
    const World world = tiny_world();
    Options options;
    options.closure = closure;
    Policy p = base_policy(world);
    for (int l = 0; l < 2; ++l)
      for (int n = 0; n < 3; ++n)
        for (int i = 0; i < 3; ++i)
          if (n != i) set_cost(world, p, l, n, i, 1e4);
    const Model model(world, options);
    const Outcome outcome = model.solve(p);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.failure().termination(), Termination::closure_infeasible) << why(outcome);
    EXPECT_TRUE(world.find_economy(outcome.failure().imbalance_of));
  }
}

TEST(WithoutSolution, NoSupplierIsNamed) {
  const World world = tiny_world();
  Policy p = base_policy(world);
  for (int i = 0; i < 3; ++i) set_access(world, p, 0, 2, i, 0.0);
  const Outcome outcome = Model(world, {}).solve(p);
  ASSERT_FALSE(outcome);
  ASSERT_TRUE(outcome.failure().refusal);
  EXPECT_EQ(outcome.failure().refusal->reason, Refusal::Reason::no_supplier);
  EXPECT_EQ(outcome.failure().refusal->economy, "CAN");
}

TEST(WithoutSolution, ABanNeedsAnElasticityAboveZero) {
  const World world = tiny_world();
  Options options;
  options.least_theta = -0.24;
  options.horizon = 0.0;  // sigma 0.76 on impact, so theta is below zero
  const Model model(world, options);
  EXPECT_TRUE(model.solve(uniform_tariff(world, 0.2)));
  Policy p = base_policy(world);
  set_access(world, p, 0, 0, 1, 0.0);
  const Outcome outcome = model.solve(p);
  ASSERT_FALSE(outcome);
  ASSERT_TRUE(outcome.failure().refusal);
  EXPECT_EQ(outcome.failure().refusal->reason, Refusal::Reason::ban_without_elasticity);
  EXPECT_LE(outcome.failure().refusal->theta, 0.0);
}

TEST(Options, ThatAWorldCannotServeThrow) {
  const World world = tiny_world();
  Options unknown;
  unknown.elasticities = "nowhere";
  EXPECT_THROW(Model(world, unknown), InputError);
  Options numeraire;
  numeraire.closure = Closure::numeraire;
  numeraire.numeraire = "ATLANTIS";
  EXPECT_THROW(Model(world, numeraire), InputError);
  Options specific;
  specific.specific_factors = 0.99;
  EXPECT_THROW(Model(world, specific), InputError);
}

// ---- determinism

std::vector<Policy> policies(const World& world, int count) {
  std::mt19937_64 random(131);
  std::vector<Policy> list;
  for (int j = 0; j < count; ++j) list.push_back(random_policy(world, random));
  return list;
}

TEST(Determinism, TheSameBitsAgainAndFromSeveralThreads) {
  const World world = small_world(7, 5, 137);
  Options options;
  options.specific_factors = 0.3;
  options.sigma_materials = 0.5;
  const Model model(world, options);
  const std::vector<Policy> list = policies(world, 12);
  std::vector<Outcome> once;
  for (const Policy& p : list) once.push_back(model.solve(p));
  std::vector<Outcome> threaded = once;
  std::vector<std::thread> threads;
  for (std::size_t j = 0; j < list.size(); ++j)
    threads.emplace_back([&, j] { threaded[j] = model.solve(list[j]); });
  for (std::thread& t : threads) t.join();
  const Model second(world, options);
  for (std::size_t j = 0; j < list.size(); ++j) {
    ASSERT_TRUE(once[j]);
    EXPECT_NE(&once[j].solution(), &threaded[j].solution());
    EXPECT_EQ(once[j]->result.log_welfare, threaded[j]->result.log_welfare);
    EXPECT_EQ(once[j]->result.trade, threaded[j]->result.trade);
    const Outcome again = second.solve(list[j]);
    EXPECT_EQ(once[j]->result.log_welfare, again->result.log_welfare);
    EXPECT_EQ(once[j].id(), again.id());
  }
  EXPECT_NE(once[0].id(), once[1].id());
}

TEST(WarmStart, LeadsToTheSameEquilibrium) {
  const World world = small_world(6, 4, 151);
  const Model model(world, precise({}));
  const std::vector<Policy> list = policies(world, 2);
  const Result cold = solved(model, list[1]).result;
  const Result warm = solved(model, list[1], model.solve(list[0]).start()).result;
  for (int n = 0; n < 6; ++n) EXPECT_TRUE(agrees(warm.log_welfare[at(n)], cold.log_welfare[at(n)], 1e-11));
}

}  // namespace
}  // namespace leeway
