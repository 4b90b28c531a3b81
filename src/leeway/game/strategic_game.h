#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace leeway {

struct GamePlayer {
  std::string name;
  std::vector<std::string> actions;
};

/// Probabilities of actions, [player][action].
using MixedProfile = std::vector<std::vector<double>>;
/// The largest difference of a probability.
double distance(const MixedProfile& a, const MixedProfile& b);

/// A finite game in strategic form. Payoffs are player last, `payoffs[profile * players + player]`; of
/// profiles the first player's action runs fastest, as in Gambit's files: profile = sum_p action_p *
/// stride(p).
class StrategicGame {
 public:
  StrategicGame() = default;
  /// All payoffs 0. Throws std::invalid_argument for no player, a player without actions, and more than
  /// `most_profiles` profiles.
  StrategicGame(std::string title, std::vector<GamePlayer> players);

  /// What a table may hold; readers refuse larger ones.
  static constexpr std::size_t most_profiles = 20'000'000;
  /// The number of profiles, or 0 where it is above most_profiles.
  static std::size_t count_profiles(const std::vector<GamePlayer>& players);

  const std::string& title() const { return title_; }
  const std::vector<GamePlayer>& players() const { return players_; }
  std::size_t size() const { return players_.size(); }
  std::size_t actions(std::size_t player) const { return players_[player].actions.size(); }
  std::size_t profiles() const { return payoffs_.size() / players_.size(); }
  std::size_t stride(std::size_t player) const { return strides_[player]; }

  std::size_t action(std::size_t profile, std::size_t player) const {
    return profile / strides_[player] % actions(player);
  }
  /// The profile with one player's action changed.
  std::size_t with(std::size_t profile, std::size_t player, std::size_t action_of_player) const {
    return profile - action(profile, player) * strides_[player] + action_of_player * strides_[player];
  }
  std::size_t profile_of(const std::vector<std::size_t>& actions_of) const;
  std::vector<std::size_t> actions_of(std::size_t profile) const;

  double payoff(std::size_t profile, std::size_t player) const { return payoffs_[profile * size() + player]; }
  double& payoff(std::size_t profile, std::size_t player) { return payoffs_[profile * size() + player]; }
  const std::vector<double>& payoffs() const { return payoffs_; }

  /// Largest less smallest payoff of the player who has the least between them, of those whose payoffs
  /// differ; 1 where none do. Tolerances are shares of it, so that nobody's acts drown in another's units.
  double span() const;
  /// The same over all players at once, for units of precision.
  double whole_span() const;

 private:
  std::string title_;
  std::vector<GamePlayer> players_;
  std::vector<std::size_t> strides_;
  std::vector<double> payoffs_;
};

/// The largest violation that an answer may have of its own concept's inequalities, as a share of span().
inline constexpr double game_tolerance = 1e-10;

/// The game on some of the actions, ascending, [player].
StrategicGame restricted(const StrategicGame& game, const std::vector<std::vector<std::size_t>>& left);

/// All mass on one profile.
MixedProfile pure_profile(const StrategicGame& game, std::size_t profile);
/// The expected payoff of each action against the mix of the others, [player][action].
std::vector<std::vector<double>> action_values(const StrategicGame& game, const MixedProfile& mix);
/// Expected payoffs, [player].
std::vector<double> expected_payoffs(const StrategicGame& game, const MixedProfile& mix);
/// What each player could gain by another action, [player]; below 0 by rounding alone. A Nash equilibrium has
/// none above 0.
std::vector<double> regrets(const StrategicGame& game, const MixedProfile& mix);
double largest_regret(const StrategicGame& game, const MixedProfile& mix);

/// What nature may be, with its probability and a table of payoffs in the order of StrategicGame.
struct NatureType {
  std::string name;
  double prior = 0.0;
  std::vector<double> payoffs;
};

/// A game whose payoffs depend on a type of nature.
struct TypedGame {
  std::string title;
  std::vector<GamePlayer> players;
  std::vector<NatureType> types;  ///< priors sum to 1
  std::vector<bool> informed;     ///< [player] sees the type before acting; empty: nobody does
};

/// Expected payoffs over types. An informed player's actions are plans, one action a type: "act / bluff".
/// Throws std::invalid_argument for priors that are no distribution, tables of another size, and a plan table
/// that is too large.
StrategicGame ex_ante(const TypedGame& game);

}  // namespace leeway
