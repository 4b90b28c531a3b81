#pragma once

#include <deque>
#include <span>
#include <vector>

namespace leeway::solve {

struct AndersonOptions {
  int memory = 10;
  double max_step = 1.0;        ///< cap on the largest entry of a step
  double ridge = 1e-13;         ///< times the trace of the Gram matrix
  double restart_growth = 1e3;  ///< restart from the best point when the residual grows this much
};

/// One Anderson-accelerated fixed-point iteration z <- z + f(z) (Walker and Ni 2011), advanced by the
/// caller: give it z and f(z), take the next z. One object a sequence; lanes of a batch hold one each.
class Anderson {
 public:
  explicit Anderson(const AndersonOptions& options) : options_(options) {}

  /// Writes the next point into `z`, which holds the point at which `f` was evaluated.
  void advance(std::vector<double>& z, std::span<const double> f);

 private:
  struct Pair {
    std::vector<double> z;
    std::vector<double> f;
  };
  AndersonOptions options_;
  std::deque<Pair> past_;
  Pair best_;
  double best_size_ = 0.0;
};

}  // namespace leeway::solve
