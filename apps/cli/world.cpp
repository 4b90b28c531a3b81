#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/model/model.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/world_report.h"
#include "leeway/world/aggregate.h"
#include "leeway/world/load.h"
#include "leeway/world/pack.h"
#include "runs.h"
#include "verbs.h"
#include "world_verbs.h"

namespace leeway::cli {

int list_worlds(const WorldArguments& arguments) {
  check(arguments.output);
  std::vector<World> worlds;
  for (const std::string& name : world_names()) worlds.push_back(opened_world(name));
  return emit(world_list(worlds), arguments.output);
}

int show_world(const WorldArguments& arguments) {
  check(arguments.output);
  const World world = opened_world(arguments.world);
  return emit(world_show(world, arguments.what), arguments.output);
}

namespace {

constexpr double kHatOneGate = 1e-12;

}  // namespace

bool add_hat_one(Report& report, const World& world) {
  const double residual = base_year_residual(Model(world, Options{}));
  const bool passed = residual <= kHatOneGate;
  report.lead.push_back(fmt::format(
      "Hat-1: at the base year the model's equations are met to {:.1e} in logs (gate {:.0e}): {}.", residual,
      kHatOneGate, passed ? "passed" : "MISSED; leeway world rebase mends it"));
  return passed;
}

void require_new_folder(const std::filesystem::path& folder) {
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder))
    throw InputError("the folder " + folder.string() + " is not empty", "a world is written to a new folder");
  const std::filesystem::path parent = std::filesystem::absolute(folder).lexically_normal().parent_path();
  if (!std::filesystem::is_directory(parent))
    throw InputError("the folder " + parent.string() + " does not exist", "make it first, then run again");
}

int check_worlds(const WorldArguments& arguments) {
  check(arguments.output);
  const World world = opened_world(arguments.world);
  const WorldCheck findings = check_world(world);
  Report report = world_findings(world, findings);
  const bool equilibrium = add_hat_one(report, world);
  emit(report, arguments.output);
  return findings.passed() && equilibrium ? done : bad_input;
}

int rebase_world(const WorldArguments& arguments) {
  check(arguments.output);
  require_new_folder(arguments.folder);
  const World world = opened_world(arguments.world);
  const Rebased rebased = rebase(world, Options{}, arguments.balanced);
  Report report;
  report.kind = "world rebase";
  report.world = &world;
  report.headline =
      fmt::format("{}: {} written to {}; the largest change of a flow is {:.2g}%.", world.name,
                  arguments.balanced ? "the world without trade imbalances" : "the rebased world",
                  arguments.folder.string(), 100.0 * rebased.largest_change);
  report.certificates.emplace_back("base year", rebased.verdict);
  if (!rebased.world) {
    report.headline = world.name + ": nothing written, the base year was not solved.";
    add_failures(report);
    return emit(report, arguments.output);
  }
  add_hat_one(report, *rebased.world);
  save_world(*rebased.world, arguments.folder);
  return emit(report, arguments.output);
}

int aggregate_world(const WorldArguments& arguments) {
  check(arguments.output);
  require_new_folder(arguments.folder);
  const Aggregation map = load_aggregation(arguments.source);
  const World world = opened_world(arguments.world);
  const World coarse = aggregate(world, map);
  if (coarse.economy_count() < 2)
    throw InputError(Location{arguments.source.string()}, "leaves one economy: there is no trade to model",
                     "keep two economies or more");
  Report report = aggregate_report(world, coarse, check_world(coarse));
  add_hat_one(report, coarse);
  save_world(coarse, arguments.folder);
  report.lead.push_back(fmt::format("Written to {}.", arguments.folder.string()));
  return emit(report, arguments.output);
}

int pack_world(const WorldArguments& arguments) {
  check(arguments.output);
  const std::filesystem::path folder = find_world(arguments.world);
  if (std::filesystem::is_regular_file(folder))
    throw InputError(Location{folder.string()}, "is a pack already", "name the folder of the world");
  const std::filesystem::path file = arguments.folder.empty() ? folder / pack_name : arguments.folder;
  const World world = load_tables(folder);
  save_pack(world, file);
  Report report;
  report.kind = "world pack";
  report.world = &world;
  report.headline = fmt::format("{}: packed in {}, {:.1f} MB.", world.name, file.string(),
                                1e-6 * static_cast<double>(std::filesystem::file_size(file)));
  return emit(report, arguments.output);
}

int import_table(const WorldArguments& arguments) {
  check(arguments.output);
  require_new_folder(arguments.folder);
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
  Report report = import_report(imported, findings);
  if (findings.passed())
    save_world(imported.world, arguments.folder);
  else
    report.lead.push_back("Nothing is written: a world must pass.");
  emit(report, arguments.output);
  return findings.passed() ? done : bad_input;
}

}  // namespace leeway::cli
