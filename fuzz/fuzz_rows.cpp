#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include "leeway/ensemble/row.h"

namespace {

/// What is read is written as the very bytes that were there, nothing beyond is read, and what is left out is
/// told.
std::size_t rows_in(const std::string& bytes) {
  leeway::SweepHeader header;
  header.size = std::numeric_limits<std::uint64_t>::max();
  header.inputs.resize(2);
  header.outputs.resize(1);
  const leeway::DecodedRows decoded = leeway::decode(bytes, header);
  std::string rest = bytes.substr(0, decoded.whole);
  for (auto damaged = decoded.damaged.rbegin(); damaged != decoded.damaged.rend(); ++damaged)
    if (damaged->from < rest.size()) rest.erase(damaged->from, damaged->to - damaged->from);
  std::string again;
  for (const leeway::SweepRow& row : decoded.rows) again += leeway::encoded(row);
  if (decoded.whole > bytes.size() || again != rest) std::abort();
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
