#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "leeway/base/error.h"
#include "leeway/io/toml.h"

// Random bytes hardly ever nest. Here each two bytes are a piece of TOML and how often it stands: text of
// some ten thousand levels is four bytes away from any other.
namespace {

constexpr std::array<const char*, 24> pieces = {
    "[",     "]",      "{",   "}",  "a",  ".", "a.",     "'a'.", "\"b\".", " = ", "\n",        "a = ",
    "b = [", "{ c = ", "1.5", ", ", "\"", "'", "\"\"\"", "'''",  "\\",     "#",   "[[a.b]]\n", "[[]], "};

std::string written(const std::uint8_t* data, std::size_t size) {
  std::string text;
  for (std::size_t at = 0; at + 1 < size && text.size() < 120000; at += 2) {
    const std::string piece = pieces[data[at] % pieces.size()];
    // Small counts one by one, large ones up to some 16,000.
    const std::size_t count = data[at + 1];
    const std::size_t times = count < 128 ? count : (count - 127) * 128;
    for (std::size_t n = 0; n < times; ++n) text += piece;
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    leeway::parse_toml(written(data, size), "fuzz.toml");
  } catch (const leeway::InputError&) {
  }
  return 0;
}
