#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/io/csv.h"
#include "leeway/world/import_source.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

std::vector<CsvColumn> tidy_columns() {
  return {{"exporter"}, {"sector"}, {"importer"}, {"use"}, {"value"}, {"year", false}};
}

bool is_final(std::string_view use) {
  const std::string name = lower_case(use);
  return name == "final" || name == "final use" || name == "final demand" || name == "final consumption";
}

/// The one year of a table with years, or the one that was asked for.
int year_of(const TableSource& source, const std::set<int>& years, const ImportOptions& options) {
  if (years.empty()) return options.base_year;
  if (options.base_year != 0) {
    if (!years.contains(options.base_year))
      throw InputError(
          Location{source.path.string()},
          fmt::format("has no rows of {}; it has {}", options.base_year, fmt::join(years, ", ")));
    return options.base_year;
  }
  if (years.size() > 1)
    throw InputError(Location{source.path.string()},
                     fmt::format("has rows of {} years: {}", years.size(), fmt::join(years, ", ")),
                     "say which one is the base year, as in --year 2020");
  return *years.begin();
}

bool contains_all(const std::string& header, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (header.find(name) == std::string::npos) return false;
  return true;
}

ImportedWorld import_folder(const fs::path& folder, const ImportOptions& options) {
  if (fs::exists(folder / "countries.txt")) return import_wiod(folder, options);
  if (fs::exists(folder / "Z.txt")) return import_exiobase(folder, options);
  if (fs::exists(folder / "labels_T.txt")) return import_eora(folder, options);
  if (!gtap_base_data(folder).empty()) return import_har(folder, options);
  std::vector<std::string> held;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    held.push_back(entry.path().filename().string());
  std::sort(held.begin(), held.end());
  constexpr std::size_t most = 8;
  if (held.size() > most) held.resize(most);
  throw InputError(
      Location{folder.string()},
      fmt::format("is no folder of a table that is known; it holds {}",
                  held.empty() ? "nothing" : fmt::format("{}", fmt::join(held, ", "))),
      "folders that are read: WIOD 2013 (countries.txt, industries.txt, inter_YEAR.csv), "
      "EXIOBASE 3 (Z.txt, Y.txt), "
      "Eora26 (…_T.txt, …_FD.txt, labels_T.txt, labels_FD.txt), GTAP (basedata.har); other tables "
      "are files, so name the file in it");
}

}  // namespace

ImportedWorld read_tidy(const TableSource& source, const ImportOptions& options) {
  std::set<std::string> labels;
  std::vector<std::string> order;
  Ids sectors("sector");
  std::set<int> years;
  const auto open = [&] { return CsvFile::as_found(source.text, source.path.string(), tidy_columns()); };
  const auto year_in = [](const CsvFile& csv) { return csv.has(5) ? csv.integer(5) : 0; };
  for (CsvFile csv = open(); csv.next();) {
    if (csv.has(5)) {
      const int year = year_in(csv);
      if (!is_base_year(year)) throw csv.error(5, fmt::format("{} is no base year", year), base_years_hint);
      years.insert(year);
    }
    for (const std::size_t column : {std::size_t{0}, std::size_t{2}})
      if (labels.insert(std::string(csv.id(column))).second) order.emplace_back(csv.id(column));
    if (is_final(csv.id(1))) throw csv.error(1, fmt::format("no sector can be called \"{}\"", csv.id(1)));
    sectors.insert(std::string(csv.id(1)));
  }
  if (sectors.names().empty()) throw InputError(Location{source.path.string()}, "has a header but no rows");
  ImportOptions settled = options;
  settled.base_year = year_of(source, years, options);

  const std::map<std::string, std::string> ids = economy_ids(order);
  Ids economies("economy");
  for (const std::string& label : order) economies.insert(ids.at(label));
  ImportTable table(source.path, "Tidy table", settled, economies.names(), sectors.names());
  std::map<std::tuple<int, int, int, int>, int> seen;  // the line of each
  CsvFile csv = open();
  table.note(csv.notes());
  while (csv.next()) {
    if (csv.has(5) && year_in(csv) != settled.base_year) continue;
    const int i = *economies.find(ids.at(std::string(csv.id(0))));
    const int h = sectors.at(csv, 1);
    const int n = *economies.find(ids.at(std::string(csv.id(2))));
    const int k = is_final(csv.id(3)) ? -1 : sectors.find(csv.id(3)).value_or(-2);
    if (k == -2)
      throw csv.error(3, fmt::format("\"{}\" is neither a sector of this file nor \"final\"", csv.text(3)),
                      did_you_mean(csv.text(3), sectors.names()));
    const auto [given, fresh] = seen.try_emplace({i, h, n, k}, csv.line());
    if (!fresh)
      throw InputError(csv.where_row(), "row repeats a key",
                       fmt::format("it was given on line {}", given->second));
    const double value = csv.number(4);
    if (k < 0)
      table.add_final(i, h, n, value);
    else
      table.add_input(i, h, n, k, value);
  }
  table.derive_output();
  table.derive_value_added();
  return table.finish();
}

ImportedWorld import_tidy(const fs::path& file, const ImportOptions& options) {
  return read_tidy(open_table(file, options), options);
}

ImportedWorld import_world(const fs::path& path, const ImportOptions& options) {
  if (!fs::exists(path)) throw InputError(Location{path.string()}, "there is no such file or folder");
  if (fs::is_directory(path)) return import_folder(path, options);
  if (is_har(path)) return import_har(path, options);
  TableSource source = open_table(path, options);
  const std::string header = lower_case(header_of(source));
  if (contains_all(header, {"refarea", "counterpartarea"})) return read_figaro_flat(source, options);
  if (contains_all(header, {"industrycode", "rnr"})) return read_wiod2016(source, options);
  if (contains_all(header, {"exporter", "importer"})) return read_tidy(source, options);
  return read_icio(std::move(source), options);
}

}  // namespace leeway
