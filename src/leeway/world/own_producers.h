#pragma once

#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// Gives each of these lines, made so far by its sector's own producer, a producer under its own id: the
/// sector's technology in proportion to what the line sells. Nothing else in the world moves.
void give_own_producers(World& world, const std::vector<int>& lines);

}  // namespace leeway
