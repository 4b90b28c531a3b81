#include "leeway/strategy/hedge.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/analysis/path.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/output/hedge_report.h"
#include "leeway/world/aliases.h"
#include "progress.h"
#include "runs.h"

namespace leeway::cli {

namespace {

int list_hedges(const OutputChoice& output) {
  Report report;
  report.kind = "hedges";
  report.headline = "Ready hedges: leeway hedge NAME, or leeway hedge ECONOMY NAME";
  ReportTable table{
      "ready", "Ready hedges", {text_column("name"), text_column("what", 70), text_column("for")}, {}, 0, ""};
  for (const std::string& name : hedge_question_names()) {
    const HedgeQuestion question = open_hedge_question(name);
    table.rows.push_back(
        {name, question.title, question.economy.text.empty() ? "any" : question.economy.text});
  }
  report.tables.push_back(std::move(table));
  return emit(report, output);
}

bool is_party(const World& world, const std::string& name) {
  const std::string id = id_of(world, name);
  return world.find_economy(id) || world.find_group(id) != nullptr;
}

bool is_hedge(const std::string& name) {
  const std::vector<std::string> ready = hedge_question_names();
  return name.ends_with(".toml") || name.find('/') != std::string::npos ||
         std::find(ready.begin(), ready.end(), name) != ready.end();
}

/// A name that is neither, with what is near of both.
void refuse_stranger(const World& world, const std::string& name) {
  if (is_party(world, name)) return;
  std::vector<std::string> known = hedge_question_names();
  for (const Economy& economy : world.economies) known.push_back(economy.id);
  for (const Group& group : world.groups) known.push_back(group.id);
  const std::string near = did_you_mean(name, known);
  throw InputError(fmt::format("hedge: \"{}\" is no economy, no group and no ready hedge", name),
                   (near.empty() ? "" : near + "\n") + "leeway hedge --list names the ready hedges");
}

double tail_of(const std::string& text) {
  if (text.empty()) return HedgeInputs().tail;
  const std::vector<double> shares = read_shares("--tail", text);
  if (shares.size() != 1) throw InputError(fmt::format("--tail: \"{}\" is not one share", text), "write 10%");
  return shares.front();
}

/// A case for every bundle, so that the full range is not offered.
RangeKind hedge_range(const RangeChoice& choice, const World& world) {
  if (choice.kind == to_string(RangeKind::full))
    throw InputError("--range: a hedge is told over sets or none", "allowed: sets, none");
  return choice.kind.empty() && !choice.quick ? RangeKind::sets : chosen_range(choice, world, 1);
}

}  // namespace

int run_hedge(const HedgeArguments& a) {
  check(a.output);
  if (a.list) return list_hedges(a.output);
  if (a.who.empty())
    throw InputError("hedge: an economy or a ready hedge is needed",
                     "leeway hedge CAN --state \"punished=30%: USA on CAN: tariff 25% on goods\"");
  HedgeInputs inputs;
  const std::string file = !a.question.empty() ? a.question : is_hedge(a.who) ? a.who : "";
  if (!file.empty()) inputs.question = open_hedge_question(file);
  const World world = opened_world(a.model.world.empty() ? inputs.question.world : a.model.world);
  if (file != a.who) {
    refuse_stranger(world, a.who);
    inputs.question.economy = {a.who, Location{}};
  }
  if (inputs.question.economy.text.empty())
    throw InputError(fmt::format("hedge: {} is put to any economy, and none is named", file),
                     fmt::format("leeway hedge CAN {}", file));
  const Ledger ledger = chosen_ledger(a.model.ledger, world);
  if (const auto day = read_date("--as-of", a.dates.as_of))
    inputs.question.as_of = *day;
  else if (file.empty())
    inputs.question.as_of = default_day(world, ledger);
  if (const auto day = read_date("--known-by", a.dates.known_by)) inputs.question.known_by = day;
  for (const std::string& text : a.states) inputs.question.states.push_back(typed_state(text, "--state"));
  for (const std::string& text : a.acts) inputs.question.acts.push_back(typed_act(text, "--act"));
  inputs.most_acts = a.most_acts;
  inputs.tail = tail_of(a.tail);
  inputs.spread = a.spread;
  if (!a.horizons.empty()) inputs.horizons = read_horizons("--horizons", a.horizons);
  inputs.options = chosen_options(a.model, world, inputs.question.options);
  inputs.range = hedge_range(a.range, world);
  inputs.progress = progress();
  return emit(hedge_report(world, hedge(world, ledger, inputs), a.output.top), a.output, ledger);
}

}  // namespace leeway::cli
