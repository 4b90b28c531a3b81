#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/io/csv.h"
#include "leeway/world/import_source.h"
#include "leeway/world/import_table.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

// The OECD's yearly ICIO tables. Layouts by edition, from the readers in pymrio (IndEcol) and exvatools:
//   2016       labels AUS_C01T05AGR, final uses HFCE_AUS, rows VA+TAXSUB, OUT, column DISC
//   2018, 2021 labels AUS_01T03 or AUS_01T02, China and Mexico also as CN1.. and MX1.., one row
//              AUS_TAXSUB an economy, rows VALU, OUTPUT, column TOTAL
//   2023, 2025 labels AUS_A01_02, rows TLS, VA, OUT, column OUT
// Eurostat's FIGARO as a matrix has the same form: AT_A01, final uses AT_P3_S14, rows W2_D21X31 (taxes),
// W2_D1, W2_D29X39, W2_B2A3G (value added), W2_OP_RES and W2_OP_NRES (purchases abroad), no output.
namespace leeway {

namespace fs = std::filesystem;

namespace {

constexpr std::array icio_final_uses = {"HFCE",   "NPISH",  "NPS",    "GGFC",   "GFCF",        "INVNT", "INV",
                                        "P33",    "DPABR",  "DIRP",   "NONRES", "CONS_NONRES", "FD",    "HC",
                                        "P3_S14", "P3_S15", "P3_S13", "P51G",   "P5M"};
constexpr std::array totals = {"OUT", "OUTPUT", "TOTAL"};
constexpr std::array value_added_rows = {"VA",    "VALU",      "VA+TAXSUB", "VA.TAXSUB",
                                         "W2_D1", "W2_D29X39", "W2_B2A3G"};
constexpr std::array tax_rows = {"TLS", "TAXSUB", "D21X31", "OP_RES", "OP_NRES"};
constexpr const char* figaro_rows = "rowLabels";

template <class Names>
bool is_one_of(std::string_view label, const Names& names) {
  return std::find(names.begin(), names.end(), label) != names.end();
}

// China and Mexico are split by processing trade (CN1, CN2, MX1, MX2, ..).
std::string folded(std::string_view economy) {
  if (economy.size() == 3 && std::isdigit(static_cast<unsigned char>(economy[2]))) {
    if (economy.starts_with("CN")) return "CHN";
    if (economy.starts_with("MX")) return "MEX";
  }
  return std::string(economy);
}

struct Role {
  enum Kind { total, discrepancy, industry, final_use } kind = total;
  std::string economy;
  std::string sector;
};

Role role_of(const CsvFile& csv, std::size_t column, const std::string& label) {
  if (is_one_of(import_economy(label), totals)) return {Role::total, "", ""};
  if (label == "DISC") return {Role::discrepancy, "", ""};
  const std::size_t split = label.find('_');
  if (split == std::string::npos || split == 0 || split + 1 == label.size())
    throw InputError(Location{csv.where(column).file, 1}, fmt::format("unknown column \"{}\"", label),
                     "columns of an ICIO table are ECONOMY_SECTOR, ECONOMY_HFCE (a final use), OUT or TOTAL");
  const std::string head = label.substr(0, split);
  const std::string tail = label.substr(split + 1);
  if (is_one_of(tail, icio_final_uses)) return {Role::final_use, folded(head), ""};
  if (is_one_of(head, icio_final_uses)) return {Role::final_use, folded(tail), ""};
  return {Role::industry, folded(head), tail};
}

struct Column {
  Role::Kind kind;
  int economy = -1;
  int sector = -1;
};

}  // namespace

ImportedWorld import_icio(const fs::path& file, const ImportOptions& options) {
  return read_icio(open_table(file, options), options);
}

ImportedWorld read_icio(TableSource source, const ImportOptions& options) {
  const fs::path& file = source.path;
  CsvFile csv = CsvFile::as_found(std::move(source.text), file.string());
  const std::vector<std::string> labels = csv.column_names();
  const bool figaro = !labels.empty() && labels.front() == figaro_rows;
  ImportOptions settled = options;
  if (figaro && settled.currency.empty()) settled.currency = "EUR";
  Ids economies("economy");
  Ids sectors("sector");
  std::vector<Role> roles = {{Role::total, "", ""}};
  std::vector<std::string> industries;
  bool folds = false;
  std::vector<std::string> heads;
  for (std::size_t c = 1; c < labels.size(); ++c) {
    roles.push_back(role_of(csv, c, labels[c]));
    if (roles[c].kind == Role::industry || roles[c].kind == Role::final_use)
      heads.push_back(roles[c].economy);
    if (roles[c].kind != Role::industry) continue;
    sectors.insert(roles[c].sector);
    industries.push_back(labels[c]);
    folds = folds || !labels[c].starts_with(roles[c].economy);
  }
  const std::map<std::string, std::string> ids = economy_ids(heads);
  for (Role& role : roles)
    if (role.kind == Role::industry || role.kind == Role::final_use)
      economies.insert(role.economy = ids.at(role.economy));
  if (industries.empty())
    throw InputError(Location{file.string(), 1}, "no column is an industry",
                     "columns of an ICIO table are ECONOMY_SECTOR, as in AUS_A01_02 or AUS_01T03");
  std::vector<Column> columns;
  for (const Role& role : roles)
    columns.push_back(
        {role.kind, economies.find(role.economy).value_or(-1), sectors.find(role.sector).value_or(-1)});

  ImportTable table(file, figaro ? "FIGARO" : "OECD ICIO", settled, economies.names(), sectors.names());
  table.note(csv.notes());
  Ids rows("row");
  bool has_value_added = false;
  bool has_output = false;
  double discrepancy = 0.0;
  // Editions leave cells empty where nothing can stand.
  const auto number = [&](std::size_t c) { return csv.optional_number(c).value_or(0.0); };
  while (csv.next()) {
    const std::string label(csv.id(0));
    rows.add(csv, 0);
    const std::size_t split = label.find('_');
    const std::string tail = split == std::string::npos ? "" : label.substr(split + 1);
    const auto industry = std::find(labels.begin() + 1, labels.end(), label);
    if (industry != labels.end() &&
        roles[static_cast<std::size_t>(industry - labels.begin())].kind == Role::industry) {
      const Column& seller = columns[static_cast<std::size_t>(industry - labels.begin())];
      for (std::size_t c = 1; c < columns.size(); ++c) {
        const double value = number(c);
        if (columns[c].kind == Role::industry)
          table.add_input(seller.economy, seller.sector, columns[c].economy, columns[c].sector, value);
        else if (columns[c].kind == Role::final_use)
          table.add_final(seller.economy, seller.sector, columns[c].economy, value);
        else if (columns[c].kind == Role::discrepancy)
          discrepancy += std::abs(value);
      }
      continue;
    }
    const bool is_value_added = is_one_of(label, value_added_rows);
    const bool is_output = is_one_of(import_economy(label), totals);
    const bool is_tax = is_one_of(label, tax_rows) || is_one_of(tail, tax_rows);
    if (!is_value_added && !is_output && !is_tax) {
      std::vector<std::string> known = industries;
      known.insert(known.end(), {"VA", "VALU", "TLS", "TAXSUB", "OUT", "OUTPUT"});
      throw csv.error(0, fmt::format("unknown row \"{}\"", label), did_you_mean(label, known));
    }
    has_value_added = has_value_added || is_value_added;
    has_output = has_output || is_output;
    for (std::size_t c = 1; c < columns.size(); ++c) {
      if (columns[c].kind != Role::industry) continue;
      if (is_value_added) table.add_value_added(columns[c].economy, columns[c].sector, number(c));
      if (is_output) table.add_output(columns[c].economy, columns[c].sector, number(c));
      if (is_tax) table.add_taxes(columns[c].economy, columns[c].sector, number(c));
    }
  }
  for (const std::string& label : industries)
    if (!rows.has(label))
      throw InputError(Location{file.string(), csv.line()}, fmt::format("there is no row \"{}\"", label),
                       "every industry has a column and a row; the file may be cut short");
  if (!has_value_added)
    throw InputError(Location{file.string(), csv.line()}, "there is no row of value added (VA or VALU)",
                     "the file may be cut short");
  if (!has_output) table.derive_output();
  if (folds) table.note("parts of China (CN1, ..) and Mexico (MX1, ..) are joined to CHN and MEX");
  if (discrepancy > 0.0)
    table.note(fmt::format("the column of discrepancies, {:.6g} million, is left out", discrepancy));
  return table.finish();
}

}  // namespace leeway
