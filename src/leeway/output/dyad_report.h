#pragma once

#include "leeway/analysis/dyad.h"
#include "leeway/output/report.h"

namespace leeway {

/// The answer of `ledger dyad`: what two governments did to each other, drawn by month, and entry by entry.
Report dyad_report(const World& world, const Dyad& dyad, std::size_t top);

}  // namespace leeway
