#include "leeway/output/dyad_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/cells.h"
#include "leeway/output/format.h"
#include "leeway/policy/precision.h"

namespace leeway {

namespace {

const char* dyad_words(DyadAct act) {
  switch (act) {
    case DyadAct::threatens:
      return "threatens";
    case DyadAct::draws_up:
      return "announces a restriction";
    case DyadAct::investigates:
      return "opens a case";
    case DyadAct::restricts:
      return "restricts";
    case DyadAct::eases:
      return "eases";
    case DyadAct::calls_off:
      return "calls off";
    case DyadAct::runs_out:
      return "runs out";
    case DyadAct::promises:
      return "promises trade";
    case DyadAct::cooperates:
      return "opens trade";
    case DyadAct::breaks_off:
      return "breaks off";
    case DyadAct::agrees:
      return "signs";
    case DyadAct::concedes:
      return "concedes";
    case DyadAct::visits:
      return "visits";
    case DyadAct::hosts:
      return "hosts";
    case DyadAct::meets:
      return "meets";
    case DyadAct::states:
      return "states";
    case DyadAct::other:
      return "other";
  }
  return "";
}

const char* entries_of(DyadAct act) {
  switch (act) {
    case DyadAct::threatens:
      return "a Measure that is threatened; an event of the kind threat";
    case DyadAct::draws_up:
      return "a Measure that restricts, announced for a later day";
    case DyadAct::investigates:
      return "a Measure under investigation; an event of the kind investigation";
    case DyadAct::restricts:
      return "a duty, ban, quota, licence, floor or boycott comes into force, or does so again";
    case DyadAct::eases:
      return "one is suspended or withdrawn; a tariff-rate quota, a floor in the place of a duty or a duty "
             "that "
             "replaces what is paid comes into force";
    case DyadAct::calls_off:
      return "what was not in force is withdrawn or put off";
    case DyadAct::promises:
      return "a pact, purchases, a transfer or what eases is announced for a later day";
    case DyadAct::cooperates:
      return "a pact, purchases or a transfer come into force";
    case DyadAct::breaks_off:
      return "they, or what eases, are suspended or withdrawn";
    case DyadAct::agrees:
      return "an event of the kind agreement or truce";
    case DyadAct::concedes:
      return "an event of the kind concession that touches no Measure between the two";
    case DyadAct::visits:
      return "an event of the kind visit, of the guest";
    case DyadAct::hosts:
      return "the same, of the host";
    case DyadAct::meets:
      return "an event of the kind summit";
    case DyadAct::states:
      return "an event of the kind statement";
    default:
      return "";
  }
}

std::string direction(const Dyad& d, bool forth) {
  return forth ? fmt::format("{} on {}", d.first, d.second) : fmt::format("{} on {}", d.second, d.first);
}

ReportTable timeline_table(const Dyad& d, std::size_t top) {
  ReportTable table{
      "timeline",
      "Entry by entry",
      {text_column("day"), text_column("direction"), text_column("act"), number_column("value", "", 1),
       number_column("counted", "", 1), text_column("conf."), text_column("id"), text_column("title", 60)},
      {},
      top,
      "Counted: several entries of one day, direction and kind are one act; what is aimed at "
      "everyone is listed and not counted. A value that is empty has no counterpart on the scale."};
  for (const DyadEntry& e : d.entries)
    table.rows.push_back({dated(e.day, e.precision), direction(d, e.forth), std::string(dyad_words(e.act)),
                          cell(goldstein_value(e.act)), e.counted(), e.confidence, e.id, e.title});
  return table;
}

ReportTable months_table(const Dyad& d, std::size_t top) {
  ReportTable table{"months",
                    "By month",
                    {text_column("month"), number_column(direction(d, true), "", 1),
                     number_column(direction(d, false), "", 1), number_column("together", "", 1),
                     number_column("entries", "", 0)},
                    {},
                    top,
                    "Sums of what is counted. Months without an entry are zero: nothing is on record."};
  for (const DyadMonth& m : d.months)
    table.rows.push_back(
        {to_string(m.month).substr(0, 7), m.forth, m.back, m.forth + m.back, double(m.entries)});
  return table;
}

ReportTable votes_table(const Dyad& d) {
  ReportTable table{"votes",
                    "How near they vote",
                    {text_column("year"), number_column(d.first, "", 2), number_column(d.second, "", 2),
                     number_column("distance", "", 2)},
                    {},
                    0,
                    "Ideal points in the UN General Assembly (Bailey, Strezhnev and Voeten 2017, Journal of "
                    "Conflict Resolution 61(2): 430-456; estimates of July 2025). Context, in no sum."};
  for (const DyadVotes& v : d.votes)
    table.rows.push_back({std::to_string(v.year), v.first, v.second, std::abs(v.first - v.second)});
  return table;
}

ReportTable scale_table() {
  ReportTable table{
      "scale",
      "The scale",
      {text_column("act"), text_column("CAMEO"), number_column("value", "", 1), text_column("entries", 90)},
      {},
      0,
      "Goldstein (1992), Journal of Conflict Resolution 36(2): 369-385, from -10 (conflict) to +10 "
      "(cooperation), by CAMEO code. Which code stands for which entry is a choice of this program."};
  for (const DyadAct act : valued_acts())
    table.rows.push_back({std::string(dyad_words(act)), std::string(cameo_code(act)),
                          cell(goldstein_value(act)), std::string(entries_of(act))});
  return table;
}

/// No more sums than a terminal has blocks for: by month, quarter or year.
StepChart month_chart(const Dyad& d) {
  constexpr std::size_t most_sums = 56;
  const std::size_t step = d.months.size() <= most_sums ? 1 : d.months.size() <= 3 * most_sums ? 3 : 12;
  StepChart chart;
  chart.id = "dyad";
  chart.title = "Conflict (below 0) and cooperation";
  chart.unit = fmt::format("Goldstein's scale, sums {}", step == 1   ? "by month"
                                                         : step == 3 ? "of three months"
                                                                     : "of twelve months");
  StepSeries forth{direction(d, true), {}};
  StepSeries back{direction(d, false), {}};
  for (std::size_t m = 0; m < d.months.size(); ++m) {
    if (m % step == 0) {
      chart.days.push_back(d.months[m].month);
      forth.values.push_back(0.0);
      back.values.push_back(0.0);
    }
    forth.values.back() += d.months[m].forth;
    back.values.back() += d.months[m].back;
  }
  chart.series = {std::move(forth), std::move(back)};
  return chart;
}

/// "lowest -13.8 in 2025-03".
std::string extreme_words(const Dyad& d, bool lowest) {
  const auto sum = [](const DyadMonth& m) { return m.forth + m.back; };
  const auto less = [&](const DyadMonth& a, const DyadMonth& b) { return sum(a) < sum(b); };
  const auto at = lowest ? std::min_element(d.months.begin(), d.months.end(), less)
                         : std::max_element(d.months.begin(), d.months.end(), less);
  return fmt::format("{} {} in {}", lowest ? "lowest" : "highest", with_sign(sum(*at), 1),
                     to_string(at->month).substr(0, 7));
}

}  // namespace

Report dyad_report(const World& world, const Dyad& d, std::size_t top) {
  Report report;
  report.kind = "ledger dyad";
  report.world = &world;
  report.known_by = d.known_by;
  report.run_id = d.run_id;
  const std::string first = in_sentence(name_of(world, d.first));
  const std::string second = in_sentence(name_of(world, d.second));
  const auto counted = std::count_if(d.entries.begin(), d.entries.end(),
                                     [](const DyadEntry& e) { return !e.on_all && !e.repeats; });
  if (d.entries.empty()) {
    report.headline = fmt::format("Nothing is on record between {} and {} in this time", first, second);
  } else {
    double forth = 0.0;
    double back = 0.0;
    for (const DyadEntry& e : d.entries) (e.forth ? forth : back) += e.counted();
    report.headline =
        fmt::format("{} and {}, {} to {}: {} acts on record, {} by {} and {} by {} on the scale",
                    capitalised(first), second, to_string(d.from), to_string(d.to), counted,
                    with_sign(forth, 1), first, with_sign(back, 1), second);
    report.lead.push_back(
        fmt::format("By month together: {}, {}.", extreme_words(d, true), extreme_words(d, false)));
    report.charts.push_back(month_chart(d));
    report.tables.push_back(timeline_table(d, top));
    report.tables.push_back(months_table(d, top));
  }
  if (!d.votes.empty()) report.tables.push_back(votes_table(d));
  report.tables.push_back(scale_table());
  report.notes.push_back(
      "The ledger is a selection: acts on trade, threats and visits around the disputes that it covers, more "
      "of "
      "late years and of the United States and China. A month at zero says that nothing is on record, not "
      "that "
      "nothing happened, and two pairs are not compared by their sums. The scale knows kinds of acts and not "
      "their size: a duty of 5% counts as a ban does. No money is in it.");
  return report;
}

}  // namespace leeway
