#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "leeway/model/calibration.h"

namespace leeway {

/// An approximate inverse of the Jacobian: the exact one of each economy taken alone at the base year
/// (its wage, prices, value added and income, with its own trade shares), applied economy by economy.
/// Input-output loops and the home market are solved; what is left to GMRES is trade between economies.
/// On the default world it more than halves the Jacobian products of a solve (docs/performance.md).
class BlockPreconditioner {
 public:
  explicit BlockPreconditioner(const Calibration& calibration);

  /// out = M^-1 v, both in the layout of Equilibrium.
  void apply(std::span<const double> v, std::span<double> out) const;
  /// The same for kernels::kLanes vectors side by side, an entry of each after the other.
  void apply_lanes(std::span<const double> v, std::span<double> out) const;
  /// out = M^-T v.
  void apply_transpose(std::span<const double> v, std::span<double> out) const;

 private:
  int economies_ = 0;
  int sectors_ = 0;
  int rows_ = 0;               // unknowns of an economy: 2 + 2 sectors
  int stride_ = 0;             // rows_ padded
  std::vector<float> blocks_;  // [n][row][stride], single precision is enough to steer GMRES

  const float* block(int n) const {
    return blocks_.data() + static_cast<std::ptrdiff_t>(n) * rows_ * stride_;
  }
  template <class Real>
  void gather(std::span<const double> v, int n, int lanes, Real* block) const;
  template <class Real>
  void scatter(const Real* block, int n, int lanes, std::span<double> out) const;
};

}  // namespace leeway
