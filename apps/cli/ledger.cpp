#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/output/dyad_report.h"
#include "leeway/output/gates_report.h"
#include "leeway/output/ledger_effects_report.h"
#include "leeway/output/ledger_report.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/world/currency.h"
#include "leeway/world/load.h"
#include "progress.h"
#include "runs.h"
#include "typed.h"

namespace leeway::cli {

namespace {

Date day_of(const LedgerArguments& arguments, const World& world, const Ledger& ledger) {
  return read_date("--as-of", arguments.dates.as_of).value_or(default_day(world, ledger));
}

World world_of(const LedgerArguments& arguments) {
  return opened_world(arguments.world.empty() ? "2023" : arguments.world);
}

}  // namespace

int list_ledger(const LedgerArguments& arguments) {
  check(arguments.output);
  const World world = world_of(arguments);
  const Ledger ledger = chosen_ledger(arguments.ledger, world);
  LedgerQuery query;
  query.by = arguments.by;
  query.on = arguments.on;
  query.status = arguments.status;
  query.kind = arguments.kind;
  query.as_of = day_of(arguments, world, ledger);
  query.known_by = read_date("--known-by", arguments.dates.known_by);
  return emit(ledger_list(world, ledger, query), arguments.output, ledger, {query.as_of});
}

int show_entry(const LedgerArguments& arguments) {
  check(arguments.output);
  const World world = world_of(arguments);
  const Ledger ledger = whole_ledger(world, arguments.ledger);
  return emit(ledger_entry(ledger, arguments.id, day_of(arguments, world, ledger),
                           read_date("--known-by", arguments.dates.known_by)),
              arguments.output, ledger, {day_of(arguments, world, ledger)});
}

namespace {

/// What is in force on the day, or what a scenario and the command line make of it.
PolicyOptions explained(const LedgerArguments& arguments, const World& world, const Ledger& ledger,
                        std::optional<Scenario> scenario) {
  TypedPolicy typed = arguments.typed;
  typed.dates = arguments.dates;
  if (scenario) settle_day(*scenario, world);
  const Date day = scenario ? scenario->as_of : default_day(world, ledger);
  return policy_options(typed_scenario(typed, std::move(scenario), day));
}

}  // namespace

int explain(const LedgerArguments& arguments) {
  check(arguments.output);
  const World world = world_of(arguments);
  std::optional<Scenario> scenario;
  if (!arguments.scenario.empty()) scenario = open_scenario(arguments.scenario);
  const Ledger ledger =
      scenario ? chosen_ledger(arguments.ledger, world, *scenario) : chosen_ledger(arguments.ledger, world);
  const PolicyOptions options = explained(arguments, world, ledger, std::move(scenario));
  std::vector<WedgeExplanation> flows;
  std::vector<double> weights;
  for (int line : world.resolve_goods(arguments.goods, Location{"--goods"}))
    for (int n : world.resolve_economies(arguments.by, options.as_of, Location{"--by"}))
      for (int i : world.resolve_economies(arguments.on, options.as_of, Location{"--on"})) {
        if (n == i) continue;
        flows.push_back(explain_wedge(world, ledger, options, line, n, i));
        weights.push_back(world.flow(line, n, i));
      }
  if (flows.empty())
    throw InputError("no flow crosses a border here", "give two different economies in --by and --on");
  return emit(flows.size() == 1 ? wedge_report(world, flows.front()) : wedge_summary(world, flows, weights),
              arguments.output, ledger, {options.as_of});
}

int ledger_on_day(const LedgerArguments& arguments) {
  check(arguments.output);
  const World world = world_of(arguments);
  const Ledger ledger = chosen_ledger(arguments.ledger, world);
  return emit(ledger_as_of(world, ledger, day_of(arguments, world, ledger),
                           read_date("--known-by", arguments.dates.known_by)),
              arguments.output, ledger, {day_of(arguments, world, ledger)});
}

namespace {

constexpr int first_solved_year = 2024;
constexpr int last_solved_year = 2026;

/// The ready scenarios, each with the Measures that it puts in.
std::vector<GatedPolicy> gated_scenarios(const World& world, const Ledger& ledger) {
  std::vector<GatedPolicy> all;
  for (const std::string& name : scenario_names()) {
    const Scenario scenario = open_scenario(name);
    if (scenario.world != world.name) continue;
    const NamedPolicy named = scenario_policy(world, ledger, scenario);
    std::vector<std::string> measures = scenario.use;
    for (const Measure& measure : scenario.measures) measures.push_back(measure.id);
    all.push_back({name, named.policy, chosen_options({}, world, named.options), std::move(measures)});
  }
  return all;
}

int solve_ledger(const LedgerArguments& arguments, const World& world, const Ledger& ledger) {
  const Options options = chosen_options({}, world);
  const Model model(world, options);
  const LedgerEffects effects = ledger_effects(model, ledger, day_of(arguments, world, ledger),
                                               first_solved_year, last_solved_year, progress());
  const GateReport gates = check_gates(model, ledger, day_of(arguments, world, ledger),
                                       gated_scenarios(world, ledger), progress());
  Report report = ledger_effects_report(world, options, effects, arguments.output.top);
  add_gates(report, gates);
  const int code = emit(report, arguments.output, ledger, {day_of(arguments, world, ledger)});
  return gates.passed() ? code : not_certified;
}

}  // namespace

int ledger_dyad(const DyadArguments& a) {
  check(a.output);
  const World world = opened_world(a.world.empty() ? "2023" : a.world);
  const Ledger ledger = chosen_ledger(a.ledger, world);
  const Dyad found = dyad(world, ledger, a.first, a.second, read_date("--from", a.from),
                          read_date("--to", a.to), read_date("--known-by", a.known_by));
  return emit(dyad_report(world, found, a.output.top), a.output, ledger);
}

int check_ledger(const LedgerArguments& arguments) {
  check(arguments.output);
  const World world = world_of(arguments);
  // The ledger and the worlds of the data folder belong together, and every name must be there. Of another
  // world or ledger, what the two do not share is left out and listed.
  const Ledger whole = whole_ledger(world, arguments.ledger);
  if (arguments.solve) return solve_ledger(arguments, world, whole.as_known_to(world));
  const bool own = !arguments.ledger.empty() || !ledger_of(world).empty() || !is_installed(world);
  const Ledger ledger = own ? whole.as_known_to(world) : whole;
  if (!arguments.dates.as_of.empty())
    throw InputError("--as-of needs --solve", "the ledger's own checks are of no day");
  emit(ledger_findings(world, ledger, whole), arguments.output);
  const std::vector<LedgerFinding> findings = ledger.check(world);
  return std::any_of(findings.begin(), findings.end(), [](const LedgerFinding& f) { return f.error; })
             ? bad_input
             : done;
}

}  // namespace leeway::cli
