#pragma once

#include <functional>

namespace leeway::cli {

/// A counter on stderr, "12 of 40 solves"; silent when stderr is no terminal.
std::function<void(int, int)> progress();

}  // namespace leeway::cli
