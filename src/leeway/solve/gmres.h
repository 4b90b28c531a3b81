#pragma once

#include <functional>
#include <span>
#include <vector>

namespace leeway::solve {

/// out = A v. Sizes are equal.
using LinearMap = std::function<void(std::span<const double> v, std::span<double> out)>;

struct GmresResult {
  std::vector<double> x;
  int iterations = 0;
  double relative_residual = 0.0;
  bool converged = false;
};

/// Right-preconditioned GMRES without restart, modified Gram-Schmidt (Saad and Schultz 1986).
/// `precondition` may be empty. Stops at ||b - A x|| <= tolerance ||b|| or after max_iterations.
GmresResult gmres(const LinearMap& apply, std::span<const double> b, double tolerance, int max_iterations,
                  const LinearMap& precondition = {});

}  // namespace leeway::solve
