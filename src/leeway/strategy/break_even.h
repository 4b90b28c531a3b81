#pragma once

#include <functional>
#include <optional>

namespace leeway {

/// The scale in (0, 1) at which a worth that falls from `at_none` > 0 to `at_full` < 0 is zero, to 1e-4
/// of the smaller of the two. Nothing when `worth` has no figure on the way.
std::optional<double> break_even(const std::function<std::optional<double>(double)>& worth, double at_none,
                                 double at_full);

}  // namespace leeway
