#pragma once

#include <vector>

#include "leeway/strategy/room.h"
#include "leeway/strategy/room_solves.h"

namespace leeway {

/// Where the plans of a room stand in what was solved.
struct RoomPlaces {
  const RoomSolves& solves;
  std::size_t none;
  std::size_t deal;
  std::size_t punished;
  bool timed;  ///< carrying out is priced as a punishment of a length is
};

/// What the steps are worth to the threatener, by sector and weight; to the partners of the deal; to all
/// others, those whom carrying the threat out moves most first.
std::vector<SeatStakes> seats_of(const World& world, const Asked& asked, const RoomPlaces& places);

/// The weight of a sector's dollar at which an act that is worth `ev` to everyone and `sector` to the sector
/// is worth nothing to a government: ev + (weight - 1) sector = 0. Nothing where the sector does not gain.
std::optional<double> political_weight(double ev_musd, double sector_musd);

}  // namespace leeway
