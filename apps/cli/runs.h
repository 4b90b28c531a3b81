#pragma once

#include <optional>
#include <string>

#include "leeway/output/solve_report.h"
#include "leeway/policy/scenario.h"
#include "leeway/session/session.h"
#include "verbs.h"

namespace leeway::cli {

/// What a name on the command line stands for: a scenario, else the status quo of a day, else the base year.
struct Named {
  std::optional<Scenario> scenario;
  std::optional<Date> day;

  std::map<std::string, Scenario::Option> options() const;
};
/// "base", "status-quo@2026-01-24", a ready scenario's name, or a scenario file.
Named named(const std::string& name);

// Solved under the name that each goes by.
NamedOutcome solved(const Session& session, const Named& what, const Options& options);
NamedOutcome solved(const Session& session, const Scenario& scenario, const Options& options);
NamedOutcome solved_status_quo(const Session& session, const Scenario& of_its_day, const Options& options);
void check_economies(const World& world, const std::vector<std::string>& economies);

/// Throws InputError for flows and goods that the world does not know, before anything is solved.
void check(const World& world, const std::string& flows, const DeflectionChoice& deflection);
/// Adds what --flows and --deflection ask of the move from one policy to another, when both certified.
void add_flow_answers(Report& report, const World& world, const NamedOutcome& from, const NamedOutcome& to,
                      const std::string& flows, const DeflectionChoice& deflection, std::size_t top);

/// "25%" or "0.25" each, by commas. Throws InputError that names the option.
std::vector<double> read_shares(const std::string& option, const std::string& text);
/// Years, or months with an m ("3m"), by commas.
std::vector<double> read_horizons(const std::string& option, const std::string& text);
/// Words by commas.
std::vector<std::string> read_list(const std::string& text);

/// On the world asked for, the command line's, else the scenario's, and on the ledger of the data folder.
Session chosen_session(const ModelChoice& choice, const std::string& otherwise = "2023");
/// A scenario's options with those of the command line over them.
Options chosen_options(const ModelChoice& choice, const World& world,
                       std::map<std::string, Scenario::Option> options = {});

}  // namespace leeway::cli
