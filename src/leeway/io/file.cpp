#include "leeway/io/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/io/gzip.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const fs::path& file, const std::string& what) {
  throw InputError(Location{file.string()}, what);
}

/// Of a file that cannot be written: a place that was named wrongly, or a machine that has no room.
[[noreturn]] void fail_to_write(const fs::path& file, int error) {
  if (error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO)
    throw LostOutput(fmt::format("{} cannot be written: {}", file.string(), reason(error)));
  fail(file, "cannot be written: " + reason(error));
}

/// Closes a descriptor on every path out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int close() {
    const int fd = fd_;
    fd_ = -1;
    return ::close(fd);
  }

 private:
  int fd_;
};

/// How many bytes from `at` on are ASCII and not NUL, eight at a time where they are.
std::size_t plain(std::string_view text, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high = 0x8080808080808080;
  const std::size_t from = at;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    // A byte of 0 borrows from its high bit; one above 0x7F has it.
    if ((((word - ones) | word) & high) != 0) break;
  }
  while (at < text.size() && static_cast<signed char>(text[at]) > 0) ++at;
  return at - from;
}

/// Length of the UTF-8 sequence that starts at `at`, 0 if it is not valid.
std::size_t sequence(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!follows(at + 1) || !follows(at + 2)) return 0;
    if (lead == 0xE0 && byte(at + 1) < 0xA0) return 0;
    if (lead == 0xED && byte(at + 1) > 0x9F) return 0;  // surrogates
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return 0;
    if (lead == 0xF0 && byte(at + 1) < 0x90) return 0;
    if (lead == 0xF4 && byte(at + 1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

}  // namespace

std::string read_ordinary_file(const fs::path& file, std::size_t most) {
  // Opened without waiting for who writes into a pipe.
  const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (input.get() < 0) fail(file, "cannot be read: " + reason(errno));
  struct stat info {};
  if (::fstat(input.get(), &info) != 0) fail(file, "cannot be read: " + reason(errno));
  if (!S_ISREG(info.st_mode))
    throw InputError(Location{file.string()}, "is no ordinary file",
                     "a folder, a device or a pipe is not read here: name a file");
  const std::uintmax_t size = static_cast<std::uintmax_t>(info.st_size);
  if (size > most)
    throw InputError(Location{file.string()}, fmt::format("is larger than {} MB", most / 1'000'000),
                     "make several of it");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(input.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(file, "cannot be read: " + reason(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

std::string_view FileBuffer::read(const fs::path& file) {
  const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (input.get() < 0) fail(file, "cannot be read: " + reason(errno));
  struct stat info {};
  if (::fstat(input.get(), &info) != 0) fail(file, "cannot be read: " + reason(errno));
  if (S_ISDIR(info.st_mode)) fail(file, "cannot be read: " + reason(EISDIR));
  // One byte more than the size, so that the end is seen without growing.
  grow(S_ISREG(info.st_mode) ? static_cast<std::size_t>(info.st_size) + 1 : 65536, 0);
  std::size_t filled = 0;
  for (;;) {
    if (filled == capacity_) grow(2 * capacity_, filled);
    const ssize_t got = ::read(input.get(), bytes_.get() + filled, capacity_ - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(file, "cannot be read: " + reason(errno));
    filled += static_cast<std::size_t>(got);
    if (got == 0) return {bytes_.get(), filled};
  }
}

void FileBuffer::grow(std::size_t capacity, std::size_t keep) {
  if (capacity <= capacity_) return;
  auto larger = std::make_unique_for_overwrite<char[]>(capacity);
  if (keep > 0) std::memcpy(larger.get(), bytes_.get(), keep);
  bytes_ = std::move(larger);
  capacity_ = capacity;
}

std::string read_file(const fs::path& file) {
  FileBuffer buffer;
  const std::string_view bytes = buffer.read(file);
  return file.extension() == ".gz" ? unpack_gzip(bytes, file.string()) : std::string(bytes);
}

FilesTogether::~FilesTogether() {
  for (const Pending& one : pending_)
    if (!one.temporary.empty()) ::unlink(one.temporary.c_str());
}

void FilesTogether::add(const fs::path& named, const std::function<void(const fs::path&)>& write) {
  // Of a link the file behind it is written; a device or a pipe cannot be written whole or not at all.
  struct stat before {};
  const bool stood = ::stat(named.c_str(), &before) == 0;
  if (stood && !S_ISREG(before.st_mode)) fail(named, "is no file that can be written anew");
  std::error_code unresolved;
  const fs::path behind = stood ? fs::canonical(named, unresolved) : named;
  const fs::path& file = unresolved ? named : behind;
  std::string name = file.string() + ".XXXXXX";
  const int made = ::mkstemp(name.data());
  if (made < 0) fail_to_write(file, errno);
  Descriptor temporary(made);
  pending_.push_back({file, name});
  write(name);
  // mkstemp makes files that only the owner reads; a result is an ordinary file, or as open as the one
  // before.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = stood ? before.st_mode & 0777 : 0666 & ~mask;
  if (::fchmod(temporary.get(), mode) != 0 || ::fsync(temporary.get()) != 0 || temporary.close() != 0)
    fail_to_write(file, errno);
}

void FilesTogether::add(const fs::path& file, std::string_view content) {
  add(file, [&](const fs::path& temporary) {
    Descriptor output(::open(temporary.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
    if (output.get() < 0) fail_to_write(file, errno);
    std::string_view rest = content;
    while (!rest.empty()) {
      const ssize_t put = ::write(output.get(), rest.data(), rest.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) fail_to_write(file, errno);
      rest.remove_prefix(static_cast<std::size_t>(put));
    }
    if (output.close() != 0) fail_to_write(file, errno);
  });
}

void FilesTogether::commit() {
  for (Pending& one : pending_) {
    if (one.temporary.empty()) continue;
    if (::rename(one.temporary.c_str(), one.file.c_str()) != 0) fail_to_write(one.file, errno);
    one.temporary.clear();
  }
}

void write_file_atomically(const fs::path& file, const std::function<void(const fs::path&)>& write) {
  FilesTogether one;
  one.add(file, write);
  one.commit();
}

void write_file_atomically(const fs::path& file, std::string_view content) {
  FilesTogether one;
  one.add(file, content);
  one.commit();
}

std::string checked_text(std::string bytes, const std::string& name) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    at += plain(bytes, at);
    if (at == bytes.size()) break;
    const std::size_t length = sequence(bytes, at);
    if (length == 0)
      throw InputError(
          Location{name, 1 + static_cast<int>(std::count(
                                 bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'))},
          fmt::format("is not a text file: byte 0x{:02X} is not UTF-8 text",
                      static_cast<unsigned char>(bytes[at])),
          "save it as UTF-8 text");
    at += length;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  return bytes;
}

std::string read_text(const fs::path& file) { return checked_text(read_file(file), file.string()); }

}  // namespace leeway
