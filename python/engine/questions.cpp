#include "questions.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "leeway/analysis/rent_holders.h"
#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/model/shares.h"
#include "leeway/output/drawn_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/ledger_report.h"
#include "leeway/output/room_report.h"
#include "leeway/output/solve_report.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scale.h"
#include "leeway/session/brief_question.h"
#include "leeway/session/live_source.h"

namespace leeway::python {

namespace {

constexpr std::size_t rows_shown = 12;  // of a table on a terminal, as the command line has it

PlacedText placed(const std::string& text, const char* argument) { return {text, Location{argument}}; }

RoomQuestion question_of(const RoomAsked& asked) {
  RoomQuestion question;
  if (!asked.threat)
    question = open_room_question(asked.economy);
  else
    question.economy = placed(asked.economy, "economy");
  if (asked.threat) question.threat = placed(*asked.threat, "threat");
  if (!asked.deal.empty()) {
    question.explanation.clear();
    question.deal.clear();
  }
  for (const std::string& text : asked.deal) question.deal.push_back(placed(text, "deal"));
  return question;
}

}  // namespace

std::string Told::text() const { return render_text(report()); }
std::string Told::json() const { return render_json(report()); }

void Told::write(const std::filesystem::path& file) const {
  if (drawn_)
    write_drawn_report({report_, {}}, file);
  else
    write_report(report_, file);
}

LongColumns Told::columns(const LongFilter& filter) const {
  return long_columns(session_.world(), report().rows, filter, nullptr);
}

RangeKind range_kind(const std::optional<std::string>& text, const World& world,
                     std::size_t equilibria_a_case) {
  if (!text) return default_range(world, equilibria_a_case);
  if (const std::optional<RangeKind> kind = parse_range(*text)) return *kind;
  throw InputError(fmt::format("unknown range \"{}\"", *text), did_you_mean(*text, {"full", "sets", "none"}));
}

Compared compare_answers(const Session& session, const NamedAnswer& from, const NamedAnswer& to,
                         RangeKind range, const Progress& progress) {
  const World& world = session.world();
  const Options& options = to.answer->situation().options();
  if (from.answer->situation().world().content_hash != to.answer->situation().world().content_hash)
    throw InputError("the two are of different worlds", "equilibria compare only on one world");
  if (fingerprint(from.answer->situation().options(), world) != fingerprint(options, world))
    throw InputError("the two are under different options",
                     "two equilibria compare only under the same choices");
  const Solution& before = from.answer->solution();
  const Solution& after = to.answer->solution();
  std::optional<ComparisonRange> over;
  std::vector<RentComparison> holders;
  if (range != RangeKind::none) {
    over = compare_over(read_shares(world), options, range, before, after, progress);
    holders = compare_by_rent_holder(*session.model(options), before, after);
    widen(*over, holders);
  }
  SolveView view;
  view.pairs = true;
  const NamedOutcome first{from.name, from.name, from.answer->outcome()};
  const NamedOutcome second{to.name, to.name, to.answer->outcome()};
  Report report =
      solve_report(world, options, first, second, nullptr, view, over ? &*over : nullptr, holders);
  report.kind = "compare";
  report.headline = fmt::format("{} against {}", to.name, from.name);
  note_days(report, session.ledger(), {before.policy->as_of, after.policy->as_of});
  return {Changes(world, before, after), Told(session, std::move(report))};
}

RoomTold ask_room(const Session& session, const Situation& on, const RoomAsked& asked,
                  const Progress& progress) {
  if (!on.is_status_quo())
    throw InputError("room is asked of a status quo: a threat and a deal are weighed on what is in force",
                     "world.status_quo(day).room(…); the deal says what is put in");
  constexpr std::size_t equilibria_a_case = 4;  // the status quo, no deal, the deal, punished
  RoomInputs inputs;
  inputs.question = question_of(asked);
  inputs.question.as_of = on.policy().as_of;
  inputs.question.known_by = on.policy().known_by;
  inputs.duration.lasts = asked.lasts ? asked.lasts : inputs.question.lasts;
  inputs.duration.deal_lasts = asked.deal_lasts ? asked.deal_lasts : inputs.question.deal_lasts;
  inputs.options = on.options();
  inputs.range = range_kind(asked.range, session.world(), equilibria_a_case);
  inputs.progress = progress;
  Room answer = room(session.world(), session.ledger(), inputs);
  Report report = room_report(session.world(), answer, rows_shown);
  note_days(report, session.ledger());
  return {std::move(answer), Told(session, std::move(report), true)};
}

std::string without_leeway(const Room& room) {
  if (room.leeway) return "";
  if (!room.no_leeway) return "no case has a leeway";
  return failure_sentence(to_string(room.no_leeway->option), *room.no_leeway->failure);
}

TermSetting term_setting(const Situation& on, const std::string& term, const TermValue& value) {
  const Location where{"\"" + term + "\""};
  const auto setting = [&](const std::string& text) { return parse_term_setting(term + "=" + text, where); };
  if (const auto* text = std::get_if<std::string>(&value)) return setting(*text);
  const auto* whole = std::get_if<std::int64_t>(&value);
  const std::string number =
      whole != nullptr ? fmt::format("{}", *whole) : fmt::format("{}", std::get<double>(value));
  const TermSetting plain = setting(number);
  const TermKind kind = kind_of(plain.term);
  if (kind == TermKind::plain) return plain;
  if (kind != TermKind::amount) return whole != nullptr ? setting(number + "%") : plain;
  // "49000 units/year" and "80% of base" say what a number of theirs would be of.
  const std::string text = term_text(on.measure(plain.measure, where), plain.term);
  if (const std::size_t percent = text.find('%'); percent != std::string::npos)
    return setting(number + text.substr(percent));
  const std::optional<Quantity> quantity = parse_quantity(text);
  return quantity && !quantity->unit.empty() ? setting(number + " " + quantity->unit) : plain;
}

std::vector<double> Swept::figures(const std::string& variable) const {
  std::vector<std::string> names;
  for (const EconomyVariable& v : economy_variables()) names.emplace_back(v.name);
  const auto place = std::find(names.begin(), names.end(), variable);
  if (place == names.end())
    throw InputError(fmt::format("unknown variable \"{}\"", variable), did_you_mean(variable, names));
  const EconomyVariable& wanted = economy_variables()[static_cast<std::size_t>(place - names.begin())];
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> all;
  for (const GridCase& one : cases) {
    for (const EconomyChange& change : one.economies) all.push_back(wanted.of(change).value_or(none));
    if (one.economies.empty()) all.insert(all.end(), economies.size(), none);
  }
  return all;
}

Swept sweep(const Situation& on, const std::vector<TermAxis>& axes, const StudySettings& settings) {
  Swept swept;
  certified(on.solve());
  swept.cases = term_grid(on, axes, settings);
  // Every case tells of the same; of a world without a case that certified its economies alone.
  for (const GridCase& one : swept.cases)
    if (swept.economies.empty())
      for (const EconomyChange& change : one.economies) swept.economies.push_back(change.id);
  if (swept.economies.empty())
    for (const Economy& economy : on.world().economies) swept.economies.push_back(economy.id);
  return swept;
}

BriefPage BriefTold::write(const std::filesystem::path& file) const {
  return write_brief(session.world(), analysis, file, source);
}
std::string BriefTold::json() const { return brief_json(session.world(), analysis); }

BriefTold tell_brief(const Session& session, const Situation& on, RoomQuestion question,
                     const std::optional<std::string>& range, const Progress& progress) {
  const World& world = session.world();
  question.options = written_options(on.options());
  auto [ledger, inputs] = ask_brief(world, session.ledger(), question);
  constexpr std::size_t equilibria_a_case = 4;  // the status quo, and three options
  std::optional<LiveSource> source;
  if (session.ledger_folder() && inputs.options == on.options())
    source = live_source(world, *session.ledger_folder(), inputs.as_of, question);
  inputs.options = on.options();
  inputs.range = range_kind(range, world, equilibria_a_case);
  inputs.break_even = inputs.range != RangeKind::none;
  inputs.progress = progress;
  BriefAnalysis analysis = analyse_brief(world, ledger, inputs);
  Report report = brief_report(world, analysis, rows_shown);
  return {session, std::move(analysis), Told(session, std::move(report)), std::move(source)};
}

BriefTold tell_brief(const Session& session, const Situation& on, const BriefAsked& asked,
                     const Progress& progress) {
  if (!on.is_status_quo())
    throw InputError("brief is asked of a status quo",
                     "world.status_quo(day).brief(…); add= and drop= change it");
  RoomQuestion question;
  question.economy = placed(asked.economy, "economy");
  question.as_of = on.policy().as_of;
  question.known_by = on.policy().known_by;
  if (asked.threat) question.threat = placed(*asked.threat, "threat");
  if (asked.retaliation) question.retaliation = placed(*asked.retaliation, "retaliation");
  for (const std::string& text : asked.deal) question.deal.push_back(placed(text, "deal"));
  for (const std::string& text : asked.add) question.add.push_back(placed(text, "add"));
  for (const std::string& text : asked.drop) question.drop.push_back(placed(text, "drop"));
  question.set = asked.set;
  return tell_brief(session, on, std::move(question), asked.range, progress);
}

}  // namespace leeway::python
