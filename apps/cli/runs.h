#pragma once

#include <memory>
#include <string>

#include "leeway/analysis/range.h"
#include "leeway/model/model.h"
#include "leeway/output/drawn_report.h"
#include "leeway/output/solve_report.h"
#include "leeway/policy/scenario.h"
#include "verbs.h"

namespace leeway::cli {

/// Before the day, where a run is what is in force then.
constexpr const char* status_quo_prefix = "status-quo@";

/// A policy with the name that it goes by, and the options it asks for.
struct NamedPolicy {
  std::string name;
  std::string title;
  std::shared_ptr<const Policy> policy;
  std::map<std::string, Scenario::Option> options;
};

/// "base", "status-quo@2026-01-24", a ready scenario's name, or a scenario file.
NamedPolicy named_policy(const World& world, const Ledger& ledger, const std::string& name);
NamedPolicy scenario_policy(const World& world, const Ledger& ledger, const Scenario& scenario);
NamedPolicy status_quo_policy(const World& world, const Ledger& ledger, Date as_of,
                              std::optional<Date> known_by);

/// Solved under its name.
NamedOutcome solved(const Model& model, const NamedPolicy& policy, const Start& start = {});
/// Ids of economies and groups by any of their names. Throws InputError for those that the world does not
/// hold.
std::vector<std::string> known_economies(const World& world, const std::vector<std::string>& names);
/// The day of "status-quo@2026-01-24". Throws InputError where there is none.
Date status_quo_day(const std::string& name);

/// Throws InputError for flows and goods that the world does not know, before anything is solved.
void check(const World& world, const std::string& flows, const DeflectionChoice& deflection);
/// Adds what --flows and --deflection ask of the move from one policy to another, when both certified.
void add_flow_answers(Report& report, const Model& model, const NamedOutcome& from, const NamedOutcome& to,
                      const std::string& flows, const DeflectionChoice& deflection, std::size_t top);

/// As check and emit, of a report that has a drawing.
void check_drawn(const OutputChoice& output);
int emit_drawn(const DrawnReport& drawn, const OutputChoice& output);

/// "25%" or "0.25" each, by commas. Throws InputError that names the option.
std::vector<double> read_shares(const std::string& option, const std::string& text);
/// Years, or months with an m ("3m"), by commas.
std::vector<double> read_horizons(const std::string& option, const std::string& text);
/// Words by commas.
std::vector<std::string> read_list(const std::string& text);

/// The range asked for; else by the number of equilibria that one case takes.
RangeKind chosen_range(const RangeChoice& choice, const World& world, std::size_t equilibria_a_case);

/// One outcome against another over the cases of a range; nothing for `none`, or where one of them failed.
std::optional<ComparisonRange> range_of(const std::shared_ptr<const Shares>& shares, const Options& options,
                                        RangeKind kind, const NamedOutcome& from, const NamedOutcome& to);

/// Opens a world, with a line on stderr where a pack of it is left aside.
World opened_world(const std::string& name_or_path);
/// The world asked for: the command line's, else the scenario's.
World chosen_world(const ModelChoice& choice);
/// That of the command line, else the scenario's: a world that is not there is an error of the file.
World chosen_world(const ModelChoice& choice, const Scenario& scenario);
/// The ledger asked for, as far as the world knows it: a folder or "none", else the world's.
Ledger chosen_ledger(const std::string& asked, const World& world);
/// The same with the scenario's before the world's.
Ledger chosen_ledger(const std::string& asked, const World& world, const Scenario& scenario);
/// The day of a question that names none: the ledger's last entry; of a world of one's own that of its
/// tariffs.
Date default_day(const World& world, const Ledger& ledger);
/// The table [options] with what the command line says over it.
std::map<std::string, Scenario::Option> options_table(const ModelChoice& choice,
                                                      std::map<std::string, Scenario::Option> options = {});
/// A scenario's options with those of the command line over them.
Options chosen_options(const ModelChoice& choice, const World& world,
                       std::map<std::string, Scenario::Option> options = {});

}  // namespace leeway::cli
