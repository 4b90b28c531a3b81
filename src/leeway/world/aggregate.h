#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// How the economies and sectors of a world map into coarser ones. The new ones appear in the order in
/// which they are first named.
struct Aggregation {
  struct Part {
    std::string from;  ///< an economy, a group (its members in the base year) or a sector; "*": all others
    std::string to;    ///< id of the new economy or sector
    std::string name;  ///< of the new one; empty: the old name where one part keeps its id, else the id
    Location where;    ///< for errors
  };
  std::vector<Part> economies;  ///< empty: keep every economy
  std::vector<Part> sectors;    ///< empty: keep every sector
};

/// Reads a map from a CSV with the columns kind (economy or sector), from, to and, if wanted, name.
Aggregation load_aggregation(const std::filesystem::path& file);

/// The world in coarser economies and sectors. Flows, purchases, output, value added, final use,
/// quantities and recorded trade add up, so that accounts that closed still close. Tariffs are weighted
/// by the flows they fall on, which keeps the duties; those on trade inside a new economy stay as a
/// tariff of kind "internal" on its own sales. Elasticities are weighted by trade between the new
/// economies. Products, and producers that are not a sector's own, follow their sector; a sector takes the
/// kind of supply that most of its value added had. A sector that was split out of another stays by itself
/// unless it is named, with what its parent became as parent; "*" does not take it, and naming it together
/// with its parent undoes the split. Assumptions on critical inputs stay with sectors that stay. A group
/// keeps the new economies all of whose parts belong to it at the same dates; targets and records that name
/// what is gone are dropped. Throws InputError for an unknown, doubly mapped or forgotten economy or sector.
World aggregate(const World& world, const Aggregation& aggregation);

}  // namespace leeway
