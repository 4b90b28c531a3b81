#include "leeway/output/room_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/output/format.h"
#include "leeway/output/move_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/threat_report.h"

namespace leeway {

namespace {

std::string span(double low, double high) {
  return low < high ? fmt::format(" ({} to {})", probability(low), probability(high)) : "";
}

std::string years_words(double years) {
  return years == 1.0 ? "one year" : fmt::format("{} years", shortest(years));
}

/// "costs USD 2.5 bn a year (…)" or that its sign is open.
std::string range_words(const Range& r, double income) {
  return yearly_words(r.central, r.low, r.high, 100.0 * r.central / income);
}

std::string stake_words(const Range& r) { return gain_words(r.central, r.low, r.high); }

/// As the first sentence and the headline have it.
std::string subject_of(const Room& r) { return move_subject(r.kind, partner_names(r)); }

/// The threat and the move by what they are called.
std::string question_words(const Room& r) {
  constexpr std::size_t most = 4;
  const Moves& moves = r.asked.moves;
  std::vector<std::string> made;
  const auto add = [&](const char* how, const Measure& m) { made.push_back(how + m.title); };
  const auto add_all = [&](const char* how, const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
      if (const Measure* m = r.asked.ledger.find_measure(id)) add(how, *m);
  };
  for (const Measure& m : moves.deal.measures) add("", m);
  add_all("", moves.deal.use);
  add_all("", moves.retreat.drop);
  add_all("the end of ", moves.deal.drop);
  add_all(moves.promise ? "without " : "the end of ", moves.retreat.use);
  for (const Measure& m : moves.retreat.measures) add("without ", m);
  const std::size_t more = made.size() > most ? made.size() - most : 0;
  made.resize(made.size() - more);
  std::string words = fmt::format("The threat: {}.", moves.threat->title);
  if (!made.empty())
    words += fmt::format(" {}: {}{}.", capitalised(subject_of(r)), fmt::join(made, "; "),
                         more > 0 ? fmt::format("; and {} more", more) : "");
  return words;
}

std::string price_words(const AtCredibility& at, const Room& r) {
  const Range& w = at.worth_musd;
  const char* move = move_subject(r.kind);
  std::string words;
  if (w.high < -no_change_musd && r.kind != MoveKind::deal)
    words = fmt::format(
        "At a probability of punishment of {} {} costs {} a year{}", probability(at.probability), move,
        money_words(-w.central),
        w.low < w.high ? fmt::format(" ({} to {})", money_words(-w.high), money_words(-w.low)) : "");
  else if (w.high < -no_change_musd)
    words = fmt::format(
        "At a probability of punishment of {} {} would have to add {} a year{} for {} to pay",
        probability(at.probability), partner_names(r).empty() ? "the other side" : partner_names(r),
        money_words(-w.central),
        w.low < w.high ? fmt::format(" ({} to {})", money_words(-w.high), money_words(-w.low)) : "", move);
  else if (w.low > no_change_musd)
    words = fmt::format("At a probability of punishment of {} {} is still worth {} a year",
                        probability(at.probability), move, money_words(w.central));
  else
    words = fmt::format("At a probability of punishment of {} whether {} pays is not identified",
                        probability(at.probability), move);
  // Where some set of elasticities has none below the announced size, the central one is no answer.
  const bool open = at.ends && (at.ends->low <= 0.0 || !at.ends->high || *at.ends->high >= 1.0);
  if (at.break_even == BreakEven::found && !open) {
    const std::string ends =
        at.ends ? fmt::format(" ({})", break_even_ends_cell(at, r.threat_rate)) : std::string();
    words += fmt::format("; a punishment of {}{} would make it worth nothing", break_even_cell(at), ends);
  }
  return words + ".";
}

/// What favour to its sectors would make carrying out pay, and where none does or none is needed.
std::string weight_words(const SeatStakes& s) {
  if (s.carry_out.both_signs(no_change_musd))
    return "; whether it takes favour to some of its sectors for that to pay is not identified either";
  if (s.carry_out.high >= -no_change_musd)
    return s.carry_out.low > no_change_musd ? ", which takes no favour to any of its sectors" : "";
  if (!s.weight)
    return "; none of its sectors gains by it, so that no weight on sectors makes it pay a government";
  const Range& w = *s.weight;
  return fmt::format(
      "; it pays a government to which a dollar of the sectors that gain counts for {:.2g} dollars of "
      "everyone's or more{}",
      std::max(1.0, w.central),
      w.low < w.high
          ? fmt::format(" ({} to {:.2g}{})",
                        w.low > 1.0 ? fmt::format("{:.2g}", w.low) : std::string("1 or less"),
                        std::max(1.0, w.high),
                        w.cases.all() ? std::string()
                                      : fmt::format(", in {} of {} cases: in others no weight does",
                                                    w.cases.certified, w.cases.of))
          : std::string());
}

std::string threatener_words(const SeatStakes& s) {
  return fmt::format("Carrying it out, {} {}{}.", in_sentence(s.name), stake_words(s.carry_out),
                     weight_words(s));
}

/// A deal that the other side loses by is none that it would offer.
std::string partner_words(const SeatStakes& s) {
  if (s.deal.high > -no_change_musd) return "";
  return fmt::format("By the deal alone, {} {}: it would hardly agree without something more in return.",
                     in_sentence(s.name), stake_words(s.deal));
}

}  // namespace

std::string break_even_cell(const AtCredibility& at) {
  switch (at.break_even) {
    case BreakEven::not_asked:
      return "";
    case BreakEven::found:
      return at.break_even_rate
                 ? percent_size(100.0 * *at.break_even_rate)
                 : fmt::format("{} of the announced size", percent_size(100.0 * *at.break_even_scale));
    case BreakEven::pays_at_full_scale:
      return at.break_even_rate ? "over " + percent_size(100.0 * *at.break_even_rate)
                                : std::string("over the announced size");
    case BreakEven::no_gain:
      return "none: there is no gain";
    case BreakEven::no_single_rate:
      return "none: the threat has no one size";
    case BreakEven::not_certified:
      return "none: a solve on the way did not certify";
  }
  return "";
}

std::string with_threatener_sentence(const std::string& threatener) {
  return fmt::format(
      "{} makes the threat and is the other side of the deal: who agrees to a deal does not punish it. Read "
      "the "
      "leeway only if that is meant.",
      capitalised(in_sentence(threatener)));
}

std::string break_even_ends_cell(const AtCredibility& at, const std::optional<double>& threat_rate) {
  if (!at.ends) return "";
  const double full = 100.0 * threat_rate.value_or(1.0);
  const BreakEvenEnds& e = *at.ends;
  const auto words = [&](double scale) {
    return scale >= 1.0 ? "over " + percent_size(full) : scale > 0.0 ? percent_size(scale * full) : "0%";
  };
  const std::string low = words(e.low);
  const std::string high = words(e.high.value_or(1.0));
  const std::string some =
      e.cases.all() ? "" : fmt::format(" ({} of {} sets)", e.cases.certified, e.cases.of);
  return (low == high ? low : fmt::format("{} to {}", low, high)) + some;
}

std::vector<std::string> alone_sentences(const std::vector<AloneInUnion>& alone) {
  std::vector<std::string> said;
  for (const AloneInUnion& a : alone)
    said.push_back(
        a.acts ? fmt::format("{} is of {}, but {} is a customs union: no member sets duties or concludes a "
                             "trade agreement alone.",
                             a.measure, a.members, a.customs_union)
               : fmt::format("{} names {} and not all of {}, a customs union: goods may leave through other "
                             "members, which is not solved, and the union answers as one.",
                             a.measure, a.members, a.customs_union));
  return said;
}

LeewayClaim claim_of(const Leeway& l, const Range& gain, const Range& loss) {
  if (l.central.reading == Reading::no_move) return LeewayClaim::no_move;
  if (gain.both_signs(no_change_musd)) return LeewayClaim::unpunished_open;
  if (l.low == 0.0 && l.high > 0.0) return LeewayClaim::unpunished_little;
  if (l.central.reading == Reading::never_pays) return LeewayClaim::never;
  if (l.central.reading != Reading::always_pays) return LeewayClaim::room;
  if (l.low == 1.0) return LeewayClaim::always;
  return loss.both_signs(no_change_musd) ? LeewayClaim::punished_open : LeewayClaim::punished_centrally;
}

std::string leeway_words(const Leeway& l, const Range& gain, const Range& loss, const Duration& duration,
                         MoveKind kind, const std::string& partners) {
  const LeewayCase& c = l.central;
  const std::string move = move_subject(kind, partners);
  switch (claim_of(l, gain, loss)) {
    case LeewayClaim::no_move:
      return fmt::format("no move that is solved stands behind the threat: the punishment alone {}",
                         yearly_words(-loss.central, -loss.high, -loss.low, c.loss_pct));
    case LeewayClaim::never:
      return move + " does not pay even unpunished";
    case LeewayClaim::unpunished_open:
      return fmt::format("whether {} pays even unpunished is not identified: leeway is between {} and {}",
                         move, probability(l.low), probability(l.high));
    case LeewayClaim::unpunished_little:
      return fmt::format(
          "whether {} pays even unpunished is too small to tell: leeway is between {} and {}, {} in the "
          "central case",
          move, probability(l.low), probability(l.high), probability(c.p_star));
    case LeewayClaim::punished_open:
      return fmt::format("whether {} pays even punished is not identified: leeway is between {} and {}", move,
                         probability(l.low), probability(l.high));
    case LeewayClaim::punished_centrally:
      return fmt::format("in the central case {} pays even punished; over the cases leeway is {} to {}", move,
                         probability(l.low), probability(l.high));
    case LeewayClaim::always:
      if (!(loss.central > 0.0) || !duration.any()) return move + " pays even punished";
      return fmt::format("{} pays even punished: {} costs less than what {} brings", move,
                         duration.lasts ? years_words(*duration.lasts) + " of punishment" : "the punishment",
                         duration.deal_lasts
                             ? fmt::format("{} in {}", move_subject(kind), years_words(*duration.deal_lasts))
                         : kind == MoveKind::deal ? std::string("a deal that lasts")
                                                  : move + " for good");
    case LeewayClaim::room:
      break;
  }
  return fmt::format("{} pays as long as punishment is less likely than {}{}", move, probability(c.p_star),
                     span(l.low, l.high));
}

std::string partner_names(const Room& r) {
  constexpr std::size_t most = 2;
  std::vector<std::string> names;
  for (const SeatStakes& s : r.seats)
    if (s.seat == Seat::partner) names.push_back(in_sentence(s.name));
  return names.size() > most ? std::string() : fmt::format("{}", fmt::join(names, " and "));
}

std::string room_headline(const Room& r) {
  if (!r.leeway) return "No figure: the central case is not certified";
  return capitalised(fmt::format(
      "{}: {}", r.economy_name,
      leeway_words(*r.leeway, r.gain_musd, r.loss_musd, r.inputs.duration, r.kind, partner_names(r))));
}

std::string duration_words(const Duration& d, MoveKind kind) {
  if (!d.any()) return "";
  const std::string deal =
      fmt::format("{} lasts {}", move_subject(kind), d.deal_lasts ? years_words(*d.deal_lasts) : "for good");
  const std::string hit =
      d.lasts ? fmt::format("a punishment {}", years_words(*d.lasts)) : "a punishment as long";
  return fmt::format(
      "{} and {}: present values at {} a year. What has a length is priced at the flow of the shortest "
      "horizon that "
      "tells welfare, three years, times its length: for whoever is hit that is a floor of the loss, so the "
      "leeway is a "
      "ceiling.",
      capitalised(deal), hit, percent_size(100.0 * d.discount));
}

std::vector<Assumption> duration_assumptions(const Duration& d) {
  std::vector<Assumption> list;
  list.push_back({"length of the punishment",
                  d.lasts        ? years_words(*d.lasts)
                  : d.deal_lasts ? "as long as the move"
                                 : "for good",
                  "--lasts", d.any() ? "priced at the flow of the third year: a floor of the loss" : ""});
  list.push_back(
      {"length of the move", d.deal_lasts ? years_words(*d.deal_lasts) : "for good", "--deal-lasts", ""});
  if (d.any())
    list.push_back({"discount", percent_size(100.0 * d.discount) + " a year", "--discount 0% to below 100%",
                    "no data; moves the answer only where lengths differ"});
  return list;
}

std::vector<std::string> room_lead(const World& world, const Room& r) {
  std::vector<std::string> lead;
  if (!r.leeway) return lead;
  lead.push_back(question_words(r));
  if (!r.inputs.question.explanation.empty()) lead.push_back(unbroken(r.inputs.question.explanation));
  if (r.asked.aimed)
    lead.push_back(fmt::format("{} is on whoever has the dealings that it names: it is weighed on {} alone.",
                               r.asked.moves.threat->id, in_sentence(r.economy_name)));
  const Range loss{-r.loss_musd.central, -r.loss_musd.high, -r.loss_musd.low, r.loss_musd.cases};
  std::string first;
  if (!r.no_deal)
    first = fmt::format("Unpunished {} {}; punished it {}. ", subject_of(r),
                        range_words(r.gain_musd, r.income_musd), range_words(loss, r.income_musd));
  lead.push_back(first + range_sentence(r.inputs.range, r.gain_musd.cases, r.inputs.options.horizon,
                                        term_cases(r.settings)));
  if (!r.no_deal) {
    const auto at = std::find_if(r.credibility.begin(), r.credibility.end(),
                                 [&](const AtCredibility& a) { return a.probability >= 0.1 - 1e-12; });
    if (at != r.credibility.end()) lead.push_back(price_words(*at, r));
  }
  if (r.record) lead.push_back(record_sentence(world, *r.record, r.asked.moves.threat->by, &*r.leeway));
  if (r.expected_musd) lead.push_back(expected_sentence(*r.expected_musd));
  if (!r.seats.empty()) lead.push_back(threatener_words(r.seats.front()));
  for (const SeatStakes& s : r.seats)
    if (s.seat == Seat::partner && r.kind == MoveKind::deal)
      if (std::string words = partner_words(s); !words.empty()) lead.push_back(std::move(words));
  if (const std::string lengths = duration_words(r.inputs.duration, r.kind); !lengths.empty())
    lead.push_back(lengths);
  if (!r.asked.taken_out.empty())
    lead.push_back(fmt::format("{} in force on {}: taken out to form the comparison.",
                               fmt::format("{} {}", fmt::join(r.asked.taken_out, ", "),
                                           r.asked.taken_out.size() == 1 ? "is" : "are"),
                               to_string(r.asked.as_of)));
  return lead;
}

}  // namespace leeway
