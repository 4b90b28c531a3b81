#pragma once

#include <cstddef>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

struct NashEquilibrium {
  MixedProfile mix;
  std::vector<double> payoffs;  ///< [player] expected
  double regret = 0.0;          ///< largest of any player; at most game_tolerance of the span
  bool pure = false;
  /// Equilibria with the same number are known to lie on one connected set: what lies between them is an
  /// equilibrium as well, or they are points of one continuum.
  std::size_t component = 0;
};

struct NashLimits {
  std::size_t most_supports = 400'000;  ///< pairs of supports that are looked at, of two players
  std::size_t most_tuples = 5'000;      ///< of supports, of three players or more; none is looked at above
  std::size_t most_boxes = 10'000;      ///< boxes of probabilities of one tuple of supports
  std::size_t all_boxes = 200'000;      ///< of all tuples together
  std::size_t most_dimensions =
      6;  ///< free probabilities of one tuple of supports, with three players or more
};

struct NashSet {
  std::vector<NashEquilibrium> equilibria;  ///< certified, pure ones first
  /// All equilibria of a game with finitely many; of two players all extreme ones. False: some supports were
  /// left out or not resolved (limits, a continuum).
  bool complete = true;
  std::size_t supports = 0;    ///< looked at
  std::size_t unresolved = 0;  ///< supports that were left out or hold boxes that could not be decided
  std::size_t refused = 0;     ///< candidates whose regret did not pass the check
};

/// All profiles at which nobody gains by another action, ascending.
std::vector<std::size_t> pure_nash(const StrategicGame& game);

/// Nash equilibria by enumeration of supports, after strictly dominated actions are taken out. Two players:
/// every extreme equilibrium, as pairs of vertices of the best-response polyhedra (Avis, Rosenberg, Savani
/// and von Stengel 2010), linear systems alone. Three or more: the indifference conditions of each tuple of
/// supports are solved in boxes of probabilities, which are cut until each holds none or exactly one
/// solution: conditions are affine in each probability, so that their range over a box is that over its
/// corners.
NashSet mixed_nash(const StrategicGame& game, const NashLimits& limits = {});

}  // namespace leeway
