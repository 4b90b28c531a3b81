#include "leeway/io/sqlite.h"

#include <cmath>
#include <memory>
#include <new>
#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "leeway/io/file.h"

namespace leeway {

namespace {

class Database {
 public:
  Database() { check(sqlite3_open(":memory:", &db_)); }
  ~Database() { sqlite3_close(db_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// As a file of its own.
  std::string bytes() const {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> all(
        sqlite3_serialize(db_, "main", &size, 0), sqlite3_free);
    if (all == nullptr) throw std::bad_alloc();
    return {reinterpret_cast<const char*>(all.get()), static_cast<std::size_t>(size)};
  }

  void run(const std::string& sql) { check(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr)); }

  void add(const SqliteTable& table) {
    std::vector<std::string> columns;
    for (const std::string& column : table.columns) columns.push_back(quoted(column));
    run(fmt::format("CREATE TABLE {} ({})", quoted(table.name), fmt::join(columns, ", ")));
    const std::vector<std::string> places(columns.size(), "?");
    sqlite3_stmt* made = nullptr;
    check(sqlite3_prepare_v2(
        db_, fmt::format("INSERT INTO {} VALUES ({})", quoted(table.name), fmt::join(places, ", ")).c_str(),
        -1, &made, nullptr));
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> insert(made, sqlite3_finalize);
    for (const auto& row : table.rows) {
      for (std::size_t c = 0; c < row.size(); ++c) bind(insert.get(), static_cast<int>(c) + 1, row[c]);
      check(sqlite3_step(insert.get()));
      check(sqlite3_reset(insert.get()));
    }
  }

 private:
  static std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
  }

  void bind(sqlite3_stmt* statement, int place, const SqliteCell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell))
      check(sqlite3_bind_text(statement, place, text->c_str(), static_cast<int>(text->size()), nullptr));
    else if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
      check(sqlite3_bind_double(statement, place, *number));
    else
      check(sqlite3_bind_null(statement, place));
  }

  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
      throw std::runtime_error(fmt::format("SQLite: {}", sqlite3_errmsg(db_)));
  }

  sqlite3* db_ = nullptr;
};

}  // namespace

std::string sqlite_bytes(const std::vector<SqliteTable>& tables) {
  Database database;
  database.run("BEGIN");
  for (const SqliteTable& table : tables) database.add(table);
  database.run("COMMIT");
  return database.bytes();
}

void write_sqlite(const std::filesystem::path& file, const std::vector<SqliteTable>& tables) {
  write_file_atomically(file, sqlite_bytes(tables));
}

}  // namespace leeway
