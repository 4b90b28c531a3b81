#pragma once

#include <memory>
#include <vector>

#include "leeway/model/model.h"

namespace leeway {

/// Identities that hold on every world.
enum class SelfCheckKind {
  base_year_stays,       ///< at base-year policy nothing moves
  labour_markets_clear,  ///< which no equation imposes
  walras,
  world_payments,
  units,     ///< counting money in another unit changes no relative figure
  gradient,  ///< the adjoint against a central difference, at the largest border flow
};

struct SelfCheck {
  SelfCheckKind kind{};
  double gap = 0.0;
  double gate = 0.0;                       ///< the largest gap allowed
  std::shared_ptr<const Failure> failure;  ///< of a solve that the check needs; then there is no gap

  bool passed() const { return failure == nullptr && gap <= gate; }
};

/// Tries each on a world under a tariff of 10% by the first economy on all others, a shock that every world
/// can take.
std::vector<SelfCheck> self_check(const World& world, const Options& options);

}  // namespace leeway
