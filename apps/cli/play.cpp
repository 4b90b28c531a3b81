#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/game/gambit.h"
#include "leeway/io/file.h"
#include "leeway/output/game_report.h"
#include "leeway/output/policy_game_report.h"
#include "leeway/policy/game_file.h"
#include "leeway/strategy/policy_game.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

std::vector<GameConcept> read_concepts(const std::string& text) {
  std::vector<GameConcept> found;
  std::vector<std::string> names;
  for (const GameConcept one : all_game_concepts()) names.emplace_back(to_string(one));
  for (const std::string& word : read_list(text)) {
    const auto at = std::find(names.begin(), names.end(), word);
    if (at == names.end())
      throw InputError(Location{"--concepts"}, fmt::format("unknown concept \"{}\"", word),
                       did_you_mean(word, names, fmt::format("allowed: {}", fmt::join(names, ", "))));
    found.push_back(all_game_concepts()[static_cast<std::size_t>(at - names.begin())]);
  }
  return found;
}

/// Players by name, each once.
std::vector<std::size_t> read_order(const std::string& text, const StrategicGame& game) {
  std::vector<std::string> names;
  for (const GamePlayer& player : game.players()) names.push_back(player.name);
  std::vector<std::size_t> order;
  for (const std::string& word : read_list(text)) {
    const auto at = std::find(names.begin(), names.end(), word);
    if (at == names.end())
      throw InputError(Location{"--order"}, fmt::format("\"{}\" is no player", word),
                       did_you_mean(word, names, fmt::format("players: {}", fmt::join(names, ", "))));
    const auto p = static_cast<std::size_t>(at - names.begin());
    if (std::find(order.begin(), order.end(), p) != order.end())
      throw InputError(Location{"--order"}, fmt::format("\"{}\" is named twice", word));
    order.push_back(p);
  }
  if (!order.empty() && order.size() != names.size())
    throw InputError(Location{"--order"},
                     fmt::format("{} of {} players are named", order.size(), names.size()),
                     fmt::format("each player once: {}", fmt::join(names, ", ")));
  return order;
}

GameQuestion question_of(const PlayArguments& a, const StrategicGame& game) {
  GameQuestion question;
  question.concepts = read_concepts(a.concepts);
  question.order = read_order(a.order, game);
  return question;
}

void write_table(const PlayArguments& a, const StrategicGame& game) {
  if (!a.write.empty()) write_file_atomically(a.write, to_nfg(game));
}

int list_games(const OutputChoice& output) {
  Report report;
  report.kind = "games";
  report.headline = "Ready games of policy: leeway play NAME";
  ReportTable table{"ready", "Ready games", {text_column("name"), text_column("what", 70)}, {}, 0, ""};
  for (const std::string& name : game_file_names()) table.rows.push_back({name, open_game_file(name).title});
  report.tables.push_back(std::move(table));
  return emit(report, output);
}

/// What a table or a tree has no use for is refused, not ignored.
void refuse_policy_options(const PlayArguments& a) {
  for (const auto& [option, given] :
       {std::pair{"--world", !a.model.world.empty()},
        std::pair{"--elasticities", !a.model.elasticities.empty()},
        std::pair{"--closure", !a.model.closure.empty()},
        std::pair{"--numeraire", !a.model.numeraire.empty()},
        std::pair{"--horizon", !a.model.horizon.empty()}, std::pair{"--expansion", !a.expansion.empty()},
        std::pair{"--range", !a.range.kind.empty()}, std::pair{"--quick", a.range.quick},
        std::pair{"--keep", !a.keep.empty()}, std::pair{"--no-stakes", a.no_stakes}})
    if (given)
      throw InputError(Location{option}, "is of games of policy, which a .toml file or a ready name holds",
                       fmt::format("{} has its payoffs already", a.file));
}

/// A concept that was asked for and lacks what it needs is no answer.
void refuse_unstated(const std::vector<GameConcept>& asked, bool has_order, bool has_timing) {
  const auto in = [&](GameConcept one) { return std::find(asked.begin(), asked.end(), one) != asked.end(); };
  if (in(GameConcept::sequence) && !has_order)
    throw InputError(Location{"--concepts"}, "sequence needs to know who moves when",
                     "give --order A,B,…, or [timing] order in the file of a game of policy");
  if (in(GameConcept::timing) && !has_timing)
    throw InputError(Location{"--concepts"}, "timing needs periods",
                     "[timing] of a game of policy states them");
}

int play_policy(const PlayArguments& a) {
  PolicyGameInputs inputs;
  inputs.file = open_game_file(a.file);
  if (!a.expansion.empty()) {
    if (a.expansion != "1" && a.expansion != "2" && a.expansion != "3")
      throw InputError(Location{"--expansion"},
                       fmt::format("\"{}\" is no order of an expansion", a.expansion), "allowed: 1, 2, 3");
    inputs.expansion = a.expansion.front() - '0';
  }
  inputs.stakes = !a.no_stakes;
  inputs.concepts = read_concepts(a.concepts);
  if (!a.order.empty()) inputs.file.order = read_list(a.order);
  refuse_unstated(inputs.concepts, !inputs.file.order.empty(), inputs.file.periods > 0);
  const World world = opened_world(a.model.world.empty() ? inputs.file.world : a.model.world);
  const Ledger ledger = chosen_ledger(a.model.ledger, world);
  inputs.options = chosen_options(a.model, world, inputs.file.options);
  if (!a.order.empty()) {
    std::vector<GamePlayer> players;
    for (const GamePlace& player : inputs.file.players) players.push_back({player.id, {"1"}});
    read_order(a.order, StrategicGame("", players));
  }
  inputs.range = a.range.quick ? RangeKind::none : RangeKind::sets;
  if (!a.range.kind.empty()) {
    const std::optional<RangeKind> asked = parse_range(a.range.kind);
    if (!asked || *asked == RangeKind::full)
      throw InputError(Location{"--range"}, fmt::format("\"{}\" is no range of a game", a.range.kind),
                       "allowed: sets, none");
    inputs.range = *asked;
  }
  inputs.keep = a.keep;
  inputs.progress = progress();
  const PolicyGame game = policy_game(world, ledger, inputs);
  if (game.answers) write_table(a, game.game);
  if (game.found_kept > 0)
    complain("note: {} payoffs were found in {} and not solved again\n", game.found_kept, a.keep.string());
  return emit(policy_game_report(world, game, a.output.top), a.output);
}

}  // namespace

int play(const PlayArguments& a) {
  check(a.output);
  if (!a.write.empty() && a.write.extension() != ".nfg")
    throw InputError(
        fmt::format("--write needs a file name that ends in .nfg, found \"{}\"", a.write.string()));
  if (a.list) return list_games(a.output);
  if (a.file.empty())
    throw InputError("play: a game is needed",
                     "leeway play --list names the ready ones; else a file that ends in "
                     ".nfg, .efg or .toml");
  const std::string ending = ending_of(a.file);
  if (ending == ".nfg" || ending == ".efg") refuse_policy_options(a);
  if (ending == ".nfg") {
    const StrategicGame game = load_nfg(a.file);
    const GameQuestion question = question_of(a, game);
    refuse_unstated(question.concepts, !question.order.empty(), false);
    const GameAnswers answers = answer(game, question);
    write_table(a, game);
    return emit(game_report(game, answers, "", a.output.top), a.output);
  }
  if (ending == ".efg") {
    const ExtensiveGame tree = load_efg(a.file);
    StrategicGame form;
    try {
      form = reduced_form(tree).game;
    } catch (const std::invalid_argument&) {
      throw InputError(Location{a.file}, "the tree has more strategies than a table holds",
                       fmt::format("a table holds at most {} profiles", StrategicGame::most_profiles));
    }
    const GameQuestion question = question_of(a, form);
    refuse_unstated(question.concepts, !question.order.empty(), false);
    const GameAnswers answers = answer(form, question);
    write_table(a, form);
    return emit(tree_report(tree, form, answers, a.output.top), a.output);
  }
  return play_policy(a);
}

}  // namespace leeway::cli
