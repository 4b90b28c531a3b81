#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace leeway {

/// A variable of a Stata data set: its name (letters, digits and _, at most 32), what it is, and whether it
/// holds numbers.
struct StataVariable {
  std::string name;
  std::string label;
  bool number = false;
};
using StataCell = std::variant<std::monostate, std::string, double>;

struct StataTable {
  std::string label;  ///< of the data set, at most 80 characters
  std::vector<StataVariable> variables;
  std::vector<std::vector<StataCell>> rows;  ///< as long as `variables`
};

/// A data set of Stata 14 and later, in UTF-8, as its bytes; the same table gives the same bytes. Text beyond
/// 2,045 bytes, the most that the format holds in a column of fixed width, is cut.
std::string dta_bytes(const StataTable& table);
/// Writes it, whole or not at all. Throws InputError for a file that cannot be written, LostOutput where the
/// disk has no room.
void write_dta(const std::filesystem::path& file, const StataTable& table);

}  // namespace leeway
