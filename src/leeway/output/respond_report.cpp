#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/range_words.h"
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
      return fmt::format("all rates {} points", with_sign(100.0 * step.size, 0));
    case StepKind::standing:
      return "the rates in force, means";
  }
  return "";
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
  Report report;
  report.kind = "respond";
  report.run_id = responded.run_id;
  const RespondInputs& inputs = responded.inputs;
  add_rate_ground(report, inputs, responded.ground);
  if (!responded.best) {
    report.headline = "No best rates: the world without its imbalances is not certified";
    add_failures(report);
    return report;
  }
  const World& world = *responded.ground.world;
  const BestResponse& best = *responded.best;
  const std::string who = player_words(world, best.player);
  const std::string kinds = kinds_words(inputs.choice);
  const bool weighted = !best.player.premium.empty();
  const std::string what = weighted ? "what it values" : "real income";
  if (best.status_quo) report.certificates.emplace_back("status quo", best.status_quo->verdict());
  if (best.outcome) report.certificates.emplace_back("best rates", best.outcome->verdict());
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
  report.headline = fmt::format("The best {} of {} average {}: {} of its real income if nobody answers",
                                kinds, who, means, percent_words(own.real_income_pct));
  report.lead.push_back(rate_caveats(false));
  report.lead.push_back(fmt::format(
      "That is {} a year at prices of {}. {}: {} in all, {} at the lowest and {} at the highest bound.",
      money_words(own.ev_musd), world.base_year, capitalised(each_words(inputs.choice)), best.rates.size(),
      best.at_lowest, best.at_highest));
  for (const StepAway& step : best.steps)
    if (step.kind == StepKind::standing && step.cost_pct)
      report.lead.push_back(
          fmt::format("The rates in force, each evened out to its mean over what {} covers, would already "
                      "bring {} of {}.",
                      best.rates.size() == 1 ? "the one rate" : "a free rate",
                      percent_words(best.gain_pct - *step.cost_pct), what));
  if (weighted)
    report.lead.push_back(fmt::format("Sectors are weighted ({}): by what it values {} gains {}.",
                                      inputs.weights, who, percent_words(best.gain_pct)));
  if (!responded.cases.empty()) {
    CaseCount count{1, static_cast<int>(responded.cases.size()) + 1};
    double low = best.gain_pct;
    double high = best.gain_pct;
    double least = mean;
    double most = mean;
    for (const RateCase& one : responded.cases) {
      if (!one.certified) continue;
      ++count.certified;
      low = std::min(low, one.gain_pct[0]);
      high = std::max(high, one.gain_pct[0]);
      least = std::min(least, one.mean_rate[0]);
      most = std::max(most, one.mean_rate[0]);
    }
    report.lead.push_back(fmt::format(
        "Over {} of {} ways of seeing the world{} the gain is {} to {} and the mean rate {} to {}.",
        count.certified, count.of, count.all() ? "" : " (the others did not certify, so this is no envelope)",
        percent_words(low), percent_words(high), rate_words(least), rate_words(most)));
  }
  report.lead.push_back(certificate_words(best, what));
  report.lead.push_back(balanced_words(responded.ground, world.base_year));
  report.tables.push_back(rate_table(world, best.rates, {best.player}, best.best, best.standing, top));
  const Comparison all = compare(world, before, after);
  report.tables.push_back(economy_table(
      all.economies, all.groups, "Who gains, who pays, against the policy in force", {{}, top, false}));
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
