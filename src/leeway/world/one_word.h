#pragma once

#include <string>
#include <string_view>

namespace leeway {

/// Whether an id of an economy or a sector is one word: lines of Measures and lists in options are divided by
/// blanks, commas and semicolons.
bool is_one_word(std::string_view id);

/// A label as one word, "Food & Beverages" as Food_Beverages; one that is a word stays as it is.
std::string one_word(std::string_view label);

}  // namespace leeway
