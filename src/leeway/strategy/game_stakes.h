#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// A player who changes its action as a stake rises.
struct StakeStep {
  double stake = 0.0;  ///< in units of payoffs, the same for all who have the action
  std::size_t player = 0;
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t takers = 0;  ///< who have taken it up to here
};

/// Who takes an action as a declared stake on it rises from nothing, until all who have it do.
struct StakeCurve {
  std::string action;
  std::vector<std::size_t> players;  ///< who have it beside their first
  std::size_t start = 0;             ///< profile at a stake of nothing
  std::vector<StakeStep> steps;      ///< in their order
  /// Best replies came to rest at every stake. Where false, the curve ends where they did not.
  bool settled = true;
};

/// From all at their first action players reply one after the other, each by its best action and in the order
/// of the table, until nobody gains more than `nothing`; then the stake rises to where the next one changes
/// to the action, and they reply again. Of each action that two or more have beside their first.
std::vector<StakeCurve> stake_curves(const StrategicGame& game, double nothing);

}  // namespace leeway
