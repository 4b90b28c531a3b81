#include "leeway/strategy/break_even.h"

#include <algorithm>
#include <cmath>

namespace leeway {

std::optional<double> break_even(const std::function<std::optional<double>(double)>& worth, double at_none,
                                 double at_full) {
  if (!(at_none > 0.0 && at_full < 0.0)) return std::nullopt;
  constexpr double kEnough = 1e-4;
  constexpr int kMaxSteps = 60;
  const double enough = kEnough * std::min(at_none, -at_full);
  // Illinois: the secant, with the weight of an end that stays put halved, so that neither end sticks.
  double low = 0.0;
  double high = 1.0;
  double f_low = at_none;
  double f_high = at_full;
  int moved = 0;
  double at = 0.0;
  for (int step = 0; step < kMaxSteps; ++step) {
    at = (low * f_high - high * f_low) / (f_high - f_low);
    const std::optional<double> f = worth(at);
    if (!f || !std::isfinite(*f)) return std::nullopt;
    if (std::abs(*f) < enough || high - low < 1e-9) break;
    if (*f > 0.0) {
      low = at;
      f_low = *f;
      if (moved == 1) f_high *= 0.5;
      moved = 1;
    } else {
      high = at;
      f_high = *f;
      if (moved == -1) f_low *= 0.5;
      moved = -1;
    }
  }
  return at;
}

}  // namespace leeway
