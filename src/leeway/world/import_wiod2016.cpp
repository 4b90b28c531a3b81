// The wide table of the WIOD release of 2016 (Timmer and others 2016), as it leaves the workbook or R: rows
// by industry and country with the columns IndustryCode, IndustryDescription, Country, RNr and Year, then
// AUS1.. (RNr of the industry) and AUS57.. (final uses). Rows of the country TOT are taxes, margins, value
// added and output.

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "leeway/base/number.h"
#include "leeway/io/csv.h"
#include "leeway/world/import_source.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace {

constexpr std::string_view wiod_totals = "TOT";
constexpr int last_industry = 56;
constexpr int output_row = 73;
constexpr std::array labels = {"IndustryCode", "IndustryDescription", "Country", "RNr", "Year"};

struct WiodColumn {
  int economy = -1;
  int number = 0;
};

}  // namespace

ImportedWorld read_wiod2016(const TableSource& source, const ImportOptions& options) {
  const auto open = [&] { return CsvFile::as_found(source.text, source.path.string()); };
  CsvFile csv = open();
  const std::vector<std::string> names = csv.column_names();
  std::array<std::size_t, labels.size()> at{};
  for (std::size_t l = 0; l < labels.size(); ++l) {
    const auto found = std::find(names.begin(), names.end(), labels[l]);
    if (found == names.end())
      throw InputError(
          Location{source.path.string(), 1}, fmt::format("column `{}` is missing", labels[l]),
          "columns of the wide WIOD table: IndustryCode, IndustryDescription, Country, RNr, Year, "
          "AUS1, …, TOT");
    at[l] = static_cast<std::size_t>(found - names.begin());
  }
  // A first reading for the industries by their number and the countries.
  std::map<int, std::string> codes;
  std::vector<std::string> countries;
  int year = 0;
  for (; csv.next();) {
    if (csv.text(at[2]) == wiod_totals) continue;
    const int number = csv.integer(at[3]);
    if (number < 1 || number > last_industry)
      throw csv.error(at[3], "the number of an industry, 1 to 56, expected");
    const std::string code(csv.id(at[0]));
    if (const auto known = codes.find(number); known != codes.end() && known->second != code)
      throw csv.error(
          at[0], fmt::format("industry {} is \"{}\" here and \"{}\" above", number, code, known->second));
    codes[number] = code;
    if (countries.empty() || countries.back() != csv.id(at[2])) countries.emplace_back(csv.id(at[2]));
    if (year == 0) year = csv.integer(at[4]);
    if (csv.integer(at[4]) != year)
      throw csv.error(at[4], fmt::format("a row of another year than {}", year));
  }
  if (codes.empty()) throw InputError(Location{source.path.string()}, "has no rows of industries");
  const std::map<std::string, std::string> ids = economy_ids(countries);
  Ids economies("economy");
  for (const std::string& country : countries) economies.insert(ids.at(country));
  Ids sectors("industry");
  std::map<int, int> sector;
  for (const auto& [number, code] : codes) {
    sector[number] = static_cast<int>(sectors.names().size());
    if (!sectors.insert(code))
      throw InputError(Location{source.path.string()}, fmt::format("two industries are called \"{}\"", code));
  }
  std::vector<WiodColumn> columns(names.size());
  for (std::size_t c = 0; c < names.size(); ++c) {
    const std::size_t digits = names[c].find_first_of("0123456789");
    if (digits == 0 || digits == std::string::npos) continue;
    const auto country = ids.find(names[c].substr(0, digits));
    const std::optional<int> number = parse_integer(names[c].substr(digits));
    if (country == ids.end() || !number) continue;
    if (*number <= last_industry && !sector.contains(*number))
      throw InputError(Location{source.path.string(), 1},
                       fmt::format("column \"{}\" is of no industry that has rows", names[c]),
                       "the file may be cut short");
    columns[c] = {*economies.find(country->second), *number};
  }
  ImportOptions settled = options;
  if (settled.base_year == 0) settled.base_year = year;
  ImportTable table(source.path, "WIOD 2016 release", settled, economies.names(), sectors.names());
  table.note(csv.notes());
  bool has_output = false;
  for (CsvFile rows = open(); rows.next();) {
    const bool total = rows.text(at[2]) == wiod_totals;
    const int number = rows.integer(at[3]);
    has_output = has_output || (total && number == output_row);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].economy < 0) continue;
      const bool industry = columns[c].number <= last_industry;
      const double value = rows.optional_number(c).value_or(0.0);
      if (total) {
        if (number == output_row && industry)
          table.add_output(columns[c].economy, sector.at(columns[c].number), value);
        continue;
      }
      const int i = *economies.find(ids.at(std::string(rows.id(at[2]))));
      if (industry)
        table.add_input(i, sector.at(number), columns[c].economy, sector.at(columns[c].number), value);
      else
        table.add_final(i, sector.at(number), columns[c].economy, value);
    }
  }
  if (!has_output) table.derive_output();
  table.derive_value_added();
  return table.finish();
}

ImportedWorld import_wiod2016(const std::filesystem::path& file, const ImportOptions& options) {
  return read_wiod2016(open_table(file, options), options);
}

}  // namespace leeway
