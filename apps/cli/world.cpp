#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/world_report.h"
#include "leeway/world/load.h"
#include "verbs.h"

namespace leeway::cli {

int list_worlds(const WorldArguments& arguments) {
  check(arguments.output);
  std::vector<World> worlds;
  for (const std::string& name : world_names()) worlds.push_back(open_world(name));
  return emit(world_list(worlds), arguments.output);
}

int show_world(const WorldArguments& arguments) {
  check(arguments.output);
  const World world = open_world(arguments.world);
  return emit(world_show(world, arguments.what), arguments.output);
}

int check_worlds(const WorldArguments& arguments) {
  check(arguments.output);
  const World world = open_world(arguments.world);
  const WorldCheck findings = check_world(world);
  emit(world_findings(world, findings), arguments.output);
  return findings.passed() ? done : bad_input;
}

int import_table(const WorldArguments& arguments) {
  check(arguments.output);
  if (std::filesystem::exists(arguments.folder) && !std::filesystem::is_empty(arguments.folder))
    throw InputError("the folder " + arguments.folder.string() + " is not empty",
                     "a world is written to a new folder");
  const std::filesystem::path parent =
      std::filesystem::absolute(arguments.folder).lexically_normal().parent_path();
  if (!std::filesystem::is_directory(parent))
    throw InputError("the folder " + parent.string() + " does not exist", "make it first, then run again");
  ImportOptions options;
  options.name = arguments.name;
  options.base_year = arguments.base_year;
  if (!arguments.tariff_date.empty()) {
    options.tariff_date = parse_date(arguments.tariff_date);
    if (!options.tariff_date)
      throw InputError("--tariff-date: \"" + arguments.tariff_date + "\" is not a date",
                       "write it as 2026-01-24");
  }
  options.elasticity = arguments.elasticity;
  options.tariffs = arguments.tariffs;
  options.elasticities = arguments.elasticities;
  options.sectors = arguments.sectors;
  options.economies = arguments.economies;
  options.groups = arguments.groups;
  ImportedWorld imported;
  if (arguments.kind == "icio") {
    imported = import_icio(arguments.source, options);
  } else if (arguments.kind == "wiod") {
    imported = import_wiod(arguments.source, options);
  } else if (arguments.kind == "tidy") {
    imported = import_tidy(arguments.source, options);
  } else if (arguments.kind == "auto") {
    imported = import_world(arguments.source, options);
  } else {
    const std::string near = did_you_mean(arguments.kind, {"auto", "icio", "wiod", "tidy"});
    throw InputError("unknown kind of table \"" + arguments.kind + "\"",
                     (near.empty() ? "" : near + "\n") + "allowed: auto, icio, wiod, tidy");
  }
  const WorldCheck findings = check_world(imported.world);
  save_world(imported.world, arguments.folder);
  return emit(import_report(imported, findings), arguments.output);
}

}  // namespace leeway::cli
