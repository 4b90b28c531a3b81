#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "leeway/base/units.h"

namespace leeway {

/// Whether it is the code of a currency of ISO 4217.
bool is_currency(std::string_view code);

struct Money {
  double million = 0.0;
  std::string currency;  ///< code of ISO 4217
};
/// A money quantity: units "USD", "mn USD", "bn USD", "tn USD" (also "million", "billion", "trillion"), of
/// any currency. Nothing for any other unit.
std::optional<Money> money_of(const Quantity& quantity);

}  // namespace leeway
