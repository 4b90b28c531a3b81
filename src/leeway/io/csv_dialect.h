#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leeway {

/// How a table is written by who brings it: spreadsheets, statistics programs and statistical offices differ
/// in what divides columns and in how they write numbers.
struct CsvDialect {
  char separator = ',';
  char decimal = '.';
  bool decimal_known = false;  ///< some number of the table settles it
  std::size_t begin = 0;       ///< of the header line, after titles, comments and empty lines
  std::vector<std::string> notes;
};

/// Looks at the first lines: the sign that divides most of them into equally many fields, the first line that
/// has that many, and how numbers are written. Throws InputError where points and commas contradict each
/// other.
CsvDialect dialect_of(std::string_view text, const std::string& name);

/// A number as parse_number reads it: decimals after a point, no signs between thousands, "-" for a minus or
/// for parentheses. Nothing where a single comma may divide thousands or decimals.
std::optional<std::string> plain_number(std::string_view text, const CsvDialect& dialect);

/// Text from the bytes of a file: UTF-16 with a byte order mark becomes UTF-8, and lines end in LF. Throws
/// InputError that names what it is for workbooks, archives and the files of other programs.
std::string readable_text(std::string bytes, const std::string& name);

}  // namespace leeway
