#pragma once

#include "leeway/output/drawn_report.h"
#include "leeway/strategy/room.h"
#include "leeway/strategy/room_each.h"

namespace leeway {

/// The answer of `room`: how likely punishment may be, what the deal would have to bring, and the other
/// chairs.
Report room_report(const World& world, const Room& room, std::size_t top);
/// The answer of `room --each`: the same question put to many, with a map.
DrawnReport room_each_report(const World& world, const RoomEach& each, std::size_t top);

}  // namespace leeway
