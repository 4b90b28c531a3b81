#include "leeway/base/units.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include <fmt/format.h>

#include "leeway/base/number.h"

namespace leeway {

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<double> parse_percent(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.back() != '%') return std::nullopt;
  text.remove_suffix(1);
  const std::optional<double> value = parse_number(trim(text));
  return value ? std::optional(*value / 100.0) : std::nullopt;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  text = trim(text);
  const std::optional<LeadingNumber> number = leading_number(text);
  if (!number || number->out_of_range || !std::isfinite(number->value)) return std::nullopt;
  return Quantity{number->value, std::string(trim(text.substr(number->length)))};
}

std::optional<double> parse_years(std::string_view text) {
  const std::optional<Quantity> length = parse_quantity(text);
  if (!length) return std::nullopt;
  const std::string& unit = length->unit;
  const auto is = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), unit) != names.end();
  };
  if (is({"", "y", "yr", "yrs", "year", "years", "Y"})) return length->value;
  if (is({"m", "mo", "month", "months", "M"})) return length->value / 12.0;
  if (is({"w", "week", "weeks", "W"})) return length->value * 7.0 / 365.25;
  if (is({"d", "day", "days", "D"})) return length->value / 365.25;
  return std::nullopt;
}

std::string shortest(double value) { return fmt::format("{}", value); }

}  // namespace leeway
