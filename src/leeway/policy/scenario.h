#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "leeway/policy/policy.h"

namespace leeway {

/// The ledger that a file names: a folder, or "none", and where; empty for none.
struct LedgerChoice {
  std::string ledger;
  Location where;
};

/// A scenario file (docs/measures.md). `options` keeps the [options] table as text with its place, for
/// the model to read strictly.
struct Scenario {
  struct Option {
    std::string text;
    Location where;
  };
  std::string id;  ///< file name without folder and ending
  std::string title;
  std::string explanation;  ///< the comment lines that open the file
  std::string world = "2023";
  Location world_at = {};    ///< where it is named, for errors
  LedgerChoice ledger = {};  ///< its folder counts from the file on
  Date as_of{};
  std::optional<Date> known_by;
  std::vector<std::string> use;
  std::vector<std::string> drop;
  std::vector<Measure> measures;
  std::vector<GoodsList> lists;              ///< of goods, beside the ledger's
  std::vector<std::string> deal_for;         ///< threats (ledger ids) that answer the deal this scenario is
  std::vector<std::string> retaliation_for;  ///< threats that this scenario's Measures would answer
  std::vector<TermEnd> ends;                 ///< of a case of a range; no file says so
  std::map<std::string, Option> options;
  Location where;
  std::map<std::string, Location> places;  ///< of the ids in use and drop
};

class TomlTable;
/// The table [options] of a file, for the model to read.
std::map<std::string, Scenario::Option> read_option_table(const TomlTable& file);

/// Reads the text of a scenario file; `name` stands for the file in errors, `id` stays empty.
Scenario parse_scenario(std::string text, const std::string& name);
/// Throws InputError with file, line and column.
Scenario load_scenario(const std::filesystem::path& file);
/// A scenario that says no day is of the day of its world's tariffs.
void settle_day(Scenario& scenario, const World& world);
/// A ready scenario of the share folder by name ("canada-deal"), or a path to a file.
Scenario open_scenario(const std::string& name_or_path);
/// Ready scenarios, sorted by name.
std::vector<std::string> scenario_names();
/// The same, loaded.
std::vector<Scenario> ready_scenarios();
/// What resolve_policy needs.
PolicyOptions policy_options(const Scenario& scenario);

}  // namespace leeway
