#pragma once

#include <string>
#include <string_view>

namespace leeway {

/// Levels of tables, lists and dotted keys that a value may lie under; no file of ours needs six.
inline constexpr int toml_depth_limit = 32;

/// Throws InputError at the first place of a TOML text that lies deeper than the limit. The parser and the
/// tables it builds go down one call a level, so a text of some thousand levels would end the program.
/// Text that is not TOML is left to the parser, which stops at its first fault.
void check_toml_depth(std::string_view text, const std::string& name);

}  // namespace leeway
