#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "leeway/game/sequential.h"
#include "leeway/game/strategic_game.h"

namespace leeway {

/// A node of a game tree. Payoffs of a node that has some are added to those of all nodes on the way.
struct GameNode {
  enum class Kind { chance, decision, terminal };
  Kind kind = Kind::terminal;
  std::string label;
  std::size_t set = 0;                ///< information set of a decision
  std::vector<std::size_t> children;  ///< one an action; they come after the node
  std::vector<double> chances;        ///< [action] of a chance node, sum to 1
  std::vector<std::string> actions;   ///< of a chance node
  std::vector<double> payoffs;        ///< [player], or empty
};

/// What a player cannot tell apart when moving.
struct InformationSet {
  std::size_t player = 0;
  std::string label;
  std::vector<std::string> actions;
  std::size_t nodes = 0;  ///< in it
};

/// A finite game in extensive form. Nodes in prefix order, the root first.
struct ExtensiveGame {
  std::string title;
  std::vector<std::string> players;
  std::vector<GameNode> nodes;
  std::vector<InformationSet> sets;

  /// Every information set is one node.
  bool perfect_information() const;
};

/// One player's reduced strategies: an action at each information set that the strategy itself can reach.
struct ReducedStrategy {
  static constexpr std::size_t unreached = static_cast<std::size_t>(-1);
  std::vector<std::size_t> action;  ///< [information set of the game]; unreached elsewhere
};

/// The reduced strategic form: strategies that differ only where they cannot come are one. A strategy is
/// called by its actions in the order of information sets, "In L". Throws std::invalid_argument where the
/// table would pass StrategicGame::most_profiles.
struct ReducedForm {
  StrategicGame game;
  std::vector<std::vector<ReducedStrategy>> strategies;  ///< [player][action of `game`]
};
ReducedForm reduced_form(const ExtensiveGame& game);

/// A subgame-perfect equilibrium of a game of perfect information by backward induction.
struct PerfectPlan {
  std::vector<std::size_t> action;  ///< [information set]
  std::vector<double> payoffs;      ///< [player]
  std::size_t ties = 0;             ///< decisions with a second action as good; the first was taken
  bool tie_on_path = false;         ///< one of them can be reached when the plan is played
  double largest_gain = 0.0;        ///< by one departure at any node, found anew from the plan
};
/// Throws std::invalid_argument for a game without perfect information.
PerfectPlan backward_induction(const ExtensiveGame& game);

}  // namespace leeway
