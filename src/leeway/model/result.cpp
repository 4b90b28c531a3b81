#include "leeway/model/result.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

void certify(const Calibration& c, const Equilibrium& equilibrium, Certificate& certificate) {
  const EquilibriumState& s = equilibrium.state();
  certificate.walras = std::log(s.world_income);
  double receipts = 0.0;
  double payments = 0.0;
  double spent = 0.0;
  double received = 0.0;
  for (int n = 0; n < c.economies; ++n) {
    const auto at = static_cast<std::size_t>(n);
    double labour = 0.0;
    for (int k = 0; k < c.sectors; ++k) labour += (1.0 - c.eta(n, k)) * s.V(n, k);
    certificate.market_clearing =
        std::max(certificate.market_clearing, std::abs(labour / s.labour[at] - 1.0));
    receipts += s.receipts[at];
    payments += s.payments[at];
    received += s.tariff_revenue[at] + s.export_revenue[at];
    for (int k = 0; k < c.sectors; ++k) received += s.Y(n, k);
    for (int l = 0; l < c.lines; ++l) spent += s.XL(l, n) + s.made(l, n);
  }
  certificate.payments = std::abs(receipts - payments) / s.world_income;
  certificate.rent_accounting = std::abs(spent - received) / spent;
}

std::vector<double> in_dollars(const std::vector<double>& shares, double W0) {
  std::vector<double> out(shares);
  for (double& x : out) x *= W0;
  return out;
}

Array2 in_dollars(const Array2& shares, double W0) {
  Array2 out = shares;
  for (double& x : out) x *= W0;
  return out;
}

}  // namespace

std::vector<double> equivalent_variation(const Result& from, const Result& to) {
  std::vector<double> ev(from.log_welfare.size());
  for (std::size_t n = 0; n < ev.size(); ++n)
    ev[n] = from.base_income[n] * (std::exp(to.log_welfare[n]) - std::exp(from.log_welfare[n]));
  return ev;
}

std::vector<double> real_income_change_pct(const Result& from, const Result& to) {
  std::vector<double> change(from.log_welfare.size());
  for (std::size_t n = 0; n < change.size(); ++n)
    change[n] = 100.0 * std::expm1(to.log_welfare[n] - from.log_welfare[n]);
  return change;
}

Result read_result(const Model::Impl& impl, const Equilibrium& equilibrium, std::span<const double> z,
                   Certificate& certificate) {
  const Calibration& c = impl.calibration;
  const EquilibriumState& s = equilibrium.state();
  const CompiledPolicy& p = equilibrium.policy();
  const Layout& layout = equilibrium.layout();
  const int N = c.economies;
  const int J = c.sectors;
  Result r;
  r.price = Array2(N, J);
  r.basic_price = Array2(N, J);
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    r.wage.push_back(std::exp(z[static_cast<std::size_t>(layout.wage(n))]));
    r.consumer_price.push_back(std::exp(s.log_final[at]));
    r.log_welfare.push_back(std::log(s.income[at] / c.I0[at]) - s.log_final[at]);
    r.deficit.push_back((s.deficit[at] - p.transfer[at] * s.world_income) * c.W0);
    r.transfer.push_back(p.transfer[at] * s.world_income * c.W0);
    r.subsidies.push_back(p.has_output_wedge ? -s.output_revenue[at] * c.W0 : 0.0);
    for (int h = 0; h < J; ++h) {
      r.price(n, h) = std::exp(z[static_cast<std::size_t>(layout.price(n, h))]);
      r.basic_price(n, h) = std::exp(s.log_cost(n, h)) * p.output_wedge(n, h);
    }
  }
  r.line_price = s.log_effective;
  for (double& price : r.line_price) price = std::exp(price);
  r.output = in_dollars(s.Y, c.W0);
  r.value_added = in_dollars(s.V, c.W0);
  r.absorption = in_dollars(s.X, c.W0);
  r.income = in_dollars(s.income, c.W0);
  r.base_income = in_dollars(c.I0, c.W0);
  r.factor_income = in_dollars(s.factor, c.W0);
  r.tariff_revenue = in_dollars(s.tariff_revenue, c.W0);
  r.export_revenue = in_dollars(s.export_revenue, c.W0);
  r.trade = Array3(c.lines, N, N);
  r.received = Array3(c.lines, N, N);
  for (int l = 0; l < c.lines; ++l)
    for (int n = 0; n < N; ++n) {
      const double scale = s.coef(l, n) * c.W0;
      const double* K = p.K.row(l, n);
      const double* F = p.F.row(l, n);
      const double* u = s.u.row(l);
      double* trade = r.trade.row(l, n);
      double* received = r.received.row(l, n);
      for (int i = 0; i < N; ++i) {
        trade[i] = K[i] * u[i] * scale;
        received[i] = F[i] * u[i] * scale;
      }
    }
  certify(c, equilibrium, certificate);
  return r;
}

}  // namespace leeway
