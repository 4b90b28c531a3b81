#pragma once

#include "leeway/output/tile_map.h"
#include "leeway/strategy/room_each.h"

namespace leeway {

/// The leeway of each on a map of the world: a square an economy, one of a group that was asked as a whole in
/// the group's colour; who was not asked, left out or has no certified answer is hatched.
TileMap leeway_map(const World& world, const RoomEach& each, const std::string& headline);

}  // namespace leeway
