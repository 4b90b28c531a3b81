#include "leeway/strategy/rate_search.h"

#include <algorithm>
#include <cmath>

#include "leeway/base/elementary.h"

namespace leeway {

namespace {

// No rate moves further in one step, in ln(1 + rate).
constexpr double kReach = 0.4;

}  // namespace

RateSearch::RateSearch(const Model& model, const RatePolicy& rates, const Player& player,
                       const Solution& around, const RateChoice& choice)
    : model_(model), policy_(rates), player_(player), start_(around.start) {
  // The curvature takes the player as the only one.
  std::vector<FreeRate> own = rates.rates();
  for (FreeRate& rate : own) rate.player = 0;
  for (const double curvature : curvature_guess(model, {player}, own, around)) {
    const double root = std::sqrt(curvature);
    root_.push_back(root);
    low_.push_back(root * elementary::log1p(choice.lowest));
    high_.push_back(root * elementary::log1p(choice.highest));
  }
}

std::vector<double> RateSearch::rates_of(std::span<const double> y) const {
  std::vector<double> rates(y.size());
  for (std::size_t j = 0; j < y.size(); ++j) rates[j] = elementary::expm1(y[j] / root_[j]);
  return rates;
}

std::vector<double> RateSearch::variables_of(std::span<const double> rates) const {
  std::vector<double> y(rates.size());
  for (std::size_t j = 0; j < y.size(); ++j) y[j] = root_[j] * elementary::log1p(rates[j]);
  return y;
}

Outcome RateSearch::solve(std::span<const double> rates) {
  ++solves_;
  Outcome outcome = model_.solve(policy_.at(rates), start_);
  if (outcome)
    start_ = outcome.start();
  else
    ++failures_;
  return outcome;
}

std::optional<double> RateSearch::value(std::span<const double> rates) {
  const Outcome outcome = solve(rates);
  if (!outcome) return {};
  return valued(player_, outcome->result);
}

std::optional<solve::Slope> RateSearch::slope(std::span<const double> y, double tolerance) {
  const std::vector<double> rates = rates_of(y);
  const Outcome outcome = solve(rates);
  if (!outcome) return {};
  leeway::solve::Slope slope;
  slope.value = valued(player_, outcome->result);
  Sensitivity sensitivity(model_, outcome.solution());
  if (!sensitivity.solve(objective_of(player_, model_.world(), outcome->result), adjoint_, tolerance))
    return {};
  slope.gradient.assign(y.size(), 0.0);
  std::vector<FreeRate> own = policy_.rates();
  add_derivatives(sensitivity, own.empty() ? 0 : own.front().player, own, rates, slope.gradient);
  for (std::size_t j = 0; j < y.size(); ++j) slope.gradient[j] /= root_[j];
  return slope;
}

solve::QuasiNewtonResult RateSearch::climb(std::span<const double> start, double tolerance) {
  solve::QuasiNewtonOptions options;
  options.tolerance = tolerance;
  for (const double root : root_) options.reach.push_back(kReach * root);
  const double adjoint = std::clamp(0.01 * tolerance, 1e-12, 1e-8);
  return solve::maximise([&](std::span<const double> y) { return slope(y, adjoint); }, variables_of(start),
                         low_, high_, options);
}

std::vector<double> random_rates(std::size_t count, const RateChoice& choice, std::uint64_t seed) {
  const double high = std::max(choice.lowest, std::min(choice.highest, 1.0));
  std::vector<double> rates;
  for (std::size_t j = 0; j < count; ++j) {
    // splitmix64, drawn by index.
    std::uint64_t state = (seed + 1) * 0x9E3779B97F4A7C15ULL + j * 0xD1B54A32D192ED03ULL;
    state = (state ^ (state >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    state = (state ^ (state >> 27U)) * 0x94D049BB133111EBULL;
    state ^= state >> 31U;
    const double unit = static_cast<double>(state >> 11U) * 0x1.0p-53;
    rates.push_back(choice.lowest + (high - choice.lowest) * unit);
  }
  return rates;
}

double gain_pct(double from, double to) { return 100.0 * elementary::expm1(to - from); }

}  // namespace leeway
