#pragma once

#include "leeway/analysis/why.h"
#include "leeway/output/report.h"

namespace leeway {

/// Why a figure of two runs differs; `range` says of which range each figure and part is.
Report why_report(const Why& why, const std::string& from, const std::string& to, std::size_t top,
                  const WhyRange* range = nullptr);

}  // namespace leeway
