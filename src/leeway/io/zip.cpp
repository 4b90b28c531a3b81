#include "leeway/io/zip.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <zlib.h>

#include "leeway/base/error.h"
#include "leeway/io/file.h"

namespace leeway {

namespace {

constexpr std::size_t end_size = 22;
constexpr std::size_t entry_size = 46;
constexpr std::size_t local_size = 30;
constexpr std::size_t in_zip64 = 0xFFFFFFFF;

std::size_t number(std::string_view bytes, std::size_t at, int length) {
  std::size_t value = 0;
  for (int b = length - 1; b >= 0; --b)
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(b)]);
  return value;
}

std::string inflated(std::string_view packed, std::size_t size, const std::string& what) {
  std::string bytes(size, '\0');
  z_stream stream{};
  // Without the framing of gzip or zlib.
  if (inflateInit2(&stream, -15) != Z_OK)
    throw InputError(Location{what}, "cannot be unpacked: out of memory");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  const int state = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (state != Z_STREAM_END || stream.avail_out != 0)
    throw InputError(Location{what}, "cannot be unpacked: the archive is damaged");
  return bytes;
}

}  // namespace

ZipArchive::ZipArchive(const std::filesystem::path& file)
    : file_(file.string()), bytes_(std::make_shared<const std::string>(read_file(file))) {
  const std::string_view bytes = *bytes_;
  const auto damaged = [&] {
    return InputError(Location{file_}, "is no zip archive, or one that is cut short");
  };
  const std::size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string_view::npos || end + end_size > bytes.size()) throw damaged();
  const std::size_t count = number(bytes, end + 10, 2);
  std::size_t at = number(bytes, end + 16, 4);
  for (std::size_t m = 0; m < count; ++m) {
    if (at > bytes.size() || at + entry_size > bytes.size() || bytes.substr(at, 4) != "PK\x01\x02")
      throw damaged();
    Member member;
    member.method = static_cast<unsigned>(number(bytes, at + 10, 2));
    member.checksum = number(bytes, at + 16, 4);
    member.packed = number(bytes, at + 20, 4);
    member.size = number(bytes, at + 24, 4);
    member.header = number(bytes, at + 42, 4);
    const std::size_t name = number(bytes, at + 28, 2);
    if (at + entry_size + name > bytes.size()) throw damaged();
    member.name = std::string(bytes.substr(at + entry_size, name));
    at += entry_size + name + number(bytes, at + 30, 2) + number(bytes, at + 32, 2);
    if (!member.name.ends_with('/')) members_.push_back(std::move(member));
  }
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> all;
  for (const Member& member : members_) all.push_back(member.name);
  return all;
}

std::string ZipArchive::read(const std::string& name) const {
  const auto member =
      std::find_if(members_.begin(), members_.end(), [&](const Member& m) { return m.name == name; });
  if (member == members_.end()) throw InputError(Location{file_}, fmt::format("holds no file \"{}\"", name));
  const std::string what = file_ + "/" + name;
  if (member->size >= in_zip64 || member->packed >= in_zip64 || member->header >= in_zip64)
    throw InputError(Location{what}, "is larger than 4 GB", "unpack the archive");
  const std::string_view bytes = *bytes_;
  const auto fits = [&](std::size_t from, std::size_t length) {
    return from <= bytes.size() && length <= bytes.size() - from;
  };
  if (!fits(member->header, local_size) || bytes.substr(member->header, 4) != "PK\x03\x04")
    throw InputError(Location{what}, "cannot be unpacked: the archive is damaged");
  const std::size_t from = member->header + local_size + number(bytes, member->header + 26, 2) +
                           number(bytes, member->header + 28, 2);
  if (!fits(from, member->packed))
    throw InputError(Location{what}, "cannot be unpacked: the archive is cut short");
  const std::string_view packed = bytes.substr(from, member->packed);
  constexpr unsigned stored = 0;
  constexpr unsigned deflated = 8;
  if (member->method != stored && member->method != deflated)
    throw InputError(Location{what}, "is packed in a way that is not read", "unpack the archive");
  std::string text = member->method == stored ? std::string(packed) : inflated(packed, member->size, what);
  const auto* data = reinterpret_cast<const Bytef*>(text.data());
  if (crc32(crc32(0, nullptr, 0), data, static_cast<uInt>(text.size())) != member->checksum)
    throw InputError(Location{what}, "cannot be unpacked: its checksum is wrong");
  return text;
}

}  // namespace leeway
