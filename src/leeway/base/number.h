#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

// Every number that the program reads from text passes through here, so that it means the same in each
// file, on each platform and under each locale.
namespace leeway {

/// A decimal number at the start of a text.
struct LeadingNumber {
  double value = 0.0;         ///< the nearest double
  std::size_t length = 0;     ///< bytes that it takes
  bool out_of_range = false;  ///< too large for a double, or so small that it became 0
};

/// Digits with an optional "-", point and exponent; also "inf" and "nan", which callers that want a finite
/// number refuse. Nothing when the text starts otherwise: with a space, a "+" or a word.
std::optional<LeadingNumber> leading_number(std::string_view text);
/// The finite number that a text is, to its last byte; nothing for any other text.
std::optional<double> parse_number(std::string_view text);
/// The same for a whole number that fits an int.
std::optional<int> parse_integer(std::string_view text);

}  // namespace leeway
