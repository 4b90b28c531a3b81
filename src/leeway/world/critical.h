#pragma once

#include <vector>

#include "leeway/world/keys.h"
#include "leeway/world/world.h"

namespace leeway {

/// Reads critical.csv (columns in schema.h). Throws InputError for an unknown or repeated sector, one that
/// was split out of no other, ranges that do not hold their value, and a backstop made by the scarce
/// sector itself or by another split out of the same parent.
std::vector<CriticalInput> read_critical(CsvFile& csv, const World& world, const Ids& sectors,
                                         const Ids& producers);

/// What is wrong with the assumptions about one input, or empty; for those that come from no file.
std::string critical_fault(const World& world, const CriticalInput& input);

}  // namespace leeway
