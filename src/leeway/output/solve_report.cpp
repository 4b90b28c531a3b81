#include "leeway/output/solve_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"

namespace leeway {

namespace {

std::vector<EconomyChange> picked(const std::vector<EconomyChange>& economies,
                                  const std::vector<EconomyChange>& groups,
                                  const std::vector<std::string>& only) {
  std::vector<EconomyChange> rows;
  for (const std::string& id : only)
    for (const auto* list : {&economies, &groups})
      for (const EconomyChange& change : *list)
        if (change.id == id) rows.push_back(change);
  if (!only.empty()) return rows;
  rows = economies;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.ev_musd) > std::abs(b.ev_musd); });
  return rows;
}

ReportTable sector_table(const World& world, const Comparison& comparison, const SolveView& view) {
  ReportTable table{
      "sectors",
      "Sectors",
      {text_column("economy"), text_column("sector"), text_column("", 34), money_column("output, from"),
       money_column("output", true), percent_column("volume", 2, true), money_column("value added", true),
       percent_column("labour", 2, true)},
      {},
      view.top,
      "Largest changes of output first. Output at basic prices; volume is output over its price; labour is "
      "labour "
      "income over the wage."};
  std::vector<int> wanted;
  for (const std::string& id : view.economies)
    for (int n : members_of(world, id)) wanted.push_back(n);
  std::vector<const SectorChange*> rows;
  for (const SectorChange& s : comparison.sectors)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), s.economy) != wanted.end())
      rows.push_back(&s);
  std::stable_sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) {
    return std::abs(a->output_musd) > std::abs(b->output_musd);
  });
  for (const SectorChange* s : rows) {
    const Sector& sector = world.sectors[static_cast<std::size_t>(s->sector)];
    table.rows.push_back({world.economies[static_cast<std::size_t>(s->economy)].id, sector.id, sector.name,
                          s->output_from_musd, s->output_musd, s->output_pct, s->value_added_musd,
                          s->employment_pct});
  }
  return table;
}

ReportTable trade_table(const World& world, const Comparison& comparison, const SolveView& view) {
  ReportTable table{"trade",
                    "Trade between economies",
                    {text_column("exporter"), text_column("importer"), money_column("from"),
                     money_column("change", true), percent_column("change", 1, true)},
                    {},
                    view.top,
                    "Largest changes first; border values, before duty."};
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

constexpr double nothing = 0.5;  ///< USD million: shown as zero everywhere

std::string figure(const EconomyChange& c) {
  return fmt::format("{} ({} of real income)", money_words(std::abs(c.ev_musd)),
                     percent_words(c.real_income_pct));
}

/// One sentence: who gains and who loses most.
std::string winners_and_losers(const Comparison& comparison, const std::string& to, const std::string& from) {
  const auto less = [](const EconomyChange& a, const EconomyChange& b) { return a.ev_musd < b.ev_musd; };
  const auto best = std::max_element(comparison.economies.begin(), comparison.economies.end(), less);
  const auto worst = std::min_element(comparison.economies.begin(), comparison.economies.end(), less);
  std::string text = fmt::format("{} against {}: ", to, from);
  if (worst->ev_musd > -nothing && best->ev_musd < nothing)
    return text + "no economy gains or loses as much as USD 1 mn.";
  text += worst->ev_musd > -nothing
              ? "no economy loses"
              : fmt::format("{} loses most, {}", in_sentence(worst->name), figure(*worst));
  text += best->ev_musd < nothing
              ? "; no economy gains."
              : fmt::format("; {} gains most, {}.", in_sentence(best->name), figure(*best));
  return text;
}

/// The same for economies that were asked for.
std::string asked_for(const Comparison& comparison, const std::vector<std::string>& economies) {
  std::vector<std::string> parts;
  for (const EconomyChange& c : picked(comparison.economies, comparison.groups, economies))
    parts.push_back(
        std::abs(c.ev_musd) < nothing
            ? fmt::format("{} neither gains nor loses USD 1 mn", in_sentence(c.name))
            : fmt::format("{} {} {}", in_sentence(c.name), c.ev_musd < 0.0 ? "loses" : "gains", figure(c)));
  return capitalised(fmt::format("{}.", fmt::join(parts, "; ")));
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
  for (const Policy* policy : {&to, &from})
    for (const std::string& warning : policy->warnings)
      if (std::find(report.warnings.begin(), report.warnings.end(), warning) == report.warnings.end())
        report.warnings.push_back(warning);
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

ReportTable economy_table(const std::vector<EconomyChange>& economies,
                          const std::vector<EconomyChange>& groups, const std::string& title,
                          const SolveView& view) {
  ReportTable table{"economies",
                    title,
                    {text_column("economy"), text_column("", 26), money_column("equiv. variation", true),
                     percent_column("real income", 3, true), percent_column("real wage", 3, true),
                     percent_column("real GDP", 3, true), money_column("tariff revenue", true),
                     percent_column("exports", 2, true), percent_column("imports", 2, true),
                     percent_column("terms of trade", 3, true)},
                    {},
                    view.top,
                    "Equivalent variation at base-year prices; real income is final expenditure over the "
                    "consumer price index; "
                    "exports and imports are nominal border values."};
  for (const EconomyChange& c : picked(economies, groups, view.economies))
    table.rows.push_back({c.id, c.name, c.ev_musd, c.real_income_pct, c.real_wage_pct, c.real_gdp_pct,
                          c.tariff_revenue_musd, c.exports_pct, c.imports_pct, c.terms_of_trade_pct});
  return table;
}

namespace {

/// The tables of two equilibria, and of the first against the base year where that is given.
void add_figures(Report& report, const World& world, const NamedOutcome& from, const NamedOutcome& to,
                 const NamedOutcome* base, const SolveView& view) {
  const Comparison comparison = compare(world, from.outcome.solution(), to.outcome.solution());
  if (!view.economies.empty()) report.lead.push_back(asked_for(comparison, view.economies));
  report.lead.push_back(winners_and_losers(comparison, to.name, from.name));
  report.tables.push_back(economy_table(comparison.economies, comparison.groups,
                                        fmt::format("Economies: {} against {}", to.name, from.name), view));
  report.tables.push_back(sector_table(world, comparison, view));
  report.tables.push_back(trade_table(world, comparison, view));
  report.rows = long_table(world, comparison, to.name, view.pairs);
  for (const NamedOutcome* run : {&to, &from})
    add_instruments(report, world, *run, run == &to ? "" : "_from", view.top);
  if (base == nullptr || !base->outcome) return;
  const Comparison before = compare(world, base->outcome.solution(), from.outcome.solution());
  ReportTable table = economy_table(before.economies, before.groups,
                                    fmt::format("Economies: {} against {}", from.name, base->name), view);
  table.id = "status_quo";
  table.shown =
      view.economies.empty() ? std::min<std::size_t>(view.top == 0 ? table.rows.size() : view.top, 5) : 0;
  report.tables.push_back(std::move(table));
  const std::vector<LongRow> rows = long_table(world, before, from.name, view.pairs);
  report.rows.insert(report.rows.end(), rows.begin(), rows.end());
}

}  // namespace

Report solve_report(const World& world, const Options& options, const NamedOutcome& from,
                    const NamedOutcome& to, const NamedOutcome* base, const SolveView& view) {
  Report report;
  report.kind = "solve";
  report.headline = to.title;
  report.world = &world;
  report.as_of = to.outcome.policy().as_of;
  report.known_by = to.outcome.policy().known_by;
  if (from.outcome && to.outcome) add_figures(report, world, from, to, base, view);
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
  report.run_id = id.hex();
  add_policies(report, from.outcome.policy(), to.outcome.policy());
  add_failures(report);
  return report;
}

}  // namespace leeway
