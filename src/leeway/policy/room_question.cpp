#include "leeway/policy/room_question.h"

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/policy/opening_comment.h"
#include "leeway/policy/ready_files.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

PlacedText placed(const TomlValue& value, const std::string& key) {
  const std::string* text = value.as_string();
  if (text == nullptr)
    throw InputError(value.where(),
                     fmt::format("field `{}`: a text expected, found {}", key, value.described()));
  return {*text, inside_quotes(value)};
}

/// A list of texts; one text is a list of one.
std::vector<PlacedText> placed_list(const TomlTable& table, const std::string& key) {
  std::vector<PlacedText> list;
  const TomlValue* value = table.find(key);
  if (value == nullptr) return list;
  if (const auto* array = value->as_array())
    for (const TomlValue& element : *array) list.push_back(placed(element, key));
  else
    list.push_back(placed(*value, key));
  return list;
}

std::optional<double> years_of(const TomlTable& table, const char* key) {
  const TomlValue* value = table.find(key);
  const bool in_words = value != nullptr && value->as_string() != nullptr;
  const std::optional<double> years =
      in_words ? parse_years(*value->as_string()) : table.optional_number(key);
  if (in_words && !years)
    throw table.error(key, fmt::format("\"{}\" is not a length of time", *value->as_string()),
                      "write years, \"1y\" or \"6 months\"");
  if (years && !(*years > 0.0)) throw table.error(key, "is not above 0 years");
  return years;
}

}  // namespace

RoomQuestion parse_room_question(std::string text, const std::string& name) {
  RoomQuestion question;
  question.explanation = opening_comment(text);
  const TomlTable table = parse_toml(std::move(text), name);
  table.refuse_unknown({"title", "economy", "as_of", "known_by", "world", "threat", "deal", "lasts",
                        "deal_lasts", "retaliation", "add", "drop", "set", "options"},
                       "a threat with its deal");
  question.title = table.optional_string("title");
  question.world = table.optional_string("world", question.world);
  question.economy = placed(table.require("economy"), "economy");
  if (const TomlValue* threat = table.find("threat")) question.threat = placed(*threat, "threat");
  if (const TomlValue* answer = table.find("retaliation"))
    question.retaliation = placed(*answer, "retaliation");
  question.deal = placed_list(table, "deal");
  question.add = placed_list(table, "add");
  question.drop = placed_list(table, "drop");
  question.as_of = table.optional_date("as_of").value_or(Date{});
  question.known_by = table.optional_date("known_by");
  question.lasts = years_of(table, "lasts");
  question.deal_lasts = years_of(table, "deal_lasts");
  question.set = parse_term_settings(table.optional_table("set"));
  question.options = read_option_table(table);
  return question;
}

RoomQuestion load_room_question(const fs::path& file) {
  const std::string text = read_text(file);
  const TomlTable table = parse_toml(text, file.string());
  for (const char* key : {"title", "threat", "as_of"}) table.require(key);
  RoomQuestion question = parse_room_question(text, file.string());
  question.id = file.stem().string();
  return question;
}

std::string to_toml(const RoomQuestion& q) {
  std::string text;
  const auto line = [&](const char* key, const std::string& value) {
    text += fmt::format("{} = {}\n", key, value);
  };
  const auto list = [&](const char* key, const std::vector<PlacedText>& texts) {
    std::vector<std::string> quoted;
    for (const PlacedText& one : texts) quoted.push_back(toml_quoted(one.text));
    if (!quoted.empty()) line(key, fmt::format("[{}]", fmt::join(quoted, ", ")));
  };
  if (!q.title.empty()) line("title", toml_quoted(q.title));
  line("economy", toml_quoted(q.economy.text));
  if (q.as_of != Date{}) line("as_of", to_string(q.as_of));
  if (q.known_by) line("known_by", to_string(*q.known_by));
  if (q.world != RoomQuestion{}.world) line("world", toml_quoted(q.world));
  if (!q.threat.text.empty()) line("threat", toml_quoted(q.threat.text));
  list("deal", q.deal);
  if (q.lasts) line("lasts", shortest(*q.lasts));
  if (q.deal_lasts) line("deal_lasts", shortest(*q.deal_lasts));
  if (!q.retaliation.text.empty()) line("retaliation", toml_quoted(q.retaliation.text));
  list("add", q.add);
  list("drop", q.drop);
  if (!q.set.empty()) text += "\n[set]\n";
  for (const TermSetting& s : q.set)
    text += fmt::format("{} = {}\n", toml_quoted(s.measure + "." + s.term), value_text(s.value));
  if (!q.options.empty()) text += "\n[options]\n";
  for (const auto& [key, option] : q.options) text += fmt::format("{} = {}\n", key, toml_quoted(option.text));
  return text;
}

std::vector<std::string> room_question_names() { return ready_names("threats"); }

RoomQuestion open_room_question(const std::string& name_or_path) {
  return load_room_question(ready_file("threats", name_or_path, "is no ready threat", "ready threats"));
}

}  // namespace leeway
