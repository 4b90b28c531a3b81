#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/model/model.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/world_report.h"
#include "leeway/world/aggregate.h"
#include "leeway/world/aliases.h"
#include "leeway/world/load.h"
#include "leeway/world/pack.h"
#include "leeway/world/schema.h"
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
  return emit(world_show(world, id_of(world, arguments.what)), arguments.output);
}

namespace {

constexpr double kHatOneGate = 1e-12;

bool tell_hat_one(Report& report, const World& world, const char* missed) {
  const double residual = base_year_residual(Model(world, Options{}));
  const bool passed = residual <= kHatOneGate;
  report.lead.push_back(fmt::format(
      "Hat-1: at the base year the model's equations are met to {:.1e} in logs (gate {:.0e}): {}.", residual,
      kHatOneGate, passed ? "passed" : missed));
  return passed;
}

}  // namespace

bool add_hat_one(Report& report, const World& world) {
  return tell_hat_one(report, world, "MISSED; leeway world rebase mends it");
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

namespace {

/// The words before and after: the kind of the table where it is said, and the table.
ImportedWorld imported_table(const std::vector<std::string>& words, const ImportOptions& options) {
  const std::filesystem::path source = words.back();
  const std::string kind = words.size() > 1 ? words.front() : "auto";
  if (kind == "auto") return import_world(source, options);
  if (kind == "icio") return import_icio(source, options);
  if (kind == "wiod") {
    return std::filesystem::is_directory(source) ? import_wiod(source, options)
                                                 : import_wiod2016(source, options);
  }
  if (kind == "figaro") return import_figaro(source, options);
  if (kind == "eora") return import_eora(source, options);
  if (kind == "exiobase") return import_exiobase(source, options);
  if (kind == "har") return import_har(source, options);
  if (kind == "tidy") return import_tidy(source, options);
  const std::vector<std::string> kinds = {"auto", "icio",     "wiod", "figaro",
                                          "eora", "exiobase", "har",  "tidy"};
  throw InputError("unknown kind of table \"" + kind + "\"",
                   did_you_mean(kind, kinds, fmt::format("allowed: {}", fmt::join(kinds, ", "))));
}

/// Throws InputError, of the table, for a world whose files nothing could read or that is not the same in
/// them.
void read_back(const std::string& table, const std::filesystem::path& made) {
  std::string fault;
  try {
    if (!check_world(load_tables(made)).passed()) fault = "its accounts do not close";
  } catch (const InputError& error) {
    fault = error.location().file.empty()
                ? error.message()
                : std::filesystem::path(error.location().file).filename().string() + ": " + error.message();
  }
  if (!fault.empty()) throw InputError(Location{table}, "makes a world that cannot be read again: " + fault);
}

/// Millions in one unit of the table.
double read_unit(const std::string& text) {
  if (text.empty()) return 0.0;
  if (text == "one") return 1e-6;
  if (text == "thousand") return 1e-3;
  if (text == "million") return 1.0;
  if (text == "billion") return 1e3;
  throw InputError("--unit: unknown unit \"" + text + "\"", "allowed: one, thousand, million, billion");
}

}  // namespace

int import_table(const WorldArguments& arguments) {
  check(arguments.output);
  require_new_folder(arguments.folder);
  ImportOptions options = arguments.import;
  if (!arguments.tariff_date.empty()) {
    options.tariff_date = parse_date(arguments.tariff_date);
    if (!options.tariff_date)
      throw InputError("--tariff-date: \"" + arguments.tariff_date + "\" is not a date",
                       "write it as 2026-01-24");
  }
  options.rates = read_rate_style("--rates", arguments.rates);
  options.unit = read_unit(arguments.unit);
  if (!options.ledger.empty() && options.ledger != no_ledger) {
    if (!std::filesystem::is_directory(options.ledger))
      throw InputError("--ledger: there is no folder \"" + options.ledger + "\"",
                       "a folder of Measures, or none");
    options.ledger = std::filesystem::absolute(options.ledger).lexically_normal().string();
  }
  const ImportedWorld imported = imported_table(arguments.table, options);
  const WorldCheck findings = check_world(imported.world);
  Report report = import_report(imported, findings);
  const bool passed = findings.passed() && tell_hat_one(report, imported.world, "MISSED");
  if (passed)
    save_world(imported.world, arguments.folder,
               [&](const std::filesystem::path& made) { read_back(arguments.table.back(), made); });
  else
    report.lead.emplace_back("Nothing is written: a world must pass.");
  if (!passed && findings.passed())
    report.headline = imported.world.name + ": FAILED, the base year is no equilibrium of the model";
  emit(report, arguments.output);
  return passed ? done : bad_input;
}

}  // namespace leeway::cli
