#include "typed.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/policy/one_line.h"
#include "leeway/world/aliases.h"

namespace leeway::cli {

std::vector<Measure> typed_measures(const std::vector<std::string>& lines, const std::string& option,
                                    Date announced) {
  std::vector<Measure> measures;
  for (const std::string& line : lines) {
    Measure measure = parse_one_line(line, Location{option}, announced);
    const auto same = [&](const Measure& m) { return m.id == measure.id; };
    if (std::any_of(measures.begin(), measures.end(), same))
      throw InputError(measure.where, fmt::format("\"{}\" is given twice", measure.id),
                       "a further Measure on the same goods takes an id of its own: …, id SECOND");
    measures.push_back(std::move(measure));
  }
  return measures;
}

std::optional<RoomQuestion> ready_question(const World& world, const std::string& name) {
  const std::string id = id_of(world, name);
  if (is_one_line(name) || world.find_economy(id) || world.find_group(id) != nullptr) return std::nullopt;
  const std::vector<std::string> names = room_question_names();
  if (name.ends_with(".toml") || name.find('/') != std::string::npos ||
      std::find(names.begin(), names.end(), name) != names.end())
    return open_room_question(name);
  return std::nullopt;
}

Scenario typed_scenario(const TypedPolicy& typed, std::optional<Scenario> base, Date otherwise) {
  Scenario scenario = base ? *std::move(base) : Scenario{};
  const bool from_file = !scenario.id.empty();
  if (!from_file) {
    scenario.id = "typed";
    scenario.as_of = otherwise;
    scenario.where = Location{"--add"};
  }
  if (const auto day = read_date("--as-of", typed.dates.as_of)) scenario.as_of = *day;
  if (const auto day = read_date("--known-by", typed.dates.known_by)) scenario.known_by = day;
  std::vector<std::string> lines;
  for (const std::string& text : typed.add) {
    if (is_one_line(text)) {
      lines.push_back(text);
    } else if (text.find(' ') != std::string::npos) {
      throw InputError(Location{"--add"}, fmt::format("\"{}\" is no Measure and no id of the ledger", text),
                       fmt::format("a colon goes after who acts on whom: \"{}\"", one_line_forms().front()));
    } else {
      const auto before = scenario.places.find(text);
      if (before != scenario.places.end() && before->second.file == "--add")
        throw InputError(Location{"--add"}, fmt::format("\"{}\" is given twice", text), "leave one out");
      scenario.use.push_back(text);
      scenario.places[text] = Location{"--add"};
    }
  }
  for (const Measure& measure : typed_measures(lines, "--add", scenario.as_of))
    scenario.measures.push_back(measure);
  for (const std::string& id : typed.drop) {
    if (is_one_line(id))
      throw InputError(Location{"--drop"}, fmt::format("\"{}\" is a Measure, not an id", id),
                       "what is taken out is named by its id: leeway ledger as-of DATE lists what binds");
    const auto before = scenario.places.find(id);
    if (before != scenario.places.end() && before->second.file == "--drop")
      throw InputError(Location{"--drop"}, fmt::format("\"{}\" is given twice", id), "leave one out");
    scenario.drop.push_back(id);
    scenario.places[id] = Location{"--drop"};
  }
  std::vector<std::string> words = typed.add;
  for (const std::string& id : typed.drop) words.push_back("without " + id);
  if (words.empty()) return scenario;
  const std::string change = fmt::format("{}", fmt::join(words, "; "));
  scenario.title = from_file ? fmt::format("{}; {}", scenario.title, change) : change;
  return scenario;
}

}  // namespace leeway::cli
