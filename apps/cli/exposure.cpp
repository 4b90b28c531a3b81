#include "leeway/output/exposure_report.h"

#include "leeway/world/load.h"
#include "verbs.h"

namespace leeway::cli {

int show_exposure(const ExposureArguments& arguments) {
  check(arguments.output);
  const World world = open_world(arguments.world);
  return emit(
      exposure_report(world, exposure(world, arguments.economy), arguments.sector, arguments.output.top),
      arguments.output);
}

}  // namespace leeway::cli
