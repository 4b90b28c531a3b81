#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leeway {

/// Reads a rate written as a percent string: "25%" and "6.1 %" give 0.25 and 0.061.
/// Nothing for text without a percent sign.
std::optional<double> parse_percent(std::string_view text);

/// A number with a unit: "49000 units/year" gives {49000, "units/year"}, "350 bn USD" {350, "bn USD"}.
struct Quantity {
  double value = 0.0;
  std::string unit;
  bool operator==(const Quantity&) const = default;
};
std::optional<Quantity> parse_quantity(std::string_view text);

/// Years of a length of time: "1y", "6m", "3 months", "2 weeks", "90 days"; a bare number is years.
std::optional<double> parse_years(std::string_view text);

/// Short text of a double that reads back as the same double.
std::string shortest(double value);

}  // namespace leeway
