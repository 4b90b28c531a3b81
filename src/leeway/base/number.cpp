#include "leeway/base/number.h"

#include <charconv>
#include <cmath>

#include <fast_float/fast_float.h>

namespace leeway {

namespace {

/// Of a number as it is written: does a digit other than 0 stand before its exponent?
bool written_nonzero(std::string_view digits) {
  const std::string_view mantissa = digits.substr(0, digits.find_first_of("eE"));
  return mantissa.find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

std::optional<LeadingNumber> leading_number(std::string_view text) {
  LeadingNumber number;
  const auto [end, error] = fast_float::from_chars(text.data(), text.data() + text.size(), number.value);
  if (error != std::errc{} && error != std::errc::result_out_of_range) return std::nullopt;
  number.length = static_cast<std::size_t>(end - text.data());
  // Versions of the library differ in whether they report this.
  const std::string_view digits = text.substr(0, number.length);
  number.out_of_range = std::isinf(number.value) ? digits.find_first_of("0123456789") != digits.npos
                                                 : number.value == 0.0 && written_nonzero(digits);
  number.value += 0.0;  // "-0" is 0: two ways to write one number must not have two identities
  return number;
}

std::optional<double> parse_number(std::string_view text) {
  const std::optional<LeadingNumber> number = leading_number(text);
  if (!number || number->length != text.size() || number->out_of_range || !std::isfinite(number->value))
    return std::nullopt;
  return number->value;
}

std::optional<int> parse_integer(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace leeway
