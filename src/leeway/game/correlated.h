#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// A distribution over profiles that nobody gains by leaving.
struct CorrelatedPoint {
  std::vector<double> chances;  ///< [profile]
  std::vector<double> payoffs;  ///< [player] expected
  double violation = 0.0;       ///< the largest gain by disobeying; at most game_tolerance of the span
};

enum class CorrelatedKind {
  correlated,        ///< no gain by departing from any one recommendation (Aumann 1974)
  coarse_correlated  ///< no gain by one action in place of all recommendations (Moulin and Vial 1978)
};

/// The point that maximises a weighted sum of payoffs, [player]; nothing where the linear program gave none
/// that passes the check, or the game has more than `most_profiles`.
std::optional<CorrelatedPoint> best_correlated(const StrategicGame& game, CorrelatedKind kind,
                                               const std::vector<double>& weights,
                                               std::size_t most_profiles = 60'000);

/// The largest gain of any player by disobeying: of one recommendation times its chance, or of all.
double correlated_violation(const StrategicGame& game, CorrelatedKind kind,
                            const std::vector<double>& chances);

/// What each player has at worst and at best over the whole set; nothing where one of the programs failed.
struct CorrelatedRange {
  std::vector<double> low, high;  ///< [player]
};
std::optional<CorrelatedRange> correlated_range(const StrategicGame& game, CorrelatedKind kind);

}  // namespace leeway
