#pragma once

#include <string>

#include "leeway/base/error.h"

namespace leeway {

class TomlValue;

/// A text with the place that it came from.
struct PlacedText {
  std::string text;
  Location where;
};

/// Stands for the economy in what is put to many.
inline constexpr const char* each_economy = "{it}";

/// Where the text of a value starts: after its quote, so that a column inside it is one of the file.
Location inside_quotes(const TomlValue& value);

}  // namespace leeway
