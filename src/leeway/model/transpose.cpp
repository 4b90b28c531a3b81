// The product with the transpose of the Jacobian, for adjoints: model.md appendix A. gx is the adjoint of x.

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/base/index.h"
#include "leeway/model/bundle_changes.h"
#include "leeway/model/equilibrium_instruments.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

Array2 transposed(const Array2& a) {
  Array2 out(a.extent(1), a.extent(0));
  for (std::size_t i = 0; i < a.extent(0); ++i)
    for (std::size_t j = 0; j < a.extent(1); ++j) out(j, i) = a(i, j);
  return out;
}

}  // namespace

void Equilibrium::transpose(std::span<const double> y, std::span<double> out, Adjoint* detail) {
  const int N = b_.economies;
  const int H = b_.composites;
  const int L = b_.lines;
  std::fill(out.begin(), out.end(), 0.0);
  std::vector<double> yR(at(N));
  std::vector<double> yQ(at(N));
  std::vector<double> yi(at(N));
  Array2 gY(b_.producers, N);
  balance_adjoint(y, out, yR, yQ, yi, gY);

  // Adjoint of ln M summed over origins, by row: c M with c of model.md 6.1.
  const auto rows = at(p_.rows->rows());
  std::vector<double> gprice(rows);
  std::vector<double> grow(rows);
  Array2 gline(L, N);
  Array2 gcomposite(H, N);
  Array2 gX(H, N);
  Array2 gcolumn(L, b_.stride);
  Array2 gbasic(b_.producers, N);
  std::vector<double> vector(at(b_.stride), 0.0);
  std::vector<double> seller(at(N));
  for (int n = 0; n < N; ++n)
    for (int h = 0; h < H; ++h) gcomposite(h, n) = y[at(layout_.price(n, h))];
  for (int l = 0; l < L; ++l) {
    const double* gsales = gY.row(b_.producer[at(l)]);
    for (int i = 0; i < N; ++i) {
      seller[at(i)] = gsales[i] + yR[at(i)];
      vector[at(i)] = s_.u(l, i) * seller[at(i)];
    }
    kernels::row_sums(p_.rows->F(l), vector.data(), rows_of(l), b_.stride, &grow[row(l, 0)]);
    each_row(l, [&](int place, int n) {
      const auto r = at(place);
      const double home = s_.home_sold[r] * (yR[at(n)] - yQ[at(n)]);
      grow[r] = yi[at(n)] * s_.XL[r] + s_.coef[r] * grow[r] -
                (yQ[at(n)] + yi[at(n)]) * s_.coef[r] * s_.Fu[r] - home;
      gcolumn(l, n) -= home;
    });
    for (int i = 0; i < N; ++i) gcolumn(l, i) += s_.sold(l, i) * seller[at(i)];
  }
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const double change = s_.kept[j] * (yi[at(kept.i)] - yi[at(kept.n)] + yR[at(kept.i)] - yQ[at(kept.n)]);
    grow[at(kept.row)] += change;
    gcolumn(kept.l, kept.i) += change;
  }
  Adjoints adjoints{gY, yR, yQ, yi, gprice, grow, gcolumn, gbasic, {}};
  adjoints.own.made.assign(rows, 0.0);
  adjoints.own.scarce.assign(rows, 0.0);
  instrument_adjoint(y, out, adjoints);
  for (int l = 0; l < L; ++l) {
    const int h = b_.composite[at(l)];
    const double between = 1.0 - c_.sigL[at(h)];
    std::vector<double> spending(at(N));  // adjoint of its ln
    if (backed(l)) backstop_use_adjoint(l, gY, yi, grow);
    each_row(l, [&](int r, int n) {
      spending[at(n)] += grow[at(r)];
      gprice[at(r)] = c_.theta[at(l)] * grow[at(r)];
    });
    for (const PolicyRows::Cut& cut : p_.rows->cuts(l))
      each_class(l, cut, [&](std::size_t row, int) {
        gprice[row] += (1.0 - c_.sigC) * grow[row];
        gline(l, cut.n) -= (1.0 - c_.sigC) * grow[row];
      });
    for (int n = 0; n < N; ++n) {
      gline(l, n) += between * spending[at(n)];
      gcomposite(h, n) -= between * spending[at(n)];
      if (s_.X(h, n) > 0.0) gX(h, n) += spending[at(n)] / s_.X(h, n);
    }
  }
  std::vector<double> weights(at(p_.rows->most_rows()));
  std::vector<double> wedge_weights(weights.size());
  std::vector<double> columns(at(b_.stride));
  for (int l = 0; l < L; ++l) {
    const int h = b_.composite[at(l)];
    const int k = b_.producer[at(l)];
    const double theta = c_.theta[at(l)];
    const bool taxed = p_.taxed[at(l)] != 0;
    for (int n = 0; n < N; ++n) gline(l, n) += s_.s(l, n) * gcomposite(h, n);
    each_row(l, [&](int r, int n) { gprice[at(r)] += s_.class_share[at(r)] * gline(l, n); });
    if (backed(l)) backstop_adjoint(l, out, adjoints, gX);
    each_row(l, [&](int place, int n) {
      const auto r = at(place);
      const std::size_t w = r - row(l, 0);
      weights[w] = gprice[r] / s_.U[r] - theta * s_.coef[r] * yi[at(n)];
      wedge_weights[w] = theta * s_.coef[r] * (yQ[at(n)] + yi[at(n)]);
      if (!taxed) weights[w] += wedge_weights[w];
    });
    std::fill(columns.begin(), columns.end(), 0.0);
    kernels::column_sums(p_.rows->K(l), weights.data(), rows_of(l), b_.stride, columns.data());
    if (taxed)
      kernels::column_sums(p_.rows->F(l), wedge_weights.data(), rows_of(l), b_.stride, columns.data());
    for (int i = 0; i < N; ++i) gbasic(k, i) += s_.u(l, i) * columns[at(i)] - theta * gcolumn(l, i);
  }

  instrument_line_adjoint(out, adjoints);
  input_adjoint(y, gX, gbasic, out);
  if (detail == nullptr) return;
  *detail = std::move(adjoints.own);
  detail->row_price = std::move(gprice);
  detail->row_use = std::move(grow);
  detail->basic_price = transposed(gbasic);
  detail->sales = transposed(gY);
  detail->receipts = std::move(yR);
  detail->payments = std::move(yQ);
  detail->income = std::move(yi);
}

// Of incomes and the external balance.
void Equilibrium::balance_adjoint(std::span<const double> y, std::span<double> out, std::vector<double>& yR,
                                  std::vector<double>& yQ, std::vector<double>& yi, Array2& gY) const {
  const int N = b_.economies;
  double gW = 0.0;
  for (int n = 0; n < N; ++n) {
    const double yw = y[at(layout_.wage(n))];
    yR[at(n)] = yw / s_.receipts[at(n)];
    yQ[at(n)] = yw / s_.payments[at(n)];
    yi[at(n)] = y[at(layout_.income(n))] / s_.income[at(n)];
    gW -= yw / s_.world_income;
  }
  std::vector<double> gfactor(at(N), 0.0);
  double gfinanced = 0.0;
  for (int n = 0; n < N; ++n) {
    double gD = yi[at(n)];
    if (s_.deficit[at(n)] > 0.0) gD += yR[at(n)];
    if (s_.deficit[at(n)] < 0.0) gD += yQ[at(n)];
    gW += p_.transfer[at(n)] * gD;
    switch (c_.closure) {
      case Closure::share:
        gW += b_.D0[at(n)] * gD;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        out[at(c_.numeraire)] += (s_.deficit[at(n)] - p_.transfer[at(n)] * s_.world_income) * gD;
        break;
      case Closure::own:
        gfactor[at(n)] += b_.own_deficit[at(n)] * gD;
        gfinanced -= b_.finance_share[at(n)] * gD;
        break;
    }
  }
  for (int n = 0; n < N; ++n) {
    gfactor[at(n)] += yi[at(n)] + gW + b_.own_deficit[at(n)] * gfinanced;
    out[at(layout_.wage(n))] += s_.labour[at(n)] * gfactor[at(n)];
    out[at(layout_.income(n))] -= y[at(layout_.income(n))];
    for (int h = 0; h < b_.composites; ++h) out[at(layout_.price(n, h))] -= y[at(layout_.price(n, h))];
    for (int k = 0; k < b_.producers; ++k) {
      const double yV = y[at(layout_.value_added(n, k))];
      out[at(layout_.value_added(n, k))] += c_.eta(n, k) * s_.V(n, k) * gfactor[at(n)] - yV;
      if (b_.active(n, k)) gY(k, n) = yV / s_.Y(k, n) + (1.0 - 1.0 / p_.output_wedge(n, k)) * yi[at(n)];
    }
  }
}

// Of spending and unit costs, economy by economy.
void Equilibrium::input_adjoint(std::span<const double> y, const Array2& gX, const Array2& gbasic,
                                std::span<double> out) const {
  const int H = b_.composites;
  const int J = b_.producers;
  const Array3& g = c_.inputs_move() ? s_.g : b_.g0;
  std::vector<double> gmaterials(at(b_.input_stride), 0.0);
  std::vector<double> gPM(gmaterials.size());
  std::vector<double> gprice(at(H));
  std::vector<double> guse(at(H));
  for (int n = 0; n < b_.economies; ++n) {
    double* gP = &out[at(layout_.price(n, 0))];
    double* gV = &out[at(layout_.value_added(n, 0))];
    const double* M = s_.M.row(n);
    double final_sum = 0.0;
    for (int h = 0; h < H; ++h) {
      guse[at(h)] = gX(h, n);
      const double use = s_.FD(n, h) * guse[at(h)];
      final_sum += use;
      gP[h] += (1.0 - c_.sigF) * use;
    }
    out[at(layout_.income(n))] += final_sum;
    for (int h = 0; h < H; ++h) gP[h] -= s_.alpha(n, h) * (1.0 - c_.sigF) * final_sum;
    std::fill(gmaterials.begin(), gmaterials.end(), 0.0);
    std::fill(gPM.begin(), gPM.end(), 0.0);
    kernels::column_sums(g.row(n, 0), guse.data(), H, b_.input_stride, gmaterials.data());
    if (c_.unit_between_bundles) {
      bundles::add_substitution(c_, s_.substitution, n, guse.data(), gP);
      bundles::add_price_changes(c_, s_.use_share, n, guse.data(), gmaterials.data());
    } else if (c_.inputs_move()) {
      bundles::add_nested_adjoint(c_, s_.g, n, M, guse.data(), gPM.data(), gP);
    }
    for (int k = 0; k < J; ++k) {
      if (!b_.active(n, k)) {
        gPM[at(k)] = 0.0;
        continue;
      }
      const double spent = M[k] * gmaterials[at(k)];  // adjoint of ln of the materials outlay
      const double r = 1.0 - c_.sigV[at(k)];
      const double beta = s_.beta(n, k);
      gV[k] += spent;
      const double glb = y[at(layout_.value_added(n, k))] - spent;
      const double gc = gbasic(k, n) - r * glb - r * spent;
      const double gq = r * glb + beta * gc;
      gPM[at(k)] += r * spent + (1.0 - beta) * gc;
      out[at(layout_.wage(n))] += (1.0 - c_.eta(n, k)) * gq;
      gV[k] += c_.eta(n, k) * gq;
    }
    kernels::row_sums(g.row(n, 0), gPM.data(), H, b_.input_stride, gprice.data());
    if (c_.unit_between_bundles) bundles::add_outlay_changes(c_, s_.use_share, n, gPM.data(), gprice.data());
    for (int h = 0; h < H; ++h) gP[h] += gprice[at(h)];
  }
}

}  // namespace leeway
