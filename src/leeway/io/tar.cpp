#include "leeway/io/tar.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "leeway/base/error.h"

namespace leeway {

namespace {

constexpr std::size_t block = 512;

// A header of POSIX.1-1988: numbers in octal.
struct Header {
  char name[100];
  char mode[8];
  char owner[8];
  char group[8];
  char size[12];
  char time[12];
  char checksum[8];
  char kind;
  char link[100];
  char magic[6];
  char version[2];
  char owner_name[32];
  char group_name[32];
  char device[2][8];
  char prefix[155];
  char rest[12];
};
static_assert(sizeof(Header) == block);

void put(char* field, const std::string& text) { std::memcpy(field, text.data(), text.size()); }

/// A long name is split at a slash: folders of at most 155 bytes, the rest of at most 100.
void put_name(Header& header, const std::string& name) {
  std::size_t split = 0;
  if (name.size() > sizeof header.name) {
    split = name.find('/', name.size() - sizeof header.name - 1);
    if (split == std::string::npos || split == 0 || split > sizeof header.prefix)
      throw InputError(Location{name}, "has too long a name for an archive",
                       "at most 100 bytes in the name of a file");
    put(header.prefix, name.substr(0, split));
    ++split;
  }
  put(header.name, name.substr(split));
}

}  // namespace

std::string tar_of(std::vector<TarFile> files) {
  std::sort(files.begin(), files.end(), [](const TarFile& a, const TarFile& b) { return a.name < b.name; });
  std::string out;
  for (std::size_t f = 0; f < files.size(); ++f) {
    const TarFile& file = files[f];
    if (f > 0 && file.name == files[f - 1].name)
      throw InputError(Location{file.name}, "is twice in an archive");
    // Eleven octal digits.
    if (file.content.size() >> 33U != 0) throw InputError(Location{file.name}, "is too large for an archive");
    Header header{};
    put_name(header, file.name);
    put(header.mode, "0000644");
    put(header.owner, "0000000");
    put(header.group, "0000000");
    put(header.size, fmt::format("{:011o}", file.content.size()));
    put(header.time, "00000000000");
    put(header.checksum, "        ");
    header.kind = '0';
    put(header.magic, "ustar");
    put(header.version, "00");
    unsigned sum = 0;
    const char* const bytes = reinterpret_cast<const char*>(&header);
    for (std::size_t at = 0; at < block; ++at) sum += static_cast<unsigned char>(bytes[at]);
    put(header.checksum, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
    out.append(bytes, block).append(file.content);
    out.append((block - file.content.size() % block) % block, '\0');
  }
  return out.append(2 * block, '\0');
}

}  // namespace leeway
