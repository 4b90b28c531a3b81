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
      return fmt::format("all rates {} point{}", with_sign(100.0 * step.size, 0),
                         std::abs(step.size) < 0.0101 ? "" : "s");
    case StepKind::standing:
      return "one flat rate, the mean in force, in place of the policy";
  }
  return "";
}

/// What the answer comes to over the ways of seeing the world that certified.
struct Ends {
  Range gain;    ///< percent of what the player values
  Range income;  ///< percent of real income
  Range ev_musd;
  Range mean;  ///< rate, decimal
};
Ends ends_of(const Responded& responded, const EconomyChange& own, double mean) {
  const std::vector<RateCase>& cases = responded.cases;
  return {ends_over(cases, responded.best->gain_pct, [](const RateCase& one) { return one.gain_pct[0]; }),
          ends_over(cases, own.real_income_pct, [](const RateCase& one) { return one.real_income_pct; }),
          ends_over(cases, own.ev_musd, [](const RateCase& one) { return one.ev_musd; }),
          ends_over(cases, mean, [](const RateCase& one) { return one.mean_rate[0]; })};
}

ReportTable range_table(const Ends& ends, const std::string& what) {
  ReportTable table{
      "range",
      "The answer with its range",
      {text_column("figure"), text_column("unit"), number_column("central", "", 3),
       number_column("low", "", 3), number_column("high", "", 3)},
      {},
      0,
      fmt::format("Over {} of {} ways of seeing the world, each searched anew; rates, steps and "
                  "climbs are of the central case.",
                  ends.gain.cases.certified, ends.gain.cases.of)};
  table.rows.push_back(
      {std::string("gain"), "% of " + what, ends.gain.central, ends.gain.low, ends.gain.high});
  table.rows.push_back({std::string("mean rate"), std::string("%"), 100.0 * ends.mean.central,
                        100.0 * ends.mean.low, 100.0 * ends.mean.high});
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

/// Producers that count for more than others, what their weights come to, and what the rates do to them.
struct Favoured {
  int producer = 0;
  double weight = 1.0;  ///< made to average one
  SectorChange change;
};
std::vector<Favoured> favoured_by(const World& world, const BestResponse& best) {
  std::vector<Favoured> all;
  const std::vector<double>& premium = best.player.premium;
  const double least = premium.empty() ? 0.0 : *std::min_element(premium.begin(), premium.end());
  for (std::size_t k = 0; k < premium.size(); ++k)
    if (const int producer = static_cast<int>(k); premium[k] > least + 1e-12)
      all.push_back({producer, 1.0 + premium[k],
                     compare_producers({producer}, best.player.members, best.status_quo->solution(),
                                       best.outcome->solution())});
  std::erase_if(all, [&](const Favoured& f) {
    return std::none_of(best.player.members.begin(), best.player.members.end(),
                        [&](int n) { return world.value_added(n, f.producer) > 0.0; });
  });
  std::stable_sort(all.begin(), all.end(),
                   [](const Favoured& a, const Favoured& b) { return a.weight > b.weight; });
  return all;
}

bool gains(const Favoured& f) { return f.change.value_added_musd.value() > no_change_musd; }

ReportTable favoured_table(const World& world, const std::vector<Favoured>& favoured, std::size_t top) {
  ReportTable table{
      "weights",
      "Who counts for more, and what the rates do for them",
      {text_column("sector"), number_column("weight", "", 3), money_column("value added", true),
       percent_column("output", 2, true)},
      {},
      top,
      "Weights made to average one over value added; those that count for least are left out. Value added is "
      "the change of what it buys, central case."};
  for (const Favoured& f : favoured)
    table.rows.push_back({world.producers[static_cast<std::size_t>(f.producer)].id, f.weight,
                          f.change.value_added_musd.value(), f.change.output_pct});
  return table;
}

/// Of those that count for more and gain nothing: what no weight can do, or what the most would be.
std::string favoured_sentence(const World& world, const BestResponse& best,
                              const std::vector<Favoured>& favoured) {
  constexpr std::size_t most = 6;
  std::vector<std::string> idle;
  for (const Favoured& f : favoured)
    if (!gains(f)) idle.push_back(world.producers[static_cast<std::size_t>(f.producer)].id);
  if (idle.empty() || idle.size() > most) return "";
  const std::string names = fmt::format("{}", fmt::join(idle, ", "));
  const std::vector<double>& premium = best.player.premium;
  if (*std::min_element(premium.begin(), premium.end()) <= -1.0 + 1e-12)
    return fmt::format(
        "Even where others count for nothing, {} by the rates that are free: no weight does more for it "
        "(central case).",
        idle.size() == 1 ? names + " gains nothing" : names + " gain nothing");
  return fmt::format(
      "{} for more and yet {} by these rates (central case); the most that any weight could do is "
      "--weights \"*=0,{}=1\".",
      idle.size() == 1 ? names + " counts" : names + " count",
      idle.size() == 1 ? "gains nothing" : "gain nothing", idle.front());
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
  const Ends ends = ends_of(responded, own, mean);
  report.headline =
      fmt::format("The best {} of {} {} {}: {}{} of its real income if nobody answers{}",
                  best.rates.size() == 1 ? kind_words(inputs.choice) : kinds, who,
                  best.rates.size() == 1 ? "is" : "average", means,
                  weighted ? fmt::format("{} of what it values, and ", ends_words(ends.gain)) : std::string(),
                  ends_words(ends.income), centre_note(responded.cases, world));
  report.lead.push_back(rate_caveats(false));
  report.lead.push_back(fmt::format("By that it {} a year at prices of {}. {}.",
                                    gain_words(ends.ev_musd.central, ends.ev_musd.low, ends.ev_musd.high),
                                    world.base_year, free_words(inputs.choice, best)));
  const char* central = responded.cases.empty() ? "" : " (central case)";
  for (const StepAway& step : best.steps)
    if (step.kind == StepKind::standing && step.cost_pct)
      report.lead.push_back(
          best.rates.size() == 1
              ? fmt::format(
                    "One flat rate of {} (the mean in force) in place of the policy would already bring "
                    "{} of {}{}.",
                    rate_words(best.standing.front()), percent_words(best.gain_pct - *step.cost_pct), what,
                    central)
              : fmt::format(
                    "Flat rates at the means in force, one for what each free rate covers, in place of "
                    "the policy would already bring {} of {}{}.",
                    percent_words(best.gain_pct - *step.cost_pct), what, central));
  const std::vector<Favoured> favoured = favoured_by(world, best);
  if (weighted) {
    report.lead.push_back(fmt::format("Sectors are weighted ({}): by what it values {} gains {}.",
                                      inputs.weights, who, ends_words(ends.gain)));
    if (std::string idle = favoured_sentence(world, best, favoured); !idle.empty())
      report.lead.push_back(std::move(idle));
  } else if (!inputs.weights.empty()) {
    report.lead.push_back(
        fmt::format("With the weights \"{}\" all that {} makes counts alike, so that they change nothing: "
                    "weights are made "
                    "to average one.",
                    inputs.weights, who));
  }
  if (!responded.cases.empty())
    report.lead.push_back(fmt::format("The mean rate is {} to {} over the range.", rate_words(ends.mean.low),
                                      rate_words(ends.mean.high)));
  report.lead.push_back(rate_range_words(inputs.range, responded.cases, world));
  report.lead.push_back(certificate_words(best, what));
  report.lead.push_back(balanced_words(responded.ground, world.base_year));
  report.tables.push_back(rate_table(world, best.rates, {best.player}, best.best, best.standing, top));
  if (!responded.cases.empty()) report.tables.push_back(range_table(ends, what));
  if (weighted) report.tables.push_back(favoured_table(world, favoured, top));
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
