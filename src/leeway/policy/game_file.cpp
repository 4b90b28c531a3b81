#include "leeway/policy/game_file.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/opening_comment.h"
#include "leeway/policy/ready_files.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

class GameReader {
 public:
  GameReader(const TomlTable& table, GameFile& game) : table_(table), game_(game) {}

  void read() {
    table_.refuse_unknown({"title", "as_of", "known_by", "world", "options", "player", "action", "answer",
                           "type", "scenario", "timing", "expansion"},
                          "a game");
    game_.title = table_.require_string("title");
    game_.as_of = table_.require_date("as_of");
    game_.known_by = table_.optional_date("known_by");
    game_.world = table_.optional_string("world", game_.world);
    if (const TomlTable* given = table_.optional_table("options"))
      for (const TomlTable::Entry& entry : given->entries())
        game_.options[entry.key] = {entry.value.text(), entry.value.where()};
    if (const auto order = table_.optional_integer("expansion")) {
      if (*order < 1 || *order > 3)
        throw table_.error("expansion", fmt::format("{} is no order of an expansion", *order),
                           "allowed: 1, 2, 3");
      game_.expansion = static_cast<int>(*order);
    }
    for (const TomlTable* row : table_.tables("player")) read_player(*row);
    if (game_.players.empty()) throw InputError(table_.where(), "a game without a [[player]]");
    for (const TomlTable* row : table_.tables("type")) read_type(*row);
    for (const TomlTable* row : table_.tables("scenario")) read_scenario(*row);
    for (const TomlTable* row : table_.tables("action")) read_action(*row);
    for (const GamePlace& player : game_.players)
      if (game_.choices(player.id).empty())
        throw InputError(player.where, fmt::format("player {} has no [[action]]", player.id),
                         "an [[action]] without `of` is one of every player");
    // Guards may name an action that comes later.
    for (const TomlTable* row : table_.tables("answer")) read_answer(*row);
    std::size_t i = 0;
    for (const TomlTable* row : table_.tables("action")) game_.actions[i++].guard = read_guard(*row);
    if (game_.types.empty()) game_.types.push_back({"", 1.0, {}});
    double sum = 0.0;
    for (const GameNature& type : game_.types) sum += type.prior;
    if (std::abs(sum - 1.0) > 1e-9)
      throw InputError(table_.where("type"), fmt::format("priors of the types sum to {} and not to 1", sum));
    if (const TomlTable* timing = table_.optional_table("timing")) read_timing(*timing);
    for (const GamePlace& player : game_.players)
      if (player.informed && game_.types.size() < 2)
        throw InputError(player.where,
                         fmt::format("\"{}\" is informed, and there is one type alone", player.id),
                         "each [[type]] says what nature may be");
  }

 private:
  std::vector<std::string> player_ids() const {
    std::vector<std::string> ids;
    for (const GamePlace& player : game_.players) ids.push_back(player.id);
    return ids;
  }

  void require_player(const std::string& id, const Location& where) const {
    const std::vector<std::string> ids = player_ids();
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
      throw InputError(where, fmt::format("\"{}\" is no player of this game", id),
                       did_you_mean(id, ids, fmt::format("players: {}", fmt::join(ids, ", "))));
  }

  void require_action(const std::string& player, const std::string& action, const Location& where) const {
    std::vector<std::string> names;
    for (const std::size_t a : game_.choices(player)) names.push_back(game_.actions[a].name);
    if (std::find(names.begin(), names.end(), action) == names.end())
      throw InputError(where, fmt::format("\"{}\" is no action of {}", action, player),
                       did_you_mean(action, names, fmt::format("actions: {}", fmt::join(names, ", "))));
  }

  void read_player(const TomlTable& row) {
    row.refuse_unknown({"id", "name", "weights", "informed"}, "a player");
    GamePlace player;
    player.where = row.where("id");
    player.id = row.require_string("id");
    player.name = row.optional_string("name", player.id);
    player.weights = row.optional_string("weights");
    player.informed = row.optional_bool("informed").value_or(false);
    if (player.name.empty()) throw row.error("name", "is empty");
    for (const GamePlace& known : game_.players) {
      if (known.id == player.id) throw row.error("id", fmt::format("\"{}\" is a player already", player.id));
      if (known.name == player.name || known.id == player.name || known.name == player.id)
        throw row.error(row.has("name") ? "name" : "id",
                        fmt::format("\"{}\" is what {} goes by", player.name, known.id));
    }
    game_.players.push_back(std::move(player));
  }

  std::vector<GameMeasure> measures(const TomlTable& row, const std::string& key) const {
    return read_game_measures(row, key, game_.as_of);
  }

  /// Players of a list; all of them when it is absent.
  std::vector<std::string> players_of(const TomlTable& row, std::vector<std::string> otherwise) const {
    if (!row.has("of")) return otherwise;
    std::vector<std::string> found = row.optional_strings("of");
    std::set<std::string> seen;
    for (const std::string& id : found) {
      require_player(id, row.where("of"));
      if (!seen.insert(id).second) throw row.error("of", fmt::format("\"{}\" is named twice", id));
    }
    if (found.empty()) throw row.error("of", "names no player");
    return found;
  }

  void read_type(const TomlTable& row) {
    row.refuse_unknown({"name", "prior", "measures"}, "a type of nature");
    GameNature type{row.require_string("name"), row.require_number("prior"), measures(row, "measures")};
    if (!(type.prior >= 0.0 && type.prior <= 1.0))
      throw row.error("prior", fmt::format("{} is no probability from 0 to 1", type.prior));
    for (const GameNature& known : game_.types)
      if (known.name == type.name)
        throw row.error("name", fmt::format("\"{}\" is a type already", type.name));
    game_.types.push_back(std::move(type));
  }

  void read_scenario(const TomlTable& row) {
    row.refuse_unknown({"name", "measures"}, "a scenario of a game");
    GameScenario scenario{row.require_string("name"), measures(row, "measures")};
    if (scenario.measures.empty()) throw row.error("measures", "a scenario needs measures");
    for (const GameScenario& known : game_.scenarios)
      if (known.name == scenario.name)
        throw row.error("name", fmt::format("\"{}\" is a scenario already", scenario.name));
    game_.scenarios.push_back(std::move(scenario));
  }

  /// Percent of real income: nobody has more at stake than all of it.
  static double stake_of(const TomlTable& row, const std::string& key) {
    const double stake = row.require_number(key);
    if (!(std::abs(stake) <= 100.0))
      throw row.error(key, fmt::format("{} is no percent of real income, -100 to 100", shortest(stake)));
    return stake;
  }

  void read_action(const TomlTable& row) {
    row.refuse_unknown({"name", "of", "measures", "pairs", "if", "budget", "stake", "stake_note"},
                       "an action");
    GameAction action;
    action.where = row.where("name");
    action.name = row.require_string("name");
    action.of = players_of(row, player_ids());
    for (const GameAction& known : game_.actions)
      for (const std::string& id : action.of)
        if (known.name == action.name && std::find(known.of.begin(), known.of.end(), id) != known.of.end())
          throw row.error("name", fmt::format("{} has an action \"{}\" already", id, action.name));
    action.measures = measures(row, "measures");
    action.pairs = measures(row, "pairs");
    if (const auto budget = row.optional_number("budget")) {
      if (!(*budget > 0.0)) throw row.error("budget", "is not above 0");
      action.budget = *budget;
    }
    if (const TomlTable* by_player = row.find("stake") != nullptr ? row.find("stake")->as_table() : nullptr) {
      for (const TomlTable::Entry& entry : by_player->entries()) {
        if (std::find(action.of.begin(), action.of.end(), entry.key) == action.of.end())
          throw InputError(entry.where,
                           fmt::format("field `stake`: \"{}\" does not have this action", entry.key),
                           did_you_mean(entry.key, action.of));
        action.stake[entry.key] = stake_of(*by_player, entry.key);
      }
    } else if (row.has("stake")) {
      const double stake = stake_of(row, "stake");
      for (const std::string& id : action.of) action.stake[id] = stake;
    }
    action.stake_note = row.optional_string("stake_note");
    game_.actions.push_back(std::move(action));
  }

  std::map<std::string, std::string> read_guard(const TomlTable& row) const {
    std::map<std::string, std::string> guard;
    const TomlTable* given = row.optional_table("if");
    if (given == nullptr) return guard;
    for (const TomlTable::Entry& entry : given->entries()) {
      require_player(entry.key, entry.where);
      const std::string action = given->require_string(entry.key);
      require_action(entry.key, action, entry.value.where());
      guard[entry.key] = action;
    }
    return guard;
  }

  void read_answer(const TomlTable& row) {
    row.refuse_unknown({"to", "of", "measures", "type", "if", "at_most"}, "an answer");
    GameAnswer answer;
    answer.where = row.where("to");
    answer.to = row.require_string("to");
    std::vector<std::string> have, names;
    for (const GameAction& action : game_.actions) {
      names.push_back(action.name);
      if (action.name == answer.to) have.insert(have.end(), action.of.begin(), action.of.end());
    }
    if (have.empty())
      throw row.error("to", fmt::format("\"{}\" is no action of any player", answer.to),
                      did_you_mean(answer.to, names, fmt::format("actions: {}", fmt::join(names, ", "))));
    answer.of = players_of(row, have);
    for (const std::string& id : answer.of) require_action(id, answer.to, row.where("of"));
    answer.measures = measures(row, "measures");
    if (answer.measures.empty()) throw row.error("measures", "an answer needs measures");
    answer.type = row.optional_string("type");
    std::vector<std::string> types;
    for (const GameNature& type : game_.types) types.push_back(type.name);
    if (!answer.type.empty() && std::find(types.begin(), types.end(), answer.type) == types.end())
      throw row.error("type", fmt::format("\"{}\" is no type of this game", answer.type),
                      did_you_mean(answer.type, types));
    answer.guard = read_guard(row);
    if (const auto most = row.optional_integer("at_most")) {
      if (*most < 1 || *most > 64) throw row.error("at_most", "is not from 1 to 64");
      answer.at_most = static_cast<int>(*most);
    }
    game_.answers.push_back(std::move(answer));
  }

  void read_timing(const TomlTable& row) {
    row.refuse_unknown({"order", "periods", "discount", "clock"}, "the timing");
    game_.order = row.optional_strings("order");
    for (const std::string& id : game_.order) require_player(id, row.where("order"));
    if (!game_.order.empty() &&
        std::set<std::string>(game_.order.begin(), game_.order.end()).size() != game_.players.size())
      throw row.error("order", "does not name every player once",
                      fmt::format("players: {}", fmt::join(player_ids(), ", ")));
    if (game_.order.size() > game_.players.size()) throw row.error("order", "names a player twice");
    if (const auto periods = row.optional_integer("periods")) {
      if (*periods < 1 || *periods > 100) throw row.error("periods", "is not from 1 to 100");
      game_.periods = static_cast<int>(*periods);
    }
    game_.discount = row.optional_number("discount").value_or(game_.discount);
    if (!(game_.discount >= 0.0 && game_.discount < 1.0))
      throw row.error("discount", "is not from 0 to below 1");
    for (const TomlTable* move : row.tables("clock")) {
      move->refuse_unknown({"player", "period", "action"}, "a move of the clock");
      GameClock clock{move->require_string("player"), 1, move->require_string("action")};
      require_player(clock.player, move->where("player"));
      require_action(clock.player, clock.action, move->where("action"));
      clock.period = static_cast<int>(move->optional_integer("period").value_or(1));
      if (clock.period < 1 || clock.period > game_.periods)
        throw move->error("period", fmt::format("is not from 1 to the {} of the timing", game_.periods));
      for (const GameClock& known : game_.clock)
        if (known.player == clock.player) throw move->error("player", "moves by the clock already");
      game_.clock.push_back(std::move(clock));
    }
  }

  const TomlTable& table_;
  GameFile& game_;
};

}  // namespace

std::vector<GameMeasure> read_game_measures(const TomlTable& row, const std::string& key, Date day) {
  std::vector<GameMeasure> found;
  const TomlValue* value = row.find(key);
  if (value == nullptr) return found;
  const auto read = [&](const TomlValue& one) {
    GameMeasure measure;
    if (const std::string* text = one.as_string())
      measure.text = {*text, inside_quotes(one)};
    else if (const TomlTable* table = one.as_table())
      measure.table = parse_measure(*table, MeasureHome::scenario, day);
    else
      throw InputError(one.where(),
                       fmt::format("field `{}`: a text or a table expected, found {}", key, one.described()));
    found.push_back(std::move(measure));
  };
  if (const auto* list = value->as_array())
    for (const TomlValue& one : *list) read(one);
  else
    read(*value);
  return found;
}

std::vector<std::size_t> GameFile::choices(const std::string& player) const {
  std::vector<std::size_t> found;
  for (std::size_t a = 0; a < actions.size(); ++a)
    if (std::find(actions[a].of.begin(), actions[a].of.end(), player) != actions[a].of.end())
      found.push_back(a);
  return found;
}

GameFile parse_game_file(std::string text, const std::string& name) {
  GameFile game;
  game.explanation = opening_comment(text);
  const TomlTable table = parse_toml(std::move(text), name);
  GameReader(table, game).read();
  return game;
}

GameFile load_game_file(const fs::path& file) {
  GameFile game = parse_game_file(read_text(file), file.string());
  game.id = file.stem().string();
  return game;
}

std::vector<std::string> game_file_names() { return ready_names("games"); }

GameFile open_game_file(const std::string& name_or_path) {
  return load_game_file(ready_file("games", name_or_path, "is no ready game", "ready games",
                                   "; else a file that ends in .toml, .nfg or .efg"));
}

}  // namespace leeway
