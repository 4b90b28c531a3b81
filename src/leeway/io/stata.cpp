#include "leeway/io/stata.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <readstat.h>
#include <sys/types.h>

#include "leeway/io/file.h"

namespace leeway {

namespace {

constexpr std::size_t longest_text = 2045;  // bytes, of the format
constexpr int stata_14 = 118;

ssize_t put(const void* bytes, std::size_t count, void* context) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(bytes), count);
  return static_cast<ssize_t>(count);
}

void check_stata(readstat_error_t code) {
  if (code != READSTAT_OK)
    throw std::runtime_error(fmt::format("Stata file: {}", readstat_error_message(code)));
}

/// At most so many bytes, never half a character.
std::string cut_text(const std::string& text) {
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::size_t stata_width(const StataTable& table, std::size_t column) {
  std::size_t width = 1;
  for (const auto& row : table.rows)
    if (const auto* text = std::get_if<std::string>(&row[column]))
      width = std::max(width, std::min(longest_text, text->size()));
  return width;
}

}  // namespace

std::string dta_bytes(const StataTable& table) {
  std::string bytes;
  const std::unique_ptr<readstat_writer_t, decltype(&readstat_writer_free)> writer(readstat_writer_init(),
                                                                                   readstat_writer_free);
  check_stata(readstat_set_data_writer(writer.get(), put));
  check_stata(readstat_writer_set_file_format_version(writer.get(), stata_14));
  check_stata(readstat_writer_set_file_label(writer.get(), table.label.c_str()));
  // A fixed date of creation: the same tables give the same bytes.
  check_stata(readstat_writer_set_file_timestamp(writer.get(), 946684800));
  std::vector<readstat_variable_t*> variables;
  for (std::size_t c = 0; c < table.variables.size(); ++c) {
    const StataVariable& v = table.variables[c];
    variables.push_back(readstat_add_variable(writer.get(), v.name.c_str(),
                                              v.number ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_STRING,
                                              v.number ? 0 : stata_width(table, c)));
    readstat_variable_set_label(variables.back(), v.label.c_str());
  }
  check_stata(readstat_begin_writing_dta(writer.get(), &bytes, static_cast<long>(table.rows.size())));
  for (const auto& row : table.rows) {
    check_stata(readstat_begin_row(writer.get()));
    for (std::size_t c = 0; c < variables.size(); ++c) {
      const auto* text = std::get_if<std::string>(&row[c]);
      const auto* number = std::get_if<double>(&row[c]);
      if (!table.variables[c].number)
        check_stata(readstat_insert_string_value(writer.get(), variables[c],
                                                 text == nullptr ? "" : cut_text(*text).c_str()));
      else if (number != nullptr && std::isfinite(*number))
        check_stata(readstat_insert_double_value(writer.get(), variables[c], *number));
      else
        check_stata(readstat_insert_missing_value(writer.get(), variables[c]));
    }
    check_stata(readstat_end_row(writer.get()));
  }
  check_stata(readstat_end_writing(writer.get()));
  return bytes;
}

void write_dta(const std::filesystem::path& file, const StataTable& table) {
  write_file_atomically(file, dta_bytes(table));
}

}  // namespace leeway
