// Gradients of real income with respect to every wedge and elasticity: model.md 6.1.

#include <cmath>

#include "leeway/model/model_impl.h"
#include "leeway/solve/gmres.h"

namespace leeway {

namespace {

// d ln W_n / dz = e_{I_n} - alpha'_n on the price block.
std::vector<double> objective(const Equilibrium& equilibrium, int economy) {
  const Layout& layout = equilibrium.layout();
  std::vector<double> o(static_cast<std::size_t>(layout.size()), 0.0);
  o[static_cast<std::size_t>(layout.income(economy))] = 1.0;
  for (int h = 0; h < layout.J; ++h)
    o[static_cast<std::size_t>(layout.price(economy, h))] = -equilibrium.state().alpha(economy, h);
  return o;
}

}  // namespace

Gradient Model::gradient(const Policy& policy, const Result& at, int economy) const {
  const Calibration& c = impl_->calibration;
  const CompiledPolicy p = compile(c, impl_->world, policy);
  Equilibrium equilibrium(c, p, &impl_->preconditioner);
  std::vector<double> r(at.state.size());
  equilibrium.residual(at.state, r);
  Gradient gradient;
  gradient.sweeps = 1;

  const solve::LinearMap transpose = [&](std::span<const double> y, std::span<double> out) {
    ++gradient.sweeps;
    equilibrium.transpose(y, out);
  };
  const std::vector<double> o = objective(equilibrium, economy);
  const solve::LinearMap precondition = [&](std::span<const double> y, std::span<double> out) {
    equilibrium.precondition_transpose(y, out);
  };
  const solve::GmresResult lambda = solve::gmres(transpose, o, 1e-9, 300, precondition);
  gradient.converged = lambda.converged;
  Equilibrium::Adjoint adjoint;
  std::vector<double> unused(o.size());
  equilibrium.transpose(lambda.x, unused, &adjoint);
  ++gradient.sweeps;

  const EquilibriumState& s = equilibrium.state();
  const Wedges& w = policy.wedges;
  const int N = c.economies;
  gradient.tariff = Array3(c.lines, N, N);
  gradient.export_tax = Array3(c.lines, N, N);
  gradient.log_cost = Array3(c.lines, N, N);
  gradient.theta.assign(static_cast<std::size_t>(c.lines), 0.0);
  Array3 log_kappa(c.lines, N, N);
  for (const CompiledPolicy::Wedge& wedge : p.wedges) log_kappa(wedge.l, wedge.n, wedge.i) = wedge.log_kappa;
  for (int l = 0; l < c.lines; ++l) {
    const int k = c.producer[static_cast<std::size_t>(l)];
    const double theta = c.theta[static_cast<std::size_t>(l)];
    for (int n = 0; n < N; ++n) {
      const auto importer = static_cast<std::size_t>(n);
      double mean = 0.0;  // sum_i pi' (ln kappa + ln basic price)
      for (int i = 0; i < N; ++i)
        if (const double share = p.K(l, n, i) * s.u(l, i) / s.U(l, n); share > 0.0)
          mean += share * (log_kappa(l, n, i) - std::log(s.u(l, i)) / theta);
      const double nest = adjoint.line_price(l, n) - theta * adjoint.line_use(l, n);
      double by_theta = nest * (mean - s.log_line(l, n)) / theta;
      for (int i = 0; i < N; ++i) {
        const auto exporter = static_cast<std::size_t>(i);
        const double value = p.K(l, n, i) * s.u(l, i) * s.coef(l, n);
        if (!(value > 0.0)) continue;
        const double t = w.tariff(l, n, i);
        const double e = w.export_tax(l, n, i);
        const double f = 1.0 / ((1.0 + t) * (1.0 + e));
        const double b = e * f;
        const double balance = n == i ? 0.0 : adjoint.receipts[exporter] - adjoint.payments[importer];
        const double by_f = value * adjoint.sales(i, k);
        const double by_a = value * (adjoint.income[importer] - balance);
        const double by_b = value * adjoint.income[exporter];
        const double use = f * by_f + (1.0 - f - b) * by_a + b * by_b + value * balance;
        const double by_kappa = theta * use - value / s.coef(l, n) / s.U(l, n) * adjoint.line_price(l, n);
        gradient.log_cost(l, n, i) = by_kappa;
        const double df_dt = -f / (1.0 + t);
        const double db_dt = -b / (1.0 + t);
        gradient.tariff(l, n, i) =
            by_kappa / (1.0 + t) - (by_f * df_dt + by_b * db_dt - by_a * (df_dt + db_dt));
        const double df_de = -f / (1.0 + e);
        const double db_de = f / (1.0 + e);
        gradient.export_tax(l, n, i) =
            by_kappa / (1.0 + e) - (by_f * df_de + by_b * db_de - by_a * (df_de + db_de));
        by_theta -= use * (log_kappa(l, n, i) - std::log(s.u(l, i)) / theta - mean);
      }
      gradient.theta[static_cast<std::size_t>(l)] -= by_theta;
    }
  }
  gradient.log_productivity = adjoint.basic_price;
  return gradient;
}

}  // namespace leeway
