#pragma once

#include <cstddef>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// A logit quantal response equilibrium (McKelvey and Palfrey 1995): each action is played with probability
/// proportional to exp(precision * expected payoff). Not a Nash equilibrium at any precision: its regret says
/// how far it is from one.
struct QuantalPoint {
  double precision = 0.0;  ///< per unit of payoff
  MixedProfile mix;
  std::vector<double> payoffs;  ///< [player] expected
  double regret = 0.0;          ///< the largest gain of any player by one action
  double gap = 0.0;  ///< largest difference between a probability and the logit response to the mix
};

struct QuantalPath {
  /// Points at the precisions asked for, in the order in which the branch passes them (a branch that turns
  /// back passes some again), then the end. Each `gap` is at most game_tolerance.
  std::vector<QuantalPoint> points;
  bool reached_end =
      false;  ///< the branch came to the largest precision; else the last point is where it stopped
  std::size_t turns = 0;  ///< how often precision turned back along the branch
};

/// The principal branch: the one that starts at precision 0, where all actions are equally likely; followed
/// by pseudo-arclength continuation in logs of probabilities (Turocy 2005). `precisions` ascend and are times
/// the inverse of the span of payoffs.
QuantalPath quantal_principal_branch(const StrategicGame& game, const std::vector<double>& precisions);

/// The fixed points at one precision that damped logit responses reach from stated starts, without those that
/// did not settle; the same point found again is told once.
std::vector<QuantalPoint> quantal_from(const StrategicGame& game, double precision,
                                       const std::vector<MixedProfile>& starts);

/// Precisions 0.1 to 1000 over the span, three a decade.
std::vector<double> usual_precisions();

}  // namespace leeway
