#pragma once

#include "leeway/analysis/gates.h"
#include "leeway/output/report.h"

namespace leeway {

/// Adds to a report how many gates hold, and each that does not, with its Measure.
void add_gates(Report& report, const GateReport& gates);

}  // namespace leeway
