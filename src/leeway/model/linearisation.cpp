// The Jacobian product of the equilibrium and its transpose: model.md appendix A.

#include <algorithm>
#include <cmath>

#include "leeway/model/equilibrium_instruments.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

struct MaterialNest {
  const Calibration& c;
  const Array3& g;  // current shares
  int n;
  int k;

  int bundles() const { return static_cast<int>(c.sigB.size()); }
  // Share of bundle q in materials.
  double share(int q) const {
    double sum = 0.0;
    for (int h = 0; h < c.sectors; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q) sum += g(n, h, k);
    return sum;
  }
};

// d ln g_h of one user, given d ln P of the composites and of materials as a whole.
void share_changes(const MaterialNest& nest, const double* dP, double dPM, double* out) {
  const Calibration& c = nest.c;
  const double outer = 1.0 - c.sigM[static_cast<std::size_t>(nest.k)];
  for (int h = 0; h < c.sectors; ++h)
    if (c.bundle[static_cast<std::size_t>(h)] < 0) out[h] = outer * (dP[h] - dPM);
  for (int q = 0; q < nest.bundles(); ++q) {
    const double total = nest.share(q);
    double dPB = 0.0;
    for (int h = 0; h < c.sectors; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q && total > 0.0)
        dPB += nest.g(nest.n, h, nest.k) / total * dP[h];
    const double within = 1.0 - c.sigB[static_cast<std::size_t>(q)];
    for (int h = 0; h < c.sectors; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q) out[h] = within * (dP[h] - dPB) + outer * (dPB - dPM);
  }
}

// Reverse of share_changes: adjoints `a` of d ln g_h go to P; returns the adjoint of PM.
double share_changes_reverse(const MaterialNest& nest, const double* a, double* gP) {
  const Calibration& c = nest.c;
  const double outer = 1.0 - c.sigM[static_cast<std::size_t>(nest.k)];
  double gPM = 0.0;
  for (int h = 0; h < c.sectors; ++h) {
    gPM -= outer * a[h];
    if (c.bundle[static_cast<std::size_t>(h)] < 0) gP[h] += outer * a[h];
  }
  for (int q = 0; q < nest.bundles(); ++q) {
    const double total = nest.share(q);
    const double within = 1.0 - c.sigB[static_cast<std::size_t>(q)];
    double sum = 0.0;
    for (int h = 0; h < c.sectors; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q) {
        gP[h] += within * a[h];
        sum += a[h];
      }
    if (!(total > 0.0)) continue;
    for (int h = 0; h < c.sectors; ++h)
      if (c.bundle[static_cast<std::size_t>(h)] == q)
        gP[h] += nest.g(nest.n, h, nest.k) / total * (outer - within) * sum;
  }
  return gPM;
}

// The same for every user of one economy where only members of bundles move (unit_between_bundles): adds
// the change of spending on them to dX. The map is symmetric, so it is its own reverse.
void bundle_changes(const Calibration& c, const Array3& g, const double* outlay, int n, const double* dP,
                    double* dX) {
  for (std::size_t q = 0; q < c.bundle_members.size(); ++q) {
    const double within = 1.0 - c.sigB[q];
    for (int k = 0; k < c.sectors; ++k) {
      double total = 0.0;
      double mean = 0.0;
      for (const int h : c.bundle_members[q]) {
        total += g(n, h, k);
        mean += g(n, h, k) * dP[h];
      }
      if (!(total > 0.0)) continue;
      mean /= total;
      for (const int h : c.bundle_members[q]) dX[h] += g(n, h, k) * outlay[k] * within * (dP[h] - mean);
    }
  }
}

}  // namespace

void Equilibrium::jacobian(std::span<const double> v, std::span<double> out) {
  const int N = c_.economies;
  const int J = c_.sectors;
  const int L = c_.lines;
  const Array3& g = c_.cobb_douglas_materials ? c_.g0 : s_.g;
  const auto at = [](int i) { return static_cast<std::size_t>(i); };

  Array2& dc = scratch_.dc;        // log unit cost
  Array2& dbeta = scratch_.dbeta;  // log value-added share
  Array2& dX = scratch_.dX;        // level
  std::vector<double> dM(at(c_.input_stride));
  std::vector<double> dmaterials(at(c_.input_stride), 0.0);
  std::vector<double> dg(at(J));
  for (int n = 0; n < N; ++n) {
    const double dw = v[at(layout_.wage(n))];
    const double* dP = &v[at(layout_.price(n, 0))];
    const double* dV = &v[at(layout_.value_added(n, 0))];
    const double dI = v[at(layout_.income(n))];
    std::fill(dM.begin(), dM.end(), 0.0);
    kernels::column_sums(g.row(n, 0), dP, J, c_.input_stride, dM.data());
    for (int k = 0; k < J; ++k) {
      dmaterials[at(k)] = 0.0;
      if (!c_.active(n, k)) continue;
      const double dq = (1.0 - c_.eta(n, k)) * dw + c_.eta(n, k) * dV[k];
      const double beta = s_.beta(n, k);
      dc(n, k) = beta * dq + (1.0 - beta) * dM[at(k)];
      const double r = 1.0 - c_.sigV[at(k)];
      dbeta(n, k) = r * (dq - dc(n, k));
      dmaterials[at(k)] = s_.M(n, k) * (r * (dM[at(k)] - dc(n, k)) + dV[k] - dbeta(n, k));
    }
    double dPF = 0.0;
    for (int h = 0; h < J; ++h) dPF += s_.alpha(n, h) * dP[h];
    kernels::row_sums(g.row(n, 0), dmaterials.data(), J, c_.input_stride, dX.row(n));
    for (int h = 0; h < J; ++h) dX(n, h) += s_.FD(n, h) * (dI + (1.0 - c_.sigF) * (dP[h] - dPF));
    if (c_.unit_between_bundles)
      bundle_changes(c_, g, s_.M.row(n), n, dP, dX.row(n));
    else if (!c_.cobb_douglas_materials)
      for (int k = 0; k < J; ++k) {
        if (!(s_.M(n, k) > 0.0)) continue;
        share_changes({c_, g, n, k}, dP, dM[at(k)], dg.data());
        for (int h = 0; h < J; ++h) dX(n, h) += g(n, h, k) * s_.M(n, k) * dg[at(h)];
      }
  }

  // Trade: line prices, then the change of every row of spending.
  Array2& dline = scratch_.dline;
  Array2& moved = scratch_.moved;  // sum_i F u_i dc_i
  if (single_ && K_.empty()) {
    K_.assign(p_.K.begin(), p_.K.end());
    F_.assign(p_.F.begin(), p_.F.end());
  }
  const bool single = single_;
  std::vector<double> vector(at(c_.stride), 0.0);
  std::vector<float> narrow(at(c_.stride), 0.0F);
  for (int l = 0; l < L; ++l) {
    const int k = c_.producer[at(l)];
    const bool taxed = p_.taxed[at(l)] != 0;
    for (int i = 0; i < N; ++i) vector[at(i)] = s_.u(l, i) * dc(i, k);
    if (single) {
      const std::size_t first = at(l) * at(N) * at(c_.stride);
      for (int i = 0; i < N; ++i) narrow[at(i)] = static_cast<float>(vector[at(i)]);
      if (taxed)
        kernels::row_sums2(&K_[first], &F_[first], narrow.data(), N, c_.stride, dline.row(l), moved.row(l));
      else
        kernels::row_sums(&K_[first], narrow.data(), N, c_.stride, dline.row(l));
    } else if (taxed) {
      kernels::row_sums2(p_.K.row(l, 0), p_.F.row(l, 0), vector.data(), N, c_.stride, dline.row(l),
                         moved.row(l));
    } else {
      kernels::row_sums(p_.K.row(l, 0), vector.data(), N, c_.stride, dline.row(l));
    }
    if (!taxed) std::copy(dline.row(l), dline.row(l) + N, moved.row(l));
    for (int n = 0; n < N; ++n) dline(l, n) /= s_.U(l, n);
  }
  instrument_line_changes(v.subspan(at(layout_.levels())), dline);
  // What a line costs its buyers: the trade price, or a mix with the backstop's.
  Array2& deffective = scratch_.deffective;
  Array2& dcomposite = scratch_.dcomposite;
  dcomposite.fill(0.0);
  for (int l = 0; l < L; ++l) {
    const bool backed = c_.backstop[at(l)] > 0.0;
    for (int n = 0; n < N; ++n) {
      deffective(l, n) = dline(l, n);
      if (backed) {
        const double made = made_share(l, n);
        deffective(l, n) += made * (dc(n, c_.backstop_host[at(l)]) - dline(l, n));
      }
      dcomposite(n, c_.composite[at(l)]) += s_.s(l, n) * deffective(l, n);
    }
  }

  std::vector<double> dreceipts(at(N), 0.0);
  std::vector<double> dpayments(at(N), 0.0);
  std::vector<double> drevenue(at(N), 0.0);
  Array2& dY = scratch_.dY;
  dY.fill(0.0);
  std::vector<double> weights(at(N));
  std::vector<float> narrow_weights(at(N));
  std::vector<double> columns(at(c_.stride));
  Array2& drow = scratch_.drow;
  for (int l = 0; l < L; ++l) {
    const int h = c_.composite[at(l)];
    const int k = c_.producer[at(l)];
    const double theta = c_.theta[at(l)];
    const double r = 1.0 - c_.sigL[at(h)];
    const bool taxed = p_.taxed[at(l)] != 0;
    const bool backed = c_.backstop[at(l)] > 0.0;
    for (int n = 0; n < N; ++n) {
      double dspending =
          (s_.X(n, h) > 0.0 ? dX(n, h) / s_.X(n, h) : 0.0) + r * (deffective(l, n) - dcomposite(n, h));
      if (backed) {
        const int host = c_.backstop_host[at(l)];
        dY(n, host) += s_.made(l, n) * (dspending - kBackstopSharpness * (dc(n, host) - deffective(l, n)));
        dspending -= kBackstopSharpness * (dline(l, n) - deffective(l, n));
      }
      drow(l, n) = dspending + theta * dline(l, n);
      weights[at(n)] = s_.coef(l, n) * drow(l, n);
      const double dreached = weights[at(n)] * s_.Fu(l, n) - theta * s_.coef(l, n) * moved(l, n);
      const double domestic = p_.F(l, n, n) * s_.u(l, n) * s_.coef(l, n);
      const double ddomestic = domestic * (drow(l, n) - theta * dc(n, k));
      if (taxed) drevenue[at(n)] += s_.XL(l, n) * dspending - dreached;
      dpayments[at(n)] += dreached - ddomestic;
      dreceipts[at(n)] -= ddomestic;
    }
    if (single) {
      for (int n = 0; n < N; ++n) narrow_weights[at(n)] = static_cast<float>(weights[at(n)]);
      std::fill(narrow.begin(), narrow.end(), 0.0F);
      kernels::column_sums(&F_[at(l) * at(N) * at(c_.stride)], narrow_weights.data(), N, c_.stride,
                           narrow.data());
      std::copy(narrow.begin(), narrow.end(), columns.begin());
    } else {
      std::fill(columns.begin(), columns.end(), 0.0);
      kernels::column_sums(p_.F.row(l, 0), weights.data(), N, c_.stride, columns.data());
    }
    for (int i = 0; i < N; ++i) {
      const double dsold = s_.u(l, i) * columns[at(i)] - theta * s_.sold(l, i) * dc(i, k);
      dY(i, k) += dsold;
      dreceipts[at(i)] += dsold;
    }
  }
  for (int n = 0; n < N; ++n) {
    if (s_.secluded[at(n)] == 0) continue;
    dreceipts[at(n)] = dpayments[at(n)] = 0.0;
    for (int l = 0; l < L; ++l) {
      const int k = c_.producer[at(l)];
      const double theta = c_.theta[at(l)];
      for (int m = 0; m < N; ++m) {
        if (m == n) continue;
        dpayments[at(n)] += p_.F(l, n, m) * s_.u(l, m) * s_.coef(l, n) * (drow(l, n) - theta * dc(m, k));
        dreceipts[at(n)] += p_.F(l, m, n) * s_.u(l, n) * s_.coef(l, m) * (drow(l, m) - theta * dc(n, k));
      }
    }
  }
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const double change =
        s_.kept[j] * (drow(kept.l, kept.n) - c_.theta[at(kept.l)] * dc(kept.i, c_.producer[at(kept.l)]));
    drevenue[at(kept.n)] -= change;
    drevenue[at(kept.i)] += change;
    dpayments[at(kept.n)] += change;
    dreceipts[at(kept.i)] += change;
  }

  instrument_changes(v, out, {drow, dc, dY, dreceipts, dpayments, drevenue});

  // Incomes and the external balance.
  std::vector<double> dfactor(at(N));
  double dW = 0.0;
  double dfinanced = 0.0;
  for (int n = 0; n < N; ++n) {
    double sum = s_.labour[at(n)] * v[at(layout_.wage(n))];
    for (int k = 0; k < J; ++k) sum += c_.eta(n, k) * s_.V(n, k) * v[at(layout_.value_added(n, k))];
    dfactor[at(n)] = sum;
    dW += sum;
    dfinanced += c_.own_deficit[at(n)] * sum;
  }
  for (int n = 0; n < N; ++n) {
    double ddeficit = p_.transfer[at(n)] * dW;
    switch (c_.closure) {
      case Closure::share:
        ddeficit += c_.D0[at(n)] * dW;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        ddeficit += (s_.deficit[at(n)] - p_.transfer[at(n)] * s_.world_income) * v[at(c_.numeraire)];
        break;
      case Closure::own:
        ddeficit += c_.own_deficit[at(n)] * dfactor[at(n)] - c_.finance_share[at(n)] * dfinanced;
        break;
    }
    double dincome = dfactor[at(n)] + drevenue[at(n)] + ddeficit;
    if (p_.has_output_wedge)
      for (int k = 0; k < J; ++k) dincome += (1.0 - 1.0 / p_.output_wedge(n, k)) * dY(n, k);
    if (s_.deficit[at(n)] > 0.0) dreceipts[at(n)] += ddeficit;
    if (s_.deficit[at(n)] < 0.0) dpayments[at(n)] -= ddeficit;
    out[at(layout_.wage(n))] =
        dreceipts[at(n)] / s_.receipts[at(n)] - dpayments[at(n)] / s_.payments[at(n)] - dW / s_.world_income;
    out[at(layout_.income(n))] = dincome / s_.income[at(n)] - v[at(layout_.income(n))];
    for (int k = 0; k < J; ++k) {
      out[at(layout_.price(n, k))] = dcomposite(n, k) - v[at(layout_.price(n, k))];
      double change = -v[at(layout_.value_added(n, k))];
      if (c_.active(n, k)) change += dbeta(n, k) + dY(n, k) / s_.Y(n, k);
      out[at(layout_.value_added(n, k))] = change;
    }
  }
}

void Equilibrium::transpose(std::span<const double> y, std::span<double> out, Adjoint* detail) {
  const int N = c_.economies;
  const int J = c_.sectors;
  const int L = c_.lines;
  const Array3& g = c_.cobb_douglas_materials ? c_.g0 : s_.g;
  const auto at = [](int i) { return static_cast<std::size_t>(i); };

  std::fill(out.begin(), out.end(), 0.0);
  std::vector<double> yR(at(N));
  std::vector<double> yQ(at(N));
  std::vector<double> yi(at(N));
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
        gW += c_.D0[at(n)] * gD;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        out[at(c_.numeraire)] += (s_.deficit[at(n)] - p_.transfer[at(n)] * s_.world_income) * gD;
        break;
      case Closure::own:
        gfactor[at(n)] += c_.own_deficit[at(n)] * gD;
        gfinanced -= c_.finance_share[at(n)] * gD;
        break;
    }
  }
  Array2 gY(N, J);
  for (int n = 0; n < N; ++n) {
    gfactor[at(n)] += yi[at(n)] + gW + c_.own_deficit[at(n)] * gfinanced;
    out[at(layout_.wage(n))] += s_.labour[at(n)] * gfactor[at(n)];
    out[at(layout_.income(n))] -= y[at(layout_.income(n))];
    for (int k = 0; k < J; ++k) {
      out[at(layout_.price(n, k))] -= y[at(layout_.price(n, k))];
      out[at(layout_.value_added(n, k))] +=
          c_.eta(n, k) * s_.V(n, k) * gfactor[at(n)] - y[at(layout_.value_added(n, k))];
      if (c_.active(n, k))
        gY(n, k) =
            y[at(layout_.value_added(n, k))] / s_.Y(n, k) + (1.0 - 1.0 / p_.output_wedge(n, k)) * yi[at(n)];
    }
  }

  // Adjoint of ln M summed over origins, by line: c M with c of model.md 6.1.
  Array2 gline(L, N);
  Array2 geffective(L, N);
  Array2 gcomposite(N, J);
  Array2 gX(N, J);
  Array2 grow(L, N);
  Array2 gcolumn(L, c_.stride);
  std::vector<double> vector(at(c_.stride), 0.0);
  std::vector<double> seller(at(N));
  for (int n = 0; n < N; ++n)
    for (int h = 0; h < J; ++h) gcomposite(n, h) = y[at(layout_.price(n, h))];
  for (int l = 0; l < L; ++l) {
    const int k = c_.producer[at(l)];
    for (int i = 0; i < N; ++i) {
      seller[at(i)] = gY(i, k) + yR[at(i)];
      vector[at(i)] = s_.u(l, i) * seller[at(i)];
    }
    kernels::row_sums(p_.F.row(l, 0), vector.data(), N, c_.stride, grow.row(l));
    for (int n = 0; n < N; ++n) {
      const double reached = s_.coef(l, n) * s_.Fu(l, n);
      const double domestic = p_.F(l, n, n) * s_.u(l, n) * s_.coef(l, n);
      const double home = domestic * (yR[at(n)] - yQ[at(n)]);
      grow(l, n) =
          yi[at(n)] * s_.XL(l, n) + s_.coef(l, n) * grow(l, n) - (yQ[at(n)] + yi[at(n)]) * reached - home;
      gcolumn(l, n) += s_.sold(l, n) * seller[at(n)] - home;
    }
  }
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const double change = s_.kept[j] * (yi[at(kept.i)] - yi[at(kept.n)] + yR[at(kept.i)] - yQ[at(kept.n)]);
    grow(kept.l, kept.n) += change;
    gcolumn(kept.l, kept.i) += change;
  }
  Array2 gbasic(N, J);
  Adjoints adjoints{gY, yR, yQ, yi, gline, grow, gcolumn, gbasic, {}};
  instrument_adjoint(y, out, adjoints);
  for (int l = 0; l < L; ++l) {
    const int h = c_.composite[at(l)];
    const double r = 1.0 - c_.sigL[at(h)];
    const bool backed = c_.backstop[at(l)] > 0.0;
    for (int n = 0; n < N; ++n) {
      gline(l, n) = c_.theta[at(l)] * grow(l, n);
      double gspending = grow(l, n);
      if (backed) {
        const int host = c_.backstop_host[at(l)];
        const double gmade = s_.made(l, n) * gY(n, host);
        gbasic(n, host) -= kBackstopSharpness * gmade;
        gline(l, n) -= kBackstopSharpness * grow(l, n);
        geffective(l, n) = kBackstopSharpness * (gmade + grow(l, n));
        gspending += gmade;
      }
      geffective(l, n) += r * gspending;
      gcomposite(n, h) -= r * gspending;
      if (s_.X(n, h) > 0.0) gX(n, h) += gspending / s_.X(n, h);
    }
  }
  std::vector<double> weights(at(N));
  std::vector<double> wedge_weights(at(N));
  std::vector<double> columns(at(c_.stride));
  for (int l = 0; l < L; ++l) {
    const int h = c_.composite[at(l)];
    const int k = c_.producer[at(l)];
    const double theta = c_.theta[at(l)];
    const bool taxed = p_.taxed[at(l)] != 0;
    const bool backed = c_.backstop[at(l)] > 0.0;
    for (int n = 0; n < N; ++n) {
      geffective(l, n) += s_.s(l, n) * gcomposite(n, h);
      if (backed) {
        const double made = made_share(l, n);
        gbasic(n, c_.backstop_host[at(l)]) += made * geffective(l, n);
        geffective(l, n) *= 1.0 - made;
      }
      gline(l, n) += geffective(l, n);
      weights[at(n)] = gline(l, n) / s_.U(l, n) - theta * s_.coef(l, n) * yi[at(n)];
      wedge_weights[at(n)] = theta * s_.coef(l, n) * (yQ[at(n)] + yi[at(n)]);
      if (!taxed) weights[at(n)] += wedge_weights[at(n)];
    }
    std::fill(columns.begin(), columns.end(), 0.0);
    kernels::column_sums(p_.K.row(l, 0), weights.data(), N, c_.stride, columns.data());
    if (taxed) kernels::column_sums(p_.F.row(l, 0), wedge_weights.data(), N, c_.stride, columns.data());
    for (int i = 0; i < N; ++i) gbasic(i, k) += s_.u(l, i) * columns[at(i)] - theta * gcolumn(l, i);
  }

  instrument_line_adjoint(out, adjoints);
  if (detail != nullptr) {
    *detail = std::move(adjoints.own);
    detail->line_price = gline;
    detail->line_use = grow;
    detail->basic_price = gbasic;
    detail->sales = gY;
    detail->receipts = yR;
    detail->payments = yQ;
    detail->income = yi;
  }

  std::vector<double> gmaterials(at(c_.input_stride), 0.0);
  std::vector<double> gprice(at(J));
  std::vector<double> gshare(at(J));
  for (int n = 0; n < N; ++n) {
    double* gP = &out[at(layout_.price(n, 0))];
    double* gV = &out[at(layout_.value_added(n, 0))];
    double final_sum = 0.0;
    for (int h = 0; h < J; ++h) {
      const double use = s_.FD(n, h) * gX(n, h);
      final_sum += use;
      gP[h] += (1.0 - c_.sigF) * use;
    }
    out[at(layout_.income(n))] += final_sum;
    for (int h = 0; h < J; ++h) gP[h] -= s_.alpha(n, h) * (1.0 - c_.sigF) * final_sum;
    if (c_.unit_between_bundles) bundle_changes(c_, g, s_.M.row(n), n, gX.row(n), gP);
    std::fill(gmaterials.begin(), gmaterials.end(), 0.0);
    kernels::column_sums(g.row(n, 0), gX.row(n), J, c_.input_stride, gmaterials.data());
    for (int k = 0; k < J; ++k) {
      if (!c_.active(n, k)) {
        gmaterials[at(k)] = 0.0;
        continue;
      }
      const double spent = s_.M(n, k) * gmaterials[at(k)];  // adjoint of ln of the materials outlay
      double gPM = 0.0;
      if (!c_.cobb_douglas_materials && !c_.unit_between_bundles && s_.M(n, k) > 0.0) {
        for (int h = 0; h < J; ++h) gshare[at(h)] = gX(n, h) * g(n, h, k) * s_.M(n, k);
        gPM += share_changes_reverse({c_, g, n, k}, gshare.data(), gP);
      }
      const double r = 1.0 - c_.sigV[at(k)];
      const double beta = s_.beta(n, k);
      gV[k] += spent;
      const double glb = y[at(layout_.value_added(n, k))] - spent;
      double gq = r * glb;
      gPM += r * spent;
      const double gc = gbasic(n, k) - r * glb - r * spent;
      gq += beta * gc;
      gPM += (1.0 - beta) * gc;
      out[at(layout_.wage(n))] += (1.0 - c_.eta(n, k)) * gq;
      gV[k] += c_.eta(n, k) * gq;
      gmaterials[at(k)] = gPM;
    }
    kernels::row_sums(g.row(n, 0), gmaterials.data(), J, c_.input_stride, gprice.data());
    for (int h = 0; h < J; ++h) gP[h] += gprice[at(h)];
  }
}

}  // namespace leeway
