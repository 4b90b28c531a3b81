#include "leeway/output/format.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/base/number.h"

namespace leeway {

namespace {

constexpr const char* not_available = "n/a";

bool starts_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

double two_digits(double value) { return *parse_number(fmt::format("{:.1e}", value)); }

/// Decimals that leave `digits` significant ones, at least 0.
int decimals_for(double value, int digits) {
  if (value == 0.0) return 0;
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(value))));
  return std::max(0, digits - 1 - magnitude);
}

}  // namespace

std::string with_thousands(double value, int decimals) {
  if (!std::isfinite(value)) return not_available;
  constexpr double longest = 1e15;
  if (std::abs(value) >= longest) return scientific(value);
  std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  if (value < 0.0 && !is_zero) digits.insert(digits.begin(), '-');
  return digits;
}

std::string with_sign(double value, int decimals) {
  std::string text = with_thousands(value, decimals);
  const bool is_zero = text.find_first_not_of("0.") == std::string::npos;
  if (value > 0.0 && std::isfinite(value) && !is_zero) text.insert(text.begin(), '+');
  return text;
}

std::string probability(double p) {
  if (!std::isfinite(p)) return not_available;
  const double percent = 100.0 * p;
  if (percent <= 0.0) return "0%";
  if (percent >= 100.0) return "100%";
  if (percent < 0.01) return "under 0.01%";
  if (percent > 99.0) return "over 99%";
  // Round first: 0.0996 is 10%, not 10.0%.
  const double rounded = two_digits(percent);
  return fmt::format("{:.{}f}%", rounded, decimals_for(rounded, 2));
}

std::string money_words(double usd_million) {
  if (!std::isfinite(usd_million)) return not_available;
  double value = std::abs(usd_million);
  const char* unit = "mn";
  if (value >= 0.9995e6) {
    value /= 1e6;
    unit = "tn";
  } else if (value >= 999.5) {
    value /= 1e3;
    unit = "bn";
  }
  const bool small = value < 99.95 && (unit[0] != 'm' || value < 9.5) && value != 0.0;
  return fmt::format("{}USD {:.{}f} {}", usd_million < 0.0 ? "-" : "", value, small ? 1 : 0, unit);
}

std::string percent_size(double percent) {
  if (!std::isfinite(percent)) return not_available;
  const double size = std::abs(percent);
  if (size == 0.0) return "0%";
  if (size < 0.0005) return "under 0.001%";
  const double rounded = two_digits(size);
  return with_thousands(rounded, std::min(decimals_for(rounded, 2), 3)) + "%";
}

std::string percent_words(double percent) {
  const std::string size = percent_size(percent);
  if (!std::isfinite(percent) || std::abs(percent) < 0.0005) return size;
  return (percent < 0.0 ? "-" : "+") + size;
}

std::string in_sentence(const std::string& name) {
  const std::string bare = name.substr(0, name.find(" ("));
  for (const char* start : {"United ", "European ", "Netherlands", "Philippines", "Rest of"})
    if (bare.starts_with(start)) return bare == "Rest of the world" ? "the rest of the world" : "the " + bare;
  return bare;
}

std::string product_in_sentence(const std::string& name) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::string text = name;
  if (text.size() > 1 && capital(text[0]) && !capital(text[1]))
    text.front() = static_cast<char>(text.front() - 'A' + 'a');
  return text;
}

bool is_web_address(std::string_view source) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  const auto opens_with = [&](std::string_view scheme) {
    return source.size() > scheme.size() &&
           std::equal(scheme.begin(), scheme.end(), source.begin(),
                      [&](char wanted, char found) { return wanted == lower(found); });
  };
  const auto breaks = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; };
  return (opens_with("http://") || opens_with("https://")) &&
         std::none_of(source.begin(), source.end(), breaks);
}

std::string capitalised(std::string sentence) {
  if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z')
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  return sentence;
}

std::string unbroken(std::string lines) {
  std::replace(lines.begin(), lines.end(), '\n', ' ');
  return lines;
}

std::string scientific(double value) {
  return std::isfinite(value) ? fmt::format("{:.1e}", value) : std::string("not finite");
}

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_code_point));
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::size_t at = 0;
  for (std::size_t shown = 0; at < text.size(); ++at)
    if (starts_code_point(text[at]) && ++shown == width) break;
  std::string_view kept = text.substr(0, at);
  while (kept.ends_with(' ')) kept.remove_suffix(1);
  return std::string(kept) + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const bool forced = end < text.size() && text[end] == '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!word.empty()) {
      if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
        lines.push_back(line);
        line.clear();
      }
      if (!line.empty()) line += ' ';
      line += word;
    }
    if (forced) {
      lines.push_back(line);
      line.clear();
    }
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

}  // namespace leeway
