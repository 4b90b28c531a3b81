#include "leeway/ensemble/row.h"

#include <algorithm>
#include <cmath>
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

/// Nothing where the content has not the form of a row.
std::optional<SweepRow> content_of(std::string_view content) {
  Bytes bytes(content);
  SweepRow row;
  row.draw = bytes.number<std::uint64_t>();
  row.reason = bytes.text(bytes.number<std::uint32_t>());
  row.inputs = bytes.numbers();
  row.outputs = bytes.numbers();
  if (!bytes.good() || bytes.left() > 0) return std::nullopt;
  return row;
}

/// The row that begins here, if one does, and the bytes that it takes.
struct Framed {
  std::optional<SweepRow> row;
  std::size_t length = 0;
  bool cut_short = false;  ///< more bytes are announced than there are, and not more than a row may have
};
Framed framed(std::string_view bytes, std::size_t most_content) {
  Bytes rest(bytes);
  const auto length = rest.number<std::uint32_t>();
  if (!rest.good()) return {{}, 0, true};
  if (length > most_content) return {};
  const std::string_view content = rest.text(length);
  const auto sum = rest.number<std::uint64_t>();
  if (!rest.good()) return {{}, 0, true};
  // What is no row by its form needs no checksum, which is of every byte.
  std::optional<SweepRow> row = content_of(content);
  if (!row || sum != checksum(content)) return {};
  return {std::move(row), bytes.size() - rest.left(), false};
}

/// Why a row is none of this run; empty where it is one.
std::string foreign(const SweepRow& row, const SweepHeader& header) {
  const std::size_t outputs = row.certified() ? header.outputs.size() : 0;
  if (row.inputs.size() != header.inputs.size() || row.outputs.size() != outputs)
    return fmt::format("hold draw {} with {} numbers drawn and {} kept, where this run has {} and {}",
                       row.draw, row.inputs.size(), row.outputs.size(), header.inputs.size(), outputs);
  if (row.draw >= header.size) return fmt::format("hold a draw {} of {}", row.draw, header.size);
  for (std::size_t i = 0; i < row.inputs.size(); ++i) {
    const std::size_t choices = header.inputs[i].choices.size();
    const double value = row.inputs[i];
    if (choices > 0 && !(value >= 0.0 && value < static_cast<double>(choices) && value == std::floor(value)))
      return fmt::format("hold draw {} with a value of {} that this run does not have", row.draw,
                         header.inputs[i].name);
  }
  return "";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> SweepHeader::facts() const {
  return {{"id", id},
          {"title", title},
          {"version", version},
          {"world", world},
          {"economy", economy},
          {"as_of", as_of},
          {"question", question},
          {"design", to_string(design)},
          {"size", fmt::format("{}", size)},
          {"seed", fmt::format("{}", seed)}};
}

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

DecodedRows decode(std::string_view bytes, const SweepHeader& header) {
  constexpr std::size_t most_reason = 1U << 16U;
  const std::size_t most_content = sizeof(std::uint64_t) + 3 * sizeof(std::uint32_t) + most_reason +
                                   sizeof(double) * (header.inputs.size() + header.outputs.size());
  DecodedRows decoded;
  std::size_t bad = 0;  // where what is no row begins
  std::size_t at = 0;
  const auto skipped = [&](std::size_t to, const std::string& what) {
    if (to > bad) decoded.damaged.push_back({bad, to, what});
  };
  while (at < bytes.size()) {
    Framed frame = framed(bytes.substr(at), most_content);
    if (!frame.row) {
      ++at;  // what follows is looked for byte by byte
      continue;
    }
    skipped(at, "are damaged");
    bad = at;
    at += frame.length;
    if (const std::string why = foreign(*frame.row, header); !why.empty()) {
      skipped(at, why);
      bad = at;
      continue;
    }
    decoded.rows.push_back(*std::move(frame.row));
    decoded.whole = bad = at;
  }
  if (!framed(bytes.substr(bad), most_content).cut_short) skipped(bytes.size(), "are damaged");
  return decoded;
}

}  // namespace leeway
