#include "leeway/ensemble/merged.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/base/units.h"
#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/io/sqlite.h"
#include "leeway/io/stata.h"

namespace leeway {

namespace {

/// A number, or of a choice its words; empty where a figure is not told.
struct Value {
  const SweepColumn& column;
  double number;

  bool in_words() const { return !column.choices.empty(); }
  const std::string& words() const { return column.choices[static_cast<std::size_t>(number)]; }
  bool told() const { return !std::isnan(number); }
};

/// Calls `visit` for every value of a row; of one that is not certified outputs are not told.
template <class Visit>
void each_value(const SweepHeader& header, const SweepRow& row, Visit visit) {
  for (std::size_t i = 0; i < header.inputs.size(); ++i) visit(Value{header.inputs[i], row.inputs[i]});
  for (std::size_t i = 0; i < header.outputs.size(); ++i)
    visit(Value{header.outputs[i], row.certified() ? row.outputs[i] : std::nan("")});
}

/// Cells of a database or data set, which both take text, numbers and nothing.
template <class Cell>
std::vector<std::vector<Cell>> cells(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  std::vector<std::vector<Cell>> all;
  all.reserve(rows.size());
  for (const SweepRow& row : rows) {
    std::vector<Cell>& out = all.emplace_back();
    out.reserve(3 + header.inputs.size() + header.outputs.size());
    out.emplace_back(static_cast<double>(row.draw));
    out.emplace_back(row.certified() ? 1.0 : 0.0);
    out.emplace_back(row.reason);
    each_value(header, row, [&](const Value& value) {
      if (value.in_words())
        out.emplace_back(value.words());
      else if (value.told())
        out.emplace_back(value.number);
      else
        out.emplace_back();
    });
  }
  return all;
}

std::vector<std::string> column_names(const SweepHeader& header) {
  std::vector<std::string> names = {"draw", "certified", "reason"};
  for (const auto* columns : {&header.inputs, &header.outputs})
    for (const SweepColumn& column : *columns) names.push_back(column.name);
  return names;
}

std::string database(const SweepHeader& header, const std::vector<SweepRow>& rows, const std::string& hash) {
  SqliteTable run{"run", {"key", "value"}, {{std::string("rows"), hash}}};
  for (const auto& [key, value] : header.facts())
    run.rows.push_back({key == "id" ? std::string("plan") : key, value});
  SqliteTable columns{"columns", {"name", "of", "unit", "kind"}, {}};
  for (const auto& [kind, all] : {std::pair("input", &header.inputs), std::pair("output", &header.outputs)})
    for (const SweepColumn& c : *all) columns.rows.push_back({c.name, c.of, c.unit, std::string(kind)});
  return sqlite_bytes({{"draws", column_names(header), cells<SqliteCell>(header, rows)}, run, columns});
}

/// Letters, digits and _, at most 32, not a digit first, and none of the words of its language.
bool is_stata_name(const std::string& name) {
  static const std::set<std::string> words = {"_all",  "_b",     "_coef", "_cons", "_n",    "_N",   "_pi",
                                              "_pred", "_rc",    "_skip", "_se",   "byte",  "int",  "long",
                                              "float", "double", "if",    "in",    "using", "with", "strL"};
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  const bool is_width = name.starts_with("str") && name.size() > 3 &&
                        name.find_first_not_of("0123456789", 3) == std::string::npos;
  return !name.empty() && name.size() <= 32 && !(name[0] >= '0' && name[0] <= '9') && !is_width &&
         !words.contains(name) && std::all_of(name.begin(), name.end(), is_part);
}

/// The name of a column where Stata takes it and no other has it, else in1 or out1; what a variable is stands
/// in its label.
std::string data_set(const SweepHeader& header, const std::vector<SweepRow>& rows, const std::string& hash) {
  StataTable table{
      fmt::format("leeway sweep, rows {}", hash),
      {{"draw", "draw", true}, {"certified", "1: certified", true}, {"reason", "why not", false}},
      cells<StataCell>(header, rows)};
  std::map<std::string, int> uses;
  for (const std::string& name : column_names(header)) ++uses[name];
  for (const auto& [letter, columns] : {std::pair("in", &header.inputs), std::pair("out", &header.outputs)})
    for (std::size_t i = 0; i < columns->size(); ++i) ++uses[fmt::format("{}{}", letter, i + 1)];
  const auto add = [&](const char* letter, const std::vector<SweepColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string numbered = fmt::format("{}{}", letter, i + 1);
      const bool own = is_stata_name(columns[i].name) && uses[columns[i].name] == 1;
      table.variables.push_back({own ? columns[i].name : numbered,
                                 columns[i].unit.empty()
                                     ? columns[i].name
                                     : fmt::format("{}, {}", columns[i].name, columns[i].unit),
                                 columns[i].choices.empty()});
    }
  };
  add("in", header.inputs);
  add("out", header.outputs);
  return dta_bytes(table);
}

}  // namespace

std::string merged_csv(const SweepHeader& header, const std::vector<SweepRow>& rows) {
  CsvWriter csv(column_names(header));
  for (const SweepRow& row : rows) {
    csv.add(fmt::format_int(row.draw).c_str()).add(row.certified() ? 1 : 0).add(row.reason);
    each_value(header, row, [&](const Value& value) {
      if (value.in_words())
        csv.add(value.words());
      else if (value.told())
        csv.add(value.number);
      else
        csv.add(std::string_view());
    });
    csv.end_row();
  }
  return csv.text();
}

std::string rows_hash(const std::string& csv) { return Hasher().add(csv).hex(); }

void check_merged_name(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  if (ending != ".csv" && ending != ".sqlite" && ending != ".dta")
    throw InputError(fmt::format("{}: draws are not written as \"{}\"", file.string(), ending),
                     "the name ends in .csv, .sqlite or .dta");
}

std::string write_merged(const SweepHeader& header, const std::vector<SweepRow>& rows,
                         const std::vector<std::filesystem::path>& files) {
  for (const std::filesystem::path& file : files) check_merged_name(file);
  FilesTogether together;
  std::string hash;
  {
    // The text is gone before cells are made: either may be large.
    const std::string csv = merged_csv(header, rows);
    hash = rows_hash(csv);
    for (const std::filesystem::path& file : files)
      if (file.extension() == ".csv") together.add(file, csv);
  }
  for (const std::filesystem::path& file : files) {
    if (file.extension() == ".sqlite") together.add(file, database(header, rows, hash));
    if (file.extension() == ".dta") together.add(file, data_set(header, rows, hash));
  }
  together.commit();
  return hash;
}

}  // namespace leeway
