#pragma once

#include <string>

#include "leeway/model/model.h"
#include "leeway/output/solve_report.h"
#include "leeway/policy/scenario.h"
#include "verbs.h"

namespace leeway::cli {

/// A policy with the name that it goes by, and the options it asks for.
struct NamedPolicy {
  std::string name;
  std::string title;
  Policy policy;
  std::map<std::string, Scenario::Option> options;
};

/// "base", "status-quo@2026-01-24", a ready scenario's name, or a scenario file.
NamedPolicy named_policy(const World& world, const Ledger& ledger, const std::string& name);
NamedPolicy scenario_policy(const World& world, const Ledger& ledger, const Scenario& scenario);
NamedPolicy status_quo_policy(const World& world, const Ledger& ledger, Date as_of,
                              std::optional<Date> known_by);

/// The world asked for: the command line's, else the scenario's.
World chosen_world(const ModelChoice& choice, const std::string& otherwise = "2023");
/// A scenario's options with those of the command line over them.
Options chosen_options(const ModelChoice& choice, const World& world,
                       std::map<std::string, Scenario::Option> options = {});

}  // namespace leeway::cli
