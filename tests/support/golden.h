#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "leeway/base/number.h"

// Files that hold what the program said once and should say again. `./dev golden` writes them anew.
namespace leeway::testing {

/// What may differ from one build to another without a change of meaning: ids, which hash the version, what
/// rounding leaves in a certificate and how many steps a solve took, which tests of the solver hold.
inline std::string without_ids_and_steps(std::string text) {
  static const std::regex id("[0-9a-f]{32}");
  static const std::regex certificate(
      R"re(certified: residual [^;]*;\s[^,]*,\s+\d+\s+Newton\s+steps?,\s+\d+\s+sweeps?)re");
  static const std::regex keys(
      R"re(("(residual|market_clearing|walras|payments|rent_accounting|complementarity|newton|sweeps)": )[-+.e0-9]+)re");
  text = std::regex_replace(text, id, "ID");
  text = std::regex_replace(text, certificate, "certified: (its figures)");
  return std::regex_replace(text, keys, "$010");
}

/// Numbers with many decimals, cut to seven digits: nobody reads more, and a solve certifies no more.
inline std::string with_fewer_digits(const std::string& text) {
  static const std::regex number(R"(-?\d+\.\d{7,}(e[-+]?\d+)?)");
  std::string out;
  std::size_t at = 0;
  for (std::sregex_iterator found(text.begin(), text.end(), number), end; found != end; ++found) {
    out += text.substr(at, static_cast<std::size_t>(found->position()) - at);
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.7g", *parse_number(found->str()));
    out += digits;
    at = static_cast<std::size_t>(found->position() + found->length());
  }
  return out + text.substr(at);
}

/// The same text, with numbers that agree as far as certified solves of one policy do, whatever way the
/// solver took: a residual of 1e-10 in logs leaves a small figure of a large economy fewer digits than
/// others.
inline bool same_but_for_last_digits(std::string_view expected, std::string_view found) {
  const auto number = [](std::string_view text, std::size_t at) -> std::optional<LeadingNumber> {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nullopt;
    return leading_number(text.substr(at));
  };
  std::size_t e = 0;
  std::size_t f = 0;
  while (e < expected.size() && f < found.size()) {
    const auto one = number(expected, e);
    const auto other = number(found, f);
    if (one && other) {
      const double gap = std::abs(one->value - other->value);
      if (gap > 1e-6 + 2e-5 * std::max(one->value, other->value)) return false;
      e += one->length;
      f += other->length;
    } else if (expected[e] == found[f]) {
      ++e;
      ++f;
    } else {
      return false;
    }
  }
  return e == expected.size() && f == found.size();
}

inline std::string file_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Holds a text to a file of the checkout, and names the first line that differs. With LEEWAY_REWRITE_GOLDEN
/// set it writes the file instead.
inline ::testing::AssertionResult is_golden(const std::filesystem::path& file, const std::string& text) {
  const std::string kept = with_fewer_digits(without_ids_and_steps(text));
  if (std::getenv("LEEWAY_REWRITE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(file.parent_path());
    if (!same_but_for_last_digits(file_text(file), kept)) std::ofstream(file, std::ios::binary) << kept;
    return ::testing::AssertionSuccess();
  }
  const std::string expected = file_text(file);
  if (same_but_for_last_digits(expected, kept)) return ::testing::AssertionSuccess();
  std::size_t line = 1;
  std::size_t e = 0;
  std::size_t f = 0;
  const auto next = [](const std::string& from, std::size_t at) {
    return from.substr(at, std::min(from.find('\n', at), from.size()) - at);
  };
  for (; e < expected.size() && f < kept.size(); ++line) {
    const std::string was = next(expected, e);
    const std::string is = next(kept, f);
    if (!same_but_for_last_digits(was, is)) break;
    e += was.size() + 1;
    f += is.size() + 1;
  }
  const auto shown = [&](const std::string& from, std::size_t at) {
    return at < from.size() ? next(from, at) : std::string("(nothing)");
  };
  return ::testing::AssertionFailure()
         << file.string() << ":" << line << "\n  expected: " << shown(expected, e)
         << "\n  found:    " << shown(kept, f)
         << "\n  where the change is meant: ./dev golden, and read the difference";
}

}  // namespace leeway::testing
