#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/path_report.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

/// The scenario named; "status-quo" is the ledger alone.
Scenario scenario_of(const PathArguments& arguments) {
  if (arguments.scenario != "status-quo") return open_scenario(arguments.scenario);
  Scenario ledger;
  ledger.id = "status-quo";
  ledger.title = "The ledger alone";
  return ledger;
}

}  // namespace

int path(const PathArguments& arguments) {
  check_with_rows(arguments.output);
  PathInputs inputs;
  inputs.scenario = scenario_of(arguments);
  inputs.from = *read_date("--from", arguments.from);
  inputs.to = *read_date("--to", arguments.to);
  if (const auto known_by = read_date("--known-by", arguments.known_by)) inputs.scenario.known_by = known_by;
  const auto every = parse_every(arguments.every);
  if (!every) {
    const std::string near = did_you_mean(arguments.every, {"month", "quarter", "year"});
    throw InputError("--every: unknown step \"" + arguments.every + "\"",
                     (near.empty() ? "" : near + "\n") + "allowed: month, quarter, year");
  }
  inputs.every = *every;
  if (arguments.adjust && !arguments.model.horizon.empty())
    throw InputError("--adjust sets the horizon of each day: leave out --horizon");
  inputs.adjust = arguments.adjust;
  const World world = chosen_world(arguments.model, inputs.scenario);
  const std::vector<std::string> economies = known_economies(world, arguments.economies);
  inputs.options = chosen_options(arguments.model, world, inputs.scenario.options);
  inputs.progress = progress();
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world, inputs.scenario);
  const Path path = walk(world, ledger, inputs);
  const RangeKind kind = chosen_range(arguments.range, world, equilibria_of(path));
  std::optional<PathRange> range;
  if (kind != RangeKind::none) range = walk_over(world, ledger, path, kind);
  return emit(path_report(world, path, economies, arguments.output.top, range ? &*range : nullptr),
              arguments.output, ledger, {inputs.from});
}

}  // namespace leeway::cli
