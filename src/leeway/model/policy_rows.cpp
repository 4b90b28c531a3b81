#include "leeway/model/policy_rows.h"

#include <algorithm>
#include <utility>

namespace leeway {

PolicyRows::PolicyRows(std::shared_ptr<const Shares> shares)
    : shares_(std::move(shares)),
      K_(static_cast<std::size_t>(shares_->rows())),
      F_(K_.size()),
      own_(K_.size(), nullptr) {
  for (int l = 0; l < shares_->lines; ++l) {
    // Where nothing is taxed both are the same numbers, and one memory is read instead of two.
    const TradeRows& reached = shares_->taxed0[static_cast<std::size_t>(l)] != 0 ? shares_->F0 : shares_->pi0;
    for (int r = shares_->row(l, 0); r < shares_->row(l + 1, 0); ++r) {
      K_[static_cast<std::size_t>(r)] = shares_->pi0.row(r);
      F_[static_cast<std::size_t>(r)] = reached.row(r);
    }
  }
}

void PolicyRows::set(int l, int n, int i, double K, double F) {
  const auto row = static_cast<std::size_t>(shares_->row(l, n));
  double*& own = own_[row];
  const int stride = shares_->stride;
  if (own == nullptr) {
    own = memory_.emplace_back(2 * static_cast<std::size_t>(stride)).data();
    std::copy_n(K_[row], stride, own);
    std::copy_n(F_[row], stride, own + stride);
    K_[row] = own;
    F_[row] = own + stride;
  }
  own[i] = K;
  own[stride + i] = F;
}

double TradeFlows::operator()(int l, int n, int i) const {
  if (values_ != nullptr) return (*values_)(l, n, i);
  const PolicyRows& rows = *point_->rows;
  const double share = at_ == At::user_prices ? rows.K(l, n, i) : rows.F(l, n, i);
  return share * point_->u(l, i) * point_->scale[static_cast<std::size_t>(rows.shares().row(l, n))];
}

void TradeFlows::row(int l, int n, std::span<double> to) const {
  if (values_ != nullptr) {
    std::copy_n(values_->row(l, n), to.size(), to.begin());
    return;
  }
  const PolicyRows& rows = *point_->rows;
  const double* shares = at_ == At::user_prices ? rows.K(l)[n] : rows.F(l)[n];
  const double* u = point_->u.row(l);
  const double scale = point_->scale[static_cast<std::size_t>(rows.shares().row(l, n))];
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = shares[i] * u[i] * scale;
}

Array3 TradeFlows::all() const {
  if (values_ != nullptr) return *values_;
  if (point_ == nullptr) return {};
  const Shares& b = point_->rows->shares();
  Array3 out(b.lines, b.economies, b.economies);
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) row(l, n, {out.row(l, n), static_cast<std::size_t>(b.economies)});
  return out;
}

}  // namespace leeway
