#include "leeway/analysis/ensemble.h"

#include <cstring>

#include <gtest/gtest.h>

#include "leeway/analysis/replacement.h"
#include "support/policy.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::add_tariff;

std::vector<Policy> tariffs_on(const World& world, std::vector<double> rates) {
  std::vector<Policy> policies;
  for (double rate : rates) {
    policies.push_back(base_policy(world));
    for (int l : world.resolve_goods("goods", {})) add_tariff(world, policies.back(), l, 0, 2, rate);
  }
  return policies;
}

bool same_bytes(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

TEST(Ensemble, SameBytesForAnyNumberOfThreads) {
  const World world = testing::small_world(4, 3, 1);
  Options four;
  four.elasticities = "four";
  const Ensemble ensemble(world, {Options{}, four});
  const std::vector<Policy> policies = tariffs_on(world, {0.1, 0.2, 0.5, 1.0, 3.0});
  std::vector<EnsembleCase> cases;
  for (const Policy& policy : policies)
    for (int model : {0, 1}) cases.push_back({&policy, model, {}, true});
  const auto solve_on = [&](int threads) {
    EnsembleSettings settings;
    settings.threads = threads;
    return ensemble.run(cases, settings);
  };
  const std::vector<Result> one = solve_on(1);
  const std::vector<Result> many = solve_on(4);
  ASSERT_EQ(one.size(), cases.size());
  for (std::size_t c = 0; c < cases.size(); ++c) {
    EXPECT_TRUE(one[c].certificate.certified()) << one[c].certificate.failure;
    EXPECT_TRUE(same_bytes(one[c].state, many[c].state)) << c;
    EXPECT_EQ(one[c].run_id, ensemble.model(cases[c].model).solve(*cases[c].policy).run_id)
        << "results keep their order";
  }
}

TEST(Ensemble, ReportsProgressAndDropsTradeOnRequest) {
  const World world = testing::small_world(3, 2, 1);
  const Ensemble ensemble(world, {Options{}});
  const std::vector<Policy> policies = tariffs_on(world, {0.1, 0.2, 0.3});
  std::vector<EnsembleCase> cases;
  for (const Policy& policy : policies) cases.push_back({&policy, 0, {}, &policy == &policies.front()});
  std::vector<int> seen;
  EnsembleSettings settings;
  settings.progress = [&](int done, int total) {
    EXPECT_EQ(total, 3);
    seen.push_back(done);
  };
  const std::vector<Result> results = ensemble.run(cases, settings);
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
  EXPECT_FALSE(results[0].trade.empty());
  EXPECT_TRUE(results[1].trade.empty());
  EXPECT_FALSE(results[1].log_welfare.empty());
}

TEST(Replacement, MoreShutMoreLost) {
  const World world = testing::small_world(4, 3, 4);
  const Model model(world, {});
  const Replacement r = replacement(model, base_policy(world), "CAN", "USA");
  ASSERT_EQ(r.steps.size(), 4U);
  double lost = 0.0;
  double ev = 0.0;
  for (const ReplacementStep& step : r.steps) {
    EXPECT_TRUE(step.certificate.certified()) << step.certificate.failure;
    EXPECT_GT(step.lost_musd, lost);
    EXPECT_LT(step.ev_musd, ev);
    EXPECT_GT(step.diverted_musd, 0.0);
    EXPECT_LT(step.replaced, 1.0);
    lost = step.lost_musd;
    ev = step.ev_musd;
  }
  EXPECT_NEAR(r.steps.back().lost_musd, r.exports_musd, 1e-9 * r.exports_musd) << "a ban takes everything";
}

TEST(Replacement, RefusesWhatMakesNoSense) {
  const World world = testing::small_world(4, 3, 4);
  const Model model(world, {});
  EXPECT_THROW(replacement(model, base_policy(world), "G2", "USA"), InputError);
  EXPECT_THROW(replacement(model, base_policy(world), "CAN", "USA", {1.5}), InputError);
}

}  // namespace
}  // namespace leeway
