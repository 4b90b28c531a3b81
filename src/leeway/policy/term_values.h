#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "leeway/base/money.h"
#include "leeway/base/units.h"
#include "leeway/io/toml.h"
#include "leeway/policy/measure.h"

namespace leeway {

/// The terms that an instrument reads, as they are written.
struct TermNames {
  std::vector<std::string> required;
  std::vector<std::string> optional;

  bool reads(std::string_view key) const;
};
TermNames term_names(Instrument instrument);

/// "field `key`: message", at the value.
InputError term_error(const TomlValue& value, std::string_view key, const std::string& message,
                      const std::string& hint = "");

/// A rate: a decimal, or a percent in quotes. A bare number that is likely a percent (rate_bounds.h) is
/// refused.
double rate_of(const TomlValue& value, std::string_view key);
/// A rate from 0 to 1.
double share_of(const TomlValue& value, std::string_view key);
double not_negative(double number, const TomlValue& value, std::string_view key);
/// A number with a unit, such as "350 bn USD".
Quantity quantity_of(const TomlValue& value, std::string_view key, const std::string& example);
/// An amount a year, without its "/year", or a share of the base year: "80% of base" is {0.8, of_base}.
Quantity yearly_quantity(const TomlValue& value, std::string_view key, const std::string& example);
/// An amount of money in any currency.
Money money_of(const Quantity& quantity, const TomlValue& value, std::string_view key);

/// A rate that rate_of reads back under its key as the same double: large bare ones would be refused.
std::string rate_text(double value, std::string_view key = "rate");
/// A quantity that yearly_quantity reads back as the same.
std::string yearly_text(double amount, const std::string& unit);

/// The currency of `value` and `amount`, which terms without a price keep in its unit; USD where there is
/// none.
inline std::string currency_of(const Terms& terms) {
  return terms.price_unit.empty() ? "USD" : terms.price_unit.substr(0, 3);
}

}  // namespace leeway
