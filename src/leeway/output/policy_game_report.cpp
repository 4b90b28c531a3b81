#include "leeway/output/policy_game_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/game_offers_report.h"
#include "leeway/output/game_report.h"
#include "leeway/output/range_words.h"
#include "leeway/strategy/leeway.h"

namespace leeway {

namespace {

ReportColumn percent(const std::string& title) { return percent_column(title, 4, true); }

const std::string& name_of_player(const PolicyGame& g, std::size_t player) {
  return g.inputs.file.players[player].name;
}

const std::string& action_name(const PolicyGame& g, std::size_t player, std::size_t action) {
  return g.game.players()[player].actions[action];
}

/// "offers: China; deal: Canada, Japan", players by what they do, in the order of the file.
std::string who_does_what(const PolicyGame& g, std::size_t profile, const std::vector<bool>& told) {
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
  for (std::size_t p = 0; p < g.game.size(); ++p) {
    if (g.game.actions(p) < 2 || !told[p]) continue;
    const std::string& action = action_name(g, p, g.game.action(profile, p));
    auto at =
        std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.first == action; });
    if (at == groups.end()) at = groups.insert(groups.end(), {action, {}});
    at->second.push_back(in_sentence(name_of_player(g, p)));
  }
  std::vector<std::string> words;
  for (const auto& [action, names] : groups)
    words.push_back(fmt::format("{}: {}", action, fmt::join(names, ", ")));
  return fmt::format("{}", fmt::join(words, "; "));
}

ReportTable equilibrium_table(const PolicyGame& g) {
  ReportTable table{
      "exact_equilibria",
      "Equilibria in pure actions, held against exact solves",
      {number_column("no.", ""), number_column("alike", ""), text_column("player", 26),
       text_column("plays", 24), percent("payoff"), percent("of it solved"), percent("of it declared"),
       percent("most by another action"), text_column("namely", 24), text_column("holds")},
      {},
      0,
      "Change of real income (with weights: of what the player values) over the status quo, expected over "
      "the types. What is declared are the stakes of the file. Alike are the equilibria that pay everyone "
      "the same, of which one is told. An equilibrium holds when nobody gains by "
      "another action, each solved exactly."};
  for (std::size_t i = 0; i < g.equilibria.size(); ++i) {
    const PolicyEquilibrium& e = g.equilibria[i];
    for (std::size_t p = 0; p < g.game.size(); ++p)
      table.rows.push_back({double(i + 1), double(e.alike), name_of_player(g, p),
                            action_name(g, p, g.game.action(e.profile, p)), e.payoffs[p], e.economics[p],
                            e.payoffs[p] - e.economics[p], e.gains[p],
                            e.gains[p] > 0.0 ? action_name(g, p, e.to[p]) : std::string(),
                            std::string(e.certified ? "yes" : "NO")});
  }
  return table;
}

/// What company does to joining; within the error of an expansion it does nothing.
std::string in_company(const PolicyGame& g, const JoiningRow& row) {
  const double more = row.together - row.alone;
  if (std::abs(more) <= std::max(1e-4, g.error_max)) return "no difference";
  if (more > 0.0) return row.together > 0.0 ? "complements" : "costs less in company";
  return row.alone > 0.0 ? "substitutes" : "costs more in company";
}

ReportTable joining_table(const PolicyGame& g) {
  ReportTable table{
      "joining",
      "What joining brings, by what the others do",
      {text_column("player", 26), text_column("action", 24), percent("alone"), percent("when all others do"),
       percent("staying while others deal"), text_column("so that")},
      {},
      0,
      "Alone: all others at their first action. Left out: what the player loses or gains by not taking it "
      "when all others do, over nobody doing it. Economics alone, without declared stakes, expected over "
      "the types. Complements draw others in, substitutes keep them out; what is within the error of an "
      "expansion is no difference."};
  for (const JoiningRow& row : g.joining)
    table.rows.push_back({name_of_player(g, row.player), row.action, row.alone, row.together, row.left_out,
                          in_company(g, row)});
  return table;
}

/// Of the cases that certified, the lowest and highest of a figure, the centre counted.
template <class Figure>
Range over_cases(const PolicyGame& g, double central, const Figure& figure) {
  Range range{central, central, central, {1, 1}};
  for (const PolicyGameCase& c : g.cases) {
    ++range.cases.of;
    if (!c.certified()) continue;
    ++range.cases.certified;
    range.low = std::min(range.low, figure(c));
    range.high = std::max(range.high, figure(c));
  }
  return range;
}

/// In how many of the cases an equilibrium holds, the centre counted.
std::string holds_in(const PolicyGame& g, std::size_t equilibrium) {
  int certified = 1;
  int holds = g.equilibria[equilibrium].certified ? 1 : 0;
  for (const PolicyGameCase& c : g.cases) {
    if (!c.certified()) continue;
    ++certified;
    holds += c.holds(equilibrium) ? 1 : 0;
  }
  return fmt::format("{} of {}", holds, certified);
}

ReportTable range_table(const PolicyGame& g) {
  ReportTable table{
      "equilibria_range",
      "The same equilibria under every set of trade elasticities, by exact solves",
      {number_column("no.", ""), text_column("holds in"), text_column("player", 26), text_column("plays", 24),
       percent("payoff"), percent("low"), percent("high"), percent("most by another action, at worst")},
      {},
      0,
      "Each set solves the equilibrium and every player's other actions anew. Whether a set has "
      "equilibria of its own besides is not asked."};
  for (std::size_t i = 0; i < g.equilibria.size(); ++i) {
    const PolicyEquilibrium& e = g.equilibria[i];
    for (std::size_t p = 0; p < g.game.size(); ++p) {
      const Range payoff =
          over_cases(g, e.payoffs[p], [&](const PolicyGameCase& c) { return c.payoffs[i][p]; });
      const Range gain = over_cases(g, e.gains[p], [&](const PolicyGameCase& c) { return c.gains[i][p]; });
      table.rows.push_back({double(i + 1), holds_in(g, i), name_of_player(g, p),
                            action_name(g, p, g.game.action(e.profile, p)), payoff.central, payoff.low,
                            payoff.high, gain.high});
    }
  }
  return table;
}

std::string range_words_of_game(const PolicyGame& g) {
  if (g.equilibria.empty()) return "There is no equilibrium in pure actions to tell a range of.";
  if (g.inputs.range == RangeKind::none)
    return centre_alone_sentence(centre_words(g.inputs.options.horizon), "sets");
  if (g.cases.empty()) return one_set_sentence();
  std::vector<std::string> words;
  for (std::size_t i = 0; i < g.equilibria.size(); ++i)
    words.push_back(fmt::format("no. {} in {}", i + 1, holds_in(g, i)));
  const auto failed =
      std::count_if(g.cases.begin(), g.cases.end(), [](const auto& c) { return !c.certified(); });
  return fmt::format(
      "Under every set of trade elasticities, the centre counted, each solved exactly ({} solves), these "
      "equilibria hold: {}{}.",
      with_thousands(static_cast<double>(g.solves_of_range), 0), fmt::join(words, ", "),
      failed > 0 ? fmt::format("; {} {} did not certify and {} left out", failed,
                               failed == 1 ? "set" : "sets", failed == 1 ? "is" : "are")
                 : std::string());
}

ReportTable leeway_table(const PolicyGame& g) {
  const std::vector<GameNature>& types = g.inputs.file.types;
  const bool ranged = !g.cases.empty();
  ReportTable table{
      "leeway",
      "Leeway: how likely the harsh type may be before an action stops paying",
      {text_column("player", 26), text_column("action", 24), text_column("harsh type"),
       percent("gain otherwise"), percent("loss under it"), text_column("leeway"), text_column("as assumed")},
      {},
      0,
      "Over the player's first action, all others as at the first equilibrium that holds, by exact solves: "
      "p* = G / (G + L)."};
  if (ranged) {
    table.columns.insert(table.columns.end() - 1, {text_column("low"), text_column("high")});
    table.note += " Low and high: under every set of trade elasticities.";
  }
  for (std::size_t i = 0; i < g.leeway.size(); ++i) {
    const GameLeeway& row = g.leeway[i];
    table.rows.push_back({name_of_player(g, row.player), action_name(g, row.player, row.action),
                          types[row.harsh].name, row.gain, row.loss,
                          row.p_star        ? probability(*row.p_star)
                          : row.gain <= 0.0 ? std::string("never pays")
                                            : std::string("pays in both"),
                          probability(types[row.harsh].prior)});
    if (!ranged) continue;
    const Range range = over_cases(g, leeway_case(row.gain, row.loss).p_star, [&](const PolicyGameCase& c) {
      return leeway_case(c.leeway[i].first, c.leeway[i].second).p_star;
    });
    auto& cells = table.rows.back();
    cells.insert(cells.end() - 1, {ReportCell(probability(range.low)), ReportCell(probability(range.high))});
  }
  return table;
}

std::string headline_of(const PolicyGame& g) {
  if (!g.failures.empty())
    return fmt::format("No answer: {} of the equilibria that payoffs need did not certify",
                       g.failures.size());
  const auto held =
      std::count_if(g.equilibria.begin(), g.equilibria.end(), [](const auto& e) { return e.certified; });
  if (g.equilibria.empty()) return "No equilibrium in pure actions";
  if (held == 0) return "No equilibrium of the expanded payoffs holds against exact solves";
  const PolicyEquilibrium* first = nullptr;
  std::vector<bool> same(g.game.size(), true);
  for (const PolicyEquilibrium& e : g.equilibria) {
    if (!e.certified) continue;
    if (first == nullptr) first = &e;
    for (std::size_t p = 0; p < same.size(); ++p)
      same[p] = same[p] && g.game.action(e.profile, p) == g.game.action(first->profile, p);
  }
  const std::string common = who_does_what(g, first->profile, same);
  if (g.pure == 1) return "One equilibrium in pure actions: " + common;
  std::string text = fmt::format("{} equilibria in pure actions", g.pure);
  if (g.outcomes < g.pure)
    text += fmt::format(" with {} {}", g.outcomes, g.outcomes == 1 ? "outcome" : "different outcomes");
  if (g.outcomes > g.equilibria.size()) text += fmt::format(", of which {} are told", g.equilibria.size());
  if (held < static_cast<std::ptrdiff_t>(g.equilibria.size()))
    text += fmt::format(", {} of {} told {} against exact solves", held, g.equilibria.size(),
                        held == 1 ? "holds" : "hold");
  if (g.equilibria.size() == 1) return text + ": " + common;
  if (common.empty()) return text + "; no player with a choice does the same in all";
  return text + "; the same in all that hold: " + common;
}

std::string payoffs_sentence(const PolicyGame& g) {
  if (g.exact) return fmt::format("Payoffs are exact: {} situations, {} solves.", g.situations, g.solves);
  return fmt::format(
      "Payoffs of {} profiles are an expansion of order {} around the status quo, from {} solves in all. On "
      "{} situations "
      "drawn at random it is off by {} at most and {} in the mean square, against a span of {}. Effects of a "
      "pair of "
      "players are {} of the size of effects of one: {}.",
      with_thousands(double(g.game.profiles()), 0), g.expansion, g.solves, g.tested,
      percent_size(g.error_max), percent_size(g.error_rms), percent_size(g.economics.whole_span()),
      probability(std::min(1.0, *g.interaction)),
      *g.interaction < 0.1 ? "what one does hardly changes what another's act is worth"
                           : "what one does changes what another's act is worth");
}

void add_stakes(const PolicyGame& g, Report& report) {
  for (const GameAction& action : g.inputs.file.actions) {
    if (action.stake.empty()) continue;
    std::vector<std::string> words;
    for (const auto& [player, stake] : action.stake)
      words.push_back(fmt::format("{} {}", player, percent_words(stake)));
    report.assumptions.push_back(
        {fmt::format("stake of \"{}\"", action.name), fmt::format("{}", fmt::join(words, ", ")),
         g.inputs.stakes ? "--no-stakes leaves it out" : "left out",
         action.stake_note.empty() ? "declared in the file, not solved" : action.stake_note});
  }
}

}  // namespace

Report policy_game_report(const World& world, const PolicyGame& g, std::size_t top) {
  Report report;
  if (g.answers) report = game_report(g.game, *g.answers, "%", top);
  report.kind = "play";
  report.headline = headline_of(g);
  report.lead = {g.inputs.file.title + "."};
  report.world = &world;
  report.as_of = g.inputs.file.as_of;
  report.known_by = g.inputs.file.known_by;
  report.run_id = g.run_id;
  report.answered = g.failures.empty() && g.certified();
  report.certificates.emplace_back("status quo", g.status_quo);
  for (const GameFailure& failed : g.failures)
    if (failed.measures != "status quo")
      report.certificates.emplace_back(
          failed.measures, Verdict{failed.failure->certificate, failed.failure->id, failed.failure});
  for (const PolicyGameCase& c : g.cases)
    if (!c.certified())
      report.warnings.push_back(
          fmt::format("under {} an equilibrium did not certify ({}): the set is left out of "
                      "the range, which is no envelope",
                      c.name, c.failures.front().measures));
  if (g.answers) {
    report.lead.push_back(payoffs_sentence(g));
    report.lead.push_back(range_words_of_game(g));
    std::vector<ReportTable> first;
    if (!g.equilibria.empty()) first.push_back(equilibrium_table(g));
    if (!g.cases.empty()) first.push_back(range_table(g));
    if (!g.joining.empty()) first.push_back(joining_table(g));
    if (!g.leeway.empty()) first.push_back(leeway_table(g));
    // Those in pure actions are told from exact solves, above.
    const auto& nash = g.answers->nash;
    if (nash &&
        std::all_of(nash->equilibria.begin(), nash->equilibria.end(), [](const auto& e) { return e.pure; }))
      std::erase_if(report.tables, [](const ReportTable& table) { return table.id == "equilibria"; });
    add_offers(world, g, report, first);
    report.tables.insert(report.tables.begin(), first.begin(), first.end());
    if (g.ranked)
      report.notes.push_back(
          "One after the other, who comes first takes a whole share of a budget until none is left; in all "
          "else "
          "that is told those who come share it.");
    if (!g.exact)
      report.notes.push_back(
          "Mixed equilibria, quantal responses, coalitions, correlated equilibria and orders of moves "
          "are those of the expanded payoffs; the equilibria in pure actions are held against exact "
          "solves.");
  }
  report.assumptions = assumptions_of(g.inputs.options, world);
  const std::vector<GameNature>& types = g.inputs.file.types;
  if (types.size() > 1) {
    std::vector<std::string> words;
    std::vector<std::string> who_knows;
    for (const GamePlace& player : g.inputs.file.players)
      if (player.informed) who_knows.push_back(in_sentence(player.name));
    for (const GameNature& type : types)
      words.push_back(fmt::format("{} {}", type.name, probability(type.prior)));
    report.assumptions.push_back(
        {"types of nature", fmt::format("{}", fmt::join(words, ", ")), "prior of a [[type]]",
         who_knows.empty() ? std::string("nobody sees which before acting")
                           : fmt::format("seen before acting by {} alone", fmt::join(who_knows, ", "))});
  }
  for (const GameAction& action : g.inputs.file.actions)
    if (action.budget)
      report.assumptions.push_back({fmt::format("budget of \"{}\"", action.name),
                                    fmt::format("{:g}", *action.budget), "budget of an [[action]]",
                                    "whole shares; when more take it, each has budget over their number"});
  for (const GameAnswer& answer : g.inputs.file.answers)
    if (answer.at_most)
      report.assumptions.push_back({fmt::format("most answers to \"{}\"", answer.to),
                                    fmt::format("{}", *answer.at_most), "at_most of an [[answer]]",
                                    "who is hit is drawn, each as likely"});
  add_stakes(g, report);
  if (g.policy)
    for (const AppliedMeasure& applied : g.policy->applied) {
      SourceLine line = source_line(applied);
      line.in_question = false;
      report.sources.push_back(std::move(line));
    }
  add_failures(report);
  return report;
}

}  // namespace leeway
