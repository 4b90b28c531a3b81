#include "leeway/base/error.h"
#include "leeway/output/incidence_report.h"
#include "leeway/output/instrument_report.h"
#include "runs.h"

namespace leeway::cli {

int solve(const SolveArguments& arguments) {
  check(arguments.output);
  const Scenario scenario = open_scenario(arguments.scenario);
  const Session session = chosen_session(arguments.model, scenario.world);
  const World& world = session.world();
  check_economies(world, arguments.economies);
  check(world, arguments.flows, arguments.deflection);
  const Options options = chosen_options(arguments.model, world, scenario.options);

  const NamedOutcome base = solved(session, Named{}, options);
  const NamedOutcome status_quo = solved_status_quo(session, scenario, options);
  const NamedOutcome moved = solved(session, scenario, options);
  Report report = solve_report(world, options, status_quo, moved, &base,
                               {arguments.economies, arguments.output.top, arguments.pairs});
  add_flow_answers(report, world, status_quo, moved, arguments.flows, arguments.deflection,
                   arguments.output.top);
  if (arguments.uniqueness && moved.outcome)
    report.tables.push_back(
        uniqueness_table(moved, check_uniqueness(*session.model(options), moved.outcome.solution())));
  return emit(report, arguments.output);
}

}  // namespace leeway::cli
