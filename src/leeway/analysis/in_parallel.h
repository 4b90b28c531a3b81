#pragma once

#include <functional>
#include <vector>

namespace leeway {

/// Runs parts that do not depend on each other on `threads` threads (0: as many as the machine has). Where
/// parts throw, the exception of the first of them is thrown at the end.
void in_parallel(int threads, const std::vector<std::function<void()>>& parts);

}  // namespace leeway
