#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/strategy/rates.h"

namespace leeway {

/// Where a search began.
enum class SearchStart {
  standing,  ///< the rates in force
  formula,   ///< sufficient statistics
  random,    ///< drawn
  at_hand    ///< the equilibrium that is tested
};
const char* to_string(SearchStart start);

/// One climb.
struct RateClimb {
  SearchStart from = SearchStart::formula;
  double gain_pct = 0.0;  ///< of what the player values, over the rates in force; real income without weights
  double slope = 0.0;     ///< length of the gradient at its end, curvature about one
  int iterations = 0;
  int evaluations = 0;
  bool converged = false;
};

/// A step away from the best rates, all others as they are.
enum class StepKind {
  times,    ///< all rates times `size`
  plus,     ///< all rates plus `size`
  standing  ///< back to what is in force
};
struct StepAway {
  StepKind kind = StepKind::times;
  double size = 0.0;
  std::optional<double> cost_pct;  ///< of what the player values; nothing where there is no equilibrium
};

/// The best rates that were found for one player, and what exact solves say for them.
struct BestResponse {
  Player player;
  std::vector<FreeRate> rates;
  std::vector<double> best;       ///< decimals
  std::vector<double> standing;   ///< in the policy as it stands, means
  double formula = 0.0;           ///< sufficient_tariff in the policy as it stands
  std::vector<RateClimb> climbs;  ///< none where the policy as it stands has no equilibrium
  std::optional<Outcome> status_quo;
  std::optional<Outcome> outcome;  ///< under the best rates
  double gain_pct = 0.0;           ///< of what the player values
  double spread_pct = 0.0;         ///< the best climb over the worst that converged
  std::vector<StepAway> steps;
  double curvature_scaled =
      0.0;  ///< minus the second derivative of ln value in ln(1 + rate) of all rates, in proportion
  double curvature_shifted = 0.0;  ///< the same, all by one amount
  int at_lowest = 0;               ///< rates at a bound
  int at_highest = 0;
  int solves = 0;
  int failures = 0;  ///< trial rates without an equilibrium

  /// The climb converged, no other and no step away does better by a millionth of a percent.
  bool certified() const;
};
/// What an answer may be short of and still be called certified: percent of real income.
inline constexpr double kCertifiedPct = 1e-6;

struct SearchSettings {
  int random_starts = 1;
  bool from_standing = true;
  double tolerance = 1e-6;  ///< on the slope
  bool steps = true;        ///< look at steps away
  std::function<void(int, int)> progress;
};
/// Best rates of one player with all else as in the policy. Throws InputError as free_rates does.
BestResponse best_response(const Model& model, const Policy& policy, const Player& player,
                           const RateChoice& choice, const SearchSettings& settings,
                           const Location& where = {});
/// The same over these rates of the player, within the bounds of the choice.
BestResponse best_response(const Model& model, const Policy& policy, const Player& player,
                           const RateChoice& choice, const SearchSettings& settings,
                           std::vector<FreeRate> free);

}  // namespace leeway
