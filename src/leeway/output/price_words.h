#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// How many times a price is told to be at most: what "prohibitive" stands for elsewhere. Beyond it every
/// other supplier and all that can be made in a product's place is used up, and the number says only who
/// goes without.
inline constexpr double dearest_told = 1.0 + prohibitive_cost;

bool beyond_telling(double multiple);
/// The number, or "over 20".
ReportCell multiple_cell(double multiple);
/// The same of a premium over the price without a limit, decimal, in a column of percent: "over 1,900".
ReportCell premium_cell(double premium);
/// "5.42", "over 20".
std::string multiple_words(double multiple);
/// Why, in one sentence.
std::string dearest_sentence();
/// The limits whose premium is beyond telling, and what that means for their rents; empty without one.
std::string scarcity_sentence(const std::vector<InstrumentOutcome>& outcomes);

}  // namespace leeway
