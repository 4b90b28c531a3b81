#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/placed_text.h"
#include "leeway/policy/scenario.h"

namespace leeway {

class TomlTable;

/// What an action, an answer or a type of nature puts in: a Measure in one line, an id of the ledger, "lift
/// ID", or a table. In texts "{it}" stands for the player, "{other}" for the second of a pair.
struct GameMeasure {
  PlacedText text;                    ///< empty where it is a table
  std::optional<Measure> table = {};  ///< names no player by "{it}"
};

/// The Measures of a field: one text or table, or a list of them; none where it is absent. Throws InputError
/// for values of another kind.
std::vector<GameMeasure> read_game_measures(const TomlTable& row, const std::string& key, Date day);

/// A choice that some or all players have.
struct GameAction {
  std::string name;
  std::vector<std::string> of;        ///< ids of players, in the order of the file
  std::vector<GameMeasure> measures;  ///< of each that takes it
  std::vector<GameMeasure> pairs;     ///< between every two that take it
  std::map<std::string, std::string>
      guard;  ///< its measures are in force only if these players chose these actions
  /// The most whole shares that all who take it have together: with more of them each has budget / number of
  /// the size of its measures.
  std::optional<double> budget;
  std::map<std::string, double> stake;  ///< by player, in percent of real income; declared, not solved
  std::string stake_note;
  Location where;
};

/// Measures that meet those who take an action.
struct GameAnswer {
  std::string to;                     ///< action
  std::vector<std::string> of;        ///< players whose taking it is answered
  std::vector<GameMeasure> measures;  ///< on each
  std::string type;                   ///< of nature, in which alone it comes; empty: in all
  std::map<std::string, std::string> guard;
  std::optional<int> at_most;  ///< the most that are hit; who is drawn, each as likely
  Location where;
};

struct GameNature {
  std::string name;
  double prior = 1.0;
  std::vector<GameMeasure> measures;  ///< in force in this type whatever anyone does
};

struct GamePlace {
  std::string id;         ///< economy, group, or several joined by "+"
  std::string name;       ///< in words
  std::string weights;    ///< of sectors, as `leeway respond --weights`; empty: real income alone
  bool informed = false;  ///< sees nature's type before it acts
  Location where;
};

/// Other ground on which the game may be played: Measures put in or lifted whatever anyone does.
struct GameScenario {
  std::string name;
  std::vector<GameMeasure> measures;  ///< a ready scenario stands for what it puts in and takes out
};

struct GameClock {
  std::string player;
  int period = 1;
  std::string action;
};

/// A game of policy (docs/games.md): names, not yet looked up in a world or a ledger.
struct GameFile {
  std::string id;  ///< file name without folder and ending
  std::string title;
  std::string explanation;  ///< the comment lines that open the file
  std::string world = "2023";
  Date as_of{};
  std::optional<Date> known_by;
  std::map<std::string, Scenario::Option> options;
  std::vector<GamePlace> players;
  std::vector<GameAction> actions;  ///< of each player the first that names it is where it stands
  std::vector<GameAnswer> answers;
  std::vector<GameNature> types;  ///< at least one
  std::vector<GameScenario> scenarios;
  std::vector<std::string> order;  ///< of moves, where they are one after another
  int periods = 0;                 ///< above 0: each chooses when to move
  double discount = 0.9;
  std::vector<GameClock> clock;
  std::optional<int> expansion;  ///< order of the expansion, 1 to 3; nothing: by the number of solves

  /// Indices into `actions` of a player's choices.
  std::vector<std::size_t> choices(const std::string& player) const;
};

/// Reads a game file strictly. Throws InputError with file, line and column.
GameFile parse_game_file(std::string text, const std::string& name);
GameFile load_game_file(const std::filesystem::path& file);
/// A ready one of the share folder by name ("rush-to-beijing"), or a path to a file.
GameFile open_game_file(const std::string& name_or_path);
/// Ready ones, sorted by name.
std::vector<std::string> game_file_names();

}  // namespace leeway
