#include "leeway/analysis/path.h"
#include "leeway/output/stress_report.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

int stress(const StressArguments& arguments) {
  check_with_rows(arguments.output);
  const World world = chosen_world(arguments.model);
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world);
  StressInputs inputs;
  inputs.economy = arguments.economy;
  inputs.product = arguments.product;
  inputs.supplier = arguments.supplier;
  inputs.all_destinations = arguments.all_destinations;
  if (!arguments.cuts.empty()) inputs.cuts = read_shares("--to", arguments.cuts);
  if (!arguments.horizons.empty()) inputs.horizons = read_horizons("--horizon", arguments.horizons);
  inputs.as_of = read_date("--as-of", arguments.dates.as_of).value_or(default_day(world, ledger));
  inputs.known_by = read_date("--known-by", arguments.dates.known_by);
  inputs.options = chosen_options(arguments.model, world);
  inputs.range = chosen_range(arguments.range, world, inputs.horizons.size() * (inputs.cuts.size() + 1));
  inputs.progress = progress();
  return emit(stress_report(world, leeway::stress(world, ledger, inputs), arguments.output.top),
              arguments.output, ledger);
}

}  // namespace leeway::cli
