#include "leeway/strategy/policy_game.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include <fmt/format.h>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/hash.h"
#include "leeway/base/index.h"
#include "leeway/strategy/best_response.h"
#include "leeway/strategy/game_plays.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/opened_measures.h"

namespace leeway {

namespace {

constexpr std::size_t most_certified = 8;  // equilibria that are held against exact solves
constexpr std::size_t drawn = 64;          // situations on which an expansion is tested

bool no_regret(const std::vector<double>& gains) {
  return std::all_of(gains.begin(), gains.end(), [](double gain) { return gain <= kCertifiedPct; });
}

class Playing {
 public:
  Playing(const World& world, const Ledger& ledger, const PolicyGameInputs& in)
      : world_(world),
        ledger_(ledger),
        file_(in.file),
        plays_(in.file),
        players_(players_of(world, in.file)),
        measures_(world, ledger, in.file),
        solves_(world, ledger, in.options, measures_, players_, settings(in), in.keep) {
    out_.inputs = in;
    const std::vector<GamePlayer> players = plays_.players();
    if (StrategicGame::count_profiles(players) == 0 ||
        StrategicGame::count_profiles(players) > most_profiles / file_.types.size())
      throw InputError(file_.players.front().where, "more profiles than a table of payoffs takes",
                       fmt::format("at most {} profiles times types", most_profiles));
    out_.economics = StrategicGame(file_.title, players);
  }

  PolicyGame run() {
    out_.policy = std::make_shared<const Policy>(solves_.status_quo().policy());
    out_.status_quo = solves_.status_quo().verdict();
    if (fill_table()) {
      out_.game = out_.economics;
      add_stakes();
      GameQuestion question = question_of();
      if (out_.ranked) question.order.clear();
      out_.answers = answer(out_.game, question);
      if (out_.ranked) answer_by_rank();
      certify();
      find_joining();
      find_leeway();
      out_.stakes = stake_curves(out_.game, kCertifiedPct);
      OfferInquiry offers(world_, ledger_, file_, plays_, measures_, out_.game, out_.inputs.stakes);
      tell(offers);
    }
    out_.failures = solves_.failures();
    if (!out_.failures.empty()) {  // of the certificate of an equilibrium, too
      out_.answers.reset();
      out_.equilibria.clear();
      out_.joining.clear();
      out_.leeway.clear();
      out_.cases.clear();
      out_.stakes.clear();
      out_.offers = {};
    }
    out_.solves = solves_.solved();
    out_.found_kept += solves_.found_kept();
    out_.run_id = identity();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_profiles = 2'000'000;

  static std::vector<Player> players_of(const World& world, const GameFile& file) {
    std::vector<Player> players;
    for (const GamePlace& place : file.players) {
      Player player = read_players(world, {place.id}, file.as_of, place.where).front();
      if (!place.weights.empty()) player.premium = read_weights(world, player, place.weights, place.where);
      for (const Player& other : players)
        for (const int n : player.members)
          if (has(other.members, n))
            throw InputError(
                place.where,
                fmt::format("{} is in two players, {} and {}",
                            world.economies[static_cast<std::size_t>(n)].id, other.name, player.name),
                "an economy plays once");
      players.push_back(std::move(player));
    }
    return players;
  }

  static StudySettings settings(const PolicyGameInputs& in) { return {in.threads, in.progress, {}}; }

  /// Payoffs of all profiles; false where a solve that they need failed.
  bool fill_table() {
    if (!fill(out_.economics, {})) return false;
    if (ranked()) {
      StrategicGame table("", out_.economics.players());
      if (!fill(table, moves())) return false;
      out_.ranked = std::move(table);
    }
    return true;
  }

  /// Whether terms depend on who moves when: an order is asked for, and concessions have a budget.
  bool ranked() const {
    const std::vector<GameConcept>& asked = out_.inputs.concepts;
    const bool wanted =
        asked.empty() || std::find(asked.begin(), asked.end(), GameConcept::sequence) != asked.end();
    return wanted && !file_.order.empty() &&
           std::any_of(file_.actions.begin(), file_.actions.end(), [](const auto& a) { return a.budget; });
  }
  std::vector<std::size_t> moves() const {
    std::vector<std::size_t> order;
    for (const std::string& id : file_.order) order.push_back(player_index(id));
    return order;
  }
  std::size_t player_index(const std::string& id) const {
    std::size_t p = 0;
    while (file_.players[p].id != id) ++p;
    return p;
  }

  /// Fills a table; without an order of moves it is that of the game, and what is said of it is noted.
  bool fill(StrategicGame& table, const std::vector<std::size_t>& moves) {
    const std::size_t types = file_.types.size();
    const bool main = moves.empty();
    std::set<GameSituation> distinct;
    // By rank as by number of takers: all exact, or all expanded.
    bool few = main ? !out_.inputs.expansion && !file_.expansion : out_.exact;
    const auto between = [&](std::size_t from, std::size_t to, const auto& visit) {
      for (std::size_t s = from; s < to; ++s)
        for (std::size_t t = 0; t < types; ++t)
          measures_.each_situation(
              plays_.choices_in(out_.economics, s, t), t,
              [&](const GameSituation& situation, double chance) { visit(s, t, situation, chance); }, moves);
    };
    const auto every = [&](const auto& visit) { between(0, table.profiles(), visit); };
    for (std::size_t s = 0; few && s < table.profiles(); ++s)
      if (!main || distinct.size() <= out_.inputs.most_exact)
        between(s, s + 1, [&](std::size_t, std::size_t, const GameSituation& situation, double) {
          distinct.insert(situation);
        });
    few = few && (!main || distinct.size() <= out_.inputs.most_exact);
    const auto add = [&](std::size_t s, std::size_t t, double chance, const std::vector<double>& payoffs) {
      for (std::size_t p = 0; p < payoffs.size(); ++p)
        table.payoff(s, p) += file_.types[t].prior * chance * payoffs[p];
    };
    if (few) {
      if (main) {
        out_.exact = true;
        out_.situations = distinct.size();
      }
      if (!solves_.solve({distinct.begin(), distinct.end()})) return false;
      every([&](std::size_t s, std::size_t t, const GameSituation& situation, double chance) {
        add(s, t, chance, solves_.payoffs(situation));
      });
      return true;
    }
    GameExpansion expansion(solves_, order());
    every([&](std::size_t, std::size_t, const GameSituation& situation, double) {
      expansion.need(situation);
      if (main) ++out_.situations;
    });
    if (!expansion.build()) return false;
    // Every position is known by now, so that profiles are filled side by side.
    constexpr std::size_t block = 4096;
    std::vector<std::function<void()>> parts;
    for (std::size_t from = 0; from < table.profiles(); from += block)
      parts.emplace_back([&, from] {
        between(from, std::min(from + block, table.profiles()),
                [&](std::size_t s, std::size_t t, const GameSituation& situation, double chance) {
                  expansion.add_payoffs(situation, file_.types[t].prior * chance, &table.payoff(s, 0));
                });
      });
    in_parallel(out_.inputs.threads, parts);
    if (!main) return true;
    out_.expansion = order();
    out_.interaction = expansion.interaction();
    return test(expansion);
  }

  int order() const { return out_.inputs.expansion.value_or(file_.expansion.value_or(2)); }

  /// The expansion against exact solves of profiles, types and draws that a fixed seed gives.
  bool test(const GameExpansion& expansion) {
    std::mt19937_64 draw(20260124);
    std::vector<GameSituation> situations;
    for (std::size_t i = 0; i < drawn; ++i) {
      const std::size_t profile = draw() % out_.economics.profiles();
      const std::size_t type = draw() % file_.types.size();
      std::vector<GameSituation> all;
      measures_.each_situation(plays_.choices_in(out_.economics, profile, type), type,
                               [&](const GameSituation& s, double) { all.push_back(s); });
      situations.push_back(all[draw() % all.size()]);
    }
    if (!solves_.solve(situations)) return false;
    double sum = 0.0;
    for (const GameSituation& situation : situations) {
      const std::vector<double> told = expansion.payoffs(situation);
      const std::vector<double>& exact = solves_.payoffs(situation);
      for (std::size_t p = 0; p < told.size(); ++p) {
        out_.error_max = std::max(out_.error_max, std::abs(told[p] - exact[p]));
        sum += (told[p] - exact[p]) * (told[p] - exact[p]);
      }
    }
    out_.tested = situations.size();
    out_.error_rms = std::sqrt(sum / static_cast<double>(situations.size() * out_.economics.size()));
    return true;
  }

  /// Declared, of what a player does, expected over types.
  double stake(std::size_t player, std::size_t play) const {
    return out_.inputs.stakes ? plays_.stake(player, play) : 0.0;
  }

  void add_stakes() {
    for (std::size_t s = 0; s < out_.game.profiles(); ++s)
      for (std::size_t p = 0; p < out_.game.size(); ++p) {
        out_.game.payoff(s, p) += stake(p, out_.game.action(s, p));
        if (out_.ranked) out_.ranked->payoff(s, p) += stake(p, out_.game.action(s, p));
      }
  }

  /// Moves one after another by payoffs in which who comes first takes whole shares.
  void answer_by_rank() {
    GameQuestion question;
    question.concepts = {GameConcept::sequence};
    question.order = moves();
    GameAnswers told = answer(*out_.ranked, question);
    std::erase_if(out_.answers->left_out, [](const auto& one) { return one.first == GameConcept::sequence; });
    out_.answers->question.order = question.order;
    out_.answers->sequence = std::move(told.sequence);
    out_.answers->left_out.insert(out_.answers->left_out.end(), told.left_out.begin(), told.left_out.end());
    out_.answers->checks.insert(out_.answers->checks.end(), told.checks.begin(), told.checks.end());
  }

  GameQuestion question_of() const {
    GameQuestion question;
    question.concepts = out_.inputs.concepts;
    question.order = moves();
    if (file_.periods > 0) {
      TimingQuestion timing;
      timing.waiting.assign(file_.players.size(), 0);
      timing.periods = static_cast<std::size_t>(file_.periods);
      timing.discount = file_.discount;
      for (const GameClock& move : file_.clock) {
        const std::size_t p = player_index(move.player);
        const auto& actions = out_.game.players()[p].actions;
        timing.clock.push_back(
            {static_cast<std::size_t>(move.period), p,
             static_cast<std::size_t>(std::find(actions.begin(), actions.end(), move.action) -
                                      actions.begin())});
      }
      question.timing = std::move(timing);
    }
    return question;
  }

  /// Exact payoffs of a profile, expected over types and draws, without stakes.
  std::vector<double> exact(const GameSolves& solves, std::size_t profile) {
    return plays_.exact(out_.economics, measures_, solves, profile);
  }

  /// A profile first, then all that differ from it by one player's action.
  std::vector<std::size_t> around(std::size_t profile) const {
    std::vector<std::size_t> profiles = {profile};
    for (std::size_t p = 0; p < out_.game.size(); ++p)
      for (std::size_t a = 0; a < out_.game.actions(p); ++a)
        if (a != out_.game.action(profile, p)) profiles.push_back(out_.game.with(profile, p, a));
    return profiles;
  }
  /// Payoffs of an equilibrium and what each player would gain by another action, by exact solves.
  void hold(const GameSolves& solves, PolicyEquilibrium& e) {
    e.economics = exact(solves, e.profile);
    e.payoffs.clear();
    e.to.clear();
    e.gains.assign(out_.game.size(), 0.0);
    for (std::size_t p = 0; p < out_.game.size(); ++p) {
      e.payoffs.push_back(e.economics[p] + stake(p, out_.game.action(e.profile, p)));
      e.to.push_back(out_.game.action(e.profile, p));
    }
    for (const std::size_t s : around(e.profile)) {
      const std::vector<double> payoffs = exact(solves, s);
      for (std::size_t p = 0; p < out_.game.size(); ++p) {
        e.table_error = std::max(e.table_error, std::abs(payoffs[p] - out_.economics.payoff(s, p)));
        const std::size_t a = out_.game.action(s, p);
        if (a == out_.game.action(e.profile, p)) continue;
        const double gain = payoffs[p] + stake(p, a) - e.payoffs[p];
        if (gain <= e.gains[p]) continue;
        e.gains[p] = gain;
        e.to[p] = a;
      }
    }
    e.certified = no_regret(e.gains);
  }

  /// To less than any report shows.
  bool same_payoffs(std::size_t a, std::size_t b) const {
    for (std::size_t p = 0; p < out_.game.size(); ++p)
      if (std::abs(out_.game.payoff(a, p) - out_.game.payoff(b, p)) > kCertifiedPct) return false;
    return true;
  }

  /// One equilibrium of each outcome: where an offer is not made, it is one whether others ask for it or not.
  void certify() {
    std::vector<PolicyEquilibrium> told;
    for (const std::size_t profile : pure_nash(out_.game)) {
      ++out_.pure;
      const auto alike = std::find_if(told.begin(), told.end(),
                                      [&](const auto& e) { return same_payoffs(e.profile, profile); });
      if (alike == told.end())
        told.emplace_back().profile = profile;
      else
        ++alike->alike;
    }
    out_.outcomes = told.size();
    if (told.size() > most_certified) told.resize(most_certified);
    for (PolicyEquilibrium& e : told) {
      if (!out_.exact) {
        std::vector<GameSituation> needed;
        plays_.need(out_.economics, measures_, around(e.profile), needed);
        if (!solves_.solve(needed)) continue;
      }
      hold(solves_, e);
      out_.equilibria.push_back(std::move(e));
    }
  }

  void find_joining() {
    for (const GameAction& action : file_.actions) {
      std::vector<std::pair<std::size_t, std::size_t>> takers;  // players with the choice
      for (std::size_t p = 0; p < out_.game.size(); ++p) {
        const auto& names = out_.game.players()[p].actions;
        const auto at =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), action.name) - names.begin());
        if (at > 0 && at < names.size() &&
            std::find(action.of.begin(), action.of.end(), file_.players[p].id) != action.of.end())
          takers.emplace_back(p, at);
      }
      if (takers.size() < 2) continue;
      std::size_t all = 0;
      for (const auto& taker : takers) all = out_.game.with(all, taker.first, taker.second);
      for (const auto& taker : takers) {
        const std::size_t p = taker.first;
        const auto u = [&](std::size_t s) { return out_.economics.payoff(s, p); };
        const std::size_t others = out_.game.with(all, p, 0);
        out_.joining.push_back({p, action.name, u(out_.game.with(0, p, taker.second)) - u(0),
                                u(all) - u(others), u(others) - u(0)});
      }
    }
  }

  const PolicyEquilibrium* first_held() const {
    const auto at = std::find_if(out_.equilibria.begin(), out_.equilibria.end(),
                                 [](const auto& e) { return e.certified; });
    return at == out_.equilibria.end() ? nullptr : &*at;
  }

  /// What an action brings in each type over the player's first, all others as at the first that holds.
  std::pair<double, double> over_first(const GameSolves& solves, std::size_t p, std::size_t a) {
    const std::size_t profile = first_held()->profile;
    double gain[2];
    for (std::size_t t = 0; t < 2; ++t)
      gain[t] = plays_.exact(out_.economics, measures_, solves, out_.game.with(profile, p, a), t)[p] -
                plays_.exact(out_.economics, measures_, solves, out_.game.with(profile, p, 0), t)[p] +
                stake(p, a) - stake(p, 0);
    return {gain[0], gain[1]};
  }

  void find_leeway() {
    if (file_.types.size() != 2 || first_held() == nullptr) return;
    for (std::size_t p = 0; p < out_.game.size(); ++p)
      for (std::size_t a = 1; a < out_.game.actions(p) && !file_.players[p].informed; ++a) {
        const auto [one, two] = over_first(solves_, p, a);
        GameLeeway row{p, a, std::size_t{two <= one ? 1U : 0U}, std::max(one, two), -std::min(one, two), {}};
        if (row.gain > 0.0 && row.loss > 0.0) row.p_star = leeway_case(row.gain, row.loss).p_star;
        if (std::abs(row.gain + row.loss) > kCertifiedPct) out_.leeway.push_back(row);
      }
  }

  /// Offers, at the centre and under every other set of elasticities, and there the same equilibria and
  /// leeways by exact solves.
  void tell(OfferInquiry& offers) {
    const PolicyGameInputs& in = out_.inputs;
    offers.ask(solves_, in.options, players_, settings(in), in.keep);
    const std::vector<RangeCase> all = range_cases(world_, in.options, in.range, {});
    for (std::size_t i = 1; i < all.size() && solves_.failures().empty(); ++i) tell_case(all[i], offers);
    out_.offers = offers.told(static_cast<int>(all.size()));
    out_.solves_of_scenarios = offers.solved();
    out_.found_kept += offers.found_kept();
    ids_of_cases_.insert(ids_of_cases_.end(), offers.ids().begin(), offers.ids().end());
  }

  void tell_case(const RangeCase& c, OfferInquiry& offers) {
    std::vector<GameSituation> needed;
    for (const PolicyEquilibrium& e : out_.equilibria)
      plays_.need(out_.economics, measures_, around(e.profile), needed);
    GameSolves solves(world_, ledger_, c.options, measures_, players_, settings(out_.inputs),
                      out_.inputs.keep);
    PolicyGameCase told;
    told.name = c.name;
    if (solves.solve(needed)) {
      for (const PolicyEquilibrium& central : out_.equilibria) {
        PolicyEquilibrium e = central;
        hold(solves, e);
        told.payoffs.push_back(std::move(e.payoffs));
        told.gains.push_back(std::move(e.gains));
      }
      for (const GameLeeway& row : out_.leeway) {
        const auto [one, two] = over_first(solves, row.player, row.action);
        told.leeway.emplace_back(row.harsh == 1 ? one : two, row.harsh == 1 ? -two : -one);
      }
    } else {
      told.failures = solves.failures();
    }
    offers.ask(solves, c.options, players_, settings(out_.inputs), out_.inputs.keep);
    for (const std::string& id : solves.ids()) ids_of_cases_.push_back(id);
    out_.solves_of_range += solves.solved();
    out_.found_kept += solves.found_kept();
    if (!out_.equilibria.empty()) out_.cases.push_back(std::move(told));
  }

  std::string identity() const {
    Identity id("policy game");
    id.add("as_of", file_.as_of).add("known_by", file_.known_by).add("stakes", out_.inputs.stakes);
    id.add("expansion", out_.exact ? 0 : order());
    for (const GameNature& type : file_.types) id.add("type", type.name).add("prior", type.prior);
    for (const GamePlayer& player : out_.economics.players())
      id.add("player", player.name).add("actions", player.actions);
    for (const GamePlace& player : file_.players)
      id.add("called", player.name).add("weights", player.weights).add("informed", player.informed);
    for (const GameScenario& scenario : file_.scenarios) id.add("scenario", scenario.name);
    if (out_.answers) id.add("payoffs", out_.game.payoffs());
    if (out_.ranked) id.add("payoffs by rank", out_.ranked->payoffs());
    id.add("order", file_.order).add("periods", file_.periods).add("discount", file_.discount);
    for (const GameClock& move : file_.clock)
      id.add("clock", move.player).add("period", move.period).add("action", move.action);
    for (const GameConcept asked : out_.inputs.concepts) id.add("concept", to_string(asked));
    for (const std::string& solve : solves_.ids()) id.add("solve", solve);
    id.add("range", to_string(out_.inputs.range));
    for (const std::string& solve : ids_of_cases_) id.add("solve of a case", solve);
    return id.hex();
  }

  const World& world_;
  const Ledger& ledger_;
  const GameFile& file_;
  GamePlays plays_;
  std::vector<Player> players_;
  GameMeasures measures_;
  GameSolves solves_;
  PolicyGame out_;
  std::vector<std::string> ids_of_cases_;
};

}  // namespace

bool PolicyGameCase::holds(std::size_t equilibrium) const { return no_regret(gains[equilibrium]); }

bool PolicyGame::certified() const {
  if (!failures.empty() || !answers || !answers->certified()) return false;
  return equilibria.empty() ||
         std::any_of(equilibria.begin(), equilibria.end(), [](const auto& e) { return e.certified; });
}

PolicyGame policy_game(const World& world, const Ledger& ledger, const PolicyGameInputs& inputs) {
  PolicyGameInputs bound = inputs;
  OpenedMeasures opening(ledger);
  for (GameNature& type : bound.file.types) type.measures = opening.opened(type.measures);
  for (GameScenario& scenario : bound.file.scenarios) scenario.measures = opening.opened(scenario.measures);
  const Ledger known = opening.ledger();
  PolicyGame game = Playing(world, known, bound).run();
  game.inputs = inputs;
  return game;
}

}  // namespace leeway
