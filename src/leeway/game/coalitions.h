#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway {

/// A joint change of actions that leaves each of its members better off.
struct CoalitionDeviation {
  std::vector<std::size_t> members;  ///< players, ascending
  std::size_t profile = 0;           ///< where it leads
  double least_gain = 0.0;           ///< of the member that gains least
};

struct CoalitionCheck {
  /// Of all deviations of coalitions, that whose least gain is largest; nothing: the profile is a strong
  /// equilibrium as far as coalitions of that size go (Aumann 1959).
  std::optional<CoalitionDeviation> deviation;
  /// The same among deviations that hold: from which no part of the coalition deviates in turn by one that
  /// holds. Nothing: the profile is coalition-proof (Bernheim, Peleg and Whinston 1987) as far as coalitions
  /// of that size go.
  std::optional<CoalitionDeviation> holding;
  std::size_t looked_at = 0;  ///< joint deviations
};

/// Deviations from a pure profile by every coalition of up to `largest` players, each with all its joint
/// actions. A gain counts above game_tolerance of the span.
CoalitionCheck check_coalitions(const StrategicGame& game, std::size_t profile, std::size_t largest = 3);

/// Payoffs of networks of pacts: `payoff(network, player)`, where bit l of a network is the link between the
/// two of `pairs[l]`.
struct NetworkGame {
  std::vector<std::string> players;
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<double> payoffs;  ///< [network * players + player], 2^pairs networks

  std::size_t networks() const { return std::size_t{1} << pairs.size(); }
  double payoff(std::size_t network, std::size_t player) const {
    return payoffs[network * players.size() + player];
  }
};
/// All pairs of players, in the order (0,1), (0,2), …; payoffs asked once a network. Throws
/// std::invalid_argument for more than 20 pairs.
NetworkGame network_game(std::vector<std::string> players,
                         const std::function<std::vector<double>(std::size_t network)>& payoffs_of);

/// Networks that are pairwise stable (Jackson and Wolinsky 1996): nobody gains by cutting a link, and no two
/// gain by adding one (one strictly, the other not losing). Ascending.
std::vector<std::size_t> pairwise_stable(const NetworkGame& game);
/// The largest gain by cutting a link, or least gain of the two by adding one where the other gains: at most
/// game_tolerance of the span in a stable network.
double pairwise_gain(const NetworkGame& game, std::size_t network);

}  // namespace leeway
