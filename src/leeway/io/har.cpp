#include "leeway/io/har.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <set>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

constexpr std::size_t word_size = 4;
constexpr std::size_t label_width = 12;
// Of the second record: four blanks, type, storage, the long name.
constexpr std::size_t title_at = 10;
constexpr std::size_t title_width = 70;
constexpr std::size_t most_dimensions = 7;
// What a sparse array may have beyond the numbers of its file: GTAP's largest, of margins, has 5 million.
constexpr std::size_t most_sparse = std::size_t{1} << 23;

std::uint32_t bits_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t b = 0; b < word_size; ++b)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + b])) << (8 * b);
  return value;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= ' ' && c < 0x7F; });
}
bool is_blank(std::string_view text) { return text.find_first_not_of(' ') == std::string_view::npos; }

/// Text without the blanks and zeros that fill it up, in UTF-8 (the format has one byte a character,
/// Latin-1).
std::string filled_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(std::string_view(" \0", 2));
  if (first == std::string_view::npos) return "";
  text = text.substr(first, text.find_last_not_of(std::string_view(" \0", 2)) + 1 - first);
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += byte < ' ' ? ' ' : c;
    } else {
      utf8 += static_cast<char>(0xC0 | (byte >> 6));
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

bool holds_text(std::string_view second_record) {
  return second_record.size() >= title_at + title_width && second_record.substr(word_size, 2) == "1C";
}

std::string in_capitals(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

}  // namespace

/// Reads the records of one header in order.
class HarFile::Reader {
 public:
  Reader(const HarFile& file, const Entry& entry) : file_(file), entry_(entry) {
    open();
    type_ = text(2);
    storage_ = text(4);
    title_ = filled_text(text(title_width));
    const std::size_t rank = count();
    if (rank > most_dimensions)
      throw fault(fmt::format("has {} dimensions, and at most {} are read", rank, most_dimensions));
    for (std::size_t d = 0; d < rank; ++d) sizes_.push_back(count());
    close();
  }

  bool is_text() const { return type_ == "1C"; }

  std::vector<std::string> strings() {
    if (!is_text()) throw fault(fmt::format("holds numbers ({}{}), and text was expected", type_, storage_));
    if (sizes_.size() != 2) throw fault("is of text and has not two dimensions");
    return labels(sizes_[0], sizes_[1]);
  }

  HarArray numbers() {
    if (is_text()) throw fault("holds text, and numbers were expected");
    const bool sparse = storage_ == "SPSE";
    const bool plane = type_ == "2I" || type_ == "2R";
    if ((!plane && type_ != "RE" && type_ != "RL") || (!sparse && storage_ != "FULL") || (plane && sparse))
      throw fault(fmt::format("is of the type {}{}, which is not read", type_, storage_));
    HarArray array{entry_.header, title_, {}, {}};
    for (const std::size_t size : sizes_) array.dimensions.push_back({size, "", {}});
    const std::size_t cells = cell_count(sparse);
    if (type_ == "RE") read_sets(array);
    array.values.assign(cells, 0.0);
    if (plane)
      read_plane(array.values);
    else if (sparse)
      read_sparse(array.values);
    else
      read_full(array.values);
    return array;
  }

 private:
  InputError fault(const std::string& message) const {
    return {Location{file_.name_}, fmt::format("header {} {}", entry_.header, message),
            "the file may be damaged or cut short; ViewHAR writes it anew by Save As"};
  }
  InputError short_record() const { return fault("has a record that is shorter than what it says"); }

  /// The next record, which starts with four blanks.
  void open() {
    if (next_ == entry_.records.size()) throw fault("lacks a record");
    record_ = entry_.records[next_++];
    at_ = 0;
    if (text(word_size) != "    ") throw fault("has a record that does not begin with four blanks");
  }
  /// All of the record was read.
  void close() const {
    if (at_ != record_.size()) throw fault("has a record that is longer than what it says");
  }
  std::size_t left() const { return record_.size() - at_; }
  std::string_view text(std::size_t length) {
    if (left() < length) throw short_record();
    at_ += length;
    return record_.substr(at_ - length, length);
  }
  std::uint32_t bits() { return bits_at(text(word_size), 0); }
  std::size_t count() {
    const auto value = static_cast<std::int32_t>(bits());
    if (value < 0) throw fault(fmt::format("has a count of {}", value));
    return static_cast<std::size_t>(value);
  }
  double number() {
    const std::uint32_t value = bits();
    if (type_ == "2I") return static_cast<double>(static_cast<std::int32_t>(value));
    const auto real = static_cast<double>(std::bit_cast<float>(value));
    if (!std::isfinite(real)) throw fault("holds a value that is no number");
    return real;
  }

  /// Of the whole array. A size that the file cannot hold is refused before anything is made for it.
  std::size_t cell_count(bool sparse) const {
    const std::size_t held = file_.bytes_.size() / word_size;
    const std::size_t most = sparse ? std::max(held, most_sparse) : held;
    std::size_t cells = 1;
    for (const std::size_t size : sizes_) {
      if (size != 0 && cells > most / size)
        throw fault(fmt::format("claims more numbers than the file has room for, {}", held));
      cells *= size;
    }
    return cells;
  }

  /// Strings of one width, over as many records as it takes: what is left of these, all, those of this one.
  std::vector<std::string> labels(std::size_t all, std::size_t width) {
    std::vector<std::string> found;
    for (bool more = true; more;) {
      open();
      more = count() > 1;
      if (count() != all) throw fault("says two numbers of strings");
      const std::size_t here = count();
      if (here > all - found.size()) throw fault("has more strings than it says");
      if (width != 0 && here > left() / width) throw short_record();
      // Strings without characters take no room in the file.
      if (width == 0 && here > 0) throw fault("has strings of no length");
      for (std::size_t s = 0; s < here; ++s) found.push_back(filled_text(text(width)));
      close();
    }
    if (found.size() != all) throw fault(fmt::format("has {} of {} strings", found.size(), all));
    return found;
  }

  /// The record of sets: how many differ, of each dimension its name and whether its elements are known (k),
  /// one of a set (e) or not told (u); then the elements of each that is known, once.
  void read_sets(HarArray& array) {
    open();
    count();
    bits();
    const std::size_t used = count();
    text(label_width);
    bits();
    if (used > array.dimensions.size()) throw fault("names more sets than it has dimensions");
    std::vector<std::string> names;
    for (std::size_t d = 0; d < used; ++d) names.push_back(filled_text(text(label_width)));
    const std::string status(text(used));
    for (std::size_t d = 0; d < used; ++d) bits();
    const std::size_t single = count();
    if (single > left() / label_width) throw short_record();
    std::vector<std::string> elements;
    for (std::size_t e = 0; e < single; ++e) elements.push_back(filled_text(text(label_width)));
    close();
    std::size_t next_single = 0;
    for (std::size_t d = 0; d < used; ++d) {
      HarDimension& dimension = array.dimensions[d];
      dimension.set = names[d];
      const auto same = std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(d), names[d]);
      const std::size_t first = static_cast<std::size_t>(same - names.begin());
      if (status[d] == 'k' && first < d && status[first] == 'k') {
        if (array.dimensions[first].size != dimension.size)
          throw fault(fmt::format("runs over the set {} twice, in two sizes", names[d]));
        dimension.elements = array.dimensions[first].elements;
      } else if (status[d] == 'k') {
        dimension.elements = labels(dimension.size, label_width);
      } else if (status[d] == 'e' && next_single < elements.size() && dimension.size == 1) {
        dimension.elements = {elements[next_single++]};
      }
    }
    // The format always has seven sizes: what lies beyond the sets in use is no dimension.
    for (std::size_t d = used; d < array.dimensions.size(); ++d)
      if (array.dimensions[d].size != 1) throw fault("names fewer sets than it has dimensions");
    array.dimensions.resize(used);
  }

  /// Pairs of records: from where to where of each dimension, then the numbers.
  void read_full(std::vector<double>& values) {
    open();
    std::size_t records = count();
    const std::size_t dimensions = count();
    if (dimensions != sizes_.size()) throw fault("says two numbers of dimensions");
    for (const std::size_t size : sizes_)
      if (count() != size) throw fault("says two sizes of a dimension");
    close();
    std::size_t filled = 0;
    while (records > 1) {
      open();
      count();
      std::vector<std::size_t> from;
      std::vector<std::size_t> to;
      for (std::size_t d = 0; d < dimensions; ++d) {
        from.push_back(count());
        to.push_back(count());
        if (from[d] < 1 || to[d] < from[d] || to[d] > sizes_[d])
          throw fault("has numbers for cells that it does not have");
      }
      close();
      open();
      records = count();
      filled += fill(values, from, to);
      close();
    }
    require_all(filled, values.size());
  }

  void read_plane(std::vector<double>& values) {
    if (sizes_.size() != 2) throw fault("is of the type of two dimensions, and has others");
    std::size_t filled = 0;
    // An array without cells has one record without numbers.
    for (bool more = true; more;) {
      open();
      more = count() > 1;
      if (count() != sizes_[0] || count() != sizes_[1]) throw fault("says two sizes of a dimension");
      std::vector<std::size_t> from;
      std::vector<std::size_t> to;
      for (const std::size_t size : sizes_) {
        from.push_back(count());
        to.push_back(count());
        if (values.empty()) continue;
        if (from.back() < 1 || to.back() < from.back() || to.back() > size)
          throw fault("has numbers for cells that it does not have");
      }
      if (!values.empty()) filled += fill(values, from, to);
      close();
    }
    require_all(filled, values.size());
  }

  /// The cells of a block, in the order of the array, from the rest of the record; how many they are.
  std::size_t fill(std::vector<double>& values, const std::vector<std::size_t>& from,
                   const std::vector<std::size_t>& to) {
    std::size_t cells = 1;
    for (std::size_t d = 0; d < from.size(); ++d) cells *= to[d] - from[d] + 1;
    if (cells != left() / word_size) throw fault("has a block with more or fewer numbers than cells");
    std::vector<std::size_t> at = from;
    for (std::size_t c = 0; c < cells; ++c) {
      std::size_t cell = 0;
      for (std::size_t d = from.size(); d-- > 0;) cell = cell * sizes_[d] + at[d] - 1;
      values[cell] = number();
      for (std::size_t d = 0; d < from.size() && ++at[d] > to[d]; ++d) at[d] = from[d];
    }
    return cells;
  }

  /// Places, from 1, and values of the cells that are not zero.
  void read_sparse(std::vector<double>& values) {
    constexpr std::size_t comment = 80;
    open();
    const std::size_t all = count();
    if (count() != word_size || count() != word_size)
      throw fault("has places or values of another size than four bytes");
    text(comment);
    close();
    std::size_t filled = 0;
    for (bool more = true; more;) {
      open();
      more = count() > 1;
      if (count() != all) throw fault("says two numbers of values");
      const std::size_t here = count();
      if (here > left() / (2 * word_size)) throw short_record();
      std::vector<std::size_t> places;
      for (std::size_t v = 0; v < here; ++v) {
        places.push_back(count());
        if (places.back() < 1 || places.back() > values.size())
          throw fault("has a value for a cell that it does not have");
      }
      for (const std::size_t place : places) values[place - 1] = number();
      close();
      filled += here;
    }
    require_all(filled, all);
  }

  void require_all(std::size_t filled, std::size_t all) const {
    if (filled != all) throw fault(fmt::format("has {} of {} numbers", filled, all));
  }

  const HarFile& file_;
  const Entry& entry_;
  std::size_t next_ = 0;
  std::string_view record_;
  std::size_t at_ = 0;
  std::string type_;
  std::string storage_;
  std::string title_;
  std::vector<std::size_t> sizes_;
};

HarFile::HarFile(const std::filesystem::path& file) : HarFile(read_file(file), file.string()) {}

HarFile::HarFile(std::string bytes, std::string name) : name_(std::move(name)), bytes_(std::move(bytes)) {
  index();
}

bool HarFile::begins(std::string_view bytes) {
  return bytes.size() >= 3 * word_size && bits_at(bytes, 0) == word_size &&
         bits_at(bytes, 2 * word_size) == word_size && is_printable(bytes.substr(word_size, word_size)) &&
         !is_blank(bytes.substr(word_size, word_size));
}

void HarFile::index() {
  constexpr char lahey = '\xFD';
  if (!bytes_.empty() && bytes_.front() == lahey)
    throw InputError(Location{name_}, "is a HAR file in the records of an old Fortran (Lahey)",
                     "open it in ViewHAR and save it: Save As writes the records of today");
  if (!begins(bytes_))
    throw InputError(Location{name_}, "is no header array file (HAR)",
                     "such a file begins with a header of four characters, as GEMPACK and ViewHAR write it");
  const std::string_view bytes = bytes_;
  std::set<std::string> seen;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t left = bytes.size() - at;
    const std::size_t length = left < word_size ? 0 : bits_at(bytes, at);
    if (left < 2 * word_size || length > left - 2 * word_size ||
        bits_at(bytes, at + word_size + length) != length)
      throw InputError(Location{name_}, fmt::format("is damaged or cut short at byte {}", at + 1),
                       "every record says its length before and after");
    const std::string_view record = bytes.substr(at + word_size, length);
    at += 2 * word_size + length;
    if (length == word_size && !is_blank(record)) {
      const std::string header = in_capitals(filled_text(record));
      if (!seen.insert(header).second)
        throw InputError(Location{name_}, fmt::format("has the header {} twice", header));
      entries_.push_back({header, {}});
    } else if (!entries_.empty()) {
      entries_.back().records.push_back(record);
    }
  }
}

std::vector<std::string> HarFile::headers() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) names.push_back(entry.header);
  return names;
}

const HarFile::Entry* HarFile::find(std::string_view header) const {
  const std::string wanted = in_capitals(header);
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.header == wanted; });
  return found == entries_.end() ? nullptr : &*found;
}

const HarFile::Entry& HarFile::entry(std::string_view header) const {
  if (const Entry* found = find(header)) return *found;
  throw InputError(Location{name_}, fmt::format("has no header {}", header),
                   fmt::format("found: {}", fmt::join(headers(), ", ")));
}

HarArray HarFile::numbers(std::string_view header) const { return Reader(*this, entry(header)).numbers(); }

std::vector<std::string> HarFile::strings(std::string_view header) const {
  return Reader(*this, entry(header)).strings();
}

std::vector<std::string> HarFile::set(std::string_view name) const {
  const std::string wanted = in_capitals(name);
  const Entry* called = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.records.empty() || !holds_text(entry.records.front())) continue;
    const std::string title = in_capitals(filled_text(entry.records.front().substr(title_at, title_width)));
    constexpr std::string_view opening = "SET ";
    if (title.starts_with(opening) &&
        title.substr(opening.size(), title.find(' ', opening.size()) - opening.size()) == wanted)
      return Reader(*this, entry).strings();
    if (entry.header == wanted) called = &entry;
  }
  return called == nullptr ? std::vector<std::string>() : Reader(*this, *called).strings();
}

}  // namespace leeway
