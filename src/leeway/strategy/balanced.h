#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/war.h"

namespace leeway {

/// What a question about best rates is asked of.
struct RateGround {
  Date as_of{};
  std::optional<Date> known_by;
  Options options;  ///< the closure is not read: it is `balanced`
  RateChoice choice;
  /// `none`, or other ways of seeing the world besides: closures are left out.
  RangeKind range = RangeKind::none;
  std::function<void(int, int)> progress;
};

/// The world without its trade imbalances (model.md 2.5) and the policy in force on it. A tariff changes what
/// a fixed imbalance is worth, so that on an unbalanced world a best tariff would also be a way to write off
/// debt.
struct BalancedWorld {
  std::shared_ptr<const World> world;  ///< null where the base year was not solved
  Options options;
  double largest_change = 0.0;  ///< of a flow, relative
  Verdict purge;
  Policy policy;
};
BalancedWorld balance(const World& world, const Ledger& ledger, const RateGround& ground,
                      const Options& options, bool alternative_rates = false);

/// A figure of one case of a range, by player.
struct RateCase {
  std::string name;
  std::optional<Moved> moved;
  bool certified = false;
  std::vector<double> gain_pct;   ///< [player] of real income (with weights: of what it values)
  std::vector<double> mean_rate;  ///< [player] of tariffs, else of export taxes
  /// Of a best response, its player unweighted.
  double real_income_pct = 0.0;
  double ev_musd = 0.0;
  /// [player] of a war, as of WarPlayer.
  std::vector<std::optional<double>> flat_pct;
  std::vector<std::optional<double>> others_pct;
  double passive_musd = 0.0;  ///< of a war, as of War
  double world_musd = 0.0;
  bool lowers = false;
  /// Economies and groups against the case's own status quo, where it certified.
  std::optional<Comparison> everyone;
};

struct RespondInputs : RateGround {
  std::string player;
  std::string weights;
  SearchSettings search;
};
struct Responded {
  RespondInputs inputs;
  BalancedWorld ground;
  std::optional<BestResponse> best;         ///< nothing where the purge failed
  std::vector<RateCase> cases;              ///< of the range, without the centre
  std::optional<ComparisonRange> everyone;  ///< economies and groups over the cases; nothing without a range
  std::string run_id;
};
/// The best rates of one player against the policy in force. Throws InputError for names, weights, bounds, an
/// elasticity or a horizon that it cannot be asked of.
Responded respond(const World& world, const Ledger& ledger, const RespondInputs& inputs);

struct WarInputs : RateGround {
  std::vector<std::string> players;
  WarSettings settings;
};
struct Warred {
  WarInputs inputs;
  BalancedWorld ground;
  std::optional<War> war;
  std::vector<RateCase> cases;
  std::optional<ComparisonRange> everyone;  ///< as of Responded
  std::string run_id;
};
/// The tariff war of some players, all others passive. Throws InputError as respond does.
Warred go_to_war(const World& world, const Ledger& ledger, const WarInputs& inputs);

}  // namespace leeway
