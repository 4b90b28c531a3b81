#pragma once

#include "leeway/analysis/stress.h"
#include "leeway/output/report.h"

namespace leeway {

/// What a cut of supplies does: every figure with its range over the assumptions.
Report stress_report(const World& world, const Stress& stress, std::size_t top);

}  // namespace leeway
