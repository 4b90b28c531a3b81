#include "leeway/output/game_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/output/format.h"

namespace leeway {

namespace {

ReportColumn payoff_column(const std::string& title, const std::string& unit) {
  return number_column(title, unit, 4);
}

const char* concept_words(GameConcept asked) {
  switch (asked) {
    case GameConcept::dominance:
      return "iterated strict dominance";
    case GameConcept::nash:
      return "Nash equilibria";
    case GameConcept::quantal:
      return "quantal responses";
    case GameConcept::correlated:
      return "correlated equilibria";
    case GameConcept::coarse:
      return "coarse correlated equilibria";
    case GameConcept::coalitions:
      return "deviations of coalitions";
    case GameConcept::sequence:
      return "moves in the order stated";
    case GameConcept::timing:
      break;
  }
  return "moves when each chooses";
}

const char* check_words(GameConcept asked) {
  switch (asked) {
    case GameConcept::dominance:
      return "the mix is better against all that was left";
    case GameConcept::nash:
      return "largest gain of any player by another action";
    case GameConcept::quantal:
      return "largest gap of a probability to its logit response";
    case GameConcept::correlated:
      return "largest gain by disobeying a recommendation";
    case GameConcept::coarse:
      return "largest gain by one action in place of all";
    case GameConcept::coalitions:
      return "each member of a deviation that is told gains";
    case GameConcept::sequence:
    case GameConcept::timing:
      break;
  }
  return "largest gain by one departure anywhere";
}

const char* reason_words(NotAnswered reason) {
  switch (reason) {
    case NotAnswered::too_large:
      return "the game has too many profiles for it";
    case NotAnswered::not_stated:
      return "it was not stated who moves when";
    case NotAnswered::not_certified:
      break;
  }
  return "what was found did not pass its check";
}

ReportTable dominance_table(const StrategicGame& game, const DominanceResult& result, const std::string& unit,
                            std::size_t top) {
  ReportTable table{
      "dominance",
      "Ruled out by strict dominance",
      {number_column("round", ""), text_column("player"), text_column("action", 40),
       text_column("worse than", 60), payoff_column("by at least", unit)},
      {},
      top,
      "Round by round: an action is out when a mix of others is better against everything still left."};
  for (const Dominated& one : result.removed) {
    const GamePlayer& player = game.players()[one.player];
    table.rows.push_back(
        {double(one.round), player.name, player.actions[one.action], mix_words(player, one.by), one.margin});
  }
  return table;
}

ReportTable nash_table(const StrategicGame& game, const NashSet& set, const std::string& unit) {
  ReportTable table{
      "equilibria",
      "Nash equilibria",
      {number_column("no.", ""), text_column("kind"), text_column("player"), text_column("plays", 60),
       payoff_column("payoff", unit), payoff_column("gain by another action", unit)},
      {},
      0,
      "Each is checked: nobody gains by another action, to 1e-10 of the least span of a player's payoffs."};
  std::vector<std::size_t> of_component;
  for (const NashEquilibrium& e : set.equilibria) {
    if (e.component >= of_component.size()) of_component.resize(e.component + 1, 0);
    ++of_component[e.component];
  }
  for (std::size_t i = 0; i < set.equilibria.size(); ++i) {
    const NashEquilibrium& e = set.equilibria[i];
    const std::vector<double> gains = regrets(game, e.mix);
    const bool joined = of_component[e.component] > 1;
    for (std::size_t p = 0; p < game.size(); ++p)
      table.rows.push_back({double(i + 1),
                            fmt::format("{}{}", e.pure ? "pure" : "mixed", joined ? ", one of a line" : ""),
                            game.players()[p].name, mix_words(game.players()[p], e.mix[p]), e.payoffs[p],
                            std::max(0.0, gains[p])});
  }
  return table;
}

ReportTable coalition_table(const StrategicGame& game, const GameAnswers& answers, const std::string& unit) {
  ReportTable table{
      "coalitions",
      "Could up to three of them do better together?",
      {number_column("at no.", ""), text_column("coalition", 30), text_column("would move to", 60),
       payoff_column("least gain of a member", unit), text_column("and hold to it")},
      {},
      0,
      "A deviation holds when no part of the coalition would leave it in turn. Against one that does "
      "not hold, an equilibrium is coalition-proof."};
  const auto add = [&](std::size_t number, const CoalitionDeviation& d, bool holds) {
    std::vector<std::string> names, actions;
    for (const std::size_t p : d.members) {
      names.push_back(game.players()[p].name);
      actions.push_back(game.players()[p].name + " " + game.players()[p].actions[game.action(d.profile, p)]);
    }
    table.rows.push_back({double(number), fmt::format("{}", fmt::join(names, ", ")),
                          fmt::format("{}", fmt::join(actions, ", ")), d.least_gain,
                          std::string(holds ? "yes" : "no")});
  };
  for (std::size_t i = 0; i < answers.coalitions.size(); ++i) {
    const CoalitionCheck& check = answers.coalitions[i].second;
    if (!check.deviation) {
      table.rows.push_back({double(i + 1), std::string("none"), std::string(), {}, std::string()});
      continue;
    }
    const bool same = check.holding && check.holding->profile == check.deviation->profile;
    add(i + 1, *check.deviation, same);
    if (check.holding && !same) add(i + 1, *check.holding, true);
  }
  return table;
}

ReportTable quantal_table(const StrategicGame& game, const QuantalPath& path, const std::string& unit,
                          std::size_t top) {
  ReportTable table{
      "quantal",
      "Quantal responses along the principal branch",
      {number_column("precision", "over the span", 2), text_column("player"), text_column("plays", 60),
       payoff_column("payoff", unit), payoff_column("regret of all", unit)},
      {},
      top,
      "Logit: better actions are likelier, the more so the higher the precision. No Nash equilibria; the "
      "regret is what someone could still gain by another action."};
  const double span = game.whole_span();
  for (auto point = path.points.rbegin(); point != path.points.rend(); ++point)
    for (std::size_t p = 0; p < game.size(); ++p)
      table.rows.push_back({point->precision * span, game.players()[p].name,
                            mix_words(game.players()[p], point->mix[p]), point->payoffs[p], point->regret});
  return table;
}

ReportTable correlated_table(const StrategicGame& game, const CorrelatedAnswer& answer, bool coarse,
                             const std::string& unit) {
  ReportTable table{coarse ? "coarse" : "correlated",
                    coarse ? "Coarse correlated equilibria" : "Correlated equilibria",
                    {text_column("player"), payoff_column("at the largest sum", unit),
                     payoff_column("at worst", unit), payoff_column("at best", unit)},
                    {},
                    0,
                    coarse
                        ? "What a mediator can bring about when each may only refuse the whole scheme."
                        : "What a mediator can bring about that tells each what to do, when nobody gains by "
                          "disobeying."};
  for (std::size_t p = 0; p < game.size(); ++p)
    table.rows.push_back({game.players()[p].name, answer.best.payoffs[p],
                          answer.range ? ReportCell(answer.range->low[p]) : ReportCell(),
                          answer.range ? ReportCell(answer.range->high[p]) : ReportCell()});
  return table;
}

ReportTable recommended_table(const StrategicGame& game, const CorrelatedPoint& point, bool coarse,
                              std::size_t top) {
  ReportTable table{coarse ? "coarse_profiles" : "correlated_profiles",
                    "What is recommended there, and how often",
                    {rate_column("chance", 2), text_column("profile", 100)},
                    {},
                    top,
                    ""};
  std::vector<std::size_t> order(point.chances.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return point.chances[a] > point.chances[b]; });
  for (const std::size_t s : order) {
    if (point.chances[s] < 1e-9) break;
    table.rows.push_back({point.chances[s], profile_words(game, s)});
  }
  return table;
}

ReportTable sequence_table(const StrategicGame& game, const SequentialResult& result,
                           const std::string& unit) {
  ReportTable table{"sequence",
                    "One after the other, each seeing all before it",
                    {number_column("moves", ""), text_column("player"), text_column("plays", 40),
                     payoff_column("payoff", unit)},
                    {},
                    0,
                    "Subgame-perfect, by backward induction in the order stated."};
  for (std::size_t k = 0; k < result.order.size(); ++k) {
    const std::size_t p = result.order[k];
    table.rows.push_back({double(k + 1), game.players()[p].name,
                          game.players()[p].actions[game.action(result.profile, p)], result.payoffs[p]});
  }
  if (result.ties > 0)
    table.note += fmt::format(
        " At {} histories the mover had a second action as good and took the first of the "
        "list{}.",
        result.ties,
        result.tie_on_path ? "; one of them is on the path, so that other plays are as sound" : "");
  return table;
}

ReportTable timing_table(const StrategicGame& game, const TimingResult& result, const std::string& unit) {
  ReportTable table{
      "timing",
      "When each moves, if it may choose",
      {text_column("player"), text_column("ends in", 60), rate_column("waits to the end"),
       number_column("mean period of its move", "", 2), payoff_column("payoff", unit)},
      {},
      0,
      "In each period one who has not moved is drawn and moves for good or waits; who is indifferent "
      "waits."};
  for (std::size_t p = 0; p < game.size(); ++p) {
    double moved = 0.0, mean = 0.0;
    for (std::size_t t = 0; t < result.moves[p].size(); ++t) {
      moved += result.moves[p][t];
      mean += result.moves[p][t] * double(t + 1);
    }
    std::vector<double> ends = result.ends[p];
    for (double& chance : ends) chance = moved > 0.0 ? chance / moved : 0.0;
    table.rows.push_back({game.players()[p].name,
                          moved > 0.0 ? mix_words(game.players()[p], ends) : "no move", result.left_out[p],
                          moved > 0.0 ? ReportCell(mean / moved) : ReportCell(), result.payoffs[p]});
  }
  return table;
}

ReportTable checks_table(const GameAnswers& answers) {
  ReportTable table{"checks",
                    "Checks of every answer by its own inequalities",
                    {text_column("what"), number_column("answers", ""), text_column("checked", 60),
                     text_column("largest violation"), text_column("")},
                    {},
                    0,
                    "As a share of the least span of a player's payoffs; 1e-10 is let through."};
  for (const GameCheck& check : answers.checks)
    table.rows.push_back({std::string(concept_words(check.asked)), double(check.answers),
                          std::string(check_words(check.asked)),
                          check.violation > 0.0 ? scientific(check.violation) : std::string("0"),
                          std::string(check.passed ? "holds" : "FAILS")});
  return table;
}

std::string count_or_no(std::size_t n, const char* one, const char* many) {
  return n == 0 ? fmt::format("no {}", one) : fmt::format("{} {}", n, n == 1 ? one : many);
}

/// Nodes and information sets: trees that reduce to one table are not one game.
void add_tree(Identity& id, const ExtensiveGame& tree) {
  for (const GameNode& node : tree.nodes)
    id.add("node", static_cast<int>(node.kind))
        .add("label", node.label)
        .add("set", node.kind == GameNode::Kind::decision ? static_cast<int>(node.set) : -1)
        .add("children", node.children)
        .add("chances", node.chances)
        .add("actions", node.actions)
        .add("payoffs", node.payoffs);
  for (const InformationSet& set : tree.sets)
    id.add("player", static_cast<int>(set.player)).add("label", set.label).add("actions", set.actions);
}

/// Of the game, of the tree where it was written as one, and of all that was asked of it.
std::string identity(const StrategicGame& game, const GameAnswers& answers, const ExtensiveGame* tree) {
  Identity id("game");
  id.add("form", tree == nullptr ? "table" : "tree");
  if (tree != nullptr) add_tree(id, *tree);
  for (const GamePlayer& player : game.players())
    id.add("player", player.name).add("actions", player.actions);
  id.add("payoffs", game.payoffs());
  const GameQuestion& asked = answers.question;
  for (const GameConcept one : asked.concepts) id.add("concept", to_string(one));
  for (const std::size_t player : asked.order) id.add("order", game.players()[player].name);
  id.add("precisions", asked.precisions);
  if (asked.timing) {
    id.add("periods", static_cast<int>(asked.timing->periods)).add("discount", asked.timing->discount);
    for (const ClockMove& move : asked.timing->clock)
      id.add("clock", static_cast<int>(move.period))
          .add("player", static_cast<int>(move.player))
          .add("action", static_cast<int>(move.action));
  }
  return id.hex();
}

std::string headline_of(const StrategicGame& game, const GameAnswers& answers) {
  if (!answers.certified()) return "No answer to all that was asked: what was found does not pass its check";
  std::string text;
  if (answers.nash) {
    const auto& all = answers.nash->equilibria;
    const auto pure =
        static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& e) { return e.pure; }));
    text = fmt::format("{} and {}", count_or_no(pure, "pure Nash equilibrium", "pure Nash equilibria"),
                       count_or_no(all.size() - pure, "mixed one", "mixed ones"));
    if (!answers.nash->complete) text += ", and there may be more";
    if (all.size() == 1 && pure == 1) {
      std::vector<std::size_t> actions;
      for (const auto& mix : all[0].mix)
        actions.push_back(static_cast<std::size_t>(std::max_element(mix.begin(), mix.end()) - mix.begin()));
      text += ": " + profile_words(game, game.profile_of(actions));
    }
    text += ".";
  }
  if (answers.dominance && !answers.dominance->removed.empty()) {
    const std::size_t n = answers.dominance->removed.size();
    text += fmt::format("{}Strict dominance rules out {}{}.", text.empty() ? "" : " ",
                        count_or_no(n, "action", "actions"),
                        answers.dominance->solved() ? " and leaves one to each" : "");
  }
  return text.empty() ? "What was asked of the game" : capitalised(text);
}

}  // namespace

std::string mix_words(const GamePlayer& player, const std::vector<double>& mix) {
  std::vector<std::string> words;
  for (std::size_t a = 0; a < mix.size(); ++a) {
    if (mix[a] >= 1.0 - 1e-12) return player.actions[a];
    if (mix[a] > 0.0) words.push_back(fmt::format("{} {}", probability(mix[a]), player.actions[a]));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::string profile_words(const StrategicGame& game, std::size_t profile) {
  std::vector<std::string> words;
  for (std::size_t p = 0; p < game.size(); ++p)
    words.push_back(game.players()[p].name + " " + game.players()[p].actions[game.action(profile, p)]);
  return fmt::format("{}", fmt::join(words, ", "));
}

Report game_report(const StrategicGame& game, const GameAnswers& answers, const std::string& unit,
                   std::size_t top) {
  Report report;
  report.kind = "play";
  report.headline = headline_of(game, answers);
  if (!game.title().empty()) report.lead.push_back(game.title());
  if (answers.nash) report.tables.push_back(nash_table(game, *answers.nash, unit));
  if (answers.dominance && !answers.dominance->removed.empty())
    report.tables.push_back(dominance_table(game, *answers.dominance, unit, top));
  if (!answers.coalitions.empty()) report.tables.push_back(coalition_table(game, answers, unit));
  if (answers.sequence) report.tables.push_back(sequence_table(game, *answers.sequence, unit));
  if (answers.timing) report.tables.push_back(timing_table(game, *answers.timing, unit));
  for (const bool coarse : {false, true})
    if (const auto& found = coarse ? answers.coarse : answers.correlated) {
      report.tables.push_back(correlated_table(game, *found, coarse, unit));
      report.tables.push_back(recommended_table(game, found->best, coarse, top));
    }
  if (answers.quantal) report.tables.push_back(quantal_table(game, *answers.quantal, unit, top));
  report.tables.push_back(checks_table(answers));
  if (answers.nash && !answers.nash->complete)
    report.notes.push_back(
        fmt::format("Not every support was decided: {} of those looked at hold a continuum, a degenerate "
                    "point or more than "
                    "is enumerated. The equilibria that are told hold; there may be others.",
                    answers.nash->unresolved));
  if (answers.quantal && !answers.quantal->reached_end)
    report.notes.push_back(
        "The branch of quantal responses could not be followed to the largest precision; its last "
        "point is told with its regret.");
  if (answers.dominance && !answers.dominance->by_mixes)
    report.notes.push_back(
        "Dominance by mixes was not looked for where a player faces more than 1,000 profiles of "
        "the others; dominance by single actions was.");
  for (const auto& [asked, reason] : answers.left_out)
    report.notes.push_back(
        capitalised(fmt::format("{}: left out, for {}.", concept_words(asked), reason_words(reason))));
  report.answered = answers.certified();
  report.run_id = identity(game, answers, nullptr);
  return report;
}

Report tree_report(const ExtensiveGame& tree, const StrategicGame& form, const GameAnswers& answers,
                   std::size_t top) {
  Report report = game_report(form, answers, "", top);
  report.lead.push_back(
      fmt::format("A tree of {} nodes and {} information sets; strategies are reduced: an action at "
                  "each information set that the strategy itself can reach.",
                  tree.nodes.size(), tree.sets.size()));
  report.run_id = identity(form, answers, &tree);
  if (!tree.perfect_information()) return report;
  const PerfectPlan plan = backward_induction(tree);
  ReportTable table{"backward_induction",
                    "Backward induction",
                    {text_column("player"), text_column("where", 30), text_column("plays", 40),
                     payoff_column("payoff of the player", "")},
                    {},
                    top,
                    fmt::format("Subgame-perfect. Largest gain by one departure: {}.",
                                plan.largest_gain > 0.0 ? scientific(plan.largest_gain) : "0")};
  for (std::size_t i = 0; i < tree.sets.size(); ++i)
    table.rows.push_back({tree.players[tree.sets[i].player], tree.sets[i].label,
                          tree.sets[i].actions[plan.action[i]], plan.payoffs[tree.sets[i].player]});
  if (plan.ties > 0)
    table.note += fmt::format(
        " At {} decisions a second action was as good; the first of the list was taken.", plan.ties);
  report.tables.insert(report.tables.begin(), std::move(table));
  return report;
}

}  // namespace leeway
