#pragma once

#include <optional>
#include <string>
#include <vector>

namespace leeway {

/// One forecast change beside the recorded one.
struct ScoredChange {
  double model = 0.0;
  double record = 0.0;
  double weight = 1.0;
  double importance = 1.0;  ///< weight of its sign: the trade behind it
  int cluster = 0;          ///< observations of one cluster may err together
};

/// How well forecast changes meet recorded ones. Nothing where it cannot be computed.
struct Scores {
  int count = 0;
  /// Weighted mean absolute error over that of the forecast "no change": below 1 it is better.
  std::optional<double> error;
  /// Root mean square error over that of "no change".
  std::optional<double> square_error;
  std::optional<double> sign;         ///< share of changes, by importance, whose sign is right
  std::optional<double> correlation;  ///< weighted, Pearson
  /// Of the record on the model, weighted least squares with a constant: 1 is a forecast of the right size.
  std::optional<double> slope;
  /// Its standard error, clustered (sandwich with G/(G−1), G clusters). Shares of one sector err together
  /// through the sector's shocks, which a cluster by partner leaves out (shift_share.h has them).
  std::optional<double> slope_error;
};

Scores score(const std::vector<ScoredChange>& changes);

/// Spearman's rank correlation; nothing below three values or where one side is all equal.
std::optional<double> rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace leeway
