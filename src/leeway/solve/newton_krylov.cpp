#include "leeway/solve/newton_krylov.h"

#include <algorithm>
#include <cmath>

#include "leeway/solve/gmres.h"

namespace leeway::solve {

Summary newton_krylov(System& system, std::vector<double>& z, const NewtonOptions& options) {
  const std::size_t n = z.size();
  Summary summary;
  std::vector<double> r(n);
  std::vector<double> trial(n);
  std::vector<double> trial_r(n);
  system.residual(z, r);
  summary.evaluations = 1;
  summary.residual = largest(r);
  summary.history.push_back(summary.residual);
  const LinearMap apply = [&](std::span<const double> v, std::span<double> out) {
    ++summary.products;
    system.jacobian(v, out);
  };
  const LinearMap precondition = [&](std::span<const double> v, std::span<double> out) {
    system.precondition(v, out);
  };
  while (summary.iterations < options.max_iterations && std::isfinite(summary.residual) &&
         summary.residual > options.tolerance) {
    // As exact as Newton's own error lets a step be, and no more than the tolerance asks for.
    const double forcing =
        std::min(0.5, std::max(std::clamp(summary.residual, options.least_forcing, options.max_forcing),
                               0.3 * options.tolerance / summary.residual));
    std::vector<double> minus_r(n);
    std::transform(r.begin(), r.end(), minus_r.begin(), [](double x) { return -x; });
    const GmresResult step = gmres(apply, minus_r, forcing, options.max_krylov, precondition);
    const double reach = largest(step.x);
    if (!std::isfinite(reach)) break;
    double share = reach > options.max_step ? options.max_step / reach : 1.0;
    const double before = norm(r);
    bool accepted = false;
    while (share >= options.min_step) {
      for (std::size_t i = 0; i < n; ++i) trial[i] = z[i] + share * step.x[i];
      system.project(trial);
      system.residual(trial, trial_r);
      ++summary.evaluations;
      const double after = norm(trial_r);
      if (std::isfinite(after) && after < (1.0 - 1e-4 * share) * before) {
        accepted = true;
        break;
      }
      share *= 0.5;
    }
    ++summary.iterations;
    if (!accepted) {
      system.residual(z, r);
      ++summary.evaluations;
      break;
    }
    z.swap(trial);
    r.swap(trial_r);
    summary.residual = largest(r);
    summary.history.push_back(summary.residual);
  }
  summary.converged = summary.residual <= options.tolerance;
  return summary;
}

}  // namespace leeway::solve
