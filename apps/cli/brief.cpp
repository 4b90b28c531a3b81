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
#include "typed.h"

namespace leeway::cli {

namespace {

/// The day asked for, else that of a ready threat, else the day the threat was made.
Date day_of(const BriefArguments& arguments, const World& world, const Ledger& ledger,
            const RoomQuestion& question) {
  if (const auto day = read_date("--as-of", arguments.dates.as_of)) return *day;
  if (question.as_of != Date{}) return question.as_of;
  if (is_one_line(question.threat.text)) return default_day(world, ledger);
  if (!question.threat.text.empty())
    return ledger.measure(threat_named(ledger, question.threat), question.threat.where).announced;
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

/// What was typed or is ready, put beside the ledger: the threat as one that pends, the deal in the place of
/// one that is looked for.
void take_typed(const World& world, Ledger& ledger, BriefInputs& inputs, RoomQuestion question) {
  question.as_of = inputs.as_of;
  question.known_by = inputs.known_by;
  question.economy = {inputs.economy, Location{}};
  const PlacedText& text = question.threat;
  // From another chair the deal is that of who is threatened.
  const Measure threat = is_one_line(text.text) ? parse_one_line(text.text, text.where, inputs.as_of)
                                                : ledger.measure(threat_named(ledger, text), text.where);
  const std::vector<int> on = economies_of(world, threat.on, inputs.as_of, threat, "on");
  const std::vector<int> members = world.resolve_economies(inputs.economy, inputs.as_of, Location{});
  if (std::none_of(members.begin(), members.end(),
                   [&](int n) { return std::find(on.begin(), on.end(), n) != on.end(); }))
    question.economy.text = threat.on.front();
  const Asked asked = ask(world, ledger, question);
  ledger = asked.ledger;
  inputs.event = asked.moves.threat->id;
  if (!question.deal.empty()) inputs.move = move_of(asked, question);
}

/// Whether more was typed than a threat of the ledger and a scenario.
bool is_typed(const RoomQuestion& question) {
  if (is_one_line(question.threat.text) || question.deal.size() > 1) return true;
  if (question.deal.empty()) return false;
  const std::string& deal = question.deal.front().text;
  const std::vector<std::string> names = scenario_names();
  const bool scenario = deal.ends_with(".toml") || deal.find('/') != std::string::npos ||
                        std::find(names.begin(), names.end(), deal) != names.end();
  return is_one_line(deal) || !scenario;
}

/// The question of the command line, or of the ready threat that it names as ECONOMY or as --threat, with
/// what was typed over it.
RoomQuestion question_of(const BriefArguments& arguments, const World& world) {
  RoomQuestion question;
  if (auto ready = ready_question(world, arguments.economy))
    question = *std::move(ready);
  else
    question.economy = {arguments.economy, Location{"ECONOMY"}};
  const bool asked = !arguments.threat.empty() || !arguments.event.empty();
  // What a ready question says of itself is of its own threat and deal.
  if (asked || !arguments.deal.empty()) {
    question.deal.clear();
    question.explanation.clear();
  }
  if (auto ready = ready_question(world, arguments.threat)) {
    ready->economy = question.economy;
    if (!arguments.deal.empty()) {
      ready->deal.clear();
      ready->explanation.clear();
    }
    question = *std::move(ready);
  } else if (asked) {
    question.threat = arguments.threat.empty() ? PlacedText{arguments.event, Location{"--event"}}
                                               : PlacedText{arguments.threat, Location{"--threat"}};
  }
  for (const std::string& text : arguments.deal) question.deal.push_back({text, Location{"--deal"}});
  if (question.lasts || question.deal_lasts)
    throw InputError(question.threat.where, "a brief weighs a deal and a punishment that last alike",
                     "leeway room knows how long each lasts");
  return question;
}

}  // namespace

int brief(const BriefArguments& arguments) {
  check_with_rows(arguments.output);
  World world = chosen_world(arguments.model);
  const RoomQuestion question = question_of(arguments, world);
  if (arguments.model.world.empty() && question.world != "2023") world = opened_world(question.world);
  world.resolve_economies(question.economy.text, world.tariff_date, question.economy.where);
  Ledger ledger = chosen_ledger(arguments.model.ledger, world);
  BriefInputs inputs;
  inputs.economy = id_of(world, question.economy.text);
  inputs.as_of = day_of(arguments, world, ledger, question);
  inputs.known_by = read_date("--known-by", arguments.dates.known_by);
  if (!inputs.known_by) inputs.known_by = question.known_by;
  inputs.options = chosen_options(arguments.model, world);
  inputs.scenarios = ready_scenarios();
  inputs.explanation = question.explanation;
  if (question.threat.text.empty() && !question.deal.empty())
    throw InputError("--deal and --retaliation need an --event or --threat that they belong to");
  if (is_typed(question))
    take_typed(world, ledger, inputs, question);
  else if (!question.threat.text.empty()) {
    const Measure& threat = ledger.measure(threat_named(ledger, question.threat), question.threat.where);
    inputs.event = threat.id;
    if (auto aimed = aimed_at(world, ledger, threat, inputs.economy, inputs.as_of))
      ledger = *std::move(aimed);
    if (!question.deal.empty())
      add_scenario(inputs.scenarios, question.deal.front().text, *inputs.event, &Scenario::deal_for);
  }
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
      complain(
          "{}: a plain page, because the web page of the brief was not built or installed, or the world is "
          "not in USD\n",
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
