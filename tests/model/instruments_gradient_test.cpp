// Gradients through instruments that bind, against differences of full solves.

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

struct InstrumentGradients : ::testing::TestWithParam<Setting> {
  InstrumentGradients() : world(small_world(4, 3, 61)), options(precise(GetParam().options)) {
    options.tolerance = 1e-12;
  }
  double welfare(const Policy& policy) const { return welfare(world, policy); }
  double welfare(const World& w, const Policy& policy) const {
    const Result r = solved(Model(w, options), policy).result;
    return r.log_welfare[0];
  }
  // Central difference of the welfare of economy 0 along a change of the policy.
  template <class Change>
  double slope(const Policy& policy, Change change, double h = 1e-4) const {
    const auto at_step = [&](double step) {
      Policy p = policy;
      change(p, step);
      return welfare(p);
    };
    return (8.0 * (at_step(h) - at_step(-h)) - (at_step(2 * h) - at_step(-2 * h))) / (12.0 * h);
  }

  World world;
  Options options;
};

TEST_P(InstrumentGradients, AgreeWithDifferencesInEveryRegime) {
  int seen[3] = {};
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937_64 random(900 + seed);
    Policy policy = random_instruments(world, random, 6);
    random_parts(world, random, policy, 1);
    policy.split_flows.front().substitution = 3.0;
    if (seed > 3) random_classes(world, random, policy, 4);
    const Model model(world, options);
    const Solution at_policy = solved(model, policy);
    const Result& r = at_policy.result;
    const Gradient g = model.gradient(at_policy, 0);
    ASSERT_TRUE(g.converged);
    const auto close = [&](double calculated, double expected, const std::string& what) {
      EXPECT_TRUE(agrees(calculated, expected, 1e-6 * std::max(0.01, std::abs(expected))))
          << what << " seed " << seed;
    };
    for (std::size_t j = 0; j < policy.instruments.size(); ++j) {
      ++seen[static_cast<int>(r.instruments[j].regime)];
      EXPECT_FALSE(g.instruments[j].one_sided);
      const bool floor = policy.instruments[j].control == Control::price_floor;
      close(g.instruments[j].log_limit,
            slope(policy,
                  [&](Policy& p, double h) {
                    BoundInstrument& b = p.instruments[j];
                    if (floor)
                      b.flows[0].floor *= std::exp(h);
                    else
                      b.limit *= std::exp(h);
                  }),
            "limit of " + std::to_string(j));
      const Control control = policy.instruments[j].control;
      if (control == Control::tariff_rate_quota || control == Control::purchase_commitment)
        close(g.instruments[j].top,
              slope(policy,
                    [&](Policy& p, double h) {
                      BoundInstrument& b = p.instruments[j];
                      if (control == Control::tariff_rate_quota)
                        b.flows[0].over *= std::exp(h);
                      else
                        b.max_subsidy = 1.0 - (1.0 - b.max_subsidy) * std::exp(-h);
                    }),
              "top of " + std::to_string(j));
    }
    // The wedges of flows under instruments, of one in parts and of one that has none.
    std::vector<std::array<int, 3>> flows = {{1, 0, 2}, {0, 3, 0}};
    for (const BoundInstrument& b : policy.instruments)
      flows.push_back({b.flows[0].line, b.flows[0].importer, b.flows[0].exporter});
    for (const auto& [l, n, i] : flows) {
      const auto move = [&, l = l, n = n, i = i](Policy& p, auto part, auto whole) {
        for (SplitFlow& split : p.split_flows)
          if (split.line == l && split.importer == n && split.exporter == i)
            for (FlowPart& one : split.parts) part(one);
        edit_wedge(world, p, l, n, i, whole);
      };
      const std::string what = std::to_string(l) + std::to_string(n) + std::to_string(i);
      close(g.tariff(l, n, i),
            slope(policy,
                  [&](Policy& p, double h) {
                    move(
                        p, [&](FlowPart& one) { one.tariff += h; }, [&](Wedge& w) { w.tariff += h; });
                  }),
            "tariff " + what);
      close(g.export_tax(l, n, i),
            slope(policy,
                  [&](Policy& p, double h) {
                    move(
                        p, [&](FlowPart& one) { one.export_tax += h; }, [&](Wedge& w) { w.export_tax += h; });
                  }),
            "export tax " + what);
      close(g.log_cost(l, n, i),
            slope(policy,
                  [&](Policy& p, double h) {
                    move(
                        p, [&](FlowPart& one) { one.cost *= std::exp(h); },
                        [&](Wedge& w) { w.cost *= std::exp(h); });
                  }),
            "cost " + what);
    }
    for (int line = 0; line < world.line_count(); ++line) {
      const auto shifted = [&](double h) {
        World w = world;
        w.elasticities[0].theta[at(line)] += h;
        return welfare(w, policy);
      };
      constexpr double h = 1e-4;
      close(g.theta[at(line)],
            (8.0 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12.0 * h),
            "theta " + std::to_string(line));
    }
  }
  EXPECT_GT(seen[0], 0);
  EXPECT_GT(seen[1], 0);
}

TEST_P(InstrumentGradients, AreOneSidedAtAKinkAndSaySo) {
  Policy policy = base_policy(world);
  policy.instruments = {on_flow(Control::export_quota, 1, 0, 1, 1.0)};
  const Model model(world, options);
  const Solution r = solved(model, policy);
  const Gradient looser = model.gradient(r, 0, KinkSide::looser);
  const Gradient tighter = model.gradient(r, 0, KinkSide::tighter);
  EXPECT_TRUE(looser.instruments[0].one_sided);
  EXPECT_TRUE(tighter.instruments[0].one_sided);
  EXPECT_EQ(looser.instruments[0].log_limit, 0.0);
  const auto one_sided = [&](double h) {
    const auto moved = [&](double step) {
      Policy p = policy;
      p.instruments[0].limit *= std::exp(step);
      return welfare(p);
    };
    return (-3.0 * moved(0.0) + 4.0 * moved(h) - moved(2.0 * h)) / (2.0 * h);
  };
  EXPECT_NEAR(one_sided(1e-3), 0.0, 1e-8);
  EXPECT_TRUE(agrees(tighter.instruments[0].log_limit, one_sided(-1e-4),
                     1e-4 * std::abs(tighter.instruments[0].log_limit)));
}

INSTANTIATE_TEST_SUITE_P(Model, InstrumentGradients, ::testing::ValuesIn(nests()), test_name);

}  // namespace
}  // namespace leeway
