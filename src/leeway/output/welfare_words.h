#pragma once

#include <string>

#include "leeway/model/welfare.h"
#include "leeway/output/report.h"

namespace leeway {

/// Why welfare is not told, in one sentence.
std::string not_told_words(NotTold reason);
/// Says so in the report's lead, once.
void leave_out_welfare(Report& report, NotTold reason);
/// The number, or an empty cell.
ReportCell cell_of(const Welfare& figure);

}  // namespace leeway
