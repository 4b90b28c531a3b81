#include "leeway/model/result.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>
#include <tuple>
#include <utility>

#include "leeway/base/elementary.h"
#include "leeway/model/model_impl.h"

namespace leeway {

namespace {

// Of spending on a line, where all of it goes to a backstop.
constexpr double kNothingTraded = 1e-250;

void certify(const Equilibrium& equilibrium, Certificate& certificate) {
  const EquilibriumState& s = equilibrium.state();
  const Calibration& c = equilibrium.calibration();
  const Shares& b = equilibrium.shares();
  certificate.walras = elementary::log(s.world_income);
  double receipts = 0.0;
  double payments = 0.0;
  double spent = 0.0;
  double received = 0.0;
  for (int n = 0; n < b.economies; ++n) {
    const auto at = static_cast<std::size_t>(n);
    double labour = 0.0;
    for (int k = 0; k < b.producers; ++k) labour += (1.0 - c.eta(n, k)) * s.V(n, k);
    certificate.market_clearing =
        std::max(certificate.market_clearing, std::abs(labour / s.labour[at] - 1.0));
    receipts += s.receipts[at];
    payments += s.payments[at];
    received += s.tariff_revenue[at] + s.export_revenue[at] + s.backstop_rent[at];
    for (int k = 0; k < b.producers; ++k) received += s.Y(k, n);
  }
  for (const double on_row : s.XL) spent += on_row;
  certificate.payments = std::abs(receipts - payments) / s.world_income;
  certificate.rent_accounting = std::abs(spent - received) / spent;
}

std::vector<double> in_dollars(const std::vector<double>& shares, double W0) {
  std::vector<double> out(shares);
  for (double& x : out) x *= W0;
  return out;
}

// [k][n] or [h][n] to economies first.
Array2 in_dollars(const Array2& shares, double W0) {
  Array2 out(shares.extent(1), shares.extent(0));
  for (std::size_t k = 0; k < shares.extent(0); ++k)
    for (std::size_t n = 0; n < shares.extent(1); ++n) out(n, k) = shares(k, n) * W0;
  return out;
}

std::pair<TradeFlows, TradeFlows> trade_flows(const Equilibrium& equilibrium) {
  auto point = std::make_shared<TradeFlows::Point>();
  point->rows = equilibrium.policy().rows;
  point->u = equilibrium.state().u;
  point->scale = in_dollars(equilibrium.state().coef, equilibrium.shares().W0);
  point->theta = equilibrium.calibration().theta;
  point->log_basic = equilibrium.state().log_basic;
  point->log_line = equilibrium.state().log_line;
  const EquilibriumState& s = equilibrium.state();
  for (int l = 0; l < equilibrium.shares().lines; ++l)
    for (int n = 0; n < equilibrium.shares().economies; ++n) {
      if (!(s.made(l, n) > 0.0)) continue;
      double spent = 0.0;
      for (int r = point->rows->row(l, 0); r < point->rows->row(l, 0) + point->rows->rows_of(l); ++r)
        if (point->rows->importer(r) == n) spent += s.XL[static_cast<std::size_t>(r)];
      point->log_line(l, n) -= elementary::log(std::max(1.0 - s.made(l, n) / spent, kNothingTraded)) /
                               point->theta[static_cast<std::size_t>(l)];
    }
  return {TradeFlows(point, TradeFlows::At::user_prices), TradeFlows(point, TradeFlows::At::basic_prices)};
}

}  // namespace

std::vector<double> equivalent_variation(const Result& from, const Result& to) {
  std::vector<double> ev(from.log_welfare.size());
  for (std::size_t n = 0; n < ev.size(); ++n)
    ev[n] = from.base_income[n] * (elementary::exp(to.log_welfare[n]) - elementary::exp(from.log_welfare[n]));
  return ev;
}

std::vector<double> real_income_change_pct(const Result& from, const Result& to) {
  std::vector<double> change(from.log_welfare.size());
  for (std::size_t n = 0; n < change.size(); ++n)
    change[n] = 100.0 * elementary::expm1(to.log_welfare[n] - from.log_welfare[n]);
  return change;
}

Result read_result(const Equilibrium& equilibrium, std::span<const double> z, Certificate& certificate) {
  const Shares& b = equilibrium.shares();
  const EquilibriumState& s = equilibrium.state();
  const CompiledPolicy& p = equilibrium.policy();
  const Layout& layout = equilibrium.layout();
  const int N = b.economies;
  Result r;
  r.wage.resize(static_cast<std::size_t>(N));
  elementary::exp(z.first(r.wage.size()), r.wage);
  r.price = Array2(N, b.composites);
  elementary::exp(z.subspan(static_cast<std::size_t>(layout.price(0, 0)), r.price.size()),
                  {r.price.data(), r.price.size()});
  r.consumer_price.resize(r.wage.size());
  elementary::exp(s.log_final, r.consumer_price);
  r.basic_price = Array2(N, b.producers);
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < b.producers; ++k) r.basic_price(n, k) = s.log_basic(k, n);
  r.line_price = s.log_line;
  for (Array2* prices : {&r.basic_price, &r.line_price})
    elementary::exp({prices->data(), prices->size()}, {prices->data(), prices->size()});
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    r.log_welfare.push_back(elementary::log(s.income[at] / b.I0[at]) - s.log_final[at]);
    r.deficit.push_back((s.deficit[at] - p.transfer[at] * s.world_income) * b.W0);
    r.transfer.push_back(p.transfer[at] * s.world_income * b.W0);
    r.subsidies.push_back(p.has_output_wedge ? -s.output_revenue[at] * b.W0 : 0.0);
  }
  r.backstop_rents = in_dollars(s.backstop_rent, b.W0);
  r.backstop_premium = s.short_of;
  r.output = in_dollars(s.Y, b.W0);
  r.value_added = s.V;
  for (double& x : r.value_added) x *= b.W0;
  r.absorption = in_dollars(s.X, b.W0);
  r.income = in_dollars(s.income, b.W0);
  r.base_income = in_dollars(b.I0, b.W0);
  r.factor_income = in_dollars(s.factor, b.W0);
  r.tariff_revenue = in_dollars(s.tariff_revenue, b.W0);
  r.export_revenue = in_dollars(s.export_revenue, b.W0);
  std::tie(r.trade, r.received) = trade_flows(equilibrium);
  certify(equilibrium, certificate);
  return r;
}

}  // namespace leeway
