#include "leeway/model/equilibrium.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Core>

#include "leeway/model/ces.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

using View = Eigen::Map<Eigen::ArrayXd>;

// Trade below this share of home sales is summed over partners: a difference of totals loses the rest.
constexpr double kSecluded = 1e-3;

}  // namespace

Equilibrium::Equilibrium(const Calibration& calibration, CompiledPolicy& policy,
                         const BlockPreconditioner* preconditioner)
    : c_(calibration),
      p_(policy),
      layout_{calibration.economies, calibration.sectors, policy.instruments.multipliers()},
      preconditioner_(preconditioner) {
  const int N = c_.economies;
  const int J = c_.sectors;
  const int L = c_.lines;
  for (Array2* a :
       {&s_.beta, &s_.alpha, &s_.log_cost, &s_.log_va_price, &s_.log_composite, &s_.V, &s_.C, &s_.X, &s_.FD,
        &s_.Y, &scratch_.dc, &scratch_.dbeta, &scratch_.dX, &scratch_.dcomposite, &scratch_.dY})
    *a = Array2(N, J);
  for (Array2* a : {&s_.s, &s_.log_line, &s_.log_effective, &s_.made, &scratch_.deffective, &s_.U, &s_.Fu,
                    &s_.coef, &s_.XL, &scratch_.dline, &scratch_.moved, &scratch_.drow})
    *a = Array2(L, N);
  s_.log_materials = Array2(N, c_.input_stride);
  s_.M = Array2(N, c_.input_stride);
  s_.u = Array2(L, c_.stride);
  s_.sold = Array2(L, c_.stride);
  if (!c_.cobb_douglas_materials) s_.g = c_.g0;
  s_.kept.resize(p_.kept.size());
  for (std::vector<double>* v :
       {&s_.log_final, &s_.labour, &s_.factor, &s_.tariff_revenue, &s_.export_revenue, &s_.output_revenue,
        &s_.deficit, &s_.income, &s_.receipts, &s_.payments})
    v->assign(static_cast<std::size_t>(N), 0.0);
  s_.secluded.assign(static_cast<std::size_t>(N), 0);
}

void Equilibrium::use_full_precision() { single_ = false; }

// (E2), (E3): price of materials by user, through the bundles where there are any.
void Equilibrium::materials(int n, const double* log_price) {
  const int J = c_.sectors;
  double* out = s_.log_materials.row(n);
  std::fill(out, out + c_.input_stride, 0.0);
  if (c_.cobb_douglas_materials || c_.unit_between_bundles)
    kernels::column_sums(c_.g0.row(n, 0), log_price, J, c_.input_stride, out);
  if (c_.cobb_douglas_materials) return;
  if (c_.unit_between_bundles) {
    for (std::size_t q = 0; q < c_.bundle_members.size(); ++q) {
      const std::vector<int>& members = c_.bundle_members[q];
      const auto member = [&](int a) { return members[static_cast<std::size_t>(a)]; };
      for (int k = 0; k < J; ++k) {
        double total = 0.0;
        double apart = 0.0;  // what the sum above took for the bundle
        for (const int h : members) {
          total += c_.g0(n, h, k);
          apart += c_.g0(n, h, k) * log_price[h];
        }
        if (!(total > 0.0)) continue;
        const double price = ces(
            c_.sigB[q], static_cast<int>(members.size()),
            [&](int a) { return c_.g0(n, member(a), k) / total; },
            [&](int a) { return log_price[member(a)]; },
            [&](int a, double share) { s_.g(n, member(a), k) = total * share; });
        out[k] += total * price - apart;
      }
    }
    return;
  }
  for (int k = 0; k < J; ++k)
    out[k] = nested_materials(c_, n, k, log_price, [&](int h, double share) { s_.g(n, h, k) = share; });
}

void Equilibrium::costs(std::span<const double> z) {
  const int N = c_.economies;
  const int J = c_.sectors;
  for (int n = 0; n < N; ++n) {
    const double* log_price = &z[static_cast<std::size_t>(layout_.price(n, 0))];
    const double* log_va = &z[static_cast<std::size_t>(layout_.value_added(n, 0))];
    materials(n, log_price);
    for (int k = 0; k < J; ++k) {
      if (!c_.active(n, k)) {
        s_.beta(n, k) = 1.0;
        continue;
      }
      // (E1) and (E4)
      const double eta = c_.eta(n, k);
      const double q = (1.0 - eta) * z[static_cast<std::size_t>(n)] + eta * log_va[k];
      s_.log_va_price(n, k) = q;
      s_.log_cost(n, k) = ces_pair(c_.sigV[static_cast<std::size_t>(k)], c_.beta0(n, k), q,
                                   s_.log_materials(n, k), s_.beta(n, k));
    }
  }
  for (int n = 0; n < N; ++n) {
    // (E9)
    const double* log_price = &z[static_cast<std::size_t>(layout_.price(n, 0))];
    s_.log_final[static_cast<std::size_t>(n)] = ces(
        c_.sigF, J, [&](int h) { return c_.alpha0(n, h); }, [&](int h) { return log_price[h]; },
        [&](int h, double share) { s_.alpha(n, h) = share; });
  }
}

void Equilibrium::demand(std::span<const double> z) {
  const int N = c_.economies;
  const int J = c_.sectors;
  for (int n = 0; n < N; ++n) {
    // (E10), (E11)
    const double income =
        c_.I0[static_cast<std::size_t>(n)] * std::exp(z[static_cast<std::size_t>(layout_.income(n))]);
    const double* log_va = &z[static_cast<std::size_t>(layout_.value_added(n, 0))];
    View(s_.V.row(n), J) = Eigen::Map<const Eigen::ArrayXd>(log_va, J).exp();
    for (int k = 0; k < J; ++k) {
      s_.V(n, k) *= c_.V0(n, k);
      s_.C(n, k) = s_.V(n, k) / s_.beta(n, k);
      s_.M(n, k) = (1.0 - s_.beta(n, k)) * s_.C(n, k);
    }
    const Array3& g = c_.cobb_douglas_materials ? c_.g0 : s_.g;
    kernels::row_sums(g.row(n, 0), s_.M.row(n), J, c_.input_stride, s_.X.row(n));
    for (int h = 0; h < J; ++h) {
      s_.FD(n, h) = s_.alpha(n, h) * income;
      s_.X(n, h) += s_.FD(n, h);
    }
  }
}

// (E5) to (E8) and (E12), (E13), composite by composite, so that the shares of a line are still in the
// cache when its sales are summed.
void Equilibrium::trade() {
  const int N = c_.economies;
  s_.Y.fill(0.0);
  s_.sold.fill(0.0);
  for (int h = 0; h < c_.sectors; ++h) {
    const std::vector<int>& lines = c_.lines_in[static_cast<std::size_t>(h)];
    for (int l : lines) line_prices(l);
    for (int n = 0; n < N; ++n) {
      if (lines.size() == 1) {
        s_.s(lines[0], n) = c_.s0(lines[0], n);
        s_.log_composite(n, h) = s_.log_effective(lines[0], n);
      } else {
        s_.log_composite(n, h) = ces(
            c_.sigL[static_cast<std::size_t>(h)], static_cast<int>(lines.size()),
            [&](int a) { return c_.s0(lines[static_cast<std::size_t>(a)], n); },
            [&](int a) { return s_.log_effective(lines[static_cast<std::size_t>(a)], n); },
            [&](int a, double share) { s_.s(lines[static_cast<std::size_t>(a)], n) = share; });
      }
    }
    for (int l : lines) line_sales(l);
  }
}

void Equilibrium::line_prices(int l) {
  const int N = c_.economies;
  const auto line = static_cast<std::size_t>(l);
  const int k = c_.producer[line];
  const double theta = c_.theta[line];
  double* u = s_.u.row(l);
  for (int i = 0; i < N; ++i) u[i] = s_.log_cost(i, k);
  if (p_.has_output_wedge)
    for (int i = 0; i < N; ++i) u[i] += std::log(p_.output_wedge(i, k));
  View(u, N) = (-theta * View(u, N)).exp();
  if (p_.taxed[line] != 0)
    kernels::row_sums2(p_.K.row(l, 0), p_.F.row(l, 0), u, N, c_.stride, s_.U.row(l), s_.Fu.row(l));
  else
    kernels::row_sums(p_.K.row(l, 0), u, N, c_.stride, s_.U.row(l));
  for (int n = 0; n < N; ++n) {
    if (!(c_.s0(l, n) > 0.0)) s_.U(l, n) = 1.0;
    // Every supplier banned: only a backstop is left, and nothing is traded.
    if (c_.backstop[line] > 0.0) s_.U(l, n) = std::max(s_.U(l, n), kNoSupply);
    if (p_.taxed[line] == 0) s_.Fu(l, n) = s_.U(l, n);
  }
  View(s_.log_line.row(l), N) = -View(s_.U.row(l), N).log() / theta;
  std::copy_n(s_.log_line.row(l), N, s_.log_effective.row(l));
  if (c_.backstop[line] > 0.0) backstop_price(l);
}

// (E7)
void Equilibrium::backstop_price(int l) {
  const auto line = static_cast<std::size_t>(l);
  const int host = c_.backstop_host[line];
  for (int n = 0; n < c_.economies; ++n) {
    if (!c_.active(n, host)) {
      s_.made(l, n) = 0.0;
      continue;
    }
    const double cap =
        std::log(c_.backstop[line]) + s_.log_cost(n, host) + std::log(p_.output_wedge(n, host));
    const double traded = s_.log_line(l, n);
    const double low = std::min(cap, traded);
    s_.log_effective(l, n) = low - std::log(std::exp(-kBackstopSharpness * (traded - low)) +
                                            std::exp(-kBackstopSharpness * (cap - low))) /
                                       kBackstopSharpness;
    s_.made(l, n) = std::exp(-kBackstopSharpness * (cap - s_.log_effective(l, n)));  // its share, until sales
  }
}

void Equilibrium::line_sales(int l) {
  const int N = c_.economies;
  const auto line = static_cast<std::size_t>(l);
  const int h = c_.composite[line];
  const int k = c_.producer[line];
  for (int n = 0; n < N; ++n) {
    s_.XL(l, n) = s_.s(l, n) * s_.X(n, h);
    if (c_.backstop[line] > 0.0) {
      const double spending = s_.XL(l, n);
      s_.XL(l, n) *= std::exp(-kBackstopSharpness * (s_.log_line(l, n) - s_.log_effective(l, n)));
      s_.made(l, n) *= spending;
      s_.Y(n, c_.backstop_host[line]) += s_.made(l, n);
    }
    s_.coef(l, n) = s_.XL(l, n) / s_.U(l, n);
  }
  kernels::column_sums(p_.F.row(l, 0), s_.coef.row(l), N, c_.stride, s_.sold.row(l));
  for (int i = 0; i < N; ++i) {
    s_.sold(l, i) *= s_.u(l, i);
    s_.Y(i, k) += s_.sold(l, i);
  }
}

void Equilibrium::deficits(std::span<const double> z) {
  const int N = c_.economies;
  double financed = 0.0;
  if (c_.closure == Closure::own)
    for (int n = 0; n < N; ++n)
      financed += c_.own_deficit[static_cast<std::size_t>(n)] * s_.factor[static_cast<std::size_t>(n)];
  for (std::size_t n = 0; n < static_cast<std::size_t>(N); ++n) {
    double d = 0.0;
    switch (c_.closure) {
      case Closure::share:
        d = c_.D0[n] * s_.world_income;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        d = c_.D0[n] * std::exp(z[static_cast<std::size_t>(c_.numeraire)]);
        break;
      case Closure::own:
        d = c_.own_deficit[n] * s_.factor[n] - c_.finance_share[n] * financed;
        break;
    }
    s_.deficit[n] = d + p_.transfer[n] * s_.world_income;
  }
}

void Equilibrium::incomes(std::span<const double> z) {
  const int N = c_.economies;
  const int J = c_.sectors;
  s_.world_income = 0.0;
  for (int n = 0; n < N; ++n) {
    // (E15)
    const auto at = static_cast<std::size_t>(n);
    s_.labour[at] = c_.labour0[at] * std::exp(z[at]);
    s_.factor[at] = s_.labour[at];
    s_.output_revenue[at] = 0.0;
    for (int k = 0; k < J; ++k) {
      s_.factor[at] += c_.eta(n, k) * s_.V(n, k);
      if (p_.has_output_wedge) s_.output_revenue[at] += (1.0 - 1.0 / p_.output_wedge(n, k)) * s_.Y(n, k);
    }
    s_.world_income += s_.factor[at];
    s_.tariff_revenue[at] = s_.export_revenue[at] = s_.receipts[at] = s_.payments[at] = 0.0;
  }
  std::vector<double> home(static_cast<std::size_t>(N), 0.0);
  for (int l = 0; l < c_.lines; ++l) {
    const bool taxed = p_.taxed[static_cast<std::size_t>(l)] != 0;
    for (int n = 0; n < N; ++n) {
      const auto at = static_cast<std::size_t>(n);
      const double reached = s_.coef(l, n) * s_.Fu(l, n);
      const double domestic = p_.F(l, n, n) * s_.u(l, n) * s_.coef(l, n);
      if (taxed) s_.tariff_revenue[at] += s_.XL(l, n) - reached;
      s_.payments[at] += reached - domestic;
      s_.receipts[at] += s_.sold(l, n) - domestic;
      home[at] += domestic;
    }
  }
  // Where next to nothing is traded, the differences above are rounding: sum over the partners instead.
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    s_.secluded[at] = std::min(s_.receipts[at], s_.payments[at]) < kSecluded * home[at] ? 1 : 0;
    if (s_.secluded[at] == 0) continue;
    s_.receipts[at] = s_.payments[at] = 0.0;
    for (int l = 0; l < c_.lines; ++l)
      for (int m = 0; m < N; ++m) {
        if (m == n) continue;
        s_.payments[at] += p_.F(l, n, m) * s_.u(l, m) * s_.coef(l, n);
        s_.receipts[at] += p_.F(l, m, n) * s_.u(l, n) * s_.coef(l, m);
      }
  }
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const auto n = static_cast<std::size_t>(kept.n);
    const auto i = static_cast<std::size_t>(kept.i);
    const double value = kept.b * user_value(kept.l, kept.n, kept.i);
    s_.kept[j] = value;
    s_.tariff_revenue[n] -= value;
    s_.export_revenue[i] += value;
    s_.payments[n] += value;
    s_.receipts[i] += value;
  }
  keep_rents();
  deficits(z);
  for (std::size_t n = 0; n < static_cast<std::size_t>(N); ++n) {
    // (E16), (E17)
    s_.income[n] =
        s_.factor[n] + s_.output_revenue[n] + s_.tariff_revenue[n] + s_.export_revenue[n] + s_.deficit[n];
    s_.receipts[n] += std::max(s_.deficit[n], 0.0);
    s_.payments[n] += std::max(-s_.deficit[n], 0.0);
  }
}

void Equilibrium::residual(std::span<const double> z, std::span<double> r) {
  const int N = c_.economies;
  const int J = c_.sectors;
  set_multipliers(z);
  costs(z);
  demand(z);
  trade();
  observe_instruments(z);
  incomes(z);
  instrument_residual(z, r);
  const double rho = std::log(s_.world_income);
  std::vector<double> balance(static_cast<std::size_t>(J));
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    r[static_cast<std::size_t>(layout_.wage(n))] = std::log(s_.receipts[at] / s_.payments[at]) - rho;
    r[static_cast<std::size_t>(layout_.income(n))] =
        std::log(s_.income[at] / c_.I0[at]) - z[static_cast<std::size_t>(layout_.income(n))];
    for (int k = 0; k < J; ++k)
      balance[static_cast<std::size_t>(k)] =
          c_.active(n, k) ? s_.beta(n, k) * s_.Y(n, k) / (p_.output_wedge(n, k) * s_.V(n, k)) : 1.0;
    View(balance.data(), J) = View(balance.data(), J).log();
    for (int k = 0; k < J; ++k) {
      const auto price = static_cast<std::size_t>(layout_.price(n, k));
      r[price] = s_.log_composite(n, k) - z[price];
      const auto va = static_cast<std::size_t>(layout_.value_added(n, k));
      r[va] = c_.active(n, k) ? balance[static_cast<std::size_t>(k)] : -z[va];
    }
  }
}

void Equilibrium::precondition(std::span<const double> v, std::span<double> out) {
  System::precondition(v, out);
  if (preconditioner_ != nullptr) preconditioner_->apply(v, out);
}

void Equilibrium::precondition_transpose(std::span<const double> v, std::span<double> out) const {
  std::copy(v.begin(), v.end(), out.begin());
  if (preconditioner_ != nullptr) preconditioner_->apply_transpose(v, out);
}

}  // namespace leeway
