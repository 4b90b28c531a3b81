#include "leeway/analysis/in_parallel.h"

#include <algorithm>
#include <exception>

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace leeway {

void in_parallel(int threads, const std::vector<std::function<void()>>& parts) {
  namespace tbb = oneapi::tbb;
  // More threads than the machine has would only earn a warning from TBB.
  const int most = tbb::info::default_concurrency();
  tbb::task_arena arena(threads > 0 ? std::min(threads, most) : most);
  std::vector<std::exception_ptr> thrown(parts.size());
  arena.execute([&] {
    tbb::parallel_for(
        std::size_t{0}, parts.size(),
        [&](std::size_t p) {
          try {
            parts[p]();
          } catch (...) {
            thrown[p] = std::current_exception();
          }
        },
        tbb::simple_partitioner{});
  });
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
}

}  // namespace leeway
