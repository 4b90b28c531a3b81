#include "leeway/ensemble/row.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include <fmt/format.h>
#include <xxhash.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"

namespace leeway {

namespace {

template <class Number>
void put(std::string& out, Number value) {
  static_assert(std::is_arithmetic_v<Number>);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

void put(std::string& out, const std::vector<double>& values) {
  put(out, static_cast<std::uint32_t>(values.size()));
  for (const double value : values) put(out, value);
}

/// Takes numbers from the front; `good` is false once there were too few bytes.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : rest_(bytes) {}

  template <class Number>
  Number number() {
    Number value{};
    const std::string_view from = text(sizeof value);
    if (good_) std::memcpy(&value, from.data(), sizeof value);
    return value;
  }
  std::string_view text(std::size_t length) {
    if (length > rest_.size()) good_ = false;
    if (!good_) return {};
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  std::vector<double> numbers() {
    const auto count = number<std::uint32_t>();
    if (count > rest_.size() / sizeof(double)) good_ = false;
    std::vector<double> values;
    for (std::uint32_t i = 0; good_ && i < count; ++i) values.push_back(number<double>());
    return values;
  }
  bool good() const { return good_; }
  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

std::uint64_t checksum(std::string_view content) { return XXH64(content.data(), content.size(), 0); }

std::optional<SweepRow> content_of(std::string_view content, std::size_t inputs, std::size_t outputs) {
  Bytes bytes(content);
  SweepRow row;
  row.draw = bytes.number<std::uint64_t>();
  row.reason = bytes.text(bytes.number<std::uint32_t>());
  row.inputs = bytes.numbers();
  row.outputs = bytes.numbers();
  if (!bytes.good() || bytes.left() > 0 || row.inputs.size() != inputs ||
      row.outputs.size() != (row.certified() ? outputs : 0))
    return std::nullopt;
  return row;
}

}  // namespace

std::vector<std::string> SweepHeader::factors() const {
  std::vector<std::string> names;
  for (const SweepColumn& column : inputs)
    if (std::find(names.begin(), names.end(), column.of) == names.end()) names.push_back(column.of);
  return names;
}

std::size_t SweepHeader::output(std::string_view name) const {
  const auto found =
      std::find_if(outputs.begin(), outputs.end(), [&](const auto& c) { return c.name == name; });
  if (found != outputs.end()) return static_cast<std::size_t>(found - outputs.begin());
  std::vector<std::string> known;
  for (const SweepColumn& column : outputs) known.push_back(column.name);
  throw InputError(fmt::format("\"{}\" is not kept by this sweep", name),
                   did_you_mean(name, known, fmt::format("kept: {}", fmt::join(known, ", "))));
}

std::string encoded(const SweepRow& row) {
  std::string content;
  put(content, row.draw);
  put(content, static_cast<std::uint32_t>(row.reason.size()));
  content += row.reason;
  put(content, row.inputs);
  put(content, row.outputs);
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(content.size()));
  bytes += content;
  put(bytes, checksum(content));
  return bytes;
}

DecodedRows decode(std::string_view bytes, std::size_t inputs, std::size_t outputs) {
  DecodedRows decoded;
  Bytes rest(bytes);
  for (;;) {
    const std::string_view content = rest.text(rest.number<std::uint32_t>());
    const auto sum = rest.number<std::uint64_t>();
    if (!rest.good() || sum != checksum(content)) return decoded;
    std::optional<SweepRow> row = content_of(content, inputs, outputs);
    if (!row) return decoded;
    decoded.rows.push_back(*std::move(row));
    decoded.whole = bytes.size() - rest.left();
  }
}

}  // namespace leeway
