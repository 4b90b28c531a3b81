#pragma once

// Whether work is asked to stop. The standard library that the page's compiler brings has no std::stop_token; in the
// page there is one thread, and who wants to stop it ends its worker.
#ifdef __EMSCRIPTEN__

namespace leeway {

struct StopToken {
  static bool stop_requested() { return false; }
};

}  // namespace leeway

#else

#include <stop_token>

namespace leeway {

using StopToken = std::stop_token;

}  // namespace leeway

#endif
