#pragma once

#include <string>
#include <vector>

#include "leeway/io/csv.h"
#include "leeway/world/world.h"

namespace leeway {

/// A World of published data before its figures: one line and one producer a sector, all goods, accounts of
/// zeros, applied tariffs as the only kind. Elasticities are the caller's.
World published_world(const std::vector<std::string>& economies, const std::vector<std::string>& sectors,
                      const std::string& name, const std::string& title, int year);

/// Where a field of the current row stands in a list of names. Throws InputError at the field for another.
int place_of(const std::vector<std::string>& names, const CsvFile& csv, std::size_t column);

}  // namespace leeway
