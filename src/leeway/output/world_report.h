#pragma once

#include <string>

#include "leeway/output/report.h"
#include "leeway/world/carve.h"
#include "leeway/world/check.h"
#include "leeway/world/import.h"

namespace leeway {

/// The worlds of the data folder.
Report world_list(const std::vector<World>& worlds);
/// An economy, a sector, a product, a group, or one of the words economies, sectors, products, groups,
/// elasticities, sources.
/// Throws InputError for anything else, with close names.
Report world_show(const World& world, const std::string& what);
Report world_findings(const World& world, const WorldCheck& check);
Report import_report(const ImportedWorld& imported, const WorldCheck& check);
/// What `leeway world aggregate` and `leeway world carve` made.
Report aggregate_report(const World& from, const World& coarse, const WorldCheck& check);
Report carve_report(const Carved& carved, const WorldCheck& check);

}  // namespace leeway
