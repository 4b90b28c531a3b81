#pragma once

#include <cstdint>
#include <functional>

namespace leeway::cli {

/// A counter on stderr, "12 of 40 solves"; silent when stderr is no terminal.
std::function<void(int, int)> progress();
/// The same of draws, with the time that is left.
std::function<void(std::uint64_t)> draw_progress(std::uint64_t of);

}  // namespace leeway::cli
