#include "leeway/game/nash.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

#include <Eigen/LU>

#include "leeway/game/dominance.h"
#include "leeway/game/nash_many.h"

namespace leeway {

namespace {

/// A vertex of one player's best-response polyhedron: a mix and the actions of the other that are best
/// against it.
struct Vertex {
  std::vector<double> mix;
  std::uint64_t support = 0;
  std::uint64_t best = 0;
};

/// The next set of as many bits (Gosper).
std::uint64_t next_set(std::uint64_t set) {
  const std::uint64_t low = set & (~set + 1);
  const std::uint64_t ripple = set + low;
  return ripple | (((set ^ ripple) / low) >> 2);
}

std::vector<Eigen::Index> members(std::uint64_t set) {
  std::vector<Eigen::Index> found;
  for (Eigen::Index i = 0; set != 0; ++i, set >>= 1)
    if (set & 1) found.push_back(i);
  return found;
}

/// Vertices of {mix of the columns' player : payoffs of the rows' player at most v}, `value`(row, column) in
/// shares of the span.
std::vector<Vertex> vertices(const Eigen::MatrixXd& value, const NashLimits& limits, NashSet& found) {
  const Eigen::Index rows = value.rows(), columns = value.cols();
  constexpr double tie = 1e-11;
  std::vector<Vertex> all;
  for (Eigen::Index k = 1; k <= std::min(rows, columns); ++k) {
    for (std::uint64_t support = (1ULL << k) - 1; support < (1ULL << columns); support = next_set(support)) {
      const std::vector<Eigen::Index> on = members(support);
      for (std::uint64_t tight = (1ULL << k) - 1; tight < (1ULL << rows); tight = next_set(tight)) {
        if (++found.supports > limits.most_supports) {
          found.complete = false;
          ++found.unresolved;
          return all;
        }
        const std::vector<Eigen::Index> at = members(tight);
        Eigen::MatrixXd matrix(k + 1, k + 1);
        Eigen::VectorXd right = Eigen::VectorXd::Zero(k + 1);
        for (Eigen::Index i = 0; i < k; ++i) {
          for (Eigen::Index j = 0; j < k; ++j)
            matrix(i, j) = value(at[static_cast<std::size_t>(i)], on[static_cast<std::size_t>(j)]);
          matrix(i, k) = -1.0;
          matrix(k, i) = 1.0;
        }
        matrix(k, k) = 0.0;
        right(k) = 1.0;
        const Eigen::FullPivLU<Eigen::MatrixXd> lu(matrix);
        if (!lu.isInvertible()) continue;
        Eigen::VectorXd solved = lu.solve(right);
        solved += lu.solve(right - matrix * solved);
        if (solved.head(k).minCoeff() <= tie) continue;
        Vertex vertex{std::vector<double>(static_cast<std::size_t>(columns), 0.0), support, 0};
        Eigen::VectorXd mix = Eigen::VectorXd::Zero(columns);
        for (Eigen::Index j = 0; j < k; ++j) mix(on[static_cast<std::size_t>(j)]) = solved(j);
        const Eigen::VectorXd payoff = value * mix;
        const double best = payoff.maxCoeff();
        if (best > solved(k) + tie) continue;
        for (Eigen::Index i = 0; i < rows; ++i)
          if (payoff(i) >= best - tie) vertex.best |= 1ULL << i;
        for (Eigen::Index j = 0; j < columns; ++j) vertex.mix[static_cast<std::size_t>(j)] = mix(j);
        const bool known = std::any_of(all.begin(), all.end(), [&](const Vertex& other) {
          return other.support == vertex.support && other.best == vertex.best;
        });
        if (!known) all.push_back(std::move(vertex));
      }
    }
  }
  return all;
}

std::vector<MixedProfile> candidates_of_two(const StrategicGame& game, const NashLimits& limits,
                                            NashSet& found) {
  const auto rows = static_cast<Eigen::Index>(game.actions(0)),
             columns = static_cast<Eigen::Index>(game.actions(1));
  if (rows > 30 || columns > 30) {
    found.complete = false;
    ++found.unresolved;
    return {};
  }
  const double scale = 1.0 / game.span();
  Eigen::MatrixXd first(rows, columns), second(columns, rows);
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < columns; ++j) {
      const auto profile = static_cast<std::size_t>(i + j * rows);
      first(i, j) = game.payoff(profile, 0) * scale;
      second(j, i) = game.payoff(profile, 1) * scale;
    }
  std::vector<MixedProfile> candidates;
  const std::vector<Vertex> of_second = vertices(first, limits, found);
  const std::vector<Vertex> of_first = vertices(second, limits, found);
  for (const Vertex& x : of_first)
    for (const Vertex& y : of_second)
      if ((x.support & ~y.best) == 0 && (y.support & ~x.best) == 0) candidates.push_back({x.mix, y.mix});
  return candidates;
}

/// Numbers the connected sets: two extreme equilibria that differ in one player's mix alone are joined by a
/// line of equilibria, for each condition is linear along it.
void number_components(NashSet& set) {
  std::vector<std::size_t> root(set.equilibria.size());
  for (std::size_t i = 0; i < root.size(); ++i) root[i] = i;
  const auto find = [&](std::size_t i) {
    while (root[i] != i) i = root[i];
    return i;
  };
  for (std::size_t i = 0; i < root.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const MixedProfile &a = set.equilibria[i].mix, &b = set.equilibria[j].mix;
      std::size_t differ = 0;
      for (std::size_t p = 0; p < a.size(); ++p) differ += distance({a[p]}, {b[p]}) > 1e-9 ? 1 : 0;
      if (differ == 1) root[std::max(find(i), find(j))] = std::min(find(i), find(j));
    }
  std::map<std::size_t, std::size_t> numbers;
  for (std::size_t i = 0; i < root.size(); ++i)
    set.equilibria[i].component = numbers.emplace(find(i), numbers.size()).first->second;
}

}  // namespace

namespace {

/// A gain that a pure profile may leave: a part of the span of payoffs, and no more of the payoffs in
/// question than rounding, or a payoff of minus a billion for what is forbidden would make equilibria of all
/// else.
double small_gain(double span, double now, double then) {
  return std::max(1e-14 * span,
                  std::min(game_tolerance * span, 1e-6 * std::max(std::abs(now), std::abs(then))));
}

bool is_pure_nash(const StrategicGame& game, double span, std::size_t s) {
  for (std::size_t p = 0; p < game.size(); ++p)
    for (std::size_t a = 0; a < game.actions(p); ++a) {
      const double now = game.payoff(s, p);
      const double then = game.payoff(game.with(s, p, a), p);
      if (then > now + small_gain(span, now, then)) return false;
    }
  return true;
}

}  // namespace

std::vector<std::size_t> pure_nash(const StrategicGame& game) {
  const double span = game.span();
  std::vector<std::size_t> found;
  for (std::size_t s = 0; s < game.profiles(); ++s)
    if (is_pure_nash(game, span, s)) found.push_back(s);
  return found;
}

NashSet mixed_nash(const StrategicGame& game, const NashLimits& limits) {
  NashSet set;
  const double most = game_tolerance * game.span();
  const auto add = [&](MixedProfile mix, bool pure) {
    const double regret = largest_regret(game, mix);
    if (!(regret <= most)) {
      ++set.refused;
      return;
    }
    for (const NashEquilibrium& known : set.equilibria)
      if (distance(known.mix, mix) < 1e-7) return;
    std::vector<double> payoffs = expected_payoffs(game, mix);
    set.equilibria.push_back({std::move(mix), std::move(payoffs), regret, pure, 0});
  };
  for (const std::size_t profile : pure_nash(game)) add(pure_profile(game, profile), true);
  const DominanceResult dominance = iterated_dominance(game);
  if (!dominance.solved()) {
    const StrategicGame small = restricted(game, dominance.left);
    const std::vector<MixedProfile> candidates = small.size() == 2 ? candidates_of_two(small, limits, set)
                                                 : small.size() > 2
                                                     ? mixed_candidates_of_many(small, limits, set)
                                                     : std::vector<MixedProfile>{};
    for (const MixedProfile& candidate : candidates) {
      MixedProfile mix(game.size());
      bool pure = true;
      for (std::size_t p = 0; p < game.size(); ++p) {
        mix[p].assign(game.actions(p), 0.0);
        for (std::size_t a = 0; a < candidate[p].size(); ++a) {
          mix[p][dominance.left[p][a]] = candidate[p][a];
          pure = pure && (candidate[p][a] == 0.0 || candidate[p][a] == 1.0);
        }
      }
      if (pure) continue;  // all of those are found already
      add(std::move(mix), pure);
    }
  }
  number_components(set);
  return set;
}

}  // namespace leeway
