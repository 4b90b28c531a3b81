#pragma once

#include <vector>

#include "leeway/game/nash.h"

namespace leeway {

/// Candidates for equilibria with mixing of a game of three or more players; unchecked. Counts go to `found`.
std::vector<MixedProfile> mixed_candidates_of_many(const StrategicGame& game, const NashLimits& limits,
                                                   NashSet& found);

}  // namespace leeway
