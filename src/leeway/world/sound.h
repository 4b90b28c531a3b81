#pragma once

#include "leeway/world/world.h"

namespace leeway {

/// Throws InputError at `where` unless a world is such as load_world gives: every index names something,
/// arrays have the extents of what they count, numbers are finite and have their sign, and the accounts
/// close. For worlds that come from no CSV files.
void require_sound(const World& world, const Location& where);

}  // namespace leeway
