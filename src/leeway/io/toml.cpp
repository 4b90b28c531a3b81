#include "leeway/io/toml.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <string>
#include <string_view>

#include <fmt/format.h>

// The compiled library: the header-only form ends the program on some bad input.
#define TOML_HEADER_ONLY 0
#include <toml++/toml.h>

#include "leeway/base/suggest.h"
#include "leeway/base/units.h"
#include "leeway/io/file.h"
#include "leeway/io/toml_depth.h"

namespace leeway {

namespace {

Location place(const toml::source_region& source, const std::string& name) {
  return Location{name, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

TomlTable convert(const toml::table& table, const std::string& name, Location where);

TomlValue convert(const toml::node& node, const std::string& name) {
  const Location where = place(node.source(), name);
  if (const auto* text = node.as_string()) return {text->get(), where};
  if (const auto* integer = node.as_integer()) return {std::int64_t{integer->get()}, where};
  if (const auto* real = node.as_floating_point()) return {real->get() + 0.0, where};  // -0.0 is 0
  if (const auto* flag = node.as_boolean()) return {flag->get(), where};
  if (const auto* date = node.as_date()) {
    const toml::date day = date->get();
    return {make_date(day.year, day.month, day.day), where};
  }
  if (const auto* array = node.as_array()) {
    TomlValue::Array values;
    for (const toml::node& element : *array) values.push_back(convert(element, name));
    return {std::move(values), where};
  }
  if (const auto* table = node.as_table())
    return {std::make_shared<const TomlTable>(convert(*table, name, where)), where};
  return {TomlValue::Time{}, where};
}

TomlTable convert(const toml::table& table, const std::string& name, Location where) {
  std::vector<TomlTable::Entry> entries;
  for (const auto& [key, node] : table)
    entries.push_back({std::string(key.str()), place(key.source(), name), convert(node, name)});
  // The library sorts by key; readers and their errors go by the file.
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.where.line, a.where.column) < std::pair(b.where.line, b.where.column);
  });
  return {std::move(entries), std::move(where)};
}

}  // namespace

const TomlTable* TomlValue::as_table() const {
  const auto* table = std::get_if<std::shared_ptr<const TomlTable>>(&data_);
  return table == nullptr ? nullptr : table->get();
}

std::optional<double> TomlValue::as_number() const {
  if (const auto* real = std::get_if<double>(&data_)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*integer);
  return std::nullopt;
}

std::optional<std::int64_t> TomlValue::as_integer() const {
  const auto* integer = std::get_if<std::int64_t>(&data_);
  return integer == nullptr ? std::nullopt : std::optional(*integer);
}

std::optional<bool> TomlValue::as_bool() const {
  const auto* flag = std::get_if<bool>(&data_);
  return flag == nullptr ? std::nullopt : std::optional(*flag);
}

std::optional<Date> TomlValue::as_date() const {
  const auto* date = std::get_if<Date>(&data_);
  return date == nullptr ? std::nullopt : std::optional(*date);
}

std::string TomlValue::text() const {
  if (const auto* text = as_string()) return *text;
  if (const auto integer = as_integer()) return std::to_string(*integer);
  if (const auto number = as_number()) return shortest(*number);
  if (const auto flag = as_bool()) return *flag ? "true" : "false";
  if (const auto date = as_date()) return to_string(*date);
  return described();
}

std::string TomlValue::described() const {
  if (const auto* text = as_string()) return fmt::format("the text \"{}\"", *text);
  if (as_number()) return "the number " + text();
  if (as_bool()) return text();
  if (as_date()) return "the date " + text();
  if (as_array() != nullptr) return "a list";
  if (as_table() != nullptr) return "a table";
  return "a time";
}

const TomlValue* TomlTable::find(std::string_view key) const {
  for (const Entry& entry : entries_)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

Location TomlTable::where(std::string_view key) const {
  const TomlValue* value = find(key);
  return value == nullptr ? where_ : value->where();
}

InputError TomlTable::error(std::string_view key, const std::string& message, const std::string& hint) const {
  return InputError(where(key), fmt::format("field `{}`: {}", key, message), hint);
}

void TomlTable::refuse_unknown(const std::vector<std::string>& known, const std::string& what) const {
  for (const Entry& entry : entries_) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    std::string hint = did_you_mean(entry.key, known);
    if (hint.empty()) hint = fmt::format("fields: {}", fmt::join(known, ", "));
    throw InputError(entry.where, fmt::format("unknown field `{}` in {}", entry.key, what), hint);
  }
}

namespace {

InputError wrong_kind(std::string_view key, const TomlValue& value, const char* wanted) {
  return InputError(value.where(),
                    fmt::format("field `{}`: {} expected, found {}", key, wanted, value.described()));
}

double finite_number(std::string_view key, const TomlValue& value) {
  const std::optional<double> number = value.as_number();
  if (!number) throw wrong_kind(key, value, "a number");
  if (!std::isfinite(*number))
    throw InputError(value.where(), fmt::format("field `{}`: {} is not a finite number", key, value.text()));
  return *number;
}

}  // namespace

const TomlValue& TomlTable::require(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) throw InputError(where_, fmt::format("field `{}` is missing", key));
  return *value;
}

std::string TomlTable::require_string(std::string_view key) const {
  const TomlValue& value = require(key);
  if (value.as_string() == nullptr) throw wrong_kind(key, value, "a text in quotes");
  return *value.as_string();
}

std::string TomlTable::optional_string(std::string_view key, std::string otherwise) const {
  return has(key) ? require_string(key) : std::move(otherwise);
}

double TomlTable::require_number(std::string_view key) const { return finite_number(key, require(key)); }

std::optional<double> TomlTable::optional_number(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return require_number(key);
}

std::optional<std::int64_t> TomlTable::optional_integer(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->as_integer()) throw wrong_kind(key, *value, "a whole number");
  return value->as_integer();
}

std::optional<bool> TomlTable::optional_bool(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->as_bool()) throw wrong_kind(key, *value, "true or false");
  return value->as_bool();
}

Date TomlTable::require_date(std::string_view key) const {
  const TomlValue& value = require(key);
  if (!value.as_date()) throw wrong_kind(key, value, "a date without quotes, such as 2026-01-24,");
  return *value.as_date();
}

std::optional<Date> TomlTable::optional_date(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return require_date(key);
}

std::vector<std::string> TomlTable::optional_strings(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  if (value->as_string() != nullptr) return {*value->as_string()};
  if (value->as_array() == nullptr) throw wrong_kind(key, *value, "a text or a list of texts");
  std::vector<std::string> texts;
  for (const TomlValue& element : *value->as_array()) {
    if (element.as_string() == nullptr) throw wrong_kind(key, element, "a text in quotes");
    texts.push_back(*element.as_string());
  }
  return texts;
}

const TomlTable* TomlTable::optional_table(std::string_view key) const& {
  const TomlValue* value = find(key);
  if (value == nullptr) return nullptr;
  if (value->as_table() == nullptr) throw wrong_kind(key, *value, "a table");
  return value->as_table();
}

std::vector<const TomlTable*> TomlTable::tables(std::string_view key) const& {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  if (value->as_array() == nullptr)
    throw wrong_kind(key, *value, fmt::format("a list of tables [[{}]]", key).c_str());
  std::vector<const TomlTable*> found;
  for (const TomlValue& element : *value->as_array()) {
    if (element.as_table() == nullptr) throw wrong_kind(key, element, "a table");
    found.push_back(element.as_table());
  }
  return found;
}

namespace {

/// The line of a text, as far as a message shows it.
std::string row_of(std::string_view text, int line) {
  constexpr std::size_t longest = 200;
  for (; line > 1 && !text.empty(); --line) text.remove_prefix(std::min(text.size(), text.find('\n') + 1));
  return std::string(text.substr(0, std::min(text.find('\n'), longest)));
}

/// What a line writes a second time: the header in it, or the key before the value at a column. The parser's
/// own words have keys in quotes garbled.
std::string written_twice(std::string row, int column) {
  row = row.substr(0, row.find('#'));
  const auto trim = [](const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
  };
  if (trim(row).starts_with('[')) return trim(row);
  const std::size_t value = std::min(row.size(), static_cast<std::size_t>(std::max(column, 1) - 1));
  const std::size_t equals = row.substr(0, value).rfind('=');
  std::string key = row.substr(0, equals == std::string::npos ? row.find('=') : equals);
  if (const std::size_t before = key.find_last_of(",{"); before != std::string::npos)
    key.erase(0, before + 1);
  return fmt::format("`{}`", trim(key));
}

/// What is likely meant by a line that is not TOML, where it is one of the usual slips.
std::string usual_slip(std::string row) {
  for (const char* quote : {"\u201C", "\u201D", "\u201E", "\u2018", "\u2019"})
    if (row.find(quote) != std::string::npos)
      return "quotes are straight, \" or ', as a plain editor writes them";
  if (row.find("\u00A0") != std::string::npos)
    return "the line has a blank that does not break, which looks like one: write a plain one";
  static const std::regex quoted(R"("[^"]*"|'[^']*')");
  row = std::regex_replace(row, quoted, "");
  if (row.find('%') != std::string::npos) return "a percent stands in quotes: \"25%\"";
  static const std::regex whole_date(R"(\b\d{4}-\d{2}-\d{2}\b)");
  row = std::regex_replace(row, whole_date, "");
  static const std::regex date(R"(\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4}|\s|$))");
  if (std::regex_search(row, date)) return "a date has year, month and day: 2026-01-24";
  return "";
}

}  // namespace

TomlTable parse_toml(std::string text, const std::string& name) {
  const std::string checked = checked_text(std::move(text), name);
  check_toml_depth(checked, name);
  try {
    return convert(toml::parse(std::string_view(checked), std::string_view(name)), name, Location{name});
  } catch (const toml::parse_error& error) {
    const Location where = place(error.source(), name);
    const std::string row = row_of(checked, where.line);
    if (error.description().find("cannot redefine existing") != std::string_view::npos)
      throw InputError(
          where, fmt::format("{} stands above already", written_twice(row, where.column)),
          "each key and each [table] is written once; in a list of tables every one is [[name]]");
    throw InputError(where, std::string(error.description()), usual_slip(row));
  }
}

TomlTable load_toml(const std::filesystem::path& file) { return parse_toml(read_file(file), file.string()); }

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace leeway
