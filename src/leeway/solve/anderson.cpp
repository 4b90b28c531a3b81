#include "leeway/solve/anderson.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "leeway/solve/system.h"

namespace leeway::solve {

namespace {

Eigen::Map<const Eigen::VectorXd> view(std::span<const double> v) {
  return {v.data(), static_cast<Eigen::Index>(v.size())};
}

}  // namespace

void Anderson::remember(std::span<const double> z, std::span<const double> f) {
  if (last_z_.size() == 0) {
    const auto n = static_cast<Eigen::Index>(z.size());
    dz_.resize(n, options_.memory);
    df_.resize(n, options_.memory);
    gram_.setZero(options_.memory, options_.memory);
  } else {
    dz_.col(next_) = view(z) - last_z_;
    df_.col(next_) = view(f) - last_f_;
    held_ = std::min(held_ + 1, options_.memory);
    for (int j = 0; j < held_; ++j) gram_(j, next_) = gram_(next_, j) = df_.col(j).dot(df_.col(next_));
    next_ = (next_ + 1) % options_.memory;
  }
  last_z_ = view(z);
  last_f_ = view(f);
}

void Anderson::advance(std::span<double> z, std::span<const double> f) {
  Eigen::Map<Eigen::VectorXd> point(z.data(), static_cast<Eigen::Index>(z.size()));
  const double size = largest(f);
  const bool first = best_z_.size() == 0;
  if (!first && (!std::isfinite(size) || size > options_.restart_growth * best_size_)) {
    held_ = 0;
    next_ = 0;
    point = best_z_ + 0.3 * best_f_;
    last_z_.resize(0);
    return;
  }
  if (first || size < best_size_) {
    best_z_ = point;
    best_f_ = view(f);
    best_size_ = size;
  }
  remember(z, f);
  Eigen::VectorXd step = last_f_;
  if (held_ > 0) {
    const auto df = df_.leftCols(held_);
    Eigen::MatrixXd gram = gram_.topLeftCorner(held_, held_);
    gram.diagonal().array() += options_.ridge * gram.trace();
    const Eigen::VectorXd gamma = gram.ldlt().solve(df.transpose() * last_f_);
    step.noalias() -= df * gamma;
    step.noalias() -= dz_.leftCols(held_) * gamma;
  }
  const double reach = step.lpNorm<Eigen::Infinity>();
  point += (reach > options_.max_step ? options_.max_step / reach : 1.0) * step;
}

}  // namespace leeway::solve
