#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/output/incidence_report.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/verification_report.h"
#include "runs.h"
#include "typed.h"

namespace leeway::cli {

namespace {

Scenario asked(const SolveArguments& arguments) {
  const bool dated = !arguments.typed.dates.as_of.empty() || !arguments.typed.dates.known_by.empty();
  if (arguments.scenario.empty() && !arguments.typed.any())
    throw InputError("solve: a scenario is needed, or Measures to put in or take out",
                     "leeway solve --as-of 2026-01-24 --add \"USA on GBR: tariff 25% on goods\"");
  if (arguments.scenario.empty()) {
    if (!arguments.typed.dates.as_of.empty()) return typed_scenario(arguments.typed, {}, Date{});
    const World world = chosen_world(arguments.model);
    return typed_scenario(arguments.typed, {},
                          default_day(world, chosen_ledger(arguments.model.ledger, world)));
  }
  Scenario scenario = open_scenario(arguments.scenario);
  if (scenario.as_of == Date{}) settle_day(scenario, chosen_world(arguments.model, scenario));
  if (!arguments.typed.any() && !dated) return scenario;
  const Date day = scenario.as_of;
  return typed_scenario(arguments.typed, std::move(scenario), day);
}

}  // namespace

int solve(const SolveArguments& arguments) {
  check_with_rows(arguments.output);
  const Scenario scenario = asked(arguments);
  const World world = chosen_world(arguments.model, scenario);
  const std::vector<std::string> economies = known_economies(world, arguments.economies);
  check(world, arguments.flows, arguments.deflection);
  const Options options = chosen_options(arguments.model, world, scenario.options);
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world, scenario);
  const NamedPolicy move = scenario_policy(world, ledger, scenario);
  const NamedPolicy today = status_quo_policy(world, ledger, scenario.as_of, scenario.known_by);
  const NamedPolicy start = named_policy(world, ledger, "base");

  const std::shared_ptr<const Shares> shares = read_shares(world);
  const Model model(shares, options);
  const NamedOutcome base = solved(model, start);
  const NamedOutcome status_quo = solved(model, today);
  const NamedOutcome moved = solved(model, move, status_quo.outcome ? status_quo.outcome.start() : Start());
  std::optional<ComparisonRange> range =
      range_of(shares, options, chosen_range(arguments.range, world, 2), status_quo, moved);
  std::vector<RentComparison> holders;
  if (range) {
    holders = compare_by_rent_holder(model, status_quo.outcome.solution(), moved.outcome.solution());
    widen(*range, holders);
  }
  Report report =
      solve_report(world, options, status_quo, moved, &base,
                   {economies, arguments.output.top, arguments.pairs}, range ? &*range : nullptr, holders);
  add_flow_answers(report, model, status_quo, moved, arguments.flows, arguments.deflection,
                   arguments.output.top);
  if (arguments.uniqueness && moved.outcome)
    report.tables.push_back(uniqueness_table(moved, check_uniqueness(model, moved.outcome.solution())));
  if (arguments.verify) add_verification(report, verify_all(world, options, {&base, &status_quo, &moved}));
  return emit(report, arguments.output, ledger);
}

}  // namespace leeway::cli
