#include "leeway/model/preconditioner.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <Eigen/Dense>

#include "leeway/base/index.h"
#include "leeway/base/lanes.h"

namespace leeway {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

LEEWAY_CLONES void add_products(const float* __restrict a, const float* __restrict b, int count,
                                float* __restrict sum) {
  for (int j = 0; j < count; ++j) sum[j] += a[j] * b[j];
}
LEEWAY_CLONES void add(const float* __restrict a, float factor, int count, float* __restrict sum) {
  for (int j = 0; j < count; ++j) sum[j] += a[j] * factor;
}

// Trade of the base year as the rows of the Jacobian read it.
struct BaseTrade {
  Array2 spending;  // [l][n]
  Array2 reached;   // [l][n] what of it reaches sellers
  Array2 paid;      // [l][stride] what all buyers pay sellers of an origin
  Array2 sold;      // [l][stride] what of it reaches them
  // Changes of the whole world's trade when costs change in one origin, what is spent on composites held
  // still:
  Array3 sales;    // [l][a][stride] of sales on line l, when costs change on the a-th line of its composite
  Array2 revenue;  // [l][stride] of tariff revenue, when costs change on line l

  explicit BaseTrade(const Calibration& c) {
    const Shares& b = *c.shares;
    std::size_t most = 0;
    for (const std::vector<int>& lines : b.lines_in) most = std::max(most, lines.size());
    spending = reached = Array2(b.lines, b.economies);
    paid = sold = revenue = Array2(b.lines, b.stride);
    sales = Array3(b.lines, most, b.stride);
    for (int l = 0; l < b.lines; ++l) {
      const int h = b.composite[at(l)];
      for (int n = 0; n < b.economies; ++n) {
        spending(l, n) = b.s0(l, n) * b.X0(n, h);
        const double* F = b.F0.row(b.row(l, n));
        for (int i = 0; i < b.economies; ++i) reached(l, n) += F[i];
        reached(l, n) *= spending(l, n);
      }
      sum_origins(b, b.pi0, l, spending.row(l), paid.row(l));
      sum_origins(b, b.F0, l, spending.row(l), sold.row(l));
    }
    for (const std::vector<int>& lines : b.lines_in)
      for (std::size_t a = 0; a < lines.size(); ++a) respond(c, lines, a);
  }

 private:
  static void sum_origins(const Shares& b, const TradeRows& shares, int l, const double* weights,
                          double* out) {
    kernels::column_sums(shares.row(b.row(l, 0)), weights, b.economies, b.stride, out);
  }

  // What the price of the a-th line moves on all lines of the composite.
  void respond(const Calibration& c, const std::vector<int>& lines, std::size_t a) {
    const Shares& b = *c.shares;
    const int moved = lines[a];
    const double between = 1.0 - c.sigL[at(b.composite[at(moved)])];
    std::vector<double> on_sales(at(b.economies));
    std::vector<double> on_revenue(at(b.economies));
    for (const int l : lines) {
      const double theta = c.theta[at(l)];
      for (int n = 0; n < b.economies; ++n) {
        const double dspending = between * ((l == moved ? 1.0 : 0.0) - b.s0(moved, n));
        const double dreached = reached(l, n) * (dspending + (l == moved ? theta : 0.0));
        on_sales[at(n)] = dreached;
        on_revenue[at(n)] += spending(l, n) * dspending - dreached;
      }
      sum_origins(b, b.pi0, moved, on_sales.data(), sales.row(l, a));
      if (l != moved) continue;
      for (int i = 0; i < b.economies; ++i) sales(l, a, i) -= theta * sold(l, i);
    }
    sum_origins(b, b.pi0, moved, on_revenue.data(), revenue.row(moved));
    for (int i = 0; i < b.economies; ++i) revenue(moved, i) += c.theta[at(moved)] * sold(moved, i);
  }
};

// What an economy's own unknowns [w | P | V | I] change in it at the base year.
struct OwnChanges {
  Matrix dc;                   // [k] log unit cost
  Matrix dbeta;                // [k] log value-added share
  Matrix dX;                   // [h] level of spending
  Eigen::RowVectorXd dfactor;  // level of factor income
};

OwnChanges own_changes(const Calibration& c, int n) {
  const Shares& b = *c.shares;
  const int H = b.composites;
  const int J = b.producers;
  const int m = 2 + H + J;
  const int income = m - 1;
  Matrix dM = Matrix::Zero(J, m);
  Matrix dc = Matrix::Zero(J, m);
  Matrix dbeta = Matrix::Zero(J, m);
  Matrix spent = Matrix::Zero(J, m);  // change of the outlay on materials by user
  Matrix G(H, J);
  for (int k = 0; k < J; ++k) {
    for (int h = 0; h < H; ++h) {
      G(h, k) = b.g0(n, h, k);
      dM(k, 1 + h) = G(h, k);
    }
    if (!b.active(n, k)) continue;
    const double beta = b.beta0(n, k);
    const double eta = c.eta(n, k);
    dc.row(k) = (1.0 - beta) * dM.row(k);
    dc(k, 0) += beta * (1.0 - eta);
    dc(k, 1 + H + k) += beta * eta;
    const double r = 1.0 - c.sigV[at(k)];
    dbeta.row(k) = -r * dc.row(k);
    dbeta(k, 0) += r * (1.0 - eta);
    dbeta(k, 1 + H + k) += r * eta;
    const double outlay = (1.0 - beta) * b.Y0(n, k);
    spent.row(k) = outlay * (r * (dM.row(k) - dc.row(k)) - dbeta.row(k));
    spent(k, 1 + H + k) += outlay;
  }
  // Where costs are Cobb-Douglas only value added moves the outlay.
  Matrix dX = Matrix::Zero(H, m);
  if (c.cobb_douglas_costs)
    for (int k = 0; k < J; ++k) dX.col(1 + H + k) = G.col(k) * spent(k, 1 + H + k);
  else
    dX = G * spent;
  for (int h = 0; h < H; ++h) {
    const double final_use = b.alpha0(n, h) * b.I0[at(n)];
    dX(h, income) += final_use;
    const double r = 1.0 - c.sigF;
    dX(h, 1 + h) += final_use * r;
    for (int j = 0; j < H; ++j) dX(h, 1 + j) -= final_use * r * b.alpha0(n, j);
    for (int k = 0; k < J; ++k) {
      const double rm = (1.0 - c.sigM[at(k)]) * G(h, k) * (1.0 - b.beta0(n, k)) * b.Y0(n, k);
      if (rm == 0.0) continue;
      dX(h, 1 + h) += rm;
      dX.row(h) -= rm * dM.row(k);
    }
  }
  if (c.unit_between_bundles)
    for (std::size_t u = c.first_use[at(n)]; u < c.first_use[at(n) + 1]; ++u) {
      const auto& [q, k, first, total] = c.uses[u];
      const double outlay = (1.0 - c.sigB[at(q)]) * (1.0 - b.beta0(n, k)) * b.Y0(n, k);
      for (const int h : c.bundle_members[at(q)]) {
        dX(h, 1 + h) += outlay * G(h, k);
        for (const int j : c.bundle_members[at(q)]) dX(h, 1 + j) -= outlay * G(h, k) * G(j, k) / total;
      }
    }
  Eigen::RowVectorXd dfactor = Eigen::RowVectorXd::Zero(m);
  dfactor(0) = c.labour0[at(n)];
  for (int k = 0; k < J; ++k) dfactor(1 + H + k) = c.eta(n, k) * b.V0(n, k);
  return {std::move(dc), std::move(dbeta), std::move(dX), std::move(dfactor)};
}

// The Jacobian of one economy's equations in its own unknowns at the base year: the rows of
// Equilibrium::jacobian with everyone else held still.
Matrix own_jacobian(const Calibration& c, int n, const OwnChanges& own, const BaseTrade& trade) {
  const Shares& b = *c.shares;
  const int H = b.composites;
  const int J = b.producers;
  const int m = 2 + H + J;
  const int income = m - 1;
  const auto& [dc, dbeta, dX, dfactor] = own;
  Matrix dcomposite = Matrix::Zero(H, m);
  for (int l = 0; l < b.lines; ++l)
    dcomposite.row(b.composite[at(l)]) += b.s0(l, n) * b.pi0(l, n, n) * dc.row(b.producer[at(l)]);

  Matrix A = Matrix::Zero(m, m);
  Matrix dY = Matrix::Zero(J, m);
  Eigen::RowVectorXd dreceipts = Eigen::RowVectorXd::Zero(m);
  Eigen::RowVectorXd dpayments = Eigen::RowVectorXd::Zero(m);
  Eigen::RowVectorXd drevenue = Eigen::RowVectorXd::Zero(m);
  double receipts = std::max(b.D0[at(n)], 0.0);
  double payments = std::max(-b.D0[at(n)], 0.0);
  for (int l = 0; l < b.lines; ++l) {
    const int h = b.composite[at(l)];
    const int k = b.producer[at(l)];
    const double theta = c.theta[at(l)];
    const double spending = b.s0(l, n) * b.X0(n, h);
    const double reached = trade.reached(l, n);
    const double domestic = b.F0(l, n, n) * spending;
    const Eigen::RowVectorXd dline = b.pi0(l, n, n) * dc.row(k);
    Eigen::RowVectorXd dspending = (1.0 - c.sigL[at(h)]) * (dline - dcomposite.row(h));
    if (b.X0(n, h) > 0.0) dspending += dX.row(h) / b.X0(n, h);
    const Eigen::RowVectorXd drow = dspending + theta * dline;
    const Eigen::RowVectorXd dreached = reached * drow - theta * domestic * dc.row(k);
    const Eigen::RowVectorXd ddomestic = domestic * (drow - theta * dc.row(k));
    const double all_sold = trade.sold(l, n);
    const Eigen::RowVectorXd dsold = domestic * drow - theta * all_sold * dc.row(k);
    dY.row(k) += dsold;
    dreceipts += dsold - ddomestic;
    dpayments += dreached - ddomestic;
    drevenue += spending * dspending - dreached;
    receipts += all_sold - domestic;
    payments += reached - domestic;
  }
  A.row(0) = dreceipts / receipts - dpayments / payments - dfactor;
  A.block(1, 0, H, m) = dcomposite;
  for (int k = 0; k < J; ++k)
    if (b.active(n, k)) A.row(1 + H + k) = dbeta.row(k) + dY.row(k) / b.Y0(n, k);
  A.row(income) = (dfactor + drevenue) / b.I0[at(n)];
  for (int j = 1; j < m; ++j) A(j, j) -= 1.0;
  return A;
}

// What an economy's own unknowns move of the world's sums: of spending on a composite times its price
// equation, of output times its value added's, of income times income's, and of trade times the wages', which
// leaves what the world earns. Rows in the order of an economy's unknowns, not yet over the sums of the
// weights.
Matrix world_rows(const Calibration& c, int n, const OwnChanges& own, const BaseTrade& trade) {
  const Shares& b = *c.shares;
  const int H = b.composites;
  const int J = b.producers;
  const int income = 1 + H + J;
  Matrix R = Matrix::Zero(2 + H + J, 2 + H + J);
  R.row(0) = -own.dfactor;
  R.row(income) = own.dfactor;
  for (int l = 0; l < b.lines; ++l) {
    const int h = b.composite[at(l)];
    const int k = b.producer[at(l)];
    auto sales = R.row(1 + H + k);
    R.row(1 + h) += trade.paid(l, n) * own.dc.row(k);
    R.row(income) += trade.revenue(l, n) * own.dc.row(k);
    const std::vector<int>& lines = b.lines_in[at(h)];
    for (std::size_t a = 0; a < lines.size(); ++a)
      sales += trade.sales(l, a, n) * own.dc.row(b.producer[at(lines[a])]);
    if (!(b.X0(n, h) > 0.0)) continue;
    sales += trade.reached(l, n) / b.X0(n, h) * own.dX.row(h);
    R.row(income) += (trade.spending(l, n) - trade.reached(l, n)) / b.X0(n, h) * own.dX.row(h);
  }
  for (int h = 0; h < H; ++h) R(1 + h, 1 + h) -= b.X0(n, h);
  for (int k = 0; k < J; ++k) {
    R.row(1 + H + k) += b.Y0(n, k) * own.dbeta.row(k);
    R(1 + H + k, 1 + H + k) -= b.Y0(n, k);
  }
  R(income, income) -= b.I0[at(n)];
  return R;
}

}  // namespace

BlockPreconditioner::BlockPreconditioner(const Calibration& calibration)
    : c_(calibration),
      layout_(*calibration.shares, 0),
      rows_(2 + layout_.H + layout_.J),
      stride_(kernels::brief_padded(rows_)),
      blocks_(std::make_shared<Blocks>()) {}

BlockPreconditioner::BlockPreconditioner(const Calibration& calibration, const BlockPreconditioner& like)
    : c_(calibration),
      layout_(like.layout_),
      rows_(like.rows_),
      stride_(like.stride_),
      blocks_(like.blocks_) {}

void BlockPreconditioner::factorise() const {
  const Shares& b = *c_.shares;
  const int H = b.composites;
  const int J = b.producers;
  const BaseTrade trade(c_);
  const auto stride = at(stride_);
  const std::size_t numbers = at(b.economies) * stride;
  blocks_->values.assign(numbers * at(rows_), 0);
  blocks_->weight.assign(numbers, 0.0F);
  blocks_->moves.assign(numbers, 0.0F);
  Matrix weights = Matrix::Zero(b.economies, rows_);
  Matrix together = Matrix::Zero(rows_, rows_);
  Matrix solved = Matrix::Zero(rows_, rows_);
  for (int n = 0; n < b.economies; ++n) {
    const OwnChanges own = own_changes(c_, n);
    // It is kept in 8 bits, so that single precision is enough to find it.
    Eigen::MatrixXf inverse = own_jacobian(c_, n, own, trade).cast<float>().partialPivLu().inverse();
    // An economy without trade has a singular wage equation; it is left as it is.
    if (!inverse.allFinite()) inverse = -Eigen::MatrixXf::Identity(rows_, rows_);
    kernels::Brief* out = blocks_->values.data() + static_cast<std::ptrdiff_t>(n) * rows_ * stride_;
    for (int column = 0; column < rows_; ++column)
      for (int row = 0; row < rows_; ++row)
        out[at(column) * stride + at(row)] = kernels::brief_signed(inverse(row, column));
    // Of producers that are not there nothing moves.
    Eigen::RowVectorXd moves = Eigen::RowVectorXd::Ones(rows_);
    for (int k = 0; k < J; ++k) moves(1 + H + k) = b.active(n, k) ? 1.0 : 0.0;
    Eigen::Map<Eigen::RowVectorXf>(&blocks_->moves[at(n) * stride], rows_) = moves.cast<float>();
    weights(n, 0) = std::max(b.D0[at(n)], 0.0);
    for (int l = 0; l < b.lines; ++l)
      weights(n, 0) += trade.sold(l, n) - b.F0(l, n, n) * trade.spending(l, n);
    for (int h = 0; h < H; ++h) weights(n, 1 + h) = b.X0(n, h);
    for (int k = 0; k < J; ++k) weights(n, 1 + H + k) = b.Y0(n, k);
    weights(n, rows_ - 1) = b.I0[at(n)];
    const Matrix rows = world_rows(c_, n, own, trade);
    together += rows * moves.asDiagonal();
    solved += (rows.cast<float>() * inverse).cast<double>() * moves.asDiagonal();
  }
  const Eigen::RowVectorXd total = weights.colwise().sum();
  for (int j = 0; j < rows_; ++j) {
    // The world's wages have weights of one already.
    const double by = total(j) > 0.0 ? 1.0 / total(j) : 0.0;
    weights.col(j) *= by;
    if (j > 0) together.row(j) *= by, solved.row(j) *= by;
    if (by == 0.0) together(j, j) = -1.0;
  }
  Matrix correction = together.partialPivLu().solve(Matrix::Identity(rows_, rows_) - solved);
  if (!correction.allFinite()) correction.setZero();
  for (int n = 0; n < b.economies; ++n)
    Eigen::Map<Eigen::RowVectorXf>(&blocks_->weight[at(n) * stride], rows_) = weights.row(n).cast<float>();
  blocks_->correction.assign(at(rows_) * stride, 0.0F);
  blocks_->correction_transpose = blocks_->correction;
  for (int i = 0; i < rows_; ++i)
    for (int j = 0; j < rows_; ++j) {
      const auto value = static_cast<float>(correction(i, j));
      blocks_->correction[at(j) * stride + at(i)] = value;
      blocks_->correction_transpose[at(i) * stride + at(j)] = value;
    }
}

template <class Product>
void BlockPreconditioner::each(std::span<const double> v, std::span<double> out, const Correction& correction,
                               Product product) const {
  kernels::Aligned<float> in(at(stride_), 0.0F);
  kernels::Aligned<float> result(in.size());
  kernels::Aligned<float> sum(in.size(), 0.0F);
  // The unknowns of an economy, in the order of its block: where each group lies, and how many it has.
  const auto groups = [this](int n) {
    return std::array<std::pair<int, int>, 4>{{{layout_.wage(n), 1},
                                               {layout_.price(n, 0), layout_.H},
                                               {layout_.value_added(n, 0), layout_.J},
                                               {layout_.income(n), 1}}};
  };
  for (int n = 0; n < layout_.N; ++n) {
    float* to = in.data();
    for (const auto& [first, count] : groups(n))
      for (int j = 0; j < count; ++j) *to++ = static_cast<float>(v[at(first + j)]);
    add_products(correction.gather + n * stride_, in.data(), stride_, sum.data());
    product(blocks_->values.data() + static_cast<std::ptrdiff_t>(n) * rows_ * stride_, in.data(),
            result.data());
    const float* from = result.data();
    for (const auto& [first, count] : groups(n))
      for (int j = 0; j < count; ++j) out[at(first + j)] = *from++;
  }
  std::fill(result.begin(), result.end(), 0.0F);
  for (int j = 0; j < rows_; ++j) add(correction.matrix + j * stride_, sum[at(j)], stride_, result.data());
  for (int n = 0; n < layout_.N; ++n) {
    const float* to_all = correction.spread + n * stride_;
    const float* from = result.data();
    for (const auto& [first, count] : groups(n))
      for (int j = 0; j < count; ++j) out[at(first + j)] += *to_all++ * *from++;
  }
}

void BlockPreconditioner::prepare() const {
  std::call_once(blocks_->made, [this] { factorise(); });
}

void BlockPreconditioner::apply(std::span<const double> v, std::span<double> out) const {
  prepare();
  each(v, out, {blocks_->weight.data(), blocks_->correction.data(), blocks_->moves.data()},
       [this](const kernels::Brief* block, const float* in, float* result) {
         std::fill_n(result, stride_, 0.0F);
         kernels::signed_column_sums(block, in, rows_, stride_, result);
       });
}

void BlockPreconditioner::apply_transpose(std::span<const double> v, std::span<double> out) const {
  prepare();
  each(v, out, {blocks_->moves.data(), blocks_->correction_transpose.data(), blocks_->weight.data()},
       [this](const kernels::Brief* block, const float* in, float* result) {
         kernels::signed_row_sums(block, in, rows_, stride_, result);
       });
}

}  // namespace leeway
