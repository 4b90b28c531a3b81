#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "leeway/base/error.h"
#include "leeway/game/gambit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  // What was read prints as a file that reads back as the same.
  try {
    const std::string printed = leeway::to_nfg(leeway::parse_nfg(text, "fuzz"));
    if (leeway::to_nfg(leeway::parse_nfg(printed, "printed")) != printed) std::abort();
  } catch (const leeway::InputError& error) {
    if (error.location().file != "fuzz") std::abort();
  }
  try {
    const std::string printed = leeway::to_efg(leeway::parse_efg(text, "fuzz"));
    if (leeway::to_efg(leeway::parse_efg(printed, "printed")) != printed) std::abort();
  } catch (const leeway::InputError& error) {
    if (error.location().file != "fuzz") std::abort();
  }
  return 0;
}
