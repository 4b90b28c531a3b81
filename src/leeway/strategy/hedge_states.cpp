#include "leeway/strategy/hedge_states.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"

namespace leeway {

namespace {

constexpr const char* not_done = "-";
constexpr std::size_t most_answers = 16;  // as a game has

std::string put_to(std::string text, const std::string& economy) {
  const std::string mark = each_economy;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + economy.size()))
    text.replace(at, mark.size(), economy);
  return text;
}

class Opening {
 public:
  Opening(const Ledger& ledger, std::string economy) : ledger_(ledger), economy_(std::move(economy)) {}

  std::vector<GameMeasure> opened(const std::vector<GameMeasure>& written) {
    std::vector<GameMeasure> found;
    for (GameMeasure one : written) {
      one.text.text = put_to(one.text.text, economy_);
      if (one.table || !is_scenario(one.text.text)) {
        found.push_back(std::move(one));
        continue;
      }
      const Scenario scenario = open_scenario(one.text.text);
      for (const std::string& id : scenario.use) found.push_back({{id, one.text.where}, {}});
      for (const std::string& id : scenario.drop) found.push_back({{"lift " + id, one.text.where}, {}});
      for (const Measure& measure : scenario.measures) found.push_back({{"", one.text.where}, measure});
      if (std::find(opened_.begin(), opened_.end(), scenario.id) == opened_.end())
        ledger_ = ledger_.and_lists(scenario.lists);
      opened_.push_back(scenario.id);
    }
    return found;
  }
  const Ledger& ledger() const { return ledger_; }

 private:
  bool is_scenario(const std::string& text) const {
    if (is_one_line(text) || text.starts_with("lift ") || ledger_.find_measure(text) != nullptr) return false;
    if (text.ends_with(".toml")) return true;
    const std::vector<std::string> names = scenario_names();
    return std::find(names.begin(), names.end(), text) != names.end();
  }

  Ledger ledger_;
  std::string economy_;
  std::vector<std::string> opened_;
};

/// What a state has, as far as it can be told from others.
struct StatePart {
  std::string content;       ///< the whole
  std::string without_rate;  ///< empty where it has no single rate
  double rate = 0.0;
  GameMeasure written;
  std::optional<Measure> measure{};
};

StatePart part_of_state(const GameMeasure& written, Date day) {
  StatePart one{written.text.text, "", 0.0, written};
  if (written.table)
    one.measure = *written.table;
  else if (is_one_line(written.text.text))
    one.measure = parse_one_line(written.text.text, written.text.where, day);
  if (!one.measure) return one;
  Measure plain = *one.measure;
  plain.id = "M";
  plain.title.clear();
  one.content = content_of(plain);
  const bool rated = plain.instrument == Instrument::tariff || plain.instrument == Instrument::export_tax ||
                     plain.instrument == Instrument::subsidy;
  if (!rated || plain.terms.steps.size() != 1 || !plain.terms.schedule.empty() || !plain.terms.firms.empty())
    return one;
  one.rate = plain.terms.steps.front().rate;
  plain.terms.steps.front().rate = 0.0;
  one.without_rate = content_of(plain);
  return one;
}

}  // namespace

BoundHedge bind_hedge(const Ledger& ledger, const HedgeQuestion& question, const std::string& economy) {
  BoundHedge bound{question, ledger};
  Opening opening(ledger, economy);
  for (HedgeState& state : bound.question.states) state.measures = opening.opened(state.measures);
  for (HedgeAct& act : bound.question.acts) act.measures = opening.opened(act.measures);
  bound.ledger = opening.ledger();
  return bound;
}

std::optional<HedgeSpread> one_rate_of(const std::vector<HedgeState>& states, Date day,
                                       std::vector<GameMeasure>& shared) {
  std::vector<std::vector<StatePart>> elements(states.size());
  std::map<std::string, std::size_t> in_states;
  for (std::size_t s = 0; s < states.size(); ++s)
    for (const GameMeasure& written : states[s].measures) {
      StatePart one = part_of_state(written, day);
      const auto same = [&](const StatePart& e) { return e.content == one.content; };
      if (std::any_of(elements[s].begin(), elements[s].end(), same)) continue;
      ++in_states[one.content];
      elements[s].push_back(std::move(one));
    }
  HedgeSpread spread;
  std::string content;
  std::vector<GameMeasure> in_all;
  const StatePart* varies = nullptr;
  bool absent = false;
  for (std::size_t s = 0; s < states.size(); ++s) {
    const StatePart* own = nullptr;
    for (const StatePart& one : elements[s]) {
      if (in_states[one.content] == states.size()) {
        if (s == 0) in_all.push_back(one.written);
        continue;
      }
      if (own != nullptr || one.without_rate.empty()) return std::nullopt;
      own = &one;
    }
    spread.rates.push_back(own != nullptr ? own->rate : 0.0);
    spread.mean += states[s].probability * spread.rates.back();
    absent = absent || own == nullptr;
    if (own == nullptr) continue;
    if (varies != nullptr && varies->without_rate != own->without_rate) return std::nullopt;
    varies = own;
  }
  if (varies == nullptr || (absent && varies->measure->combine != Combine::add)) return std::nullopt;
  spread.measure = *varies->measure;
  spread.measure.id = "MEAN-RATE";
  spread.measure.terms.steps.front().rate = spread.mean;
  shared = std::move(in_all);
  return spread;
}

GameFile game_of(const HedgeQuestion& question, const std::vector<HedgeState>& states) {
  GameFile game;
  game.title = question.title;
  game.as_of = question.as_of;
  game.known_by = question.known_by;
  GameAction nothing;
  nothing.name = not_done;
  for (const HedgeAct& act : question.acts) {
    GamePlace& place = game.players.emplace_back();
    place.id = place.name = act.name;
    place.where = act.where;
    nothing.of.push_back(act.name);
  }
  game.actions.push_back(nothing);
  for (const HedgeAct& act : question.acts) {
    GameAction made;
    made.name = act.name;
    made.of = {act.name};
    made.where = act.where;
    if (act.only.empty()) made.measures = act.measures;
    game.actions.push_back(std::move(made));
    for (const std::string& state : act.only) {
      if (game.answers.size() == most_answers)
        throw InputError(act.where, "too many acts of single states",
                         fmt::format("at most {} pairs of an act and a state of its `only`", most_answers));
      GameAnswer answer;
      answer.to = act.name;
      answer.of = {act.name};
      answer.measures = act.measures;
      answer.type = state;
      answer.where = act.where;
      game.answers.push_back(std::move(answer));
    }
  }
  for (const HedgeState& state : states)
    game.types.push_back({state.name, state.probability, state.measures});
  return game;
}

}  // namespace leeway
