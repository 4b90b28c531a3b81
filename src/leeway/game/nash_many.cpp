#include "leeway/game/nash_many.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <Eigen/LU>

namespace leeway {

namespace {

using Supports = std::vector<std::vector<std::size_t>>;
using Point = std::vector<double>;

struct Box {
  Point low, high;
};

/// The conditions of one tuple of supports. Variables: of each player all probabilities of the support but
/// the first. Conditions: as many indifferences, then actions outside that must not be better. All are affine
/// in each variable.
class Conditions {
 public:
  Conditions(const StrategicGame& game, const Supports& supports) : game_(game), supports_(supports) {
    for (std::size_t p = 0; p < game.size(); ++p) {
      first_.push_back(variables_);
      variables_ += supports[p].size() - 1;
    }
  }

  std::size_t variables() const { return variables_; }

  MixedProfile mix(const Point& x) const {
    MixedProfile found(game_.size());
    for (std::size_t p = 0; p < game_.size(); ++p) {
      found[p].assign(game_.actions(p), 0.0);
      double left = 1.0;
      for (std::size_t i = 1; i < supports_[p].size(); ++i) {
        found[p][supports_[p][i]] = x[first_[p] + i - 1];
        left -= x[first_[p] + i - 1];
      }
      found[p][supports_[p][0]] = left;
    }
    return found;
  }

  /// Payoffs of each action less that of the support's first, in shares of the span.
  std::vector<double> operator()(const Point& x) const {
    const MixedProfile at = mix(x);
    std::vector<std::vector<double>> values(game_.size());
    for (std::size_t p = 0; p < game_.size(); ++p) values[p].assign(game_.actions(p), 0.0);
    walk(at, values, game_.size() - 1, 0, 1.0, game_.size());
    std::vector<double> equal, outside;
    const double scale = 1.0 / game_.span();
    for (std::size_t p = 0; p < game_.size(); ++p) {
      const double own = values[p][supports_[p][0]];
      for (std::size_t a = 0; a < game_.actions(p); ++a) {
        if (a == supports_[p][0]) continue;
        const bool in = std::binary_search(supports_[p].begin(), supports_[p].end(), a);
        (in ? equal : outside).push_back((values[p][a] - own) * scale);
      }
    }
    equal.insert(equal.end(), outside.begin(), outside.end());
    return equal;
  }

  /// A player's probabilities cannot sum to at most 1 in the box.
  bool impossible(const Box& box) const {
    for (std::size_t p = 0; p < game_.size(); ++p) {
      double least = 0.0;
      for (std::size_t i = 1; i < supports_[p].size(); ++i) least += box.low[first_[p] + i - 1];
      if (least > 1.0 + 1e-12) return true;
    }
    return false;
  }

 private:
  /// Adds payoffs over the supports of all, and of one player at a time over all actions.
  void walk(const MixedProfile& at, std::vector<std::vector<double>>& values, std::size_t p,
            std::size_t profile, double chance, std::size_t free) const {
    const auto go = [&](std::size_t a, double weight, std::size_t open) {
      const std::size_t next = profile + a * game_.stride(p);
      if (p > 0)
        walk(at, values, p - 1, next, weight, open);
      else if (open < game_.size())
        values[open][game_.action(next, open)] += weight * game_.payoff(next, open);
    };
    for (const std::size_t a : supports_[p]) go(a, chance * at[p][a], free);
    if (free == game_.size())
      for (std::size_t a = 0; a < game_.actions(p); ++a) go(a, chance, p);
  }

  const StrategicGame& game_;
  const Supports& supports_;
  std::vector<std::size_t> first_;
  std::size_t variables_ = 0;
};

/// Newton's method; each derivative is a difference over the whole unit, exact for what is affine.
std::optional<Point> newton(const Conditions& conditions, Point x) {
  const auto d = static_cast<Eigen::Index>(conditions.variables());
  for (int step = 0; step < 40; ++step) {
    const std::vector<double> f = conditions(x);
    Eigen::MatrixXd jacobian(d, d);
    Eigen::VectorXd residual(d);
    for (Eigen::Index j = 0; j < d; ++j) {
      const auto at = static_cast<std::size_t>(j);
      residual(j) = f[at];
      Point up = x, down = x;
      up[at] = 1.0;
      down[at] = 0.0;
      const std::vector<double> high = conditions(up), low = conditions(down);
      for (Eigen::Index i = 0; i < d; ++i)
        jacobian(i, j) = high[static_cast<std::size_t>(i)] - low[static_cast<std::size_t>(i)];
    }
    const Eigen::FullPivLU<Eigen::MatrixXd> lu(jacobian);
    if (!lu.isInvertible()) return std::nullopt;
    const Eigen::VectorXd move = lu.solve(residual);
    for (Eigen::Index j = 0; j < d; ++j) x[static_cast<std::size_t>(j)] -= move(j);
    const double size = move.cwiseAbs().maxCoeff();
    if (!(size < 10.0)) return std::nullopt;
    if (size < 1e-15 || (step > 6 && size < 1e-13)) return x;
  }
  return std::nullopt;
}

enum class Held { none, one, open };

/// What a box can hold: no solution, at most one, or not told.
Held judge(const Conditions& conditions, const Box& box) {
  if (conditions.impossible(box)) return Held::none;
  const std::size_t d = conditions.variables(), corners = std::size_t{1} << d;
  std::vector<std::vector<double>> f(corners);
  for (std::size_t c = 0; c < corners; ++c) {
    Point x(d);
    for (std::size_t j = 0; j < d; ++j) x[j] = (c >> j & 1) != 0 ? box.high[j] : box.low[j];
    f[c] = conditions(x);
  }
  constexpr double slack = 1e-12;
  for (std::size_t i = 0; i < f[0].size(); ++i) {
    double low = f[0][i], high = f[0][i];
    for (const auto& at : f) {
      low = std::min(low, at[i]);
      high = std::max(high, at[i]);
    }
    if (low > slack || (i < d && high < -slack)) return Held::none;
  }
  // Multiplied by the inverse of the mean derivative, the conditions are near to x less a constant.
  const auto n = static_cast<Eigen::Index>(d);
  const auto derivative = [&](std::size_t c) {
    Eigen::MatrixXd found(n, n);
    for (std::size_t j = 0; j < d; ++j) {
      const std::size_t bit = std::size_t{1} << j;
      for (std::size_t i = 0; i < d; ++i)
        found(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
            (f[c | bit][i] - f[c & ~bit][i]) / (box.high[j] - box.low[j]);
    }
    return found;
  };
  Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(n, n);
  for (std::size_t c = 0; c < corners; ++c) mean += derivative(c) / static_cast<double>(corners);
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(mean);
  if (!lu.isInvertible()) return Held::open;
  const Eigen::MatrixXd inverse = lu.inverse();
  Eigen::VectorXd low = Eigen::VectorXd::Constant(n, 1e300), high = -low;
  Eigen::MatrixXd off = Eigen::MatrixXd::Zero(n, n);
  for (std::size_t c = 0; c < corners; ++c) {
    const Eigen::VectorXd g = inverse * Eigen::Map<const Eigen::VectorXd>(f[c].data(), n);
    low = low.cwiseMin(g);
    high = high.cwiseMax(g);
    off = off.cwiseMax((inverse * derivative(c) - Eigen::MatrixXd::Identity(n, n)).cwiseAbs());
  }
  for (Eigen::Index i = 0; i < n; ++i)
    if (low(i) > 1e-9 || high(i) < -1e-9) return Held::none;
  // Strictly diagonally dominant over the box: two solutions cannot be.
  return off.rowwise().sum().maxCoeff() < 1.0 ? Held::one : Held::open;
}

/// Solutions of one tuple of supports with all probabilities above 0.
void solve_supports(const Conditions& conditions, const NashLimits& limits, NashSet& found,
                    std::size_t& all_boxes, std::vector<MixedProfile>& candidates) {
  const std::size_t d = conditions.variables();
  std::vector<Box> open = {{Point(d, 0.0), Point(d, 1.0)}};
  std::vector<Point> roots;
  const auto keep = [&](const Point& root) {
    for (const auto& probabilities : conditions.mix(root))
      for (const double p : probabilities)
        if (p < -1e-12) return;
    const std::vector<double> outside = conditions(root);
    for (std::size_t i = d; i < outside.size(); ++i)
      if (outside[i] > game_tolerance) return;
    for (const Point& known : roots) {
      double far = 0.0;
      for (std::size_t j = 0; j < d; ++j) far = std::max(far, std::abs(known[j] - root[j]));
      if (far < 1e-8) return;
    }
    roots.push_back(root);
  };
  constexpr double least_width = 1.0 / 128.0;
  bool undecided = false;
  std::size_t boxes = 0;
  while (!open.empty()) {
    const Box box = std::move(open.back());
    open.pop_back();
    if (++boxes > limits.most_boxes || ++all_boxes > limits.all_boxes) {
      undecided = true;
      break;
    }
    const Held held = judge(conditions, box);
    if (held == Held::none) continue;
    std::size_t widest = 0;
    Point middle(d);
    for (std::size_t j = 0; j < d; ++j) {
      middle[j] = 0.5 * (box.low[j] + box.high[j]);
      if (box.high[j] - box.low[j] > box.high[widest] - box.low[widest]) widest = j;
    }
    const bool small = box.high[widest] - box.low[widest] < least_width;
    if (held == Held::one || small) {
      const std::optional<Point> root = newton(conditions, middle);
      bool inside = root.has_value();
      for (std::size_t j = 0; inside && j < d; ++j) {
        const double slack = held == Held::one ? 1e-9 : least_width;
        inside = (*root)[j] >= box.low[j] - slack && (*root)[j] <= box.high[j] + slack;
      }
      // A continuum is told by one of its points.
      if (inside && (held == Held::one || !undecided)) keep(*root);
      if (held == Held::one && inside) continue;
      if (small) {
        undecided = undecided || held == Held::open;
        continue;
      }
    }
    Box lower = box, upper = box;
    lower.high[widest] = upper.low[widest] = middle[widest];
    open.push_back(std::move(lower));
    open.push_back(std::move(upper));
  }
  if (undecided) {
    found.complete = false;
    ++found.unresolved;
  }
  for (const Point& root : roots) {
    MixedProfile mix = conditions.mix(root);
    for (auto& probabilities : mix)
      for (double& p : probabilities)
        if (p < 1e-12) p = 0.0;
    candidates.push_back(std::move(mix));
  }
}

}  // namespace

std::vector<MixedProfile> mixed_candidates_of_many(const StrategicGame& game, const NashLimits& limits,
                                                   NashSet& found) {
  std::vector<MixedProfile> candidates;
  std::size_t all_boxes = 0;
  std::vector<std::uint64_t> sets(game.size(), 1);
  std::size_t tuples = 1;
  for (std::size_t p = 0; p < game.size() && tuples <= limits.most_tuples; ++p)
    tuples *= game.actions(p) > 20 ? limits.most_tuples + 1 : (std::size_t{1} << game.actions(p)) - 1;
  if (tuples > limits.most_tuples) {
    found.complete = false;
    ++found.unresolved;
    return candidates;
  }
  while (true) {
    Supports supports(game.size());
    std::size_t dimensions = 0;
    for (std::size_t p = 0; p < game.size(); ++p) {
      for (std::size_t a = 0; a < game.actions(p); ++a)
        if ((sets[p] >> a & 1) != 0) supports[p].push_back(a);
      dimensions += supports[p].size() - 1;
    }
    ++found.supports;
    if (dimensions > limits.most_dimensions) {
      found.complete = false;
      ++found.unresolved;
    } else if (dimensions > 0) {
      solve_supports(Conditions(game, supports), limits, found, all_boxes, candidates);
    }
    std::size_t p = 0;
    for (; p < game.size(); ++p) {
      if (++sets[p] < std::uint64_t{1} << game.actions(p)) break;
      sets[p] = 1;
    }
    if (p == game.size()) return candidates;
  }
}

}  // namespace leeway
