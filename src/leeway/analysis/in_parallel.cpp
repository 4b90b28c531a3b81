#include "leeway/analysis/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#ifndef __EMSCRIPTEN__
#include <thread>
#endif

namespace leeway {

namespace {

#ifdef __EMSCRIPTEN__

// A page in a file may start no threads.
int machine_threads() { return 1; }

#else

int machine_threads() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

#endif

}  // namespace

int threads_for(int asked, std::size_t tasks) {
  const int machine = machine_threads();
  const int most = asked > 0 ? std::min(asked, machine) : machine;
  return std::max(1, static_cast<int>(std::min(static_cast<std::size_t>(most), tasks)));
}

void on_threads(int threads, const std::function<void()>& work) {
#ifndef __EMSCRIPTEN__
  std::vector<std::jthread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(work);
#else
  (void)threads;
#endif
  work();
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
  on_threads(threads_for(threads, parts.size()), work);
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
}

}  // namespace leeway
