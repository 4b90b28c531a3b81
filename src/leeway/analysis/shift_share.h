#pragma once

#include <optional>
#include <vector>

#include "leeway/analysis/scores.h"

namespace leeway {

/// One shock to many cells at once: its size, and by how much each cell's forecast moves per unit of it.
struct Shift {
  double size = 0.0;
  std::vector<double> exposure;  ///< of the cells, in their order
};

/// Slope of the record on the model, by the variation of shocks alone, with standard errors that let cells
/// err together in whatever way their exposures to the shocks are alike.
struct ShiftShareSlope {
  double slope = 0.0;
  double standard_error = 0.0;
  /// The slopes that a test at 5% does not reject, by the error under each of them (AKM0). Nothing where
  /// every slope passes, or all but some: the shocks say too little.
  std::optional<double> low;
  std::optional<double> high;
  int shifts = 0;  ///< that move a cell
  /// Of the forecast on the instrument: 1 where the forecast is the sum of the responses to each shock.
  double first_stage = 0.0;
  double largest = 0.0;  ///< of the variance, the share of the shock that has most of it
};

/// The shift-share test of a model's forecast. With q the weight of cell i, y its record, x its forecast, w_k
/// its exposure to shock k of size X_k and v = Σ_k w_k:
///
///     z = Σ_k w_k (X_k − m),  m = Σ_i q v Σ_k w_k X_k / Σ_i q v²       (the shocks about their mean)
///     slope = Σ_i q z y / Σ_i q z x
///     R_k   = Σ_i q w_k e,  e = y − slope x − its projection on v
///     s.e.  = sqrt(Σ_k (X_k − m)² R_k²) / |Σ_i q z x|
///
/// Adao, Kolesar and Morales (2019, "Shift-Share Designs: Theory and Inference", QJE 134(4)), section IV.C,
/// eqs. 33 and 36 with the standard error and the interval AKM0 of Remark 6, which puts the slope under test
/// in the place of the estimate in e and is quadratic in it; since the only control v is Σ_k w_k, the
/// residual of a shock is its distance from the mean. That the instrument is the model's own response to the
/// shocks, and that a right model has slope 1, is Adao, Costinot and Donaldson (2025, "Putting Quantitative
/// Models to the Test: An Application to the US-China Trade War", QJE). Shocks are taken as independent draws
/// about one mean, unrelated to what else moved the record. Weighted means of changes must be zero (shares of
/// one sector add up), so that no constant is needed. Nothing with fewer than three shocks that move a cell,
/// with shocks of one size, or where they leave the forecast as it is.
std::optional<ShiftShareSlope> shift_share_slope(const std::vector<ScoredChange>& cells,
                                                 const std::vector<Shift>& shifts);

}  // namespace leeway
