#include "progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace leeway::cli {

std::function<void(int, int)> progress() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return [](int finished, int of) {
    std::fprintf(stderr, "\r%d of %d solves", finished, of);
    if (finished >= of) std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
  };
}

std::function<void(std::uint64_t)> draw_progress(std::uint64_t of) {
  if (isatty(STDERR_FILENO) == 0) return {};
  using Clock = std::chrono::steady_clock;
  return [of, begin = Clock::now()](std::uint64_t solved) {
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    const double left =
        seconds / static_cast<double>(solved) * static_cast<double>(of > solved ? of - solved : 0);
    std::fprintf(stderr, "\r%llu of %llu draws, %.0f s left \033[K", static_cast<unsigned long long>(solved),
                 static_cast<unsigned long long>(of), left);
    if (solved >= of) std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
  };
}

}  // namespace leeway::cli
