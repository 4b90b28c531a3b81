#pragma once

namespace leeway {

/// The largest rate that a Measure or a search may set, a decimal: 10000%. An import ban keeps everything
/// out.
inline constexpr double largest_rate = 100.0;

}  // namespace leeway
