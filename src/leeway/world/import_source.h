#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "leeway/world/import.h"

namespace leeway {

/// The text of a table with the name that stands for it: of the file, or of the member of an archive.
struct TableSource {
  std::filesystem::path path;
  std::string text;
};

/// Reads a file, packed (.gz), or the one table of a zip archive: that of options.base_year where it holds
/// several. Throws InputError that says what it is for what is no text.
TableSource open_table(const std::filesystem::path& file, const ImportOptions& options);

/// The header of a table, after titles and comments, to tell its format by.
std::string header_of(const TableSource& source);

/// Whether a file is a header array file.
bool is_har(const std::filesystem::path& file);
/// GTAP's base data in a folder; empty where it holds none.
std::filesystem::path gtap_base_data(const std::filesystem::path& folder);

// One reader a format, of text that is in memory (import.h says what each takes).
ImportedWorld read_tidy(const TableSource& source, const ImportOptions& options);
ImportedWorld read_icio(TableSource source, const ImportOptions& options);
ImportedWorld read_figaro_flat(const TableSource& source, const ImportOptions& options);
ImportedWorld read_wiod2016(const TableSource& source, const ImportOptions& options);

}  // namespace leeway
