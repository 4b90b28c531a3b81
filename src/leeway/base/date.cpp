#include "leeway/base/date.h"

#include <fmt/format.h>

#include "leeway/base/number.h"

namespace leeway {

namespace {

bool digits(std::string_view text, int& value) {
  for (char c : text)
    if (c < '0' || c > '9') return false;
  const std::optional<int> read = parse_integer(text);
  if (read) value = *read;
  return read.has_value();
}

}  // namespace

Date make_date(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int year = 0;
  int month = 0;
  int day = 0;
  if (!digits(text.substr(0, 4), year) || !digits(text.substr(5, 2), month) ||
      !digits(text.substr(8, 2), day))
    return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{ymd};
}

std::string to_string(Date date) {
  const std::chrono::year_month_day ymd{date};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

int year_of(Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); }

double years_between(Date from, Date to) { return static_cast<double>((to - from).count()) / 365.25; }

}  // namespace leeway
