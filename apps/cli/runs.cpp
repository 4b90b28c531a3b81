#include "runs.h"

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/world/load.h"

namespace leeway::cli {

namespace {

constexpr const char* status_quo_prefix = "status-quo@";

}  // namespace

std::optional<Date> read_date(const std::string& option, const std::string& text) {
  if (text.empty()) return {};
  const std::optional<Date> date = parse_date(text);
  if (!date)
    throw InputError(fmt::format("{}: \"{}\" is not a date", option, text), "write it as 2026-01-24");
  return date;
}

NamedPolicy scenario_policy(const World& world, const Ledger& ledger, const Scenario& scenario) {
  return {scenario.id, scenario.title, resolve_policy(world, ledger, policy_options(scenario)),
          scenario.options};
}

NamedPolicy status_quo_policy(const World& world, const Ledger& ledger, Date as_of,
                              std::optional<Date> known_by) {
  PolicyOptions options;
  options.as_of = as_of;
  options.known_by = known_by;
  return {"status quo",
          fmt::format("Policy in force on {}", to_string(as_of)),
          resolve_policy(world, ledger, options),
          {}};
}

NamedPolicy named_policy(const World& world, const Ledger& ledger, const std::string& name) {
  if (name == "base") {
    NamedPolicy base{
        "base year", fmt::format("Tariffs of the base year {}", world.base_year), base_policy(world), {}};
    return base;
  }
  if (name.starts_with(status_quo_prefix)) {
    const std::string day = name.substr(std::string(status_quo_prefix).size());
    NamedPolicy policy =
        status_quo_policy(world, ledger, read_date(status_quo_prefix, day).value_or(Date{}), {});
    policy.name = "status quo on " + day;
    return policy;
  }
  return scenario_policy(world, ledger, open_scenario(name));
}

World chosen_world(const ModelChoice& choice, const std::string& otherwise) {
  return open_world(choice.world.empty() ? otherwise : choice.world);
}

Options chosen_options(const ModelChoice& choice, const World& world,
                       std::map<std::string, Scenario::Option> options) {
  for (const auto& [key, text] :
       {std::pair("elasticities", &choice.elasticities), std::pair("closure", &choice.closure),
        std::pair("numeraire", &choice.numeraire), std::pair("horizon", &choice.horizon)})
    if (!text->empty()) options[key] = {*text, Location{std::string("--") + key}};
  return read_options(options, world);
}

}  // namespace leeway::cli
