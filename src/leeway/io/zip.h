#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct zip;

namespace leeway {

/// A zip archive that is read member by member (libzip).
class ZipArchive {
 public:
  /// Throws InputError for what is no such archive, or one that is cut short.
  explicit ZipArchive(const std::filesystem::path& file);

  /// Names of the files in it, in order.
  std::vector<std::string> names() const;
  /// The bytes of one. Throws InputError for a name that it does not hold, for damage, and for more than 4
  /// GB.
  std::string read(const std::string& name) const;

 private:
  struct Closer {
    void operator()(zip* open) const;
  };
  std::string file_;
  std::unique_ptr<zip, Closer> archive_;
};

}  // namespace leeway
