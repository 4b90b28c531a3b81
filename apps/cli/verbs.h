#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "leeway/output/report.h"

// What each verb of the command line was asked, and the functions that answer. A verb parses nothing and
// computes nothing: it calls the library and prints. Each returns the exit code.
namespace leeway::cli {

/// Exit codes (docs/cli.md).
enum Exit { done = 0, not_certified = 1, bad_input = 2, internal_error = 3 };

/// Where the answer goes: text to the terminal, unless --json or --csv take its place there, and files.
struct OutputChoice {
  bool json = false;
  bool csv = false;
  std::vector<std::filesystem::path> files;  ///< -o; format by ending
  std::filesystem::path workbook;            ///< --xlsx
  std::size_t top = 12;
};
/// Refuses file names that could not be written before anything long starts.
void check(const OutputChoice& output);
/// Prints and writes; done, or not_certified when a solve behind the report is not.
int emit(const Report& report, const OutputChoice& output);
void print(const std::string& text);

/// The choices of model that stand on a command line; they go before those of a scenario file.
struct ModelChoice {
  std::string world;  ///< empty: the scenario's, else "2023"
  std::string elasticities;
  std::string closure;
  std::string numeraire;
  std::string horizon;
};

/// Over how many cases an answer is told.
struct RangeChoice {
  std::string kind;    ///< empty: by the number of equilibria
  bool quick = false;  ///< the same as none
};

/// Dates as typed.
struct DateChoice {
  std::string as_of;
  std::string known_by;
};
/// Throws InputError that names the option.
std::optional<Date> read_date(const std::string& option, const std::string& text);

struct BriefArguments {
  std::string economy;
  std::string event;
  std::string deal;
  std::string retaliation;
  RangeChoice range;
  bool verify = false;  ///< read every central equilibrium a second time
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int brief(const BriefArguments& arguments);

/// Where goods go when one door closes.
struct DeflectionChoice {
  std::string goods;
  std::string from;       ///< empty: found
  std::string closed_by;  ///< empty: found
};

struct SolveArguments {
  std::string scenario;
  std::vector<std::string> economies;
  std::string flows;  ///< who pockets each dollar on them
  DeflectionChoice deflection;
  bool pairs = false;
  bool uniqueness = false;  ///< whether the equilibrium under limits is the only one
  RangeChoice range;
  bool verify = false;  ///< read every equilibrium a second time
  ModelChoice model;
  OutputChoice output;
};
int solve(const SolveArguments& arguments);

struct CompareArguments {
  std::vector<std::string> names;
  std::vector<std::string> economies;
  std::string flows;
  std::string hold;               ///< a goal for imports that every scenario meets with one term of its own
  std::vector<std::string> free;  ///< SCENARIO=ID.term, where a scenario has several
  DeflectionChoice deflection;
  bool pairs = false;
  RangeChoice range;
  bool verify = false;  ///< read every equilibrium a second time
  ModelChoice model;
  OutputChoice output;
};
int compare_runs(const CompareArguments& arguments);

struct StressArguments {
  std::string economy;
  std::string product;
  std::string supplier;
  std::string cuts;
  std::string horizons;
  bool all_destinations = false;
  RangeChoice range;
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int stress(const StressArguments& arguments);

struct PathArguments {
  std::string scenario;
  std::string from;
  std::string to;
  std::string every = "quarter";
  std::string known_by;
  std::string economies;
  bool adjust = false;
  RangeChoice range;
  ModelChoice model;
  OutputChoice output;
};
int path(const PathArguments& arguments);

struct ExposureArguments {
  std::string economy;
  std::string sector;
  std::string world;
  OutputChoice output;
};
int show_exposure(const ExposureArguments& arguments);

struct LedgerArguments {
  std::string by;
  std::string on;
  std::string goods;
  std::string status;
  std::string kind;
  std::string id;
  std::string world;
  bool solve = false;  ///< check: solve every Measure too
  DateChoice dates;
  OutputChoice output;
};
int list_ledger(const LedgerArguments& arguments);
int show_entry(const LedgerArguments& arguments);
int explain(const LedgerArguments& arguments);
int ledger_on_day(const LedgerArguments& arguments);
int check_ledger(const LedgerArguments& arguments);

struct WorldArguments {
  std::string what;
  std::string world;
  std::string kind;
  std::filesystem::path source;
  std::filesystem::path folder;
  std::filesystem::path tariffs;
  std::filesystem::path elasticities;
  std::filesystem::path sectors;
  std::filesystem::path economies;
  std::filesystem::path groups;
  std::string name;
  int base_year = 0;
  std::string tariff_date;
  double elasticity = 4.0;
  bool balanced = false;
  OutputChoice output;
};
int list_worlds(const WorldArguments& arguments);
int show_world(const WorldArguments& arguments);
int check_worlds(const WorldArguments& arguments);
int import_table(const WorldArguments& arguments);
int rebase_world(const WorldArguments& arguments);
int aggregate_world(const WorldArguments& arguments);
int pack_world(const WorldArguments& arguments);

int list_scenarios(const OutputChoice& output);
int list_options(const OutputChoice& output);
int replicate(const std::string& what, const std::filesystem::path& golden, const OutputChoice& output);
int selftest(const std::string& world);

}  // namespace leeway::cli
