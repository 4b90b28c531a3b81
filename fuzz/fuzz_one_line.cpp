#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "leeway/base/error.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const leeway::Location where{"fuzz"};
  std::optional<leeway::Measure> read;
  try {
    read = leeway::parse_one_line(text, where);
  } catch (const leeway::InputError&) {
    return 0;
  }
  // What was read prints as TOML, and as a line that reads back as the same Measure.
  const std::optional<std::string> line = leeway::to_one_line(*read);
  if (!line) std::abort();
  leeway::Measure again = leeway::parse_one_line(*line, where);
  again.title = read->title;
  if (leeway::to_toml(again) != leeway::to_toml(*read)) std::abort();
  const leeway::TomlTable table = leeway::parse_toml(leeway::to_toml(*read), "printed.toml");
  if (leeway::to_toml(leeway::parse_measure(*table.tables("measure")[0], leeway::MeasureHome::scenario)) !=
      leeway::to_toml(*read))
    std::abort();
  return 0;
}
