#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/path.h"
#include "leeway/output/report.h"

namespace leeway {

/// A walk through the ledger as a table by day and charts; `economies` picks who is shown, else those whose
/// real income moves most.
Report path_report(const World& world, const Path& path, const std::vector<std::string>& economies,
                   std::size_t top, const PathRange* range = nullptr);

}  // namespace leeway
