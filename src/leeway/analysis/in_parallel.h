#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace leeway {

/// How many threads serve that many tasks: at least one, at most as many as were asked for (0: any number)
/// and as the machine has.
int threads_for(int asked, std::size_t tasks);

/// Runs `work` on that many threads at a time, this one among them; it must not throw.
void on_threads(int threads, const std::function<void()>& work);

/// Runs parts that do not depend on each other on `threads` threads (0: as many as the machine has). Where
/// parts throw, the exception of the first of them is thrown at the end.
void in_parallel(int threads, const std::vector<std::function<void()>>& parts);

}  // namespace leeway
