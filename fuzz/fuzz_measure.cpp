#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "leeway/base/error.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/scenario.h"

namespace {

void read_scenario(const std::string& text) {
  try {
    leeway::parse_scenario(text, "fuzz.toml");
  } catch (const leeway::InputError&) {
  }
}

void read_ledger(const std::string& text) {
  std::string printed;
  try {
    const leeway::TomlTable table = leeway::parse_toml(text, "fuzz.toml");
    for (const leeway::TomlTable* row : table.tables("event")) leeway::parse_event(*row);
    for (const leeway::TomlTable* row : table.tables("measure"))
      printed += leeway::to_toml(leeway::parse_measure(*row));
  } catch (const leeway::InputError&) {
  }
  // What was printed must read back, and print the same.
  std::string again;
  const leeway::TomlTable table = leeway::parse_toml(printed, "printed.toml");
  for (const leeway::TomlTable* row : table.tables("measure"))
    again += leeway::to_toml(leeway::parse_measure(*row));
  if (again != printed) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_scenario(text);
  read_ledger(text);
  return 0;
}
