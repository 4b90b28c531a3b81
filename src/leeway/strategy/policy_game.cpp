#include "leeway/strategy/policy_game.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/strategy/best_response.h"

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
        measures_(world, ledger, in.file),
        solves_(world, ledger, in.options, measures_, players_of(world, in.file), settings(in), in.keep) {
    out_.inputs = in;
    std::vector<GamePlayer> players;
    for (std::size_t p = 0; p < file_.players.size(); ++p) {
      plays_.push_back(plays_of(p));
      players.push_back({file_.players[p].id, {}});
      for (const std::vector<std::size_t>& play : plays_[p])
        players.back().actions.push_back(play_name(p, play));
    }
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
      if (out_.inputs.range != RangeKind::none) tell_range();
    }
    out_.failures = solves_.failures();
    if (!out_.failures.empty()) {  // of the certificate of an equilibrium, too
      out_.answers.reset();
      out_.equilibria.clear();
      out_.joining.clear();
      out_.leeway.clear();
      out_.cases.clear();
    }
    out_.solves = solves_.solved();
    out_.found_kept += solves_.found_kept();
    out_.run_id = identity();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t most_profiles = 2'000'000;
  static constexpr std::size_t most_plays = 64;  // of a player who sees the type

  static std::vector<Player> players_of(const World& world, const GameFile& file) {
    std::vector<Player> players;
    for (const GamePlace& place : file.players) {
      Player player = read_players(world, {place.id}, file.as_of, place.where).front();
      if (!place.weights.empty()) player.premium = read_weights(world, player, place.weights, place.where);
      players.push_back(std::move(player));
    }
    return players;
  }

  /// What a player can do, its choice in each type: the same in all, or, of a player who sees the type, any.
  /// Those that do not look at the type come first, in the order of the file.
  std::vector<std::vector<std::size_t>> plays_of(std::size_t p) const {
    const std::size_t types = file_.types.size();
    const std::size_t choices = measures_.choices()[p].size();
    std::vector<std::vector<std::size_t>> plays;
    for (std::size_t a = 0; a < choices; ++a) plays.emplace_back(types, a);
    if (!file_.players[p].informed || choices < 2) return plays;
    const Location& where = file_.players[p].where;
    if (!file_.order.empty() || file_.periods > 0)
      throw InputError(where, "who sees nature's type shows it by moving: no order or clock is solved then",
                       "leave out [timing] and --order, or `informed`; a tree in Gambit's format has both");
    std::size_t all = 1;
    for (std::size_t t = 0; t < types && all <= most_plays; ++t) all *= choices;
    if (all > most_plays)
      throw InputError(where, fmt::format("{} choices in each of {} types are more than {} plays", choices,
                                          types, most_plays));
    std::vector<std::size_t> play(types, 0);
    for (bool more = true; more;) {
      if (std::any_of(play.begin(), play.end(), [&](std::size_t a) { return a != play.front(); }))
        plays.push_back(play);
      more = false;
      for (std::size_t t = types; t-- > 0 && !more;) {
        more = ++play[t] < choices;
        if (!more) play[t] = 0;
      }
    }
    return plays;
  }
  std::string play_name(std::size_t p, const std::vector<std::size_t>& play) const {
    const auto name = [&](std::size_t a) { return file_.actions[measures_.choices()[p][a]].name; };
    if (std::all_of(play.begin(), play.end(), [&](std::size_t a) { return a == play.front(); }))
      return name(play.front());
    std::vector<std::string> words;
    for (std::size_t t = 0; t < play.size(); ++t)
      words.push_back(fmt::format("{} if {}", name(play[t]), file_.types[t].name));
    return fmt::format("{}", fmt::join(words, ", "));
  }
  /// Choices of all players in a type.
  std::vector<std::size_t> choices_in(std::size_t profile, std::size_t type) const {
    std::vector<std::size_t> choices = out_.economics.actions_of(profile);
    for (std::size_t p = 0; p < choices.size(); ++p) choices[p] = plays_[p][choices[p]][type];
    return choices;
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
    const auto every = [&](const auto& visit) {
      for (std::size_t s = 0; s < table.profiles(); ++s)
        for (std::size_t t = 0; t < types; ++t)
          measures_.each_situation(
              choices_in(s, t), t,
              [&](const GameSituation& situation, double chance) { visit(s, t, situation, chance); }, moves);
    };
    if (few)
      every([&](std::size_t, std::size_t, const GameSituation& situation, double) {
        if (!main || distinct.size() <= out_.inputs.most_exact) distinct.insert(situation);
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
    every([&](std::size_t s, std::size_t t, const GameSituation& situation, double chance) {
      add(s, t, chance, expansion.payoffs(situation));
    });
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
      measures_.each_situation(choices_in(profile, type), type,
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
    if (!out_.inputs.stakes) return 0.0;
    double sum = 0.0;
    for (std::size_t t = 0; t < file_.types.size(); ++t) {
      const GameAction& action = file_.actions[measures_.choices()[player][plays_[player][play][t]]];
      const auto found = action.stake.find(file_.players[player].id);
      if (found != action.stake.end()) sum += file_.types[t].prior * found->second;
    }
    return sum;
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

  /// Exact payoffs of a profile in a type, expected over draws, without stakes.
  std::vector<double> exact(const GameSolves& solves, std::size_t profile, std::size_t type) {
    std::vector<double> sum(out_.game.size(), 0.0);
    measures_.each_situation(choices_in(profile, type), type,
                             [&](const GameSituation& situation, double chance) {
                               const std::vector<double>& payoffs = solves.payoffs(situation);
                               for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += chance * payoffs[p];
                             });
    return sum;
  }
  /// The same expected over types.
  std::vector<double> exact(const GameSolves& solves, std::size_t profile) {
    std::vector<double> sum(out_.game.size(), 0.0);
    for (std::size_t t = 0; t < file_.types.size(); ++t) {
      const std::vector<double> in_type = exact(solves, profile, t);
      for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += file_.types[t].prior * in_type[p];
    }
    return sum;
  }

  /// A profile first, then all that differ from it by one player's action.
  std::vector<std::size_t> around(std::size_t profile) const {
    std::vector<std::size_t> profiles = {profile};
    for (std::size_t p = 0; p < out_.game.size(); ++p)
      for (std::size_t a = 0; a < out_.game.actions(p); ++a)
        if (a != out_.game.action(profile, p)) profiles.push_back(out_.game.with(profile, p, a));
    return profiles;
  }
  /// Situations that these profiles lead to.
  void need(const std::vector<std::size_t>& profiles, std::vector<GameSituation>& needed) {
    for (const std::size_t s : profiles)
      for (std::size_t t = 0; t < file_.types.size(); ++t)
        measures_.each_situation(choices_in(s, t), t, [&](const GameSituation& situation, double) {
          needed.push_back(situation);
        });
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
        need(around(e.profile), needed);
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
      gain[t] = exact(solves, out_.game.with(profile, p, a), t)[p] -
                exact(solves, out_.game.with(profile, p, 0), t)[p] + stake(p, a) - stake(p, 0);
    return {gain[0], gain[1]};
  }

  void find_leeway() {
    if (file_.types.size() != 2 || first_held() == nullptr) return;
    for (std::size_t p = 0; p < out_.game.size(); ++p)
      for (std::size_t a = 1; a < out_.game.actions(p) && !file_.players[p].informed; ++a) {
        const auto [one, two] = over_first(solves_, p, a);
        GameLeeway row{p, a, std::size_t{two <= one ? 1U : 0U}, std::max(one, two), -std::min(one, two), {}};
        if (row.gain > 0.0 && row.loss > 0.0) row.p_star = share_that_pays(row.gain, row.loss);
        if (std::abs(row.gain + row.loss) > kCertifiedPct) out_.leeway.push_back(row);
      }
  }

  /// The same equilibria and leeways by exact solves under every other set of elasticities.
  void tell_range() {
    std::vector<GameSituation> needed;
    for (const PolicyEquilibrium& e : out_.equilibria) need(around(e.profile), needed);
    const std::vector<RangeCase> all = range_cases(world_, out_.inputs.options, out_.inputs.range, {});
    for (std::size_t i = 1; i < all.size() && !needed.empty(); ++i) {
      GameSolves solves(world_, ledger_, all[i].options, measures_, players_of(world_, file_),
                        settings(out_.inputs), out_.inputs.keep);
      PolicyGameCase& told = out_.cases.emplace_back();
      told.name = all[i].name;
      const bool solved = solves.solve(needed);
      for (const std::string& id : solves.ids()) ids_of_cases_.push_back(id);
      out_.solves_of_range += solves.solved();
      out_.found_kept += solves.found_kept();
      if (!solved) {
        told.failures = solves.failures();
        continue;
      }
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
    }
  }

  std::string identity() const {
    Identity id("policy game");
    id.add("as_of", file_.as_of).add("known_by", file_.known_by).add("stakes", out_.inputs.stakes);
    id.add("expansion", out_.exact ? 0 : order());
    for (const GameNature& type : file_.types) id.add("type", type.name).add("prior", type.prior);
    for (const GamePlayer& player : out_.economics.players())
      id.add("player", player.name).add("actions", player.actions);
    for (const GamePlace& player : file_.players)
      id.add("weights", player.weights).add("informed", player.informed);
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
  GameMeasures measures_;
  GameSolves solves_;
  PolicyGame out_;
  std::vector<std::vector<std::vector<std::size_t>>> plays_;  ///< [player][play][type] choice
  std::vector<std::string> ids_of_cases_;
};

}  // namespace

double share_that_pays(double gain, double loss) {
  if (!(gain > 0.0)) return 0.0;
  return loss > 0.0 ? gain / (gain + loss) : 1.0;
}

bool PolicyGameCase::holds(std::size_t equilibrium) const { return no_regret(gains[equilibrium]); }

bool PolicyGame::certified() const {
  if (!failures.empty() || !answers || !answers->certified()) return false;
  return equilibria.empty() ||
         std::any_of(equilibria.begin(), equilibria.end(), [](const auto& e) { return e.certified; });
}

PolicyGame policy_game(const World& world, const Ledger& ledger, const PolicyGameInputs& inputs) {
  return Playing(world, ledger, inputs).run();
}

}  // namespace leeway
