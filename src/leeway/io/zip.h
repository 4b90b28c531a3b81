#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace leeway {

/// A zip archive (PKWARE APPNOTE 6.3, 4.3: stored and deflated members, below 4 GB) that is read member by
/// member.
class ZipArchive {
 public:
  /// Throws InputError for what is no such archive, or one that is cut short.
  explicit ZipArchive(const std::filesystem::path& file);

  /// Names of the files in it, in order.
  std::vector<std::string> names() const;
  /// The bytes of one. Throws InputError for a name that it does not hold, and for damage.
  std::string read(const std::string& name) const;

 private:
  struct Member {
    std::string name;
    unsigned method = 0;
    unsigned long checksum = 0;
    std::size_t packed = 0;
    std::size_t size = 0;
    std::size_t header = 0;  ///< offset of its local header
  };
  std::string file_;
  std::shared_ptr<const std::string> bytes_;
  std::vector<Member> members_;
};

}  // namespace leeway
