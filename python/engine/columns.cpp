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

  void add(const std::array<const std::string*, column_names.size()>& words, double value) {
    for (std::size_t c = 0; c < words.size(); ++c) {
      const auto [place, fresh] =
          places_[c].emplace(*words[c], static_cast<std::int32_t>(columns_[c].words.size()));
      if (fresh) columns_[c].words.push_back(*words[c]);
      columns_[c].codes.push_back(place->second);
    }
    values_.push_back(value);
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
      writer.add({&row.run_id, &row.scenario, &row.economy, &row.partner, &row.sector, &row.variable,
                  &row.unit, &row.statistic},
                 row.value);
  // A cube: only by its name.
  if (levels != nullptr && variable.named(flows_variable)) {
    const double* values = levels->view(flows_variable).data;
    const std::string name = flows_variable;
    const std::string unit = "USD million";
    const std::string level = "level";
    const std::string& id = levels->solution().id;
    for (const Line& line : world.lines)
      for (const Economy& importer : world.economies)
        for (const Economy& exporter : world.economies) {
          const double value = *values++;
          if (sector(line.id) && economy(importer.id) && partner(exporter.id))
            writer.add({&id, &scenario, &importer.id, &exporter.id, &line.id, &name, &unit, &level}, value);
        }
  }
  return writer.done(world.base_year);
}

}  // namespace leeway::python
