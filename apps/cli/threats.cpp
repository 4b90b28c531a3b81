#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/output/threat_report.h"
#include "leeway/world/load.h"
#include "runs.h"

namespace leeway::cli {

int show_threats(const ThreatsArguments& arguments) {
  check(arguments.output);
  if (arguments.by == "*") throw InputError(Location{"--by"}, "\"*\" is no one", "leave --by out for all");
  const World world = open_world(arguments.world.empty() ? "2023" : arguments.world);
  const Ledger ledger = chosen_ledger(arguments.ledger, world);
  const Date day = read_date("--known-by", arguments.known_by).value_or(default_day(world, ledger));
  return emit(threat_report(world, threat_record(world, ledger, arguments.by, day),
                            threat_scores(world, ledger, arguments.by, day), arguments.output.top),
              arguments.output);
}

}  // namespace leeway::cli
