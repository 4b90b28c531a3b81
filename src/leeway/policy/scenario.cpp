#include "leeway/policy/scenario.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"
#include "leeway/policy/opening_comment.h"
#include "leeway/policy/ready_files.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> ids(const TomlTable& table, const char* key,
                             std::map<std::string, Location>& places) {
  const std::vector<std::string> found = table.optional_strings(key);
  const TomlValue* value = table.find(key);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto* list = value->as_array();
    const Location where = list == nullptr ? value->where() : (*list)[i].where();
    if (!places.emplace(found[i], where).second)
      throw InputError(where, fmt::format("\"{}\" occurs twice in `use` and `drop`", found[i]));
  }
  return found;
}

/// Tables, and texts that are Measures in one line.
std::vector<Measure> measures_of(const TomlTable& table, Date as_of) {
  std::vector<Measure> measures;
  const TomlValue* value = table.find("measure");
  const auto* list = value == nullptr ? nullptr : value->as_array();
  const auto is_text = [](const TomlValue& element) { return element.as_string() != nullptr; };
  if (list == nullptr || std::none_of(list->begin(), list->end(), is_text)) {
    for (const TomlTable* row : table.tables("measure"))
      measures.push_back(parse_measure(*row, MeasureHome::scenario, as_of));
    return measures;
  }
  for (const TomlValue& element : *list) {
    if (const std::string* line = element.as_string()) {
      Location inside = element.where();
      ++inside.column;  // the quote
      measures.push_back(parse_one_line(*line, inside, as_of));
    } else if (const TomlTable* row = element.as_table()) {
      measures.push_back(parse_measure(*row, MeasureHome::scenario, as_of));
    } else {
      throw InputError(element.where(),
                       "field `measure`: a table or a line expected, found " + element.described());
    }
  }
  return measures;
}

/// A world by name, or by its path from the folder of the file that names it.
std::string world_beside(const std::string& world, const fs::path& file) {
  const fs::path beside = file.parent_path() / world;
  std::error_code absent;
  const bool path = world.find('/') != std::string::npos || fs::exists(beside / "world.toml", absent) ||
                    fs::is_regular_file(beside, absent);
  return path ? beside.string() : world;
}

}  // namespace

std::map<std::string, Scenario::Option> read_option_table(const TomlTable& table) {
  std::map<std::string, Scenario::Option> options;
  const TomlTable* given = table.optional_table("options");
  if (given == nullptr) return options;
  for (const TomlTable::Entry& entry : given->entries()) {
    if (entry.value.as_array() != nullptr || entry.value.as_table() != nullptr)
      throw InputError(entry.value.where(), fmt::format("option `{}`: one value expected, found {}",
                                                        entry.key, entry.value.described()));
    options[entry.key] = {entry.value.text(), entry.value.where()};
  }
  return options;
}

Scenario parse_scenario(std::string text, const std::string& name) {
  Scenario scenario;
  scenario.explanation = opening_comment(text);
  const TomlTable table = parse_toml(std::move(text), name);
  table.refuse_unknown({"title", "as_of", "known_by", "world", "ledger", "use", "drop", "deal_for",
                        "retaliation_for", "options", "measure", "list"},
                       "a scenario");
  scenario.where = Location{name};
  scenario.title = table.require_string("title");
  // One that names its world may leave the day to that of the world's tariffs.
  if (table.has("as_of") || !table.has("world")) scenario.as_of = table.require_date("as_of");
  scenario.known_by = table.optional_date("known_by");
  scenario.world = world_beside(table.optional_string("world", scenario.world), name);
  scenario.world_at = table.has("world") ? table.where("world") : scenario.where;
  scenario.ledger = {table.optional_string("ledger", ""), table.where("ledger")};
  if (std::string& ledger = scenario.ledger.ledger; !ledger.empty() && ledger != no_ledger)
    ledger = (fs::path(name).parent_path() / ledger).string();
  scenario.use = ids(table, "use", scenario.places);
  scenario.drop = ids(table, "drop", scenario.places);
  scenario.deal_for = table.optional_strings("deal_for");
  scenario.retaliation_for = table.optional_strings("retaliation_for");
  scenario.options = read_option_table(table);
  scenario.measures = measures_of(table, scenario.as_of);
  for (const TomlTable* row : table.tables("list")) scenario.lists.push_back(parse_goods_list(*row));
  return scenario;
}

Scenario load_scenario(const fs::path& file) {
  Scenario scenario = parse_scenario(read_text(file), file.string());
  scenario.id = file.stem().string();
  return scenario;
}

void settle_day(Scenario& scenario, const World& world) {
  if (scenario.as_of == Date{}) scenario.as_of = world.tariff_date;
}

std::vector<std::string> scenario_names() { return ready_names("scenarios"); }

Scenario open_scenario(const std::string& name_or_path) {
  if (name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".toml"))
    return load_scenario(name_or_path);
  const std::vector<std::string> names = scenario_names();
  if (std::find(names.begin(), names.end(), name_or_path) == names.end()) {
    const std::string near = did_you_mean(name_or_path, names);
    throw InputError(
        fmt::format("unknown scenario \"{}\"", name_or_path),
        (near.empty() ? "" : near + "\n") + fmt::format("ready scenarios: {}", fmt::join(names, ", ")));
  }
  return load_scenario(share_folder() / "scenarios" / (name_or_path + ".toml"));
}

std::vector<Scenario> ready_scenarios() {
  std::vector<Scenario> scenarios;
  for (const std::string& name : scenario_names()) scenarios.push_back(open_scenario(name));
  return scenarios;
}

PolicyOptions policy_options(const Scenario& scenario) {
  PolicyOptions options;
  options.as_of = scenario.as_of;
  options.known_by = scenario.known_by;
  options.use = scenario.use;
  options.drop = scenario.drop;
  options.measures = scenario.measures;
  options.lists = scenario.lists;
  options.ends = scenario.ends;
  options.where = scenario.where;
  options.places = scenario.places;
  return options;
}

}  // namespace leeway
