// What the engine of the page links and never does: it says so where someone gets there all the same.

#include <string>

#include "leeway/base/error.h"
#include "leeway/io/gzip.h"

namespace leeway {

std::string unpack_gzip(std::string_view, const std::string& name) {
  throw InputError(Location{name}, "is packed, and unpacking is not in the page");
}

}  // namespace leeway
