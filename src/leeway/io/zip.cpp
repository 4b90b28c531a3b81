#include "leeway/io/zip.h"

#include <array>

#include <fmt/format.h>
#include <zip.h>

#include "leeway/base/error.h"

namespace leeway {

namespace {

/// A table of the world has some hundred million bytes; what unpacks to far more is no table.
constexpr std::size_t most_unpacked = std::size_t{4} << 30;

struct FileCloser {
  void operator()(zip_file_t* open) const { zip_fclose(open); }
};

}  // namespace

void ZipArchive::Closer::operator()(zip* open) const { zip_discard(open); }

ZipArchive::ZipArchive(const std::filesystem::path& file) : file_(file.string()) {
  int code = 0;
  archive_.reset(zip_open(file_.c_str(), ZIP_RDONLY, &code));
  if (archive_ != nullptr) return;
  if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ)
    throw InputError(Location{file_}, "cannot be read");
  throw InputError(Location{file_}, "is no zip archive, or one that is cut short");
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> all;
  for (zip_int64_t at = 0; at < zip_get_num_entries(archive_.get(), 0); ++at) {
    const char* name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(at), ZIP_FL_ENC_RAW);
    if (name != nullptr && !std::string_view(name).ends_with('/')) all.emplace_back(name);
  }
  return all;
}

std::string ZipArchive::read(const std::string& name) const {
  const std::string what = file_ + "/" + name;
  const std::unique_ptr<zip_file_t, FileCloser> open(zip_fopen(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW));
  if (open == nullptr)
    throw InputError(Location{what}, fmt::format("cannot be unpacked: {}", zip_strerror(archive_.get())),
                     "unpack the archive");
  std::string text;
  std::array<char, 1 << 16> part{};
  for (;;) {
    const zip_int64_t got = zip_fread(open.get(), part.data(), part.size());
    if (got == 0) return text;
    if (got < 0)
      throw InputError(Location{what}, fmt::format("cannot be unpacked, the archive is damaged: {}",
                                                   zip_file_strerror(open.get())));
    text.append(part.data(), static_cast<std::size_t>(got));
    if (text.size() > most_unpacked)
      throw InputError(Location{what}, "is larger than 4 GB", "unpack the archive");
  }
}

}  // namespace leeway
