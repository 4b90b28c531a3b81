#pragma once

#include <map>
#include <string>
#include <vector>

#include "leeway/policy/cells.h"

namespace leeway {

/// Assumptions made where terms are silent, by the id of the Measure.
using Assumptions = std::map<std::string, PolicyNotes>;

/// Binds every Measure with a multiplier to the flows that it limits, into `policy.instruments`; warnings go
/// to the policy. The cells must be resolved.
void resolve_instruments(const Bound& bound, Policy& policy, Assumptions& assumptions);

/// Of two limits that bind the very same flows only the tighter one says anything.
void merge_instruments(std::vector<BoundInstrument>& instruments, PolicyNotes& warnings);

}  // namespace leeway
