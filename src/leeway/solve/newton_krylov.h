#pragma once

#include <vector>

#include "leeway/solve/system.h"

namespace leeway::solve {

struct NewtonOptions {
  double tolerance = 1e-10;  ///< on the largest absolute entry of F
  int max_iterations = 40;
  int max_krylov = 200;      ///< per Newton step
  double max_forcing = 0.1;  ///< a step solves its linear system at least to this
  /// And never closer than this, relative to the residual: products may be inexact.
  double least_forcing = 1e-3;
  double max_step = 2.0;   ///< cap on the largest entry of a step
  double min_step = 1e-4;  ///< the line search gives up below this share of the step
};

/// Inexact Newton with GMRES and backtracking on ||F||_2 (Eisenstat and Walker 1996; model.md 5.4).
/// `z` is the start and receives the last accepted point, at which the system stays linearised.
Summary newton_krylov(System& system, std::vector<double>& z, const NewtonOptions& options);

}  // namespace leeway::solve
