#include "leeway/base/version.h"

namespace leeway {

const char* version() { return LEEWAY_VERSION; }

}  // namespace leeway
