#include "leeway/world/rate_column.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"

namespace leeway {

namespace {

// As in Measures: nobody writes 500% as 5.01 by intent.
constexpr double likely_percent = 5.0;
// Beyond this nobody writes a rate in any way.
constexpr double largest_rate = 20.0;
// Half of the rates of a file of one plus the rate are below this.
constexpr double likely_gross = 1.5;

constexpr const char* settle = "or say how they are written: --rates percent, gross or decimal";

void require_likely(const CsvFile& csv, std::size_t column, double rate) {
  if (rate > largest_rate)
    throw csv.error(column, fmt::format("{} is a rate of {:.6g}%", csv.text(column), 100.0 * rate),
                    fmt::format("allowed: up to {:.0f}%", 100.0 * largest_rate));
}

}  // namespace

RateStyle read_rate_style(const std::string& option, const std::string& text) {
  if (text.empty()) return RateStyle::unsaid;
  if (text == "decimal") return RateStyle::decimal;
  if (text == "percent") return RateStyle::percent;
  if (text == "gross") return RateStyle::gross;
  throw InputError(fmt::format("{}: unknown way to write rates \"{}\"", option, text),
                   did_you_mean(text, {"decimal", "percent", "gross"},
                                "allowed: decimal (0.25 for 25%), percent (25), gross (1.25)"));
}

double RateColumn::read(const CsvFile& csv, std::size_t column) {
  if (const std::optional<double> percent = parse_percent(csv.plain(column))) {
    if (*percent < 0.0)
      throw csv.error(column, fmt::format("\"{}\" is negative", csv.text(column)), "allowed: 0% or more");
    require_likely(csv, column, *percent);
    return *percent;
  }
  if (csv.text(column).empty())
    throw csv.error(column, "is empty",
                    "write 0 where there is no duty, and leave out the rows of what is not known");
  const double value = csv.non_negative(column);
  if (style_ == RateStyle::gross && value < 1.0)
    throw csv.error(column,
                    fmt::format("{} is below 1, and rates are said to be one plus the rate", shortest(value)),
                    "write 1 where there is no duty");
  const double rate = style_ == RateStyle::percent ? value / 100.0
                      : style_ == RateStyle::gross ? value - 1.0
                                                   : value;
  if (style_ == RateStyle::unsaid && value > likely_percent)
    throw csv.error(column, fmt::format("{} looks like a percentage", shortest(value)),
                    fmt::format("rates are decimals: write {0} or {1}% for {1}%, {2}",
                                shortest(value / 100.0), shortest(value), settle));
  require_likely(csv, column, rate);
  if (style_ != RateStyle::unsaid) return rate;
  if (value > 0.0)
    decimals_.push_back(value);
  else
    zero_seen_ = true;
  return rate;
}

// A column of decimals is seldom above a half in half of its rows; one of percent nearly always. One of one
// plus the rate is never below 1.
void RateColumn::check(const std::filesystem::path& file) const {
  if (decimals_.empty()) return;
  std::vector<double> rates = decimals_;
  std::sort(rates.begin(), rates.end());
  const double median = rates[rates.size() / 2];
  const double largest = rates.back();
  if (!zero_seen_ && rates.size() > 1 && rates.front() >= 1.0 && median < likely_gross)
    throw InputError(
        Location{file.string()},
        fmt::format("the rates look like one plus the rate: none is below 1, half are {} or less",
                    shortest(median)),
        fmt::format("write {:.4g} or {:.4g}% for the rate of {}, {}", largest - 1.0, 100.0 * (largest - 1.0),
                    shortest(largest), settle));
  if (!(largest > 1.0 && median > 0.5)) return;
  throw InputError(
      Location{file.string()},
      fmt::format("the rates look like percent: half of those above zero are {} or more, the largest is {}",
                  shortest(median), shortest(largest)),
      fmt::format(
          "{0} is {2:.6g}% as a decimal: write {0}% or {1:.6g} if it is {0}%, and {2:.6g}% if it is meant, "
          "{3}",
          shortest(largest), largest / 100.0, 100.0 * largest, settle));
}

}  // namespace leeway
