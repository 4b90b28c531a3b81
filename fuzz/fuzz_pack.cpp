#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "leeway/base/error.h"
#include "leeway/world/pack.h"

// As a whole pack, and as the fields behind a header that is right: a checksum stops almost all damage, but a
// file may be made to have one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    leeway::Pack(bytes, "fuzz.pack").unpack();
  } catch (const leeway::InputError&) {
  }
  try {
    const std::string pack = leeway::sealed_pack(bytes, "");
    const leeway::World world = leeway::Pack(pack, "fuzz.pack").unpack();
    // What was read packs to the same bytes.
    if (leeway::packed_fields(world) != bytes) std::abort();
  } catch (const leeway::InputError&) {
  }
  return 0;
}
