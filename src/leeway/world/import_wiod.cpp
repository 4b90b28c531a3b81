#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/world/import_table.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

fs::path plain_or_packed(const fs::path& folder, const std::string& stem) {
  const fs::path plain = folder / (stem + ".csv");
  const fs::path packed = folder / (stem + ".csv.gz");
  if (fs::exists(plain) || !fs::exists(packed)) return plain;
  return packed;
}

std::vector<std::string> read_ids(const fs::path& file) {
  std::vector<std::string> ids(1);
  for (char c : read_text(file)) {
    if (c == '\r') continue;
    if (c != '\n')
      ids.back() += c;
    else if (!ids.back().empty())
      ids.emplace_back();
  }
  if (ids.back().empty()) ids.pop_back();
  if (ids.empty()) throw InputError(Location{file.string()}, "is empty", "one id a line is needed");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!seen.insert(ids[i]).second)
      throw InputError(Location{file.string(), static_cast<int>(i) + 1},
                       fmt::format("\"{}\" occurs twice", ids[i]));
  return ids;
}

int only_year(const fs::path& folder, const ImportOptions& options) {
  if (options.base_year != 0) return options.base_year;
  std::set<int> years;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("inter_")) years.insert(import_year(entry.path(), {}));
  if (years.size() == 1) return *years.begin();
  if (years.empty()) throw InputError(Location{folder.string()}, "holds no table inter_YEAR.csv");
  throw InputError(Location{folder.string()},
                   fmt::format("holds tables of the years {}", fmt::join(years, ", ")), "give the base year");
}

// Calls take(row, column, value) for each cell of a matrix that must have exactly this shape.
template <class Take>
void read_matrix(const fs::path& file, std::size_t rows, std::size_t columns, const Take& take) {
  CsvFile csv = CsvFile::without_header(file);
  if (csv.column_count() != columns)
    throw InputError(Location{file.string(), 1},
                     fmt::format("rows have {} fields, {} expected", csv.column_count(), columns),
                     "countries.txt and industries.txt say how many there are");
  std::size_t row = 0;
  while (csv.next()) {
    if (row == rows) throw InputError(csv.where_row(), fmt::format("there are more than {} rows", rows));
    for (std::size_t c = 0; c < columns; ++c) take(row, c, csv.number(c));
    ++row;
  }
  if (row < rows)
    throw InputError(Location{file.string(), csv.line()}, fmt::format("has {} rows, {} expected", row, rows),
                     "the file may be cut short");
}

}  // namespace

ImportedWorld import_wiod(const fs::path& folder, const ImportOptions& options) {
  std::vector<std::string> economies = read_ids(folder / "countries.txt");
  const std::map<std::string, std::string> ids = economy_ids(economies);
  for (std::string& id : economies) id = ids.at(id);
  const std::vector<std::string> sectors = read_ids(folder / "industries.txt");
  ImportOptions settled = options;
  settled.base_year = only_year(folder, options);
  if (settled.name.empty()) settled.name = fmt::format("wiod_{}", settled.base_year);
  const fs::path inter = plain_or_packed(folder, fmt::format("inter_{}", settled.base_year));
  const fs::path final_use = plain_or_packed(folder, fmt::format("final_{}", settled.base_year));
  const fs::path output = plain_or_packed(folder, fmt::format("output_{}", settled.base_year));

  ImportTable table(inter, "WIOD 2013 release", settled, economies, sectors);
  const std::size_t J = sectors.size();
  const std::size_t rows = economies.size() * J;
  const auto economy = [&](std::size_t at) { return static_cast<int>(at / J); };
  const auto sector = [&](std::size_t at) { return static_cast<int>(at % J); };
  read_matrix(inter, rows, rows, [&](std::size_t r, std::size_t c, double value) {
    table.add_input(economy(r), sector(r), economy(c), sector(c), value);
  });
  const std::size_t columns = CsvFile::without_header(final_use).column_count();
  if (columns == 0 || columns % economies.size() != 0)
    throw InputError(Location{final_use.string(), 1},
                     fmt::format("rows have {} fields, a multiple of {} expected", columns, economies.size()),
                     "every country has the same final uses");
  const std::size_t uses = columns / economies.size();
  read_matrix(final_use, rows, columns, [&](std::size_t r, std::size_t c, double value) {
    table.add_final(economy(r), sector(r), static_cast<int>(c / uses), value);
  });
  read_matrix(output, rows, 1, [&](std::size_t r, std::size_t, double value) {
    table.add_output(economy(r), sector(r), value);
  });
  table.derive_value_added();
  return table.finish();
}

}  // namespace leeway
