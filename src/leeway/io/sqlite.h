#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace leeway {

using SqliteCell = std::variant<std::monostate, std::string, double>;

/// A table of a database; names may hold any text, and no two columns of a table the same.
struct SqliteTable {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<SqliteCell>> rows;  ///< as long as `columns`
};

/// A database of one file, as its bytes; the same tables give the same bytes. No name may occur twice.
std::string sqlite_bytes(const std::vector<SqliteTable>& tables);
/// Writes a database of one file, whole or not at all; the same tables give the same bytes. No name may occur
/// twice. Throws InputError for a file that cannot be written, LostOutput where the disk has no room.
void write_sqlite(const std::filesystem::path& file, const std::vector<SqliteTable>& tables);

}  // namespace leeway
