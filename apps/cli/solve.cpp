#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "runs.h"

namespace leeway::cli {

namespace {

SolveView view_of(const std::vector<std::string>& economies, bool pairs, const OutputChoice& output) {
  return {economies, output.top, pairs};
}

void check_economies(const World& world, const std::vector<std::string>& economies) {
  for (const std::string& id : economies)
    world.resolve_economies(id, world.tariff_date, Location{"--economy"});
}

NamedRun run_of(const NamedPolicy& policy, const Result& result) {
  return {policy.name, policy.title, &policy.policy, &result};
}

}  // namespace

int solve(const SolveArguments& arguments) {
  check(arguments.output);
  const Scenario scenario = open_scenario(arguments.scenario);
  const World world = chosen_world(arguments.model, scenario.world);
  check_economies(world, arguments.economies);
  const Options options = chosen_options(arguments.model, world, scenario.options);
  const Ledger ledger = open_ledger();
  const NamedPolicy move = scenario_policy(world, ledger, scenario);
  const NamedPolicy today = status_quo_policy(world, ledger, scenario.as_of, scenario.known_by);
  const NamedPolicy start = named_policy(world, ledger, "base");

  const Model model(world, options);
  const Result base = model.solve(start.policy);
  const Result status_quo = model.solve(today.policy);
  const Result moved = model.solve(move.policy, status_quo.state);
  const NamedRun before = run_of(start, base);
  return emit(solve_report(world, options, run_of(today, status_quo), run_of(move, moved), &before,
                           view_of(arguments.economies, arguments.pairs, arguments.output)),
              arguments.output);
}

int compare_runs(const CompareArguments& arguments) {
  check(arguments.output);
  const World world = chosen_world(arguments.model);
  check_economies(world, arguments.economies);
  const Ledger ledger = open_ledger();
  const NamedPolicy from = named_policy(world, ledger, arguments.from);
  const NamedPolicy to = named_policy(world, ledger, arguments.to);
  const Options options = chosen_options(arguments.model, world, to.options);
  const auto same = [](const auto& a, const auto& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
             return x.first == y.first && x.second.text == y.second.text;
           });
  };
  if (!from.options.empty() && !to.options.empty() && !same(from.options, to.options))
    throw InputError(
        fmt::format("\"{}\" and \"{}\" ask for different [options]", arguments.from, arguments.to),
        "two equilibria compare only under the same choices");

  const Model model(world, options);
  const Result first = model.solve(from.policy);
  const Result second = model.solve(to.policy);
  Report report = solve_report(world, options, run_of(from, first), run_of(to, second), nullptr,
                               view_of(arguments.economies, arguments.pairs, arguments.output));
  report.kind = "compare";
  report.headline = fmt::format("{} against {}", to.title, from.title);
  return emit(report, arguments.output);
}

}  // namespace leeway::cli
