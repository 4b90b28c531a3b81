#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "leeway/model/shares.h"
#include "leeway/model/trade_flows.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// K and F of every flow under a policy (model.md 2.1): K = pi0 kappa^-theta access demand, F = f K with f
/// the share of user spending that reaches the seller. Rows that no policy touches are the base year's own.
///
/// A row that the policy cuts into classes of goods is one row for each (model.md 11.1). Rows are in the
/// order of lines; of a line, those of all importers come first, each with its first class, and then the
/// other classes in the order of importers.
class PolicyRows {
 public:
  /// Every flow at its base-year wedge.
  PolicyRows(std::shared_ptr<const Shares> shares, const Policy& policy);
  PolicyRows(const PolicyRows&) = delete;
  PolicyRows& operator=(const PolicyRows&) = delete;

  /// What an importer buys on a line, in classes.
  struct Cut {
    int n = 0;
    int count = 0;               ///< of classes
    int rest = 0;                ///< row of the second class; the others follow
    const double* s0 = nullptr;  ///< [class] share of the base-year spending on the line
  };
  std::span<const Cut> cuts(int l) const {
    const std::size_t from = first_cut_[static_cast<std::size_t>(l)];
    return {cuts_.data() + from, first_cut_[static_cast<std::size_t>(l) + 1] - from};
  }

  /// Null where the row is not cut.
  const Cut* cut_of(int l, int n) const;

  int rows() const { return first_.back(); }
  int rows_of(int l) const { return first_[static_cast<std::size_t>(l) + 1] - row(l, 0); }
  int most_rows() const { return most_rows_; }
  int row(int l, int n) const { return first_[static_cast<std::size_t>(l)] + n; }
  int row(int l, int n, int goods) const;
  /// Share of a class in the base-year spending on a line; 1 where it is not cut.
  double share0(int l, int n, int goods) const;
  int importer(int row) const { return importer_[static_cast<std::size_t>(row)]; }
  /// Of one line.
  const int* importers(int l) const { return &importer_[static_cast<std::size_t>(row(l, 0))]; }

  /// The rows of a line.
  const double* const* K(int l) const { return &K_[static_cast<std::size_t>(row(l, 0))]; }
  const double* const* F(int l) const { return &F_[static_cast<std::size_t>(row(l, 0))]; }
  const double* K_of(int row) const { return K_[static_cast<std::size_t>(row)]; }
  const double* F_of(int row) const { return F_[static_cast<std::size_t>(row)]; }
  double K(int row, int i) const { return K_[static_cast<std::size_t>(row)][i]; }
  double F(int row, int i) const { return F_[static_cast<std::size_t>(row)][i]; }
  /// Of all classes together, as a share of spending on the line in the base year.
  double K_of_all(int l, int n, int i) const;
  /// Gives the row memory of its own when it has none yet.
  void set(int row, int i, double K, double F);

  const Shares& shares() const { return *shares_; }

 private:
  void cut(const CutRow& row, int l);
  double* own(std::size_t row);

  std::shared_ptr<const Shares> shares_;
  std::vector<int> first_;  // [l] row, and one past the last
  int most_rows_ = 0;       // of a line
  std::vector<int> importer_;
  std::vector<Cut> cuts_;               // in the order of lines, then importers
  std::vector<std::size_t> first_cut_;  // [l], and one past the last
  std::vector<std::vector<double>> class_shares_;
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
  std::vector<double> theta;  ///< [l]
  Array2 log_basic;           ///< [k][n]
  Array2 log_line;            ///< [l][n] price of what is traded
};

}  // namespace leeway
