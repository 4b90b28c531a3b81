#include "leeway/output/incidence_report.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/flows.h"
#include "leeway/base/hash.h"
#include "leeway/output/asked_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/instrument_report.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

std::string unit_words(const FlowSet& flows) {
  return flows.unit == volume_unit ? std::string("USD mn, base prices") : flows.unit;
}

ReportTable level_table(const std::vector<SideBySideRun>& runs, const FlowSet& flows,
                        const std::string& goal) {
  const bool physical = flows.unit != volume_unit;
  ReportTable table{
      "levels",
      goal.empty() ? fmt::format("{} under each policy", flows.name)
                   : fmt::format("What each instrument needs for: {}", goal),
      {text_column("policy", 34), text_column("measure"), text_column("moved"), text_column("level"),
       number_column("imports", unit_words(flows), 0),
       physical ? number_column("buyers pay", "USD a unit", 0) : number_column("buyers pay", "base = 1", 3),
       percent_column("product price", 2, true), money_column("home output", true),
       percent_column("home output", 2, true), percent_column("home labour", 2, true), text_column("goal")},
      {},
      0,
      "Product price is that of all origins together, home included. Home output is that of the competing "
      "sectors at basic prices, home labour their labour income over the wage; the world has no head counts, "
      "so "
      "read a change of labour as one of jobs."};
  for (const SideBySideRun& r : runs) {
    std::vector<ReportCell> row = {r.run.name, r.goal ? r.goal->free.measure : std::string(),
                                   r.goal ? std::string(to_string(r.goal->free.term)) : std::string(),
                                   r.goal ? r.goal->level : std::string()};
    if (r.incidence) {
      const Incidence& i = *r.incidence;
      row.insert(row.end(), {i.after.quantity, i.after.price(flows), i.product_price_pct, i.home_output_musd,
                             i.home_output_pct, i.home_jobs_pct});
    } else {
      row.insert(row.end(), 6, ReportCell());
    }
    row.emplace_back(std::string(!r.goal ? "" : r.goal->reached() ? "met" : "NOT MET"));
    table.rows.push_back(std::move(row));
  }
  if (goal.empty()) {
    for (std::size_t c : {std::size_t{10}, std::size_t{3}, std::size_t{2}, std::size_t{1}}) {
      table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
      for (auto& row : table.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
    }
  }
  return table;
}

/// The limits that a policy has and the reference has not.
void add_own_limits(Report& report, const Solution& reference, const SideBySideRun& r, std::size_t number) {
  const Solution& solution = r.run.outcome.solution();
  std::vector<InstrumentOutcome> own;
  std::vector<RentSplit> rent_to;
  const std::vector<InstrumentOutcome>& common = reference.result.instruments;
  const std::vector<RentSplit> splits = rent_splits(*solution.policy);
  for (std::size_t at = 0; at < splits.size(); ++at) {
    const InstrumentOutcome& o = solution.result.instruments[at];
    if (std::any_of(common.begin(), common.end(),
                    [&](const InstrumentOutcome& c) { return c.measure == o.measure; }))
      continue;
    own.push_back(o);
    rent_to.push_back(splits[at]);
  }
  if (own.empty()) return;
  report.tables.push_back(instrument_table(own, rent_to, r.run.name));
  report.tables.back().id += "_" + std::to_string(number);
}

void add_sources(Report& report, const NamedOutcome& reference, const std::vector<SideBySideRun>& runs) {
  const auto known = [&](const std::string& id) {
    return std::any_of(report.sources.begin(), report.sources.end(),
                       [&](const SourceLine& s) { return s.id == id; });
  };
  const auto applies = [](const Policy& policy, const std::string& id) {
    return std::any_of(policy.applied.begin(), policy.applied.end(),
                       [&](const AppliedMeasure& a) { return a.measure->id == id; });
  };
  const auto everywhere = [&](const std::string& id) {
    return applies(reference.outcome.policy(), id) &&
           std::all_of(runs.begin(), runs.end(),
                       [&](const auto& r) { return applies(r.run.outcome.policy(), id); });
  };
  for (bool common : {false, true})
    for (std::size_t at = 0; at <= runs.size(); ++at)
      for (const AppliedMeasure& a : (at < runs.size() ? runs[at].run : reference).outcome.policy().applied) {
        if (everywhere(a.measure->id) != common || known(a.measure->id)) continue;
        report.sources.push_back(source_line(a));
        report.sources.back().in_question = !common;
      }
}

}  // namespace

ReportTable dollar_table(const std::vector<std::string>& names, const std::vector<MoneySplit>& splits,
                         const FlowSet& flows) {
  ReportTable table{
      "dollar",
      fmt::format("Of each dollar that buyers pay for {}", flows.name),
      {text_column("policy", 34), money_column("buyers pay"), rate_column("sellers", 2),
       rate_column("home treasury", 2), rate_column("importers' rent", 2), rate_column("exporters' rent", 2),
       rate_column("foreign treasury", 2), text_column("unaccounted")},
      {},
      0,
      "Sellers receive basic prices. Home are the importing economies. The five shares add up to "
      "100%; what is missing stands in the last column."};
  for (std::size_t at = 0; at < names.size(); ++at) {
    const MoneySplit& m = splits[at];
    const auto share = [&](double part) { return m.paid > 0.0 ? ReportCell(part / m.paid) : ReportCell(); };
    table.rows.push_back({names[at], m.paid, share(m.sellers), share(m.home_treasury), share(m.importers),
                          share(m.exporters), share(m.foreign_treasury), scientific(m.gap())});
  }
  return table;
}

ReportTable incidence_table(const std::vector<std::string>& names, const std::vector<Incidence>& incidences,
                            const FlowSet& flows, const std::string& reference) {
  ReportTable table{
      "incidence",
      fmt::format("Who gains and who pays: {} against {}", flows.name, reference),
      {text_column("who")},
      {},
      0,
      "USD million a year. Buyers: what the goods of all origins cost more, at the quantities bought "
      "before. Rents and treasuries: on these flows alone. Equivalent variation is the whole effect on the "
      "economies; the next table says what it is made of."};
  for (const std::string& name : names) {
    table.columns.push_back(money_column(name, true));
    table.columns.back().width = 22;
  }
  const auto row = [&](const char* who, auto value) {
    std::vector<ReportCell> cells = {std::string(who)};
    for (const Incidence& i : incidences) cells.push_back(cell_of(value(i)));
    table.rows.push_back(std::move(cells));
  };
  const auto change = [](double MoneySplit::*part) {
    return [part](const Incidence& i) { return i.money_after.*part - i.money_before.*part; };
  };
  row("consumers at home", [](const Incidence& i) { return i.consumers_musd; });
  row("industries at home that use it", [](const Incidence& i) { return i.using_industries_musd; });
  row("home treasury: duties", change(&MoneySplit::home_treasury));
  row("home treasury: subsidies paid", [](const Incidence& i) { return -i.home_subsidies_musd; });
  row("importers: licence rent", change(&MoneySplit::importers));
  row("exporters: rent", change(&MoneySplit::exporters));
  row("exporters: sales at basic prices", change(&MoneySplit::sellers));
  row("foreign treasury: export taxes", change(&MoneySplit::foreign_treasury));
  row("equivalent variation, home", [](const Incidence& i) { return i.ev_home_musd; });
  row("equivalent variation, exporting economies", [](const Incidence& i) { return i.ev_partner_musd; });
  row("equivalent variation, everyone else", [](const Incidence& i) { return i.ev_third_musd; });
  return table;
}

ReportTable parts_table(const std::vector<std::string>& names, const std::vector<Incidence>& incidences,
                        const FlowSet& flows, const std::string& reference) {
  ReportTable table{
      "parts",
      fmt::format("What the equivalent variation is made of: {} against {}", flows.name, reference),
      {text_column("side"), text_column("part")},
      {},
      0,
      "USD million a year; the parts of a side add up to its equivalent variation. Incomes are told by what "
      "they "
      "buy of all other goods, what industries pass on among it. Owners are those of factors that cannot "
      "leave their sector; at a long run without such factors they gain nothing."};
  for (const std::string& name : names) {
    table.columns.push_back(money_column(name, true));
    table.columns.back().width = 22;
  }
  struct Part {
    const char* name;
    double WelfareParts::*value;
  };
  static constexpr Part parts[] = {{"what the goods cost consumers", &WelfareParts::goods_prices},
                                   {"wages", &WelfareParts::wages},
                                   {"owners in the sectors that make the goods", &WelfareParts::owners},
                                   {"owners in other sectors", &WelfareParts::other_owners},
                                   {"duties and export taxes on these flows", &WelfareParts::flow_revenue},
                                   {"all other duties, taxes and subsidies", &WelfareParts::other_revenue},
                                   {"rents on these flows", &WelfareParts::flow_rents},
                                   {"rents on others", &WelfareParts::other_rents},
                                   {"transfers and trade balances", &WelfareParts::transfers}};
  const std::pair<const char*, std::optional<WelfareParts> Incidence::*> sides[] = {
      {"importing", &Incidence::home_parts},
      {"exporting", &Incidence::partner_parts},
      {"everyone else", &Incidence::third_parts}};
  for (const auto& [side, of] : sides) {
    const auto add = [&, side = side, of = of](const char* name, auto value) {
      std::vector<ReportCell> cells = {std::string(side), std::string(name)};
      bool any = false;
      for (const Incidence& i : incidences) {
        cells.push_back(i.*of ? ReportCell(value(*(i.*of))) : ReportCell());
        any = any || !(i.*of) || std::abs(value(*(i.*of))) > 1e-6;
      }
      if (any) table.rows.push_back(std::move(cells));
    };
    for (const Part& part : parts) add(part.name, [&](const WelfareParts& p) { return p.*part.value; });
    add("equivalent variation", [](const WelfareParts& p) { return p.sum(); });
  }
  return table;
}

void add_incidence(Report& report, const Incidence& incidence, const FlowSet& flows, const std::string& from,
                   const std::string& to) {
  report.tables.push_back(dollar_table({from, to}, {incidence.money_before, incidence.money_after}, flows));
  report.tables.push_back(incidence_table({to}, {incidence}, flows, from));
  if (incidence.home_parts) report.tables.push_back(parts_table({to}, {incidence}, flows, from));
}

std::string goal_words(const GoalSolution& goal) {
  switch (goal.end) {
    case GoalEnd::reached:
      return "";
    case GoalEnd::nothing_to_move:
      return fmt::format("`{}` of {} is not a number above 0, so there is nothing to move",
                         to_string(goal.free.term), goal.free.measure);
    case GoalEnd::not_certified:
      return fmt::format("not certified at {}", goal.level);
    case GoalEnd::out_of_reach:
      return fmt::format("no `{}` of {} holds imports there: at {} they are {:.1f}% of the goal",
                         to_string(goal.free.term), goal.free.measure, goal.level,
                         100.0 * goal.imports_of_goal);
    case GoalEnd::jumps:
      return fmt::format("imports jump past the goal near {}", goal.level);
  }
  return "";
}

namespace {

/// A figure of one policy over the cases of a range.
Range range_over(std::size_t policy, Welfare Incidence::*figure, const std::vector<Incidence>& central,
                 const SideBySideRange* range) {
  const double here = central[policy].*figure;
  Range r{here, here, here, {1, 1}};
  if (range != nullptr &&
      central.size() == (range->incidences.empty() ? 0 : range->incidences.front().size()))
    for (const std::vector<Incidence>& one : range->incidences) r.widen(one[policy].*figure);
  return r;
}

/// With which policy a side does best: named only where it does so in every case, and its sign where that is
/// identified.
std::string best_words(const char* side, Welfare Incidence::*figure, const std::vector<std::string>& names,
                       const std::vector<Incidence>& central, const std::vector<char>& counts,
                       const SideBySideRange* range) {
  const auto best_of = [&](const std::vector<Incidence>& all) {
    std::size_t first = all.size();
    for (std::size_t at = 0; at < all.size(); ++at)
      if (counts[at] != 0 && (first == all.size() || all[at].*figure > all[first].*figure)) first = at;
    return first;
  };
  const std::size_t best = best_of(central);
  std::vector<std::string> equal = {names[best]};
  std::vector<bool> is_equal(central.size());
  for (std::size_t at = 0; at < central.size(); ++at) {
    is_equal[at] = counts[at] != 0 && std::abs(central[at].*figure - central[best].*figure) < no_change_musd;
    if (is_equal[at] && at != best) equal.push_back(names[at]);
  }
  std::vector<std::size_t> others;
  if (range != nullptr)
    for (const std::vector<Incidence>& one : range->incidences)
      if (one.size() == central.size())
        if (const std::size_t here = best_of(one);
            !is_equal[here] && std::find(others.begin(), others.end(), here) == others.end())
          others.push_back(here);
  const Range r = range_over(best, figure, central, range);
  const std::string words = gain_words(r.central, r.low, r.high);
  if (!others.empty()) {
    std::vector<std::string> named;
    for (const std::size_t at : others) named.push_back(names[at]);
    return fmt::format(
        "no instrument is best for the {} side in every case ({} in the central one, where it {}; "
        "{} in others)",
        side, fmt::join(equal, " and "), words, fmt::join(named, ", "));
  }
  if (names.size() == 1) return fmt::format("the {} side {}", side, words);
  return fmt::format("the {} side does best with {}{}, with which it {}", side, fmt::join(equal, " and "),
                     equal.size() > 1 ? " alike" : "", words);
}

/// Equivalent variation of the three sides with its range, policy by policy.
ReportTable side_ranges(const std::vector<std::string>& names, const std::vector<Incidence>& central,
                        const SideBySideRange& range) {
  ReportTable table{"sides",
                    "Equivalent variation of the three sides, with its range",
                    {text_column("policy", 34), text_column("side")},
                    {},
                    0,
                    "Where a goal is held, each case holds it by its own size of the term."};
  add_variation_columns(table, true);
  const std::pair<const char*, Welfare Incidence::*> sides[] = {{"importing", &Incidence::ev_home_musd},
                                                                {"exporting", &Incidence::ev_partner_musd},
                                                                {"everyone else", &Incidence::ev_third_musd}};
  for (std::size_t at = 0; at < names.size(); ++at)
    for (const auto& [side, figure] : sides) {
      const Range r = range_over(at, figure, central, &range);
      std::vector<ReportCell> row = {names[at], std::string(side)};
      add_variation_cells(row, r.central, r.low, r.high, true);
      table.rows.push_back(std::move(row));
    }
  return table;
}

/// How far the goal is from what is imported: above it, what restricts can do no more than stand open.
std::string goal_place(const NamedOutcome& reference, const std::vector<SideBySideRun>& runs) {
  for (const SideBySideRun& r : runs) {
    if (!r.goal || !r.incidence || !(r.goal->imports_of_goal > 0.0) || !(r.incidence->before.quantity > 0.0))
      continue;
    const double place = r.incidence->after.quantity / r.goal->imports_of_goal / r.incidence->before.quantity;
    return fmt::format(
        "The goal stands at {:.3g}% of what is imported under {}{}.", 100.0 * place, reference.name,
        place > 1.0 + 1e-6
            ? ": it is above present imports, and what reaches it frees or pays for trade on balance"
            : "");
  }
  return "";
}

/// What the runs that certified say, side by side.
void add_side_by_side(Report& report, const World& world, const Options& options,
                      const NamedOutcome& reference, const std::vector<SideBySideRun>& runs,
                      const FlowSet& flows, const std::string& goal, const SideBySideRange* range) {
  std::vector<std::string> names;
  std::vector<Incidence> incidences;
  std::vector<MoneySplit> splits;
  std::vector<char> counts;  // whether it may be the best
  for (const SideBySideRun& r : runs) {
    if (!r.incidence) continue;
    names.push_back(r.run.name);
    incidences.push_back(*r.incidence);
    splits.push_back(r.incidence->money_after);
    counts.push_back(r.goal == nullptr || r.goal->reached() ? 1 : 0);
  }
  if (const auto reason = welfare_not_told(options.horizon))
    leave_out_welfare(report, *reason);
  else if (std::count(counts.begin(), counts.end(), 1) > 0)
    report.lead.push_back(
        fmt::format("Against {}: {}; {}.", reference.name,
                    best_words("importing", &Incidence::ev_home_musd, names, incidences, counts, range),
                    best_words("exporting", &Incidence::ev_partner_musd, names, incidences, counts, range)));
  report.lead.push_back(range_sentence(range == nullptr ? RangeKind::none : range->kind,
                                       range == nullptr ? CaseCount{1, 1} : range->cases, {},
                                       range == nullptr ? 0 : range->terms));
  if (incidences.empty()) return;
  report.tables.push_back(level_table(runs, flows, goal));
  names.insert(names.begin(), reference.name);
  splits.insert(splits.begin(), incidences.front().money_before);
  report.tables.push_back(dollar_table(names, splits, flows));
  names.erase(names.begin());
  report.tables.push_back(incidence_table(names, incidences, flows, reference.name));
  if (range != nullptr && incidences.size() == runs.size() && incidences.front().ev_home_musd.told())
    report.tables.push_back(side_ranges(names, incidences, *range));
  if (incidences.front().home_parts)
    report.tables.push_back(parts_table(names, incidences, flows, reference.name));
  for (const SideBySideRun& r : runs) {
    if (!r.incidence) continue;
    const Solution& solution = r.run.outcome.solution();
    add_own_limits(report, reference.outcome.solution(), r, static_cast<std::size_t>(&r - runs.data()) + 1);
    const std::size_t first = report.tables.size();
    add_asked(report, world, {reference.outcome.policy(), reference.name, reference.outcome.id()},
              {r.run.outcome.policy(), r.run.name, r.run.outcome.id()}, 0);
    for (std::size_t at = first; at < report.tables.size(); ++at)
      report.tables[at].id += fmt::format("_{}", &r - runs.data() + 1);
    const Comparison changes = compare(world, reference.outcome.solution(), solution);
    for (const auto& rows : {long_table(world, changes, r.run.name), money_rows(world, solution, r.run.name)})
      report.rows.insert(report.rows.end(), rows.begin(), rows.end());
  }
}

}  // namespace

Report side_by_side_report(const World& world, const Options& options, const NamedOutcome& reference,
                           const std::vector<SideBySideRun>& runs, const FlowSet& flows,
                           const std::string& goal, const SideBySideRange* range) {
  Report report;
  report.kind = "compare";
  report.world = &world;
  report.as_of = reference.outcome.policy().as_of;
  report.known_by = reference.outcome.policy().known_by;
  report.headline =
      goal.empty()
          ? fmt::format("{} policies on {}, each against {}", runs.size(), flows.name, reference.name)
          : fmt::format("{}: {} instrument{} side by side", goal, runs.size(), runs.size() == 1 ? "" : "s");
  for (const SideBySideRun& r : runs)
    if (r.goal && !r.goal->reached())
      report.lead.push_back(fmt::format("{} does not meet the goal: {}.", r.run.name, goal_words(*r.goal)));
  if (std::string words = goal.empty() ? "" : goal_place(reference, runs); !words.empty())
    report.lead.push_back(std::move(words));
  add_side_by_side(report, world, options, reference, runs, flows, goal, range);
  Identity id("compare");
  id.add("as_of", report.as_of).add("known_by", report.known_by).add("flows", flows.name).add("goal", goal);
  id.add("reference", reference.outcome.id());
  report.certificates.emplace_back(reference.name, reference.outcome.verdict());
  report.assumptions = assumptions_of(options, world);
  for (const SideBySideRun& r : runs) {
    const Outcome& outcome = r.run.outcome;
    id.add("solve", outcome.id());
    report.certificates.emplace_back(r.run.name, outcome.verdict());
    add_measure_assumptions(report.assumptions, outcome.policy());
    add_warnings(report.warnings, outcome.policy().warnings);
  }
  id.add("range", to_string(range == nullptr ? RangeKind::none : range->kind));
  if (range != nullptr)
    for (const std::string& solve : range->ids) id.add("solve", solve);
  report.run_id = id.hex();
  add_sources(report, reference, runs);
  add_failures(report);
  return report;
}

namespace {

// "2.3 mn", "540,000", "1,250".
std::string quantity_words(double amount) {
  if (std::abs(amount) >= 1e9) return fmt::format("{:.3g} bn", amount / 1e9);
  if (std::abs(amount) >= 1e6) return fmt::format("{:.3g} mn", amount / 1e6);
  return with_thousands(amount, std::abs(amount) < 10.0 ? 1 : 0);
}

std::string unit_words(const std::string& unit) { return unit == "t" ? "tonnes" : unit; }

}  // namespace

void add_deflection(Report& report, const World& world, const Deflection& d, std::size_t top) {
  const std::string exporter = in_sentence(name_of(world, d.exporter));
  const std::string market = in_sentence(name_of(world, d.market));
  if (d.lost_musd <= 0.0) {
    report.lead.push_back(fmt::format("No door closes to {} of {} in {}: its sales there do not fall.",
                                      d.goods, exporter, market));
    return;
  }
  std::string taker;
  if (!d.rows.empty() && d.rows.front().imports_musd > 0.0)
    taker = fmt::format(
        " {} takes most, {} more; its own output of the sector changes by {}.",
        capitalised(in_sentence(world.economies[static_cast<std::size_t>(d.rows.front().economy)].name)),
        money_words(d.rows.front().imports_musd), percent_words(d.rows.front().output_pct));
  report.lead.push_back(fmt::format(
      "The door of {} closes on {} of {} worth {} ({:.0f}% of what it bought): third markets take {} {} "
      "({:.0f}% of "
      "it), the home market {} {}.{}",
      market, d.goods, exporter, money_words(d.lost_musd), 100.0 * d.lost_musd / d.before_musd,
      money_words(std::abs(d.diverted_musd)), d.diverted_musd < 0.0 ? "less" : "more", 100.0 * d.replaced(),
      money_words(std::abs(d.home_musd)), d.home_musd < 0.0 ? "less" : "more", taker));
  report.lead.push_back(fmt::format(
      "In quantity, {} {} no longer go there; {:.0f}% of that find another buyer: third markets take {} {}, "
      "the "
      "home market {} {}.{}",
      quantity_words(d.lost_quantity), unit_words(d.unit), 100.0 * d.deflected(),
      quantity_words(std::abs(d.diverted_quantity)), d.diverted_quantity < 0.0 ? "less" : "more",
      quantity_words(std::abs(d.home_quantity)), d.home_quantity < 0.0 ? "less" : "more",
      d.closed_markets > 0
          ? fmt::format(
                " {} third markets bought none before ({:.0f}% of what all third markets buy abroad): the "
                "model opens no market that was at zero.",
                d.closed_markets, 100.0 * d.closed_markets_share)
          : ""));
  ReportTable table{
      "deflection",
      fmt::format("Where {} of {} go when {} buys less", d.goods, exporter, market),
      {text_column("third market"), text_column("name", 26), money_column("imports, before"),
       money_column("change", true), percent_column("change", 1, true),
       number_column(d.unit == volume_unit ? "volume" : "quantity",
                     d.unit == volume_unit ? "USD mn" : d.unit),
       rate_column("of all diverted", 1), money_column("own output", true),
       percent_column("own output", 2, true), money_column("own value added", true),
       percent_column("own labour", 2, true)},
      {},
      top,
      "Imports from the exporter, border values; their quantity at the exporter's base-year prices, in units "
      "of "
      "what the closed market bought. Own output, value added (what it buys) and labour are those "
      "of the "
      "importer's sector that makes such goods: who calls for protection next. The world has no head counts; "
      "labour "
      "is labour income over the wage."};
  if (d.found) table.note += " Exporter and market: the pair whose trade in these goods falls most.";
  for (const DeflectionRow& row : d.rows) {
    const Economy& economy = world.economies[static_cast<std::size_t>(row.economy)];
    table.rows.push_back({economy.id, economy.name, row.imports_from_musd, row.imports_musd, row.imports_pct,
                          row.quantity, row.share, row.output_musd, row.output_pct,
                          cell_of(row.value_added_musd), row.labour_pct});
  }
  report.tables.push_back(std::move(table));
}

}  // namespace leeway
