#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "leeway/base/error.h"
#include "leeway/io/har.h"

// Every header, as numbers and as text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const leeway::HarFile file(std::string(reinterpret_cast<const char*>(data), size), "fuzz");
    for (const std::string& header : file.headers()) {
      try {
        const leeway::HarArray array = file.numbers(header);
        std::size_t cells = 1;
        for (const leeway::HarDimension& dimension : array.dimensions) cells *= dimension.size;
        if (cells != array.values.size()) std::abort();
      } catch (const leeway::InputError&) {
      }
      try {
        file.strings(header);
      } catch (const leeway::InputError&) {
      }
    }
    file.set("REG");
  } catch (const leeway::InputError& error) {
    if (error.location().file != "fuzz") std::abort();
  }
  return 0;
}
