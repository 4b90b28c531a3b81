#include <fstream>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view final_label = "final";

std::vector<CsvColumn> tidy_columns() { return {{"exporter"}, {"sector"}, {"importer"}, {"use"}, {"value"}}; }

// Of a packed file this is all of it; ICIO tables come unpacked and are large.
std::string first_line(const fs::path& file) {
  if (file.extension() == ".gz") {
    const std::string text = read_file(file);
    return text.substr(0, text.find('\n'));
  }
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

}  // namespace

ImportedWorld import_tidy(const fs::path& file, const ImportOptions& options) {
  Ids economies("economy");
  Ids sectors("sector");
  for (CsvFile csv(file, tidy_columns()); csv.next();) {
    economies.insert(import_economy(csv.id(0)));
    economies.insert(import_economy(csv.id(2)));
    if (csv.id(1) == final_label) throw csv.error(1, "no sector can be called \"final\"");
    sectors.insert(std::string(csv.id(1)));
  }
  if (sectors.names().empty()) throw InputError(Location{file.string()}, "has a header but no rows");

  ImportTable table(file, "Tidy table", options, economies.names(), sectors.names());
  std::map<std::tuple<int, int, int, int>, int> seen;  // the line of each
  for (CsvFile csv(file, tidy_columns()); csv.next();) {
    const int i = *economies.find(import_economy(csv.id(0)));
    const int h = sectors.at(csv, 1);
    const int n = *economies.find(import_economy(csv.id(2)));
    const int k = csv.id(3) == final_label ? -1 : sectors.find(csv.id(3)).value_or(-2);
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

ImportedWorld import_world(const fs::path& path, const ImportOptions& options) {
  if (!fs::exists(path)) throw InputError(Location{path.string()}, "there is no such file or folder");
  if (fs::is_directory(path)) return import_wiod(path, options);
  const std::string header = first_line(path);
  const bool tidy =
      header.find("exporter") != std::string::npos && header.find("importer") != std::string::npos;
  return tidy ? import_tidy(path, options) : import_icio(path, options);
}

}  // namespace leeway
