#include "leeway/output/threat_report.h"

#include <cmath>

#include <fmt/format.h>

#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/policy/precision.h"

namespace leeway {

namespace {

const char* outcome_words(ThreatOutcome outcome) {
  switch (outcome) {
    case ThreatOutcome::open:
      return "open";
    case ThreatOutcome::suspended:
      return "suspended";
    case ThreatOutcome::withdrawn:
      return "withdrawn";
    case ThreatOutcome::in_part:
      return "carried out in part";
    case ThreatOutcome::in_full:
      return "carried out in full";
  }
  return "";
}

std::string interval_words(const ShareInterval& s) {
  if (s.of == 0) return "none was made";
  return fmt::format("{:.0f}% ({:.0f} to {:.0f}%)", 100.0 * *s.share(), 100.0 * s.low, 100.0 * s.high);
}

ReportTable kinds_table(const ThreatRecord& record) {
  const auto whole = [](const char* title) { return number_column(title, "", 0); };
  ReportTable table{
      "record",
      "What became of threats",
      {text_column("kind"), whole("made"), whole("in full"), whole("in part"), whole("suspended"),
       whole("withdrawn"), whole("open"), rate_column("carried out", 0), rate_column("low", 0),
       rate_column("high", 0), rate_column("in full", 0), rate_column("low", 0), rate_column("high", 0),
       number_column("median", "days", 0), text_column("count")},
      {},
      0,
      "As known by the day. Carried out is in full or in part, of all that were made: those suspended or "
      "open "
      "count as not carried out so far. Low and high are Jeffreys intervals of 95%. Days are from the words "
      "to "
      "the first act."};
  const auto add = [&](const ThreatCount& c) {
    table.rows.push_back({std::string(c.kind ? kind_words(*c.kind) : "all"), double(c.made),
                          double(c.in_full), double(c.in_part), double(c.suspended), double(c.withdrawn),
                          double(c.open), cell(c.carried_out.share()), c.carried_out.low, c.carried_out.high,
                          cell(c.fully.share()), c.fully.low, c.fully.high, cell(c.median_days),
                          std::string(too_few(c) ? "few" : "")});
  };
  for (const ThreatCount& c : record.kinds) add(c);
  add(record.all);
  return table;
}

ReportTable episodes_table(const ThreatRecord& record, std::size_t top) {
  ReportTable table{"episodes",
                    "Threats, the latest first",
                    {text_column("id"), text_column("made"), text_column("by"), text_column("on", 24),
                     text_column("kind"), text_column("threat", 60), rate_column("rate", 0),
                     text_column("stands"), number_column("after", "days", 0), text_column("conf.")},
                    {},
                    top,
                    "leeway ledger show ID has the sources."};
  for (const ThreatEpisode& e : record.episodes) {
    const Threat& t = *e.event->threat;
    table.rows.push_back({e.event->id, dated(e.event->date, precision_of(*e.event, e.event->date)),
                          joined(e.event->by), joined(e.event->on), std::string(to_string(t.kind)),
                          e.event->title, cell(t.rate), std::string(outcome_words(e.outcome)),
                          e.days ? ReportCell(double(*e.days)) : ReportCell(), e.event->confidence});
  }
  return table;
}

ReportTable outside_table() {
  const OutsideCount& o = outside_count();
  ReportTable table{
      "outside",
      "A count made elsewhere, by other rules",
      {text_column("what", 60), text_column("period"), number_column("threats", "", 0),
       rate_column("in full", 0), rate_column("withdrawn or not done", 0), text_column("source")},
      {},
      0,
      "Beside the ledger's own, never merged with it: it counts other episodes."};
  table.rows.push_back({std::string(o.what), std::string(o.period), double(o.made), o.fully, o.withdrawn,
                        std::string(o.source)});
  return table;
}

}  // namespace

const char* kind_words(ThreatKind kind) {
  switch (kind) {
    case ThreatKind::deal:
      return "over a deal with a third";
    case ThreatKind::policy:
      return "over a policy";
    case ThreatKind::secondary:
      return "secondary";
    case ThreatKind::general:
      return "general";
  }
  return "";
}

bool too_few(const ThreatCount& count) { return count.made < few_threats; }

Report threat_report(const World& world, const ThreatRecord& record, const ThreatScores& scores,
                     std::size_t top) {
  Report report;
  report.kind = "threats";
  report.world = &world;
  report.known_by = record.known_by;
  const ThreatCount& c = record.all;
  const std::string who = record.by.empty() ? "" : " by " + in_sentence(name_of(world, record.by));
  if (c.made == 0) {
    report.headline = fmt::format("No threat{} is on record by {}", who, to_string(record.known_by));
    return report;
  }
  report.headline = fmt::format("{} threat{}{}: {} carried out, {}", c.made, c.made == 1 ? "" : "s", who,
                                c.carried_out.hits, interval_words(c.carried_out));
  report.lead.push_back(
      fmt::format("{} in full, {} in part, {} suspended, {} withdrawn, {} open, as known on {}.{}", c.in_full,
                  c.in_part, c.suspended, c.withdrawn, c.open, to_string(record.known_by),
                  too_few(c) ? " So few say little: mind the interval, not the share." : ""));
  report.lead.push_back(threat_scores_sentence(scores));
  report.tables.push_back(kinds_table(record));
  if (!scores.rules.empty()) report.tables.push_back(threat_rules_table(scores));
  report.tables.push_back(outside_table());
  report.tables.push_back(episodes_table(record, top));
  report.notes.push_back(
      "Threats that were never reported, or that worked before they were made, are in no count: the share is "
      "of words "
      "that became public.");
  return report;
}

std::string expected_sentence(const Range& e) {
  return fmt::format(
      "Were it carried out as often as that, it would cost {} a year on average ({} to {}, over the interval "
      "of the share{}): holding out pays where what it spares, which is not solved, is worth more.",
      money_words(e.central), money_words(e.low), money_words(e.high),
      e.cases.of > 1 ? " and the range of the cost" : "; the cost is the central case");
}

namespace {

/// Of those that stand open the share carried out says nothing yet.
std::string decided_words(const ThreatCount& c) {
  const int decided = c.made - c.open - c.suspended;
  const auto are = [](int n) { return n == 1 ? "is" : "are"; };
  std::string words;
  if (c.open > 0) words = fmt::format(" {} of them {} still open", c.open, are(c.open));
  if (c.suspended > 0)
    words += words.empty() ? fmt::format(" {} of them {} suspended", c.suspended, are(c.suspended))
                           : fmt::format(" and {} suspended", c.suspended);
  if (words.empty()) return "";
  if (decided == 0) return words + ": none is decided.";
  return words + fmt::format("; of the {} decided, {} {} carried out ({:.0f}%).", decided, c.carried_out.hits,
                             c.carried_out.hits == 1 ? "was" : "were", 100.0 * c.carried_out.hits / decided);
}

}  // namespace

std::string record_sentence(const World& world, const LikeThreats& like, const std::string& by,
                            const Leeway* leeway) {
  const std::string maker = in_sentence(name_of(world, by));
  const auto carried_out = [&](const ThreatCount& c) {
    const ShareInterval& s = c.carried_out;
    return fmt::format(
        "{} carried out in full or in part, {}{}{}{}",
        s.hits == 1 ? std::string("1 was") : fmt::format("{} were", s.hits), interval_words(s),
        c.fully.of > 0 ? fmt::format(", {} in full, {}", c.in_full, interval_words(c.fully)) : "",
        s.of < few_threats ? ", and so few say little" : "",
        like.itself_left_out ? ", this one not counted" : "");
  };
  const auto of_all = [&] {
    return fmt::format("{} threat{} by {}, of whatever kind, {}", like.all.made,
                       like.all.made == 1 ? "" : "s", maker, carried_out(like.all));
  };
  if (!like.of_kind) return fmt::format("Of {}.{}", of_all(), decided_words(like.all));
  if (too_few(*like.of_kind))
    return fmt::format("Too few of its kind ({}: {}) to compare; of all {}.{}",
                       kind_words(*like.of_kind->kind), like.of_kind->made, of_all(),
                       decided_words(like.all));
  std::string words = fmt::format("Of {} threats like this ({}) by {} {}", like.of_kind->made,
                                  kind_words(*like.of_kind->kind), maker, carried_out(*like.of_kind));
  const std::string decided = decided_words(*like.of_kind);
  if (leeway == nullptr || leeway->central.reading == Reading::no_move) return words + "." + decided;
  // The punishment that is priced is the whole one: what is sure is beyond both intervals.
  const double low = like.of_kind->fully.low;
  const double high = like.of_kind->carried_out.high;
  const std::string figure = probability(leeway->central.p_star);
  if (leeway->high < low)
    words += fmt::format("; the leeway is below both, {}.", figure);
  else if (leeway->low > high)
    words += fmt::format("; the leeway is above both, {}.", figure);
  else if (leeway->central.p_star >= low && leeway->central.p_star <= high)
    words += fmt::format("; the leeway, {}, lies within these intervals.", figure);
  else
    words += fmt::format("; the range of the leeway, {}, reaches into these intervals.", figure);
  return words + decided;
}

}  // namespace leeway
