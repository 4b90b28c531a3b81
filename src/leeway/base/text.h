#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leeway {

/// ASCII letters in lower case.
std::string lower_case(std::string_view text);

/// "1 economy", "2 economies", "0 Measures".
std::string counted(std::size_t number, std::string_view one);

/// The text with every `mark` in it written as `by`.
std::string with_all_replaced(std::string text, std::string_view mark, std::string_view by);

/// The text without the spaces around it.
std::string trimmed(std::string_view text);

/// Text for a terminal: control characters, which could move its cursor or rename its window, become "\x1B";
/// those in `kept` stay.
std::string visible(std::string_view text, std::string_view kept = "\n");

}  // namespace leeway
