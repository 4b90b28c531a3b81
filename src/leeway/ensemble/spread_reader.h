#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/ensemble/spread.h"
#include "leeway/io/toml.h"

// How a [[vary]] writes that a number is spread. All throw InputError at the place.
namespace leeway {

/// A number, or a percent in quotes.
double number_of(const TomlValue& value, std::string_view key);

/// The values that a number may have.
struct Bounds {
  double least = 0.0;
  double most = 0.0;
  bool is_rate = false;   ///< 10 is likely a percent
  std::string unit = {};  ///< of an amount, which is a bare number

  double read(const TomlValue& value, std::string_view key) const;
};

/// The shape of one number: `distribution` with its numbers, which lie within the bounds.
Spread read_spread(const TomlTable& table, const Bounds& bounds);
/// Refuses a `sd` that is not above 0, and one that the cuts would make another distribution of.
void check_sd(const TomlTable& table, const Spread& spread);
/// Refuses `values` of which one, as text, is there before.
void refuse_twice(const TomlTable& table, const std::vector<std::string>& values);
/// `weights` of as many choices, which then sum to one; alike where there are none.
std::vector<double> weights_of(const TomlTable& table, std::size_t count);

}  // namespace leeway
