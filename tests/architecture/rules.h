#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace architecture {

/// Folder ("base", …, "apps") -> the folders of src/leeway that it may include besides its own.
using Table = std::map<std::string, std::set<std::string>>;

/// The table that the code is held to.
const Table& rules();

/// The rows of the Markdown table whose header has the cell "may include".
Table parse_document(const std::string& markdown);

/// The USES lists of the leeway_folder() calls.
Table parse_cmake(const std::string& text);

/// What `text` includes, in order; line counts from 1.
struct Include {
  int line = 0;
  std::string name;
  bool quoted = false;  ///< "…" rather than <…>
};
std::vector<Include> includes(const std::string& text);

/// Violations as "file:line: what is wrong". `file` is relative to the project, with '/'.
std::vector<std::string> check_includes(const std::string& file, const std::string& text, const Table& table);

/// Calls of the C library's exp, log and their kin, or Eigen's, in the folders whose arithmetic enters
/// results: those differ by processor (leeway/base/elementary.h does not).
std::vector<std::string> check_elementary(const std::string& file, const std::string& text);

/// Text of a file, or an exception that names it.
std::string read_text(const std::filesystem::path& file);

}  // namespace architecture
