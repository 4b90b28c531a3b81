#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/strategy/best_response.h"

namespace leeway {

/// What decides the rates of a war.
enum class WarRule {
  best_responses,  ///< nobody gains from other rates: a Nash equilibrium
  /// Each sets sufficient_tariff of the equilibrium that results (Lashkaripour 2021), which is its best
  /// uniform tariff only if wages abroad do not answer: a formula, and no equilibrium to certify.
  formula
};

/// What a player does in a war, and what exact searches say for it.
struct WarPlayer {
  Player player;
  double real_income_pct = 0.0;  ///< of members together, over the policy as it stands
  double ev_musd = 0.0;
  /// Means by base-year trade, decimals; nothing where it sets none.
  std::optional<double> mean_tariff;
  std::optional<double> mean_export_tax;
  double mean_standing = 0.0;  ///< of what stands: of its tariffs, else of its export taxes
  double least_rate = 0.0;
  double most_rate = 0.0;
  int rates = 0;
  int at_highest = 0;
  double slope = 0.0;  ///< of what it values at the equilibrium, curvature about one
  /// Largest gain that a search found from any deviation, others as they are; percent of real income. The
  /// true one is no smaller.
  double regret_pct = 0.0;
  SearchStart regret_from =
      SearchStart::at_hand;  ///< of the climb that found it; `standing`: a listed deviation
  int trials = 0;            ///< exact solves behind it
  int failures = 0;          ///< of them without an equilibrium
  /// What its own move brings it while all others keep what is in force, as `real_income_pct`: its rates made
  /// flat at their means today, and its best ones. The first is a part of the second, and what the second
  /// is short of `real_income_pct` the others' moves do. Nothing where not certified.
  std::optional<double> flat_pct;
  std::optional<double> alone_pct;
  double alone_rate = 0.0;  ///< its mean rate then, as `mean_standing`

  /// What the others' moves do to it, points of real income.
  std::optional<double> others_pct() const;
};

/// Rates that some players agree on, all others as at the war's equilibrium.
struct WarBargain {
  std::vector<int> parties;        ///< players
  std::vector<double> rates;       ///< as War::rates; only those of the parties differ
  std::optional<Outcome> outcome;  ///< nothing where no agreement that all gain from was found
  std::vector<double> gain_pct;    ///< [player] over the war
  std::vector<double> mean_rate;   ///< [player]
  double slope = 0.0;              ///< of the geometric mean of gains, over it
  bool converged = false;
};

struct War {
  RateChoice choice;
  WarRule rule = WarRule::best_responses;
  std::vector<WarPlayer> players;
  std::vector<FreeRate> rates;
  std::vector<double> nash;  ///< decimals
  std::optional<Outcome> status_quo;
  std::optional<Outcome> outcome;
  int iterations = 0;
  int solves = 0;
  bool settled = false;     ///< the iteration reached its tolerance: no certificate
  double regret_pct = 0.0;  ///< the largest of all players
  bool tested = false;      ///< deviations were searched
  /// Largest difference of a rate, in ln(1 + rate), that the iteration from other rates ended at; nothing
  /// where none was tried or one did not settle.
  std::optional<double> other_start_gap;
  std::vector<WarBargain> bargains;
  double passive_musd = 0.0;  ///< equivalent variation of all who do not play, over the policy as it stands
  int passive = 0;            ///< how many they are
  double world_musd = 0.0;    ///< the same of everyone

  /// Deviations were searched, and none gains a millionth of a percent.
  bool certified() const;
  /// Every player levies less than the policy in force has it levy.
  bool lowers() const;
};

struct WarSettings {
  WarRule rule = WarRule::best_responses;
  double formula_floor = 1e-3;  ///< least of the sum that the formula divides by
  double tolerance = 1e-5;      ///< on the slope of each player; half its square is what is left to gain
  int max_iterations = 80;
  bool certify = true;
  bool alone = true;        ///< of a certified war: search what each player's own move brings it
  int random_starts = 2;    ///< of each player's searches
  bool other_start = true;  ///< iterate once more, from no tariffs
  std::vector<std::vector<int>> bargains;  ///< parties of each
  int threads = 0;                         ///< 0: all
  std::function<void(int, int)> progress;
};

/// Rates at which each player's are the best against the others', all else as in the policy (model.md 6.3).
/// Throws InputError as free_rates does.
War tariff_war(const Model& model, const Policy& policy, const std::vector<Player>& players,
               const RateChoice& choice, const WarSettings& settings, const Location& where = {});

}  // namespace leeway
