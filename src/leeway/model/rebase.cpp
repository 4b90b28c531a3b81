#include <algorithm>
#include <cmath>

#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

double relative_change(double from, double to, double scale) {
  return std::abs(to - from) / std::max(std::abs(from), 1e-6 * scale);
}

}  // namespace

double base_year_residual(const Model& model) {
  const Model::Impl& impl = model.impl();
  CompiledPolicy policy = compile(impl.calibration, impl.world, base_policy(impl.world));
  Equilibrium equilibrium(impl.calibration, policy);
  const std::vector<double> base(static_cast<std::size_t>(equilibrium.size()), 0.0);
  return solve::largest(equilibrium.residual_at(base));
}

Rebased rebase(const World& world, const Options& options, bool balanced) {
  Options o = options;
  o.closure = balanced ? Closure::balanced : options.closure;
  o.tolerance = std::min(options.tolerance, 1e-12);
  const Model model(world, o);
  const Outcome base = model.solve(base_policy(world));
  Rebased out;
  out.verdict = base.verdict();
  if (!base) return out;
  const Result& r = base->result;
  const std::span<const double> z = StartAccess::point(base.start());
  World& w = out.world.emplace(world);
  const Calibration& c = model.impl().calibration;
  const Shares& b = *c.shares;
  double scale = 0.0;
  for (double x : world.output) scale = std::max(scale, x);
  w.flow = r.received.all();
  for (std::size_t j = 0; j < w.flow.size(); ++j)
    out.largest_change =
        std::max(out.largest_change, relative_change(world.flow.data()[j], w.flow.data()[j], scale));
  // Input shares at the solution: fixed under Cobb-Douglas, otherwise read from the solved point.
  CompiledPolicy compiled = compile(c, world, base_policy(world));
  Equilibrium equilibrium(c, compiled);
  equilibrium.residual_at(z);
  const EquilibriumState& s = equilibrium.state();
  for (int n = 0; n < b.economies; ++n) {
    Array2 g(b.composites, b.producers);
    for (int h = 0; h < b.composites; ++h)
      for (int k = 0; k < b.producers; ++k) g(h, k) = c.inputs_move() ? s.g(n, h, k) : b.g0(n, h, k);
    if (c.unit_between_bundles)
      for (std::size_t j = c.first_use[static_cast<std::size_t>(n)];
           j < c.first_use[static_cast<std::size_t>(n) + 1]; ++j) {
        const BundleUse& use = c.uses[j];
        auto member = static_cast<std::size_t>(use.member);
        for (const int h : c.bundle_members[static_cast<std::size_t>(use.bundle)])
          g(h, use.k) = use.total * s.use_share[member++];
      }
    for (int k = 0; k < b.producers; ++k) {
      w.output(n, k) = r.output(n, k);
      w.value_added(n, k) = r.output(n, k);
      for (int h = 0; h < b.composites; ++h) {
        w.input(n, h, k) = g(h, k) * s.M(n, k) * b.W0;
        w.value_added(n, k) -= w.input(n, h, k);
      }
    }
    for (int h = 0; h < b.composites; ++h) {
      double use = 0.0;
      for (const int l : b.lines_in[static_cast<std::size_t>(h)])
        for (int i = 0; i < b.economies; ++i) use += w.flow(l, n, i) * (1.0 + w.tariff(l, n, i));
      for (int k = 0; k < b.producers; ++k) use -= w.input(n, h, k);
      w.final_use(n, h) = std::max(use, 0.0);
    }
  }
  w.name += balanced ? "-balanced" : "-rebased";
  w.content_hash += balanced ? "+purged" : "+rebased";
  return out;
}

}  // namespace leeway
