#pragma once

#include "leeway/analysis/alignment.h"
#include "leeway/output/drawn_report.h"

namespace leeway {

/// Exposure against alignment: what economies live on beside how their governments vote, as a table and a
/// map.
DrawnReport alignment_report(const World& world, const AlignmentTable& table, std::size_t top);

}  // namespace leeway
