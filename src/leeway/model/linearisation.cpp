// The Jacobian product of the equilibrium: model.md appendix A. Changes are of logs unless named a level.

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/base/index.h"
#include "leeway/base/lanes.h"
#include "leeway/model/bundle_changes.h"
#include "leeway/model/equilibrium_instruments.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

// The loops that a product spends its time in, apart so that they fill the machine's vectors.

/// Of one economy, by producer: what is known of its costs, and their changes.
struct Costs {
  const double* __restrict sigma;
  const double* __restrict eta;
  const double* __restrict beta;
  const double* __restrict M;
  const double* __restrict dV;
  const double* __restrict dM;
  double* __restrict dc;
  double* __restrict dbeta;
  double* __restrict dmaterials;
};
LEEWAY_CLONES void cost_changes(int count, double dw, const Costs& given) {
  const Costs c = given;
  for (int k = 0; k < count; ++k) {
    const double dq = (1.0 - c.eta[k]) * dw + c.eta[k] * c.dV[k];
    const double dc = c.beta[k] * dq + (1.0 - c.beta[k]) * c.dM[k];
    const double r = 1.0 - c.sigma[k];
    const double dbeta = r * (dq - dc);
    c.dbeta[k] = dbeta;
    c.dmaterials[k] = c.M[k] * (r * (c.dM[k] - dc) + c.dV[k] - dbeta);
    c.dc[k] = dc;
  }
}

/// Of one line, by row: what was spent and sold, and the changes.
struct Rows {
  const double* __restrict XL;
  const double* __restrict reached;
  const double* __restrict home_sold;
  const double* __restrict dprice;
  const double* __restrict moved;
  const double* __restrict dspending;
  double* __restrict drow;
  double* __restrict level;
};
/// Sums of an importer over its rows.
struct Sums {
  double* __restrict drevenue;
  double* __restrict dpayments;
  double* __restrict dreceipts;
};
[[gnu::always_inline]] inline void row_change(const Rows& row, std::size_t r, std::size_t n, double theta,
                                              const double* __restrict dc, const Sums& sums) {
  row.drow[r] = row.dspending[r] + theta * row.dprice[r];
  row.level[r] = row.XL[r] * row.drow[r];
  const double dreached = row.level[r] * row.reached[r] - theta * row.XL[r] * row.moved[r];
  const double ddomestic = row.home_sold[r] * (row.drow[r] - theta * dc[n]);
  sums.drevenue[n] += row.XL[r] * row.dspending[r] - dreached;
  sums.dpayments[n] += dreached - ddomestic;
  sums.dreceipts[n] -= ddomestic;
}
/// The first rows are the importers' in their order, those of further classes name theirs.
LEEWAY_CLONES void row_changes(std::size_t importers, std::size_t count, const int* importer, double theta,
                               const double* __restrict dc, const Rows& given, const Sums& into) {
  const Rows row = given;
  const Sums sums = into;
  for (std::size_t n = 0; n < importers; ++n) row_change(row, n, n, theta, dc, sums);
  for (std::size_t r = importers; r < count; ++r)
    row_change(row, r, static_cast<std::size_t>(importer[r]), theta, dc, sums);
}

/// What sellers of each origin sell more of, from what buyers abroad do.
LEEWAY_CLONES void sell(std::size_t count, double theta, const float* __restrict abroad,
                        const double* __restrict home_sold, const double* __restrict drow,
                        const double* __restrict sold, const double* __restrict dc, double* __restrict dY,
                        double* __restrict dreceipts) {
  for (std::size_t i = 0; i < count; ++i) {
    const double dsold = static_cast<double>(abroad[i]) + home_sold[i] * drow[i] - theta * sold[i] * dc[i];
    dY[i] += dsold;
    dreceipts[i] += dsold;
  }
}

/// out = rest + share x, for the importers in their order.
LEEWAY_CLONES void add_home(std::size_t count, const float* __restrict rest, const double* __restrict share,
                            const double* __restrict x, double* __restrict out) {
  for (std::size_t n = 0; n < count; ++n) out[n] = static_cast<double>(rest[n]) + share[n] * x[n];
}

}  // namespace

void Equilibrium::jacobian(std::span<const double> v, std::span<double> out) {
  input_changes(v);
  trade_changes(v);
  instrument_changes(v, out);
  balance_changes(v, out);
}

// Unit costs and spending on composites, economy by economy.
void Equilibrium::input_changes(std::span<const double> v) {
  const int H = b_.composites;
  const int J = b_.producers;
  const bool brief = brief_ && !c_.inputs_move();
  const int width = kernels::brief_padded(J);
  const kernels::Brief* inputs = (c_.unit_between_bundles ? inputs_ : b_.g0_brief).data();
  kernels::Aligned<float> narrow_in(at(std::max(H, width)));
  kernels::Aligned<float> narrow_out(narrow_in.size());
  std::vector<double> dM(at(b_.input_stride));
  std::vector<double> dmaterials(dM.size(), 0.0);  // level
  std::vector<double> dX(at(H));                   // level
  std::vector<double> dc(dM.size());
  const Array3& g = c_.inputs_move() ? s_.g : b_.g0;
  for (int n = 0; n < b_.economies; ++n, inputs += H * width) {
    const double dw = v[at(layout_.wage(n))];
    const double* dP = &v[at(layout_.price(n, 0))];
    const double* dV = &v[at(layout_.value_added(n, 0))];
    const double dI = v[at(layout_.income(n))];
    if (brief) {
      for (int h = 0; h < H; ++h) narrow_in[at(h)] = static_cast<float>(dP[h]);
      std::fill_n(narrow_out.begin(), width, 0.0F);
      kernels::share_column_sums(inputs, narrow_in.data(), H, width, narrow_out.data());
      std::copy_n(narrow_out.begin(), J, dM.begin());
    } else {
      std::fill(dM.begin(), dM.end(), 0.0);
      kernels::column_sums(g.row(n, 0), dP, H, b_.input_stride, dM.data());
    }
    if (c_.unit_between_bundles && !brief) bundles::add_price_changes(c_, s_.use_share, n, dP, dM.data());
    const double* eta = c_.eta.row(n);
    const double* M = s_.M.row(n);
    cost_changes(J, dw,
                 {c_.sigV.data(), eta, s_.beta.row(n), M, dV, dM.data(), dc.data(), scratch_.dbeta.row(n),
                  dmaterials.data()});
    for (int k = 0; k < J; ++k) scratch_.dc(k, n) = dc[at(k)];
    if (brief) {
      std::fill_n(narrow_in.begin(), width, 0.0F);
      for (int k = 0; k < J; ++k) narrow_in[at(k)] = static_cast<float>(dmaterials[at(k)]);
      kernels::share_row_sums(inputs, narrow_in.data(), H, width, narrow_out.data());
      std::copy_n(narrow_out.begin(), H, dX.begin());
    } else {
      kernels::row_sums(g.row(n, 0), dmaterials.data(), H, b_.input_stride, dX.data());
    }
    if (c_.unit_between_bundles) {
      if (!brief) bundles::add_outlay_changes(c_, s_.use_share, n, dmaterials.data(), dX.data());
      bundles::add_substitution(c_, s_.substitution, n, dP, dX.data());
    } else if (c_.inputs_move()) {
      bundles::add_nested_substitution(c_, s_.g, n, M, dP, dM.data(), dX.data());
    }
    double dPF = 0.0;
    for (int h = 0; h < H; ++h) dPF += s_.alpha(n, h) * dP[h];
    for (int h = 0; h < H; ++h) {
      const double level = dX[at(h)] + s_.FD(n, h) * (dI + (1.0 - c_.sigF) * (dP[h] - dPF));
      scratch_.dX(h, n) = s_.X(h, n) > 0.0 ? level / s_.X(h, n) : 0.0;
    }
  }
}

// Line prices, then the change of every row of spending, composite by composite.
void Equilibrium::trade_changes(std::span<const double> v) {
  const auto N = at(b_.economies);
  for (std::vector<double>* sum : {&scratch_.dreceipts, &scratch_.dpayments, &scratch_.drevenue})
    std::fill(sum->begin(), sum->end(), 0.0);
  scratch_.dY.fill(0.0);
  for (int h = 0; h < b_.composites; ++h) {
    const std::vector<int>& lines = b_.lines_in[at(h)];
    double* dcomposite = scratch_.dcomposite.row(h);
    std::fill_n(dcomposite, N, 0.0);
    for (const int l : lines) {
      line_changes(l, v);
      const double* s = s_.s.row(l);
      const double* dline = scratch_.dline.row(l);
      for (std::size_t n = 0; n < N; ++n) dcomposite[n] += s[n] * dline[n];
    }
    for (const int l : lines) sales_changes(l);
  }
  secluded_changes();
  switching_changes();
  for (std::size_t j = 0; j < p_.kept.size(); ++j) {
    const CompiledPolicy::Kept& kept = p_.kept[j];
    const double change = s_.kept[j] * (scratch_.drow[at(kept.row)] -
                                        c_.theta[at(kept.l)] * scratch_.dc(b_.producer[at(kept.l)], kept.i));
    scratch_.drevenue[at(kept.n)] -= change;
    scratch_.drevenue[at(kept.i)] += change;
    scratch_.dpayments[at(kept.n)] += change;
    scratch_.dreceipts[at(kept.i)] += change;
  }
}

void Equilibrium::line_changes(int l, std::span<const double> v) {
  const auto N = at(b_.economies);
  const bool taxed = p_.taxed[at(l)] != 0;
  const double* dc = scratch_.dc.row(b_.producer[at(l)]);
  double* dline = scratch_.dline.row(l);
  const std::size_t first = row(l, 0);
  const auto count = at(rows_of(l));
  const int* importer = p_.rows->importers(l);
  double* dprice = &scratch_.drow_price[first];
  double* moved = &scratch_.moved[first];
  if (brief_) {
    const int width = kernels::brief_padded(b_.economies);
    const std::size_t begin = first * at(width);
    std::vector<float>& in = scratch_.narrow_in;
    for (std::size_t i = 0; i < N; ++i) in[i] = static_cast<float>(dc[i]);
    float* out = scratch_.narrow_out.data();
    float* reached = out + scratch_.narrow_out.size() / 2;
    if (taxed)
      kernels::share_row_sums2(&pi_[begin], &phi_[begin], in.data(), rows_of(l), width, out, reached);
    else
      kernels::share_row_sums(&pi_[begin], in.data(), rows_of(l), width, out);
    const auto add_rows = [&](const float* rest, const double* home, double* sum) {
      add_home(N, rest, home, dc, sum);
      for (std::size_t r = N; r < count; ++r) sum[r] = rest[r] + home[r] * dc[importer[r]];
    };
    add_rows(out, &s_.home[first], dprice);
    if (taxed) add_rows(reached, &s_.home_reached[first], moved);
  } else {
    const double* u = s_.u.row(l);
    std::vector<double> vector(at(b_.stride), 0.0);
    for (std::size_t i = 0; i < N; ++i) vector[i] = u[i] * dc[i];
    kernels::row_sums2(p_.rows->K(l), p_.rows->F(l), vector.data(), rows_of(l), b_.stride, dprice, moved);
    for (std::size_t r = 0; r < count; ++r) dprice[r] /= s_.U[first + r];
    for (std::size_t r = 0; r < count; ++r) moved[r] /= s_.U[first + r];
  }
  if (!taxed) std::copy_n(dprice, count, moved);
  instrument_row_changes(l, v.subspan(at(layout_.levels())), scratch_.drow_price);
  if (backed(l)) backstop_price_changes(l, v);
  std::copy_n(dprice, N, dline);
  for (const PolicyRows::Cut& cut : p_.rows->cuts(l)) {
    double& all = dline[cut.n] = 0.0;
    each_class(l, cut, [&](std::size_t r, int) { all += s_.class_share[r] * scratch_.drow_price[r]; });
  }
}

void Equilibrium::sales_changes(int l) {
  const auto N = at(b_.economies);
  const int h = b_.composite[at(l)];
  const int k = b_.producer[at(l)];
  const double theta = c_.theta[at(l)];
  const double between = 1.0 - c_.sigL[at(h)];
  const std::size_t first = row(l, 0);
  const double* dc = scratch_.dc.row(k);
  const double* dX = scratch_.dX.row(h);
  const double* dcomposite = scratch_.dcomposite.row(h);
  const double* dline = scratch_.dline.row(l);
  const double* home_sold = &s_.home_sold[first];
  double* drow = &scratch_.drow[first];
  const auto count = at(rows_of(l));
  const int* importer = p_.rows->importers(l);
  std::vector<double>& dspending = scratch_.dspending;
  std::vector<double>& level = scratch_.scale;  // of spending on the row, sellers' prices aside
  for (std::size_t n = 0; n < N; ++n) dspending[n] = dX[n] + between * (dline[n] - dcomposite[n]);
  for (const PolicyRows::Cut& cut : p_.rows->cuts(l)) {
    const double all = dspending[at(cut.n)];
    each_class(l, cut, [&](std::size_t row, int) {
      dspending[row - first] = all + (1.0 - c_.sigC) * (scratch_.drow_price[row] - dline[cut.n]);
    });
  }
  row_changes(N, count, importer, theta, dc,
              {&s_.XL[first], &s_.reached[first], home_sold, &scratch_.drow_price[first],
               &scratch_.moved[first], dspending.data(), drow, level.data()},
              {scratch_.drevenue.data(), scratch_.dpayments.data(), scratch_.dreceipts.data()});
  if (backed(l)) backstop_sales_changes(l);
  double* dY = scratch_.dY.row(k);
  const double* sold = s_.sold.row(l);
  if (brief_) {
    const bool taxed = p_.taxed[at(l)] != 0;
    const int width = kernels::brief_padded(b_.economies);
    std::vector<float>& in = scratch_.narrow_in;
    float* out = scratch_.narrow_out.data();
    for (std::size_t r = 0; r < count; ++r) in[r] = static_cast<float>(level[r]);
    std::fill_n(out, width, 0.0F);
    kernels::share_column_sums((taxed ? phi_ : pi_).data() + first * at(width), in.data(), rows_of(l), width,
                               out);
    sell(N, theta, out, home_sold, drow, sold, dc, dY, scratch_.dreceipts.data());
    for (std::size_t r = N; r < count; ++r) {
      const auto i = at(importer[r]);
      dY[i] += home_sold[r] * drow[r];
      scratch_.dreceipts[i] += home_sold[r] * drow[r];
    }
  } else {
    const double* u = s_.u.row(l);
    std::vector<double> columns(at(b_.stride), 0.0);
    for (std::size_t r = 0; r < count; ++r) level[r] = s_.coef[first + r] * drow[r];
    kernels::column_sums(p_.rows->F(l), level.data(), rows_of(l), b_.stride, columns.data());
    for (std::size_t i = 0; i < N; ++i) {
      const double dsold = u[i] * columns[i] - theta * sold[i] * dc[i];
      dY[i] += dsold;
      scratch_.dreceipts[i] += dsold;
    }
  }
}

void Equilibrium::secluded_changes() {
  for (int n = 0; n < b_.economies; ++n) {
    if (s_.secluded[at(n)] == 0) continue;
    double dreceipts = 0.0;
    double dpayments = 0.0;
    for (int l = 0; l < b_.lines; ++l) {
      const double* dc = scratch_.dc.row(b_.producer[at(l)]);
      const double theta = c_.theta[at(l)];
      each_row(l, [&](int r, int m) {
        const double coef = s_.coef[at(r)];
        const double drow = scratch_.drow[at(r)];
        if (m != n)
          dreceipts += p_.rows->F(r, n) * s_.u(l, n) * coef * (drow - theta * dc[n]);
        else
          for (int i = 0; i < b_.economies; ++i)
            if (i != n) dpayments += p_.rows->F(r, i) * s_.u(l, i) * coef * (drow - theta * dc[i]);
      });
    }
    scratch_.dreceipts[at(n)] = dreceipts;
    scratch_.dpayments[at(n)] = dpayments;
  }
}

// Incomes and the external balance, and the rows of the product.
void Equilibrium::balance_changes(std::span<const double> v, std::span<double> out) {
  const int N = b_.economies;
  const int H = b_.composites;
  const int J = b_.producers;
  std::vector<double> dfactor(at(N));
  double dW = 0.0;
  double dfinanced = 0.0;
  for (int n = 0; n < N; ++n) {
    double sum = s_.labour[at(n)] * v[at(layout_.wage(n))];
    const double* dV = &v[at(layout_.value_added(n, 0))];
    for (int k = 0; k < J; ++k) sum += c_.eta(n, k) * s_.V(n, k) * dV[k];
    dfactor[at(n)] = sum;
    dW += sum;
    dfinanced += b_.own_deficit[at(n)] * sum;
  }
  for (int n = 0; n < N; ++n) {
    double ddeficit = p_.transfer[at(n)] * dW;
    switch (c_.closure) {
      case Closure::share:
        ddeficit += b_.D0[at(n)] * dW;
        break;
      case Closure::balanced:
        break;
      case Closure::numeraire:
        ddeficit += (s_.deficit[at(n)] - p_.transfer[at(n)] * s_.world_income) * v[at(c_.numeraire)];
        break;
      case Closure::own:
        ddeficit += b_.own_deficit[at(n)] * dfactor[at(n)] - b_.finance_share[at(n)] * dfinanced;
        break;
    }
    double dincome = dfactor[at(n)] + scratch_.drevenue[at(n)] + ddeficit;
    if (p_.has_output_wedge)
      for (int k = 0; k < J; ++k) dincome += (1.0 - 1.0 / p_.output_wedge(n, k)) * scratch_.dY(k, n);
    double dreceipts = scratch_.dreceipts[at(n)];
    double dpayments = scratch_.dpayments[at(n)];
    if (s_.deficit[at(n)] > 0.0) dreceipts += ddeficit;
    if (s_.deficit[at(n)] < 0.0) dpayments -= ddeficit;
    out[at(layout_.wage(n))] =
        dreceipts / s_.receipts[at(n)] - dpayments / s_.payments[at(n)] - dW / s_.world_income;
    out[at(layout_.income(n))] = dincome / s_.income[at(n)] - v[at(layout_.income(n))];
    for (int h = 0; h < H; ++h) {
      const std::size_t price = at(layout_.price(n, h));
      out[price] = scratch_.dcomposite(h, n) - v[price];
    }
    for (int k = 0; k < J; ++k) {
      const std::size_t va = at(layout_.value_added(n, k));
      out[va] = -v[va];
      if (b_.active(n, k)) out[va] += scratch_.dbeta(n, k) + scratch_.dY(k, n) / s_.Y(k, n);
    }
  }
}

}  // namespace leeway
