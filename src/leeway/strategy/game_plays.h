#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "leeway/game/strategic_game.h"
#include "leeway/policy/game_file.h"
#include "leeway/strategy/game_payoffs.h"

namespace leeway {

/// What the players of a game file can do, as a table of payoffs has it: a play is a choice in each type of
/// nature, the same in all or, of a player who sees the type, any.
class GamePlays {
 public:
  /// The file must outlive it. Throws InputError for a player with more than 64 plays, and for one who sees
  /// the type in a game with an order or a clock.
  explicit GamePlays(const GameFile& file);

  /// Of the table: ids and names of plays.
  std::vector<GamePlayer> players() const;
  /// Choices of all players in a type, as indices into those of the file.
  std::vector<std::size_t> choices_in(const StrategicGame& form, std::size_t profile, std::size_t type) const;
  /// Declared, of a play, expected over types; percent.
  double stake(std::size_t player, std::size_t play) const;
  /// Adds the situations that profiles lead to.
  void need(const StrategicGame& form, GameMeasures& measures, const std::vector<std::size_t>& profiles,
            std::vector<GameSituation>& needed) const;
  /// Payoffs of a profile in a type by solves that are there, expected over draws, without stakes; percent.
  std::vector<double> exact(const StrategicGame& form, GameMeasures& measures, const GameSolves& solves,
                            std::size_t profile, std::size_t type) const;
  /// The same expected over types.
  std::vector<double> exact(const StrategicGame& form, GameMeasures& measures, const GameSolves& solves,
                            std::size_t profile) const;

 private:
  static constexpr std::size_t most_plays = 64;  // of a player who sees the type

  std::vector<std::vector<std::size_t>> plays_of(std::size_t player) const;
  std::string play_name(std::size_t player, const std::vector<std::size_t>& play) const;

  const GameFile& file_;
  std::vector<std::vector<std::size_t>> choices_;             ///< [player] indices into the file's actions
  std::vector<std::vector<std::vector<std::size_t>>> plays_;  ///< [player][play][type] choice
};

}  // namespace leeway
