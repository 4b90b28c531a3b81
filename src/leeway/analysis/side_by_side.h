#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "leeway/analysis/goal.h"
#include "leeway/analysis/incidence.h"
#include "leeway/analysis/range.h"

namespace leeway {

/// One scenario among several that are set side by side.
struct SideBySideOutcome {
  Outcome outcome;                     ///< at the goal where one is held and can be; else as it is written
  std::optional<Incidence> incidence;  ///< against the reference, when both certified
  std::optional<GoalSolution> goal;    ///< when a goal is held and the reference certified
};
struct SideBySide {
  Outcome reference;
  std::vector<SideBySideOutcome> outcomes;  ///< in the order of the scenarios

  /// Every goal that is held is reached; true without one.
  bool goals_met() const;
};

/// Scenarios of one day on one set of flows, each against the same reference and started from it. With a
/// `goal` the term `free[s]` of scenario s is moved until its imports are there; the reference fixes the
/// level, so that without it every scenario is solved as it is written.
SideBySide side_by_side(const Model& model, const Ledger& ledger,
                        const std::shared_ptr<const Policy>& reference,
                        const std::vector<Scenario>& scenarios, const FlowSet& flows,
                        const std::optional<ImportGoal>& goal, const std::vector<FreeTerm>& free);

/// The same over the cases of a range but the centre, estimates of rates left out: each case holds the goal
/// by its own size of the terms, so that a term which is moved for the goal has no range.
struct SideBySideRange {
  RangeKind kind = RangeKind::none;
  CaseCount cases;                                 ///< that have every figure, the centre among them
  int terms = 0;                                   ///< of the cases that move a term of a Measure
  std::vector<std::vector<Incidence>> incidences;  ///< [case that has every figure][scenario]
  std::vector<std::string> ids;                    ///< of every solve
};
SideBySideRange side_by_side_over(const std::shared_ptr<const Shares>& shares, const Options& centre,
                                  RangeKind kind, const Ledger& ledger,
                                  const std::shared_ptr<const Policy>& reference,
                                  const std::vector<Scenario>& scenarios, const FlowSet& flows,
                                  const std::optional<ImportGoal>& goal, const std::vector<FreeTerm>& free);

}  // namespace leeway
