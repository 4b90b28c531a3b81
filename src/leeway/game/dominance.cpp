#include "leeway/game/dominance.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "leeway/game/linear_program.h"

namespace leeway {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The least by which a mix is better than an action over the profiles of a game.
double margin_of(const StrategicGame& game, std::size_t player, std::size_t action,
                 const std::vector<double>& by) {
  double least = infinity;
  for (std::size_t s = 0; s < game.profiles(); ++s) {
    if (game.action(s, player) != action) continue;
    double better = -game.payoff(s, player);
    for (std::size_t b = 0; b < by.size(); ++b)
      if (by[b] > 0.0) better += by[b] * game.payoff(game.with(s, player, b), player);
    least = std::min(least, better);
  }
  return least;
}

/// The mix with the largest margin, or nothing.
std::optional<std::vector<double>> best_mix(const StrategicGame& game, std::size_t player,
                                            std::size_t action) {
  // Columns: the mix, then the margin e >= 0. Rows: sum_b mix_b (u_b - u_action) - e >= 0, and the mix sums
  // to 1.
  const std::size_t n = game.actions(player);
  const double scale = 1.0 / game.span();
  LinearProgram program;
  program.objective.assign(n + 1, 0.0);
  program.objective[n] = 1.0;
  for (std::size_t s = 0; s < game.profiles(); ++s) {
    if (game.action(s, player) != action) continue;
    const std::size_t row = program.lower.size();
    program.lower.push_back(0.0);
    program.upper.push_back(infinity);
    for (std::size_t b = 0; b < n; ++b)
      program.entries.push_back(
          {row, b, (game.payoff(game.with(s, player, b), player) - game.payoff(s, player)) * scale});
    program.entries.push_back({row, n, -1.0});
  }
  const std::size_t row = program.lower.size();
  program.lower.push_back(1.0);
  program.upper.push_back(1.0);
  for (std::size_t b = 0; b < n; ++b) program.entries.push_back({row, b, 1.0});
  auto solved = maximise(program, 0);
  if (!solved) return std::nullopt;
  solved->pop_back();
  (*solved)[action] = 0.0;
  double sum = 0.0;
  for (const double p : *solved) sum += p;
  if (!(sum > 0.0)) return std::nullopt;
  for (double& p : *solved) p /= sum;
  return solved;
}

}  // namespace

bool DominanceResult::solved() const {
  return std::all_of(left.begin(), left.end(), [](const auto& actions) { return actions.size() == 1; });
}

DominanceResult iterated_dominance(const StrategicGame& game, std::size_t most_rows) {
  DominanceResult result;
  for (std::size_t p = 0; p < game.size(); ++p) {
    result.left.emplace_back();
    for (std::size_t a = 0; a < game.actions(p); ++a) result.left[p].push_back(a);
  }
  const double least = game_tolerance * game.span();
  StrategicGame now = game;
  for (std::size_t round = 1;; ++round) {
    std::vector<Dominated> found;
    for (std::size_t p = 0; p < now.size(); ++p) {
      const std::size_t n = now.actions(p);
      for (std::size_t a = 0; a < n && n > 1; ++a) {
        std::vector<double> best;
        double margin = least;
        const auto consider = [&](std::vector<double> mix) {
          const double m = margin_of(now, p, a, mix);
          if (m <= margin) return;
          margin = m;
          best = std::move(mix);
        };
        for (std::size_t b = 0; b < n; ++b) {
          if (b == a) continue;
          std::vector<double> mix(n, 0.0);
          mix[b] = 1.0;
          consider(std::move(mix));
        }
        if (best.empty() && n > 2) {
          if (now.profiles() / n > most_rows)
            result.by_mixes = false;
          else if (auto mix = best_mix(now, p, a))
            consider(std::move(*mix));
        }
        if (best.empty()) continue;
        Dominated one{round, p, result.left[p][a], std::vector<double>(game.actions(p), 0.0), margin};
        for (std::size_t b = 0; b < n; ++b) one.by[result.left[p][b]] = best[b];
        found.push_back(std::move(one));
      }
    }
    if (found.empty()) return result;
    for (const Dominated& one : found) std::erase(result.left[one.player], one.action);
    result.removed.insert(result.removed.end(), found.begin(), found.end());
    now = restricted(game, result.left);
  }
}

double least_margin(const StrategicGame& game, const DominanceResult& result) {
  double least = infinity;
  for (const Dominated& one : result.removed) {
    // What the others had left in the round: what is left now and what fell in this round or later.
    std::vector<std::vector<std::size_t>> left = result.left;
    for (const Dominated& other : result.removed)
      if (other.round >= one.round) left[other.player].push_back(other.action);
    left[one.player].clear();
    for (std::size_t a = 0; a < game.actions(one.player); ++a) left[one.player].push_back(a);
    for (auto& actions : left) std::sort(actions.begin(), actions.end());
    least = std::min(least, margin_of(restricted(game, left), one.player, one.action, one.by));
  }
  return least;
}

}  // namespace leeway
