#pragma once

#include <stdexcept>
#include <string>

namespace leeway {

/// Where in an input something was found. Line and column count from 1; 0 means unknown.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
  bool operator==(const Location&) const = default;
};

/// "file:line:column", leaving out what is unknown.
std::string to_string(const Location& location);

/// The one exception for bad input. `what()` is "location: message", with control characters escaped, and
/// indented lines of hints. A program that catches it prints `what()` and exits with code 2.
class InputError : public std::runtime_error {
 public:
  InputError(Location location, const std::string& message, const std::string& hint = "");
  /// For input that has no file, such as a command-line argument.
  explicit InputError(const std::string& message, const std::string& hint = "");

  const Location& location() const { return location_; }
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }

 private:
  Location location_;
  std::string message_;
  std::string hint_;
};

}  // namespace leeway
