#include "leeway/base/text.h"

#include <cctype>

#include <fmt/format.h>

namespace leeway {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string counted(std::size_t number, std::string_view one) {
  if (number == 1) return fmt::format("1 {}", one);
  if (one.ends_with('y')) return fmt::format("{} {}ies", number, one.substr(0, one.size() - 1));
  return fmt::format("{} {}s", number, one);
}

std::string with_all_replaced(std::string text, std::string_view mark, std::string_view by) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size()))
    text.replace(at, mark.size(), by);
  return text;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::string visible(std::string_view text, std::string_view kept) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : '\0');
    const bool upper_control = byte == 0xC2 && next >= 0x80 && next < 0xA0;  // U+0080 to U+009F
    if (upper_control) {
      out += fmt::format("\\x{:02X}", next);
      ++at;
    } else if ((byte < ' ' || byte == 0x7F) && kept.find(text[at]) == std::string_view::npos) {
      out += fmt::format("\\x{:02X}", byte);
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace leeway
