#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "leeway/output/report.h"

// What every renderer does to a report first. Code and this folder say USD for the money of a world; what
// Measures state themselves ("5 bn USD", the amount first) is theirs and stays.
namespace leeway {

/// How the warning that a Measure touches no flow begins after its id; it goes before the headline.
inline constexpr const char* touches_nothing = ": no flow of this world is touched by it";

/// The code of a world's currency where it is not USD.
std::optional<std::string_view> own_currency(const World& world);

/// A text in which the money of the world has its own name: "USD 5.3 bn" is "EUR 5.3 bn".
std::string in_currency(std::string text, std::string_view code);

/// A report as it is shown: with Measures that touch nothing named before the headline, and with the name of
/// its world's money in headline, tables, rows and notes, where titles, notes and sources of Measures stay as
/// they are. Nothing where that is the report as it is.
std::optional<Report> shown_report(const Report& report);

}  // namespace leeway
