#pragma once

#include <string>
#include <string_view>

namespace leeway {

/// Text as HTML and SVG hold it: &, <, > and quotes as entities.
std::string escaped(std::string_view text);

}  // namespace leeway
