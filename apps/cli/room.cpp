#include "leeway/output/ledger_report.h"
#include "leeway/output/room_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/output/verification_report.h"
#include "leeway/policy/room_question.h"
#include "leeway/world/aliases.h"
#include "progress.h"
#include "runs.h"
#include "typed.h"

namespace leeway::cli {

namespace {

constexpr double longest_years = 100.0;

/// "1y", "6m", "1 year", "0.5".
std::optional<double> read_years(const std::string& option, const std::string& text) {
  if (text.empty()) return {};
  const std::optional<double> years = parse_years(text);
  if (!years || !(*years > 0.0))
    throw InputError(fmt::format("{}: \"{}\" is not a length of time", option, text), "write 1y, 6m or 2.5");
  if (*years > longest_years)
    throw InputError(fmt::format("{}: \"{}\" is longer than {:g} years", option, text, longest_years),
                     "leave the option out for good");
  return years;
}

/// From 0% to 100%; a rate of interest stays below.
double read_rate(const std::string& option, const std::string& text, const char* example, bool whole) {
  std::optional<double> rate = parse_percent(text);
  if (!rate)
    if (const auto number = parse_quantity(text); number && number->unit.empty()) rate = number->value;
  if (!rate || !(*rate >= 0.0 && (whole ? *rate <= 1.0 : *rate < 1.0)))
    throw InputError(
        fmt::format("{}: \"{}\" is not a rate from 0% to {}100%", option, text, whole ? "" : "below "),
        fmt::format("write {}", example));
  return *rate;
}

Duration duration_of(const RoomArguments& a, const RoomQuestion& question) {
  Duration d;
  d.lasts = a.lasts.empty() ? question.lasts : read_years("--lasts", a.lasts);
  d.deal_lasts = a.deal_lasts.empty() ? question.deal_lasts : read_years("--deal-lasts", a.deal_lasts);
  if (!a.discount.empty()) d.discount = read_rate("--discount", a.discount, "3%", false);
  return d;
}

/// The file's question with what was typed over it.
RoomQuestion question_of(const RoomArguments& a, const World& world, const Ledger& ledger,
                         RoomQuestion question) {
  // What a ready question says of itself is of its own threat and deal.
  if (!a.threat.empty() || !a.deal.empty()) question.explanation.clear();
  if (!a.threat.empty()) question.threat = {a.threat, Location{"--threat"}};
  if (!a.deal.empty()) {
    question.deal.clear();
    for (const std::string& text : a.deal) question.deal.push_back({text, Location{"--deal"}});
  }
  if (question.changes_policy() || !question.retaliation.text.empty())
    throw InputError(question.threat.where,
                     "room weighs a threat and a deal on the policy in force, with the terms of the record",
                     "leeway brief takes `add`, `drop`, `set` and `retaliation`");
  if (question.threat.text.empty())
    throw InputError("room: a --threat is needed", "such as --threat \"USA on GBR: tariff 25% on goods\"");
  if (const auto day = read_date("--as-of", a.dates.as_of))
    question.as_of = *day;
  else if (question.as_of == Date{}) {
    const Measure* known = ledger.find_measure(threat_named(ledger, question.threat));
    question.as_of = known != nullptr ? known->announced : default_day(world, ledger);
  }
  if (const auto day = read_date("--known-by", a.dates.known_by)) question.known_by = day;
  return question;
}

bool is_known(const World& world, const std::string& name) {
  const std::string id = id_of(world, name);
  return world.find_economy(id) || world.find_group(id) != nullptr;
}

/// A name that is neither an economy nor a ready threat, before a threat is missed.
void refuse_unknown(const World& world, const std::string& name) {
  if (is_known(world, name)) return;
  std::vector<std::string> known = room_question_names();
  for (const Economy& economy : world.economies) known.push_back(economy.id);
  for (const Group& group : world.groups) known.push_back(group.id);
  const std::string near = did_you_mean(name, known);
  throw InputError(fmt::format("room: \"{}\" is no economy, no group and no ready threat", name),
                   (near.empty() ? "" : near + "\n") + "leeway room --list names the ready threats");
}

int list_ready(const OutputChoice& output) {
  Report report;
  report.kind = "threats";
  report.headline = "Ready threats with their deals: leeway room NAME";
  ReportTable table{
      "ready", "Ready threats", {text_column("name"), text_column("what", 70), text_column("for")}, {}, 0,
      ""};
  for (const std::string& name : room_question_names()) {
    const RoomQuestion question = open_room_question(name);
    table.rows.push_back({name, question.title, question.economy.text});
  }
  report.tables.push_back(std::move(table));
  return emit(report, output);
}

int answer_each(const RoomArguments& a) {
  const World world = chosen_world(a.model);
  const Ledger ledger = chosen_ledger(a.model.ledger, world);
  RoomEachInputs inputs;
  inputs.question = question_of(a, world, ledger, {});
  inputs.duration = duration_of(a, inputs.question);
  inputs.options = chosen_options(a.model, world);
  std::vector<std::string> names = read_list(a.economy);
  if (names.empty())
    for (const Economy& e : world.economies) names.push_back(e.id);
  inputs.economies = economies_to_ask(world, names, inputs.question.as_of);
  inputs.range = chosen_range(a.range, world, 2 + 2 * inputs.economies.size());
  inputs.progress = progress();
  DrawnReport drawn = room_each_report(world, room_each(world, ledger, inputs), a.output.top);
  note_days(drawn.report, ledger);
  return emit_drawn(drawn, a.output);
}

}  // namespace

int show_room(const RoomArguments& a) {
  if (a.list) {
    check(a.output);
    return list_ready(a.output);
  }
  check_drawn(a.output);
  if (a.each) return answer_each(a);
  if (a.economy.empty())
    throw InputError(
        "room: an economy, a ready threat or --each is needed",
        "leeway room GBR --threat \"USA on GBR: tariff 25% on goods\" --deal \"GBR with CHN: pact 50%\"");
  World world = chosen_world(a.model);
  RoomQuestion typed;
  if (std::optional<RoomQuestion> ready = ready_question(world, a.economy)) {
    typed = *std::move(ready);
    if (a.model.world.empty() && typed.world != "2023") world = opened_world(typed.world);
  } else {
    if (a.threat.empty()) refuse_unknown(world, a.economy);
    typed.economy = {a.economy, Location{}};
  }
  const Ledger ledger = chosen_ledger(a.model.ledger, world);
  RoomInputs inputs;
  inputs.question = question_of(a, world, ledger, std::move(typed));
  inputs.duration = duration_of(a, inputs.question);
  inputs.options = chosen_options(a.model, world, inputs.question.options);
  for (const std::string& p : a.credibilities)
    inputs.credibilities.push_back(read_rate("--credibility", p, "10%", true));
  std::sort(inputs.credibilities.begin(), inputs.credibilities.end());
  inputs.credibilities.erase(std::unique(inputs.credibilities.begin(), inputs.credibilities.end()),
                             inputs.credibilities.end());
  constexpr std::size_t equilibria_a_case = 4;  // the status quo, no deal, the deal, punished; as of a brief
  inputs.range = chosen_range(a.range, world, equilibria_a_case);
  inputs.progress = progress();
  std::vector<NamedVerification> read;
  if (a.verify)
    inputs.inspect = [&](const std::string& name, const Solution& solution) {
      read.push_back({name, verify(world, inputs.options, *solution.policy, solution.result)});
    };
  DrawnReport drawn{room_report(world, room(world, ledger, inputs), a.output.top), {}};
  if (a.verify) add_verification(drawn.report, read);
  note_days(drawn.report, ledger);
  return emit_drawn(drawn, a.output);
}

}  // namespace leeway::cli
