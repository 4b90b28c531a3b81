#include "leeway/world/one_word.h"

#include <cctype>
#include <cstddef>

namespace leeway {

namespace {

constexpr std::string_view no_break = "\xC2\xA0";  // a blank, in UTF-8

}  // namespace

bool is_one_word(std::string_view id) {
  return id.find_first_of(" \t,;") == std::string_view::npos && id.find(no_break) == std::string_view::npos;
}

std::string one_word(std::string_view label) {
  if (is_one_word(label)) return std::string(label);
  std::string text(label);
  for (std::size_t at = text.find(no_break); at != std::string::npos; at = text.find(no_break))
    text.replace(at, no_break.size(), " ");
  std::string word;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '.' || c == '-' || byte >= 0x80)
      word += c;
    else if (!word.empty() && word.back() != '_')
      word += '_';
  }
  while (!word.empty() && word.back() == '_') word.pop_back();
  return word.empty() ? "_" : word;
}

}  // namespace leeway
