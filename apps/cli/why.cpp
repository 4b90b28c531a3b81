#include "leeway/analysis/why.h"

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/why_report.h"
#include "leeway/world/load.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

struct Side {
  std::string world;
  std::optional<Scenario> scenario;
};

Side side_of(const std::string& name, const std::string& world, const ModelChoice& model) {
  Side side;
  if (name != "base" && !name.starts_with(status_quo_prefix)) side.scenario = open_scenario(name);
  side.world = !world.empty()         ? world
               : !model.world.empty() ? model.world
               : side.scenario        ? side.scenario->world
                                      : "2023";
  return side;
}

WhyRun run_of(const std::string& name, const Side& side, const World& world, const std::string& ledger,
              const ModelChoice& model, bool against_status_quo) {
  WhyRun run;
  run.name = name;
  run.world = &world;
  const std::string& asked = ledger.empty() ? model.ledger : ledger;
  run.ledger = side.scenario ? chosen_ledger(asked, world, *side.scenario) : chosen_ledger(asked, world);
  run.options =
      chosen_options(model, world, side.scenario ? side.scenario->options : decltype(Scenario::options){});
  if (side.scenario) {
    Scenario scenario = *side.scenario;
    settle_day(scenario, world);
    run.policy = policy_options(scenario);
  } else if (name == "base") {
    run.policy.as_of = world.tariff_date;
  } else {
    run.policy.as_of = status_quo_day(name);
  }
  if (against_status_quo) {
    run.reference.emplace();
    run.reference->as_of = run.policy.as_of;
    run.reference->known_by = run.policy.known_by;
  }
  return run;
}

/// As of every verb, but none where even the sets take more than a thousand equilibria.
RangeKind chosen(const RangeChoice& choice, const World& world, const Why& centre) {
  constexpr std::size_t most_equilibria = 1000;
  const auto solves = static_cast<std::size_t>(centre.solves);
  if (!choice.quick && choice.kind.empty() && solves * world.elasticities.size() > most_equilibria)
    return RangeKind::none;
  return chosen_range(choice, world, solves);
}

}  // namespace

int run_why(const WhyArguments& arguments) {
  check(arguments.output);
  const std::optional<Figure> figure = parse_figure(arguments.figure);
  if (!figure) {
    const std::string near = did_you_mean(arguments.figure, figure_names());
    throw InputError(
        fmt::format("--figure: unknown figure \"{}\"", arguments.figure),
        (near.empty() ? "" : near + "\n") + fmt::format("allowed: {}", fmt::join(figure_names(), ", ")));
  }
  const Side a = side_of(arguments.from, arguments.from_world, arguments.model);
  const Side b = side_of(arguments.to, arguments.to_world, arguments.model);
  if (!arguments.against.empty() && arguments.against != "base" && arguments.against != "status-quo")
    throw InputError(fmt::format("--against: unknown reference \"{}\"", arguments.against),
                     "allowed: base, status-quo");
  // Two scenarios are told as their answers are: against the status quo of their days.
  const bool status_quo =
      arguments.against.empty() ? a.scenario && b.scenario : arguments.against == "status-quo";
  const World from_world = open_world(a.world);
  std::optional<World> to_world;
  if (a.world != b.world) to_world = open_world(b.world);
  const WhyRun from =
      run_of(arguments.from, a, from_world, arguments.from_ledger, arguments.model, status_quo);
  const WhyRun to = run_of(arguments.to, b, to_world ? *to_world : from_world, arguments.to_ledger,
                           arguments.model, status_quo);
  const Why found = why(from, to, arguments.economy, *figure, arguments.by_actor, progress());
  // The same question of two worlds is told by them.
  const auto named = [&](const WhyRun& run) {
    return arguments.from == arguments.to ? fmt::format("{} of world {}", run.name, run.world->name)
                                          : run.name;
  };
  const RangeKind kind = chosen(arguments.range, *to.world, found);
  std::optional<WhyRange> range;
  if (found.complete() && kind != RangeKind::none)
    range = why_over(found, from, to, arguments.by_actor, kind, progress());
  Report report = why_report(found, named(from), named(to), arguments.output.top, range ? &*range : nullptr);
  report.assumptions = assumptions_of(to.options, *to.world);
  report.notes.push_back(status_quo ? "The figure is of each run against the status quo of its own day."
                                    : "The figure is of each run against the base year of its world.");
  std::vector<Date> days;
  for (const auto& [name, run] : {std::pair(&arguments.from, &from), std::pair(&arguments.to, &to)})
    if (*name != "base") {
      days.push_back(run->policy.as_of);
      add_warnings(report.warnings, resolve_policy(*run->world, run->ledger, run->policy).warnings);
    }
  const int code = emit(report, arguments.output, to.ledger, days);
  return found.complete() ? code : not_certified;
}

}  // namespace leeway::cli
