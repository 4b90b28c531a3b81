#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace leeway {

using XlsxCell = std::variant<std::monostate, std::string, double>;

/// One sheet: bold header in the first row, frozen, then the rows.
struct XlsxSheet {
  std::string name;  ///< at most 31 characters, none of []:*?/\ .
  std::vector<std::string> header;
  std::vector<std::string> formats;  ///< a column's number format such as "0.00%"; empty: general
  std::vector<std::vector<XlsxCell>> rows;
};

/// Writes a workbook, whole or not at all; the same tables give the same bytes. Throws InputError for a
/// name or size that the format does not allow and for a file that cannot be written.
void write_xlsx(const std::filesystem::path& file, const std::vector<XlsxSheet>& sheets);

}  // namespace leeway
