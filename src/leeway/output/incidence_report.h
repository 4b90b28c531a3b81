#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/deflection.h"
#include "leeway/analysis/goal.h"
#include "leeway/analysis/incidence.h"
#include "leeway/analysis/side_by_side.h"
#include "leeway/output/report.h"
#include "leeway/output/solve_report.h"

namespace leeway {

/// One policy among several that are set side by side.
struct SideBySideRun {
  NamedOutcome run;
  std::optional<Incidence> incidence;  ///< against the reference, when both certified
  const GoalSolution* goal = nullptr;  ///< when a goal is held
};

/// Policies side by side on one set of flows, each against the same reference; `goal` says what they hold.
/// There is no figure of a policy that failed, and none at all when the reference did.
Report side_by_side_report(const World& world, const Options& options, const NamedOutcome& reference,
                           const std::vector<SideBySideRun>& runs, const FlowSet& flows,
                           const std::string& goal, const SideBySideRange* range = nullptr);

/// Why a goal is not met, as a clause.
std::string goal_words(const GoalSolution& goal);

/// Of each dollar that buyers pay, who receives what; the shares add up to one.
ReportTable dollar_table(const std::vector<std::string>& names, const std::vector<MoneySplit>& splits,
                         const FlowSet& flows);
/// What the equivalent variation of the three sides is made of, one column a policy.
ReportTable parts_table(const std::vector<std::string>& names, const std::vector<Incidence>& incidences,
                        const FlowSet& flows, const std::string& reference);
/// Who gains and who pays, one column a policy.
ReportTable incidence_table(const std::vector<std::string>& names, const std::vector<Incidence>& incidences,
                            const FlowSet& flows, const std::string& reference);

/// Adds who pockets each dollar of the change between two equilibria.
void add_incidence(Report& report, const Incidence& incidence, const FlowSet& flows, const std::string& from,
                   const std::string& to);
/// Adds where the goods go when one door closes, with a sentence in the lead.
void add_deflection(Report& report, const World& world, const Deflection& deflection, std::size_t top);

}  // namespace leeway
