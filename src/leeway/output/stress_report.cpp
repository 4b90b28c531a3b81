#include "leeway/output/stress_report.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/output/backtest_report.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/policy_words.h"
#include "leeway/output/price_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

using StressFigure = std::function<double(const StressFigures&)>;

std::string cut_words(double cut) { return fmt::format("{}%", shortest(std::round(1e4 * cut) / 100.0)); }

/// The cell that the headline is about: the worst cut (most output at risk in the central case; the deepest
/// where none is solved), after the horizon nearest to a year.
struct Headline {
  std::size_t horizon = 0;
  std::size_t cut = 0;
};
bool solved(const Stress& s, std::size_t h, std::size_t c) { return s.at(0, h, c).figures.has_value(); }

Headline headline_of(const Stress& s) {
  const auto& horizons = s.inputs.horizons;
  const auto& cuts = s.inputs.cuts;
  Headline at;
  for (std::size_t h = 0; h < horizons.size(); ++h)
    if (std::abs(horizons[h] - 1.0) < std::abs(horizons[at.horizon] - 1.0)) at.horizon = h;
  at.cut = static_cast<std::size_t>(std::max_element(cuts.begin(), cuts.end()) - cuts.begin());
  for (std::size_t c = 0; c < cuts.size(); ++c)
    if (solved(s, at.horizon, c) &&
        (!solved(s, at.horizon, at.cut) ||
         s.at(0, at.horizon, c).figures->at_risk_musd > s.at(0, at.horizon, at.cut).figures->at_risk_musd))
      at.cut = c;
  return at;
}

bool tells_welfare(double horizon) { return !welfare_not_told(horizon); }

/// "11 of 11": the cases behind a range.
std::string cases_words(const Stress& s, std::size_t h, std::size_t c) {
  CaseCount cases;
  for (std::size_t v = 0; v < s.cases.size(); ++v) {
    if (s.cases[v].bound) continue;
    ++cases.of;
    cases.certified += s.at(v, h, c).figures ? 1 : 0;
  }
  return fmt::format("{} of {}", cases.certified, cases.of);
}

/// Whether other cases than the central one were solved; without them no range is told.
bool ranged(const Stress& s) { return s.cases.size() > 1; }

ReportCell plain_cell(double value) { return value; }

/// Central, low and high of one figure as three cells, or the central one alone; nothing where the central
/// case has no answer, or the figure is not to be told.
void add_range(std::vector<ReportCell>& row, const Stress& s, std::size_t h, std::size_t c,
               const StressFigure& of, bool told = true, ReportCell (*cell)(double) = plain_cell) {
  const std::optional<Range> r = told ? s.range(h, c, of) : std::nullopt;
  row.push_back(r ? cell(r->central) : ReportCell());
  if (!ranged(s)) return;
  row.push_back(r ? cell(r->low) : ReportCell());
  row.push_back(r ? cell(r->high) : ReportCell());
}
/// Their columns: one as given, and its low and high.
void add_columns(ReportTable& table, const Stress& s, const ReportColumn& column) {
  table.columns.push_back(column);
  if (!ranged(s)) return;
  for (const char* end : {"low", "high"}) {
    table.columns.push_back(column);
    table.columns.back().title = end;
  }
}

ReportTable grid_table(const Stress& s) {
  ReportTable table{
      "grid",
      fmt::format("{} cut by {}: what it does to {}", s.product_name, in_sentence(s.supplier_name),
                  in_sentence(s.economy_name)),
      {text_column("after"), text_column("cut")},
      {},
      0,
      fmt::format(
          "Against the same policy without the cut. Price: of the product to buyers, all origins and the "
          "backstop together. Output at risk: what sectors lose of their volume, at a yearly rate; the "
          "product's own "
          "makers, what is made of the backstop, and all gains are left out; a month is a twelfth. Backstop: "
          "share of what users spend on the product that goes to making do without it. {}\"-\": no "
          "equilibrium is "
          "certified there, or a figure that is not told.",
          ranged(s) ? "Low and high over the assumptions below, of which as many certified as the last "
                      "column says. "
                    : "")};
  add_columns(table, s, number_column("price", "times", 2));
  add_columns(table, s, money_column("output at risk"));
  table.columns.push_back(number_column("a month", "USD mn", 0));
  add_columns(table, s, rate_column("backstop", 1));
  add_columns(table, s, money_column("equiv. variation", true));
  if (ranged(s)) table.columns.push_back(text_column("cases"));
  const StressFigure price = [](const StressFigures& o) { return o.price_multiple; };
  const StressFigure risk = [](const StressFigures& o) { return o.at_risk_musd; };
  const StressFigure backstop = [](const StressFigures& o) { return o.backstop_share; };
  const StressFigure ev = [](const StressFigures& o) { return o.ev_musd; };
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    for (std::size_t c = 0; c < s.inputs.cuts.size(); ++c) {
      std::vector<ReportCell> row = {horizon_words(s.inputs.horizons[h]), cut_words(s.inputs.cuts[c])};
      add_range(row, s, h, c, price, true, multiple_cell);
      add_range(row, s, h, c, risk);
      row.push_back(solved(s, h, c) ? ReportCell(s.at(0, h, c).figures->at_risk_musd / 12.0) : ReportCell());
      add_range(row, s, h, c, backstop);
      add_range(row, s, h, c, ev, tells_welfare(s.inputs.horizons[h]));
      if (ranged(s)) row.emplace_back(cases_words(s, h, c));
      table.rows.push_back(std::move(row));
    }
  return table;
}

/// Sectors by what they lose in the headline's cell, and their loss after each horizon.
ReportTable sector_table(const World& world, const Stress& s, const Headline& at, std::size_t top) {
  const auto& horizons = s.inputs.horizons;
  ReportTable table{
      "sectors",
      fmt::format("Output at risk by sector at a cut of {}", cut_words(s.inputs.cuts[at.cut])),
      {text_column("sector"), text_column("name", 34), money_column("buys of it"), money_column("output")},
      {},
      top,
      "Change of output volume at a yearly rate, what a sector makes of the backstop left out. What a sector "
      "buys is "
      "base-year spending on the product's composite. The last columns are percent of output, central case, "
      "by how long the cut has lasted."};
  add_columns(table, s, money_column(horizon_words(horizons[at.horizon]), true));
  for (double years : horizons) table.columns.push_back(percent_column(horizon_words(years), 2, true));
  std::vector<std::size_t> order(static_cast<std::size_t>(world.sector_count()));
  std::iota(order.begin(), order.end(), std::size_t{0});
  const StressFigures& central = *s.at(0, at.horizon, at.cut).figures;
  const std::vector<double>& output = s.status_quo.front().sector_output_musd;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return central.sector_musd[a] < central.sector_musd[b];
  });
  for (std::size_t k : order) {
    std::vector<ReportCell> row = {world.sectors[k].id, world.sectors[k].name, s.use_musd[k],
                                   output.empty() ? ReportCell() : ReportCell(output[k])};
    add_range(row, s, at.horizon, at.cut, [k](const StressFigures& o) { return o.sector_musd[k]; });
    for (std::size_t h = 0; h < horizons.size(); ++h) {
      const bool known = solved(s, h, at.cut) && !output.empty() && output[k] > 0.0;
      row.push_back(known ? ReportCell(100.0 * s.at(0, h, at.cut).figures->sector_musd[k] / output[k])
                          : ReportCell());
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable substitute_table(const World& world, const Stress& s, const Headline& at, std::size_t top) {
  ReportTable table{
      "substitutes",
      fmt::format("Who supplies {} instead, after {}, at a cut of {}", in_sentence(s.economy_name),
                  horizon_words(s.inputs.horizons[at.horizon]), cut_words(s.inputs.cuts[at.cut])),
      {text_column("origin"), text_column("name", 26), rate_column("before", 1)},
      {},
      top == 0 ? 0 : std::min<std::size_t>(top, 8),
      "Shares of what users spend on the product, at the dearer prices; with the backstop they add up to "
      "100%."};
  add_columns(table, s, rate_column("after", 1));
  const std::vector<double>& before = s.status_quo[at.horizon].origin;
  std::vector<std::size_t> order(before.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const StressFigures& central = *s.at(0, at.horizon, at.cut).figures;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::max(central.origin[a], before[a]) > std::max(central.origin[b], before[b]);
  });
  for (std::size_t i : order) {
    std::vector<ReportCell> row = {world.economies[i].id, world.economies[i].name, before[i]};
    add_range(row, s, at.horizon, at.cut, [i](const StressFigures& o) { return o.origin[i]; });
    table.rows.push_back(std::move(row));
  }
  if (s.critical) {
    // First, for a long list is cut on a screen.
    std::vector<ReportCell> row = {std::string("backstop"), std::string("making do without"),
                                   s.status_quo[at.horizon].backstop_share};
    add_range(row, s, at.horizon, at.cut, [](const StressFigures& o) { return o.backstop_share; });
    table.rows.insert(table.rows.begin(), std::move(row));
  }
  return table;
}

ReportTable case_table(const Stress& s, const Headline& at) {
  ReportTable table{
      "assumptions_moved",
      fmt::format("What each assumption does, after {}, at a cut of {}",
                  horizon_words(s.inputs.horizons[at.horizon]), cut_words(s.inputs.cuts[at.cut])),
      {text_column("case"), text_column("what"), number_column("price", "times", 2),
       money_column("output at risk"), rate_column("backstop", 1), money_column("equiv. variation", true),
       text_column("certified")},
      {},
      0,
      ""};
  for (std::size_t c = 0; c < s.cases.size(); ++c) {
    const StressOutcome& o = s.at(c, at.horizon, at.cut);
    if (const auto& f = o.figures)
      table.rows.push_back({s.cases[c].name, s.cases[c].what, multiple_cell(f->price_multiple),
                            f->at_risk_musd, f->backstop_share, cell_of(f->ev_musd), std::string("yes")});
    else
      table.rows.push_back({s.cases[c].name, s.cases[c].what, ReportCell(), ReportCell(), ReportCell(),
                            ReportCell(), "NO: " + failure_words(*o.verdict.failure)});
  }
  return table;
}

/// At which cut, and for how long, users make do without the product.
std::string backstop_sentence(const Stress& s, const Headline& at) {
  constexpr double starts = 0.01;
  if (!s.critical)
    return "The world has no backstop for this product: nothing but other origins replaces it.";
  const auto share = [&](std::size_t h, std::size_t c) { return s.at(0, h, c).figures->backstop_share; };
  std::vector<std::size_t> cuts(s.inputs.cuts.size());
  std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  std::sort(cuts.begin(), cuts.end(),
            [&](std::size_t a, std::size_t b) { return s.inputs.cuts[a] < s.inputs.cuts[b]; });
  std::string first;
  for (std::size_t n = 0; n < cuts.size() && first.empty(); ++n)
    if (solved(s, at.horizon, cuts[n]) && share(at.horizon, cuts[n]) > starts)
      first = n == 0 ? fmt::format("already at a cut of {}", cut_words(s.inputs.cuts[cuts[n]]))
                     : fmt::format("between cuts of {} and {}", cut_words(s.inputs.cuts[cuts[n - 1]]),
                                   cut_words(s.inputs.cuts[cuts[n]]));
  std::string text = fmt::format(
      "After {} users start to make do without it {}", horizon_words(s.inputs.horizons[at.horizon]),
      first.empty() ? "at none of these cuts (central case)" : first + " (central case)");
  std::vector<std::string> parts;
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    if (solved(s, h, at.cut))
      parts.push_back(
          fmt::format("{} after {}", probability(share(h, at.cut)), horizon_words(s.inputs.horizons[h])));
  if (!parts.empty())
    text += fmt::format("; at a cut of {} making do takes {} of what they spend on it and origins the rest",
                        cut_words(s.inputs.cuts[at.cut]), fmt::join(parts, ", "));
  return text + ".";
}

/// The same cut were there no backstop at all.
std::string bound_sentence(const Stress& s, const Headline& at) {
  for (std::size_t c = 0; c < s.cases.size(); ++c) {
    if (!s.cases[c].bound) continue;
    const std::optional<StressFigures>& f = s.at(c, at.horizon, at.cut).figures;
    if (!f) return "Without any backstop no equilibrium is certified at that cut: there is no bound to tell.";
    return fmt::format(
        "Without any backstop, which is the bound, output at risk runs at a yearly rate of {} and the price "
        "is "
        "{} times as high.",
        money_words(f->at_risk_musd), multiple_words(f->price_multiple));
  }
  return "";
}

double at_risk(const StressFigures& o) { return o.at_risk_musd; }
double price_of(const StressFigures& o) { return o.price_multiple; }

/// "USD 5.3 bn (USD 1.4 bn to 67 bn) after 1 year": a rate, for a cut of months loses no year's worth.
std::string risk_words(const Stress& s, const Headline& at) {
  const Range r = *s.range(at.horizon, at.cut, at_risk);
  return fmt::format("{}{} after {}", money_words(r.central),
                     ranged(s) ? fmt::format(" ({} to {})", money_words(r.low), money_words(r.high)) : "",
                     horizon_words(s.inputs.horizons[at.horizon]));
}
std::string price_range_words(const Stress& s, const Headline& at) {
  const Range r = *s.range(at.horizon, at.cut, price_of);
  return multiple_words(r.central) +
         (ranged(s) ? fmt::format(" ({} to {})", multiple_words(r.low), multiple_words(r.high)) : "");
}

/// The worst cut after the horizon nearest to a year, and after the shortest one, when stocks are gone and
/// nothing has been built.
std::string headline_words(const Stress& s, const Headline& at) {
  Headline soon = at;
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    if (s.inputs.horizons[h] < s.inputs.horizons[soon.horizon] && solved(s, h, at.cut)) soon.horizon = h;
  const bool both = soon.horizon != at.horizon;
  std::string text =
      fmt::format("{} cuts {} to {} by {}: output at risk runs at a yearly rate of {}",
                  capitalised(in_sentence(s.supplier_name)), product_in_sentence(s.product_name),
                  s.inputs.all_destinations ? "everyone" : in_sentence(s.economy_name),
                  cut_words(s.inputs.cuts[at.cut]), risk_words(s, at));
  if (both)
    text += fmt::format(" and {}, which is {} a month", risk_words(s, soon),
                        money_words(s.at(0, soon.horizon, soon.cut).figures->at_risk_musd / 12.0));
  text += fmt::format("; the product costs {} times as much", price_range_words(s, at));
  if (both)
    text += fmt::format(", and {} times after {}", price_range_words(s, soon),
                        horizon_words(s.inputs.horizons[soon.horizon]));
  return text;
}

/// Where a price is beyond what is told, why.
std::string price_sentence(const Stress& s) {
  for (const StressOutcome& o : s.outcomes)
    if (o.figures && beyond_telling(o.figures->price_multiple)) return dearest_sentence();
  return "";
}

/// Where a deeper cut is told to cost less than a shallower one: what still comes short of a ban earns the
/// supplier a rent.
std::string depth_sentence(const Stress& s) {
  const std::vector<double>& cuts = s.inputs.cuts;
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h) {
    if (!tells_welfare(s.inputs.horizons[h])) continue;
    for (std::size_t a = 0; a < cuts.size(); ++a)
      for (std::size_t b = 0; b < cuts.size(); ++b) {
        if (!(cuts[a] < cuts[b]) || !solved(s, h, a) || !solved(s, h, b)) continue;
        const double shallow = s.at(0, h, a).figures->ev_musd;
        const double deep = s.at(0, h, b).figures->ev_musd;
        if (deep > shallow + no_change_musd)
          return fmt::format(
              "After {} a cut of {} costs {} less welfare than one of {}: short of a ban buyers also pay the "
              "supplier's rent on what still comes. Output at risk leaves out rents.",
              horizon_words(s.inputs.horizons[h]), cut_words(cuts[b]), in_sentence(s.economy_name),
              cut_words(cuts[a]));
      }
  }
  return "";
}

void add_rows(Report& report, const World& world, const Stress& s) {
  const auto add = [&](const std::string& scenario, const std::string& run, const std::string& sector,
                       const char* variable, const char* unit, const char* statistic, double value) {
    report.rows.push_back({run, scenario, s.inputs.economy, s.inputs.supplier, sector, variable, unit,
                           world.base_year, statistic, value});
  };
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    for (std::size_t c = 0; c < s.inputs.cuts.size(); ++c) {
      if (!solved(s, h, c)) continue;
      const std::string name =
          fmt::format("cut {} after {}", cut_words(s.inputs.cuts[c]), horizon_words(s.inputs.horizons[h]));
      const std::string& run = s.at(0, h, c).verdict.id;
      const auto range = [&](const char* variable, const char* unit, const StressFigure& of) {
        const Range r = *s.range(h, c, of);
        add(name, run, s.inputs.product, variable, unit, "central", r.central);
        if (!ranged(s)) return;
        add(name, run, s.inputs.product, variable, unit, "low", r.low);
        add(name, run, s.inputs.product, variable, unit, "high", r.high);
      };
      const Range price = *s.range(h, c, [](const StressFigures& o) { return o.price_multiple; });
      const auto add_price = [&](const char* statistic, double value) {
        const bool beyond = beyond_telling(value);
        add(name, run, s.inputs.product, beyond ? "price_multiple_over" : "price_multiple", "ratio",
            statistic, beyond ? dearest_told : value);
      };
      add_price("central", price.central);
      if (ranged(s)) add_price("low", price.low);
      if (ranged(s)) add_price("high", price.high);
      range("output_at_risk", "USD million", [](const StressFigures& o) { return o.at_risk_musd; });
      range("backstop_share", "decimal", [](const StressFigures& o) { return o.backstop_share; });
      if (tells_welfare(s.inputs.horizons[h]))
        range("equivalent_variation", "USD million", [](const StressFigures& o) { return o.ev_musd; });
      for (int k = 0; k < world.sector_count(); ++k)
        add(name, run, world.sectors[static_cast<std::size_t>(k)].id, "output", "USD million", "central",
            s.at(0, h, c).figures->sector_musd[static_cast<std::size_t>(k)]);
    }
}

}  // namespace

Report stress_report(const World& world, const Stress& s, std::size_t top) {
  Report report;
  report.kind = "stress";
  report.world = &world;
  report.as_of = s.inputs.as_of;
  report.known_by = s.inputs.known_by;
  const Headline at = headline_of(s);
  if (solved(s, at.horizon, at.cut)) {
    report.headline = headline_words(s, at);
    std::string welfare;
    if (tells_welfare(s.inputs.horizons[at.horizon])) {
      const Range ev = *s.range(at.horizon, at.cut, [](const StressFigures& o) { return o.ev_musd; });
      welfare = fmt::format(", which {}", gain_words(ev.central, ev.low, ev.high));
    }
    report.lead.push_back(
        fmt::format("The rate after {} is {:.2g}% of the output of {}{}. The cut falls on {} of shipments "
                    "{}in {}. Stocks are not in it.",
                    horizon_words(s.inputs.horizons[at.horizon]),
                    100.0 * s.at(0, at.horizon, at.cut).figures->at_risk_share, in_sentence(s.economy_name),
                    welfare, money_words(s.shipments_musd),
                    s.inputs.all_destinations
                        ? fmt::format("to {} and on those to all others, ", in_sentence(s.economy_name))
                        : "",
                    world.base_year));
    const double price_before = s.status_quo[at.horizon].price_over_base;
    const Range risk = *s.range(at.horizon, at.cut, at_risk);
    if (!ranged(s))
      report.lead.push_back(centre_alone_sentence());
    else if (!risk.cases.all())
      report.lead.push_back(fmt::format(
          "The range is over {} of {} sets of assumptions: the others did not certify, so it is no "
          "envelope.",
          risk.cases.certified, risk.cases.of));
    if (std::abs(price_before - 1.0) > 0.005) {
      const double together = price_before * s.range(at.horizon, at.cut, price_of)->central;
      report.lead.push_back(fmt::format(
          "Policy in force on {} has moved its price before the cut: {} times that of {} "
          "(central case). The multiples here come on top{}.",
          to_string(s.inputs.as_of), multiple_words(price_before), world.base_year,
          beyond_telling(together) ? fmt::format(": together {} times", multiple_words(together)) : ""));
      if (beyond_telling(together)) report.lead.push_back(dearest_sentence());
    }
    if (s.inputs.all_destinations)
      report.lead.push_back(
          fmt::format("All are cut off alike. Rivals of the users in {} pay as much, so users lose fewer "
                      "sales to them than "
                      "where {} alone is cut off; and all bid for what other origins make.",
                      in_sentence(s.economy_name), in_sentence(s.economy_name)));
    report.lead.push_back(backstop_sentence(s, at));
    for (const std::string& sentence : {bound_sentence(s, at), price_sentence(s), depth_sentence(s)})
      if (!sentence.empty()) report.lead.push_back(sentence);
    if (std::any_of(s.inputs.horizons.begin(), s.inputs.horizons.end(),
                    [](double years) { return !tells_welfare(years); }))
      leave_out_welfare(report, NotTold::short_horizon);
  } else {
    report.headline = fmt::format(
        "No figure for a cut of {} of {} after {}: the equilibrium is not certified",
        cut_words(s.inputs.cuts[at.cut]), s.product_name, horizon_words(s.inputs.horizons[at.horizon]));
  }
  const bool any = std::any_of(s.outcomes.begin(), s.outcomes.end(),
                               [](const StressOutcome& o) { return o.figures.has_value(); });
  if (any) report.tables.push_back(grid_table(s));
  if (solved(s, at.horizon, at.cut)) {
    report.tables.push_back(sector_table(world, s, at, top));
    report.tables.push_back(substitute_table(world, s, at, top));
  }
  if (any) report.tables.push_back(case_table(s, at));
  add_rows(report, world, s);

  report.assumptions = assumptions_of(s.inputs.options, world, true);
  report.assumptions.push_back(
      {"the cut", "a quota on shipments, as a share of those of the base year", "",
       "the rent of what still comes stays with the supplier; a cut of 100% is a ban"});
  report.assumptions.push_back(
      {"prices that are told", fmt::format("up to {:.0f} times", dearest_told), "", dearest_sentence()});
  if (ranged(s))
    report.assumptions.push_back(
        {"the range",
         fmt::format("{} sets of assumptions",
                     std::count_if(s.cases.begin(), s.cases.end(), [](const auto& c) { return !c.bound; })),
         "",
         "sets of trade elasticities, elasticities times 2/3 and 4/3 (a judgement), and for a critical input "
         "the low "
         "and high of its substitution, specific factors and backstop (cost, capacity, years to build it), "
         "one "
         "at a "
         "time and all together; no backstop at all is a bound and not in the range; with --range full also "
         "specific "
         "factors of all sectors and closures"});
  report.assumptions.push_back(
      {"stocks", "none", "",
       "what is on the shelf carries users over the first weeks and is not in the figures"});
  for (const CriticalInput& c : world.critical)
    if (world.sectors[static_cast<std::size_t>(c.sector)].id == s.inputs.product) {
      const auto add = [&](const char* name, const CriticalInput::Assumed& a, const char* note) {
        report.assumptions.push_back({fmt::format("{} of {}", name, s.inputs.product), shortest(a.value),
                                      fmt::format("{} to {}", shortest(a.low), shortest(a.high)), note});
      };
      add("substitution", c.substitution, "elasticity with what its users need together with it");
      add("specific factors", c.specific, "share of its makers' value added that cannot move");
      add("backstop", c.backstop, "cost of making do without it, over its base-year cost");
      add("capacity of the backstop", c.capacity, "in the long run, over base-year use");
      add("years to build it", c.build_years, "in which capacity grows to 63% of that");
      report.notes.push_back(fmt::format("Assumptions on {}: {}", s.inputs.product, c.source));
    }
  if (std::string line = record_line(past_figures(), {to_string(Instrument::export_quota)},
                                     s.inputs.known_by.value_or(s.inputs.as_of));
      !line.empty())
    report.notes.push_back(std::move(line));
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    report.certificates.emplace_back(fmt::format("no cut, {} years", shortest(s.inputs.horizons[h])),
                                     s.status_quo[h].verdict);
  for (std::size_t h = 0; h < s.inputs.horizons.size(); ++h)
    for (std::size_t c = 0; c < s.inputs.cuts.size(); ++c)
      report.certificates.emplace_back(
          fmt::format("cut {} after {}", cut_words(s.inputs.cuts[c]), horizon_words(s.inputs.horizons[h])),
          s.at(0, h, c).verdict);
  report.run_id = s.run_id;
  add_warnings(report.warnings, s.warnings);
  add_failures(report);
  return report;
}

}  // namespace leeway
