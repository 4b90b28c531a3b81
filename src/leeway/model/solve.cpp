// One solve: Newton-Krylov on all equations at once, then the fallback chain of model.md 5.4.

#include <algorithm>
#include <cmath>
#include <optional>

#include "leeway/base/elementary.h"
#include "leeway/model/model_impl.h"
#include "leeway/solve/anderson.h"
#include "leeway/solve/newton_krylov.h"

namespace leeway {

namespace {

struct Attempt : Found {
  double residual = 0.0;
  bool converged = false;

  void take(const solve::Summary& s) {
    newton += s.iterations;
    sweeps += s.evaluations + s.products;
    residual = s.residual;
    converged = s.converged;
  }
};

solve::NewtonOptions newton_options(const Options& o) {
  solve::NewtonOptions n;
  n.tolerance = o.tolerance;
  n.max_iterations = o.max_newton;
  return n;
}

// Price and quantity sweeps at fixed wages bring a poor start close to the solution manifold.
void sweep_at_fixed_wages(Equilibrium& equilibrium, Attempt& a) {
  const int first = equilibrium.layout().price(0, 0);
  std::vector<double> r(a.z.size());
  for (int sweep = 0; sweep < 40; ++sweep) {
    equilibrium.residual(a.z, r);
    ++a.sweeps;
    if (!std::isfinite(solve::largest(r))) return;
    const auto last = static_cast<std::size_t>(equilibrium.layout().levels());
    for (std::size_t j = static_cast<std::size_t>(first); j < last; ++j)
      a.z[j] += std::clamp(r[j], -1.0, 1.0);
  }
}

// The policy whose log wedges and quotas are a share s of the way from the base year.
Policy scaled(const World& world, const Policy& policy, double s) {
  Policy p = policy;
  const auto blend = [s](double from, double to) { return from * elementary::pow(to / from, s); };
  const auto scale = [&](double tariff, Wedge& wedge) {
    wedge.tariff = blend(1.0 + tariff, 1.0 + wedge.tariff) - 1.0;
    wedge.export_tax = blend(1.0, 1.0 + wedge.export_tax) - 1.0;
    wedge.cost = blend(1.0, wedge.cost);
    wedge.demand = blend(1.0, wedge.demand);
    if (wedge.access < 1.0 && s < 1.0) wedge.access = elementary::pow(std::max(wedge.access, 1e-12), s);
  };
  for (auto& [l, n, i, wedge] : p.cells) scale(world.tariff(l, n, i), wedge);
  for (CutRow& row : p.cut_rows)
    for (GoodsClass& goods : row.classes)
      for (ClassFlow& flow : goods.flows) scale(flow.base_tariff, flow.wedge);
  for (BoundInstrument& bound : p.instruments) {
    const bool quota = bound.control == Control::export_quota || bound.control == Control::import_quota;
    if (!quota || bound.by_value || !bound.reference.empty()) continue;
    double base = 0.0;
    for (const InstrumentFlow& flow : bound.flows) base += flow.quantity;
    if (bound.limit > 0.0 && bound.limit < base) bound.limit = blend(base, bound.limit);
  }
  for (SubsidyCell& subsidy : p.subsidies) subsidy.rate *= s;
  for (double& t : p.transfer) t *= s;
  return p;
}

// What certifies on the way is told when the whole does not.
Attempt homotopy(const Model::Impl& impl, const Policy& policy) {
  Attempt a;
  a.method = Method::homotopy;
  a.share_certified = 0.0;
  const Layout layout(*impl.calibration.shares, static_cast<int>(policy.instruments.size()));
  a.z.assign(static_cast<std::size_t>(layout.size()), 0.0);
  std::vector<double> previous = a.z;
  double at = 0.0;
  double before = 0.0;
  double step = 0.25;
  while (at < 1.0) {
    const double next = std::min(1.0, at + step);
    const auto part = std::make_shared<const Policy>(scaled(impl.world, policy, next));
    CompiledPolicy compiled = compile(impl.calibration, impl.world, *part);
    Equilibrium equilibrium(impl.calibration, compiled, &impl.preconditioner);
    std::vector<double> z = a.z;
    if (at > before)  // secant predictor
      for (std::size_t j = 0; j < z.size(); ++j) z[j] += (a.z[j] - previous[j]) * (next - at) / (at - before);
    const solve::Summary s = newton_krylov(equilibrium, z, newton_options(impl.options));
    const bool better = s.converged;
    const double last = a.residual;
    a.take(s);
    if (!better) {
      a.residual = std::isfinite(s.residual) ? s.residual : last;
      // A policy can be a thousand times what an economy can bear: how far it goes is told relative to that.
      step *= at > 0.0 ? 0.5 : 1.0 / 16.0;
      if (step < std::max(at, 1e-5) / 64.0) return a;
      continue;
    }
    previous = std::move(a.z);
    a.z = std::move(z);
    before = at;
    at = next;
    if (step < at) step = std::min(0.25, 2.0 * step);
    if (finish(impl, part, compiled, {a.z, a.method, 0, 0, {}, {}}, &equilibrium)) a.share_certified = at;
    a.strain = strain_of(equilibrium);
  }
  return a;
}

// x <- clip(x - s G) with a solve of everything else at each x. A multiplier whose residual keeps changing
// sign overshoots: its step is halved, and grows again while the sign stays.
Attempt nested(const Model::Impl& impl, Equilibrium& equilibrium) {
  Attempt a;
  a.method = Method::nested;
  const Layout& layout = equilibrium.layout();
  a.z.assign(static_cast<std::size_t>(layout.size()), 0.0);
  std::vector<double> r(a.z.size());
  std::vector<double> step(static_cast<std::size_t>(layout.R), 1.0);
  std::vector<double> before(step.size(), 0.0);
  solve::NewtonOptions inner = newton_options(impl.options);
  inner.tolerance *= 0.1;  // the multipliers cannot settle closer than what they are read from
  for (int outer = 0; outer < 300; ++outer) {
    equilibrium.hold_multipliers(true);
    a.take(newton_krylov(equilibrium, a.z, inner));
    equilibrium.hold_multipliers(false);
    if (!a.converged) return a;
    equilibrium.residual(a.z, r);
    ++a.sweeps;
    a.residual = solve::largest(r);
    a.converged = a.residual <= impl.options.tolerance;
    if (a.converged) return a;
    for (int j = 0; j < layout.R; ++j) {
      const auto at = static_cast<std::size_t>(j);
      const double phi = r[static_cast<std::size_t>(layout.multiplier(j))];
      step[at] =
          phi * before[at] < 0.0 ? std::max(0.5 * step[at], 1.0 / 64.0) : std::min(1.2 * step[at], 4.0);
      before[at] = phi;
      a.z[static_cast<std::size_t>(layout.multiplier(j))] -= step[at] * phi;
    }
    equilibrium.project(a.z);
  }
  return a;
}

Attempt accelerated(Equilibrium& equilibrium, const Options& options) {
  Attempt a;
  a.method = Method::anderson;
  a.z.assign(static_cast<std::size_t>(equilibrium.size()), 0.0);
  std::vector<double> r(a.z.size());
  solve::AndersonOptions settings;
  settings.memory = 20;
  solve::Anderson anderson(settings);
  const auto wages = static_cast<std::size_t>(equilibrium.layout().N);
  for (int iteration = 0; iteration < 400; ++iteration) {
    equilibrium.residual(a.z, r);
    ++a.sweeps;
    a.residual = solve::largest(r);
    a.converged = a.residual <= options.tolerance;
    if (a.converged) return a;
    for (std::size_t n = 0; n < wages; ++n) r[n] *= 0.025;
    anderson.advance(a.z, r);
  }
  return a;
}

}  // namespace

Outcome Model::solve(Policy policy, const Start& start) const {
  return solve(std::make_shared<const Policy>(std::move(policy)), start);
}

Outcome Model::solve(std::shared_ptr<const Policy> shared, const Start& from) const {
  const Policy& policy = *shared;
  const Calibration& c = impl_->calibration;
  CompiledPolicy compiled = compile(c, impl_->world, policy);
  if (compiled.refusal) return refused(*impl_, std::move(shared), compiled);
  Equilibrium equilibrium(c, compiled, &impl_->preconditioner);

  Attempt attempt;
  attempt.method = Method::newton_krylov;
  attempt.z = point_of(from, policy, equilibrium.layout());
  equilibrium.project(attempt.z);
  attempt.take(newton_krylov(equilibrium, attempt.z, newton_options(impl_->options)));
  int newton = attempt.newton;
  int sweeps = attempt.sweeps;
  std::optional<double> share;
  std::optional<Strain> strain;
  const auto keep_counts = [&](const Attempt& a) {
    newton += a.newton;
    sweeps += a.sweeps;
    if (a.share_certified) share = a.share_certified;
    if (a.strain) strain = a.strain;
  };
  if (!attempt.converged) {
    attempt = Attempt{};
    attempt.method = Method::newton_after_sweeps;
    attempt.z.assign(static_cast<std::size_t>(equilibrium.size()), 0.0);
    sweep_at_fixed_wages(equilibrium, attempt);
    equilibrium.project(attempt.z);
    attempt.take(newton_krylov(equilibrium, attempt.z, newton_options(impl_->options)));
    keep_counts(attempt);
  }
  if (!attempt.converged) {
    attempt = homotopy(*impl_, policy);
    keep_counts(attempt);
  }
  // Where an economy's income ran out on the way there is nothing further to find.
  if (!attempt.converged && !(strain && strain->spent())) {
    Attempt last =
        policy.instruments.empty() ? accelerated(equilibrium, impl_->options) : nested(*impl_, equilibrium);
    keep_counts(last);
    if (last.converged || last.residual < attempt.residual) attempt = std::move(last);
  }
  attempt.newton = newton;
  attempt.sweeps = sweeps;
  attempt.share_certified = share;
  attempt.strain = strain;
  return finish(*impl_, std::move(shared), compiled, std::move(attempt), &equilibrium);
}

Outcome solve_nested(const Model::Impl& impl, std::shared_ptr<const Policy> policy) {
  CompiledPolicy compiled = compile(impl.calibration, impl.world, *policy);
  if (compiled.refusal) return refused(impl, std::move(policy), compiled);
  Equilibrium equilibrium(impl.calibration, compiled, &impl.preconditioner);
  return finish(impl, std::move(policy), compiled, nested(impl, equilibrium), &equilibrium);
}

}  // namespace leeway
