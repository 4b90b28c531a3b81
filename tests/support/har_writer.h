#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace leeway::testing {

/// A set and its elements, as an array of a HAR file runs over it.
struct HarSet {
  std::string name;
  std::vector<std::string> elements;
};

/// How an array lies in a file.
enum class HarLayout {
  full,    ///< REFULL, one block
  blocks,  ///< REFULL, a block for each element of the last set
  sparse,  ///< RESPSE, three values a record
  bare     ///< RLFULL: no sets, no elements
};

/// Writes header array files to the format that their public readers describe. Arrays have the first index
/// fastest.
class HarWriter {
 public:
  const std::string& bytes() const { return bytes_; }

  void record(const std::string& content) { bytes_ += word(content.size()) + content + word(content.size()); }
  /// A header of text; `a_record` strings lie in one record.
  void text(const std::string& header, const std::string& title, const std::vector<std::string>& strings,
            std::size_t width = 12, std::size_t a_record = 1000) {
    begin(header, "1CFULL", title, {strings.size(), width});
    labels(strings, width, a_record);
  }
  void numbers(const std::string& header, const std::vector<HarSet>& sets, const std::vector<double>& values,
               HarLayout layout = HarLayout::full) {
    std::vector<std::size_t> sizes(7, 1);
    for (std::size_t d = 0; d < sets.size(); ++d) sizes[d] = sets[d].elements.size();
    const bool bare = layout == HarLayout::bare;
    const bool sparse = layout == HarLayout::sparse;
    begin(header, bare ? "RLFULL" : sparse ? "RESPSE" : "REFULL", "Array " + header, sizes);
    if (!bare) sets_of(header, sets);
    if (sparse)
      sparse_values(values);
    else
      full_values(sizes, values, layout == HarLayout::blocks && !sets.empty() ? sets.size() - 1 : 6);
  }
  /// 2IFULL or, of reals, 2RFULL, a record for each column.
  void plane(const std::string& header, std::size_t rows, const std::vector<double>& values, bool integers) {
    const std::size_t columns = values.size() / rows;
    begin(header, integers ? "2IFULL" : "2RFULL", "Plane " + header, {rows, columns});
    for (std::size_t c = 0; c < columns; ++c) {
      std::string content = blanks + word(columns - c) + word(rows) + word(columns) + word(1) + word(rows) +
                            word(c + 1) + word(c + 1);
      for (std::size_t r = 0; r < rows; ++r) {
        const double value = values[c * rows + r];
        content +=
            integers ? word(static_cast<std::uint32_t>(static_cast<std::int32_t>(value))) : real(value);
      }
      record(content);
    }
  }

  static std::string word(std::size_t value) {
    std::string text;
    for (int b = 0; b < 4; ++b) text += static_cast<char>((value >> (8 * b)) & 0xFF);
    return text;
  }
  static std::string real(double value) {
    return word(std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
  static std::string padded(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  }

 private:
  inline static const std::string blanks = "    ";

  void begin(const std::string& header, const std::string& type, const std::string& title,
             const std::vector<std::size_t>& sizes) {
    record(padded(header, 4));
    std::string content = blanks + type + padded(title, 70) + word(sizes.size());
    for (const std::size_t size : sizes) content += word(size);
    record(content);
  }
  void labels(const std::vector<std::string>& strings, std::size_t width, std::size_t a_record) {
    std::size_t left = strings.empty() ? 1 : (strings.size() + a_record - 1) / a_record;
    for (std::size_t at = 0; left > 0; at += a_record, --left) {
      const std::size_t here = std::min(a_record, strings.size() - at);
      std::string content = blanks + word(left) + word(strings.size()) + word(here);
      for (std::size_t s = at; s < at + here; ++s) content += padded(strings[s], width);
      record(content);
    }
  }
  void sets_of(const std::string& header, const std::vector<HarSet>& sets) {
    std::vector<const HarSet*> distinct;
    std::string content;
    for (const HarSet& set : sets) {
      content += padded(set.name, 12);
      bool known = false;
      for (const HarSet* other : distinct) known = known || other->name == set.name;
      if (!known) distinct.push_back(&set);
    }
    content += std::string(sets.size(), 'k');
    for (std::size_t d = 0; d < sets.size(); ++d) content += word(0);
    record(blanks + word(distinct.size()) + word(0xFFFFFFFF) + word(sets.size()) + padded(header, 12) +
           word(0xFFFFFFFF) + content + word(0));
    for (const HarSet* set : distinct) labels(set->elements, 12, 2);
  }
  /// A block for each index of dimension `split`, the last one that has more than one.
  void full_values(const std::vector<std::size_t>& sizes, const std::vector<double>& values,
                   std::size_t split) {
    const std::size_t blocks = sizes[split];
    std::string content = blanks + word(2 * blocks + 1) + word(sizes.size());
    for (const std::size_t size : sizes) content += word(size);
    record(content);
    for (std::size_t b = 0; b < blocks; ++b) {
      content = blanks + word(2 * (blocks - b));
      for (std::size_t d = 0; d < sizes.size(); ++d)
        content += d == split ? word(b + 1) + word(b + 1) : word(1) + word(sizes[d]);
      record(content);
      content = blanks + word(2 * (blocks - b) - 1);
      for (std::size_t v = 0; v < values.size() / blocks; ++v)
        content += real(values[b * (values.size() / blocks) + v]);
      record(content);
    }
  }
  void sparse_values(const std::vector<double>& values) {
    std::vector<std::size_t> places;
    for (std::size_t v = 0; v < values.size(); ++v)
      if (values[v] != 0.0) places.push_back(v);
    record(blanks + word(places.size()) + word(4) + word(4) + std::string(80, ' '));
    constexpr std::size_t a_record = 3;
    std::size_t left = places.empty() ? 1 : (places.size() + a_record - 1) / a_record;
    for (std::size_t at = 0; left > 0; at += a_record, --left) {
      const std::size_t here = std::min(a_record, places.size() - at);
      std::string content = blanks + word(left) + word(places.size()) + word(here);
      for (std::size_t p = at; p < at + here; ++p) content += word(places[p] + 1);
      for (std::size_t p = at; p < at + here; ++p) content += real(values[places[p]]);
      record(content);
    }
  }

  std::string bytes_;
};

}  // namespace leeway::testing
