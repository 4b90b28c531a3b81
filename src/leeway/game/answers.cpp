#include "leeway/game/answers.h"

#include <algorithm>
#include <utility>

namespace leeway {

namespace {

constexpr std::size_t most_of_nash = 2'000'000;     // profiles
constexpr std::size_t most_of_quantal = 30'000;     // profiles; each step walks the table for every pair
constexpr std::size_t most_of_programs = 60'000;    // columns of a linear program
constexpr std::size_t most_of_ranges = 2'000;       // profiles; two programs a player
constexpr std::size_t most_of_timing = 20'000'000;  // states times periods

class Answering {
 public:
  Answering(const StrategicGame& game, const GameQuestion& question) : game_(game), question_(question) {}

  GameAnswers run() {
    if (wants(GameConcept::dominance)) dominance();
    if (wants(GameConcept::nash) || wants(GameConcept::coalitions)) nash();
    if (wants(GameConcept::coalitions)) coalitions();
    if (wants(GameConcept::quantal)) quantal();
    if (wants(GameConcept::correlated))
      answers_.correlated = correlated(CorrelatedKind::correlated, GameConcept::correlated);
    if (wants(GameConcept::coarse))
      answers_.coarse = correlated(CorrelatedKind::coarse_correlated, GameConcept::coarse);
    if (wants(GameConcept::sequence)) sequence();
    if (wants(GameConcept::timing)) timing();
    for (const GameCheck& check : answers_.checks)
      if (!check.passed) take_back(check.asked);
    answers_.question = question_;
    return std::move(answers_);
  }

 private:
  bool wants(GameConcept asked) const {
    const auto& all = question_.concepts;
    return all.empty() || std::find(all.begin(), all.end(), asked) != all.end();
  }

  void leave_out(GameConcept asked, NotAnswered reason) { answers_.left_out.emplace_back(asked, reason); }

  /// What does not pass its check is no answer; coalitions are asked of equilibria.
  void take_back(GameConcept asked) {
    leave_out(asked, NotAnswered::not_certified);
    if (asked == GameConcept::dominance) answers_.dominance.reset();
    if (asked == GameConcept::nash) answers_.nash.reset();
    if (asked == GameConcept::nash || asked == GameConcept::coalitions) answers_.coalitions.clear();
    if (asked == GameConcept::quantal) answers_.quantal.reset();
    if (asked == GameConcept::correlated) answers_.correlated.reset();
    if (asked == GameConcept::coarse) answers_.coarse.reset();
    if (asked == GameConcept::sequence) answers_.sequence.reset();
    if (asked == GameConcept::timing) answers_.timing.reset();
  }

  void check(GameConcept asked, std::size_t count, double violation) {
    const double share = std::max(0.0, violation) / game_.span();
    answers_.checks.push_back({asked, count, share, share <= game_tolerance});
  }

  void dominance() {
    answers_.dominance = iterated_dominance(game_);
    if (answers_.dominance->removed.empty()) return;
    // Passed where every margin found anew is above the tolerance; what falls short of it is the violation.
    const double margin = least_margin(game_, *answers_.dominance) / game_.span();
    answers_.checks.push_back({GameConcept::dominance, answers_.dominance->removed.size(),
                               margin > game_tolerance ? 0.0 : game_tolerance - margin,
                               margin > game_tolerance});
  }

  void nash() {
    if (game_.profiles() > most_of_nash) return leave_out(GameConcept::nash, NotAnswered::too_large);
    answers_.nash = mixed_nash(game_, question_.limits);
    double largest = 0.0;
    for (const NashEquilibrium& e : answers_.nash->equilibria)
      largest = std::max(largest, largest_regret(game_, e.mix));
    check(GameConcept::nash, answers_.nash->equilibria.size(), largest);
  }

  void coalitions() {
    if (!answers_.nash) return leave_out(GameConcept::coalitions, NotAnswered::too_large);
    const double most = game_tolerance * game_.span();
    double wrong = 0.0;
    for (const NashEquilibrium& e : answers_.nash->equilibria) {
      if (!e.pure) continue;
      std::vector<std::size_t> actions;
      for (const auto& mix : e.mix)
        actions.push_back(static_cast<std::size_t>(std::max_element(mix.begin(), mix.end()) - mix.begin()));
      const std::size_t profile = game_.profile_of(actions);
      CoalitionCheck found = check_coalitions(game_, profile);
      // A deviation that is told must leave each of its members better off.
      for (const auto* told : {&found.deviation, &found.holding})
        if (*told)
          for (const std::size_t p : (*told)->members)
            wrong = std::max(wrong, most - (game_.payoff((*told)->profile, p) - game_.payoff(profile, p)));
      answers_.coalitions.emplace_back(profile, std::move(found));
    }
    check(GameConcept::coalitions, answers_.coalitions.size(), wrong);
  }

  void quantal() {
    if (game_.profiles() > most_of_quantal) return leave_out(GameConcept::quantal, NotAnswered::too_large);
    answers_.quantal = quantal_principal_branch(game_, question_.precisions);
    if (answers_.quantal->points.empty()) {
      answers_.quantal.reset();
      return leave_out(GameConcept::quantal, NotAnswered::not_certified);
    }
    double gap = 0.0;
    for (const QuantalPoint& point : answers_.quantal->points) gap = std::max(gap, point.gap);
    // A gap between probabilities, no payoff.
    answers_.checks.push_back(
        {GameConcept::quantal, answers_.quantal->points.size(), gap, gap <= game_tolerance});
  }

  std::optional<CorrelatedAnswer> correlated(CorrelatedKind kind, GameConcept asked) {
    // No correlated equilibrium recommends what iterated strict dominance rules out; a coarse one may.
    std::vector<std::vector<std::size_t>> left(game_.size());
    if (kind == CorrelatedKind::correlated)
      left = (answers_.dominance ? *answers_.dominance : iterated_dominance(game_)).left;
    else
      for (std::size_t p = 0; p < game_.size(); ++p)
        for (std::size_t a = 0; a < game_.actions(p); ++a) left[p].push_back(a);
    const StrategicGame small = restricted(game_, left);
    if (small.profiles() > most_of_programs) {
      leave_out(asked, NotAnswered::too_large);
      return std::nullopt;
    }
    std::optional<CorrelatedPoint> best =
        best_correlated(small, kind, std::vector<double>(game_.size(), 1.0), most_of_programs);
    if (!best) {
      leave_out(asked, NotAnswered::not_certified);
      return std::nullopt;
    }
    std::vector<double> chances(game_.profiles(), 0.0);
    for (std::size_t s = 0; s < small.profiles(); ++s) {
      std::size_t profile = 0;
      for (std::size_t p = 0; p < game_.size(); ++p) profile += left[p][small.action(s, p)] * game_.stride(p);
      chances[profile] = best->chances[s];
    }
    best->chances = std::move(chances);
    CorrelatedAnswer found{std::move(*best), {}};
    if (small.profiles() <= most_of_ranges) found.range = correlated_range(small, kind);
    check(asked, 1, correlated_violation(game_, kind, found.best.chances));
    return found;
  }

  void sequence() {
    if (question_.order.empty()) return leave_out(GameConcept::sequence, NotAnswered::not_stated);
    answers_.sequence = backward_induction(game_, question_.order);
    check(GameConcept::sequence, 1, answers_.sequence->largest_gain);
  }

  void timing() {
    if (!question_.timing) return leave_out(GameConcept::timing, NotAnswered::not_stated);
    std::size_t states = 1;
    for (std::size_t p = 0; p < game_.size() && states <= most_of_timing; ++p) states *= game_.actions(p) + 1;
    if (states > most_of_timing / question_.timing->periods)
      return leave_out(GameConcept::timing, NotAnswered::too_large);
    answers_.timing = endogenous_timing(game_, *question_.timing);
    check(GameConcept::timing, 1, answers_.timing->largest_gain);
  }

  const StrategicGame& game_;
  const GameQuestion& question_;
  GameAnswers answers_;
};

}  // namespace

const char* to_string(GameConcept asked) {
  switch (asked) {
    case GameConcept::dominance:
      return "dominance";
    case GameConcept::nash:
      return "nash";
    case GameConcept::quantal:
      return "quantal";
    case GameConcept::correlated:
      return "correlated";
    case GameConcept::coarse:
      return "coarse";
    case GameConcept::coalitions:
      return "coalitions";
    case GameConcept::sequence:
      return "sequence";
    case GameConcept::timing:
      break;
  }
  return "timing";
}

const std::vector<GameConcept>& all_game_concepts() {
  static const std::vector<GameConcept> all = {
      GameConcept::dominance, GameConcept::nash,       GameConcept::quantal,  GameConcept::correlated,
      GameConcept::coarse,    GameConcept::coalitions, GameConcept::sequence, GameConcept::timing};
  return all;
}

bool GameAnswers::certified() const {
  return std::all_of(checks.begin(), checks.end(), [](const GameCheck& check) { return check.passed; }) &&
         std::none_of(left_out.begin(), left_out.end(),
                      [](const auto& one) { return one.second == NotAnswered::not_certified; });
}

GameAnswers answer(const StrategicGame& game, const GameQuestion& question) {
  return Answering(game, question).run();
}

}  // namespace leeway
