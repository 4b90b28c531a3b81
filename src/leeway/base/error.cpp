#include "leeway/base/error.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/text.h"

namespace leeway {

namespace {

std::string compose(const Location& location, const std::string& message, const std::string& hint) {
  std::string text = visible(to_string(location), "");
  if (!text.empty()) text += ": ";
  text += message;
  std::size_t from = 0;
  while (from < hint.size()) {
    const std::size_t to = std::min(hint.find('\n', from), hint.size());
    text += "\n  " + hint.substr(from, to - from);
    from = to + 1;
  }
  // It would end the message for whoever reads it as a C string.
  for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
    text.replace(at, 1, "\\x00");
  return text;
}

}  // namespace

std::string to_string(const Location& location) {
  if (location.file.empty()) return "";
  if (location.line == 0) return location.file;
  if (location.column == 0) return fmt::format("{}:{}", location.file, location.line);
  return fmt::format("{}:{}:{}", location.file, location.line, location.column);
}

// What was found is quoted as it came: a line break in it is no line of the text.
InputError::InputError(Location location, const std::string& message, const std::string& hint)
    : std::runtime_error(compose(location, visible(message, ""), hint)),
      location_(std::move(location)),
      message_(visible(message, "")),
      hint_(hint) {}

InputError::InputError(const std::string& message, const std::string& hint)
    : InputError(Location{}, message, hint) {}

}  // namespace leeway
