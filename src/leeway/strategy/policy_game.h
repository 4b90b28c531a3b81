#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/game/answers.h"
#include "leeway/policy/game_file.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/game_offers.h"
#include "leeway/strategy/game_payoffs.h"
#include "leeway/strategy/game_stakes.h"

namespace leeway {

struct PolicyGameInputs {
  GameFile file;
  Options options;
  bool stakes = true;              ///< count what the file declares beside real income
  std::size_t most_exact = 1500;   ///< situations that are all solved; above, payoffs are expanded
  std::optional<int> expansion{};  ///< order, before the file's
  std::vector<GameConcept> concepts{};
  RangeKind range = RangeKind::none;  ///< over which equilibria and leeways are told again; sets or none
  std::filesystem::path keep{};       ///< folder that payoffs are kept in and taken from; empty: none
  int threads = 0;
  std::function<void(int, int)> progress{};
};

/// A pure equilibrium of the table of payoffs, held against exact solves of it and of every player's other
/// actions.
struct PolicyEquilibrium {
  std::size_t profile = 0;
  std::size_t alike = 1;  ///< pure equilibria of the table that pay everyone the same, itself among them
  std::vector<double> payoffs;    ///< [player] exact, percent, with the stakes that count
  std::vector<double> economics;  ///< [player] of it what was solved
  std::vector<double> gains;      ///< [player] the largest by another action, exact
  std::vector<std::size_t> to;    ///< [player] that action
  double table_error =
      0.0;  ///< the largest difference of exact payoffs to the table's, over all these profiles
  /// Nobody gains more than kCertifiedPct.
  bool certified = false;
};

/// What is left of the equilibria and leeways under another set of elasticities, by exact solves.
struct PolicyGameCase {
  std::string name;
  std::vector<std::vector<double>> payoffs;       ///< [equilibrium][player], percent, with stakes
  std::vector<std::vector<double>> gains;         ///< [equilibrium][player] the largest by another action
  std::vector<std::pair<double, double>> leeway;  ///< [row] gain and loss, as in GameLeeway
  std::vector<GameFailure> failures;              ///< where there are any, it has no figures

  bool certified() const { return failures.empty(); }
  bool holds(std::size_t equilibrium) const;
};

/// What taking an action brings by what others do, expected over types, economics alone; percent.
struct JoiningRow {
  std::size_t player = 0;
  std::string action;
  double alone = 0.0;     ///< all others at their first action
  double together = 0.0;  ///< all others that have it take it
  double left_out = 0.0;  ///< of not taking it: all others taking it, over nobody taking it
};

/// How likely the harsher of two types may be before an action stops paying, all others as at an equilibrium.
struct GameLeeway {
  std::size_t player = 0;
  std::size_t action = 0;        ///< over the player's first
  std::size_t harsh = 0;         ///< type in which it pays less
  double gain = 0.0;             ///< in the other type, percent; exact
  double loss = 0.0;             ///< in the harsh type; below 0 where it pays there too
  std::optional<double> p_star;  ///< nothing: it pays in both types, or in neither
};

struct PolicyGame {
  PolicyGameInputs inputs;
  StrategicGame game;       ///< percent of what players value, expected over types; stakes where they count
  StrategicGame economics;  ///< of it what was solved
  /// The same where moves have an order and concessions a budget: who comes first takes whole shares. Read by
  /// `sequence` alone.
  std::optional<StrategicGame> ranked;
  bool exact = false;          ///< every payoff is a solve
  int expansion = 0;           ///< order, where not
  std::size_t situations = 0;  ///< that payoffs are made of
  std::size_t solves = 0;
  std::size_t solves_of_range = 0;
  std::size_t solves_of_scenarios = 0;  ///< at the centre and in the range
  std::size_t found_kept = 0;           ///< of both, taken from the folder and not solved again
  double error_max = 0.0;               ///< of an expansion on `tested` situations drawn, percent
  double error_rms = 0.0;
  std::size_t tested = 0;
  std::optional<double> interaction;  ///< effects of pairs over effects of one, root mean squares
  std::vector<GameFailure> failures;  ///< where there are any, nothing else is answered
  std::optional<GameAnswers> answers;
  std::size_t pure = 0;                       ///< equilibria in pure actions of the table
  std::size_t outcomes = 0;                   ///< of them those that pay somebody differently
  std::vector<PolicyEquilibrium> equilibria;  ///< one of each outcome, as far as they are solved
  std::vector<JoiningRow> joining;
  std::vector<GameLeeway> leeway;     ///< at the first certified equilibrium, of games of two types
  std::vector<PolicyGameCase> cases;  ///< of the range, without the centre
  GameOffers offers;
  std::vector<StakeCurve> stakes;        ///< of the table with the stakes that count
  std::shared_ptr<const Policy> policy;  ///< status quo
  Verdict status_quo;
  std::string run_id;

  /// Every solve and every answer is, and at least one pure equilibrium, or there is none.
  bool certified() const;
};

/// Throws InputError for names and Measures that do not fit, and where welfare is not told.
PolicyGame policy_game(const World& world, const Ledger& ledger, const PolicyGameInputs& inputs);

}  // namespace leeway
