#include "leeway/policy/precision.h"

#include <array>

#include <fmt/format.h>

namespace leeway {

namespace {

constexpr std::array<const char*, 12> month_names = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

/// Of what is known to the year a date within it may be known to the month, and to the day.
std::string_view at_first(Date date, std::string_view precision) {
  const std::chrono::year_month_day day{date};
  if (precision == "day" || day.day() != std::chrono::day{1}) return "day";
  return precision == "year" && day.month() == std::chrono::January ? "year" : "month";
}

}  // namespace

std::string dated(Date date, std::string_view precision) {
  const std::chrono::year_month_day day{date};
  if (precision == "year") return fmt::format("{}", year_of(date));
  if (precision == "month")
    return fmt::format("{} {}", month_names[static_cast<unsigned>(day.month()) - 1], year_of(date));
  return to_string(date);
}

std::string iso_dated(Date date, std::string_view precision) {
  constexpr std::size_t year = 4;
  constexpr std::size_t month = 7;
  const std::string day = to_string(date);
  return precision == "year" ? day.substr(0, year) : precision == "month" ? day.substr(0, month) : day;
}

std::string when_dated(Date date, std::string_view precision) {
  return fmt::format("{} {}", precision == "day" ? "on" : "in", dated(date, precision));
}

std::string_view precision_of(const Measure& measure, Date date) {
  const bool only = date == measure.announced && measure.effective.value_or(date) == date;
  return only ? std::string_view(measure.precision) : at_first(date, measure.precision);
}

std::string_view precision_of(const Event& event, Date date) {
  if (date == event.effective) return event.precision;
  return date == event.date ? "day" : at_first(date, event.precision);
}

}  // namespace leeway
