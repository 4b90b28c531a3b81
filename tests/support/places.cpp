#include "support/places.h"

namespace leeway::testing {

std::filesystem::path source_folder() { return LEEWAY_SOURCE_DIR; }
std::filesystem::path program() { return LEEWAY_BINARY; }

}  // namespace leeway::testing
