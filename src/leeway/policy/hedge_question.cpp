#include "leeway/policy/hedge_question.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/elementary.h"
#include "leeway/base/money.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/base/units.h"
#include "leeway/io/file.h"
#include "leeway/io/toml.h"
#include "leeway/policy/opening_comment.h"
#include "leeway/policy/ready_files.h"

namespace leeway {

namespace {

constexpr double probability_slack = 1e-9;  // of a sum of decimals

std::vector<GameMeasure> hedge_measures(const TomlTable& row, Date day) {
  row.require("measures");
  std::vector<GameMeasure> found = read_game_measures(row, "measures", day);
  if (found.empty()) throw row.error("measures", "names no Measure");
  return found;
}

std::optional<Money> money_in(const std::string& text) {
  const std::optional<Quantity> amount = parse_quantity(text);
  return amount ? money_of(*amount) : std::nullopt;
}

constexpr const char* probability_forms =
    "write 0.3, \"30%\", \"20% a year for 2y\" or, of a pending case of the ledger, \"pending for 2y\"";

std::optional<double> share_in(const std::string& text) {
  if (const std::optional<double> percent = parse_percent(text)) return percent;
  const std::optional<Quantity> number = parse_quantity(text);
  return number && number->unit.empty() ? std::optional(number->value) : std::nullopt;
}

/// Reads how likely a state is; false where the text is no probability.
bool read_probability(const std::string& text, HedgeState& state) {
  const std::string within = " for ";
  const std::size_t at = text.find(within);
  const std::optional<double> years =
      at == std::string::npos ? std::optional(1.0) : parse_years(trimmed(text.substr(at + within.size())));
  if (!years || !(*years > 0.0)) return false;
  const std::string head = trimmed(text.substr(0, at));
  if (head == "pending") {
    state.pending_years = *years;
    return true;
  }
  const std::string yearly = "a year";
  const bool hazard = head.ends_with(yearly);
  if (!hazard && at != std::string::npos) return false;
  const std::optional<double> share =
      share_in(hazard ? trimmed(head.substr(0, head.size() - yearly.size())) : head);
  if (!share || (hazard && !(*share >= 0.0 && *share <= 1.0))) return false;
  state.probability = hazard ? chance_within(*share, *years) : *share;
  return true;
}

HedgeState state_of(const TomlTable& row, Date day) {
  row.refuse_unknown({"name", "probability", "measures"}, "a state");
  HedgeState state;
  state.where = row.where("probability");
  state.name = row.require_string("name");
  const TomlValue& written = row.require("probability");
  const std::string* words = written.as_string();
  const std::optional<double> number = written.as_number();
  if (number) state.probability = *number;
  if (!number && (words == nullptr || !read_probability(*words, state)))
    throw row.error("probability", fmt::format("{} is no probability", written.described()),
                    probability_forms);
  state.measures = hedge_measures(row, day);
  return state;
}

HedgeAct act_of(const TomlTable& row, Date day) {
  row.refuse_unknown({"name", "measures", "cost", "only"}, "an act");
  HedgeAct act;
  act.where = row.where("name");
  act.name = row.require_string("name");
  act.measures = hedge_measures(row, day);
  act.only = row.optional_strings("only");
  if (row.has("cost")) {
    const std::optional<Money> cost = money_in(row.require_string("cost"));
    if (!cost)
      throw row.error("cost", fmt::format("\"{}\" is not an amount of money", row.require_string("cost")),
                      "a year, such as \"120 mn USD\"");
    act.cost = *cost;
  }
  return act;
}

struct Typed {
  std::string name;
  std::string value;  ///< after "=", empty: none
  std::vector<GameMeasure> measures;
  Location where;
};

Typed typed_parts(const std::string& text, const std::string& option, const char* form) {
  Typed typed;
  typed.where = Location{option, 1, 1};
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos)
    throw InputError(Location{option}, fmt::format("\"{}\" has no colon after the name", text),
                     fmt::format("write it as \"{}\"", form));
  const std::string head = text.substr(0, colon);
  const std::size_t equals = head.find('=');
  typed.name = trimmed(head.substr(0, equals));
  if (equals != std::string::npos) typed.value = trimmed(head.substr(equals + 1));
  if (typed.name.empty())
    throw InputError(typed.where, fmt::format("\"{}\" has no name before the colon", text),
                     fmt::format("write it as \"{}\"", form));
  for (std::size_t from = colon + 1; from <= text.size();) {
    const std::size_t to = std::min(text.find(';', from), text.size());
    const std::size_t first = text.find_first_not_of(' ', from);
    if (first < to)
      typed.measures.push_back(
          {{trimmed(text.substr(first, to - first)), Location{option, 1, static_cast<int>(first) + 1}}, {}});
    from = to + 1;
  }
  if (typed.measures.empty())
    throw InputError(typed.where, fmt::format("\"{}\" names no Measure", text),
                     fmt::format("write it as \"{}\"", form));
  return typed;
}

std::string names_in(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

HedgeState typed_state(const std::string& text, const std::string& option) {
  const char* form = "punished=0.3: USA on CAN: tariff 25% on goods";
  Typed typed = typed_parts(text, option, form);
  HedgeState state{typed.name, 0.0, std::move(typed.measures), typed.where};
  if (!read_probability(typed.value, state))
    throw InputError(typed.where, fmt::format("\"{}\" has no probability", typed.name),
                     fmt::format("write it as \"{}\"; of a probability {}", form, probability_forms));
  return state;
}

HedgeAct typed_act(const std::string& text, const std::string& option) {
  const char* form = "pact=120 mn USD: CAN with MERCOSUR: pact 90%";
  Typed typed = typed_parts(text, option, form);
  HedgeAct act{typed.name, std::move(typed.measures), {}, {}, typed.where};
  if (typed.value.empty()) return act;
  const std::optional<Money> cost = money_in(typed.value);
  if (!cost)
    throw InputError(typed.where, fmt::format("\"{}\" is not an amount of money", typed.value),
                     fmt::format("a year, such as \"{}\"", form));
  act.cost = *cost;
  return act;
}

double chance_within(double hazard, double years) {
  return hazard < 1.0 ? -elementary::expm1(years * elementary::log1p(-hazard)) : 1.0;
}

void check(const HedgeQuestion& question) {
  std::vector<std::string> states, acts;
  double sum = 0.0;
  for (const HedgeState& state : question.states) {
    if (std::find(states.begin(), states.end(), state.name) != states.end())
      throw InputError(state.where, fmt::format("\"{}\" is a state already", state.name));
    states.push_back(state.name);
    if (state.pending_years > 0.0 && state.probability == 0.0) continue;  // the ledger has it
    if (!(state.probability > 0.0 && state.probability <= 1.0))
      throw InputError(state.where, fmt::format("state {}: {} is no probability above 0 and up to 1",
                                                state.name, shortest(state.probability)));
    sum += state.probability;
    if (sum > 1.0 + probability_slack)
      throw InputError(state.where, fmt::format("probabilities of the states sum to {}", shortest(sum)),
                       "to 1 at most: the status quo takes what is left");
  }
  for (const HedgeAct& act : question.acts) {
    if (std::find(acts.begin(), acts.end(), act.name) != acts.end())
      throw InputError(act.where, fmt::format("\"{}\" is an act already", act.name));
    acts.push_back(act.name);
    if (!(act.cost.million >= 0.0))
      throw InputError(act.where, fmt::format("act {}: a cost below zero", act.name));
    for (const std::string& state : act.only)
      if (std::find(states.begin(), states.end(), state) == states.end())
        throw InputError(act.where, fmt::format("act {}: \"{}\" is no state", act.name, state),
                         did_you_mean(state, states, fmt::format("states: {}", names_in(states))));
  }
}

HedgeQuestion parse_hedge_question(std::string text, const std::string& name) {
  HedgeQuestion question;
  question.explanation = opening_comment(text);
  const TomlTable table = parse_toml(std::move(text), name);
  table.refuse_unknown({"title", "economy", "as_of", "known_by", "world", "options", "state", "act"},
                       "a hedge");
  question.title = table.require_string("title");
  question.world = table.optional_string("world", question.world);
  if (table.has("economy")) question.economy = {table.require_string("economy"), table.where("economy")};
  question.as_of = table.require_date("as_of");
  question.known_by = table.optional_date("known_by");
  if (const TomlTable* given = table.optional_table("options"))
    for (const TomlTable::Entry& entry : given->entries())
      question.options[entry.key] = {entry.value.text(), entry.value.where()};
  for (const TomlTable* row : table.tables("state"))
    question.states.push_back(state_of(*row, question.as_of));
  for (const TomlTable* row : table.tables("act")) question.acts.push_back(act_of(*row, question.as_of));
  check(question);
  return question;
}

std::vector<std::string> hedge_question_names() { return ready_names("hedges"); }

HedgeQuestion open_hedge_question(const std::string& name_or_path) {
  const std::filesystem::path file = ready_file("hedges", name_or_path, "is no ready hedge", "ready hedges",
                                                "; else a file that ends in .toml");
  HedgeQuestion question = parse_hedge_question(read_text(file), file.string());
  question.id = file.stem().string();
  return question;
}

}  // namespace leeway
