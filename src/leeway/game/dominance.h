#pragma once

#include <cstddef>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// An action that was ruled out, and the mix of the player's other actions that is better against everything
/// that the others had left in that round.
struct Dominated {
  std::size_t round = 0;  ///< from 1
  std::size_t player = 0;
  std::size_t action = 0;
  std::vector<double> by;  ///< [action of the whole game] probabilities
  double margin = 0.0;     ///< the least by which it is better, in payoffs; above game_tolerance of the span
};

struct DominanceResult {
  std::vector<std::vector<std::size_t>> left;  ///< [player] actions, ascending
  std::vector<Dominated> removed;              ///< in the order of rounds
  /// Whether dominance by mixes was looked for throughout; else by single actions alone in some round.
  bool by_mixes = true;

  bool solved() const;  ///< one action is left to each
};

/// Iterated elimination of strictly dominated actions, all of a round at once. Dominance by mixes is a linear
/// program (Pearce 1984), solved where a player faces at most `most_rows` profiles of the others.
DominanceResult iterated_dominance(const StrategicGame& game, std::size_t most_rows = 1000);
/// The least by which each elimination's mix is better, found anew from the whole game; the check of the
/// answer.
double least_margin(const StrategicGame& game, const DominanceResult& result);

}  // namespace leeway
