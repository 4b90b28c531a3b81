#include <algorithm>

#include "leeway/analysis/alignment.h"
#include "leeway/base/error.h"
#include "leeway/model/model.h"
#include "leeway/output/alignment_report.h"
#include "leeway/output/exposure_report.h"
#include "leeway/world/load.h"
#include "runs.h"
#include "verbs.h"

namespace leeway::cli {

namespace {

int show_alignment(const ExposureArguments& arguments) {
  check_drawn(arguments.output);
  if (!arguments.sector.empty())
    throw InputError(Location{"--sector"}, "is of one economy's exposure", "leave out --alignment");
  const World world = opened_world(arguments.world);
  const std::vector<std::string> who =
      arguments.economy.empty() ? std::vector<std::string>{"*"} : read_list(arguments.economy);
  return emit_drawn(alignment_report(world, alignment(world, who, ideal_points()), arguments.output.top),
                    arguments.output);
}

}  // namespace

int show_exposure(const ExposureArguments& arguments) {
  if (arguments.alignment) return show_alignment(arguments);
  check(arguments.output);
  if (arguments.economy.empty())
    throw InputError("exposure: an economy is needed",
                     "leeway exposure CAN; leeway exposure --alignment is of all");
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
