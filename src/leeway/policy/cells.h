#pragma once

#include <vector>

#include "leeway/policy/restrictions.h"
#include "leeway/policy/stack.h"

namespace leeway {

/// What everything after the binding reads.
struct Bound {
  const World& world;
  const BoundSet& set;
  const std::vector<TariffStep>& steps;
  Cuts& cuts;  ///< rows whose classes all keep the base year's wedges are joined again
  const FlowParts& parts;
  const Restrictions& restrictions;
  bool alternative = false;  ///< rates by the second estimate
};

/// Fills the cells, subsidies, transfers and flows in parts of a policy, walking only flows that a Measure
/// touches. What the flows of the base year contain already is no change: wedges are relative to it. Throws
/// InputError for subsidies that reach a price or a cost.
void resolve_cells(const Bound& bound, Policy& policy);

}  // namespace leeway
