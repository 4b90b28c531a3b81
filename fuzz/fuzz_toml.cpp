#include <cstddef>
#include <cstdint>
#include <string>

#include "leeway/base/error.h"
#include "leeway/io/toml.h"

namespace {

// Visits every value, so that what was read is also whole.
std::size_t walk(const leeway::TomlTable& table) {
  std::size_t length = 0;
  for (const leeway::TomlTable::Entry& entry : table.entries()) {
    length += entry.value.text().size() + entry.value.described().size();
    if (entry.value.as_table() != nullptr) length += walk(*entry.value.as_table());
    if (const auto* list = entry.value.as_array())
      for (const leeway::TomlValue& value : *list)
        if (value.as_table() != nullptr) length += walk(*value.as_table());
  }
  return length;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    walk(leeway::parse_toml(std::string(reinterpret_cast<const char*>(data), size), "fuzz.toml"));
  } catch (const leeway::InputError&) {
  }
  return 0;
}
