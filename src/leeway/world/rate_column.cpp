#include "leeway/world/rate_column.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/units.h"

namespace leeway {

namespace {

// As in Measures: nobody writes 500% as 5.01 by intent.
constexpr double likely_percent = 5.0;

}  // namespace

double RateColumn::read(const CsvFile& csv, std::size_t column) {
  if (const std::optional<double> percent = parse_percent(csv.text(column))) {
    if (*percent < 0.0)
      throw csv.error(column, fmt::format("\"{}\" is negative", csv.text(column)), "allowed: 0% or more");
    return *percent;
  }
  const double value = csv.non_negative(column);
  if (value > likely_percent)
    throw csv.error(column, fmt::format("{} looks like a percentage", shortest(value)),
                    fmt::format("rates are decimals: write {0} or {1}% for {1}%", shortest(value / 100.0),
                                shortest(value)));
  if (value > 0.0) decimals_.push_back(value);
  return value;
}

// A column of decimals is seldom above a half in half of its rows; one of percent nearly always.
void RateColumn::check(const std::filesystem::path& file) const {
  if (decimals_.empty()) return;
  std::vector<double> rates = decimals_;
  std::sort(rates.begin(), rates.end());
  const double median = rates[rates.size() / 2];
  const double largest = rates.back();
  if (!(largest > 1.0 && median > 0.5)) return;
  throw InputError(
      Location{file.string()},
      fmt::format("the rates look like percent: half of those above zero are {} or more, the largest is {}",
                  shortest(median), shortest(largest)),
      fmt::format(
          "{0} is {2:.6g}% as a decimal: write {0}% or {1:.6g} if it is {0}%, and {2:.6g}% if it is meant",
          shortest(largest), largest / 100.0, 100.0 * largest));
}

}  // namespace leeway
