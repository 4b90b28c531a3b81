#pragma once

#include <memory>
#include <mutex>
#include <span>

#include "leeway/model/calibration.h"
#include "leeway/model/kernels.h"
#include "leeway/model/layout.h"

namespace leeway {

/// An approximate inverse of the Jacobian, M^-1 = D^-1 + Z S W'. D^-1 is the exact inverse of each economy
/// taken alone at the base year (its wage, prices, value added and income, with its own trade shares),
/// applied economy by economy: input-output loops and the home market are solved. What that leaves moves
/// slowest where a price, an output, wages or incomes move in all economies alike: Z moves each of these
/// kinds in all of them by as much, W weighs the equations of a kind by the base year's spending, output,
/// trade and income, and with E = W'J Z the S = E^-1 (1 - W'J D^-1 Z) solves for that part as D^-1 leaves it.
/// A coarse correction (Nicolaides 1987; Tang, Nabben, Vuik and Erlangga 2009), here with the first step's
/// remainder projected, so that it costs what one more economy would. On the default world D^-1 more than
/// halves the Jacobian products of a solve, and the rest takes four in ten of those that are left
/// (docs/performance.md).
class BlockPreconditioner {
 public:
  /// `calibration` must outlive the object.
  explicit BlockPreconditioner(const Calibration& calibration);
  /// With the blocks of another: of a calibration that differs in the closure alone, which no block reads, or
  /// of one that is near and was prepared.
  BlockPreconditioner(const Calibration& calibration, const BlockPreconditioner& like);
  /// Makes the blocks, of its own calibration, where no product has asked for them yet.
  void prepare() const;

  /// out = M^-1 v, both in the layout of Equilibrium.
  void apply(std::span<const double> v, std::span<double> out) const;
  /// out = M^-T v.
  void apply_transpose(std::span<const double> v, std::span<double> out) const;

 private:
  // Made at the first product: what solves nothing does not pay for them.
  struct Blocks {
    std::once_flag made;
    kernels::Aligned<kernels::Brief> values;  // [n][column][stride]
    // Of the correction, by kind of unknown in the order of an economy's:
    kernels::Aligned<float> weight;                // [n][stride] W
    kernels::Aligned<float> moves;                 // [n][stride] Z: 1, of producers that are not there 0
    kernels::Aligned<float> correction;            // [column][stride] S
    kernels::Aligned<float> correction_transpose;  // [row][stride]
  };
  struct Correction {
    const float* gather;  ///< [n][stride] what of a vector is summed over economies
    const float* matrix;  ///< [column][stride] what becomes of the sums
    const float* spread;  ///< [n][stride] and by how much it moves each
  };

  void factorise() const;
  /// Takes v apart by economy, has `product` multiply each part with its block, puts the results together and
  /// adds what all move together.
  template <class Product>
  void each(std::span<const double> v, std::span<double> out, const Correction& correction,
            Product product) const;

  const Calibration& c_;
  Layout layout_;
  int rows_ = 0;    // unknowns of an economy
  int stride_ = 0;  // rows_ padded
  std::shared_ptr<Blocks> blocks_;
};

}  // namespace leeway
