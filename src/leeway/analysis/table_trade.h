#pragma once

#include <vector>

#include "leeway/analysis/exposure.h"

namespace leeway {

/// Trade in goods with each partner in the world's own flows, for worlds without a record of trade: by
/// exports plus imports, largest first.
std::vector<PartnerTrade> trade_in_tables(const World& world, const std::vector<int>& members);

}  // namespace leeway
