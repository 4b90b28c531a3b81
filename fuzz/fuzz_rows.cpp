#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "leeway/ensemble/row.h"

namespace {

/// What is read is written as the very bytes that were there, and nothing beyond is read.
std::size_t rows_in(const std::string& bytes) {
  const leeway::DecodedRows decoded = leeway::decode(bytes, 2, 1);
  std::string again;
  for (const leeway::SweepRow& row : decoded.rows) again += leeway::encoded(row);
  if (decoded.whole > bytes.size() || again != bytes.substr(0, decoded.whole)) std::abort();
  return decoded.rows.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  rows_in(bytes);
  // Rows of whatever content come back, and end where a byte of the second is another.
  if (size < 4 * sizeof(double)) return 0;
  double numbers[3];
  std::memcpy(numbers, data, sizeof numbers);
  const leeway::SweepRow certified{size, "", {numbers[0], numbers[1]}, {numbers[2]}};
  const leeway::SweepRow other{7, "x" + bytes.substr(sizeof numbers), {numbers[1], numbers[2]}, {}};
  const std::string first = leeway::encoded(certified);
  std::string both = first + leeway::encoded(other);
  if (rows_in(both) != 2) std::abort();
  const std::size_t place = first.size() + data[24] % (both.size() - first.size());
  both[place] = static_cast<char>(both[place] ^ (data[25] | 1));
  if (rows_in(both) > 1) std::abort();
  return 0;
}
