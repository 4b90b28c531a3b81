#include "leeway/ensemble/sweep_plan.h"

#include <fmt/format.h>

#include "leeway/base/suggest.h"
#include "leeway/io/file.h"
#include "leeway/policy/opening_comment.h"
#include "leeway/policy/ready_files.h"

namespace leeway {

namespace {

namespace fs = std::filesystem;

constexpr double largest_count = 1e9;

PlacedText placed(const TomlTable& table, const char* key) {
  const TomlValue& value = table.require(key);
  const std::string* text = value.as_string();
  if (text == nullptr)
    throw InputError(value.where(),
                     fmt::format("field `{}`: a text expected, found {}", key, value.described()),
                     "write it in quotes");
  return {*text, inside_quotes(value)};
}

/// A path in a plan counts from the plan's folder.
std::string beside(const fs::path& plan, const std::string& name) {
  const bool path = name.find('/') != std::string::npos || name.ends_with(".toml") || name.ends_with(".csv");
  return path && fs::path(name).is_relative() ? (plan.parent_path() / name).string() : name;
}

/// economy, as_of, threat, deal written in the plan, or a file of threats/ by name.
RoomQuestion question_of(const TomlTable& table, const fs::path& file) {
  if (table.has("question")) {
    for (const char* key : {"threat", "deal", "as_of", "known_by"})
      if (table.has(key))
        throw table.error(key, "stands in the file of the question", "leave one of the two out");
    RoomQuestion question = open_room_question(beside(file, table.require_string("question")));
    if (table.has("economy") && table.require_string("economy") != question.economy.text)
      throw table.error("economy", fmt::format("is not that of the question, {}", question.economy.text),
                        "leave it out");
    if (question.changes_policy() || !question.retaliation.text.empty())
      throw table.error("question",
                        "has terms set, or Measures put in and out, which a sweep lets vary instead",
                        "leeway brief takes `add`, `drop`, `set` and `retaliation`");
    if (question.lasts || question.deal_lasts)
      throw table.error("question",
                        "says how long the deal or its punishment lasts, which a sweep does not weigh",
                        "leeway room takes `lasts` and `deal_lasts`");
    if (question.threat.text.empty())
      throw table.error("question", "has no threat",
                        "a sweep of a threat needs one; of a `scenario` it needs none");
    return question;
  }
  RoomQuestion question;
  question.title = table.optional_string("title");
  question.economy = placed(table, "economy");
  question.threat = placed(table, "threat");
  question.as_of = table.require_date("as_of");
  question.known_by = table.optional_date("known_by");
  if (const TomlValue* deal = table.find("deal")) {
    const auto add = [&](const TomlValue& value) {
      if (value.as_string() == nullptr)
        throw InputError(value.where(),
                         fmt::format("field `deal`: a text expected, found {}", value.described()),
                         "write it in quotes");
      question.deal.push_back({*value.as_string(), inside_quotes(value)});
    };
    if (const auto* list = deal->as_array())
      for (const TomlValue& element : *list) add(element);
    else
      add(*deal);
  }
  return question;
}

std::uint64_t whole(const TomlTable& table, const char* key) {
  const std::optional<std::int64_t> number = table.optional_integer(key);
  if (!number) throw table.error(key, "a whole number is needed", "such as 1000");
  if (*number < 0 || static_cast<double>(*number) > largest_count)
    throw table.error(key, fmt::format("is {}; allowed is 0 to {:.0f}", *number, largest_count),
                      "a whole number within them");
  return static_cast<std::uint64_t>(*number);
}

void read_design(const TomlTable& table, const fs::path& file, SweepPlan& plan) {
  const std::string text = table.require_string("design");
  const std::optional<Design> design = parse_design(text);
  if (!design) {
    std::vector<std::string> known;
    for (const Design d : {Design::random, Design::sobol, Design::latin_hypercube, Design::saltelli,
                           Design::grid, Design::list})
      known.emplace_back(to_string(d));
    throw table.error("design", fmt::format("unknown design \"{}\"", text),
                      did_you_mean(text, known, fmt::format("allowed: {}", fmt::join(known, ", "))));
  }
  plan.design = *design;
  const bool sized = *design != Design::grid && *design != Design::list;
  if (sized) {
    plan.size = whole(table, "size");
    if (plan.size == 0) throw table.error("size", "is 0: a sweep has draws", "such as size = 1000");
  } else if (table.has("size")) {
    throw table.error("size", fmt::format("is what the {} makes it", text), "leave it out");
  }
  if (table.has("seed")) plan.seed = whole(table, "seed");
  if (*design == Design::list)
    plan.list = beside(file, table.require_string("list"));
  else if (table.has("list"))
    throw table.error("list", fmt::format("design {} reads none", text), "design = \"list\" does");
}

}  // namespace

SweepPlan load_sweep_plan(const fs::path& file) {
  SweepPlan plan;
  plan.text = read_text(file);
  plan.explanation = opening_comment(plan.text);
  plan.id = file.stem().string();
  plan.table = parse_toml(plan.text, file.string());
  const TomlTable& table = plan.table;
  table.refuse_unknown(
      {"title", "world", "question", "economy", "as_of", "known_by", "threat", "deal", "scenario",
       "probability", "options", "design", "size", "seed", "list", "keep", "vary", "correlation"},
      "a plan of a sweep");
  plan.title = table.require_string("title");
  if (table.has("scenario")) {
    for (const char* key : {"question", "threat", "deal", "probability", "as_of", "known_by"})
      if (table.has(key))
        throw table.error(key, "does not go with a scenario", "a plan asks of a threat or of a scenario");
    plan.scenario = open_scenario(beside(file, table.require_string("scenario")));
    plan.economy = placed(table, "economy");
    plan.world = plan.scenario->world;
  } else {
    plan.question = question_of(table, file);
    plan.economy = plan.question->economy;
    plan.world = plan.question->world;
    plan.options = plan.question->options;
  }
  plan.world = table.optional_string("world", plan.world);
  plan.world_at = table.where("world");
  plan.probability = table.optional_number("probability");
  if (plan.probability && !(*plan.probability >= 0.0 && *plan.probability <= 1.0))
    throw table.error("probability", "is outside 0 to 1", "0.25 is one in four");
  for (auto& [key, option] : read_option_table(table)) plan.options[key] = std::move(option);
  read_design(table, file, plan);
  return plan;
}

std::vector<std::string> sweep_plan_names() { return ready_names("sweeps"); }

SweepPlan open_sweep_plan(const std::string& name_or_path) {
  return load_sweep_plan(ready_file("sweeps", name_or_path, "is no ready sweep", "ready sweeps"));
}

}  // namespace leeway
