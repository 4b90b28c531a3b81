#pragma once

#include <vector>

namespace leeway {

/// Probability that a standard normal number is below z, to 1e-15.
double normal_cdf(double z);
/// The number below which a standard normal one is with probability p in (0, 1), to 1e-15 of itself.
double normal_quantile(double p);

/// How one number of a draw is spread.
struct Spread {
  enum class Shape {
    fixed,       ///< `low`
    uniform,     ///< between `low` and `high`
    triangular,  ///< between them, most often `centre`
    normal,      ///< mean `centre`, standard deviation `sd`
    lognormal,   ///< median `centre`, standard deviation of logs `sd`
    choice,      ///< the index of one of as many as there are `weights`
  };
  Shape shape = Shape::fixed;
  double low = 0.0;
  double high = 0.0;
  double centre = 0.0;
  double sd = 0.0;
  std::vector<double> weights = {};  ///< sum to one
  double least = 0.0;                ///< of normal and lognormal: what lies beyond these is cut off
  double most = 0.0;

  /// The value with a share of u in (0, 1) below it.
  double at(double u) const;
};

}  // namespace leeway
