#pragma once

#include "leeway/analysis/ledger_effects.h"
#include "leeway/output/report.h"

namespace leeway {

/// What each Measure of the ledger does, with its certificate.
Report ledger_effects_report(const World& world, const Options& options, const LedgerEffects& effects,
                             std::size_t top);

}  // namespace leeway
