#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "leeway/solve/quasi_newton.h"
#include "leeway/strategy/rates.h"

namespace leeway {

/// One player's rates against a policy in which all else is given: values and gradients from exact solves, in
/// variables y = ln(1 + rate) x root of the curvature. For one thread.
class RateSearch {
 public:
  /// `rates` are the player's alone. `around` is a solution nearby, whose shares scale the variables and
  /// whose point solves start from. All must outlive the search.
  RateSearch(const Model& model, const RatePolicy& rates, const Player& player, const Solution& around,
             const RateChoice& choice);

  /// The highest point that a climb from these rates finds.
  solve::QuasiNewtonResult climb(std::span<const double> start, double tolerance);
  /// What the player values at these rates; nothing where there is no equilibrium.
  std::optional<double> value(std::span<const double> rates);
  Outcome solve(std::span<const double> rates);
  std::vector<double> rates_of(std::span<const double> y) const;
  std::vector<double> variables_of(std::span<const double> rates) const;
  int solves() const { return solves_; }
  int failures() const { return failures_; }

 private:
  std::optional<leeway::solve::Slope> slope(std::span<const double> y, double tolerance);

  const Model& model_;
  const RatePolicy& policy_;
  const Player& player_;
  std::vector<double> root_;  // of the curvature
  std::vector<double> low_;   // of y
  std::vector<double> high_;
  Start start_;
  std::vector<double> adjoint_;
  int solves_ = 0;
  int failures_ = 0;
};

/// Rates of a random start, the same everywhere for one seed: uniform from the lowest to the highest, or to
/// 100% where that is less.
std::vector<double> random_rates(std::size_t count, const RateChoice& choice, std::uint64_t seed);

/// 100 (exp(to - from) - 1).
double gain_pct(double from, double to);

}  // namespace leeway
