#include "columns.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "answer.h"
#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/world/aliases.h"

namespace leeway::python {

namespace {

constexpr const char* flows_variable = "flows";
constexpr std::array column_names = {"solve_id", "scenario", "economy", "partner",
                                     "sector",   "variable", "unit",    "statistic"};

/// Words as they come, each kept once.
class Writer {
 public:
  Writer() {
    for (const char* name : column_names) columns_.push_back({name, {}, {}});
    places_.resize(columns_.size());
  }

  using Codes = std::array<std::int32_t, column_names.size()>;

  std::int32_t code(std::size_t column, const std::string& word) {
    std::vector<std::string>& words = columns_[column].words;
    const auto [place, fresh] = places_[column].emplace(word, static_cast<std::int32_t>(words.size()));
    if (fresh) words.push_back(word);
    return place->second;
  }
  void add(const Codes& codes, double value) {
    for (std::size_t c = 0; c < codes.size(); ++c) columns_[c].codes.push_back(codes[c]);
    values_.push_back(value);
  }
  void add(const LongRow& row) {
    add({code(0, row.run_id), code(1, row.scenario), code(2, row.economy), code(3, row.partner),
         code(4, row.sector), code(5, row.variable), code(6, row.unit), code(7, row.statistic)},
        row.value);
  }
  LongColumns done(int year) { return {std::move(columns_), std::move(values_), year}; }

 private:
  std::vector<WordColumn> columns_;
  std::vector<std::unordered_map<std::string, std::int32_t>> places_;
  std::vector<double> values_;
};

/// Names that are asked for; none of them: all.
class Wanted {
 public:
  Wanted(const std::vector<std::string>& asked, const char* kind, const std::vector<std::string>& known) {
    for (const std::string& name : asked) {
      if (std::find(known.begin(), known.end(), name) == known.end())
        throw InputError(fmt::format("unknown {} \"{}\"", kind, name), did_you_mean(name, known));
      names_.insert(name);
    }
  }

  bool all() const { return names_.empty(); }
  bool operator()(const std::string& name) const { return all() || names_.count(name) > 0; }
  bool named(const std::string& name) const { return names_.count(name) > 0; }

 private:
  std::set<std::string> names_;
};

template <class List>
void add_ids(std::vector<std::string>& ids, const List& list) {
  for (const auto& one : list)
    if (std::find(ids.begin(), ids.end(), one.id) == ids.end()) ids.push_back(one.id);
}

std::vector<std::string> ids_of(const World& world, const std::vector<std::string>& names) {
  std::vector<std::string> ids;
  for (const std::string& name : names) ids.push_back(id_of(world, name));
  return ids;
}

}  // namespace

LongColumns long_columns(const World& world, const std::vector<LongRow>& rows, const LongFilter& filter,
                         const Answer* levels, const std::string& scenario) {
  if (filter.empty()) {
    const std::size_t n = world.economies.size();
    throw InputError(fmt::format("a frame of everything has {} rows: say which",
                                 rows.size() + (levels == nullptr ? 0 : world.lines.size() * n * n)),
                     "frame(variables=[\"real_income\", \"exports\"]), frame(economies=[\"CAN\"]), "
                     "frame(variables=\"flows\", partners=\"CHN\", sectors=\"product:bev\")");
  }
  std::vector<std::string> economies;
  std::vector<std::string> goods;
  std::vector<std::string> variables;
  add_ids(economies, world.economies);
  add_ids(economies, world.groups);
  add_ids(goods, world.sectors);
  add_ids(goods, world.lines);
  if (levels != nullptr) variables.emplace_back(flows_variable);
  for (const LongRow& row : rows)
    if (std::find(variables.begin(), variables.end(), row.variable) == variables.end())
      variables.push_back(row.variable);
  const Wanted variable(filter.variables, "variable", variables);
  const Wanted economy(ids_of(world, filter.economies), "economy or group", economies);
  const Wanted partner(ids_of(world, filter.partners), "economy", economies);
  const Wanted sector(filter.sectors, "sector or product", goods);

  Writer writer;
  for (const LongRow& row : rows)
    if (variable(row.variable) && economy(row.economy) && partner(row.partner) && sector(row.sector))
      writer.add(row);
  // A cube: only by its name.
  if (levels == nullptr || !variable.named(flows_variable)) return writer.done(world.base_year);
  const View flows = levels->view(flows_variable);
  const auto codes = [&](std::size_t column, const auto& list, const Wanted& wanted) {
    std::vector<std::int32_t> all;
    for (const auto& one : list) all.push_back(wanted(one.id) ? writer.code(column, one.id) : -1);
    return all;
  };
  const std::vector<std::int32_t> importers = codes(2, world.economies, economy);
  const std::vector<std::int32_t> exporters = codes(3, world.economies, partner);
  const std::vector<std::int32_t> lines = codes(4, world.lines, sector);
  Writer::Codes row{writer.code(0, levels->solution().id),
                    writer.code(1, scenario),
                    0,
                    0,
                    0,
                    writer.code(5, flows_variable),
                    writer.code(6, "USD million"),
                    writer.code(7, "level")};
  const double* value = flows.data;
  for (const std::int32_t line : lines)
    for (const std::int32_t importer : importers)
      for (const std::int32_t exporter : exporters) {
        row[2] = importer;
        row[3] = exporter;
        row[4] = line;
        if (line >= 0 && importer >= 0 && exporter >= 0) writer.add(row, *value);
        ++value;
      }
  return writer.done(world.base_year);
}

}  // namespace leeway::python
