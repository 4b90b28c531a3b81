#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace leeway::solve {

/// Value and gradient of what is maximised.
struct Slope {
  double value = 0.0;
  std::vector<double> gradient;
};
/// Nothing where it has no value; a step is then cut.
using Climb = std::function<std::optional<Slope>(std::span<const double> x)>;

struct QuasiNewtonOptions {
  int memory = 20;
  int max_iterations = 150;
  double tolerance = 1e-7;    ///< on the length of the gradient, held to the bounds
  std::vector<double> reach;  ///< cap on each entry of a step; empty: none
  /// Differences of values below this are rounding: the gradient alone then tells whether a step is taken.
  double noise = 1e-11;
};

struct QuasiNewtonResult {
  std::vector<double> x;
  double value = 0.0;
  std::vector<double> gradient;
  double slope = 0.0;  ///< length of the gradient, held to the bounds
  int iterations = 0;
  int evaluations = 0;
  bool converged = false;
  bool defined = false;  ///< the start had a value
};

/// Largest value on a box by projected limited-memory BFGS (Nocedal 1980; Bertsekas 1982 for the bounds),
/// with steps judged by gradients where values round (Hager and Zhang 2005), so that a flat optimum is found
/// to the accuracy of the gradient and not to the square root of the value's. Variables want scales that make
/// the curvature about one.
QuasiNewtonResult maximise(const Climb& climb, std::span<const double> start, std::span<const double> low,
                           std::span<const double> high, const QuasiNewtonOptions& options = {});

}  // namespace leeway::solve
