#include "runs.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/output/incidence_report.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/world/aliases.h"
#include "leeway/world/load.h"
#include "leeway/world/schema.h"
#include "progress.h"

namespace leeway::cli {

std::optional<Date> read_date(const std::string& option, const std::string& text) {
  if (text.empty()) return {};
  const std::optional<Date> date = parse_date(text);
  if (!date)
    throw InputError(fmt::format("{}: \"{}\" is not a date", option, text), "write it as 2026-01-24");
  return date;
}

NamedPolicy scenario_policy(const World& world, const Ledger& ledger, const Scenario& asked) {
  Scenario scenario = asked;
  settle_day(scenario, world);
  return {scenario.id, scenario.title,
          std::make_shared<const Policy>(resolve_policy(world, ledger, policy_options(scenario))),
          scenario.options};
}

NamedPolicy status_quo_policy(const World& world, const Ledger& ledger, Date as_of,
                              std::optional<Date> known_by) {
  PolicyOptions options;
  options.as_of = as_of;
  options.known_by = known_by;
  return {"status quo",
          fmt::format("Policy in force on {}", to_string(as_of)),
          std::make_shared<const Policy>(resolve_policy(world, ledger, options)),
          {}};
}

NamedPolicy named_policy(const World& world, const Ledger& ledger, const std::string& name) {
  if (name == "base") {
    NamedPolicy base{"base year",
                     fmt::format("Tariffs of the base year {}", world.base_year),
                     std::make_shared<const Policy>(base_policy(world)),
                     {}};
    return base;
  }
  if (name.starts_with(status_quo_prefix)) {
    const Date day = status_quo_day(name);
    NamedPolicy policy = status_quo_policy(world, ledger, day, {});
    policy.name = "status quo on " + to_string(day);
    return policy;
  }
  return scenario_policy(world, ledger, open_scenario(name));
}

NamedOutcome solved(const Model& model, const NamedPolicy& policy, const Start& start) {
  return {policy.name, policy.title, model.solve(policy.policy, start)};
}

std::vector<std::string> known_economies(const World& world, const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    ids.push_back(id_of(world, name));
    world.resolve_economies(ids.back(), world.tariff_date, Location{"--economy"});
  }
  return ids;
}

Date status_quo_day(const std::string& name) {
  const std::optional<Date> day =
      read_date(status_quo_prefix, name.substr(std::string(status_quo_prefix).size()));
  if (!day)
    throw InputError(fmt::format("{}: a day is missing", status_quo_prefix), "such as status-quo@2026-01-24");
  return *day;
}

void check(const World& world, const std::string& flows, const DeflectionChoice& deflection) {
  if (!flows.empty()) read_flows(world, flows, Location{"--flows"});
  if (!deflection.from.empty())
    world.resolve_economies(deflection.from, world.tariff_date, Location{"--from"});
  if (!deflection.closed_by.empty())
    world.resolve_economies(deflection.closed_by, world.tariff_date, Location{"--closed-by"});
  if (!deflection.goods.empty())
    world.resolve_goods(deflection.goods, Location{"--deflection"});
  else if (!deflection.from.empty() || !deflection.closed_by.empty())
    throw InputError("--from and --closed-by need --deflection", "such as --deflection C29");
}

void add_flow_answers(Report& report, const Model& model, const NamedOutcome& from, const NamedOutcome& to,
                      const std::string& flows, const DeflectionChoice& deflection, std::size_t top) {
  if (!from.outcome || !to.outcome) return;
  const Solution& before = from.outcome.solution();
  const Solution& after = to.outcome.solution();
  const World& world = model.world();
  if (!flows.empty()) {
    const FlowSet set = read_flows(world, flows, Location{"--flows"});
    add_incidence(report, incidence(model, before, after, set), set, from.name, to.name);
  }
  if (!deflection.goods.empty())
    add_deflection(report, world,
                   leeway::deflection(world, before, after, deflection.goods, deflection.from,
                                      deflection.closed_by, Location{"--deflection"}),
                   top);
}

std::vector<std::string> read_list(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first != std::string::npos)
      words.push_back(word.substr(first, word.find_last_not_of(' ') - first + 1));
  }
  return words;
}

std::vector<double> read_shares(const std::string& option, const std::string& text) {
  std::vector<double> shares;
  // A span stands for the usual depths inside it.
  if (const std::size_t dots = text.find(".."); dots != std::string::npos) {
    const auto low = parse_quantity(text.substr(0, dots));
    const auto high = parse_percent(text.substr(dots + 2));
    if (!low || !high || 100.0 * *high <= low->value)
      throw InputError(fmt::format("{}: \"{}\" is not a span", option, text), "write 0..100%");
    for (double share : {0.25, 0.5, 0.75, 0.9, 1.0})
      if (100.0 * share > low->value && share < *high) shares.push_back(share);
    shares.push_back(std::min(1.0, *high));
    return shares;
  }
  for (const std::string& word : read_list(text)) {
    std::optional<double> share = parse_percent(word);
    if (!share)
      if (const auto number = parse_quantity(word); number && number->unit.empty()) share = number->value;
    if (!share || !(*share > 0.0 && *share <= 1.0))
      throw InputError(fmt::format("{}: \"{}\" is not a share above 0% and up to 100%", option, word),
                       "write 90%, or several: 25%,50%,100%");
    shares.push_back(*share);
  }
  return shares;
}

std::vector<double> read_horizons(const std::string& option, const std::string& text) {
  std::vector<double> years;
  for (const std::string& word : read_list(text)) {
    const std::optional<double> time = parse_years(word);
    if (!time || *time < 0.0)
      throw InputError(fmt::format("{}: \"{}\" is not a time", option, word),
                       "write years, or months with an m: 3m,1y,5");
    years.push_back(*time);
  }
  return years;
}

RangeKind chosen_range(const RangeChoice& choice, const World& world, std::size_t equilibria_a_case) {
  if (choice.quick) return RangeKind::none;
  if (choice.kind.empty()) return default_range(world, equilibria_a_case);
  if (const std::optional<RangeKind> kind = parse_range(choice.kind)) return *kind;
  const std::string near = did_you_mean(choice.kind, {"full", "sets", "none"});
  throw InputError(fmt::format("--range: unknown range \"{}\"", choice.kind),
                   (near.empty() ? "" : near + "\n") + "allowed: full, sets, none");
}

std::optional<ComparisonRange> range_of(const std::shared_ptr<const Shares>& shares, const Options& options,
                                        RangeKind kind, const NamedOutcome& from, const NamedOutcome& to) {
  if (kind == RangeKind::none || !from.outcome || !to.outcome) return {};
  const Solution& before = from.outcome.solution();
  const Solution& after = to.outcome.solution();
  return compare_over(shares, options, kind, before, after, progress());
}

World opened_world(const std::string& name_or_path) {
  std::filesystem::path left_aside;
  World world = open_world(name_or_path, &left_aside);
  if (!left_aside.empty())
    complain(
        "note: {} is not of the files of {} as they are and is left aside; make it again: leeway world "
        "pack {}\n",
        left_aside.string(), world.name, find_world(name_or_path).string());
  return world;
}

World chosen_world(const ModelChoice& choice) {
  return opened_world(choice.world.empty() ? Scenario().world : choice.world);
}

World chosen_world(const ModelChoice& choice, const Scenario& scenario) {
  if (!choice.world.empty()) return opened_world(choice.world);
  try {
    find_world(scenario.world);
  } catch (const InputError& error) {
    throw InputError(scenario.world_at, fmt::format("field `world`: {}", error.message()), error.hint());
  }
  return opened_world(scenario.world);
}

Ledger chosen_ledger(const std::string& asked, const World& world) {
  return whole_ledger(world, asked).as_known_to(world);
}

Ledger chosen_ledger(const std::string& asked, const World& world, const Scenario& scenario) {
  if (!asked.empty()) return chosen_ledger(asked, world);
  const LedgerChoice& choice = scenario.ledger;
  try {
    return chosen_ledger(choice.ledger, world);
  } catch (const InputError& error) {
    if (choice.ledger.empty() || error.location().file != choice.ledger) throw;
    throw InputError(choice.where, fmt::format("field `ledger`: {} {}", choice.ledger, error.message()),
                     error.hint());
  }
}

Date default_day(const World& world, const Ledger& ledger) {
  return is_installed(world) && !ledger.measures().empty() ? last_entry(ledger) : world.tariff_date;
}

std::map<std::string, Scenario::Option> options_table(const ModelChoice& choice,
                                                      std::map<std::string, Scenario::Option> options) {
  for (const auto& [key, text] :
       {std::pair("elasticities", &choice.elasticities), std::pair("closure", &choice.closure),
        std::pair("numeraire", &choice.numeraire), std::pair("horizon", &choice.horizon)})
    if (!text->empty()) options[key] = {*text, Location{std::string("--") + key}};
  std::set<std::string> given;
  for (const auto& [key, option] : options)
    if (option.where.file == "--" + key) given.insert(key);
  for (const std::string& text : choice.options) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      throw InputError(Location{"--option"}, fmt::format("\"{}\" sets no option", text),
                       "write key=value, such as horizon=1; docs/options.md lists them");
    const std::string key = text.substr(0, equals);
    if (!given.insert(key).second)
      throw InputError(Location{"--option"}, fmt::format("`{}` is given twice", key));
    options[key] = {text.substr(equals + 1), Location{"--option"}};
  }
  return options;
}

Options chosen_options(const ModelChoice& choice, const World& world,
                       std::map<std::string, Scenario::Option> options) {
  return read_options(options_table(choice, std::move(options)), world);
}

}  // namespace leeway::cli
