// What must hold for any policy: drawn at random from fixed seeds, so that a failure repeats itself.

#include <functional>
#include <numeric>

#include <gmock/gmock.h>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

constexpr int kDraws = 40;

void each_draw(const std::function<void(const World&, const Policy&, std::mt19937_64&)>& check) {
  for (unsigned seed = 1; seed <= kDraws; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const int economies = 2 + static_cast<int>(uniform(random, 0.0, 5.0));
    const int sectors = 1 + static_cast<int>(uniform(random, 0.0, 4.0));
    const World drawn = small_world(economies, sectors, seed);
    const World world = seed % 2 == 0 ? purged(drawn) : drawn;
    const Policy policy = random_policy(world, random, uniform(random, 0.0, 1.5));
    check(world, policy, random);
    if (::testing::Test::HasFailure()) return;
  }
}

Options random_options(std::mt19937_64& random) {
  Options o;
  o.sigma_value_added = uniform(random, 0.2, 2.0);
  o.sigma_materials = uniform(random, 0.2, 2.0);
  o.sigma_final = uniform(random, 0.5, 2.0);
  o.specific_factors = uniform(random, 0.0, 0.8);
  o.elasticity_scale = uniform(random, 0.5, 1.5);
  return o;
}

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

TEST(AnyPolicy, IsCertifiedAndItsAccountsClose) {
  int refused = 0;
  each_draw([&](const World& world, const Policy& policy, std::mt19937_64& random) {
    const Model model(world, random_options(random));
    const Result r = model.solve(policy);
    EXPECT_TRUE(r.certificate.converged) << r.certificate.failure;
    if (!r.certificate.certified()) {
      // Some drawn worlds owe more than their trade can carry; that must be said, and nothing else.
      EXPECT_THAT(r.certificate.failure, ::testing::StartsWith("closure_infeasible"));
      ++refused;
      return;
    }
    const double scale = sum(r.factor_income);
    EXPECT_TRUE(agrees(scale / sum({world.value_added.begin(), world.value_added.end()}), 1.0, 1e-9));
    EXPECT_TRUE(agrees(sum(r.deficit) / scale, 0.0, 1e-12));
    EXPECT_TRUE(agrees(sum(r.transfer) / scale, 0.0, 1e-12));
    for (int n = 0; n < world.economy_count(); ++n) {
      double tariffs = 0.0;
      double taxes = 0.0;
      for (int l = 0; l < world.line_count(); ++l)
        for (int i = 0; i < world.economy_count(); ++i) {
          const double t = policy.wedge(world, l, n, i).tariff;
          tariffs += r.trade(l, n, i) * t / (1.0 + t);
          taxes += r.received(l, i, n) * policy.wedge(world, l, i, n).export_tax;
        }
      EXPECT_TRUE(agrees(r.tariff_revenue[at(n)] / scale, tariffs / scale, 1e-12));
      EXPECT_TRUE(agrees(r.export_revenue[at(n)] / scale, taxes / scale, 1e-12));
      const double income = r.factor_income[at(n)] + r.tariff_revenue[at(n)] + r.export_revenue[at(n)] -
                            r.subsidies[at(n)] + r.deficit[at(n)] + r.transfer[at(n)];
      EXPECT_TRUE(agrees(r.income[at(n)] / income, 1.0, 1e-9));
    }
  });
  EXPECT_LT(refused, kDraws / 2);
}

TEST(AnyPolicy, BasePolicyChangesNothing) {
  each_draw([](const World& world, const Policy&, std::mt19937_64& random) {
    const Result r = Model(world, random_options(random)).solve(base_policy(world));
    for (double w : r.log_welfare) EXPECT_TRUE(agrees(w, 0.0, 1e-11));
    EXPECT_EQ(r.certificate.newton, 0);
  });
}

TEST(AnyPolicy, WelfareChangesAddUpAlongAChain) {
  each_draw([](const World& world, const Policy& policy, std::mt19937_64& random) {
    const Model model(world, {});
    const Result base = model.solve(base_policy(world));
    const Result one = model.solve(policy);
    const Result two = model.solve(random_policy(world, random));
    const std::vector<double> first = equivalent_variation(base, one);
    const std::vector<double> second = equivalent_variation(one, two);
    const std::vector<double> whole = equivalent_variation(base, two);
    for (std::size_t n = 0; n < whole.size(); ++n) {
      EXPECT_TRUE(agrees((first[n] + second[n]) / base.income[n], whole[n] / base.income[n], 1e-13));
      EXPECT_TRUE(agrees(real_income_change_pct(base, one)[n],
                         100.0 * equivalent_variation(base, one)[n] / base.base_income[n], 1e-8));
    }
  });
}

TEST(AnyPolicy, AHigherOwnTariffLowersThoseImports) {
  each_draw([](const World& world, const Policy& policy, std::mt19937_64&) {
    const Model model(world, {});
    Policy higher = policy;
    add_tariff(world, higher, 0, 0, 1, 0.25);
    const Result a = model.solve(policy);
    const Result b = model.solve(higher);
    EXPECT_LT(b.received(0, 0, 1) / b.basic_price(1, 0), a.received(0, 0, 1) / a.basic_price(1, 0));
  });
}

// The names of economies carry no meaning: relabelling them relabels the answer.
TEST(AnyPolicy, DoesNotDependOnTheOrderOfEconomies) {
  each_draw([](const World& world, const Policy& policy, std::mt19937_64&) {
    const int N = world.economy_count();
    const auto turned = [&](int n) { return N - 1 - n; };
    World w = world;
    Policy p = policy;
    for (int n = 0; n < N; ++n) {
      p.transfer[at(turned(n))] = policy.transfer[at(n)];
      for (int h = 0; h < world.sector_count(); ++h) {
        p.set_subsidy(turned(n), h, policy.subsidy(n, h));
        for (int k = 0; k < world.sector_count(); ++k) w.input(turned(n), h, k) = world.input(n, h, k);
      }
      for (int i = 0; i < N; ++i)
        for (int l = 0; l < world.line_count(); ++l) {
          w.flow(l, turned(n), turned(i)) = world.flow(l, n, i);
          w.tariff(l, turned(n), turned(i)) = world.tariff(l, n, i);
          p.set_wedge(w, l, turned(n), turned(i), policy.wedge(world, l, n, i));
        }
    }
    close_accounts(w);
    const Result a = Model(world, precise({})).solve(policy);
    const Result b = Model(w, precise({})).solve(p);
    for (int n = 0; n < N; ++n)
      EXPECT_TRUE(agrees(b.log_welfare[at(turned(n))], a.log_welfare[at(n)], 1e-10));
  });
}

}  // namespace
}  // namespace leeway
