#pragma once

#include <filesystem>
#include <vector>

#include "leeway/io/csv.h"

namespace leeway {

/// Rates of duty that a file gives: decimals, or percent with the sign ("3.4%").
class RateColumn {
 public:
  /// The rate of a row, a decimal. Throws InputError for what is negative or no rate, and for a decimal that
  /// can only be a percent.
  double read(const CsvFile& csv, std::size_t column);
  /// After the last row: throws InputError where the decimals of the file look like percent as a whole.
  void check(const std::filesystem::path& file) const;

 private:
  std::vector<double> decimals_;  ///< above zero
};

}  // namespace leeway
