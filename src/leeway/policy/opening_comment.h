#pragma once

#include <string>
#include <string_view>

namespace leeway {

/// The comment lines that open a file, without their '#'.
std::string opening_comment(std::string_view text);

}  // namespace leeway
