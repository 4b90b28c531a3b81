#pragma once

#include <filesystem>
#include <vector>

#include "leeway/world/carve.h"
#include "leeway/world/rate_column.h"

namespace leeway {

// The files of `leeway world carve`. All throw InputError with file, line and field for unknown economies
// and sectors, repeated keys and values out of range.

/// exporter,importer,value[,quantity][,tariff]
std::vector<ProductFlow> read_product_flows(const World& world, const std::filesystem::path& file,
                                            RateStyle style = RateStyle::unsaid);
/// exporter,importer,quantity, into flows that are there and have none yet.
void read_product_quantities(const World& world, const std::filesystem::path& file,
                             std::vector<ProductFlow>& flows);
/// economy[,value][,units][,price]: USD million, or units and the average price in USD a unit.
std::vector<MarketSize> read_market_sizes(const World& world, const std::filesystem::path& file);
/// exporter,importer,share,tariff
std::vector<ReferenceShare> read_reference_shares(const World& world, const std::filesystem::path& file,
                                                  RateStyle style = RateStyle::unsaid);
/// [economy,]user,share, where user is a sector or "final".
std::vector<UserShare> read_user_shares(const World& world, const std::filesystem::path& file);

}  // namespace leeway
