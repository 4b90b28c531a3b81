#pragma once

#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/world/carve.h"

namespace leeway {

/// The product's flows as they will stand in the world, and what is left of its sector's own line.
struct CarvedFlows {
  Array2 value;            ///< [n][i] USD million
  Array2 quantity;         ///< [n][i]
  Array2 tariff;           ///< [n][i]
  Array2 own_tariff;       ///< [n][i] 1 where the product's tariff is its own, not the sector's
  Array2 residual;         ///< [n][i] USD million
  Array2 residual_tariff;  ///< [n][i]
};

/// Fills in sales at home and suppressed flows, cuts what exceeds the sector's flows, and gives quantities
/// to flows without; fills in value, share, home, clipped and notes of `out`.
CarvedFlows carve_flows(const World& world, const ProductData& product, Carved& out);

}  // namespace leeway
