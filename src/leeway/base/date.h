#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace leeway {

/// A calendar day. Ordered; differences are in days.
using Date = std::chrono::sys_days;

Date make_date(int year, unsigned month, unsigned day);
/// Reads "YYYY-MM-DD"; nothing for anything else, a day that does not exist included.
std::optional<Date> parse_date(std::string_view text);
/// "YYYY-MM-DD".
std::string to_string(Date date);
int year_of(Date date);
/// Years from one date to another, a year being 365.25 days.
double years_between(Date from, Date to);

}  // namespace leeway
