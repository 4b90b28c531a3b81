#include "leeway/solve/quasi_newton.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include <Eigen/Core>

namespace leeway::solve {

namespace {

using Vector = Eigen::VectorXd;

Vector copy(std::span<const double> v) {
  return Eigen::Map<const Vector>(v.data(), static_cast<Eigen::Index>(v.size()));
}

struct Pair {
  Vector step;
  Vector fall;  // of the gradient over the step: positive curvature
};

class Box {
 public:
  Box(std::span<const double> low, std::span<const double> high) : low_(copy(low)), high_(copy(high)) {}

  Vector inside(const Vector& x) const { return x.cwiseMax(low_).cwiseMin(high_); }
  // The gradient without what points out of the box.
  Vector held(const Vector& x, Vector gradient) const {
    for (Eigen::Index j = 0; j < x.size(); ++j)
      if ((x[j] <= low_[j] && gradient[j] < 0.0) || (x[j] >= high_[j] && gradient[j] > 0.0))
        gradient[j] = 0.0;
    return gradient;
  }

 private:
  Vector low_;
  Vector high_;
};

// The two-loop recursion on the variables that are free, those with a gradient that is not held.
Vector direction(const std::deque<Pair>& pairs, const Vector& held) {
  const Vector free = held.unaryExpr([](double g) { return g != 0.0 ? 1.0 : 0.0; });
  Vector d = held;
  std::vector<double> weight;
  double scale = 1.0;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
    const Vector step = pair->step.cwiseProduct(free);
    const Vector fall = pair->fall.cwiseProduct(free);
    const double along = step.dot(fall);
    const double a = along > 1e-12 * step.norm() * fall.norm() ? step.dot(d) / along : 0.0;
    if (a != 0.0 && weight.empty()) scale = along / fall.squaredNorm();
    weight.push_back(a);
    d -= a * fall;
  }
  d *= scale;
  for (std::size_t j = 0; j < pairs.size(); ++j) {
    const Pair& pair = pairs[j];
    const Vector step = pair.step.cwiseProduct(free);
    const Vector fall = pair.fall.cwiseProduct(free);
    const double along = step.dot(fall);
    if (!(along > 1e-12 * step.norm() * fall.norm())) continue;
    d += (weight[pairs.size() - 1 - j] - fall.dot(d) / along) * step;
  }
  return d.cwiseProduct(free);
}

}  // namespace

QuasiNewtonResult maximise(const Climb& climb, std::span<const double> start, std::span<const double> low,
                           std::span<const double> high, const QuasiNewtonOptions& options) {
  const Box box(low, high);
  QuasiNewtonResult result;
  const auto evaluate = [&](const Vector& x) {
    ++result.evaluations;
    std::optional<Slope> slope = climb({x.data(), static_cast<std::size_t>(x.size())});
    if (slope && !std::isfinite(slope->value)) slope.reset();
    return slope;
  };
  Vector x = box.inside(copy(start));
  result.x.assign(x.begin(), x.end());
  std::optional<Slope> here = evaluate(x);
  if (!here) return result;
  result.defined = true;
  const Vector reach = copy(options.reach);
  std::deque<Pair> pairs;
  bool afresh = true;  // no pair has bent the direction
  while (true) {
    const Vector gradient = copy(here->gradient);
    const Vector held = box.held(x, gradient);
    result.x.assign(x.begin(), x.end());
    result.value = here->value;
    result.gradient = here->gradient;
    result.slope = held.norm();
    result.converged = result.slope <= options.tolerance;
    if (result.converged || result.iterations >= options.max_iterations) return result;
    Vector d = pairs.empty() ? held : direction(pairs, held);
    if (!(d.dot(held) > 0.0) || !d.allFinite()) {
      d = held;
      pairs.clear();
    }
    afresh = pairs.empty();
    double length = 1.0;
    bool moved = false;
    for (int cut = 0; cut < 25 && !moved; ++cut, length *= 0.4) {
      Vector step_to = length * d;
      if (reach.size() > 0) step_to = step_to.cwiseMax(-reach).cwiseMin(reach);
      const Vector to = box.inside(x + step_to);
      const Vector step = to - x;
      if (step.lpNorm<Eigen::Infinity>() == 0.0) break;
      std::optional<Slope> there = evaluate(to);
      if (!there) continue;
      const double rise = there->value - here->value;
      const double wanted = 1e-4 * gradient.dot(step);
      const bool rounds = std::abs(rise) <= options.noise && gradient.dot(step) <= 10.0 * options.noise;
      const double slope = box.held(to, copy(there->gradient)).norm();
      if (!(rounds ? slope < result.slope : rise >= wanted)) continue;
      const Vector fall = gradient - copy(there->gradient);
      if (step.dot(fall) > 1e-10 * step.norm() * fall.norm()) {
        pairs.push_back({step, fall});
        if (static_cast<int>(pairs.size()) > options.memory) pairs.pop_front();
      }
      x = to;
      here = std::move(there);
      moved = true;
    }
    ++result.iterations;
    if (!moved) {
      if (afresh) return result;
      pairs.clear();
    }
  }
}

}  // namespace leeway::solve
