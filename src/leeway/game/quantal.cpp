#include "leeway/game/quantal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/QR>

#include "leeway/base/elementary.h"

namespace leeway {

namespace {

MixedProfile logit(const std::vector<std::vector<double>>& values, double precision) {
  MixedProfile mix = values;
  for (auto& one : mix) {
    const double best = *std::max_element(one.begin(), one.end());
    double sum = 0.0;
    for (double& v : one) sum += v = elementary::exp(precision * (v - best));
    for (double& v : one) v /= sum;
  }
  return mix;
}

QuantalPoint point_at(const StrategicGame& game, MixedProfile mix, double precision) {
  QuantalPoint point{precision, std::move(mix), {}, 0.0, 0.0};
  point.payoffs = expected_payoffs(game, point.mix);
  point.regret = std::max(0.0, largest_regret(game, point.mix));
  point.gap = distance(point.mix, logit(action_values(game, point.mix), precision));
  return point;
}

/// The equations of the branch: unknowns are logs of probabilities, then the precision over the span.
class Branch {
 public:
  explicit Branch(const StrategicGame& game) : game_(game), scale_(1.0 / game.whole_span()) {
    for (std::size_t p = 0; p < game.size(); ++p) {
      first_.push_back(n_);
      n_ += static_cast<Eigen::Index>(game.actions(p));
    }
  }

  Eigen::Index size() const { return n_; }

  Eigen::VectorXd start() const {
    Eigen::VectorXd x = Eigen::VectorXd::Zero(n_ + 1);
    for (std::size_t p = 0; p < game_.size(); ++p)
      x.segment(first_[p], actions(p)).setConstant(-elementary::log(static_cast<double>(actions(p))));
    return x;
  }

  MixedProfile mix(const Eigen::VectorXd& x) const {
    MixedProfile found(game_.size());
    for (std::size_t p = 0; p < game_.size(); ++p)
      for (Eigen::Index a = 0; a < actions(p); ++a) found[p].push_back(elementary::exp(x(first_[p] + a)));
    return found;
  }

  /// Probabilities sum to 1; log odds against the first action are the precision times the difference of
  /// payoffs.
  Eigen::VectorXd residual(const Eigen::VectorXd& x) const {
    const MixedProfile at = mix(x);
    const auto values = action_values(game_, at);
    Eigen::VectorXd f(n_);
    for (std::size_t p = 0; p < game_.size(); ++p) {
      double sum = -1.0;
      for (const double probability : at[p]) sum += probability;
      f(first_[p]) = sum;
      for (Eigen::Index a = 1; a < actions(p); ++a)
        f(first_[p] + a) = x(first_[p] + a) - x(first_[p]) -
                           x(n_) * scale_ * (values[p][static_cast<std::size_t>(a)] - values[p][0]);
    }
    return f;
  }

  /// [n, n + 1].
  Eigen::MatrixXd jacobian(const Eigen::VectorXd& x) const {
    const MixedProfile at = mix(x);
    const Eigen::MatrixXd pair = pair_values(at);
    const auto values = action_values(game_, at);
    Eigen::MatrixXd j = Eigen::MatrixXd::Zero(n_, n_ + 1);
    for (std::size_t p = 0; p < game_.size(); ++p) {
      const Eigen::Index top = first_[p];
      for (Eigen::Index a = 0; a < actions(p); ++a) j(top, top + a) = at[p][static_cast<std::size_t>(a)];
      for (Eigen::Index a = 1; a < actions(p); ++a) {
        j(top + a, top + a) = 1.0;
        j(top + a, top) = -1.0;
        j(top + a, n_) = -scale_ * (values[p][static_cast<std::size_t>(a)] - values[p][0]);
        for (std::size_t q = 0; q < game_.size(); ++q) {
          if (q == p) continue;
          for (Eigen::Index b = 0; b < actions(q); ++b)
            j(top + a, first_[q] + b) -= x(n_) * scale_ * at[q][static_cast<std::size_t>(b)] *
                                         (pair(top + a, first_[q] + b) - pair(top, first_[q] + b));
        }
      }
    }
    return j;
  }

 private:
  Eigen::Index actions(std::size_t p) const { return static_cast<Eigen::Index>(game_.actions(p)); }

  /// Expected payoff of the row's player when the row's and the column's actions are certain.
  Eigen::MatrixXd pair_values(const MixedProfile& at) const {
    const std::size_t players = game_.size();
    Eigen::MatrixXd pair = Eigen::MatrixXd::Zero(n_, n_);
    std::vector<double> chance(players);
    for (std::size_t s = 0; s < game_.profiles(); ++s) {
      double all = 1.0;
      for (std::size_t p = 0; p < players; ++p) {
        chance[p] = std::max(at[p][game_.action(s, p)], 1e-300);
        all *= chance[p];
      }
      if (all < 1e-250) continue;
      for (std::size_t p = 0; p < players; ++p) {
        const Eigen::Index row = first_[p] + static_cast<Eigen::Index>(game_.action(s, p));
        const double own = all / chance[p] * game_.payoff(s, p);
        for (std::size_t q = 0; q < players; ++q)
          if (q != p) pair(row, first_[q] + static_cast<Eigen::Index>(game_.action(s, q))) += own / chance[q];
      }
    }
    return pair;
  }

  const StrategicGame& game_;
  double scale_;
  std::vector<Eigen::Index> first_;
  Eigen::Index n_ = 0;
};

/// The direction of the branch: what the Jacobian does not move, of length 1.
Eigen::VectorXd tangent_of(const Eigen::MatrixXd& jacobian) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(jacobian.transpose());
  Eigen::VectorXd last = Eigen::VectorXd::Zero(jacobian.cols());
  last(last.size() - 1) = 1.0;
  return qr.householderQ() * last;
}

/// Newton's method across the branch, `normal` apart from the point; false where it does not settle.
bool correct(const Branch& branch, Eigen::VectorXd& x, const Eigen::VectorXd& normal) {
  const Eigen::Index n = branch.size();
  double before = 1e300;
  for (int step = 0; step < 12; ++step) {
    const Eigen::VectorXd f = branch.residual(x);
    Eigen::MatrixXd matrix(n + 1, n + 1);
    matrix.topRows(n) = branch.jacobian(x);
    matrix.row(n) = normal.transpose();
    Eigen::VectorXd right = Eigen::VectorXd::Zero(n + 1);
    right.head(n) = -f;
    const Eigen::VectorXd move = matrix.colPivHouseholderQr().solve(right);
    const double size = move.cwiseAbs().maxCoeff();
    if (!move.allFinite() || size > 2.0 || (step > 1 && size > before && size > 1e-9)) return false;
    x += move;
    if (size < 1e-12 || (size < 1e-10 && size >= before)) return true;
    before = size;
  }
  return before < 1e-10;
}

}  // namespace

std::vector<double> usual_precisions() {
  return {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0};
}

QuantalPath quantal_principal_branch(const StrategicGame& game, const std::vector<double>& precisions) {
  const Branch branch(game);
  const Eigen::Index n = branch.size();
  const double scale = 1.0 / game.whole_span();
  QuantalPath path;
  Eigen::VectorXd x = branch.start();
  Eigen::VectorXd along = tangent_of(branch.jacobian(x));
  if (along(n) < 0.0) along = -along;
  const double last = precisions.empty() ? 0.0 : precisions.back();
  double step = 0.05;
  for (int steps = 0; steps < 20'000 && x(n) < last; ++steps) {
    Eigen::VectorXd next = x + step * along;
    if (!correct(branch, next, along)) {
      step *= 0.5;
      if (step < 1e-9) break;
      continue;
    }
    Eigen::VectorXd onward = tangent_of(branch.jacobian(next));
    if (onward.dot(along) < 0.0) onward = -onward;
    if (onward.dot(along) < 0.9 && step > 1e-6) {  // a bend that a step of this length could cut
      step *= 0.5;
      continue;
    }
    // Precisions between the two points, met from their secant.
    Eigen::VectorXd flat = Eigen::VectorXd::Zero(n + 1);
    flat(n) = 1.0;
    const auto meet = [&](double precision) {
      const double share = (precision - x(n)) / (next(n) - x(n));
      Eigen::VectorXd at = x + share * (next - x);
      if (correct(branch, at, flat)) path.points.push_back(point_at(game, branch.mix(at), precision * scale));
    };
    const auto between = [&](double precision) {
      return (precision > x(n) && precision <= next(n)) || (precision < x(n) && precision >= next(n));
    };
    if (next(n) > x(n)) {
      for (auto at = precisions.begin(); at != precisions.end(); ++at)
        if (between(*at)) meet(*at);
    } else {
      for (auto at = precisions.rbegin(); at != precisions.rend(); ++at)
        if (between(*at)) meet(*at);
    }
    if (onward(n) * along(n) < 0.0) ++path.turns;
    x = std::move(next);
    along = std::move(onward);
    step = std::min(step * 1.5, std::max(0.5, 0.2 * x(n)));
  }
  path.reached_end = x(n) >= last;
  if (!path.reached_end) path.points.push_back(point_at(game, branch.mix(x), x(n) * scale));
  std::erase_if(path.points, [](const QuantalPoint& p) { return !(p.gap <= game_tolerance); });
  return path;
}

std::vector<QuantalPoint> quantal_from(const StrategicGame& game, double precision,
                                       const std::vector<MixedProfile>& starts) {
  std::vector<QuantalPoint> found;
  for (MixedProfile mix : starts) {
    double damping = 0.5, before = 1e300;
    for (int step = 0; step < 20'000; ++step) {
      const MixedProfile response = logit(action_values(game, mix), precision);
      const double far = distance(mix, response);
      if (far < 1e-13) break;
      if (far > before) damping = std::max(0.01, damping * 0.9);
      before = far;
      for (std::size_t p = 0; p < mix.size(); ++p)
        for (std::size_t a = 0; a < mix[p].size(); ++a) mix[p][a] += damping * (response[p][a] - mix[p][a]);
    }
    QuantalPoint point = point_at(game, std::move(mix), precision);
    if (!(point.gap <= game_tolerance)) continue;
    const bool known = std::any_of(found.begin(), found.end(), [&](const QuantalPoint& other) {
      return distance(other.mix, point.mix) < 1e-8;
    });
    if (!known) found.push_back(std::move(point));
  }
  return found;
}

}  // namespace leeway
