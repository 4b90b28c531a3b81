#pragma once

namespace leeway {

/// The version of the library, e.g. "0.1.0".
const char* version();

}  // namespace leeway
