#include "leeway/world/import_source.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "leeway/io/csv_dialect.h"
#include "leeway/io/file.h"
#include "leeway/io/zip.h"
#include "leeway/world/import_table.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

/// What a Mac puts beside each file that it packs.
bool is_of_a_mac(const std::string& name) {
  return name.starts_with("__MACOSX/") || fs::path(name).filename().string().starts_with("._");
}

/// Four digits of 1900 to 2099 on their own.
bool names_a_year(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  const auto digit = [&](std::size_t at) {
    return at < name.size() && std::isdigit(static_cast<unsigned char>(name[at])) != 0;
  };
  for (std::size_t at = 0; at + 4 <= name.size(); ++at)
    if ((name.compare(at, 2, "19") == 0 || name.compare(at, 2, "20") == 0) && digit(at + 2) &&
        digit(at + 3) && !digit(at + 4) && (at == 0 || !digit(at - 1)))
      return true;
  return false;
}

TableSource open_archive(const fs::path& file, const ImportOptions& options) {
  const ZipArchive archive(file);
  std::vector<std::string> tables;
  std::vector<std::string> texts;
  for (const std::string& name : archive.names()) {
    if (is_of_a_mac(name)) continue;
    if (name.ends_with(".csv") || name.ends_with(".CSV")) tables.push_back(name);
    if (name.ends_with(".txt")) texts.push_back(name);
  }
  if (tables.empty()) tables = std::move(texts);
  const std::vector<std::string> all = archive.names();
  if (tables.empty()) {
    const bool workbook = std::find(all.begin(), all.end(), "xl/workbook.xml") != all.end();
    throw InputError(Location{file.string()},
                     workbook
                         ? "is an Excel workbook, not a CSV file"
                         : fmt::format("is an archive without a CSV file; it holds {}", fmt::join(all, ", ")),
                     workbook ? "export the sheet of the table as CSV" : "unpack it");
  }
  const std::vector<std::string> held = tables;
  if (options.base_year != 0) {
    const std::string year = std::to_string(options.base_year);
    std::erase_if(tables, [&](const std::string& name) {
      return name.find(year) == std::string::npos && (held.size() > 1 || names_a_year(name));
    });
  }
  if (tables.size() != 1)
    throw InputError(Location{file.string()},
                     tables.empty()
                         ? fmt::format("holds no table of {}: {}", options.base_year, fmt::join(held, ", "))
                         : fmt::format("holds {} tables: {}", tables.size(), fmt::join(tables, ", ")),
                     "give the year of the one that is meant, as in --year 2020; or unpack the archive");
  const fs::path name = file / tables.front();
  return {name, readable_text(archive.read(tables.front()), name.string())};
}

}  // namespace

TableSource open_table(const fs::path& file, const ImportOptions& options) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (ending == ".zip") return open_archive(file, options);
  if (ending == ".xlsx" || ending == ".xlsm" || ending == ".xlsb" || ending == ".xls" || ending == ".ods")
    throw InputError(
        Location{file.string()}, "is a workbook, not a CSV file",
        "export the sheet of the table as CSV: exporter,sector,importer,use,value, or with labels as "
        "ECONOMY_SECTOR");
  if (ending == ".rdata" || ending == ".rda" || ending == ".rds")
    throw InputError(Location{file.string()}, "is an R workspace, not a CSV file",
                     "in R: load it, then write.csv(x, \"table.csv\")");
  return {file, readable_text(read_file(file), file.string())};
}

std::string header_of(const TableSource& source) {
  const std::string& text = source.text;
  const std::size_t begin = dialect_of(text, source.path.string()).begin;
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace leeway
