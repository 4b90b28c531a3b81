#pragma once

#include <optional>
#include <string_view>

namespace leeway {

/// How many of a line's unit one of the written unit is: ("kt", "t") gives 1000. Nothing for units that do
/// not measure the same.
std::optional<double> unit_factor(std::string_view written, std::string_view line_unit);

}  // namespace leeway
