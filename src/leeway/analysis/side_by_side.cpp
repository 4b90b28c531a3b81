#include "leeway/analysis/side_by_side.h"

#include <algorithm>

#include "leeway/analysis/in_parallel.h"
#include "leeway/model/shares.h"

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
    if (all.reference && outcome) who = incidence(model, all.reference.solution(), outcome.solution(), flows);
    all.outcomes.push_back({std::move(outcome), who, std::move(found)});
  }
  return all;
}

SideBySideRange side_by_side_over(const std::shared_ptr<const Shares>& shares, const Options& centre,
                                  RangeKind kind, const Ledger& ledger,
                                  const std::shared_ptr<const Policy>& reference,
                                  const std::vector<Scenario>& scenarios, const FlowSet& flows,
                                  const std::optional<ImportGoal>& goal, const std::vector<FreeTerm>& free) {
  const World& world = shares->world;
  std::vector<std::shared_ptr<const Policy>> policies = {reference};
  for (const Scenario& scenario : scenarios)
    policies.push_back(
        std::make_shared<const Policy>(resolve_policy(world, ledger, policy_options(scenario))));
  std::vector<TermAssumption> terms = term_assumptions(policies);
  std::erase_if(terms, [&](const TermAssumption& a) {
    return std::any_of(free.begin(), free.end(), [&](const FreeTerm& f) {
      const bool same = a.term == to_string(f.term) || (f.term == Term::rate && a.term == "schedule_factor");
      return goal && same && f.measure == a.measure;
    });
  });
  std::vector<RangeCase> cases = range_cases(world, centre, kind, {false, true, std::move(terms)});
  cases.erase(cases.begin());
  std::vector<std::optional<SideBySide>> found(cases.size());
  std::vector<std::function<void()>> parts;
  for (std::size_t c = 0; c < cases.size(); ++c)
    parts.emplace_back([&, c] {
      const Model model(shares, cases[c].options);
      std::vector<Scenario> seen = scenarios;
      for (Scenario& scenario : seen)
        if (cases[c].term) scenario.ends = {*cases[c].term};
      found[c] = side_by_side(model, ledger, policy_in(world, reference, cases[c]), seen, flows, goal, free);
    });
  in_parallel(0, parts);
  SideBySideRange range{kind, {1, static_cast<int>(cases.size()) + 1}, term_cases(cases), {}, {}};
  for (const std::optional<SideBySide>& one : found) {
    range.ids.push_back(one->reference.id());
    std::vector<Incidence> figures;
    for (const SideBySideOutcome& o : one->outcomes) {
      range.ids.push_back(o.outcome.id());
      if (o.incidence && (!o.goal || o.goal->reached())) figures.push_back(*o.incidence);
    }
    if (figures.size() < scenarios.size()) continue;
    ++range.cases.certified;
    range.incidences.push_back(std::move(figures));
  }
  return range;
}

}  // namespace leeway
