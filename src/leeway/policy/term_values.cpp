#include "leeway/policy/term_values.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/policy/rate_bounds.h"

namespace leeway {

namespace {

constexpr std::string_view per_year = "/year";
/// Beyond these nothing is meant: a good a hundred times as dear is not bought, and the world's output is
/// below 1e15 of any unit.
constexpr double largest_amount = 1e15;

double percent_from(std::string_view key) { return key == "growth" ? likely_percent_growth : likely_percent; }

/// The percent whose hundredth is this very double.
double percent_of(double value) {
  double percent = value * 100.0;
  if (percent / 100.0 < value) percent = std::nextafter(percent, INFINITY);
  if (percent / 100.0 > value) percent = std::nextafter(percent, 0.0);
  return percent;
}

}  // namespace

bool TermNames::reads(std::string_view key) const {
  return std::find(required.begin(), required.end(), key) != required.end() ||
         std::find(optional.begin(), optional.end(), key) != optional.end();
}

TermNames term_names(Instrument instrument) {
  switch (instrument) {
    case Instrument::tariff:
      return {{},
              {"rate", "steps", "schedule", "rates", "schedule_factor", "coverage", "covers", "except",
               "firms", "substitution"}};
    case Instrument::export_tax:
      return {{}, {"rate", "steps", "coverage", "covers", "except"}};
    case Instrument::subsidy:
      return {{}, {"rate", "steps"}};
    case Instrument::import_ban:
    case Instrument::export_ban:
      return {{}, {"restriction", "steps", "rent_to", "coverage", "covers", "except"}};
    case Instrument::barrier:
      return {{"cost"}, {"coverage", "covers", "except"}};
    case Instrument::boycott:
      return {{"share"}, {"coverage", "covers", "except"}};
    case Instrument::pact:
      return {{"tariff_cut"}, {"phase_in", "utilisation", "barrier_cut", "origin_cost", "exclude"}};
    case Instrument::transfer:
      return {{"amount", "years"}, {"grant_share"}};
    case Instrument::tariff_rate_quota:
      return {{"quota", "in_quota", "over_quota"},
              {"quota_steps", "growth", "rent_to", "coverage", "covers", "except"}};
    case Instrument::price_floor:
      return {{}, {"price", "index", "replaces", "firms", "cap", "rent_to", "coverage", "covers", "except"}};
    case Instrument::export_quota:
    case Instrument::import_quota:
      return {{"quota"}, {"quota_steps", "growth", "each", "rent_to", "coverage", "covers", "except"}};
    case Instrument::purchase_commitment:
      return {{"value"}, {"years", "max_subsidy"}};
    case Instrument::licence:
      return {{},
              {"cap_share", "cap_of", "levy", "tier", "restriction", "steps", "rent_to", "coverage", "covers",
               "except"}};
  }
  return {};
}

InputError term_error(const TomlValue& value, std::string_view key, const std::string& message,
                      const std::string& hint) {
  return InputError(value.where(), fmt::format("field `{}`: {}", key, message), hint);
}

namespace {

/// `most`: the largest that the key allows, so that what it does not allow is not offered.
double rate_up_to(double most, const TomlValue& value, std::string_view key) {
  static const std::string how = "write 0.25 or \"25%\"";
  double rate = 0.0;
  if (const auto* text = value.as_string()) {
    const std::optional<double> percent = parse_percent(*text);
    if (!percent) throw term_error(value, key, fmt::format("\"{}\" is not a rate", *text), how);
    rate = *percent;
  } else if (const std::optional<double> number = value.as_number()) {
    rate = *number;
    if (!std::isfinite(rate)) throw term_error(value, key, value.text() + " is not a finite number", how);
    if (rate >= percent_from(key)) {
      std::string instead = fmt::format("write {} or \"{}%\"", shortest(rate / 100.0), shortest(rate));
      if (rate <= most) instead += fmt::format("; \"{}%\" if you mean it", shortest(rate * 100.0));
      throw term_error(value, key, value.text() + " as a bare number is likely a percent", instead);
    }
  } else {
    throw term_error(value, key, "a rate expected, found " + value.described(), how);
  }
  if (rate <= -1.0) throw term_error(value, key, value.text() + " is not above -100%");
  if (rate > largest_rate)
    throw term_error(value, key, value.text() + " is above 10000%", "an import_ban keeps everything out");
  return rate;
}

}  // namespace

double rate_of(const TomlValue& value, std::string_view key) { return rate_up_to(largest_rate, value, key); }

double share_of(const TomlValue& value, std::string_view key) {
  const double share = rate_up_to(1.0, value, key);
  if (share < 0.0 || share > 1.0)
    throw term_error(value, key, value.text() + " is not a share", "allowed: 0 to 1, or \"0%\" to \"100%\"");
  return share;
}

double not_negative(double number, const TomlValue& value, std::string_view key) {
  if (number < 0.0) throw term_error(value, key, value.text() + " is negative", "allowed: 0 or more");
  return number;
}

Quantity quantity_of(const TomlValue& value, std::string_view key, const std::string& example) {
  const auto* text = value.as_string();
  if (text == nullptr)
    throw term_error(value, key, "a number with a unit in quotes expected, found " + value.described(),
                     fmt::format("write \"{}\"", example));
  std::optional<Quantity> quantity = parse_quantity(*text);
  if (!quantity || quantity->unit.empty())
    throw term_error(value, key, fmt::format("\"{}\" is not a number with a unit", *text),
                     fmt::format("write \"{}\"", example));
  not_negative(quantity->value, value, key);
  if (!(quantity->value <= largest_amount))
    throw term_error(value, key, value.text() + " is more than there is of anything",
                     "leave the limit out if it is not to bind");
  return *quantity;
}

Quantity yearly_quantity(const TomlValue& value, std::string_view key, const std::string& example) {
  Quantity quantity = quantity_of(value, key, example);
  if (quantity.unit == std::string("% ") + of_base) return {quantity.value / 100.0, of_base};
  if (!quantity.unit.ends_with(per_year) || quantity.unit == per_year)
    throw term_error(value, key, fmt::format("\"{}\" is not an amount a year", *value.as_string()),
                     fmt::format("write \"{}\", or \"80% of base\"", example));
  quantity.unit.resize(quantity.unit.size() - per_year.size());
  return quantity;
}

Money money_of(const Quantity& quantity, const TomlValue& value, std::string_view key) {
  const std::optional<Money> money = money_of(quantity);
  if (!money)
    throw term_error(value, key, fmt::format("\"{}\" is not an amount of money", *value.as_string()),
                     "units: USD, mn USD, bn USD, tn USD; or the code of another currency, as in mn EUR");
  return *money;
}

std::string rate_text(double value, std::string_view key) {
  return value < percent_from(key) ? shortest(value) : fmt::format("\"{}%\"", shortest(percent_of(value)));
}

std::string yearly_text(double amount, const std::string& unit) {
  if (unit == of_base) return fmt::format("{}% {}", shortest(percent_of(amount)), of_base);
  return fmt::format("{} {}/year", shortest(amount), unit);
}

}  // namespace leeway
