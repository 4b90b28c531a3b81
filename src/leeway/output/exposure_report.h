#pragma once

#include <string>

#include "leeway/analysis/exposure.h"
#include "leeway/output/report.h"

namespace leeway {

/// The tables of an exposure; `sector` adds the partners that one sector hangs on. Throws InputError for
/// an unknown sector.
Report exposure_report(const World& world, const Exposure& exposure, const std::string& sector,
                       std::size_t top);
/// The table of recorded trade alone, for the brief.
ReportTable partner_table(const Exposure& exposure, std::size_t top);

}  // namespace leeway
