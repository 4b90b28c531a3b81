#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/io/csv.h"

namespace leeway {

/// How a file writes rates: 0.25, 25 or 1.25 for 25%.
enum class RateStyle { unsaid, decimal, percent, gross };
/// Throws InputError, with what is allowed, for another word; empty is unsaid.
RateStyle read_rate_style(const std::string& option, const std::string& text);

/// Rates of duty that a file gives: decimals where nothing else is said, or percent with the sign ("3.4%").
class RateColumn {
 public:
  explicit RateColumn(RateStyle style = RateStyle::unsaid) : style_(style) {}
  /// The rate of a row, a decimal. Throws InputError for what is negative or no rate, and for a decimal that
  /// can only be a percent.
  double read(const CsvFile& csv, std::size_t column);
  /// After the last row: throws InputError where the decimals of the file look like percent, or like one plus
  /// the rate, as a whole.
  void check(const std::filesystem::path& file) const;

 private:
  RateStyle style_;
  bool zero_seen_ = false;
  std::vector<double> decimals_;  ///< above zero, without a sign
};

}  // namespace leeway
