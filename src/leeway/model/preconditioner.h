#pragma once

#include <memory>
#include <mutex>
#include <span>

#include "leeway/model/calibration.h"
#include "leeway/model/kernels.h"
#include "leeway/model/layout.h"

namespace leeway {

/// An approximate inverse of the Jacobian: the exact one of each economy taken alone at the base year
/// (its wage, prices, value added and income, with its own trade shares), applied economy by economy.
/// Input-output loops and the home market are solved; what is left to GMRES is trade between economies.
/// On the default world it more than halves the Jacobian products of a solve (docs/performance.md).
class BlockPreconditioner {
 public:
  /// `calibration` must outlive the object.
  explicit BlockPreconditioner(const Calibration& calibration);
  /// With the blocks of another, whose calibration differs in the closure alone: no block reads it.
  BlockPreconditioner(const Calibration& calibration, const BlockPreconditioner& like);

  /// out = M^-1 v, both in the layout of Equilibrium.
  void apply(std::span<const double> v, std::span<double> out) const;
  /// out = M^-T v.
  void apply_transpose(std::span<const double> v, std::span<double> out) const;

 private:
  // Made at the first product: what solves nothing does not pay for them.
  struct Blocks {
    std::once_flag made;
    kernels::Aligned<kernels::Brief> values;  // [n][column][stride]
  };

  void factorise() const;
  /// Takes v apart by economy, has `product` multiply each part with its block, and puts the results
  /// together.
  template <class Product>
  void each(std::span<const double> v, std::span<double> out, Product product) const;

  const Calibration& c_;
  Layout layout_;
  int rows_ = 0;    // unknowns of an economy
  int stride_ = 0;  // rows_ padded
  std::shared_ptr<Blocks> blocks_;
};

}  // namespace leeway
