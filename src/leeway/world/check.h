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
  std::vector<std::string> zero_output;  ///< economy and producer that produce nothing; the model masks them
  std::vector<TargetCheck> targets;

  /// Balanced to `tolerance`, nothing negative, every target understood and reproduced.
  bool passed(double tolerance = 1e-6) const;
};

/// The accounts of model.md 1.3 and 1.4 and the world's own targets. Reads only; never throws for a
/// world that fails.
WorldCheck check_world(const World& world);

/// What a product is in its sector, and what its data leave open.
struct ProductCheck {
  int line = 0;
  int sector = 0;            ///< that it was taken from
  bool split_out = false;    ///< a sector of its own
  double value = 0.0;        ///< USD million, all flows
  double share = 0.0;        ///< of the sector with all its products
  double home = 0.0;         ///< share of sales at home in `value`
  int without_quantity = 0;  ///< flows of a product with a unit that have no quantity
  int quantity_alone = 0;    ///< quantities of flows that are zero
  int nothing_left = 0;      ///< flows of the sector that the product takes whole
};

/// A sector's residual line, its products and the sectors split out of it with theirs.
std::vector<int> lines_of_sector(const World& world, int sector);

/// The lines that are products and the sectors split out of others, in the order of lines.
std::vector<ProductCheck> check_products(const World& world);

}  // namespace leeway
