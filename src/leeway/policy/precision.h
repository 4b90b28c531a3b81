#pragma once

#include <string>
#include <string_view>

#include "leeway/policy/ledger.h"
#include "leeway/policy/measure.h"

// Dates of the ledger as far as its sources know them: where those know the month alone, the first of the
// month stands in for it, and is not printed.
namespace leeway {

/// A date of an entry by its precision: "2026-03-14", "March 2026", "2026".
std::string dated(Date date, std::string_view precision);
/// The same in files: "2026-03-14", "2026-03", "2026" (ISO 8601).
std::string iso_dated(Date date, std::string_view precision);
/// The same in a sentence: "on 2026-03-14", "in March 2026".
std::string when_dated(Date date, std::string_view precision);

/// How precise a date of an entry is: of one that has several, those on the first day of what is known.
std::string_view precision_of(const Measure& measure, Date date);
/// Of an event that takes effect on another day the precision is that of this other day.
std::string_view precision_of(const Event& event, Date date);

}  // namespace leeway
