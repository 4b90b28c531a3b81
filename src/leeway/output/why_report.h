#pragma once

#include "leeway/analysis/why.h"
#include "leeway/output/report.h"

namespace leeway {

/// Why a figure of two runs differs.
Report why_report(const Why& why, const std::string& from, const std::string& to, std::size_t top);

}  // namespace leeway
