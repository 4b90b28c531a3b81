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

RoomQuestion load_room_question(const fs::path& file) {
  RoomQuestion question;
  std::string text = read_text(file);
  question.explanation = opening_comment(text);
  const TomlTable table = parse_toml(std::move(text), file.string());
  table.refuse_unknown(
      {"title", "economy", "as_of", "known_by", "world", "threat", "deal", "lasts", "deal_lasts"},
      "a threat with its deal");
  question.id = file.stem().string();
  question.title = table.require_string("title");
  question.world = table.optional_string("world", question.world);
  question.economy = placed(table.require("economy"), "economy");
  question.threat = placed(table.require("threat"), "threat");
  if (const TomlValue* deal = table.find("deal")) {
    if (const auto* list = deal->as_array())
      for (const TomlValue& element : *list) question.deal.push_back(placed(element, "deal"));
    else
      question.deal.push_back(placed(*deal, "deal"));
  }
  question.as_of = table.require_date("as_of");
  question.known_by = table.optional_date("known_by");
  question.lasts = years_of(table, "lasts");
  question.deal_lasts = years_of(table, "deal_lasts");
  return question;
}

std::vector<std::string> room_question_names() { return ready_names("threats"); }

RoomQuestion open_room_question(const std::string& name_or_path) {
  return load_room_question(ready_file("threats", name_or_path, "is no ready threat", "ready threats"));
}

}  // namespace leeway
