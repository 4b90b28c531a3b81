#include "leeway/world/pack.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/io/file.h"
#include "leeway/world/fields.h"
#include "leeway/world/sound.h"

// A pack is a header and the fields of a World in the order of fields.h. Numbers are little-endian and not
// aligned. The header stays as it is in every format, so that any version can tell damage from another
// format.
namespace leeway {

namespace {

static_assert(std::endian::native == std::endian::little, "packs hold numbers as little-endian machines do");
static_assert(std::numeric_limits<double>::is_iec559 && sizeof(double) == 8 && sizeof(int) == 4);

// To be raised with every change of the layout: of fields.h or of what Writer makes of a type.
constexpr std::uint32_t pack_format = 2;
constexpr std::string_view magic = "LEEWAY-W";
constexpr std::size_t hash_size = 32;

struct Header {
  char magic[8];
  std::uint32_t format;
  std::uint32_t reserved;
  std::uint64_t size;            // of the whole file, bytes
  char content_hash[hash_size];  // hexadecimal; zeros for a world made in memory
  char checksum[hash_size];      // hexadecimal, of everything before and after it
};
static_assert(sizeof(Header) == 88);

std::string checksum_of(std::string_view bytes) {
  return Hasher().add(bytes.substr(0, offsetof(Header, checksum))).add(bytes.substr(sizeof(Header))).hex();
}

class Writer {
 public:
  template <class... Values>
  void operator()(const Values&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  void raw(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }
  void count(std::size_t n) { put(static_cast<std::uint64_t>(n)); }

  void put(bool value) { bytes_ += value ? '\1' : '\0'; }
  void put(int value) { raw(&value, sizeof value); }
  void put(std::uint64_t value) { raw(&value, sizeof value); }
  void put(double value) { raw(&value, sizeof value); }
  void put(Date date) { put(static_cast<int>(date.time_since_epoch().count())); }
  void put(const std::string& text) {
    count(text.size());
    bytes_ += text;
  }
  void put(const std::vector<double>& values) {
    count(values.size());
    raw(values.data(), values.size() * sizeof(double));
  }
  void put(const std::vector<unsigned char>& values) {
    count(values.size());
    raw(values.data(), values.size());
  }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    count(values.size());
    for (const T& value : values) put(value);
  }
  template <class T>
  void put(const std::map<std::string, T>& values) {
    count(values.size());
    for (const auto& [key, value] : values) {
      put(key);
      put(value);
    }
  }
  // Extents; a bit for every cell that is not zero in all its bits, 64 to a word; those cells.
  template <std::size_t Rank>
  void put(const Array<Rank>& array) {
    for (std::size_t extent : array.extents()) count(extent);
    std::vector<std::uint64_t> held((array.size() + 63) / 64, 0);
    std::vector<double> values;
    for (std::size_t c = 0; c < array.size(); ++c) {
      if (std::bit_cast<std::uint64_t>(array.data()[c]) == 0) continue;
      held[c / 64] |= std::uint64_t{1} << (c % 64);
      values.push_back(array.data()[c]);
    }
    raw(held.data(), held.size() * sizeof(std::uint64_t));
    put(values);
  }
  template <class Struct>
  void put(const Struct& value) {
    fields(*this, value);
  }

  std::string bytes_;
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}

  template <class... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  void end() const {
    if (!bytes_.empty()) fail("bytes are left over");
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw InputError(Location{name_}, std::string("is damaged: ") + what);
  }
  void raw(void* data, std::size_t size) {
    if (size > bytes_.size()) fail("its data end too soon");
    if (size > 0) std::memcpy(data, bytes_.data(), size);
    bytes_.remove_prefix(size);
  }
  // Of items that take at least `least` bytes each, so that no count can ask for more than there is.
  std::size_t count(std::size_t least) {
    std::uint64_t n = 0;
    raw(&n, sizeof n);
    if (n > bytes_.size() / least) fail("its data end too soon");
    return static_cast<std::size_t>(n);
  }

  void get(bool& value) {
    unsigned char byte = 0;
    raw(&byte, 1);
    if (byte > 1) fail("a yes or no is neither");
    value = byte == 1;
  }
  void get(int& value) { raw(&value, sizeof value); }
  void get(double& value) { raw(&value, sizeof value); }
  void get(Date& date) {
    int days = 0;
    get(days);
    // The years 0 to 9999.
    if (days < -719528 || days > 2932896) fail("a date is out of range");
    date = Date{std::chrono::days{days}};
  }
  void get(std::string& text) {
    text.resize(count(1));
    raw(text.data(), text.size());
  }
  void get(std::vector<double>& values) {
    values.resize(count(sizeof(double)));
    raw(values.data(), values.size() * sizeof(double));
  }
  void get(std::vector<unsigned char>& values) {
    values.resize(count(1));
    raw(values.data(), values.size());
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool has = false;
    get(has);
    if (has) get(value.emplace());
  }
  template <class T>
  void get(std::vector<T>& values) {
    for (std::size_t left = count(1); left > 0; --left) get(values.emplace_back());
  }
  template <class T>
  void get(std::map<std::string, T>& values) {
    for (std::size_t left = count(1); left > 0; --left) {
      std::string key;
      get(key);
      if (!values.empty() && key <= values.rbegin()->first) fail("keys are out of order");
      get(values.emplace_hint(values.end(), std::move(key), T{})->second);
    }
  }
  template <std::size_t Rank>
  void get(Array<Rank>& array) {
    std::array<std::size_t, Rank> extents;
    std::size_t size = 1;
    for (std::size_t& extent : extents) {
      std::uint64_t n = 0;
      raw(&n, sizeof n);
      extent = static_cast<std::size_t>(n);
      if (extent != 0 && size > most_cells / extent) fail("an array is too large");
      size *= extent;
    }
    const std::size_t words = (size + 63) / 64;
    if (words > bytes_.size() / sizeof(std::uint64_t)) fail("its data end too soon");
    const std::string_view held = bytes_.substr(0, words * sizeof(std::uint64_t));
    bytes_.remove_prefix(held.size());
    const std::size_t values = count(sizeof(double));
    const std::string_view cells = bytes_.substr(0, values * sizeof(double));
    bytes_.remove_prefix(cells.size());
    array = Array<Rank>::filled(extents, 0.0);
    spread(held, cells, array.data(), size);
  }

  // Puts the cells where the bits are.
  void spread(std::string_view held, std::string_view cells, double* to, std::size_t size) const {
    const char* from = cells.data();
    const char* const end = from + cells.size();
    for (std::size_t first = 0; first < size; first += 64) {
      std::uint64_t word = 0;
      std::memcpy(&word, held.data() + first / 8, sizeof word);
      const auto here = static_cast<std::size_t>(std::popcount(word));
      if (here > static_cast<std::size_t>(end - from) / sizeof(double)) fail("its data end too soon");
      if (size - first < 64 && (word >> (size - first)) != 0) fail("an array has cells past its end");
      if (here == 64) {
        std::memcpy(to + first, from, 64 * sizeof(double));
      } else {
        const char* cell = from;
        for (; word != 0; word &= word - 1, cell += sizeof(double))
          std::memcpy(to + first + std::countr_zero(word), cell, sizeof(double));
      }
      from += here * sizeof(double);
    }
    if (from != end) fail("an array has more cells than places");
  }
  template <class Struct>
  void get(Struct& value) {
    fields(*this, value);
  }

  // Its bytes can be counted, in the page too, where a size has 32 bits.
  static constexpr auto most_cells = static_cast<std::size_t>(
      std::min<std::uint64_t>(std::uint64_t{1} << 32U, std::numeric_limits<std::size_t>::max() / 16));
  std::string_view bytes_;
  std::string name_;
};

Header header_of(std::string_view bytes) {
  Header header{};
  std::memcpy(&header, bytes.data(), std::min(bytes.size(), sizeof header));
  return header;
}

constexpr const char* remedy = "make it again: leeway world pack";

}  // namespace

std::string packed_fields(const World& world) {
  Writer writer;
  fields(writer, world);
  return writer.take();
}

std::string sealed_pack(std::string_view fields, std::string_view content_hash) {
  Header header{};
  std::memcpy(header.magic, magic.data(), sizeof header.magic);
  header.format = pack_format;
  header.size = sizeof header + fields.size();
  if (content_hash.size() == hash_size) std::memcpy(header.content_hash, content_hash.data(), hash_size);
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += fields;
  bytes.replace(offsetof(Header, checksum), hash_size, checksum_of(bytes));
  return bytes;
}

std::string pack_world(const World& world) { return sealed_pack(packed_fields(world), world.content_hash); }

Pack::Pack(std::string_view bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {
  if (bytes.substr(0, magic.size()) != magic)
    throw InputError(Location{name_}, "is no world pack", "leeway world pack makes one of a world");
  const auto damaged = [&](const std::string& what) {
    return InputError(Location{name_}, "is damaged: " + what, remedy);
  };
  if (bytes.size() < sizeof(Header))
    throw damaged(fmt::format("{} bytes, less than its header", bytes.size()));
  const Header header = header_of(bytes);
  if (header.size != bytes.size())
    throw damaged(fmt::format("{} bytes, {} expected", bytes.size(), header.size));
  if (checksum_of(bytes) != std::string_view(header.checksum, hash_size))
    throw damaged("its checksum is not that of its bytes");
}

std::optional<std::string> Pack::content_hash() const {
  const Header header = header_of(bytes_);
  if (header.format != pack_format || header.content_hash[0] == '\0') return std::nullopt;
  return std::string(header.content_hash, hash_size);
}

World Pack::unpack() const {
  if (const std::uint32_t format = header_of(bytes_).format; format != pack_format)
    throw InputError(
        Location{name_},
        fmt::format("is a world pack of format {}; this version reads format {}", format, pack_format),
        remedy);
  Reader reader(bytes_.substr(sizeof(Header)), name_);
  World world;
  fields(reader, world);
  reader.end();
  require_sound(world, Location{name_});
  return world;
}

void save_pack(const World& world, const std::filesystem::path& file) {
  write_file_atomically(file, pack_world(world));
}

}  // namespace leeway
