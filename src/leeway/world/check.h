#pragma once

#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// One figure that the world must reproduce, and what it gives.
struct TargetCheck {
  WorldTarget target;
  bool understood = false;  ///< false: the check names nothing that this world can compute
  double found = 0.0;       ///< in the target's unit
  double gap = 0.0;         ///< found / target - 1
  bool passed = false;
  std::string note;  ///< why it was not understood
};

/// One account of the world with the place of its largest gap.
struct BalanceCheck {
  std::string account;  ///< what must equal what
  double gap = 0.0;     ///< largest relative gap
  std::string where;    ///< economy and sector of the largest gap
};

struct WorldCheck {
  std::vector<BalanceCheck> balances;
  double worst_gap = 0.0;                ///< over all balances
  std::vector<std::string> negative;     ///< cells below zero, e.g. "final use CAN C29 -12.5"
  std::vector<std::string> zero_output;  ///< economy and sector that produce nothing; the model masks them
  std::vector<TargetCheck> targets;

  /// Balanced to `tolerance`, nothing negative, every target understood and reproduced.
  bool passed(double tolerance = 1e-6) const;
};

/// The accounts of model.md 1.3 and 1.4 and the world's own targets. Reads only; never throws for a
/// world that fails.
WorldCheck check_world(const World& world);

}  // namespace leeway
