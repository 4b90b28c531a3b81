#include "leeway/strategy/best_response.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"
#include "leeway/strategy/rate_search.h"

namespace leeway {

namespace {

// What the steps are that a certificate looks at: all rates times, and plus.
constexpr double kTimes[] = {0.0, 0.5, 0.9, 1.1, 1.5, 2.0};
constexpr double kPlus[] = {-0.1, -0.01, 0.01, 0.1};
// Of the differences that curvature is read from, in ln(1 + rate).
constexpr double kBend = 0.02;

std::vector<double> stepped(const std::vector<double>& best, const RateChoice& choice, double times,
                            double plus) {
  std::vector<double> rates;
  for (const double rate : best)
    rates.push_back(std::clamp(times * rate + plus, choice.lowest, choice.highest));
  return rates;
}

// Minus the second difference along one direction of ln(1 + rate), over the squared length of the step.
double bend(RateSearch& search, const std::vector<double>& best, double here, bool in_proportion) {
  double sides = 0.0;
  for (const double sign : {-1.0, 1.0}) {
    std::vector<double> rates;
    for (const double rate : best) {
      const double log = elementary::log1p(rate);
      rates.push_back(elementary::expm1(in_proportion ? log * (1.0 + sign * kBend) : log + sign * kBend));
    }
    const std::optional<double> there = search.value(rates);
    if (!there) return 0.0;
    sides += *there - here;
  }
  return -sides / (kBend * kBend);
}

}  // namespace

const char* to_string(SearchStart start) {
  switch (start) {
    case SearchStart::standing:
      return "standing";
    case SearchStart::formula:
      return "formula";
    case SearchStart::random:
      return "random";
    case SearchStart::at_hand:
      return "at_hand";
  }
  return "";
}

bool BestResponse::certified() const {
  if (!status_quo || !*status_quo || !outcome || !*outcome || climbs.empty()) return false;
  if (!std::any_of(climbs.begin(), climbs.end(), [](const RateClimb& c) { return c.converged; }))
    return false;
  return std::all_of(steps.begin(), steps.end(),
                     [](const StepAway& step) { return !step.cost_pct || *step.cost_pct > -kCertifiedPct; });
}

BestResponse best_response(const Model& model, const Policy& policy, const Player& player,
                           const RateChoice& choice, const SearchSettings& settings, const Location& where) {
  return best_response(model, policy, player, choice, settings, free_rates(model, {player}, choice, where));
}

BestResponse best_response(const Model& model, const Policy& policy, const Player& player,
                           const RateChoice& choice, const SearchSettings& settings,
                           std::vector<FreeRate> free) {
  BestResponse out;
  out.player = player;
  for (FreeRate& rate : free) rate.player = 0;
  const RatePolicy rates(model.world(), policy, std::move(free));
  out.rates = rates.rates();
  out.standing = rates.standing();
  out.status_quo = model.solve(policy);
  if (!*out.status_quo) return out;
  const Solution& today = out.status_quo->solution();
  const double now = valued(player, today.result);
  out.formula = sufficient_tariff(model, player, today);

  std::vector<std::pair<SearchStart, std::vector<double>>> starts;
  starts.emplace_back(SearchStart::formula, starting_rates(model, {player}, out.rates, today, choice));
  if (settings.from_standing)
    starts.emplace_back(SearchStart::standing, stepped(out.standing, choice, 1.0, 0.0));
  for (int j = 0; j < settings.random_starts; ++j)
    starts.emplace_back(SearchStart::random,
                        random_rates(out.rates.size(), choice, static_cast<std::uint64_t>(j)));
  // Shares at the first start scale the searches: what is taxed away today would count for too little.
  const Outcome first = model.solve(rates.at(starts.front().second), today.start);
  const Solution& around = first ? first.solution() : today;
  ++out.solves;
  double best = -HUGE_VAL;
  double worst = HUGE_VAL;
  int done = 0;
  for (const auto& [from, start] : starts) {
    RateSearch search(model, rates, player, around, choice);
    const solve::QuasiNewtonResult climb = search.climb(start, settings.tolerance);
    out.solves += search.solves();
    out.failures += search.failures();
    if (settings.progress) settings.progress(++done, static_cast<int>(starts.size()));
    if (!climb.defined) continue;
    out.climbs.push_back({from, gain_pct(now, climb.value), climb.slope, climb.iterations, climb.evaluations,
                          climb.converged});
    if (climb.converged) worst = std::min(worst, climb.value);
    // Of climbs that end alike the first is kept.
    if (climb.value > best + 1e-12) {
      best = climb.value;
      out.best = search.rates_of(climb.x);
    }
  }
  if (out.best.empty()) return out;
  RateSearch search(model, rates, player, around, choice);
  out.outcome = search.solve(out.best);
  if (!*out.outcome) return out;
  const double here = valued(player, (*out.outcome)->result);
  out.gain_pct = gain_pct(now, here);
  out.spread_pct = worst < HUGE_VAL ? std::max(0.0, gain_pct(worst, here)) : 0.0;
  for (const double rate : out.best) {
    if (rate <= choice.lowest + 1e-9) ++out.at_lowest;
    if (rate >= choice.highest - 1e-9) ++out.at_highest;
  }
  if (settings.steps) {
    const auto look = [&](StepKind kind, double size, const std::vector<double>& to) {
      const std::optional<double> there = search.value(to);
      StepAway step{kind, size, {}};
      if (there) step.cost_pct = -gain_pct(here, *there);
      out.steps.push_back(step);
    };
    for (const double times : kTimes) look(StepKind::times, times, stepped(out.best, choice, times, 0.0));
    for (const double plus : kPlus) look(StepKind::plus, plus, stepped(out.best, choice, 1.0, plus));
    look(StepKind::standing, 0.0, stepped(out.standing, choice, 1.0, 0.0));
    out.curvature_scaled = bend(search, out.best, here, true);
    out.curvature_shifted = bend(search, out.best, here, false);
  }
  out.solves += search.solves();
  out.failures += search.failures();
  return out;
}

}  // namespace leeway
