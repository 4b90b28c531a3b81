#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/base/error.h"

namespace leeway {

class TomlTable;

/// One value of a TOML file with its place.
class TomlValue {
 public:
  struct Time {};  ///< a time or date-time, which no reader here takes
  using Array = std::vector<TomlValue>;
  using Data = std::variant<std::string, std::int64_t, double, bool, Date, Time, Array,
                            std::shared_ptr<const TomlTable>>;

  TomlValue(Data data, Location where) : data_(std::move(data)), where_(std::move(where)) {}

  const Location& where() const { return where_; }
  /// Nothing, or null, when the value is of another kind.
  const std::string* as_string() const { return std::get_if<std::string>(&data_); }
  const Array* as_array() const { return std::get_if<Array>(&data_); }
  const TomlTable* as_table() const;
  std::optional<double> as_number() const;
  std::optional<std::int64_t> as_integer() const;
  std::optional<bool> as_bool() const;
  std::optional<Date> as_date() const;
  /// "the text \"25\"", "the number 3", "a list": what was found, for errors.
  std::string described() const;
  /// The value as text: strings bare, numbers in shortest form, dates YYYY-MM-DD.
  std::string text() const;

 private:
  Data data_;
  Location where_;
};

/// A table of a TOML file. Readers say what they expect; anything else throws an InputError that names
/// file, line, column, field, what was found and what is allowed.
class TomlTable {
 public:
  struct Entry {
    std::string key;
    Location where;  ///< of the key
    TomlValue value;
  };
  TomlTable(std::vector<Entry> entries, Location where)
      : entries_(std::move(entries)), where_(std::move(where)) {}

  const Location& where() const { return where_; }
  /// In file order.
  const std::vector<Entry>& entries() const { return entries_; }
  const TomlValue* find(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }
  /// The place of a field's value, or of the table when it is absent.
  Location where(std::string_view key) const;

  /// Throws for the first key that is not in `known`, with close ones. `what` names the table: "a measure".
  void refuse_unknown(const std::vector<std::string>& known, const std::string& what) const;

  const TomlValue& require(std::string_view key) const;
  std::string require_string(std::string_view key) const;
  std::string optional_string(std::string_view key, std::string otherwise = "") const;
  double require_number(std::string_view key) const;
  std::optional<double> optional_number(std::string_view key) const;
  std::optional<std::int64_t> optional_integer(std::string_view key) const;
  std::optional<bool> optional_bool(std::string_view key) const;
  Date require_date(std::string_view key) const;
  std::optional<Date> optional_date(std::string_view key) const;
  /// A list of strings; one string is a list of one; empty when absent.
  std::vector<std::string> optional_strings(std::string_view key) const;
  const TomlTable* optional_table(std::string_view key) const&;
  /// A list of tables (`[[key]]` or inline); empty when absent. The pointers live as long as this table.
  std::vector<const TomlTable*> tables(std::string_view key) const&;
  const TomlTable* optional_table(std::string_view key) const&& = delete;
  std::vector<const TomlTable*> tables(std::string_view key) const&& = delete;

  /// An error at a field: "field `key`: <message>".
  InputError error(std::string_view key, const std::string& message, const std::string& hint = "") const;

 private:
  std::vector<Entry> entries_;
  Location where_;
};

/// Throws InputError for anything that is not TOML.
TomlTable load_toml(const std::filesystem::path& file);
/// The same for text that is in memory; `name` stands for the file in errors.
TomlTable parse_toml(std::string text, const std::string& name);
/// A string as TOML writes it, with quotes.
std::string toml_quoted(std::string_view text);

}  // namespace leeway
