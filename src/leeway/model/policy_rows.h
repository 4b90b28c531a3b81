#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "leeway/model/shares.h"
#include "leeway/model/trade_flows.h"

namespace leeway {

/// K and F of every flow under a policy (model.md 2.1): K = pi0 kappa^-theta access demand, F = f K with f
/// the share of user spending that reaches the seller. Rows that no policy touches are the base year's own.
class PolicyRows {
 public:
  explicit PolicyRows(std::shared_ptr<const Shares> shares);
  PolicyRows(const PolicyRows&) = delete;
  PolicyRows& operator=(const PolicyRows&) = delete;

  /// The rows of a line, importer by importer.
  const double* const* K(int l) const { return &K_[first(l)]; }
  const double* const* F(int l) const { return &F_[first(l)]; }
  double K(int l, int n, int i) const { return K(l)[n][i]; }
  double F(int l, int n, int i) const { return F(l)[n][i]; }
  /// Gives the row memory of its own when it has none yet.
  void set(int l, int n, int i, double K, double F);

  const Shares& shares() const { return *shares_; }

 private:
  std::size_t first(int l) const { return static_cast<std::size_t>(shares_->row(l, 0)); }

  std::shared_ptr<const Shares> shares_;
  std::vector<const double*> K_;
  std::vector<const double*> F_;
  std::vector<double*> own_;  // K of the row, then F; null where the row is the base year's
  std::vector<kernels::Aligned<double>> memory_;
};

/// What a solved point knows of trade.
struct TradeFlows::Point {
  std::shared_ptr<const PolicyRows> rows;
  Array2 u;                   ///< [l][i] (basic price)^-theta
  std::vector<double> scale;  ///< [row] spending over the row's sum of K u
};

}  // namespace leeway
