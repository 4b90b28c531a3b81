#include "leeway/model/preconditioner.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <Eigen/Dense>

namespace leeway {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The Jacobian of one economy's equations in its own unknowns [w | P | V | I] at the base year: the rows
// of Equilibrium::jacobian with everyone else held still.
Matrix own_jacobian(const Calibration& c, int n, const std::vector<double>& sold) {
  const Shares& b = *c.shares;
  const int H = b.composites;
  const int J = b.producers;
  const int m = 2 + H + J;
  const int income = m - 1;
  const auto at = [](int i) { return static_cast<std::size_t>(i); };
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
    double reached = 0.0;
    for (int i = 0; i < b.economies; ++i) reached += b.F0(l, n, i);
    reached *= spending;
    const double domestic = b.F0(l, n, n) * spending;
    const Eigen::RowVectorXd dline = b.pi0(l, n, n) * dc.row(k);
    Eigen::RowVectorXd dspending = (1.0 - c.sigL[at(h)]) * (dline - dcomposite.row(h));
    if (b.X0(n, h) > 0.0) dspending += dX.row(h) / b.X0(n, h);
    const Eigen::RowVectorXd drow = dspending + theta * dline;
    const Eigen::RowVectorXd dreached = reached * drow - theta * domestic * dc.row(k);
    const Eigen::RowVectorXd ddomestic = domestic * (drow - theta * dc.row(k));
    const double all_sold = sold[at(l * b.economies + n)];
    const Eigen::RowVectorXd dsold = domestic * drow - theta * all_sold * dc.row(k);
    dY.row(k) += dsold;
    dreceipts += dsold - ddomestic;
    dpayments += dreached - ddomestic;
    drevenue += spending * dspending - dreached;
    receipts += all_sold - domestic;
    payments += reached - domestic;
  }
  Eigen::RowVectorXd dfactor = Eigen::RowVectorXd::Zero(m);
  dfactor(0) = c.labour0[at(n)];
  for (int k = 0; k < J; ++k) dfactor(1 + H + k) = c.eta(n, k) * b.V0(n, k);
  A.row(0) = dreceipts / receipts - dpayments / payments - dfactor;
  A.block(1, 0, H, m) = dcomposite;
  for (int k = 0; k < J; ++k)
    if (b.active(n, k)) A.row(1 + H + k) = dbeta.row(k) + dY.row(k) / b.Y0(n, k);
  A.row(income) = (dfactor + drevenue) / b.I0[at(n)];
  for (int j = 1; j < m; ++j) A(j, j) -= 1.0;
  return A;
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
  std::vector<double> sold(static_cast<std::size_t>(b.rows()), 0.0);
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) {
      const double spending = b.s0(l, n) * b.X0(n, b.composite[static_cast<std::size_t>(l)]);
      for (int i = 0; i < b.economies; ++i)
        sold[static_cast<std::size_t>(b.row(l, i))] += b.F0(l, n, i) * spending;
    }
  const auto stride = static_cast<std::size_t>(stride_);
  blocks_->values.assign(static_cast<std::size_t>(b.economies) * static_cast<std::size_t>(rows_) * stride, 0);
  for (int n = 0; n < b.economies; ++n) {
    const Matrix own = own_jacobian(c_, n, sold);
    // It is kept in 8 bits, so that single precision is enough to find it.
    Eigen::MatrixXf inverse = own.cast<float>().partialPivLu().inverse();
    // An economy without trade has a singular wage equation; it is left as it is.
    if (!inverse.allFinite()) inverse = -Eigen::MatrixXf::Identity(rows_, rows_);
    kernels::Brief* out = blocks_->values.data() + static_cast<std::ptrdiff_t>(n) * rows_ * stride_;
    for (int column = 0; column < rows_; ++column)
      for (int row = 0; row < rows_; ++row)
        out[static_cast<std::size_t>(column) * stride + static_cast<std::size_t>(row)] =
            kernels::brief_signed(inverse(row, column));
  }
}

template <class Product>
void BlockPreconditioner::each(std::span<const double> v, std::span<double> out, Product product) const {
  std::call_once(blocks_->made, [this] { factorise(); });
  kernels::Aligned<float> in(static_cast<std::size_t>(stride_), 0.0F);
  kernels::Aligned<float> result(in.size());
  for (int n = 0; n < layout_.N; ++n) {
    // The unknowns of an economy, in the order of its block: where each group lies, and how many it has.
    const std::pair<int, int> groups[] = {{layout_.wage(n), 1},
                                          {layout_.price(n, 0), layout_.H},
                                          {layout_.value_added(n, 0), layout_.J},
                                          {layout_.income(n), 1}};
    float* to = in.data();
    for (const auto& [first, count] : groups)
      for (int j = 0; j < count; ++j) *to++ = static_cast<float>(v[static_cast<std::size_t>(first + j)]);
    product(blocks_->values.data() + static_cast<std::ptrdiff_t>(n) * rows_ * stride_, in.data(),
            result.data());
    const float* from = result.data();
    for (const auto& [first, count] : groups)
      for (int j = 0; j < count; ++j) out[static_cast<std::size_t>(first + j)] = *from++;
  }
}

void BlockPreconditioner::apply(std::span<const double> v, std::span<double> out) const {
  each(v, out, [this](const kernels::Brief* block, const float* in, float* result) {
    std::fill_n(result, stride_, 0.0F);
    kernels::signed_column_sums(block, in, rows_, stride_, result);
  });
}

void BlockPreconditioner::apply_transpose(std::span<const double> v, std::span<double> out) const {
  each(v, out, [this](const kernels::Brief* block, const float* in, float* result) {
    kernels::signed_row_sums(block, in, rows_, stride_, result);
  });
}

}  // namespace leeway
