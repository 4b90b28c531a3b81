#pragma once

#include <cstdint>
#include <vector>

namespace leeway {

/// A share of the variance of a figure, with an interval of 95% from resampled base points.
struct IndexEstimate {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};
/// What one factor makes of a figure's variance: alone, and with all that it does together with others.
struct SobolIndex {
  IndexEstimate first;
  IndexEstimate total;
};

/// The figure of one base point of a saltelli design: at the first point, at the second, and at the first
/// with each factor from the second.
struct SaltelliBlock {
  double a = 0.0;
  double b = 0.0;
  std::vector<double> mixed;  ///< one a factor
};

/// Sobol' indices by Jansen's estimators (Jansen 1999; Saltelli and others 2010). The base points are drawn
/// anew `resamples` times by a hash of `seed`. Indices are zero where the figure does not vary, and nothing
/// comes of fewer than two blocks.
std::vector<SobolIndex> sobol_indices(const std::vector<SaltelliBlock>& blocks, std::uint64_t seed,
                                      int resamples = 400);

}  // namespace leeway
