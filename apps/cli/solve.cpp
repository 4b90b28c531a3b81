#include "leeway/base/error.h"
#include "leeway/output/incidence_report.h"
#include "runs.h"

namespace leeway::cli {

int solve(const SolveArguments& arguments) {
  check(arguments.output);
  const Scenario scenario = open_scenario(arguments.scenario);
  const World world = chosen_world(arguments.model, scenario.world);
  check_economies(world, arguments.economies);
  check(world, arguments.flows, arguments.deflection);
  const Options options = chosen_options(arguments.model, world, scenario.options);
  const Ledger ledger = open_ledger();
  const NamedPolicy move = scenario_policy(world, ledger, scenario);
  const NamedPolicy today = status_quo_policy(world, ledger, scenario.as_of, scenario.known_by);
  const NamedPolicy start = named_policy(world, ledger, "base");

  const Model model(world, options);
  const Result base = model.solve(start.policy);
  const Result status_quo = model.solve(today.policy);
  const Result moved = model.solve(move.policy, status_quo.state);
  const NamedRun before = run_of(start, base);
  Report report = solve_report(world, options, run_of(today, status_quo), run_of(move, moved), &before,
                               {arguments.economies, arguments.output.top, arguments.pairs});
  add_flow_answers(report, model, {today, status_quo}, {move, moved}, arguments.flows, arguments.deflection,
                   arguments.output.top);
  return emit(report, arguments.output);
}

}  // namespace leeway::cli
