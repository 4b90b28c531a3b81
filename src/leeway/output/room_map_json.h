#pragma once

#include <string>

#include "leeway/strategy/room_each.h"

namespace leeway {

/// The leeway of each as the page reads it: one JSON object with the rows of the report and the tiles of
/// leeway_map (docs/live.md). Probabilities are decimals, money is USD million a year; what has no certified
/// answer has no figure, and why.
std::string room_map_json(const World& world, const RoomEach& each);

}  // namespace leeway
