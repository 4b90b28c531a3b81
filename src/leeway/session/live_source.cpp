#include "leeway/session/live_source.h"

#include "leeway/model/option_table.h"
#include "leeway/policy/one_line.h"

namespace leeway {

namespace {

/// Of a deal or an answer: whether it is the path of a scenario.
bool names_file(const std::string& text) {
  return !is_one_line(text) && (text.ends_with(".toml") || text.find('/') != std::string::npos);
}

}  // namespace

LiveSource live_source(const World& world, const std::filesystem::path& ledger, Date as_of,
                       RoomQuestion question) {
  LiveSource source;
  source.ledger = ledger;
  const auto take = [&](PlacedText& scenario) {
    if (!names_file(scenario.text)) return;
    const std::filesystem::path file = scenario.text;
    source.scenarios.push_back(file);
    scenario.text = file.stem().string();
  };
  if (question.deal.size() == 1) take(question.deal.front());
  take(question.retaliation);
  question.as_of = as_of;
  question.world = world.name;
  source.question = to_toml(question);
  return source;
}

std::map<std::string, Scenario::Option> written_options(const Options& options) {
  std::map<std::string, Scenario::Option> table;
  const Options defaults;
  for (const OptionInfo& info : option_table())
    if (std::string text = value_text(info, options); text != value_text(info, defaults))
      table[info.key] = {std::move(text), Location{}};
  return table;
}

}  // namespace leeway
