#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "leeway/strategy/brief.h"

namespace leeway {

/// Throws InputError for what is put into the policy in force and is a part of the move: in force whatever is
/// done, it would stay when the move is given up.
void refuse_parts_of(const Moves& moves, const Change& changed);

/// A policy of a brief, from its memory where that has it: a threat that is not carried out decides on
/// nothing, so that its terms may be set to anything.
std::shared_ptr<const Policy> resolved_for(const World& world, const Ledger& ledger, const BriefInputs& in,
                                           const PolicyOptions& options);

/// The policies that a brief solves as one case of its range sees them.
struct SeenPolicies {
  std::vector<std::shared_ptr<const Policy>> policies;  ///< [plan]
  std::vector<std::string> prints;                      ///< fingerprints
};
/// Fingerprints are taken from a memory where one is given.
SeenPolicies seen_in(const World& world, const std::vector<std::shared_ptr<const Policy>>& policies,
                     const RangeCase& setting, SolveMemory* memory);

/// Real income of some economies taken as one, USD million at base-year prices.
double real_income(const Result& result, const std::vector<int>& members);

/// What a move or an act is worth by who holds the rents of its quotas and price floors: the policy with it,
/// solved again with importers holding none, half and all of them; where no limit binds, also with limits cut
/// to half of what comes in. Nothing when `measures` have none. Three outcomes for each size of the limits.
std::vector<RentOutcome> gain_by_rent_holder(const Model& model, const Solution& with_move,
                                             const std::vector<std::string>& measures,
                                             const Solution& without_move, const std::vector<int>& members);

/// What lifting further Measures of a partner on the threatened, one at a time on top of the deal, is worth
/// to both: the largest few. `with` is the policy with the deal, and `with_deal` its solution.
std::vector<Offer> offers_on_top(const Model& model, const Ledger& ledger, const Moves& moves,
                                 const PolicyOptions& with, const Solution& with_deal,
                                 const std::vector<int>& members);

/// How small the punishment would have to be for the move to pay in any case: `worth` is what the move is
/// worth under a threat whose term is scaled, nothing where that is not solved.
void put_break_even(const Moves& moves, Date as_of,
                    const std::function<std::optional<double>(Term, double)>& worth, Leeway& leeway);

/// Takes the rents of an act into the range of what it does, answered or not, to everyone: its stakes, its
/// cases and its options.
void take_rents_into_range(const World& world, BriefAnalysis& brief);

/// What the goods of some economies pay in their largest markets under a policy, the largest first.
std::vector<TariffFaced> tariffs_faced(const World& world, const Policy& policy,
                                       const std::vector<int>& members);

/// Splits every change of real income of an option by the exact decomposition; `same` says that nothing
/// moves. Log points become money by the logarithmic mean of real income, so that the parts add up to the
/// equivalent variation. Where a point of the path fails the option says so and is not split.
void split_outcome(const Model& model, const Solution& from, const Solution& to,
                   const std::vector<int>& members, bool same, OptionOutcome& option);

/// Whether a Measure is by or on any of some economies.
bool involves(const World& world, const Measure& measure, const std::vector<int>& members, Date as_of);

/// What the moves are made of (`in_moves`, ids), then what is in force on or by the economy, then what pends;
/// the status quo is the first of the policies.
std::vector<LedgerEntry> ledger_of_brief(const World& world, const Ledger& ledger,
                                         const std::vector<std::shared_ptr<const Policy>>& policies,
                                         const std::set<std::string>& in_moves,
                                         const std::vector<int>& members, Date as_of,
                                         std::optional<Date> known_by);

/// What the policies assume of these Measures, each as the first policy with it tells.
PolicyNotes assumptions_behind(const std::vector<LedgerEntry>& entries,
                               const std::vector<std::shared_ptr<const Policy>>& policies);

}  // namespace leeway
