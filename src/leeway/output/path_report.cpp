#include "leeway/output/path_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/price_words.h"
#include "leeway/output/range_words.h"

namespace leeway {

namespace {

constexpr std::size_t most_moved = 4;  ///< economies shown when none is named

/// Real income of some economies taken as one, on a day that has levels.
struct Income {
  double base = 0.0;
  double from = 0.0;
  double now = 0.0;

  double ev() const { return now - from; }
  double against_from() const { return 100.0 * (now / from - 1.0); }
  double against_base() const { return 100.0 * (now / base - 1.0); }
};
Income income_of(const Path& path, const PathPoint& point, const std::vector<int>& members) {
  Income sum;
  for (int n : members) {
    const auto at = static_cast<std::size_t>(n);
    sum.base += path.base_income[at];
    sum.from += point.levels->real_income_from[at];
    sum.now += point.levels->real_income[at];
  }
  return sum;
}

/// A figure of one day and economy over the cases of a range.
Range income_range(const Path& path, const PathRange* range, std::size_t day, const std::vector<int>& members,
                   double (Income::*figure)() const) {
  const double here = (income_of(path, path.points[day], members).*figure)();
  Range r{here, here, here, {1, 1}};
  if (range != nullptr)
    for (const std::vector<PathPoint>& points : range->points)
      r.widen((income_of(path, points[day], members).*figure)());
  return r;
}

/// "CAN -0.36% (-0.5% to -0.2%)", "USA -0.1% to +0.2%, sign not identified".
std::string end_words(const std::string& id, const Range& percent, const Range& money) {
  const std::string ends = fmt::format("{} to {}", percent_words(percent.low), percent_words(percent.high));
  if (money.both_signs(no_change_musd)) return fmt::format("{} {}, sign not identified", id, ends);
  const std::string words = fmt::format("{} {}", id, percent_words(percent.central));
  return percent.low < percent.high ? fmt::format("{} ({})", words, ends) : words;
}

struct Shown {
  std::string id;
  std::vector<int> members;
};
std::vector<Shown> economies_shown(const World& world, const Path& path,
                                   const std::vector<std::string>& asked) {
  std::vector<Shown> shown;
  for (const std::string& id : asked) shown.push_back({id, members_of(world, id)});
  if (!asked.empty()) return shown;
  std::vector<std::pair<double, int>> moved;
  for (int n = 0; n < world.economy_count(); ++n) {
    double low = 0.0;
    double high = 0.0;
    for (const PathPoint& p : path.points) {
      if (!p.levels) continue;
      const double change = income_of(path, p, {n}).ev();
      low = std::min(low, change);
      high = std::max(high, change);
    }
    moved.emplace_back(low - high, n);
  }
  std::sort(moved.begin(), moved.end());
  for (std::size_t at = 0; at < std::min(most_moved, moved.size()); ++at)
    shown.push_back({world.economies[static_cast<std::size_t>(moved[at].second)].id, {moved[at].second}});
  return shown;
}

std::string change_words(const PathPoint& p) {
  std::vector<std::string> words;
  for (const bool slight : {false, true})
    for (const PolicyChange& change : p.changes)
      if (change.slight == slight) words.push_back(fmt::format("{} {}", change.measure, change.what));
  return fmt::format("{}", fmt::join(words, "; "));
}

/// Whether some day is priced at a longer horizon than its own.
bool priced_later(const Path& path) {
  return std::any_of(path.points.begin(), path.points.end(),
                     [](const PathPoint& p) { return p.priced_at != p.horizon; });
}

/// Flow times duration: what an economy's real income adds up to from the first day to the last.
ReportTable sum_table(const Path& path, const std::vector<Shown>& shown) {
  ReportTable table{
      "sum",
      fmt::format("From {} to {} altogether", to_string(path.inputs.from), to_string(path.inputs.to)),
      {text_column("economy"), money_column("equiv. variation", true), number_column("years", "", 2)},
      {},
      0,
      "Each day's flow of equivalent variation until the next day shown, times its duration, without "
      "discount; days without an answer are left out of both columns."};
  for (const Shown& e : shown) {
    double sum = 0.0;
    double years = 0.0;
    for (const PathPoint& p : path.points) {
      if (!p.levels) continue;
      sum += p.lasts_years * income_of(path, p, e.members).ev();
      years += p.lasts_years;
    }
    table.rows.push_back({e.id, sum, years});
  }
  return table;
}

ReportTable day_table(const Path& path, const PathRange* range, const std::vector<Shown>& shown) {
  ReportTable table{"path", "Day by day", {text_column("day"), text_column("horizon")}, {}, 0, ""};
  for (const Shown& e : shown) {
    table.columns.push_back(money_column(e.id + " EV", true));
    if (range != nullptr)
      for (const char* end : {"low", "high"}) table.columns.push_back(money_column(end, true));
    table.columns.push_back(percent_column(e.id + " income", 3, true));
  }
  table.columns.push_back(number_column("measures", "", 0));
  table.columns.push_back(text_column("certified"));
  table.columns.push_back(text_column("what changes", 70));
  table.note = fmt::format(
      "EV (equivalent variation, USD mn a year) and real income are against the policy of {} under the same "
      "horizon. Every day on which a Measure changes is a row of its own, besides the grid. Each day is an "
      "equilibrium of its own.",
      to_string(path.inputs.from));
  if (priced_later(path))
    table.note +=
        " A horizon shorter than 3 years is that of trade and limits; EV and real income of such a day are "
        "the flow at 3 years, a floor of what it costs those who are hit.";
  for (std::size_t day = 0; day < path.points.size(); ++day) {
    const PathPoint& p = path.points[day];
    std::vector<ReportCell> row = {
        to_string(p.date), p.horizon ? fmt::format("{:.2f} years", *p.horizon) : std::string("long run")};
    for (const Shown& e : shown) {
      if (!p.levels) {
        row.insert(row.end(), range == nullptr ? 2 : 4, ReportCell());
        continue;
      }
      const Range ev = income_range(path, range, day, e.members, &Income::ev);
      row.emplace_back(ev.central);
      if (range != nullptr) row.insert(row.end(), {ReportCell(ev.low), ReportCell(ev.high)});
      row.emplace_back(income_of(path, p, e.members).against_from());
    }
    row.emplace_back(static_cast<double>(p.measures));
    row.emplace_back(std::string(p.levels ? "yes" : "NO"));
    row.emplace_back(change_words(p));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable change_table(const Path& path) {
  ReportTable table{"changes",
                    "What changes, by day",
                    {text_column("day"), text_column("measure"), text_column("what", 80)},
                    {},
                    0,
                    ""};
  for (const PathPoint& p : path.points)
    for (const PolicyChange& change : p.changes)
      table.rows.push_back({to_string(p.date), change.measure, change.what});
  return table;
}

ReportTable limit_table(const Path& path) {
  ReportTable table{"limits",
                    "Quotas and other limits, by day",
                    {text_column("day"), text_column("measure", 30), text_column("regime"),
                     rate_column("premium", 2), number_column("came in", "", 1),
                     number_column("limit", "", 1), text_column("unit"), money_column("rent")},
                    {},
                    0,
                    "The first day, and every day on which a limit, its regime or its unit changes."};
  std::vector<InstrumentOutcome> last;
  for (const PathPoint& p : path.points) {
    if (!p.levels) continue;
    for (const InstrumentOutcome& o : p.levels->instruments) {
      const bool same = std::any_of(last.begin(), last.end(), [&](const InstrumentOutcome& before) {
        return before.measure == o.measure && before.control == o.control && before.regime == o.regime &&
               std::abs(before.limit - o.limit) <= 1e-9 * std::abs(o.limit);
      });
      if (!same)
        table.rows.push_back({to_string(p.date), o.measure, regime_words(o), premium_cell(o.premium),
                              o.quantity, o.limit, o.unit, o.rent});
    }
    last = p.levels->instruments;
  }
  return table;
}

StepChart income_chart(const Path& path, const std::vector<Shown>& shown) {
  StepChart chart{"real_income",
                  fmt::format("Real income against the policy of {}", to_string(path.inputs.from)),
                  "%",
                  {},
                  {}};
  for (const Shown& e : shown) chart.series.push_back({e.id, {}});
  for (const PathPoint& p : path.points) {
    chart.days.push_back(p.date);
    for (std::size_t at = 0; at < shown.size(); ++at)
      chart.series[at].values.push_back(p.levels ? income_of(path, p, shown[at].members).against_from()
                                                 : std::numeric_limits<double>::quiet_NaN());
  }
  return chart;
}

const std::vector<InstrumentOutcome>& limits_on(const PathPoint& p) {
  static const std::vector<InstrumentOutcome> none;
  return p.levels ? p.levels->instruments : none;
}

/// Limits of quotas as they move, one series a Measure; in percent of the first, since units differ.
StepChart quota_chart(const Path& path) {
  StepChart chart{"limits", "Limits of quotas, first = 100", "index", {}, {}};
  std::vector<std::pair<std::string, double>> first;
  for (const PathPoint& p : path.points)
    for (const InstrumentOutcome& o : limits_on(p)) {
      const bool known =
          std::any_of(first.begin(), first.end(), [&](const auto& f) { return f.first == o.measure; });
      if (!known && o.control != Control::price_floor && o.limit > 0.0)
        first.emplace_back(o.measure, o.limit);
    }
  for (const auto& [measure, limit] : first) {
    StepSeries series{measure, {}};
    bool moves = false;
    for (const PathPoint& p : path.points) {
      const std::vector<InstrumentOutcome>& limits = limits_on(p);
      const auto found = std::find_if(limits.begin(), limits.end(), [&id = measure](const auto& o) {
        return o.measure == id && o.control != Control::price_floor;
      });
      const bool there = found != limits.end();
      series.values.push_back(there ? 100.0 * found->limit / limit
                                    : std::numeric_limits<double>::quiet_NaN());
      moves = moves || !there || std::abs(found->limit - limit) > 1e-9 * limit;
    }
    if (moves) chart.series.push_back(std::move(series));
  }
  for (const PathPoint& p : path.points) chart.days.push_back(p.date);
  return chart;
}

void add_rows(Report& report, const World& world, const Path& path, const PathRange* range) {
  const auto add = [&](const PathPoint& p, const std::string& economy, const char* variable, const char* unit,
                       const char* statistic, double value) {
    report.rows.push_back({p.verdict.id, to_string(p.date), economy, "", "", variable, unit, world.base_year,
                           statistic, value});
  };
  const auto economy = [&](const PathPoint& p, const std::string& id, const std::vector<int>& members) {
    const Income income = income_of(path, p, members);
    add(p, id, "equivalent_variation", "USD million", "change", income.ev());
    add(p, id, "real_income", "percent", "change", income.against_from());
    add(p, id, "real_income_against_base", "percent", "change", income.against_base());
  };
  for (const PathPoint& p : path.points) {
    if (!p.levels) continue;
    const auto day = static_cast<std::size_t>(&p - path.points.data());
    for (int n = 0; n < world.economy_count(); ++n) {
      const std::string& id = world.economies[static_cast<std::size_t>(n)].id;
      economy(p, id, {n});
      if (range == nullptr) continue;
      const Range ev = income_range(path, range, day, {n}, &Income::ev);
      const Range income = income_range(path, range, day, {n}, &Income::against_from);
      for (const auto& [statistic, money, percent] :
           {std::tuple("low", ev.low, income.low), std::tuple("high", ev.high, income.high)}) {
        add(p, id, "equivalent_variation", "USD million", statistic, money);
        add(p, id, "real_income", "percent", statistic, percent);
      }
    }
    const std::vector<InstrumentOutcome>& limits = p.levels->instruments;
    std::map<std::string, int> seen;
    for (const InstrumentOutcome& o : limits) {
      // A Measure may need several: each has its number.
      const auto all = std::count_if(limits.begin(), limits.end(), [&](const InstrumentOutcome& other) {
        return other.measure == o.measure;
      });
      const int number = ++seen[o.measure];
      const std::string level = all == 1 ? "level" : fmt::format("level of limit {} of {}", number, all);
      add(p, o.measure, "limit", o.unit.c_str(), level.c_str(), o.limit);
      add(p, o.measure, "came_in", o.unit.c_str(), level.c_str(), o.quantity);
      if (beyond_telling(1.0 + o.premium))
        add(p, o.measure, "premium_over", "decimal", level.c_str(), dearest_told - 1.0);
      else
        add(p, o.measure, "premium", "decimal", level.c_str(), o.premium);
      add(p, o.measure, "rent", "USD million", level.c_str(), o.rent);
    }
  }
}

}  // namespace

Report path_report(const World& world, const Path& path, const std::vector<std::string>& economies,
                   std::size_t top, const PathRange* range) {
  Report report;
  report.kind = "path";
  report.world = &world;
  report.as_of = path.inputs.to;
  report.known_by = path.inputs.scenario.known_by;
  Identity id("path_over");
  id.add("path", path.run_id).add("range", to_string(range == nullptr ? RangeKind::none : range->kind));
  if (range != nullptr)
    for (const std::string& walk : range->ids) id.add("walk", walk);
  report.run_id = id.hex();
  const auto days = static_cast<std::size_t>(std::count_if(
      path.points.begin(), path.points.end(), [](const PathPoint& p) { return p.levels.has_value(); }));
  const std::vector<Shown> shown = economies_shown(world, path, economies);
  std::ptrdiff_t changes = 0;
  for (const PathPoint& p : path.points)
    changes += std::count_if(p.changes.begin(), p.changes.end(),
                             [](const PolicyChange& change) { return !change.slight; });
  std::string ends = "the end has no answer";
  if (path.points.back().levels) {
    std::vector<std::string> parts;
    for (const Shown& e : shown) {
      const std::size_t last = path.points.size() - 1;
      parts.push_back(end_words(e.id, income_range(path, range, last, e.members, &Income::against_from),
                                income_range(path, range, last, e.members, &Income::ev)));
    }
    ends = fmt::format("real income at the end: {}", fmt::join(parts, ", "));
  }
  report.headline =
      fmt::format("{}, {} to {}: {} days, {} changes of policy; {}", path.inputs.scenario.title,
                  to_string(path.inputs.from), to_string(path.inputs.to), path.points.size(), changes, ends);
  report.lead = idle_sentences(path.warnings);
  if (days < path.points.size())
    report.lead.push_back(
        fmt::format("{} of {} days are certified; the others have no figures.", days, path.points.size()));
  if (path.beyond_ledger())
    report.lead.push_back(
        fmt::format("The ledger's last entry is of {}: later days hold what was on record then, with its own "
                    "dates of end, and "
                    "nothing that governments have done since.",
                    to_string(path.last_entry)));
  if (days > 0) report.charts.push_back(income_chart(path, shown));
  if (StepChart quotas = quota_chart(path); !quotas.series.empty())
    report.charts.push_back(std::move(quotas));
  if (days > 0) {
    report.lead.push_back(range_sentence(range == nullptr ? RangeKind::none : range->kind,
                                         range == nullptr ? CaseCount{1, 1} : range->cases, {},
                                         range == nullptr ? 0 : range->terms));
    report.tables.push_back(day_table(path, range, shown));
    report.tables.push_back(sum_table(path, shown));
    add_asked(report, world, {*path.first, to_string(path.inputs.from), path.starts.front().id},
              {*path.last, to_string(path.inputs.to), path.points.back().verdict.id}, top);
  }
  if (ReportTable limits = limit_table(path); !limits.rows.empty()) {
    limits.shown = top;
    report.tables.push_back(std::move(limits));
  }
  if (ReportTable all = change_table(path); !all.rows.empty()) {
    all.shown = top;
    report.tables.push_back(std::move(all));
  }
  add_rows(report, world, path, range);
  report.assumptions = assumptions_of(path.inputs.options, world, path.inputs.adjust);
  if (path.inputs.adjust)
    report.assumptions.push_back(
        {"horizon by day", "years since the first day", "",
         fmt::format("at least {} years: trade elasticities and factors loosen as time passes",
                     shortest(shortest_horizon))});
  for (const AppliedMeasure& a : path.applied) {
    report.sources.push_back(source_line(a));
    report.sources.back().in_question =
        std::any_of(path.points.begin(), path.points.end(), [&](const PathPoint& p) {
          return std::any_of(p.changes.begin(), p.changes.end(),
                             [&](const PolicyChange& c) { return c.measure == a.measure->id; });
        });
    add_measure_assumptions(report.assumptions, a.assumptions);
  }
  add_warnings(report.warnings, path.warnings);
  std::vector<std::string> undated;
  for (const Measure& measure : path.inputs.scenario.measures)
    if (!measure.effective) undated.push_back(measure.id);
  if (!undated.empty())
    report.notes.push_back(fmt::format(
        "Without an effective date, in force on every day of the path, and so in none of the "
        "differences between its days: {}. Give a date (effective 2026-03-01) to see what it does.",
        fmt::join(undated, ", ")));
  for (const Verdict& start : path.starts)
    report.certificates.emplace_back(fmt::format("policy of {}", to_string(path.inputs.from)), start);
  for (const PathPoint& p : path.points) report.certificates.emplace_back(to_string(p.date), p.verdict);
  add_failures(report);
  return report;
}

}  // namespace leeway
