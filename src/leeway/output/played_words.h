#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"

namespace leeway {

/// The game behind a brief in words (strategy/played_out.h): what each would do when its turn comes, a
/// sentence each; where it ends, and what that takes for granted; and what it leaves out. Of a brief that has
/// one.
std::vector<std::string> played_choices(const BriefAnalysis& brief);
std::string played_sentence(const BriefAnalysis& brief);
/// What who threatens would do, and where it ends.
std::string played_summary(const BriefAnalysis& brief);
std::string played_caveat(const BriefAnalysis& brief);
/// Outcomes by players.
ReportTable played_table(const BriefAnalysis& brief);

}  // namespace leeway
