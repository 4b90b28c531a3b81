// Eurostat's FIGARO, industry by industry, as the flat file: a row a cell, with the columns icioRow,
// icioColumn, refArea, rowPi, counterpartArea, colPi and obsValue, in EUR million (Eurostat, FIGARO tables:
// user guide). Rows of the area W2 are taxes on products, purchases abroad and value added.

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "leeway/io/csv.h"
#include "leeway/world/import_source.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace {

constexpr std::string_view domestic_area = "W2";
constexpr std::array figaro_uses = {"P3_S14", "P3_S15", "P3_S13", "P51G", "P5M", "P5"};

bool is_figaro_use(std::string_view use) {
  return std::find(figaro_uses.begin(), figaro_uses.end(), use) != figaro_uses.end();
}

}  // namespace

ImportedWorld read_figaro_flat(const TableSource& source, const ImportOptions& options) {
  const auto open = [&] {
    return CsvFile::as_found(source.text, source.path.string(),
                             {{"refarea"}, {"rowpi"}, {"counterpartarea"}, {"colpi"}, {"obsvalue"}});
  };
  std::set<std::string> areas;
  std::vector<std::string> labels;
  Ids sectors("industry");
  for (CsvFile csv = open(); csv.next();) {
    if (csv.id(0) == domestic_area) continue;
    for (const std::size_t column : {std::size_t{0}, std::size_t{2}})
      if (areas.insert(std::string(csv.id(column))).second) labels.emplace_back(csv.id(column));
    sectors.insert(std::string(csv.id(1)));
  }
  if (labels.empty()) throw InputError(Location{source.path.string()}, "has a header but no rows");
  const std::map<std::string, std::string> ids = economy_ids(labels);
  Ids economies("economy");
  for (const std::string& label : labels) economies.insert(ids.at(label));
  ImportOptions settled = options;
  if (settled.currency.empty()) settled.currency = "EUR";
  ImportTable table(source.path, "FIGARO", settled, economies.names(), sectors.names());
  const auto economy = [&](const CsvFile& csv, std::size_t column) {
    return *economies.find(ids.at(std::string(csv.id(column))));
  };
  for (CsvFile csv = open(); csv.next();) {
    if (csv.id(0) == domestic_area) continue;
    const int i = economy(csv, 0);
    const int n = economy(csv, 2);
    if (is_figaro_use(csv.id(3)))
      table.add_final(i, sectors.at(csv, 1), n, csv.number(4));
    else
      table.add_input(i, sectors.at(csv, 1), n, sectors.at(csv, 3), csv.number(4));
  }
  table.derive_output();
  table.derive_value_added();
  return table.finish();
}

ImportedWorld import_figaro(const std::filesystem::path& file, const ImportOptions& options) {
  TableSource source = open_table(file, options);
  const std::string header = header_of(source);
  if (header.find("refArea") == std::string::npos) return read_icio(std::move(source), options);
  return read_figaro_flat(source, options);
}

}  // namespace leeway
