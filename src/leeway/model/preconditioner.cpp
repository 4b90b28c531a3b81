#include "leeway/model/preconditioner.h"

#include <algorithm>

#include <Eigen/Dense>

#include "leeway/model/equilibrium.h"
#include "leeway/model/kernels.h"

namespace leeway {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// The Jacobian of one economy's equations in its own unknowns [w | P | V | I] at the base year: the rows
// of Equilibrium::jacobian with everyone else held still.
Matrix own_jacobian(const Calibration& c, int n, const std::vector<double>& sold) {
  const int J = c.sectors;
  const int m = 2 + 2 * J;
  const int income = m - 1;
  const auto at = [](int i) { return static_cast<std::size_t>(i); };
  Matrix dM = Matrix::Zero(J, m);
  Matrix dc = Matrix::Zero(J, m);
  Matrix dbeta = Matrix::Zero(J, m);
  Matrix spent = Matrix::Zero(J, m);  // change of the outlay on materials by user
  Matrix G(J, J);
  for (int k = 0; k < J; ++k) {
    for (int h = 0; h < J; ++h) {
      G(h, k) = c.g0(n, h, k);
      dM(k, 1 + h) = G(h, k);
    }
    if (!c.active(n, k)) continue;
    const double beta = c.beta0(n, k);
    const double eta = c.eta(n, k);
    dc.row(k) = (1.0 - beta) * dM.row(k);
    dc(k, 0) += beta * (1.0 - eta);
    dc(k, 1 + J + k) += beta * eta;
    const double r = 1.0 - c.sigV[at(k)];
    dbeta.row(k) = -r * dc.row(k);
    dbeta(k, 0) += r * (1.0 - eta);
    dbeta(k, 1 + J + k) += r * eta;
    const double outlay = (1.0 - beta) * c.Y0(n, k);
    spent.row(k) = outlay * (r * (dM.row(k) - dc.row(k)) - dbeta.row(k));
    spent(k, 1 + J + k) += outlay;
  }
  Matrix dX = G * spent;
  for (int h = 0; h < J; ++h) {
    const double final_use = c.alpha0(n, h) * c.I0[at(n)];
    dX(h, income) += final_use;
    const double r = 1.0 - c.sigF;
    dX(h, 1 + h) += final_use * r;
    for (int j = 0; j < J; ++j) dX(h, 1 + j) -= final_use * r * c.alpha0(n, j);
    for (int k = 0; k < J; ++k) {
      const double rm = (1.0 - c.sigM[at(k)]) * G(h, k) * (1.0 - c.beta0(n, k)) * c.Y0(n, k);
      if (rm == 0.0) continue;
      dX(h, 1 + h) += rm;
      dX.row(h) -= rm * dM.row(k);
    }
  }
  if (c.unit_between_bundles)
    for (std::size_t q = 0; q < c.bundle_members.size(); ++q)
      for (int k = 0; k < J; ++k) {
        double total = 0.0;
        for (const int h : c.bundle_members[q]) total += G(h, k);
        if (!(total > 0.0)) continue;
        const double outlay = (1.0 - c.sigB[q]) * (1.0 - c.beta0(n, k)) * c.Y0(n, k);
        for (const int h : c.bundle_members[q]) {
          dX(h, 1 + h) += outlay * G(h, k);
          for (const int j : c.bundle_members[q]) dX(h, 1 + j) -= outlay * G(h, k) * G(j, k) / total;
        }
      }
  Matrix dcomposite = Matrix::Zero(J, m);
  for (int l = 0; l < c.lines; ++l)
    dcomposite.row(c.composite[at(l)]) += c.s0(l, n) * c.pi0(l, n, n) * dc.row(c.producer[at(l)]);

  Matrix A = Matrix::Zero(m, m);
  Matrix dY = Matrix::Zero(J, m);
  Eigen::RowVectorXd dreceipts = Eigen::RowVectorXd::Zero(m);
  Eigen::RowVectorXd dpayments = Eigen::RowVectorXd::Zero(m);
  Eigen::RowVectorXd drevenue = Eigen::RowVectorXd::Zero(m);
  double receipts = std::max(c.D0[at(n)], 0.0);
  double payments = std::max(-c.D0[at(n)], 0.0);
  for (int l = 0; l < c.lines; ++l) {
    const int h = c.composite[at(l)];
    const int k = c.producer[at(l)];
    const double theta = c.theta[at(l)];
    const double spending = c.s0(l, n) * c.X0(n, h);
    double reached = 0.0;
    for (int i = 0; i < c.economies; ++i) reached += c.F0(l, n, i);
    reached *= spending;
    const double domestic = c.F0(l, n, n) * spending;
    const Eigen::RowVectorXd dline = c.pi0(l, n, n) * dc.row(k);
    Eigen::RowVectorXd dspending = (1.0 - c.sigL[at(h)]) * (dline - dcomposite.row(h));
    if (c.X0(n, h) > 0.0) dspending += dX.row(h) / c.X0(n, h);
    const Eigen::RowVectorXd drow = dspending + theta * dline;
    const Eigen::RowVectorXd dreached = reached * drow - theta * domestic * dc.row(k);
    const Eigen::RowVectorXd ddomestic = domestic * (drow - theta * dc.row(k));
    const double all_sold = sold[at(l * c.economies + n)];
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
  for (int k = 0; k < J; ++k) dfactor(1 + J + k) = c.eta(n, k) * c.V0(n, k);
  A.row(0) = dreceipts / receipts - dpayments / payments - dfactor;
  A.block(1, 0, J, m) = dcomposite;
  for (int k = 0; k < J; ++k)
    if (c.active(n, k)) A.row(1 + J + k) = dbeta.row(k) + dY.row(k) / c.Y0(n, k);
  A.row(income) = (dfactor + drevenue) / c.I0[at(n)];
  for (int j = 1; j < m; ++j) A(j, j) -= 1.0;
  return A;
}

}  // namespace

BlockPreconditioner::BlockPreconditioner(const Calibration& c)
    : economies_(c.economies),
      sectors_(c.sectors),
      rows_(2 + 2 * c.sectors),
      stride_(kernels::padded(rows_)) {
  std::vector<double> sold(static_cast<std::size_t>(c.lines) * static_cast<std::size_t>(c.economies), 0.0);
  for (int l = 0; l < c.lines; ++l)
    for (int n = 0; n < c.economies; ++n) {
      const double spending = c.s0(l, n) * c.X0(n, c.composite[static_cast<std::size_t>(l)]);
      for (int i = 0; i < c.economies; ++i)
        sold[static_cast<std::size_t>(l * c.economies + i)] += c.F0(l, n, i) * spending;
    }
  const auto rows = static_cast<std::size_t>(rows_);
  const auto stride = static_cast<std::size_t>(stride_);
  blocks_.assign(static_cast<std::size_t>(economies_) * rows * stride, 0.0F);
  for (int n = 0; n < economies_; ++n) {
    const Matrix own = own_jacobian(c, n, sold);
    Matrix inverse = own.partialPivLu().inverse();
    // An economy without trade has a singular wage equation; it is left as it is.
    if (!inverse.allFinite()) inverse = -Matrix::Identity(rows_, rows_);
    float* block = blocks_.data() + static_cast<std::size_t>(n) * rows * stride;
    for (int a = 0; a < rows_; ++a)
      for (int b = 0; b < rows_; ++b)
        block[static_cast<std::size_t>(a) * stride + static_cast<std::size_t>(b)] =
            static_cast<float>(inverse(a, b));
  }
}

template <class Real>
void BlockPreconditioner::gather(std::span<const double> v, int n, int lanes, Real* block) const {
  const Layout layout{economies_, sectors_};
  const double* from = v.data();
  const auto sectors = static_cast<std::ptrdiff_t>(sectors_) * lanes;
  const auto copy = [&](int unknown, std::ptrdiff_t count, std::ptrdiff_t to) {
    const double* start = from + static_cast<std::ptrdiff_t>(unknown) * lanes;
    std::transform(start, start + count, block + to, [](double x) { return static_cast<Real>(x); });
  };
  copy(layout.wage(n), lanes, 0);
  copy(layout.price(n, 0), sectors, lanes);
  copy(layout.value_added(n, 0), sectors, lanes + sectors);
  copy(layout.income(n), lanes, lanes + 2 * sectors);
}

template <class Real>
void BlockPreconditioner::scatter(const Real* block, int n, int lanes, std::span<double> out) const {
  const Layout layout{economies_, sectors_};
  double* to = out.data();
  const auto sectors = static_cast<std::ptrdiff_t>(sectors_) * lanes;
  std::copy_n(block, lanes, to + static_cast<std::ptrdiff_t>(layout.wage(n)) * lanes);
  std::copy_n(block + lanes, sectors, to + static_cast<std::ptrdiff_t>(layout.price(n, 0)) * lanes);
  std::copy_n(block + lanes + sectors, sectors,
              to + static_cast<std::ptrdiff_t>(layout.value_added(n, 0)) * lanes);
  std::copy_n(block + lanes + 2 * sectors, lanes, to + static_cast<std::ptrdiff_t>(layout.income(n)) * lanes);
}

void BlockPreconditioner::apply(std::span<const double> v, std::span<double> out) const {
  std::vector<float> in(static_cast<std::size_t>(stride_), 0.0F);
  std::vector<double> result(static_cast<std::size_t>(rows_));
  for (int n = 0; n < economies_; ++n) {
    gather(v, n, 1, in.data());
    kernels::row_sums(block(n), in.data(), rows_, stride_, result.data());
    scatter(result.data(), n, 1, out);
  }
}

void BlockPreconditioner::apply_lanes(std::span<const double> v, std::span<double> out) const {
  constexpr int lanes = kernels::kLanes;
  std::vector<double> in(static_cast<std::size_t>(rows_) * lanes);
  std::vector<double> result(in.size());
  for (int n = 0; n < economies_; ++n) {
    gather(v, n, lanes, in.data());
    kernels::lane_row_sums(block(n), in.data(), rows_, rows_, stride_, result.data());
    scatter(result.data(), n, lanes, out);
  }
}

void BlockPreconditioner::apply_transpose(std::span<const double> v, std::span<double> out) const {
  std::vector<float> in(static_cast<std::size_t>(rows_));
  std::vector<float> result(static_cast<std::size_t>(stride_));
  for (int n = 0; n < economies_; ++n) {
    gather(v, n, 1, in.data());
    std::fill(result.begin(), result.end(), 0.0F);
    kernels::column_sums(block(n), in.data(), rows_, stride_, result.data());
    scatter(result.data(), n, 1, out);
  }
}

}  // namespace leeway
