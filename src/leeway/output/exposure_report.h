#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/exposure.h"
#include "leeway/analysis/replacement.h"
#include "leeway/output/report.h"

namespace leeway {

/// The tables of an exposure; `sector` adds the partners that one sector hangs on. Throws InputError for
/// an unknown sector.
Report exposure_report(const World& world, const Exposure& exposure, const std::string& sector,
                       std::size_t top);
/// Adds what the model says of markets closing by steps, with its assumptions and certificates; `open` is the
/// solve with all of them open.
void add_replacements(Report& report, const Outcome& open, const std::vector<Replacement>& replacements,
                      const Model& model);
/// The table of recorded trade alone, for the brief.
ReportTable partner_table(const Exposure& exposure, std::size_t top);

}  // namespace leeway
