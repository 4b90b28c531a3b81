#pragma once

#include <algorithm>
#include <cctype>
#include <cmath>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "leeway/base/error.h"
#include "leeway/model/model.h"
#include "leeway/model/model_impl.h"
#include "leeway/solve/newton_krylov.h"
#include "leeway/world/load.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway::testing {

inline std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Passes when two figures are within an absolute tolerance; a failure prints all three.
inline ::testing::AssertionResult agrees(double calculated, double expected, double tolerance) {
  const double gap = std::abs(calculated - expected);
  if (gap <= tolerance) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure()
         << "calculated " << ::testing::PrintToString(calculated) << ", expected "
         << ::testing::PrintToString(expected) << ", gap " << gap << ", tolerance " << tolerance << ' ';
}

/// Options that every identity runs through.
struct Setting {
  std::string name;
  Options options;
};
inline std::ostream& operator<<(std::ostream& out, const Setting& s) { return out << s.name; }

inline std::string test_name(const ::testing::TestParamInfo<Setting>& test) {
  std::string name;
  for (char ch : test.param.name) name += std::isalnum(static_cast<unsigned char>(ch)) != 0 ? ch : '_';
  return name;
}

inline std::vector<Setting> nests() {
  std::vector<Setting> list(4);
  list[0].name = "cobb-douglas";
  list[1].name = "ces";
  list[2].name = "specific factors";
  list[3].name = "ces and specific factors";
  for (int ces : {1, 3}) {
    Options& o = list[at(ces)].options;
    o.sigma_value_added = 0.5;
    o.sigma_materials = 0.2;
    o.sigma_final = 0.9;
    o.sigma_classes = 1.4;
  }
  for (int specific : {2, 3}) list[at(specific)].options.specific_factors = 0.5;
  return list;
}

inline std::vector<Setting> nests_and_closures() {
  std::vector<Setting> list;
  for (const Setting& nest : nests())
    for (Closure closure : {Closure::share, Closure::balanced, Closure::numeraire, Closure::own}) {
      Setting s = nest;
      s.name += std::string(", closure ") + to_string(closure);
      s.options.closure = closure;
      if (closure == Closure::numeraire) s.options.numeraire = "USA";
      list.push_back(s);
    }
  return list;
}

/// Worlds of several shapes: odd in economies, with a single sector, with a product and a critical input.
inline std::vector<World> small_worlds() {
  return {small_world(2, 1, 2), tiny_world(), small_world(5, 4, 5), small_world(9, 6, 4),
          carved_world(4, 83)};
}
/// Those of them with one line a sector and no critical input, as closed forms assume.
inline std::vector<World> plain_worlds() {
  std::vector<World> worlds = small_worlds();
  std::erase_if(worlds, [](const World& w) { return w.line_count() != w.sector_count(); });
  return worlds;
}

/// The world shipped as data, or nullptr when its folder is absent.
inline const World* default_world() {
  static const std::unique_ptr<World> world = []() -> std::unique_ptr<World> {
    for (const std::string& name : world_names())
      if (name == "2023") return std::make_unique<World>(open_world(name));
    return nullptr;
  }();
  return world.get();
}

inline Options precise(Options o) {
  o.tolerance = 1e-13;
  return o;
}

inline World purged(const World& world, const Options& options = {}) {
  return rebase(world, options, true).world.value();
}

/// An equilibrium over a Calibration and a CompiledPolicy that the test may have changed by hand.
struct Bench {
  Bench(Calibration calibration, const World& world, const Policy& policy)
      : c(std::make_unique<Calibration>(std::move(calibration))),
        p(std::make_unique<CompiledPolicy>(compile(*c, world, policy))),
        equilibrium(std::make_unique<Equilibrium>(*c, *p)),
        z(at(equilibrium->size()), 0.0) {
    equilibrium->use_full_precision();
  }

  std::vector<double> residual(const std::vector<double>& point) {
    std::vector<double> r(point.size());
    equilibrium->residual(point, r);
    return r;
  }
  bool solve(double tolerance = 1e-12) {
    solve::NewtonOptions o;
    o.tolerance = tolerance;
    return solve::newton_krylov(*equilibrium, z, o).converged;
  }
  double log_welfare(int n) const {
    const EquilibriumState& s = equilibrium->state();
    return std::log(s.income[at(n)] / c->shares->I0[at(n)]) - s.log_final[at(n)];
  }

  std::unique_ptr<Calibration> c;
  std::unique_ptr<CompiledPolicy> p;
  std::unique_ptr<Equilibrium> equilibrium;
  std::vector<double> z;
};

inline std::vector<double> random_vector(std::mt19937_64& random, std::size_t size, double reach) {
  std::vector<double> v(size);
  for (double& x : v) x = uniform(random, -reach, reach);
  return v;
}

/// A policy with every kind of wedge, drawn at random: `strength` 1 moves tariffs by up to 50 points.
inline Policy random_policy(const World& world, std::mt19937_64& random, double strength = 1.0) {
  Policy p = base_policy(world);
  const int N = world.economy_count();
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) {
        const double t = uniform(random, 0.0, 0.5);
        const double e = uniform(random, -0.05, 0.2);
        const double d = uniform(random, 0.9, 1.3);
        if (n == i) continue;
        p.set_wedge(world, l, n, i,
                    {world.tariff(l, n, i) + strength * t, strength * e, 1.0 + strength * (d - 1.0), 1.0,
                     1.0 + 0.2 * strength * (t - 0.25)});
      }
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < world.sector_count(); ++k)
      p.set_subsidy(n, k, strength * uniform(random, -0.05, 0.1));
  // Small beside the trade that must carry it.
  double exports = 0.0;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 1; n < N; ++n) exports += std::min(world.flow(l, n, 0), world.flow(l, N - 1, n - 1));
  const double gift = strength * uniform(random, 0.0, 0.02) * exports;
  p.transfer[0] -= gift;
  p.transfer[at(N - 1)] += gift;
  return p;
}

/// Removes intermediate inputs; what they bought is final use.
inline World without_inputs(World world) {
  world.input.fill(0.0);
  close_accounts(world);
  return world;
}

inline World without_tariffs(World world) {
  world.tariff.fill(0.0);
  close_accounts(world);
  return world;
}

}  // namespace leeway::testing
