#pragma once

#include "leeway/model/equilibrium.h"

namespace leeway {

/// How close a point comes to where no equilibrium is left, by the economy that is closest.
struct Strain {
  /// What subsidies, transfers and support of purchases leave an economy of all that it earns. As a policy is
  /// made stronger it falls to zero at the last equilibrium.
  int poorest = 0;
  double income_left = 1.0;
  /// Economy that trades too little to carry its imbalance and transfers (model.md 2.5), or -1.
  int secluded = -1;

  /// Past this a policy that has no equilibrium has none for want of income.
  static constexpr double kSpent = 0.2;
  bool spent() const { return income_left < kSpent; }
};
/// At the point that the equilibrium was last evaluated at.
Strain strain_of(const Equilibrium& equilibrium);

}  // namespace leeway
