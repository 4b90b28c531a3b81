#include "questions.h"

#include <fmt/format.h>

#include "leeway/analysis/rent_holders.h"
#include "leeway/base/suggest.h"
#include "leeway/model/shares.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/room_report.h"
#include "leeway/output/solve_report.h"
#include "leeway/policy/room_question.h"

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
  check_drawn_name(file);
  write_drawn_report(drawn_, file);
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
  return {Changes(world, before, after), Told(session, {std::move(report), {}})};
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
  return {std::move(answer), Told(session, {std::move(report), {}})};
}

std::string without_leeway(const Room& room) {
  if (room.leeway) return "";
  if (!room.no_leeway) return "no case has a leeway";
  return failure_sentence(to_string(room.no_leeway->option), *room.no_leeway->failure);
}

}  // namespace leeway::python
