// What must hold for any policy: drawn at random from fixed seeds, so that a failure repeats itself.

#include <algorithm>
#include <functional>
#include <initializer_list>
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
  o.sigma_classes = uniform(random, 0.5, 2.0);
  o.specific_factors = uniform(random, 0.0, 0.8);
  o.elasticity_scale = uniform(random, 0.5, 1.5);
  return o;
}

/// Draws whose trade cannot carry their imbalances have no levels to test (IsCertifiedAndItsAccountsClose
/// counts them).
bool all_certify(std::initializer_list<Outcome> outcomes) {
  return std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& o) { return o.certified(); });
}

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

TEST(AnyPolicy, IsCertifiedAndItsAccountsClose) {
  int refused = 0;
  each_draw([&](const World& world, const Policy& policy, std::mt19937_64& random) {
    const Model model(world, random_options(random));
    const Outcome outcome = model.solve(policy);
    EXPECT_TRUE(outcome.certificate().converged) << why(outcome);
    if (!outcome) {
      // Some drawn worlds owe more than their trade can carry; that must be said, and nothing else.
      EXPECT_EQ(outcome.failure().termination(), Termination::closure_infeasible);
      ++refused;
      return;
    }
    const Result& r = outcome->result;
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
    const Solution s = solved(Model(world, random_options(random)), base_policy(world));
    for (double w : s.result.log_welfare) EXPECT_TRUE(agrees(w, 0.0, 1e-11));
    EXPECT_EQ(s.certificate.newton, 0);
  });
}

TEST(AnyPolicy, WelfareChangesAddUpAlongAChain) {
  each_draw([](const World& world, const Policy& policy, std::mt19937_64& random) {
    const Model model(world, {});
    const Outcome outcomes[] = {model.solve(base_policy(world)), model.solve(policy),
                                model.solve(random_policy(world, random))};
    if (!all_certify({outcomes[0], outcomes[1], outcomes[2]})) return;
    const Result& base = outcomes[0]->result;
    const Result& one = outcomes[1]->result;
    const Result& two = outcomes[2]->result;
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
    const Outcome before = model.solve(policy);
    const Outcome after = model.solve(higher);
    if (!all_certify({before, after})) return;
    const Result& a = before->result;
    const Result& b = after->result;
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
    const Outcome a = Model(world, precise({})).solve(policy);
    const Outcome b = Model(w, precise({})).solve(p);
    EXPECT_EQ(a.certificate().termination, b.certificate().termination);
    if (!all_certify({a, b})) return;
    for (int n = 0; n < N; ++n)
      EXPECT_TRUE(agrees(b->result.log_welfare[at(turned(n))], a->result.log_welfare[at(n)], 1e-10));
  });
}

}  // namespace
}  // namespace leeway
