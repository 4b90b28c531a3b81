#include "leeway/solve/anderson.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "leeway/solve/system.h"

namespace leeway::solve {

void Anderson::advance(std::vector<double>& z, std::span<const double> f) {
  const std::size_t n = z.size();
  const double size = largest(f);
  const bool first = best_.z.empty();
  if (!first && (!std::isfinite(size) || size > options_.restart_growth * best_size_)) {
    past_.clear();
    z = best_.z;
    for (std::size_t i = 0; i < n; ++i) z[i] += 0.3 * best_.f[i];
    return;
  }
  if (first || size < best_size_) {
    best_ = {z, {f.begin(), f.end()}};
    best_size_ = size;
  }
  past_.push_back({z, {f.begin(), f.end()}});
  if (past_.size() > static_cast<std::size_t>(options_.memory) + 1) past_.pop_front();
  const auto m = static_cast<Eigen::Index>(past_.size()) - 1;
  std::vector<double> step(f.begin(), f.end());
  if (m > 0) {
    Eigen::MatrixXd df(static_cast<Eigen::Index>(n), m);
    for (Eigen::Index j = 0; j < m; ++j)
      for (std::size_t i = 0; i < n; ++i)
        df(static_cast<Eigen::Index>(i), j) = f[i] - past_[static_cast<std::size_t>(j)].f[i];
    Eigen::MatrixXd gram = df.transpose() * df;
    gram.diagonal().array() += options_.ridge * gram.trace();
    const Eigen::Map<const Eigen::VectorXd> fv(f.data(), static_cast<Eigen::Index>(n));
    const Eigen::VectorXd gamma = gram.ldlt().solve(df.transpose() * fv);
    for (Eigen::Index j = 0; j < m; ++j) {
      const Pair& old = past_[static_cast<std::size_t>(j)];
      for (std::size_t i = 0; i < n; ++i) step[i] -= gamma(j) * ((z[i] - old.z[i]) + (f[i] - old.f[i]));
    }
  }
  const double reach = largest(step);
  const double share = reach > options_.max_step ? options_.max_step / reach : 1.0;
  for (std::size_t i = 0; i < n; ++i) z[i] += share * step[i];
}

}  // namespace leeway::solve
