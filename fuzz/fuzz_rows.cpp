#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "leeway/ensemble/row.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  // Whatever a killed worker left: what is read is written as the very bytes that were there.
  const leeway::DecodedRows decoded = leeway::decode(bytes, 2, 1);
  std::string again;
  for (const leeway::SweepRow& row : decoded.rows) again += leeway::encoded(row);
  if (decoded.whole > size || again != bytes.substr(0, decoded.whole)) std::abort();
  return 0;
}
