#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/rate_words.h"
#include "leeway/output/solve_report.h"

namespace leeway {

namespace {

const char* start_words(SearchStart from) {
  switch (from) {
    case SearchStart::standing:
      return "the rates in force";
    case SearchStart::formula:
      return "the formula";
    case SearchStart::random:
      return "random rates";
    case SearchStart::at_hand:
      return "the rates at hand";
  }
  return "";
}

std::string step_words(const StepAway& step) {
  switch (step.kind) {
    case StepKind::times:
      return step.size == 0.0 ? "no rates at all" : fmt::format("all rates times {:g}", step.size);
    case StepKind::plus:
      return fmt::format("all rates {} point{}", with_sign(100.0 * step.size, 0),
                         std::abs(step.size) < 0.0101 ? "" : "s");
    case StepKind::standing:
      return "one flat rate, the mean in force, in place of the policy";
  }
  return "";
}

/// The gain and the mean rate over the ways of seeing the world that certified.
struct RateRange {
  CaseCount count;
  double low_gain, high_gain;  // percent
  double low_rate, high_rate;
};
RateRange range_of(const Responded& responded, double gain, double mean) {
  RateRange range{{1, static_cast<int>(responded.cases.size()) + 1}, gain, gain, mean, mean};
  for (const RateCase& one : responded.cases) {
    if (!one.certified) continue;
    ++range.count.certified;
    range.low_gain = std::min(range.low_gain, one.gain_pct[0]);
    range.high_gain = std::max(range.high_gain, one.gain_pct[0]);
    range.low_rate = std::min(range.low_rate, one.mean_rate[0]);
    range.high_rate = std::max(range.high_rate, one.mean_rate[0]);
  }
  return range;
}

ReportTable range_table(const RateRange& range, double gain, double mean, const std::string& what) {
  ReportTable table{
      "range",
      "The answer with its range",
      {text_column("figure"), text_column("unit"), number_column("central", "", 3),
       number_column("low", "", 3), number_column("high", "", 3)},
      {},
      0,
      fmt::format("Over {} of {} ways of seeing the world, each searched anew; rates, steps and "
                  "climbs are of the central case.",
                  range.count.certified, range.count.of)};
  table.rows.push_back({std::string("gain"), "% of " + what, gain, range.low_gain, range.high_gain});
  table.rows.push_back({std::string("mean rate"), std::string("%"), 100.0 * mean, 100.0 * range.low_rate,
                        100.0 * range.high_rate});
  return table;
}

/// "one rate on all partners and goods, within its bounds".
std::string free_words(const RateChoice& choice, const BestResponse& best) {
  if (best.rates.size() == 1)
    return fmt::format("It is {}, {}", each_words(choice),
                       best.at_lowest > 0    ? "and stands at its lowest bound"
                       : best.at_highest > 0 ? "and stands at its highest bound"
                                             : "and stands between its bounds");
  return fmt::format("{}: {} in all, {} at the lowest and {} at the highest bound",
                     capitalised(each_words(choice)), best.rates.size(), best.at_lowest, best.at_highest);
}

ReportTable step_table(const BestResponse& best, const std::string& what) {
  ReportTable table{"steps",
                    "What a step away costs",
                    {text_column("step"), number_column("cost", "% of " + what, 6)},
                    {},
                    0,
                    "Exact solves; rates are held to their bounds."};
  for (const StepAway& step : best.steps)
    table.rows.push_back({step_words(step), step.cost_pct ? ReportCell(*step.cost_pct) : ReportCell()});
  return table;
}

ReportTable climb_table(const BestResponse& best, const std::string& what) {
  ReportTable table{
      "climbs",
      "Climbs",
      {text_column("from"), number_column("gain", "% of " + what, 9), text_column("gradient"),
       number_column("iterations", ""), number_column("solves", ""), text_column("converged")},
      {},
      0,
      "Gradient: its length in variables of curvature about one; half its square is what a climb may "
      "have left undone, as a share of income."};
  for (const RateClimb& climb : best.climbs)
    table.rows.push_back({std::string(start_words(climb.from)), climb.gain_pct, scientific(climb.slope),
                          static_cast<double>(climb.iterations), static_cast<double>(climb.evaluations),
                          std::string(climb.converged ? "yes" : "NO")});
  return table;
}

std::string certificate_words(const BestResponse& best, const std::string& what) {
  const auto converged =
      std::count_if(best.climbs.begin(), best.climbs.end(), [](const RateClimb& c) { return c.converged; });
  double slope = HUGE_VAL;
  for (const RateClimb& climb : best.climbs)
    if (climb.converged) slope = std::min(slope, climb.slope);
  double least = HUGE_VAL;
  for (const StepAway& step : best.steps)
    if (step.cost_pct && step.kind == StepKind::plus && std::abs(step.size) < 0.05)
      least = std::min(least, *step.cost_pct);
  std::string text = fmt::format(
      "Certificate, from exact solves: the gradient is {}; {} of {} climbs converged, the best within {}% of "
      "{} of the "
      "worst; curvature {:.3g} with all rates in proportion and {:.3g} with all moved alike",
      scientific(slope), converged, best.climbs.size(), scientific(best.spread_pct), what,
      best.curvature_scaled, best.curvature_shifted);
  if (least < HUGE_VAL)
    text += fmt::format("; a point more or less on all costs at least {}%", scientific(least));
  return text + fmt::format(" ({} solves, {} of them without an equilibrium).", best.solves, best.failures);
}

}  // namespace

Report respond_report(const Responded& responded, std::size_t top) {
  const RespondInputs& inputs = responded.inputs;
  Report report = rate_report("respond", responded.run_id, inputs, responded.ground, "best rates");
  if (!responded.best) return report;
  const World& world = *responded.ground.world;
  const BestResponse& best = *responded.best;
  const std::string who = player_words(world, best.player);
  const std::string kinds = kinds_words(inputs.choice);
  const bool weighted = !best.player.premium.empty();
  const std::string what = weighted ? "what it values" : "real income";
  add_rate_certificates(report, best.status_quo, "best rates", best.outcome);
  report.answered = best.certified();
  if (!best.certified()) {
    report.headline = fmt::format("No best {} for {}: the search has no certificate", kinds, who);
    if (!best.climbs.empty()) {
      report.lead.push_back(certificate_words(best, what));
      report.tables.push_back(climb_table(best, what));
      if (!best.steps.empty()) report.tables.push_back(step_table(best, what));
    }
    add_failures(report);
    return report;
  }
  const Solution& before = best.status_quo->solution();
  const Solution& after = best.outcome->solution();
  const EconomyChange own = compare_set(world, best.player.members, before, after);
  const double mean = mean_rate(world, best.rates, best.best, 0);
  std::string means;
  for (const RateKind kind : {RateKind::tariff, RateKind::export_tax})
    if (const std::optional<double> of = mean_rate(world, best.rates, best.best, 0, kind))
      means += fmt::format("{}{} ({} in force)", means.empty() ? "" : " and ", rate_words(*of),
                           rate_words(*mean_rate(world, best.rates, best.standing, 0, kind)));
  report.headline = fmt::format(
      "The best {} of {} {} {}: {}{} of its real income if nobody answers",
      best.rates.size() == 1 ? kind_words(inputs.choice) : kinds, who,
      best.rates.size() == 1 ? "is" : "average", means,
      weighted ? fmt::format("{} of what it values, and ", percent_words(best.gain_pct)) : std::string(),
      percent_words(own.real_income_pct));
  report.lead.push_back(rate_caveats(false));
  report.lead.push_back(fmt::format("That is {} a year at prices of {}. {}.", money_words(own.ev_musd),
                                    world.base_year, free_words(inputs.choice, best)));
  for (const StepAway& step : best.steps)
    if (step.kind == StepKind::standing && step.cost_pct)
      report.lead.push_back(
          best.rates.size() == 1
              ? fmt::format(
                    "One flat rate of {} (the mean in force) in place of the policy would already bring "
                    "{} of {}.",
                    rate_words(best.standing.front()), percent_words(best.gain_pct - *step.cost_pct), what)
              : fmt::format(
                    "Flat rates at the means in force, one for what each free rate covers, in place of "
                    "the policy would already bring {} of {}.",
                    percent_words(best.gain_pct - *step.cost_pct), what));
  if (weighted)
    report.lead.push_back(fmt::format("Sectors are weighted ({}): by what it values {} gains {}.",
                                      inputs.weights, who, percent_words(best.gain_pct)));
  const RateRange range = range_of(responded, best.gain_pct, mean);
  if (!responded.cases.empty())
    report.lead.push_back(fmt::format("The gain is {} to {} over the range, the mean rate {} to {}.",
                                      percent_words(range.low_gain), percent_words(range.high_gain),
                                      rate_words(range.low_rate), rate_words(range.high_rate)));
  report.lead.push_back(rate_range_words(inputs.range, responded.cases));
  report.lead.push_back(certificate_words(best, what));
  report.lead.push_back(balanced_words(responded.ground, world.base_year));
  report.tables.push_back(rate_table(world, best.rates, {best.player}, best.best, best.standing, top));
  if (!responded.cases.empty()) report.tables.push_back(range_table(range, best.gain_pct, mean, what));
  const Comparison all = compare(world, before, after);
  report.tables.push_back(economy_table(all, responded.everyone ? &*responded.everyone : nullptr,
                                        "Who gains, who pays, against the policy in force",
                                        {{}, top, false}));
  report.tables.push_back(step_table(best, what));
  report.tables.push_back(climb_table(best, what));
  if (!responded.cases.empty())
    report.tables.push_back(rate_case_table(responded.cases, {best.player}, "gain, of " + what));
  report.assumptions.push_back(
      {"formula", rate_words(best.formula), "",
       "best uniform tariff by sufficient statistics, where the searches start: 1 over the "
       "mean of elasticity times others' share of the markets it sells to"});
  return report;
}

}  // namespace leeway
