#include "leeway/game/correlated.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "leeway/game/linear_program.h"

namespace leeway {

namespace {

/// Rows of incentive constraints: of a player's recommendation and the action taken in its place, or of the
/// action alone.
struct Rows {
  Rows(const StrategicGame& game, CorrelatedKind kind) : coarse(kind == CorrelatedKind::coarse_correlated) {
    for (std::size_t p = 0; p < game.size(); ++p) {
      first.push_back(count);
      count += coarse ? game.actions(p) : game.actions(p) * game.actions(p);
    }
  }
  std::size_t at(const StrategicGame& game, std::size_t p, std::size_t told, std::size_t taken) const {
    return first[p] + (coarse ? taken : told * game.actions(p) + taken);
  }
  bool coarse;
  std::vector<std::size_t> first;
  std::size_t count = 0;
};

}  // namespace

double correlated_violation(const StrategicGame& game, CorrelatedKind kind,
                            const std::vector<double>& chances) {
  const Rows rows(game, kind);
  std::vector<double> gain(rows.count, 0.0);
  for (std::size_t s = 0; s < game.profiles(); ++s) {
    if (chances[s] == 0.0) continue;
    for (std::size_t p = 0; p < game.size(); ++p)
      for (std::size_t a = 0; a < game.actions(p); ++a)
        gain[rows.at(game, p, game.action(s, p), a)] +=
            chances[s] * (game.payoff(game.with(s, p, a), p) - game.payoff(s, p));
  }
  return std::max(0.0, *std::max_element(gain.begin(), gain.end()));
}

std::optional<CorrelatedPoint> best_correlated(const StrategicGame& game, CorrelatedKind kind,
                                               const std::vector<double>& weights,
                                               std::size_t most_profiles) {
  if (game.profiles() > most_profiles) return std::nullopt;
  const Rows rows(game, kind);
  const double scale = 1.0 / game.span();
  LinearProgram program;
  program.objective.assign(game.profiles(), 0.0);
  program.lower.assign(rows.count, 0.0);
  program.upper.assign(rows.count, std::numeric_limits<double>::infinity());
  program.lower.push_back(1.0);
  program.upper.push_back(1.0);
  for (std::size_t s = 0; s < game.profiles(); ++s) {
    program.entries.push_back({rows.count, s, 1.0});
    for (std::size_t p = 0; p < game.size(); ++p) {
      program.objective[s] += weights[p] * game.payoff(s, p) * scale;
      for (std::size_t a = 0; a < game.actions(p); ++a)
        program.entries.push_back({rows.at(game, p, game.action(s, p), a), s,
                                   (game.payoff(s, p) - game.payoff(game.with(s, p, a), p)) * scale});
    }
  }
  std::optional<std::vector<double>> solved = maximise(program);
  if (!solved) return std::nullopt;
  double sum = 0.0;
  for (double& chance : *solved) sum += chance = chance < 1e-14 ? 0.0 : chance;
  CorrelatedPoint point{std::move(*solved), std::vector<double>(game.size(), 0.0), 0.0};
  for (std::size_t s = 0; s < point.chances.size(); ++s) {
    point.chances[s] /= sum;
    for (std::size_t p = 0; p < game.size(); ++p) point.payoffs[p] += point.chances[s] * game.payoff(s, p);
  }
  point.violation = correlated_violation(game, kind, point.chances);
  if (!(point.violation <= game_tolerance * game.span())) return std::nullopt;
  return point;
}

std::optional<CorrelatedRange> correlated_range(const StrategicGame& game, CorrelatedKind kind) {
  CorrelatedRange range;
  for (std::size_t p = 0; p < game.size(); ++p) {
    std::vector<double> weights(game.size(), 0.0);
    for (const double sign : {-1.0, 1.0}) {
      weights[p] = sign;
      const auto point = best_correlated(game, kind, weights);
      if (!point) return std::nullopt;
      (sign < 0.0 ? range.low : range.high).push_back(point->payoffs[p]);
    }
  }
  return range;
}

}  // namespace leeway
