#pragma once

#include <string>
#include <vector>

namespace leeway {

struct TarFile {
  std::string name;  ///< with folders: "data/ledger/usa.toml"
  std::string content;
};

/// An uncompressed archive (POSIX ustar) of ordinary files, by name, without owners or times: the same files
/// give the same bytes. Throws InputError for a name that the format cannot hold, and where one occurs twice.
std::string tar_of(std::vector<TarFile> files);

}  // namespace leeway
