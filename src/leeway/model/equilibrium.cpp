#include "leeway/model/equilibrium.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/model/ces.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

// Half of the last place of a brief share, relative to it.
constexpr double kBriefRounding = 1.0 / 512.0;
// Trade below this share of home sales is summed over partners: a difference of totals loses the rest.
constexpr double kSecluded = 1e-3;

}  // namespace

Equilibrium::Equilibrium(const Calibration& calibration, CompiledPolicy& policy,
                         const BlockPreconditioner* preconditioner)
    : c_(calibration),
      b_(*calibration.shares),
      p_(policy),
      layout_(b_, policy.instruments.multipliers()),
      preconditioner_(preconditioner) {
  const int N = b_.economies;
  const int H = b_.composites;
  const int J = b_.producers;
  const int L = b_.lines;
  s_.beta = b_.beta0;
  s_.alpha = b_.alpha0;
  s_.use_share = c_.use_share0;
  if (c_.unit_between_bundles) {
    s_.substitution.assign(static_cast<std::size_t>(N) * c_.first_pair.back(), 0.0);
    inputs_ = b_.g0_brief;
  }
  for (Array2* a : {&s_.V, &scratch_.dbeta}) *a = Array2(N, J);
  for (Array2* a : {&s_.log_materials, &s_.M}) *a = Array2(N, b_.input_stride);
  s_.FD = Array2(N, H);
  for (Array2* a : {&s_.log_basic, &s_.Y, &scratch_.dc, &scratch_.dY}) *a = Array2(J, N);
  for (Array2* a : {&s_.log_composite, &s_.X, &scratch_.dX, &scratch_.dcomposite}) *a = Array2(H, N);
  for (Array2* a :
       {&s_.log_line, &s_.made, &s_.log_backstop, &s_.short_of, &scratch_.dline, &scratch_.dbackstop})
    *a = Array2(L, N);
  s_.s = b_.s0;
  s_.u = Array2(L, b_.stride);
  s_.sold = Array2(L, b_.stride);
  if (c_.inputs_move()) s_.g = b_.g0;
  const auto rows = static_cast<std::size_t>(p_.rows->rows());
  for (std::vector<double>* v :
       {&s_.U, &s_.Fu, &s_.backstop, &s_.XL, &s_.coef, &s_.reached, &s_.home, &s_.home_reached, &s_.home_sold,
        &s_.log_class, &scratch_.drow_price, &scratch_.moved, &scratch_.drow})
    v->assign(rows, 0.0);
  s_.class_share.assign(rows, 1.0);
  s_.kept.resize(p_.kept.size());
  for (std::vector<double>* v :
       {&s_.log_final, &s_.labour, &s_.factor, &s_.tariff_revenue, &s_.export_revenue, &s_.output_revenue,
        &s_.backstop_rent, &s_.deficit, &s_.income, &s_.receipts, &s_.payments, &scratch_.dreceipts,
        &scratch_.dpayments, &scratch_.drevenue})
    v->assign(static_cast<std::size_t>(N), 0.0);
  for (std::vector<double>* v : {&scratch_.scale, &scratch_.dspending})
    v->assign(static_cast<std::size_t>(std::max(N, p_.rows->most_rows())), 0.0);
  const auto width = static_cast<std::size_t>(kernels::brief_padded(std::max(N, p_.rows->most_rows())));
  scratch_.narrow_in.assign(width, 0.0F);
  scratch_.narrow_out.assign(2 * width, 0.0F);
  s_.secluded.assign(static_cast<std::size_t>(N), 0);
  stands_.assign(static_cast<std::size_t>(L), 0);
  stood_ = stands_;
  switching_from_.resize(stands_.size());
  const auto& cells = p_.instruments.cells;
  for (int l = 0; l <= L; ++l)
    first_cell_.push_back(static_cast<std::size_t>(
        std::partition_point(cells.begin(), cells.end(), [l](const auto& cell) { return cell.l < l; }) -
        cells.begin()));
}

void Equilibrium::use_full_precision() { brief_ = false; }

// (E5) to (E8) and (E12), (E13), composite by composite, so that the shares of a line are still in the
// cache when its sales are summed.
void Equilibrium::trade(std::span<const double> z) {
  s_.Y.fill(0.0);
  std::fill(s_.backstop_rent.begin(), s_.backstop_rent.end(), 0.0);
  s_.sold.fill(0.0);
  switching_.clear();
  for (int h = 0; h < b_.composites; ++h) {
    const std::vector<int>& lines = b_.lines_in[static_cast<std::size_t>(h)];
    for (const int l : lines) line_prices(l, z);
    composite_prices(h);
    for (const int l : lines) line_sales(l);
  }
}

void Equilibrium::line_prices(int l, std::span<const double> z) {
  const auto N = static_cast<std::size_t>(b_.economies);
  const auto line = static_cast<std::size_t>(l);
  const double theta = c_.theta[line];
  const bool taxed = p_.taxed[line] != 0;
  const double* log_basic = s_.log_basic.row(b_.producer[line]);
  double* u = s_.u.row(l);
  for (std::size_t i = 0; i < N; ++i) u[i] = -theta * log_basic[i];
  elementary::exp({u, N}, {u, N});
  double* U = &s_.U[row(l, 0)];
  double* Fu = &s_.Fu[row(l, 0)];
  if (backed(l)) set_aside(l);
  if (taxed)
    kernels::row_sums2(p_.rows->K(l), p_.rows->F(l), u, rows_of(l), b_.stride, U, Fu);
  else
    kernels::row_sums(p_.rows->K(l), u, rows_of(l), b_.stride, U);
  const double* s0 = b_.s0.row(l);
  for (std::size_t n = 0; n < N; ++n)
    if (!(s0[n] > 0.0)) U[n] = 1.0;
  for (const PolicyRows::Cut& cut : p_.rows->cuts(l))
    each_class(l, cut, [&](std::size_t r, int a) {
      if (!(cut.s0[a] > 0.0)) s_.U[r] = 1.0;
    });
  const auto count = static_cast<std::size_t>(rows_of(l));
  if (backed(l)) stand_beside(l, z);
  if (!taxed) std::copy_n(U, count, Fu);
  double* log_class = &s_.log_class[row(l, 0)];
  elementary::log({U, count}, {log_class, count});
  for (std::size_t r = 0; r < count; ++r) log_class[r] /= -theta;
  std::copy_n(log_class, N, s_.log_line.row(l));
  join_classes(l);
}

// A line that is cut is the CES of its classes (model.md 11.1).
void Equilibrium::join_classes(int l) {
  for (const PolicyRows::Cut& cut : p_.rows->cuts(l)) join_classes(l, cut);
}

void Equilibrium::join_classes(int l, const PolicyRows::Cut& cut) {
  const auto at = [&](int a) { return a == 0 ? row(l, cut.n) : static_cast<std::size_t>(cut.rest + a - 1); };
  s_.log_line(l, cut.n) = ces(
      c_.sigC, cut.count, [&](int a) { return cut.s0[a]; }, [&](int a) { return s_.log_class[at(a)]; },
      [&](int a, double share) { s_.class_share[at(a)] = share; });
}

// (E8), of all importers at once.
void Equilibrium::composite_prices(int h) {
  const auto N = static_cast<std::size_t>(b_.economies);
  const std::vector<int>& lines = b_.lines_in[static_cast<std::size_t>(h)];
  double* out = s_.log_composite.row(h);
  if (lines.size() == 1) {
    std::copy_n(s_.log_line.row(lines[0]), N, out);
    return;
  }
  std::fill_n(out, N, 0.0);
  for (const int l : lines)
    for (std::size_t n = 0; n < N; ++n) out[n] += b_.s0.row(l)[n] * s_.log_line.row(l)[n];
  const double r = 1.0 - c_.sigL[static_cast<std::size_t>(h)];
  if (std::abs(r) < kCobbDouglas) return;
  // As in ces(): measured from the mean.
  std::vector<double>& power = scratch_.exponent;
  std::vector<double>& value = scratch_.value;
  power.resize(lines.size() * N);
  value.resize(power.size());
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t n = 0; n < N; ++n) power[a * N + n] = r * (s_.log_line.row(lines[a])[n] - out[n]);
  elementary::expm1(power, value);
  std::vector<double>& excess = scratch_.scale;
  std::fill(excess.begin(), excess.end(), 0.0);
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t n = 0; n < N; ++n) excess[n] += b_.s0.row(lines[a])[n] * value[a * N + n];
  elementary::log1p(excess, excess);
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t n = 0; n < N; ++n) power[a * N + n] -= excess[n];
  elementary::exp(power, value);
  for (std::size_t a = 0; a < lines.size(); ++a)
    for (std::size_t n = 0; n < N; ++n) s_.s.row(lines[a])[n] = b_.s0.row(lines[a])[n] * value[a * N + n];
  for (std::size_t n = 0; n < N; ++n) out[n] += excess[n] / r;
}

void Equilibrium::line_sales(int l) {
  const auto N = static_cast<std::size_t>(b_.economies);
  const auto line = static_cast<std::size_t>(l);
  const double* X = s_.X.row(b_.composite[line]);
  const double* s = s_.s.row(l);
  const double* u = s_.u.row(l);
  const double* U = &s_.U[row(l, 0)];
  double* XL = &s_.XL[row(l, 0)];
  double* coef = &s_.coef[row(l, 0)];
  for (std::size_t n = 0; n < N; ++n) XL[n] = s[n] * X[n];
  for (const PolicyRows::Cut& cut : p_.rows->cuts(l)) {
    const double all = s_.XL[row(l, cut.n)];
    each_class(l, cut, [&](std::size_t r, int) { s_.XL[r] = s_.class_share[r] * all; });
  }
  const auto count = static_cast<std::size_t>(rows_of(l));
  for (std::size_t r = 0; r < count; ++r) coef[r] = XL[r] / U[r];
  if (backed(l)) sell_backstop(l);
  double* sold = s_.sold.row(l);
  kernels::column_sums(p_.rows->F(l), coef, rows_of(l), b_.stride, sold);
  double* Y = s_.Y.row(b_.producer[line]);
  for (std::size_t i = 0; i < N; ++i) {
    sold[i] *= u[i];
    Y[i] += sold[i];
  }
  const std::size_t first = row(l, 0);
  const int* importer = p_.rows->importers(l);
  for (std::size_t r = 0; r < count; ++r) {
    const auto n = static_cast<std::size_t>(importer[r]);
    s_.reached[first + r] = s_.Fu[first + r] / U[r];
    s_.home[first + r] = p_.rows->K(l)[r][n] * u[n] / U[r];
    s_.home_reached[first + r] = p_.rows->F(l)[r][n] * u[n] / U[r];
    s_.home_sold[first + r] = s_.home_reached[first + r] * XL[r];
  }
  if (brief_) narrow_line(l);
}

// Shares at this point for Jacobian products. The importer's own sellers have most of a row and are kept
// apart, in full.
void Equilibrium::narrow_line(int l) {
  const auto N = static_cast<std::size_t>(b_.economies);
  const auto line = static_cast<std::size_t>(l);
  const int width = kernels::brief_padded(b_.economies);
  if (pi_.empty()) {
    pi_.assign(static_cast<std::size_t>(p_.rows->rows()) * static_cast<std::size_t>(width), 0);
    phi_.assign(pi_.size(), 0);
    narrowed_at_ = Array2::filled(s_.log_line.extents(), HUGE_VAL);
  }
  // Shares that would move less than they are rounded stay as they are.
  const double* log_basic = s_.log_basic.row(b_.producer[line]);
  double* then = narrowed_at_.row(l);
  double moved = 0.0;
  for (std::size_t i = 0; i < N; ++i) moved = std::max(moved, std::abs(log_basic[i] - then[i]));
  if (c_.theta[line] * moved < kBriefRounding && first_cell_[line] == first_cell_[line + 1] &&
      stands_[line] == 0 && stood_[line] == 0)
    return;
  stood_[line] = stands_[line];
  std::copy_n(log_basic, N, then);
  const double* U = &s_.U[row(l, 0)];
  const auto count = static_cast<std::size_t>(rows_of(l));
  for (std::size_t r = 0; r < count; ++r) scratch_.scale[r] = 1.0 / U[r];
  const auto narrow = [&](const double* const* rows, kernels::Aligned<kernels::Brief>& out) {
    kernels::Brief* first = &out[row(l, 0) * static_cast<std::size_t>(width)];
    kernels::narrow_rows(rows, s_.u.row(l), scratch_.scale.data(), rows_of(l), b_.stride, width, first);
    const int* importer = p_.rows->importers(l);
    for (std::size_t r = 0; r < count; ++r)
      first[r * static_cast<std::size_t>(width) + static_cast<std::size_t>(importer[r])] = 0;
  };
  narrow(p_.rows->K(l), pi_);
  if (p_.taxed[line] != 0) narrow(p_.rows->F(l), phi_);
}

void Equilibrium::deficits(std::span<const double> z) {
  const int N = b_.economies;
  double financed = 0.0;
  if (c_.closure == Closure::own)
    for (int n = 0; n < N; ++n)
      financed += b_.own_deficit[static_cast<std::size_t>(n)] * s_.factor[static_cast<std::size_t>(n)];
  for (std::size_t n = 0; n < static_cast<std::size_t>(N); ++n) {
    double d = 0.0;
    switch (c_.closure) {
      case Closure::share:
        d = b_.D0[n] * s_.world_income;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        d = b_.D0[n] * elementary::exp(z[static_cast<std::size_t>(c_.numeraire)]);
        break;
      case Closure::own:
        d = b_.own_deficit[n] * s_.factor[n] - b_.finance_share[n] * financed;
        break;
    }
    s_.deficit[n] = d + p_.transfer[n] * s_.world_income;
  }
}

void Equilibrium::incomes(std::span<const double> z) {
  const int N = b_.economies;
  const int J = b_.producers;
  s_.world_income = 0.0;
  for (int n = 0; n < N; ++n) {
    // (E15)
    const auto at = static_cast<std::size_t>(n);
    s_.labour[at] = c_.labour0[at] * elementary::exp(z[at]);
    s_.factor[at] = s_.labour[at];
    s_.output_revenue[at] = 0.0;
    for (int k = 0; k < J; ++k) {
      s_.factor[at] += c_.eta(n, k) * s_.V(n, k);
      if (p_.has_output_wedge) s_.output_revenue[at] += (1.0 - 1.0 / p_.output_wedge(n, k)) * s_.Y(k, n);
    }
    s_.world_income += s_.factor[at];
    s_.tariff_revenue[at] = s_.export_revenue[at] = s_.receipts[at] = s_.payments[at] = 0.0;
  }
  std::vector<double> home(static_cast<std::size_t>(N), 0.0);
  for (int l = 0; l < b_.lines; ++l) {
    const bool taxed = p_.taxed[static_cast<std::size_t>(l)] != 0;
    const std::size_t first = row(l, 0);
    const double* sold = s_.sold.row(l);
    const int* importer = p_.rows->importers(l);
    const auto count = static_cast<std::size_t>(rows_of(l));
    for (std::size_t r = 0; r < count; ++r) {
      const auto n = static_cast<std::size_t>(importer[r]);
      const double reached = s_.coef[first + r] * s_.Fu[first + r];
      const double domestic = s_.home_sold[first + r];
      if (taxed) s_.tariff_revenue[n] += s_.XL[first + r] - reached;
      s_.payments[n] += reached - domestic;
      // All that is sold is told once, with the first class.
      s_.receipts[n] += (r < home.size() ? sold[n] : 0.0) - domestic;
      home[n] += domestic;
    }
    if (backed(l))
      for (std::size_t n = 0; n < home.size(); ++n) s_.tariff_revenue[n] -= s_.made.row(l)[n];
  }
  // Where next to nothing is traded, the differences above are rounding: sum over the partners instead.
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    s_.secluded[at] = std::min(s_.receipts[at], s_.payments[at]) < kSecluded * home[at] ? 1 : 0;
    if (s_.secluded[at] == 0) continue;
    s_.receipts[at] = s_.payments[at] = 0.0;
    for (int l = 0; l < b_.lines; ++l)
      each_row(l, [&](int r, int m) {
        const double coef = s_.coef[static_cast<std::size_t>(r)];
        if (m != n)
          s_.receipts[at] += p_.rows->F(r, n) * s_.u(l, n) * coef;
        else
          for (int i = 0; i < N; ++i)
            if (i != n) s_.payments[at] += p_.rows->F(r, i) * s_.u(l, i) * coef;
      });
  }
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const auto n = static_cast<std::size_t>(kept.n);
    const auto i = static_cast<std::size_t>(kept.i);
    const double value = kept.b * user_value(kept.l, kept.row, kept.i);
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
    s_.income[n] = s_.factor[n] + s_.output_revenue[n] + s_.backstop_rent[n] + s_.tariff_revenue[n] +
                   s_.export_revenue[n] + s_.deficit[n];
    s_.receipts[n] += std::max(s_.deficit[n], 0.0);
    s_.payments[n] += std::max(-s_.deficit[n], 0.0);
  }
}

void Equilibrium::residual(std::span<const double> z, std::span<double> r) {
  const int N = b_.economies;
  const int H = b_.composites;
  const int J = b_.producers;
  set_multipliers(z);
  costs(z);
  demand(z);
  trade(z);
  observe_instruments(z);
  incomes(z);
  instrument_residual(z, r);
  const double rho = elementary::log(s_.world_income);
  const auto value_added = r.subspan(static_cast<std::size_t>(layout_.value_added(0, 0)), s_.V.size());
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    r[static_cast<std::size_t>(layout_.wage(n))] = elementary::log(s_.receipts[at] / s_.payments[at]) - rho;
    r[static_cast<std::size_t>(layout_.income(n))] =
        elementary::log(s_.income[at] / b_.I0[at]) - z[static_cast<std::size_t>(layout_.income(n))];
    for (int h = 0; h < H; ++h) {
      const auto price = static_cast<std::size_t>(layout_.price(n, h));
      r[price] = s_.log_composite(h, n) - z[price];
    }
    for (int k = 0; k < J; ++k)
      value_added[at * static_cast<std::size_t>(J) + static_cast<std::size_t>(k)] =
          b_.active(n, k) ? s_.beta(n, k) * s_.Y(k, n) / (p_.output_wedge(n, k) * s_.V(n, k)) : 1.0;
  }
  elementary::log(value_added, value_added);
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < J; ++k) {
      const auto va = static_cast<std::size_t>(layout_.value_added(n, k));
      if (!b_.active(n, k)) r[va] = -z[va];
    }
  last_z_.assign(z.begin(), z.end());
  last_r_.assign(r.begin(), r.end());
}

std::span<const double> Equilibrium::residual_at(std::span<const double> z) {
  if (!std::equal(z.begin(), z.end(), last_z_.begin(), last_z_.end())) {
    std::vector<double> r(z.size());
    residual(z, r);
  }
  return last_r_;
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
