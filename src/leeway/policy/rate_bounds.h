#pragma once

namespace leeway {

/// The largest rate that a Measure or a search may set, a decimal: 10000%. An import ban keeps everything
/// out.
inline constexpr double largest_rate = 100.0;

/// From here on a bare number of a rate is likely a percent and is refused: who means 500% writes "500%".
inline constexpr double likely_percent = 5.0;
/// The same of a growth a year, of which a doubling is no decimal that anyone writes.
inline constexpr double likely_percent_growth = 1.0;

}  // namespace leeway
