#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/analysis/path.h"
#include "leeway/analysis/side_by_side.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/incidence_report.h"
#include "leeway/output/verification_report.h"
#include "leeway/policy/ledger_choice.h"
#include "runs.h"
#include "typed.h"

namespace leeway::cli {

namespace {

bool same(const std::map<std::string, Scenario::Option>& a,
          const std::map<std::string, Scenario::Option>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
           return x.first == y.first && x.second.text == y.second.text;
         });
}

[[noreturn]] void refuse_options(const std::string& a, const std::string& b) {
  throw InputError(fmt::format("\"{}\" and \"{}\" ask for different [options]", a, b),
                   "two equilibria compare only under the same choices");
}

bool is_scenario(const std::string& name) {
  return name != "base" && name != "status-quo" && !name.starts_with("status-quo@");
}

/// The term to move in a scenario: --free SCENARIO=ID.term, or --free ID.term where that scenario has it.
std::string free_for(const Scenario& scenario, const std::vector<std::string>& free) {
  for (const std::string& text : free) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      const std::string id = text.substr(0, text.rfind('.'));
      for (const Measure& m : scenario.measures)
        if (m.id == id || m.id == text) return text;
    } else if (text.substr(0, equals) == scenario.id) {
      return text.substr(equals + 1);
    }
  }
  return "";
}

/// Throws InputError for a term to move that is of none of the scenarios.
void check_free(const std::vector<Scenario>& scenarios, const std::vector<std::string>& free) {
  std::vector<std::string> ids;
  for (const Scenario& scenario : scenarios)
    for (const Measure& m : scenario.measures) ids.push_back(m.id);
  for (const std::string& text : free)
    if (std::all_of(scenarios.begin(), scenarios.end(),
                    [&](const Scenario& scenario) { return free_for(scenario, {text}).empty(); })) {
      const std::string near = did_you_mean(text.substr(0, text.rfind('.')), ids);
      throw InputError(
          fmt::format("--free: \"{}\" is of none of the scenarios", text),
          (near.empty() ? "" : near + "\n") +
              fmt::format("allowed: ID, ID.term or SCENARIO=ID.term, of {}", fmt::join(ids, ", ")));
    }
}

/// A scenario on its own day, or on that of --as-of.
Scenario dated_scenario(const std::string& name, const DateChoice& dates) {
  Scenario scenario = open_scenario(name);
  if (const auto day = read_date("--as-of", dates.as_of)) scenario.as_of = *day;
  if (const auto day = read_date("--known-by", dates.known_by)) scenario.known_by = day;
  return scenario;
}

/// "status-quo" is that of --as-of.
std::string dated_name(const std::string& name, const DateChoice& dates) {
  if (name != "status-quo") return name;
  if (dates.as_of.empty())
    throw InputError("compare: the status quo of which day?", "write status-quo@2026-01-24, or --as-of");
  return "status-quo@" + dates.as_of;
}

NamedPolicy dated_policy(const World& world, const Ledger& ledger, const std::string& name,
                         const DateChoice& dates) {
  return is_scenario(name) ? scenario_policy(world, ledger, dated_scenario(name, dates))
                           : named_policy(world, ledger, name);
}

/// What is typed stands last, as one more scenario.
std::optional<Scenario> typed_of(const CompareArguments& arguments) {
  if (!arguments.typed.any()) return {};
  static const std::string prefix = "status-quo@";
  Date day{};
  if (const auto& first = arguments.names.front(); first.starts_with(prefix))
    day = read_date(prefix, first.substr(prefix.size())).value_or(Date{});
  else {
    const World world = chosen_world(arguments.model);
    if (is_scenario(first)) {
      Scenario named = open_scenario(first);
      settle_day(named, world);
      day = named.as_of;
    } else {
      day = default_day(world, chosen_ledger(arguments.model.ledger, world));
    }
  }
  return typed_scenario(arguments.typed, {}, day);
}

/// The ledger asked for, else that of the first scenario that names one, else the world's.
Ledger ledger_of_names(const CompareArguments& arguments, const World& world) {
  for (const std::string& name : arguments.names) {
    if (!is_scenario(name)) continue;
    const Scenario scenario = open_scenario(name);
    if (!scenario.ledger.ledger.empty()) return chosen_ledger(arguments.model.ledger, world, scenario);
  }
  return chosen_ledger(arguments.model.ledger, world);
}

/// A scenario starts from the status quo of its day, as `solve` has it, so that one question has one answer
/// to the last bit; `first` serves where it is that.
NamedOutcome solved_scenario(const Model& model, const Ledger& ledger, const NamedPolicy& policy,
                             const NamedOutcome* first) {
  const Date day = policy.policy->as_of;
  const NamedPolicy today = status_quo_policy(model.world(), ledger, day, policy.policy->known_by);
  if (first != nullptr && fingerprint(first->outcome.policy()) == fingerprint(*today.policy))
    return solved(model, policy, first->outcome ? first->outcome.start() : Start());
  const Outcome from = model.solve(today.policy);
  return solved(model, policy, from ? from.start() : Start());
}

/// FROM against TO.
int compare_two(const CompareArguments& arguments, const std::optional<Scenario>& typed) {
  const World world = chosen_world(arguments.model);
  const std::vector<std::string> economies = known_economies(world, arguments.economies);
  check(world, arguments.flows, arguments.deflection);
  const Ledger ledger = ledger_of_names(arguments, world);
  const DateChoice& dates = arguments.typed.dates;
  const NamedPolicy from = dated_policy(world, ledger, arguments.names[0], dates);
  const NamedPolicy to =
      typed ? scenario_policy(world, ledger, *typed) : dated_policy(world, ledger, arguments.names[1], dates);
  if (!from.options.empty() && !to.options.empty() && !same(from.options, to.options))
    refuse_options(arguments.names[0], arguments.names[1]);
  const Options options =
      chosen_options(arguments.model, world, to.options.empty() ? from.options : to.options);

  const std::shared_ptr<const Shares> shares = read_shares(world);
  const Model model(shares, options);
  const NamedOutcome first =
      is_scenario(arguments.names[0]) ? solved_scenario(model, ledger, from, nullptr) : solved(model, from);
  const NamedOutcome second = typed || is_scenario(arguments.names[1])
                                  ? solved_scenario(model, ledger, to, &first)
                                  : solved(model, to);
  std::optional<ComparisonRange> range =
      range_of(shares, options, chosen_range(arguments.range, world, 2), first, second);
  std::vector<RentComparison> holders;
  if (range) {
    holders = compare_by_rent_holder(model, first.outcome.solution(), second.outcome.solution());
    widen(*range, holders);
  }
  Report report =
      solve_report(world, options, first, second, nullptr, {economies, arguments.output.top, arguments.pairs},
                   range ? &*range : nullptr, holders);
  report.kind = "compare";
  report.headline = fmt::format("{} against {}", to.title, from.title);
  add_flow_answers(report, model, first, second, arguments.flows, arguments.deflection, arguments.output.top);
  if (arguments.verify) add_verification(report, verify_all(world, options, {&first, &second}));
  std::vector<Date> days;
  for (const NamedPolicy* one : {&from, &to})
    if (one->name != "base year") days.push_back(one->policy->as_of);
  return emit(report, arguments.output, ledger, days);
}

/// Scenarios side by side against one reference: the first name when that is no scenario, else the status quo
/// of their day.
int compare_many(const CompareArguments& arguments, const std::optional<Scenario>& typed) {
  if (arguments.flows.empty() && arguments.hold.empty())
    throw InputError("compare: more than two policies are set side by side on some flows",
                     "--flows product:bev:CHN>EU27 names them, or --hold a goal for them");
  if (!arguments.economies.empty() || arguments.pairs)
    throw InputError("compare: --economy and --pairs are of one policy against another",
                     "name two, without --hold; the long table (--csv) has every economy");
  if (!arguments.deflection.goods.empty())
    throw InputError("compare: --deflection is of one policy against another", "name two, without --hold");
  const bool named_reference = !is_scenario(arguments.names.front());
  std::vector<Scenario> scenarios;
  const auto add = [&](const std::string& name, const Scenario& scenario) {
    scenarios.push_back(scenario);
    const Scenario& first = scenarios.front();
    if (scenario.as_of != first.as_of || scenario.known_by != first.known_by)
      throw InputError(fmt::format("\"{}\" and \"{}\" are of different days", name, first.id),
                       "instruments compare only on one day");
    if (!same(scenario.options, first.options)) refuse_options(name, first.id);
  };
  for (std::size_t at = named_reference ? 1 : 0; at < arguments.names.size(); ++at) {
    if (!is_scenario(arguments.names[at]))
      throw InputError(fmt::format("compare: \"{}\" is a reference and stands first", arguments.names[at]));
    Scenario named = dated_scenario(arguments.names[at], arguments.typed.dates);
    if (named.as_of == Date{}) settle_day(named, chosen_world(arguments.model, named));
    add(arguments.names[at], named);
  }
  if (typed) add(typed->id, *typed);
  if (scenarios.empty()) throw InputError("compare: no scenario is named beside the reference");
  const Scenario& first = scenarios.front();
  const World world = chosen_world(arguments.model, first);
  const Options options = chosen_options(arguments.model, world, first.options);
  std::optional<ImportGoal> goal;
  if (!arguments.hold.empty()) goal = read_goal(world, arguments.hold, Location{"--hold"});
  const FlowSet flows =
      arguments.flows.empty() ? goal->flows : read_flows(world, arguments.flows, Location{"--flows"});
  check_free(scenarios, arguments.free);
  std::vector<FreeTerm> free;
  for (const Scenario& scenario : scenarios)
    if (goal) free.push_back(free_term(scenario, free_for(scenario, arguments.free), Location{"--free"}));
  const Ledger ledger = chosen_ledger(arguments.model.ledger, world, first);
  const NamedPolicy reference = named_reference
                                    ? named_policy(world, ledger, arguments.names.front())
                                    : status_quo_policy(world, ledger, first.as_of, first.known_by);

  const std::shared_ptr<const Shares> shares = read_shares(world);
  const Model model(shares, options);
  const SideBySide found = side_by_side(model, ledger, reference.policy, scenarios, flows, goal, free);
  const NamedOutcome before{reference.name, reference.title, found.reference};
  std::vector<SideBySideRun> runs;
  for (std::size_t s = 0; s < scenarios.size(); ++s) {
    const SideBySideOutcome& one = found.outcomes[s];
    runs.push_back(
        {{scenarios[s].id, scenarios[s].title, one.outcome}, one.incidence, one.goal ? &*one.goal : nullptr});
  }
  constexpr std::size_t solves_of_a_goal = 10;
  const RangeKind kind =
      chosen_range(arguments.range, world, 1 + scenarios.size() * (goal ? solves_of_a_goal : std::size_t{1}));
  std::optional<SideBySideRange> range;
  if (kind != RangeKind::none)
    range = side_by_side_over(shares, options, kind, ledger, reference.policy, scenarios, flows, goal, free);
  Report report =
      side_by_side_report(world, options, before, runs, flows, arguments.hold, range ? &*range : nullptr);
  if (arguments.verify) {
    std::vector<const NamedOutcome*> all = {&before};
    for (const SideBySideRun& run : runs) all.push_back(&run.run);
    add_verification(report, verify_all(world, options, all));
  }
  const int code = emit(report, arguments.output, ledger, {first.as_of});
  return found.goals_met() ? code : not_certified;
}

}  // namespace

int compare_runs(const CompareArguments& asked) {
  CompareArguments arguments = asked;
  check_with_rows(arguments.output);
  const DateChoice& dates = arguments.typed.dates;
  const auto takes_a_day = [](const std::string& name) { return name == "status-quo" || is_scenario(name); };
  if ((!dates.as_of.empty() || !dates.known_by.empty()) && !arguments.typed.any() &&
      std::none_of(arguments.names.begin(), arguments.names.end(), takes_a_day))
    throw InputError("compare: --as-of and --known-by are the days of scenarios, and of what --add changes",
                     "a name has its own day: status-quo@2026-01-24");
  for (std::string& name : arguments.names) name = dated_name(name, dates);
  const std::optional<Scenario> typed = typed_of(arguments);
  const std::size_t policies = arguments.names.size() + (typed ? 1 : 0);
  if (policies < 2 && arguments.hold.empty())
    throw InputError("compare: two policies are needed",
                     "leeway compare status-quo@2025-01-01 canada-punished");
  if (arguments.hold.empty() && !arguments.free.empty())
    throw InputError("--free names the term that --hold moves: it needs a --hold");
  return policies == 2 && arguments.hold.empty() ? compare_two(arguments, typed)
                                                 : compare_many(arguments, typed);
}

}  // namespace leeway::cli
