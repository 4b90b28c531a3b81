#include "leeway/output/brief_draws.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/output/format.h"
#include "leeway/output/range_words.h"

namespace leeway {

namespace {

// With fewer, one draw in twenty at either end is less than ten draws.
constexpr std::uint64_t fewest_for_ends = 200;

/// Ends of a figure of the leeway: over its cases, or between them nine in ten of the draws.
std::pair<double, double> ends(const BriefAnalysis& b, Drawn drawn, double LeewayCase::*figure) {
  const DrawnFigure* told = b.draws ? b.draws->find(drawn) : nullptr;
  if (told != nullptr) return {told->q05, told->q95};
  double low = b.leeway->central.*figure;
  double high = low;
  for (const LeewayCase& c : b.leeway->cases) {
    low = std::min(low, c.*figure);
    high = std::max(high, c.*figure);
  }
  return {low, high};
}
std::pair<double, double> gain_ends(const BriefAnalysis& b) {
  return ends(b, Drawn::gain, &LeewayCase::gain_musd);
}
std::pair<double, double> loss_ends(const BriefAnalysis& b) {
  return ends(b, Drawn::loss, &LeewayCase::loss_musd);
}

std::string counted(std::uint64_t draws) { return with_thousands(static_cast<double>(draws), 0); }

/// "elasticities, supply and closure": theta is the elasticities too, about one set where that is fixed.
std::string varies_words(const BriefAnalysis& b) {
  const auto& assumed = b.draws->assumed;
  const bool any_set = std::any_of(assumed.begin(), assumed.end(),
                                   [](const auto& named) { return named.first == "elasticities"; });
  std::vector<std::string> names;
  for (const auto& [name, how] : assumed) {
    if (name == "theta" && any_set) continue;
    const std::string& set = b.leeway ? b.leeway->central.elasticities : b.options.elasticities;
    names.push_back(name != "theta" ? name
                    : set.empty()   ? std::string("elasticities")
                                    : "elasticities about the set " + set);
  }
  if (names.size() < 2) return fmt::format("{}", fmt::join(names, ""));
  const std::string last = names.back();
  names.pop_back();
  return fmt::format("{} and {} together", fmt::join(names, ", "), last);
}

/// "2,000 draws"; those that certified where some did not.
std::string told_draws(const DrawnRange& d) {
  return d.certified == d.count ? counted(d.count) + " draws"
                                : fmt::format("the {} draws that certified", counted(d.certified));
}
std::string nine_of_ten(const DrawnRange& d) { return "nine of ten of " + told_draws(d); }

std::string rough_words(const DrawnRange& d) {
  return d.certified < fewest_for_ends
             ? fmt::format(" Ends of fewer than {} draws are rough.", counted(fewest_for_ends))
             : "";
}

std::string drawn_sentence(const BriefAnalysis& b) {
  const DrawnRange& d = *b.draws;
  const std::string all = fmt::format("{} draws that vary {}, all {}", counted(d.count), varies_words(b),
                                      centre_words(b.options.horizon));
  const std::uint64_t failed = d.count - d.certified;
  if (failed == 0) return fmt::format("Ranges are nine of ten of {}.", all) + rough_words(d);
  if (d.figures.empty())
    return fmt::format("This is the central case alone: of {}, {} certified, too few for a range.", all,
                       d.certified == 0 ? "none" : counted(d.certified));
  return fmt::format(
             "Ranges are {}, of {}; {} did not certify, and not at random, so that this is no range of all "
             "of them.",
             nine_of_ten(d), all, failed == 1 ? std::string("1 other") : counted(failed) + " others") +
         rough_words(d);
}

/// " The gain of the central case (USD 2.0 bn) is less than in nineteen of twenty of them."
std::string place_of_amount(const BriefAnalysis& b, Drawn drawn, const char* what, double central) {
  const DrawnFigure* told = b.draws->find(drawn);
  if (told == nullptr || (central >= told->q05 && central <= told->q95)) return "";
  const bool below = central < told->q05;
  return fmt::format(" The {} of the central case ({}{}) is {} than in nineteen of twenty of them.", what,
                     central < 0.0 ? "minus " : "", money_words(std::abs(central)), below ? "less" : "more");
}

ReportTable drawn_figures_table(const DrawnRange& d) {
  ReportTable table{"draws",
                    fmt::format("What {} draws say (seed {})", counted(d.certified), d.seed),
                    {text_column("over the draws")},
                    {},
                    0,
                    "Each draw takes all that varies at once. Gain and loss are against no move."};
  if (d.certified < d.count) table.note += " Of the draws that certified, which are no sample of all.";
  for (const DrawnFigure& f : d.figures)
    table.columns.push_back(std::string(drawn_unit(f.figure)) == "percent"
                                ? percent_column(drawn_title(f.figure), 3)
                                : money_column(drawn_title(f.figure), true));
  for (const auto& [name, quantile] :
       {std::pair("mean", &DrawnFigure::mean), std::pair("5%", &DrawnFigure::q05),
        std::pair("25%", &DrawnFigure::q25), std::pair("median", &DrawnFigure::q50),
        std::pair("75%", &DrawnFigure::q75), std::pair("95%", &DrawnFigure::q95)}) {
    std::vector<ReportCell> row = {std::string(name)};
    for (const DrawnFigure& f : d.figures) row.emplace_back(in_drawn_unit(f.figure, f.*quantile));
    table.rows.push_back(std::move(row));
  }
  return table;
}

ReportTable drawn_signs_table(const DrawnRange& d) {
  const bool whole = d.certified == d.count;
  ReportTable table{
      "draws_signs",
      "How often the move pays",
      {text_column("what holds", 60), rate_column("share of draws", 1), rate_column("from", 1),
       rate_column("to", 1)},
      {},
      0,
      whole ? "From and to: Wilson's interval of 95%, as of independent draws."
            : "Of the draws that certified; the others did not, and not at random, so that there is no "
              "interval."};
  const auto add = [&](const char* what, const ShareOfDraws& share) {
    table.rows.push_back({std::string(what), share.value, whole ? ReportCell(share.low) : ReportCell(),
                          whole ? ReportCell(share.high) : ReportCell()});
  };
  if (const DrawnFigure* gain = d.find(Drawn::gain)) add("Gain unpunished above zero", gain->above_zero);
  if (const DrawnFigure* loss = d.find(Drawn::loss)) add("Loss if punished above zero", loss->above_zero);
  if (d.find(Drawn::p_star) == nullptr) {
    table.title = "How often the threat costs something";
    return table;
  }
  add("Never pays, even unpunished: leeway 0%", d.never_pays.share);
  add("Always pays, even punished: leeway 100%", d.always_pays.share);
  return table;
}

ReportTable drawn_failures_table(const DrawnRange& d) {
  ReportTable table{"draws_failed",
                    "Draws without an answer",
                    {text_column("reason", 60), number_column("draws", ""), number_column("first draw", "")},
                    {},
                    0,
                    ""};
  for (const FailedDraws& f : d.failed)
    table.rows.push_back({f.reason, static_cast<double>(f.draws), static_cast<double>(f.first)});
  return table;
}

/// Case and variable of the long table.
std::pair<const char*, const char*> place_of(Drawn figure) {
  switch (figure) {
    case Drawn::gain:
      return {"", "leeway_gain"};
    case Drawn::loss:
      return {"", "leeway_loss"};
    case Drawn::p_star:
      return {"", "leeway"};
    case Drawn::gain_pct:
      return {"", "leeway_gain_percent"};
    case Drawn::loss_pct:
      return {"", "leeway_loss_percent"};
  }
  return {"", ""};
}

}  // namespace

std::string unpunished_words(const BriefAnalysis& b) {
  const auto [low, high] = gain_ends(b);
  return yearly_words(b.leeway->central.gain_musd, low, high, b.leeway->central.gain_pct);
}

std::string punished_words(const BriefAnalysis& b) {
  const auto [low, high] = loss_ends(b);
  return yearly_words(-b.leeway->central.loss_musd, -high, -low, b.leeway->central.loss_pct);
}

LeewayClaim claim_of_brief(const BriefAnalysis& b) {
  const Leeway& l = *b.leeway;
  const auto [least_gain, most_gain] = gain_ends(b);
  const auto [least_loss, most_loss] = loss_ends(b);
  return claim_of(l, {l.central.gain_musd, least_gain, most_gain, {}},
                  {l.central.loss_musd, least_loss, most_loss, {}});
}

std::string draws_that_words(const BriefAnalysis& b, const DrawsThat& that) {
  return that.draws == b.draws->certified
             ? "in all " + (b.draws->certified == b.draws->count
                                ? told_draws(*b.draws)
                                : fmt::format("{} draws that certified", counted(that.draws)))
             : fmt::format("in {} of {}", that.draws == 0 ? "none" : counted(that.draws),
                           told_draws(*b.draws));
}

std::string told_over_words(const BriefAnalysis& b) {
  return b.draws ? "in " + nine_of_ten(*b.draws) : std::string("over the cases");
}

std::string leeway_ends_words(const BriefAnalysis& b) {
  const Leeway& l = *b.leeway;
  if (b.draws && b.draws->find(Drawn::p_star) != nullptr && l.low == l.high)
    return fmt::format(" ({} {})", probability(l.low), told_over_words(b));
  if (!(l.low < l.high)) return "";
  return fmt::format(" ({} to {}{})", probability(l.low), probability(l.high),
                     b.draws ? " " + told_over_words(b) : std::string());
}

std::string place_of_central(const BriefAnalysis& b) {
  const Leeway& l = *b.leeway;
  if (b.draws) {
    std::string words;
    if (b.draws->find(Drawn::p_star) != nullptr && (l.central.p_star < l.low || l.central.p_star > l.high))
      words = fmt::format(" The central case ({}) leaves {} room than nineteen of twenty of them.",
                          probability(l.central.p_star), l.central.p_star < l.low ? "less" : "more");
    return words + place_of_amount(b, Drawn::gain, "gain", l.central.gain_musd) +
           place_of_amount(b, Drawn::loss, "loss", l.central.loss_musd);
  }
  int less = 0;
  int more = 0;
  for (const LeewayCase& c : l.cases) {
    less += c.p_star < l.central.p_star ? 1 : 0;
    more += c.p_star > l.central.p_star ? 1 : 0;
  }
  if (less + more == 0) return "";
  const int same = static_cast<int>(l.cases.size()) - 1 - less - more;
  return fmt::format(" Of the other cases {} leave less room than the central one ({}), {} leave more{}.",
                     less, l.central.elasticities, more,
                     same > 0 ? fmt::format(" and {} as much", same) : "");
}

std::string brief_range_sentence(const BriefAnalysis& b, const CaseCount& cases) {
  if (b.draws) return drawn_sentence(b);
  return range_sentence(b.range, cases, b.options.horizon, term_cases(b.settings));
}

Assumption range_assumption(const BriefAnalysis& b) {
  if (b.draws)
    return {"range", fmt::format("{} draws, seed {}", counted(b.draws->count), b.draws->seed),
            "full, sets, none",
            "each draw takes all that varies at once; estimates of rates and terms of Measures do not vary"};
  return {"range", to_string(b.range), "full, sets, none",
          b.range == RangeKind::full
              ? "every set of elasticities; 3 and 10 years and the long run; specific factors; closures; "
                "estimates of rates"
          : b.range == RangeKind::sets ? "every set of elasticities"
                                       : "left out"};
}

std::string failed_draws_sentence(const DrawnRange& d) {
  if (d.failed.empty()) return "";
  std::vector<std::string> reasons;
  for (const FailedDraws& f : d.failed)
    reasons.push_back(fmt::format("{} in {}", f.reason, counted(f.draws)));
  return fmt::format(
      "{} of {} draws did not certify ({}); what is told of draws is of the others, which are no sample of "
      "all",
      counted(d.count - d.certified), counted(d.count), fmt::join(reasons, ", "));
}

const char* drawn_title(Drawn figure) {
  switch (figure) {
    case Drawn::gain:
      return "Gain unpunished";
    case Drawn::loss:
      return "Loss if punished";
    case Drawn::p_star:
      return "Leeway";
    case Drawn::gain_pct:
      return "Gain in percent of real income";
    case Drawn::loss_pct:
      return "Loss in percent of real income";
  }
  return "";
}

const char* drawn_unit(Drawn figure) {
  return figure == Drawn::gain || figure == Drawn::loss ? "USD million" : "percent";
}

double in_drawn_unit(Drawn figure, double value) { return figure == Drawn::p_star ? 100.0 * value : value; }

void add_draws(Report& report, const BriefAnalysis& b) {
  if (!b.draws) return;
  const DrawnRange& d = *b.draws;
  report.answered = report.answered && d.certified == d.count;
  if (!d.figures.empty()) {
    report.tables.push_back(drawn_figures_table(d));
    report.tables.push_back(drawn_signs_table(d));
  }
  if (!d.failed.empty()) {
    report.warnings.push_back(failed_draws_sentence(d));
    report.tables.push_back(drawn_failures_table(d));
  }
  const int year = report.world != nullptr ? report.world->base_year : 0;
  for (const DrawnFigure& f : d.figures) {
    const auto [scenario, variable] = place_of(f.figure);
    const auto add = [&, scenario = scenario, variable = variable](const char* statistic, const char* unit,
                                                                   double value) {
      report.rows.push_back({b.run_id, scenario, b.economy, "", "", variable, unit, year, statistic, value});
    };
    for (const auto& [statistic, value] :
         {std::pair("mean of draws", f.mean), std::pair("5% of draws", f.q05),
          std::pair("25% of draws", f.q25), std::pair("median of draws", f.q50),
          std::pair("75% of draws", f.q75), std::pair("95% of draws", f.q95)})
      add(statistic, drawn_unit(f.figure), in_drawn_unit(f.figure, value));
    if (f.figure == Drawn::gain || f.figure == Drawn::loss)
      add("share of draws above zero", "share", f.above_zero.value);
    if (f.figure != Drawn::p_star) continue;
    add("share of draws at 0: never pays", "share", d.never_pays.share.value);
    add("share of draws at 100: always pays", "share", d.always_pays.share.value);
  }
}

}  // namespace leeway
