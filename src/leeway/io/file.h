#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leeway {

/// The bytes of a file; a name that ends in ".gz" is unpacked. Throws InputError with the system's
/// reason when it cannot be read, or when packed data is damaged or cut short.
std::string read_file(const std::filesystem::path& file);

/// The bytes of an ordinary file as they lie in it, at most `most` of them. Throws InputError for a device, a
/// pipe or a folder, none of which is waited for, and for a larger file.
std::string read_ordinary_file(const std::filesystem::path& file, std::size_t most);

/// Room for the bytes of files that are read one after another, which read_file would make anew for each.
class FileBuffer {
 public:
  /// The bytes as they lie in the file, until the next call. Throws InputError with the system's reason.
  std::string_view read(const std::filesystem::path& file);

 private:
  void grow(std::size_t capacity, std::size_t keep);

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
};

/// Writes the whole file or leaves what was there: the content goes to a temporary file in the same
/// folder, which is then renamed. Throws InputError with the system's reason, LostOutput where the disk has
/// no room.
void write_file_atomically(const std::filesystem::path& file, std::string_view content);

/// The same for a writer that wants a file name: it is called with the name of the temporary file.
void write_file_atomically(const std::filesystem::path& file,
                           const std::function<void(const std::filesystem::path&)>& write);

/// Files of one answer: all of them stand in their places, or none does.
class FilesTogether {
 public:
  FilesTogether() = default;
  ~FilesTogether();
  FilesTogether(const FilesTogether&) = delete;
  FilesTogether& operator=(const FilesTogether&) = delete;

  /// Writes beside its place. Throws as write_file_atomically does.
  void add(const std::filesystem::path& file, std::string_view content);
  void add(const std::filesystem::path& file, const std::function<void(const std::filesystem::path&)>& write);
  /// Puts all in their places; what was added and not put there is gone at the end.
  void commit();

 private:
  struct Pending {
    std::filesystem::path file;
    std::filesystem::path temporary;  ///< empty: in its place
  };
  std::vector<Pending> pending_;
};

/// Text that is valid UTF-8 and holds no NUL, without a byte order mark. `name` is used in the error.
std::string checked_text(std::string bytes, const std::string& name);
/// read_file, then checked_text.
std::string read_text(const std::filesystem::path& file);

}  // namespace leeway
