#include "leeway/analysis/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

namespace leeway {

int threads_for(int asked, std::size_t tasks) {
  const int machine = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int most = asked > 0 ? std::min(asked, machine) : machine;
  return std::max(1, static_cast<int>(std::min(static_cast<std::size_t>(most), tasks)));
}

void in_parallel(int threads, const std::vector<std::function<void()>>& parts) {
  std::vector<std::exception_ptr> thrown(parts.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t p = next++; p < parts.size(); p = next++) {
      try {
        parts[p]();
      } catch (...) {
        thrown[p] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (int t = 1; t < threads_for(threads, parts.size()); ++t) others.emplace_back(work);
    work();
  }
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
}

}  // namespace leeway
