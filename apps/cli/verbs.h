#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "leeway/output/report.h"
#include "leeway/world/import.h"

// What each verb of the command line was asked, and the functions that answer. A verb parses nothing and
// computes nothing: it calls the library and prints. Each returns the exit code.
namespace leeway::cli {

/// Exit codes (docs/cli.md).
enum Exit { done = 0, not_certified = 1, bad_input = 2, internal_error = 3, to_go_on = 4 };

/// Where the answer goes: text to the terminal, unless --json or --csv take its place there, and files.
struct OutputChoice {
  bool json = false;
  bool csv = false;
  std::vector<std::filesystem::path> files;  ///< -o; format by ending
  std::filesystem::path workbook;            ///< --xlsx
  std::size_t top = 12;
};
/// Refuses file names that could not be written before anything long starts, and files of the long table,
/// which verbs that have tables alone leave empty.
void check(const OutputChoice& output);
/// The same for a verb that has a long table.
void check_with_rows(const OutputChoice& output);
/// Prints and writes; done, or not_certified when a solve behind the report is not.
int emit(const Report& report, const OutputChoice& output);
/// The same with a note on what the ledger does not know of the report's own day and these.
int emit(Report report, const OutputChoice& output, const Ledger& ledger, std::vector<Date> days = {});
/// Columns of the terminal that an answer goes to; 0 where it goes to none.
std::size_t terminal_width();

/// A line on standard error, which may be closed or full: what is said there never decides how a run ends.
void complain(const std::string& line);
template <class... Values>
void complain(fmt::format_string<Values...> words, Values&&... values) {
  complain(fmt::format(words, std::forward<Values>(values)...));
}
/// Keeps the place of a standard output that was handed over closed. Before anything is opened.
void guard_output();
/// Throws LostOutput, as `flush_output` does, which ends a run: what is printed may wait until then.
void print(const std::string& text);
void flush_output();

/// The choices of model that stand on a command line; they go before those of a scenario file.
struct ModelChoice {
  std::string world;   ///< empty: the scenario's, else "2023"
  std::string ledger;  ///< a folder or "none"; empty: the scenario's, else the world's
  std::string elasticities;
  std::string closure;
  std::string numeraire;
  std::string horizon;
  std::vector<std::string> options;  ///< "key=value" of any option
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

/// Measures put in and taken out on the command line.
struct TypedPolicy {
  std::vector<std::string> add;   ///< Measures in one line, or ids of the ledger
  std::vector<std::string> drop;  ///< ids
  DateChoice dates;

  bool any() const { return !add.empty() || !drop.empty(); }
};

struct BriefArguments {
  std::string economy;
  std::string event;
  std::string threat;             ///< in one line, in the place of an event
  std::vector<std::string> deal;  ///< a scenario, or Measures in one line, ledger ids, "lift ID"
  std::string retaliation;
  std::vector<std::string> add;   ///< put into the policy in force: Measures in one line, or ledger ids
  std::vector<std::string> drop;  ///< taken out of it: ids
  std::vector<std::string> set;   ///< "ID.term=value"
  RangeChoice range;
  std::string draws;    ///< how many, in the place of a range; empty: none
  std::string seed;     ///< of them
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
  std::string scenario;  ///< empty: what is typed alone
  TypedPolicy typed;
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
  TypedPolicy typed;  ///< one more policy, the last
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

struct RoomArguments {
  std::string economy;            ///< or a ready threat; with `each` a list, empty: all
  std::string threat;             ///< in one line, or a ledger id
  std::vector<std::string> deal;  ///< in one line, ledger ids, "lift ID", scenarios
  std::string lasts;
  std::string deal_lasts;
  std::string discount;
  std::vector<std::string> credibilities;
  bool each = false;  ///< put to many
  bool list = false;  ///< the ready threats
  RangeChoice range;
  bool verify = false;
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int show_room(const RoomArguments& arguments);

struct ThreatsArguments {
  std::string by;  ///< empty: all
  std::string known_by;
  std::string world;
  std::string ledger;
  OutputChoice output;
};
int show_threats(const ThreatsArguments& arguments);

struct PathArguments {
  std::string scenario;
  std::string from;
  std::string to;
  std::string every = "quarter";
  std::string known_by;
  std::vector<std::string> economies;
  bool adjust = false;
  RangeChoice range;
  ModelChoice model;
  OutputChoice output;
};
int path(const PathArguments& arguments);

/// Which rates of a government are free.
struct RateArguments {
  std::string instruments = "tariffs";
  std::string each = "uniform";
  std::string goods = "goods";
  std::string lowest;
  std::string highest;
  int starts = 2;  ///< random ones of each search
};

struct RespondArguments {
  std::string player;
  std::string weights;
  RateArguments rates;
  RangeChoice range;
  bool verify = false;
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int respond(const RespondArguments& arguments);

struct WarArguments {
  std::string players;
  std::string partners = "all";
  std::string cooperate;
  RateArguments rates;
  RangeChoice range;
  bool verify = false;
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int war(const WarArguments& arguments);

struct RetaliateArguments {
  std::string player;
  std::string on;
  std::string worth;
  std::string rate;
  std::optional<std::string> hurt;  ///< "all", or goods whose makers are to be hurt; empty: own cost least
  std::string beside;               ///< ids of the ledger, by commas
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int retaliate(const RetaliateArguments& arguments);

struct PlayArguments {
  std::string file;       ///< a game: .nfg, .efg, .toml, or a ready one by name
  std::string concepts;   ///< by commas; empty: all
  std::string order;      ///< players by commas
  std::string expansion;  ///< of a game of policy: 1, 2 or 3; empty: by the number of solves
  bool no_stakes = false;
  bool list = false;  ///< the ready games
  RangeChoice range;
  std::filesystem::path write;
  std::filesystem::path keep;  ///< folder of kept payoffs
  ModelChoice model;
  OutputChoice output;
};
int play(const PlayArguments& arguments);

struct HedgeArguments {
  std::string who;       ///< an economy or group, or a ready hedge or file
  std::string question;  ///< a ready hedge or file, beside an economy
  std::vector<std::string> states;
  std::vector<std::string> acts;
  std::size_t most_acts = 2;
  std::string tail;
  std::string horizons;  ///< years, by commas
  bool spread = false;
  bool list = false;  ///< the ready hedges
  RangeChoice range;
  DateChoice dates;
  ModelChoice model;
  OutputChoice output;
};
int run_hedge(const HedgeArguments& arguments);

struct SweepArguments {
  std::string plan;  ///< a ready one by name, or a file; empty with `list`
  bool list = false;
  std::filesystem::path run;  ///< its folder
  std::string shard;          ///< "2/8"
  std::string wall;           ///< "30m"
  int threads = 0;
  std::size_t chunk = 64;                   ///< draws between two syncs
  std::vector<std::filesystem::path> into;  ///< merge: files
  bool partial = false;                     ///< merge: without the draws that are missing
  std::string of;                           ///< report: the figure that is taken apart
  std::string by;
  std::string map;
  std::string world;
  std::string ledger;
  OutputChoice output;
};
int plan_sweep(const SweepArguments& arguments);
int run_sweep(const SweepArguments& arguments);
int merge_sweep(const SweepArguments& arguments);
int report_sweep(const SweepArguments& arguments);

struct BacktestArguments {
  std::string episode;        ///< empty: all; "threats": forecasts of threats alone
  std::string known_by;       ///< of the forecasts of threats
  bool alternatives = false;  ///< score other choices of model too
  bool markdown = false;      ///< the generated part of docs/backtest.md
  bool record = false;        ///< data/backtest/record.csv
  OutputChoice output;
};
int run_backtest(const BacktestArguments& arguments);

struct WhyArguments {
  std::string from;
  std::string to;
  std::string economy;
  std::string figure = "real_income";
  std::string from_world;
  std::string to_world;
  std::string from_ledger;  ///< folder; empty: the data folder's
  std::string to_ledger;
  std::string against;  ///< base or status-quo; empty: the status quo between scenarios, else base
  bool by_actor = false;
  RangeChoice range;
  ModelChoice model;
  OutputChoice output;
};
int run_why(const WhyArguments& arguments);

struct ExposureArguments {
  std::string economy;     ///< with `alignment` a list by commas, empty: all
  bool alignment = false;  ///< trade beside votes, of many
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
  std::string ledger;
  bool solve = false;    ///< check: solve every Measure too
  std::string scenario;  ///< explain: whose tariffs; empty: those in force
  TypedPolicy typed;     ///< explain: what is put in and taken out
  DateChoice dates;
  OutputChoice output;
};
int list_ledger(const LedgerArguments& arguments);
int show_entry(const LedgerArguments& arguments);
int explain(const LedgerArguments& arguments);
int ledger_on_day(const LedgerArguments& arguments);
int check_ledger(const LedgerArguments& arguments);

struct DyadArguments {
  std::string first;
  std::string second;
  std::string from;
  std::string to;
  std::string known_by;
  std::string ledger;  ///< folder of Measures, or none
  std::string world;
  OutputChoice output;
};
int ledger_dyad(const DyadArguments& arguments);

struct WorldArguments {
  std::string what;
  std::string world;
  std::vector<std::string> table;  ///< import: the source, before it the kind where it was said
  std::filesystem::path source;    ///< aggregate: the map
  std::filesystem::path folder;
  ImportOptions import;
  std::string rates;
  std::string unit;
  std::string tariff_date;
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

struct CarveArguments {
  std::string world = "2023";
  std::string product;
  std::string name;
  std::string sector;
  std::filesystem::path flows;
  std::filesystem::path quantities;
  std::filesystem::path market;
  std::filesystem::path reference;
  std::string rates;
  std::string unit;
  std::optional<double> theta;
  std::optional<double> substitution;
  std::string confidence;
  std::string method;
  std::filesystem::path users;
  std::string bundle;
  std::string sigma;
  std::string specific;
  std::string backstop;
  std::string capacity;
  std::string build_years;
  std::string host;
  std::string source;
  std::filesystem::path folder;
  OutputChoice output;
};
int carve(const CarveArguments& arguments);

int list_scenarios(const OutputChoice& output);
int list_options(const OutputChoice& output);
int replicate(const std::string& what, const std::filesystem::path& golden, const OutputChoice& output);
int selftest(const std::string& world);

}  // namespace leeway::cli
