#include "leeway/output/solve_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/backtest_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/parties.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/price_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

ReportTable sector_table(const World& world, const Comparison& comparison, const ComparisonRange* range,
                         const Parties& parties, const SolveView& view) {
  ReportTable table{
      "sectors",
      "Sectors",
      {text_column("economy"), text_column("sector"), text_column("name", 34), money_column("output, from"),
       money_column("output", true)},
      {},
      view.top,
      "Goods that the Measures in question name first, then the largest changes of output. Output at basic "
      "prices; volume is output over its price; labour is labour income over the wage."};
  std::vector<int> wanted;
  for (const std::string& id : view.economies)
    for (int n : members_of(world, id)) wanted.push_back(n);
  if (range != nullptr)
    for (ReportColumn& column :
         std::vector{money_column("low", true), money_column("high", true), text_column("course")})
      table.columns.push_back(std::move(column));
  for (ReportColumn& column :
       std::vector{percent_column("volume", 2, true), money_column("value added", true),
                   percent_column("labour", 2, true)})
    table.columns.push_back(std::move(column));
  std::vector<const SectorChange*> rows;
  for (const SectorChange& s : comparison.sectors)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), s.economy) != wanted.end())
      rows.push_back(&s);
  std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
    const bool first = parties.names(a->economy, a->sector);
    const bool second = parties.names(b->economy, b->sector);
    return first != second ? first : std::abs(a->output_musd) > std::abs(b->output_musd);
  });
  // What a Measure is about is shown whatever its size, and beside it what moves most.
  const auto named = static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [&](const auto* s) { return parties.names(s->economy, s->sector); }));
  if (view.top != 0) table.shown = std::min(named, view.top) + view.top;
  for (const SectorChange* s : rows) {
    const Sector& sector = world.sectors[static_cast<std::size_t>(s->sector)];
    std::vector<ReportCell> row = {world.economies[static_cast<std::size_t>(s->economy)].id, sector.id,
                                   sector.name, s->output_from_musd, s->output_musd};
    if (range != nullptr) {
      const auto at = static_cast<std::size_t>(s - comparison.sectors.data());
      row.emplace_back(range->low.sectors[at].output_musd);
      row.emplace_back(range->high.sectors[at].output_musd);
      row.emplace_back(std::string(course_words(range->low.sectors[at].output_musd,
                                                range->high.sectors[at].output_musd, no_change_musd)));
    }
    row.insert(row.end(), {s->output_pct, cell_of(s->value_added_musd), s->employment_pct});
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable trade_table(const World& world, const Comparison& comparison, const SolveView& view) {
  ReportTable table{
      "trade",
      "Trade between economies",
      {text_column("exporter"), text_column("importer"), money_column("from"), money_column("change", true),
       percent_column("change", 1, true)},
      {},
      view.top,
      "Largest changes first. From: border value, before duty. Changes are of volume (Fisher), at "
      "the border prices of what is compared with."};
  std::vector<int> wanted;
  for (const std::string& id : view.economies)
    for (int n : members_of(world, id)) wanted.push_back(n);
  const auto is_wanted = [&](int n) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), n) != wanted.end();
  };
  std::vector<const PairChange*> rows;
  for (const PairChange& p : comparison.pairs)
    if (is_wanted(p.exporter) || is_wanted(p.importer)) rows.push_back(&p);
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::abs(a->change_musd) > std::abs(b->change_musd);
  });
  for (const PairChange* p : rows)
    table.rows.push_back({world.economies[static_cast<std::size_t>(p->exporter)].id,
                          world.economies[static_cast<std::size_t>(p->importer)].id, p->from_musd,
                          p->change_musd, p->change_pct});
  return table;
}

/// A change with its range; without one both ends are the change itself.
struct Ranged {
  const EconomyChange* central;
  const EconomyChange* low;
  const EconomyChange* high;
};
std::vector<Ranged> ranged(const std::vector<EconomyChange>& central, const std::vector<EconomyChange>* low,
                           const std::vector<EconomyChange>* high) {
  std::vector<Ranged> all;
  for (std::size_t at = 0; at < central.size(); ++at)
    all.push_back({&central[at], low == nullptr ? &central[at] : &(*low)[at],
                   high == nullptr ? &central[at] : &(*high)[at]});
  return all;
}
std::vector<Ranged> ranged_economies(const Comparison& c, const ComparisonRange* range) {
  return ranged(c.economies, range == nullptr ? nullptr : &range->low.economies,
                range == nullptr ? nullptr : &range->high.economies);
}
std::vector<Ranged> ranged_groups(const Comparison& c, const ComparisonRange* range) {
  return ranged(c.groups, range == nullptr ? nullptr : &range->low.groups,
                range == nullptr ? nullptr : &range->high.groups);
}

/// Those asked for, in that order; else all economies, the most moved first (where welfare is not told, by
/// trade).
std::vector<Ranged> picked(const std::vector<Ranged>& economies, const std::vector<Ranged>& groups,
                           const std::vector<std::string>& only) {
  std::vector<Ranged> rows;
  for (const std::string& id : only)
    for (const auto* list : {&economies, &groups})
      for (const Ranged& r : *list)
        if (r.central->id == id) rows.push_back(r);
  if (!only.empty()) return rows;
  rows = economies;
  const auto size = [](const Ranged& r) {
    return std::abs(r.central->ev_musd.figure().value_or(r.central->exports_musd + r.central->imports_musd));
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const Ranged& a, const Ranged& b) { return size(a) > size(b); });
  return rows;
}

/// What the trade of an economy does, where welfare is not told.
std::string trade_words(const EconomyChange& c) {
  return fmt::format("exports {} and imports {} in volume", percent_words(c.exports_pct),
                     percent_words(c.imports_pct));
}

std::string figure(const Ranged& r) {
  std::string words =
      gain_words(r.central->ev_musd, r.low->ev_musd, r.high->ev_musd, no_change_of(*r.central));
  const double nothing = no_change_of(*r.central);
  if (!sign_open(r.low->ev_musd, r.high->ev_musd, nothing) && std::abs(r.central->ev_musd) >= nothing)
    words += fmt::format(", {} of real income", percent_words(r.central->real_income_pct));
  return words;
}

/// One sentence: who gains and who loses most, of those whose sign is identified.
std::string winners_and_losers(const std::vector<Ranged>& economies, const std::string& to,
                               const std::string& from, const std::vector<std::string>& said) {
  const auto is_said = [&](const Ranged& r) {
    return std::find(said.begin(), said.end(), r.central->id) != said.end();
  };
  std::string text = fmt::format("{} against {}: ", to, from);
  if (!economies.front().central->ev_musd.told()) {
    const auto most = std::max_element(economies.begin(), economies.end(), [](const auto& a, const auto& b) {
      return std::abs(a.central->exports_musd) + std::abs(a.central->imports_musd) <
             std::abs(b.central->exports_musd) + std::abs(b.central->imports_musd);
    });
    return text + fmt::format("in dollars the trade of {} moves most, {}.", in_sentence(most->central->name),
                              trade_words(*most->central));
  }
  const Ranged* best = nullptr;
  const Ranged* worst = nullptr;
  const Ranged* open = nullptr;  // the largest whose sign is not identified
  std::size_t open_count = 0;
  for (const Ranged& r : economies) {
    const double ev = r.central->ev_musd;
    const double nothing = no_change_of(*r.central);
    if (sign_open(r.low->ev_musd, r.high->ev_musd, nothing)) {
      ++open_count;
      const auto width = [](const Ranged& x) { return x.high->ev_musd - x.low->ev_musd; };
      if (open == nullptr || width(r) > width(*open)) open = &r;
    } else {
      if (ev > nothing && (best == nullptr || ev > best->central->ev_musd)) best = &r;
      if (ev < -nothing && (worst == nullptr || ev < worst->central->ev_musd)) worst = &r;
    }
  }
  std::vector<std::string> parts;
  const std::string of_them =
      open != nullptr && (worst != nullptr || best != nullptr) ? "of those whose sign is identified, " : "";
  if (worst != nullptr)
    parts.push_back(fmt::format("most is lost by {}{}", in_sentence(worst->central->name),
                                is_said(*worst) ? std::string() : ", which " + figure(*worst)));
  if (best != nullptr)
    parts.push_back(fmt::format("most is gained by {}{}", in_sentence(best->central->name),
                                is_said(*best) ? std::string() : ", which " + figure(*best)));
  if (open != nullptr)
    parts.push_back(fmt::format(
        "of {} the sign is not identified{}", counted(open_count, "economy"),
        is_said(*open) ? std::string()
                       : fmt::format(", {} among them: it {}", in_sentence(open->central->name),
                                     gain_words(open->central->ev_musd, open->low->ev_musd,
                                                open->high->ev_musd, no_change_of(*open->central)))));
  if (parts.empty())
    parts.push_back(fmt::format("no economy gains or loses beyond USD {} mn or 0.001% of its real income",
                                shortest(no_change_musd)));
  return text + of_them + fmt::format("{}.", fmt::join(parts, "; "));
}

/// The same for economies that were asked for.
std::string asked_for(const std::vector<Ranged>& asked) {
  std::vector<std::string> parts;
  for (const Ranged& r : asked)
    parts.push_back(r.central->ev_musd.told()
                        ? fmt::format("{} {}", in_sentence(r.central->name), figure(r))
                        : fmt::format("{}: {}", in_sentence(r.central->name), trade_words(*r.central)));
  return capitalised(fmt::format("{}.", fmt::join(parts, "; ")));
}

/// Who is hit and who acts, whatever their size: the question is about them.
std::vector<std::string> parties_told(const Parties& parties) {
  constexpr std::size_t most = 4;
  std::vector<std::string> ids = parties.targets;
  if (ids.size() + parties.actors.size() <= most)
    ids.insert(ids.end(), parties.actors.begin(), parties.actors.end());
  return ids.size() > most ? std::vector<std::string>() : ids;
}
std::string parties_sentence(const std::vector<Ranged>& economies, const std::vector<Ranged>& groups,
                             const std::vector<std::string>& ids) {
  if (ids.empty()) return "";
  std::vector<std::string> parts;
  for (const Ranged& r : picked(economies, groups, ids))
    parts.push_back(r.central->ev_musd.told()
                        ? fmt::format("{} {}", in_sentence(r.central->name), figure(r))
                        : fmt::format("{}: {}", in_sentence(r.central->name), trade_words(*r.central)));
  if (parts.empty()) return "";
  return fmt::format("Of those who act and are named: {}.", fmt::join(parts, "; "));
}

/// What happens to output where Measures name goods and those who make them: the largest changes.
std::string named_goods_sentence(const World& world, const Comparison& comparison,
                                 const ComparisonRange* range, const Parties& parties) {
  constexpr std::size_t most = 3;
  constexpr std::size_t few = 6;  // of more Measures no goods are what the question is about
  constexpr double least = 0.1;   // percent
  if (parties.measures.size() > few) return "";
  std::vector<const SectorChange*> named;
  for (const SectorChange& s : comparison.sectors)
    if (parties.names(s.economy, s.sector) && std::abs(s.output_pct) >= least &&
        std::abs(s.output_musd) > no_change_musd)
      named.push_back(&s);
  std::stable_sort(named.begin(), named.end(), [](const auto* a, const auto* b) {
    return std::abs(a->output_musd) > std::abs(b->output_musd);
  });
  if (named.size() > most) named.resize(most);
  std::vector<std::string> parts;
  for (const SectorChange* s : named) {
    const auto at = static_cast<std::size_t>(s - comparison.sectors.data());
    parts.push_back(fmt::format(
        "{} of {} {}{}", product_in_sentence(world.sectors[static_cast<std::size_t>(s->sector)].name),
        in_sentence(world.economies[static_cast<std::size_t>(s->economy)].name), percent_words(s->output_pct),
        range == nullptr ? std::string()
                         : fmt::format(" ({} to {})", percent_words(range->low.sectors[at].output_pct),
                                       percent_words(range->high.sectors[at].output_pct))));
  }
  return parts.empty() ? "" : fmt::format("Output by volume: {}.", fmt::join(parts, "; "));
}

/// What the answer is when others hold the rents of the limits in question; of economies where welfare is
/// told.
ReportTable rent_table(const std::vector<RentComparison>& holders, const std::vector<Ranged>& shown) {
  const bool told = !shown.empty() && shown.front().central->ev_musd.told();
  ReportTable table{
      "rents",
      fmt::format("By who holds the rents of {} (central case)", fmt::join(holders.front().measures, ", ")),
      {rate_column("held by importers", 0), rate_column("by exporters", 0), money_column("rent")},
      {},
      0,
      fmt::format("{}The record seldom says who is given the licences.",
                  told ? "Equivalent variation of each economy. " : "")};
  constexpr std::size_t most = 4;
  const std::size_t columns = told ? std::min(most, shown.size()) : 0;
  for (std::size_t at = 0; at < columns; ++at)
    table.columns.push_back(money_column(in_sentence(shown[at].central->name), true));
  table.columns.push_back(text_column("certified"));
  for (const RentComparison& holder : holders) {
    std::vector<ReportCell> row = {holder.importer_share, 1.0 - holder.importer_share};
    if (holder.figures) {
      row.emplace_back(holder.rent_musd);
      for (std::size_t at = 0; at < columns; ++at)
        row.push_back(cell_of((*holder.figures)[shown[at].central->id].ev_musd));
      row.emplace_back(std::string("yes"));
    } else {
      row.insert(row.end(), 1 + columns, ReportCell());
      row.emplace_back("NO: " + failure_words(*holder.verdict.failure));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// What moves the equivalent variation of one economy or group most.
std::vector<Swing> swings_of(const World& world, const Options& options, const Ranged& who,
                             const ComparisonRange& range) {
  std::vector<double> figures;
  for (const std::vector<EconomyChange>& economies : range.economies)
    for (const EconomyChange& c : economies)
      if (c.id == who.central->id) figures.push_back(c.ev_musd);
  return swings(who.central->ev_musd, range.one_by_one, figures, options, world);
}

void add_tornado(Report& report, const std::string& scenario, const Ranged& who,
                 const std::vector<Swing>& moved) {
  if (moved.size() < 2) return;
  ReportTable table = tornado_table(fmt::format("equivalent variation of {}", in_sentence(who.central->name)),
                                    who.central->ev_musd, moved);
  table.id += "_" + who.central->id;
  report.tables.push_back(std::move(table));
  const auto figure = std::find_if(report.rows.begin(), report.rows.end(), [&](const LongRow& row) {
    return row.economy == who.central->id && row.sector.empty() && row.partner.empty() &&
           row.variable == "equivalent_variation" && row.scenario == scenario;
  });
  if (figure == report.rows.end()) return;
  const std::vector<LongRow> rows = swing_rows(LongRow(*figure), moved);
  report.rows.insert(report.rows.end(), rows.begin(), rows.end());
}

bool applies(const Policy& policy, const std::string& id) {
  return std::any_of(policy.applied.begin(), policy.applied.end(),
                     [&](const AppliedMeasure& a) { return a.measure->id == id; });
}

/// The Measures of both policies, those that only one has first.
void add_policies(Report& report, const Policy& from, const Policy& to) {
  for (bool both : {false, true})
    for (const auto& [policy, other] : {std::pair(&to, &from), std::pair(&from, &to)})
      for (const AppliedMeasure& applied : policy->applied) {
        if (applies(*other, applied.measure->id) != both || (both && policy == &from)) continue;
        SourceLine line = source_line(applied);
        line.in_question = !both;
        if (!both && policy == &from) line.because = "taken out; " + line.because;
        report.sources.push_back(std::move(line));
      }
  for (const Policy* policy : {&to, &from}) add_warnings(report.warnings, policy->warnings);
}

/// Tables of the limits in force in a run, and the money on their flows.
void add_instruments(Report& report, const World& world, const NamedOutcome& run, const std::string& suffix,
                     std::size_t top) {
  const Solution& solution = run.outcome.solution();
  if (solution.result.money.empty()) return;
  if (!solution.result.instruments.empty()) {
    report.tables.push_back(
        instrument_table(solution.result.instruments, rent_splits(*solution.policy), run.name));
    report.tables.back().id += suffix;
  }
  report.tables.push_back(money_table(world, solution.result, run.name, top));
  report.tables.back().id += suffix;
  const std::vector<LongRow> rows = money_rows(world, solution, run.name);
  report.rows.insert(report.rows.end(), rows.begin(), rows.end());
}

}  // namespace

namespace {

ReportTable table_of(const std::vector<Ranged>& economies, const std::vector<Ranged>& groups, bool with_range,
                     const std::string& title, const SolveView& view) {
  // So soon after a shock that welfare is not told trade is what there is, with its range.
  const bool told = economies.front().central->ev_musd.told();
  ReportTable table{
      "economies",
      title,
      {text_column("economy"), text_column("name", 26)},
      {},
      view.top,
      told ? "Equivalent variation at base-year prices; real income is final expenditure over the "
             "consumer price index; exports and imports are volumes (Fisher, border prices)."
           : "Exports and imports are volumes (Fisher, border prices)."};
  const auto add_columns = [&](std::initializer_list<ReportColumn> columns) {
    table.columns.insert(table.columns.end(), columns);
  };
  if (told) {
    add_variation_columns(table, with_range);
    add_columns({percent_column("real income", 3, true), percent_column("real wage", 3, true)});
  }
  add_columns({money_column("tariff revenue", true)});
  for (const char* trade : {"exports", "imports"}) {
    add_columns({percent_column(trade, 2, true)});
    if (!told && with_range) add_columns({percent_column("low", 2, true), percent_column("high", 2, true)});
  }
  if (told) add_columns({percent_column("terms of trade", 3, true)});
  for (const Ranged& r : picked(economies, groups, view.economies)) {
    const EconomyChange& c = *r.central;
    std::vector<ReportCell> row = {c.id, c.name};
    if (told) {
      add_variation_cells(row, c.ev_musd, r.low->ev_musd, r.high->ev_musd, with_range, no_change_of(c));
      row.insert(row.end(), {cell_of(c.real_income_pct), cell_of(c.real_wage_pct)});
    }
    row.emplace_back(c.tariff_revenue_musd);
    for (double EconomyChange::*trade : {&EconomyChange::exports_pct, &EconomyChange::imports_pct}) {
      row.emplace_back(c.*trade);
      if (!told && with_range) row.insert(row.end(), {r.low->*trade, r.high->*trade});
    }
    if (told) row.push_back(cell_of(c.terms_of_trade_pct));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

ReportTable economy_table(const Comparison& comparison, const ComparisonRange* range,
                          const std::string& title, const SolveView& view) {
  return table_of(ranged_economies(comparison, range), ranged_groups(comparison, range), range != nullptr,
                  title, view);
}

namespace {

/// The tables of two equilibria, and of the first against the base year where that is given.
void add_figures(Report& report, const World& world, const Options& options, const NamedOutcome& from,
                 const NamedOutcome& to, const NamedOutcome* base, const SolveView& view,
                 const ComparisonRange* range, const std::vector<RentComparison>& holders) {
  const Comparison comparison = compare(world, from.outcome.solution(), to.outcome.solution());
  const std::vector<Ranged> economies = ranged_economies(comparison, range);
  const std::vector<Ranged> groups = ranged_groups(comparison, range);
  const std::vector<Ranged> first = picked(economies, groups, view.economies);
  const Parties parties = parties_between(world, from.outcome.policy(), to.outcome.policy());
  const std::vector<std::string> said = view.economies.empty() ? parties_told(parties) : view.economies;
  for (std::string& words : idle_sentences(to.outcome.policy().warnings))
    report.lead.push_back(std::move(words));
  if (std::string words = limit_sentence(to.outcome.solution().result.instruments, parties.measures);
      !words.empty())
    report.lead.push_back(std::move(words));
  if (!view.economies.empty())
    report.lead.push_back(asked_for(first));
  else if (std::string words = parties_sentence(economies, groups, said); !words.empty())
    report.lead.push_back(std::move(words));
  if (std::string words = named_goods_sentence(world, comparison, range, parties); !words.empty())
    report.lead.push_back(std::move(words));
  report.lead.push_back(winners_and_losers(economies, to.name, from.name, said));
  for (std::string& words : unmet_sentences(to.outcome.solution().result.instruments))
    report.lead.push_back(std::move(words));
  if (std::string words = critical_sentence(world, parties.measures, to.outcome->horizon); !words.empty())
    report.lead.push_back(std::move(words));
  if (std::string words = boycott_sentence(world, parties.measures); !words.empty())
    report.lead.push_back(std::move(words));
  if (const auto reason = welfare_not_told(to.outcome->horizon)) leave_out_welfare(report, *reason);
  report.lead.push_back(range_sentence(range == nullptr ? RangeKind::none : range->kind,
                                       range == nullptr ? CaseCount{1, 1} : range->cases, to.outcome->horizon,
                                       range == nullptr ? 0 : range->terms));
  if (range != nullptr && !holders.empty())
    report.lead.push_back(rent_range_sentence(holders.front().measures));
  report.tables.push_back(table_of(economies, groups, range != nullptr,
                                   fmt::format("Economies: {} against {}", to.name, from.name), view));
  report.rows = long_table(world, comparison, to.name, view.pairs);
  add_asked(report, world, {from.outcome.policy(), from.name, from.outcome.id()},
            {to.outcome.policy(), to.name, to.outcome.id()}, view.top);
  if (range != nullptr && first.front().central->ev_musd.told())
    for (std::size_t at = 0; at < (view.economies.empty() ? 1 : first.size()); ++at)
      add_tornado(report, to.name, first[at], swings_of(world, options, first[at], *range));
  if (!holders.empty()) {
    std::vector<std::string> shown = view.economies;
    if (shown.empty()) shown = parties.targets;
    if (view.economies.empty()) shown.insert(shown.end(), parties.actors.begin(), parties.actors.end());
    report.tables.push_back(rent_table(holders, picked(economies, groups, shown)));
  }
  report.tables.push_back(sector_table(world, comparison, range, parties, view));
  report.tables.push_back(trade_table(world, comparison, view));
  if (range != nullptr && !range->failed.empty()) report.tables.push_back(range_failures(range->failed));
  if (range != nullptr)
    for (const auto& [statistic, end] : {std::pair("low", &range->low), std::pair("high", &range->high)})
      for (LongRow& row : long_table(world, *end, to.name)) {
        row.statistic = statistic;
        report.rows.push_back(std::move(row));
      }
  for (const NamedOutcome* run : {&to, &from})
    add_instruments(report, world, *run, run == &to ? "" : "_from", view.top);
  if (const std::string scarce = scarcity_sentence(to.outcome.solution().result.instruments); !scarce.empty())
    report.lead.push_back(scarce);
  if (base == nullptr || !base->outcome) return;
  const Comparison before = compare(world, base->outcome.solution(), from.outcome.solution());
  ReportTable table =
      economy_table(before, nullptr, fmt::format("Economies: {} against {}", from.name, base->name), view);
  table.id = "status_quo";
  table.shown =
      view.economies.empty() ? std::min<std::size_t>(view.top == 0 ? table.rows.size() : view.top, 5) : 0;
  report.tables.push_back(std::move(table));
  const std::vector<LongRow> rows = long_table(world, before, from.name, view.pairs);
  report.rows.insert(report.rows.end(), rows.begin(), rows.end());
}

}  // namespace

Report solve_report(const World& world, const Options& options, const NamedOutcome& from,
                    const NamedOutcome& to, const NamedOutcome* base, const SolveView& view,
                    const ComparisonRange* range, const std::vector<RentComparison>& holders) {
  Report report;
  report.kind = "solve";
  report.headline = to.title;
  report.world = &world;
  report.as_of = to.outcome.policy().as_of;
  report.known_by = to.outcome.policy().known_by;
  if (from.outcome && to.outcome) add_figures(report, world, options, from, to, base, view, range, holders);
  report.assumptions = assumptions_of(options, world);
  for (const NamedOutcome* run : {&to, &from})
    add_measure_assumptions(report.assumptions, run->outcome.policy());
  Identity id("solve");
  id.add("as_of", report.as_of).add("known_by", report.known_by);
  for (const NamedOutcome* run : {&to, &from, base}) {
    if (run == nullptr) continue;
    id.add("solve", run->outcome.id());
    report.certificates.emplace_back(run->name, run->outcome.verdict());
  }
  id.add("range", to_string(range == nullptr ? RangeKind::none : range->kind));
  if (range != nullptr)
    for (const std::string& solve : range->ids) id.add("solve", solve);
  report.run_id = id.hex();
  add_policies(report, from.outcome.policy(), to.outcome.policy());
  if (from.outcome && to.outcome) add_record(report);
  add_failures(report);
  return report;
}

}  // namespace leeway
