#include "leeway/base/units.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

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
  text = trim(text);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value / 100.0;
}

std::optional<Quantity> parse_quantity(std::string_view text) {
  text = trim(text);
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
  const std::string_view unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
  return Quantity{value, std::string(unit)};
}

std::optional<double> usd_million(const Quantity& quantity) {
  const std::string& unit = quantity.unit;
  if (unit == "USD") return quantity.value * 1e-6;
  if (unit == "mn USD" || unit == "million USD" || unit == "USD million") return quantity.value;
  if (unit == "bn USD" || unit == "billion USD" || unit == "USD billion") return quantity.value * 1e3;
  if (unit == "tn USD" || unit == "trillion USD" || unit == "USD trillion") return quantity.value * 1e6;
  return std::nullopt;
}

std::string shortest(double value) { return fmt::format("{}", value); }

}  // namespace leeway
