#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <Eigen/Core>

namespace leeway::solve {

struct AndersonOptions {
  int memory = 10;
  double max_step = 1.0;        ///< cap on the largest entry of a step
  double ridge = 1e-13;         ///< times the trace of the Gram matrix
  double restart_growth = 1e3;  ///< restart from the best point when the residual grows this much
};

/// Anderson acceleration of z <- z + f(z), type II (Walker and Ni 2011), advanced by the caller: give it
/// z and f(z), take the next z. One object a sequence. The Gram matrix of the
/// differences is updated a row at a time.
class Anderson {
 public:
  explicit Anderson(const AndersonOptions& options) : options_(options) {}

  /// Writes the next point into `z`, which holds the point at which `f` was evaluated.
  void advance(std::span<double> z, std::span<const double> f);

 private:
  void remember(std::span<const double> z, std::span<const double> f);

  AndersonOptions options_;
  Eigen::MatrixXd dz_;  ///< differences of successive points, one column each, in a ring
  Eigen::MatrixXd df_;
  Eigen::MatrixXd gram_;
  int held_ = 0;
  int next_ = 0;
  Eigen::VectorXd last_z_;
  Eigen::VectorXd last_f_;
  Eigen::VectorXd best_z_;
  Eigen::VectorXd best_f_;
  double best_size_ = 0.0;
};

}  // namespace leeway::solve
