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
  CompiledPolicy p = compile(c, impl_->world, policy);
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
  std::vector<double> log_price(
      static_cast<std::size_t>(N));  // user over basic price, and basic price, in logs
  std::vector<double> log_basic(static_cast<std::size_t>(N));
  auto wedge = p.wedges.begin();  // in the order of this walk
  for (int l = 0; l < c.lines; ++l) {
    const int k = c.producer[static_cast<std::size_t>(l)];
    const double theta = c.theta[static_cast<std::size_t>(l)];
    for (int i = 0; i < N; ++i) log_basic[static_cast<std::size_t>(i)] = -std::log(s.u(l, i)) / theta;
    for (int n = 0; n < N; ++n) {
      const auto importer = static_cast<std::size_t>(n);
      const double* K = p.K.row(l, n);
      const double* u = s.u.row(l);
      const double coef = s.coef(l, n);
      const double inverse_U = 1.0 / s.U(l, n);
      log_price = log_basic;
      for (; wedge != p.wedges.end() && wedge->l == l && wedge->n == n; ++wedge)
        log_price[static_cast<std::size_t>(wedge->i)] += wedge->log_kappa;
      double mean = 0.0;  // sum_i pi' (ln kappa + ln basic price)
      for (int i = 0; i < N; ++i) mean += K[i] * u[i] * inverse_U * log_price[static_cast<std::size_t>(i)];
      const double line_price = adjoint.line_price(l, n);
      const double nest = line_price - theta * adjoint.line_use(l, n);
      double by_theta = nest * (mean - s.log_line(l, n)) / theta;
      const double income = adjoint.income[importer];
      for (int i = 0; i < N; ++i) {
        const auto exporter = static_cast<std::size_t>(i);
        const double value = K[i] * u[i] * coef;
        if (!(value > 0.0)) continue;
        const double inverse_t = 1.0 / (1.0 + w.tariff(l, n, i));
        const double e = w.export_tax(l, n, i);
        const double inverse_e = e == 0.0 ? 1.0 : 1.0 / (1.0 + e);
        const double f = inverse_t * inverse_e;
        const double b = e * f;
        const double balance = n == i ? 0.0 : adjoint.receipts[exporter] - adjoint.payments[importer];
        const double by_f = value * adjoint.sales(i, k);
        const double by_a = value * (income - balance);
        const double by_b = value * adjoint.income[exporter];
        const double use = f * by_f + (1.0 - f - b) * by_a + b * by_b + value * balance;
        const double by_kappa = theta * use - K[i] * u[i] * inverse_U * line_price;
        gradient.log_cost(l, n, i) = by_kappa;
        // f and b fall with t; f falls and b rises with e; a is the rest of a dollar.
        const double kept = f * by_f + b * by_b - (f + b) * by_a;
        gradient.tariff(l, n, i) = inverse_t * (by_kappa + kept);
        gradient.export_tax(l, n, i) = inverse_e * (by_kappa + f * (by_f - by_b));
        by_theta -= use * (log_price[exporter] - mean);
      }
      gradient.theta[static_cast<std::size_t>(l)] -= by_theta;
    }
  }
  gradient.log_productivity = adjoint.basic_price;
  return gradient;
}

}  // namespace leeway
