#include <algorithm>

#include "leeway/model/model.h"
#include "leeway/output/exposure_report.h"
#include "leeway/world/load.h"
#include "runs.h"
#include "verbs.h"

namespace leeway::cli {

int show_exposure(const ExposureArguments& arguments) {
  check(arguments.output);
  const World world = opened_world(arguments.world);
  const Exposure found = exposure(world, arguments.economy);
  Report report = exposure_report(world, found, arguments.sector, arguments.output.top);

  const Model model(world, Options{});
  const Outcome open = model.solve(base_policy(world));
  std::vector<Replacement> replacements;
  for (const char* pole : {"USA", "CHN"}) {
    const auto market = world.find_economy(pole);
    if (!open || !market ||
        std::find(found.members.begin(), found.members.end(), *market) != found.members.end())
      continue;
    replacements.push_back(replacement(model, open.solution(), found.economy, pole));
  }
  add_replacements(report, open, replacements, model);
  return emit(report, arguments.output);
}

}  // namespace leeway::cli
