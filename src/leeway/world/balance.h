#pragma once

#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// One kind of adjustment made to a table on the way into a world.
struct Adjustment {
  std::string what;
  int cells = 0;
  double amount = 0.0;  ///< USD million, sum of absolute changes
  double share = 0.0;   ///< of world output
  std::string largest;  ///< where the largest change was made
};

/// Closes the accounts of an imported table. Trade flows rule: negative ones are set to zero, output
/// and absorption are their sums. Purchases of inputs that exceed what is absorbed (negative final use,
/// from inventories) or what is produced (negative value added) are scaled down; value added is held at
/// 1e-9 of output or more (model.md 1.4). Value added and final use are what is left, so that every
/// account closes exactly. Returns what was changed, largest first.
std::vector<Adjustment> balance_world(World& world);

}  // namespace leeway
