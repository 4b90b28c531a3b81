#include "progress.h"

#include <unistd.h>

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

}  // namespace leeway::cli
