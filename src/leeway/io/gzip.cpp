#include "leeway/io/gzip.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <zlib.h>

#include "leeway/base/error.h"

namespace leeway {

namespace {

// 15 + 16: gzip framing with the largest window.
constexpr int gzip_framing = 15 + 16;
// Bytes that zlib is handed at a time: its counts have 32 bits.
constexpr std::size_t piece_size = std::size_t{1} << 30;

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw InputError(Location{name}, "cannot be unpacked: " + what);
}

}  // namespace

std::string unpack_gzip(std::string_view packed, const std::string& name) {
  z_stream stream{};
  if (inflateInit2(&stream, gzip_framing) != Z_OK) fail(name, "out of memory");
  struct End {
    z_stream& stream;
    ~End() { inflateEnd(&stream); }
  } const end{stream};
  std::string bytes;
  std::size_t read = 0;
  int state = Z_OK;
  while (true) {
    if (stream.avail_in == 0 && read < packed.size()) {
      const std::size_t piece = std::min(packed.size() - read, piece_size);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + read));
      stream.avail_in = static_cast<uInt>(piece);
      read += piece;
    }
    const std::size_t before = bytes.size();
    const std::size_t room = std::max<std::size_t>(65536, before);
    bytes.resize(before + std::min(room, piece_size));
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data() + before);
    stream.avail_out = static_cast<uInt>(bytes.size() - before);
    state = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
    if (state == Z_STREAM_END) {
      // gzip files may be several members in a row.
      if (stream.avail_in == 0 && read == packed.size()) return bytes;
      inflateReset(&stream);
      continue;
    }
    if (state == Z_BUF_ERROR ||
        (state == Z_OK && stream.avail_in == 0 && read == packed.size() && bytes.size() == before))
      fail(name, "the gzip data is cut short");
    if (state != Z_OK) fail(name, stream.msg != nullptr ? stream.msg : "not gzip data");
  }
}

std::string pack_gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_framing, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib has no memory to pack with");
  struct End {
    z_stream& stream;
    ~End() { deflateEnd(&stream); }
  } const end{stream};
  std::string packed;
  std::size_t read = 0;
  for (int state = Z_OK; state != Z_STREAM_END;) {
    if (stream.avail_in == 0 && read < bytes.size()) {
      const std::size_t piece = std::min(bytes.size() - read, piece_size);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + read));
      stream.avail_in = static_cast<uInt>(piece);
      read += piece;
    }
    const std::size_t before = packed.size();
    packed.resize(before + std::max<std::size_t>(65536, before));
    stream.next_out = reinterpret_cast<Bytef*>(packed.data() + before);
    stream.avail_out = static_cast<uInt>(std::min(packed.size() - before, piece_size));
    const std::size_t room = stream.avail_out;
    state = deflate(&stream, read == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
    packed.resize(before + room - stream.avail_out);
  }
  return packed;
}

}  // namespace leeway
