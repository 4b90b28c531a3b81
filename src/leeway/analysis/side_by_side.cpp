#include "leeway/analysis/side_by_side.h"

#include <algorithm>

namespace leeway {

bool SideBySide::goals_met() const {
  return std::all_of(outcomes.begin(), outcomes.end(),
                     [](const SideBySideOutcome& o) { return !o.goal || o.goal->reached(); });
}

SideBySide side_by_side(const Model& model, const Ledger& ledger,
                        const std::shared_ptr<const Policy>& reference,
                        const std::vector<Scenario>& scenarios, const FlowSet& flows,
                        const std::optional<ImportGoal>& goal, const std::vector<FreeTerm>& free) {
  const World& world = model.world();
  SideBySide all{model.solve(reference), {}};
  const Start start = all.reference ? all.reference.start() : Start();
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    std::optional<GoalSolution> found;
    if (goal && all.reference)
      found = reach_goal(model, ledger, scenarios[s], free[s], goal->flows,
                         goal->level(world, all.reference.solution()), start);
    Outcome outcome = found && found->outcome
                          ? *found->outcome
                          : model.solve(resolve_policy(world, ledger, policy_options(scenarios[s])), start);
    std::optional<Incidence> who;
    if (all.reference && outcome) who = incidence(world, all.reference.solution(), outcome.solution(), flows);
    all.outcomes.push_back({std::move(outcome), who, std::move(found)});
  }
  return all;
}

}  // namespace leeway
