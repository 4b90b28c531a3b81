#include "leeway/output/policy_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/model/welfare.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"
#include "leeway/output/shown.h"
#include "leeway/policy/precision.h"
#include "leeway/policy/scale.h"

namespace leeway {

namespace {

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string firm_words(const PolicyNote& note) {
  std::vector<std::string> shares;
  for (std::size_t f = 0; f < note.names.size(); ++f)
    shares.push_back(fmt::format("{} {:.4g}%", note.names[f], 100.0 * note.figures[f]));
  return "shares of the base-year flow by firm: " + listed(shares);
}

}  // namespace

std::string note_words(const PolicyNote& note) {
  using Kind = PolicyNote::Kind;
  const std::string& id = note.measure;
  const auto name = [&](std::size_t at) { return note.names.at(at); };
  const auto figure = [&](std::size_t at) { return note.figures.at(at); };
  const auto day = [&](std::size_t at) { return to_string(note.dates.at(at)); };
  switch (note.kind) {
    case Kind::prohibitive:
      return fmt::format("prohibitive is taken as a cost that makes the good {:.4g} times as dear",
                         figure(0));
    case Kind::firm_shares:
      return firm_words(note);
    case Kind::covered_class:
      return "the share of a line that it covers is of its most sensitive goods, a class of their own; "
             "smaller shares lie within larger ones";
    case Kind::covers_lists:
      return fmt::format("it covers the goods of {} alone", listed(note.names));
    case Kind::lines_cover: {
      std::vector<std::string> shares;
      for (std::size_t at = 0; at < note.figures.size(); ++at)
        shares.push_back(fmt::format("{:.3g}% of {}", 100.0 * note.figures[at], name(at)));
      return fmt::format("its tariff lines are {}, by US imports of 2024 from {}", listed(shares),
                         note.names.back() == "*" ? "everyone" : note.names.back());
    }
    case Kind::spares_lists:
      return fmt::format("it covers all goods but those of {}", listed(note.names));
    case Kind::rent_holder:
      return fmt::format("who holds the rent is not stated; it is taken to fall to {}",
                         figure(0) == 1.0 ? "importers" : "exporters");
    case Kind::quota_just_filled:
      return fmt::format("the quota of {:.0f} is taken as just filled; it is now {:.4g} times as large",
                         figure(0), figure(1));
    case Kind::floor_from_duty:
      return fmt::format(
          "its price is not public; it is taken as the base-year price plus the duty of {} that it stands in "
          "for",
          name(0));
    case Kind::floor_follows_cpi:
      return "its price follows the consumer prices of the importer";
    case Kind::cap_not_public:
      return "its volume cap is not public and is not modelled; imports may be overstated";
    case Kind::restrictions_stack:
      return "what several Measures let through of one flow multiplies";
    case Kind::refused_already:
      return fmt::format("{:.4g}% was refused in {:.0f} already, which its flows show", 100.0 * figure(0),
                         figure(1));
    case Kind::licence_in_words:
      return fmt::format(
          "{} says only in words what needs a licence; it changes no wedge without a `restriction`, a "
          "`cap_share` or a `levy`",
          id);
    case Kind::floor_without_price:
      return fmt::format("{} states neither a price nor a duty that it replaces; it changes no wedge", id);
    case Kind::not_carved_out:
      return fmt::format("{} names {}, which world \"{}\" does not carve out; it does not act on it", id,
                         name(0), name(1));
    case Kind::hindsight:
      return fmt::format("{} was announced {}, after {}: it is hindsight", id,
                         when_dated(note.dates.at(0), name(0)), day(1));
    case Kind::not_begun:
      return fmt::format(
          "{} begins on {} by its own `effective`, after {}: it is not in force and changes "
          "nothing here. Without that date it is in force",
          id, day(1), day(0));
    case Kind::over:
      return fmt::format(
          "{} ended on {} by its own dates, before {} or on it: it is not in force and changes "
          "nothing here. Without that date it is in force",
          id, day(1), day(0));
    case Kind::suspended:
      return fmt::format(
          "{} is suspended on {} by its own dates: it is not in force and changes nothing here", id, day(0));
    case Kind::lines_untraded:
      return fmt::format("{}: no imports are recorded under {}: they add nothing to what it covers", id,
                         listed(note.names));
    case Kind::lines_cut:
      return fmt::format("{}: {} {} taken as the six-digit line that holds {}, all of it", id,
                         listed(note.names), note.names.size() == 1 ? "is" : "are",
                         note.names.size() == 1 ? "it" : "them");
    case Kind::lines_stand_in:
      return fmt::format(
          "{}: what share of a sector its tariff lines are is read off US imports of 2024 from "
          "all partners, since those of its importer by tariff line are not at hand",
          id);
    case Kind::taken_phased_in:
      return fmt::format("{} is not effective on {}; its cuts are taken fully phased in", id, day(0));
    case Kind::left_out_of_world:
      return fmt::format(
          "world {} lacks economies or sectors that the ledger names, or incomes for what it commits: {:.0f} "
          "of its {:.0f} Measures are left out, and {:.0f} act on those that it has",
          name(0), figure(0), figure(1), figure(2));
    case Kind::ended_since_base_year:
      return fmt::format(
          "{}, in force in {:.0f}, has ended; the flows of that year do not show what they would have been "
          "without it",
          id, figure(0));
    case Kind::ban_ended:
      return fmt::format(
          "a ban in force in {:.0f} has ended; the flows of that year do not show what it kept out",
          figure(0));
    case Kind::base_year_has_it:
      return fmt::format(
          "{} was in force in {:.0f} on the same terms: what it did is in the flows of that year", id,
          figure(0));
    case Kind::no_flow_left:
      if (!note.names.empty())
        return fmt::format(
            "{}{}: nothing of {} was traded between who acts and on whom in the base year; leeway world "
            "show sectors tells what the world has",
            id, touches_nothing, listed(note.names));
      return id +
             ": no flow is left for it to limit: none was traded in the base year, or a ban or a quota of "
             "zero closes it; a product seeded from a year with trade would give it something to act on "
             "(leeway world carve)";
    case Kind::no_tariff_to_cut:
      return fmt::format(
          "{}{}: the world's own tariffs on what it is on are zero, and a pact cuts those; leeway world "
          "import "
          "reads tariffs with --tariffs FILE",
          id, touches_nothing);
    case Kind::no_quantity_recorded:
      return fmt::format("{}: no quantity in {} is recorded for what it limits, so it is inert", id, name(0));
    case Kind::flows_without_quantity:
      return fmt::format(
          "{}: {:.0f} of its {:.0f} flows have a value but no quantity; they do not count against the limit",
          id, figure(0), figure(1));
    case Kind::flows_without_duty:
      return fmt::format(
          "{}: {:.0f} of its {:.0f} flows have no duty that it could stand in for; it does not act on them",
          id, figure(0), figure(1));
    case Kind::flows_without_price:
      return fmt::format(
          "{}: {:.0f} of its {:.0f} flows have no recorded quantity, so no price; it does not act on them",
          id, figure(0), figure(1));
    case Kind::quota_without_step:
      return id + ": its over-quota rate is no higher than the duty in the quota, so the quota is inert";
    case Kind::no_other_sales:
      return id + ": the seller has no other sales in the base year that its cap could be a share of";
    case Kind::tighter_of_two:
      return fmt::format("{} and {} limit the very same flows; {} is the tighter one and acts for both",
                         name(0), name(1), id);
    case Kind::tariffs_floored:
      return fmt::format(
          "on {:.0f} flows what was lifted since {} exceeds the base tariff; it is taken as zero there",
          figure(0), day(0));
  }
  return "";
}

std::vector<std::string> note_words(const PolicyNotes& notes) {
  std::vector<std::string> said;
  for (const PolicyNote& note : notes) said.push_back(note_words(note));
  return said;
}

std::string outside_ledger(const LedgerSpan& span, Date day) {
  if (day < span.first)
    return fmt::format(
        "{} is before the ledger's first entry ({}; its last is of {}): what governments did before is not "
        "in "
        "it.",
        to_string(day), to_string(span.first), to_string(span.last));
  if (day > span.last)
    return fmt::format(
        "{} is after the ledger's last entry ({}; its first is of {}): what governments did since is not in "
        "it.",
        to_string(day), to_string(span.last), to_string(span.first));
  return "";
}

void add_warnings(std::vector<std::string>& warnings, const PolicyNotes& notes) {
  for (const PolicyNote& note : notes) {
    std::string words = note_words(note);
    if (std::find(warnings.begin(), warnings.end(), words) == warnings.end())
      warnings.push_back(std::move(words));
  }
}

std::vector<std::string> idle_sentences(const PolicyNotes& notes) {
  using Kind = PolicyNote::Kind;
  std::vector<std::string> sentences;
  for (const PolicyNote& note : notes)
    if (note.kind == Kind::not_begun || note.kind == Kind::over || note.kind == Kind::suspended)
      sentences.push_back(note_words(note) + ".");
  return sentences;
}

void add_measure_assumptions(std::vector<Assumption>& assumptions, const PolicyNotes& notes) {
  for (const PolicyNote& note : notes) {
    const std::string words = note_words(note);
    const auto same = [&](const Assumption& old) { return old.name == note.measure && old.note == words; };
    if (std::none_of(assumptions.begin(), assumptions.end(), same))
      assumptions.push_back({note.measure, "", "", words});
  }
}

namespace {

constexpr const char* boycott_convention =
    "what buyers choose to forgo is not charged to them as a loss: their cost of living is measured by the "
    "tastes that they have after it, and stands where it was as long as no price moves. Told is what prices, "
    "wages and revenues do to them";
/// Above it a duty leaves next to nothing of a flow.
constexpr double large_rate = 5.0;

}  // namespace

std::string critical_sentence(const World& world, const std::vector<const Measure*>& measures,
                              const std::optional<double>& horizon) {
  if (welfare_not_told(horizon)) return "";
  for (const Measure* m : measures) {
    if (!is_ban(m->instrument) && !restricts(*m) && m->instrument != Instrument::export_quota &&
        m->instrument != Instrument::import_quota)
      continue;
    for (const CriticalInput& input : world.critical) {
      const std::string& id = world.sectors[static_cast<std::size_t>(input.sector)].id;
      if (std::find(m->goods.begin(), m->goods.end(), id) == m->goods.end()) continue;
      return fmt::format(
          "{}: an input that its users cannot do without at first. This is what happens {}, when much has "
          "been built in its place; a cut costs many times as much in its first months (leeway stress).",
          world.sectors[static_cast<std::size_t>(input.sector)].name, centre_words(horizon));
    }
  }
  return "";
}

std::string boycott_sentence(const World& world, const std::vector<const Measure*>& measures) {
  std::vector<std::string> who;
  for (const Measure* m : measures) {
    if (m->instrument != Instrument::boycott) continue;
    const std::string name = in_sentence(name_of(world, m->by));
    if (std::find(who.begin(), who.end(), name) == who.end()) who.push_back(name);
  }
  if (who.empty()) return "";
  return fmt::format("Boycott by {}: {}.", fmt::join(who, ", "), boycott_convention);
}

void add_measure_assumptions(std::vector<Assumption>& assumptions, const Policy& policy) {
  const auto add = [&](const std::string& id, const std::string& text) {
    const bool said = std::any_of(assumptions.begin(), assumptions.end(),
                                  [&](const Assumption& old) { return old.name == id && old.note == text; });
    if (!said) assumptions.push_back({id, "", "", text});
  };
  for (const AppliedMeasure& a : policy.applied) {
    if (a.measure->instrument == Instrument::boycott && a.because != Reason::in_base_year)
      add(a.measure->id, boycott_convention);
    const double rate = std::max(largest(*a.measure, Term::rate), largest(*a.measure, Term::over_quota));
    if (rate > large_rate)
      add(a.measure->id, fmt::format("a duty of {}%, under which next to nothing is bought: a ban says so "
                                     "plainly, and the figures hang on few flows",
                                     with_thousands(100.0 * rate, 0)));
  }
  for (const AppliedMeasure& applied : policy.applied)
    add_measure_assumptions(assumptions, applied.assumptions);
}

}  // namespace leeway
