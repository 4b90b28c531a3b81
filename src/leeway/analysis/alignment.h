#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/world/ideal_points.h"
#include "leeway/world/world.h"

namespace leeway {

/// Distances to the two poles, or shares of trade with them.
struct PolePair {
  double usa = 0.0;
  double chn = 0.0;
};

/// What an economy lives on beside how its government votes. Never added up: the one is money, the other not.
struct AlignmentRow {
  std::string economy;
  std::string name;
  PolePair demand;  ///< share of its value added that final use in the pole pays, through all tiers
  PolePair inputs;  ///< share of the value of its materials that is earned there, through all tiers
  /// Of the sums of both shares, (USA - CHN) / (USA + CHN): 1 the United States alone, -1 China alone.
  double trade_lean = 0.0;
  std::optional<PolePair> distance;  ///< of ideal points; nothing for who does not vote
  /// (to CHN - to USA) / (to CHN + to USA): 1 votes with the United States, -1 with China.
  std::optional<double> vote_lean;
};

struct AlignmentTable {
  int year = 0;  ///< of the votes: the last in which both poles have a point; 0: there is none
  std::vector<AlignmentRow> rows;  ///< without the poles, in the order of the world
  std::string run_id;
};

/// Of economies, members of groups or all ("*"). Throws InputError for a world without the United States or
/// China, and for names that it does not have.
AlignmentTable alignment(const World& world, const std::vector<std::string>& who, const IdealPoints& points);

}  // namespace leeway
