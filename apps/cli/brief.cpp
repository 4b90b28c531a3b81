#include "leeway/output/brief.h"
#include "leeway/output/verification_report.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/policy/names.h"
#include "leeway/policy/one_line.h"
#include "leeway/strategy/asked.h"
#include "leeway/world/aliases.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

/// The day asked for, else the day the threat was made.
Date day_of(const BriefArguments& arguments, const Ledger& ledger) {
  if (const auto day = read_date("--as-of", arguments.dates.as_of)) return *day;
  if (!arguments.threat.empty()) return last_entry(ledger);
  if (!arguments.event.empty()) return ledger.measure(arguments.event, Location{"--event"}).announced;
  throw InputError("brief: --as-of is needed when there is no --event",
                   "leeway brief CAN --as-of 2026-01-24");
}

/// A scenario named on the command line goes before any that claims the threat itself.
void add_scenario(std::vector<Scenario>& scenarios, const std::string& name, const std::string& event,
                  std::vector<std::string> Scenario::*role) {
  if (name.empty()) return;
  if (event.empty())
    throw InputError("--deal and --retaliation need an --event or --threat that they belong to");
  for (Scenario& scenario : scenarios) std::erase(scenario.*role, event);
  Scenario scenario = open_scenario(name);
  scenario.*role = {event};
  scenarios.insert(scenarios.begin(), std::move(scenario));
}

/// What was typed, put beside the ledger and the ready scenarios: the threat as one that pends, the deal as a
/// scenario for it.
void take_typed(const BriefArguments& arguments, const World& world, Ledger& ledger, BriefInputs& inputs) {
  RoomQuestion question;
  question.as_of = inputs.as_of;
  question.known_by = inputs.known_by;
  question.threat = {arguments.threat.empty() ? arguments.event : arguments.threat,
                     Location{arguments.threat.empty() ? "--event" : "--threat"}};
  question.economy = {arguments.economy, Location{}};
  // From another chair the deal is that of who is threatened.
  if (is_one_line(question.threat.text)) {
    const Measure threat = parse_one_line(question.threat.text, question.threat.where, inputs.as_of);
    const std::vector<int> on = economies_of(world, threat.on, inputs.as_of, threat, "on");
    const std::vector<int> members = world.resolve_economies(arguments.economy, inputs.as_of, Location{});
    if (std::none_of(members.begin(), members.end(),
                     [&](int n) { return std::find(on.begin(), on.end(), n) != on.end(); }))
      question.economy.text = threat.on.front();
  }
  for (const std::string& text : arguments.deal) {
    question.deal.push_back({text, Location{"--deal"}});
    if (left_undone(question.deal.back()))
      throw InputError(Location{"--deal"}, fmt::format("a brief does not weigh \"{}\"", text),
                       "leeway room does: it knows what is done without the deal");
  }
  const Asked asked = ask(world, ledger, question);
  ledger = asked.ledger;
  inputs.event = asked.moves.threat->id;
  if (arguments.deal.empty()) return;
  for (Scenario& scenario : inputs.scenarios) std::erase(scenario.deal_for, *inputs.event);
  inputs.scenarios.insert(inputs.scenarios.begin(), deal_scenario(asked, question));
}

bool is_typed(const BriefArguments& arguments) {
  const std::vector<std::string>& deal = arguments.deal;
  return !arguments.threat.empty() || deal.size() > 1 || (deal.size() == 1 && is_one_line(deal.front()));
}

}  // namespace

int brief(const BriefArguments& typed) {
  BriefArguments arguments = typed;
  check(arguments.output);
  const World world = chosen_world(arguments.model);
  world.resolve_economies(arguments.economy, world.tariff_date, Location{"ECONOMY"});
  arguments.economy = id_of(world, arguments.economy);
  Ledger ledger = open_ledger(world);
  if (!arguments.event.empty())
    arguments.event = threat_named(ledger, {arguments.event, Location{"--event"}});
  BriefInputs inputs;
  inputs.economy = arguments.economy;
  if (!arguments.event.empty()) inputs.event = arguments.event;
  inputs.as_of = day_of(arguments, ledger);
  inputs.known_by = read_date("--known-by", arguments.dates.known_by);
  inputs.options = chosen_options(arguments.model, world);
  inputs.scenarios = ready_scenarios();
  if (is_typed(arguments))
    take_typed(arguments, world, ledger, inputs);
  else if (!arguments.deal.empty())
    add_scenario(inputs.scenarios, arguments.deal.front(), arguments.event, &Scenario::deal_for);
  add_scenario(inputs.scenarios, arguments.retaliation, inputs.event.value_or(""),
               &Scenario::retaliation_for);
  // The status quo, which giving the deal up goes back to, and three options.
  constexpr std::size_t equilibria_a_case = 4;
  inputs.range = chosen_range(arguments.range, world, equilibria_a_case);
  inputs.break_even = inputs.range != RangeKind::none;
  inputs.progress = progress();
  std::vector<NamedVerification> read;
  if (arguments.verify)
    inputs.inspect = [&](const std::string& name, const Solution& solution) {
      read.push_back({name, verify(world, inputs.options, *solution.policy, solution.result)});
    };

  const BriefAnalysis analysis = analyse_brief(world, ledger, inputs);
  std::vector<std::filesystem::path> files = arguments.output.files;
  if (!arguments.output.workbook.empty()) files.push_back(arguments.output.workbook);
  for (const std::filesystem::path& file : files)
    if (write_brief(world, analysis, file) == BriefPage::plain)
      complain("{}: a plain page, because the web page of the brief was not built or installed\n",
               file.string());
  if (arguments.output.json)
    print(brief_json(world, analysis));
  else if (arguments.output.csv)
    print(render_csv(brief_report(world, analysis, arguments.output.top)));
  else
    print(render_text(brief_report(world, analysis, arguments.output.top), terminal_width()));
  bool contradicted = false;
  for (const NamedVerification& one : read) {
    complain("{}\n", verification_line(one));
    contradicted = contradicted || !one.verification.holds();
  }
  return analysis.certified && !contradicted ? done : not_certified;
}

}  // namespace leeway::cli
