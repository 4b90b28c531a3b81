#pragma once

#include <optional>

namespace leeway {

/// How long a deal and its punishment last, in years; nothing: for good. A punishment without a length lasts
/// as long as the deal.
struct Duration {
  std::optional<double> lasts;
  std::optional<double> deal_lasts;
  double discount = 0.03;  ///< a year

  bool any() const { return lasts.has_value() || deal_lasts.has_value(); }
  /// Present value of one a year while the deal lasts, and while the punishment does: the integral of
  /// (1 + discount)^-t. One each where nothing was said of lengths, since the ratio is all that counts.
  double deal_years() const;
  double punished_years() const;
};

/// Present value of one a year for so many years, or for good. Throws InputError for a length that is not
/// above zero, and for good without a discount.
double present_years(const std::optional<double>& years, double discount);
/// Throws InputError for a discount outside 0 to 1, lengths that are not above zero, and a punishment that
/// outlasts the deal.
void check(const Duration& duration);

}  // namespace leeway
