#include "leeway/strategy/hedge_states.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"
#include "leeway/strategy/hedge_stocks.h"
#include "leeway/strategy/opened_measures.h"

namespace leeway {

namespace {

constexpr const char* not_done = "-";
constexpr std::size_t most_answers = 16;  // as a game has

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

/// By the hazard of the one case of the ledger that the state is.
double chance_of_pending(const Ledger& ledger, const HedgeState& state) {
  const Measure* m = state.measures.size() == 1 && !state.measures.front().table
                         ? ledger.find_measure(state.measures.front().text.text)
                         : nullptr;
  if (m == nullptr || !m->hazard)
    throw InputError(state.where, fmt::format("state {} is no pending case with a hazard", state.name),
                     "its measures are the id of one Measure under investigation; else give a probability");
  return chance_within(*m->hazard, state.pending_years);
}

void answer_in(GameFile& game, const HedgeAct& act, const std::string& to, const std::string& state,
               std::vector<GameMeasure> measures) {
  if (game.answers.size() == most_answers)
    throw InputError(act.where, "too many acts of single states",
                     fmt::format("at most {} pairs of an act and a state of its `only` or curb of its stock",
                                 most_answers));
  GameAnswer answer;
  answer.to = to;
  answer.of = {act.name};
  answer.measures = std::move(measures);
  answer.type = state;
  answer.where = act.where;
  game.answers.push_back(std::move(answer));
}

void hold_stock(GameFile& game, const HedgeAct& act, const HedgeStock& stock, const std::string& economy,
                const Ledger& ledger) {
  bool met = false;
  for (GameNature& type : game.types) {
    std::vector<GameMeasure> stands, left;
    std::erase_if(type.measures, [&](const GameMeasure& written) {
      const std::optional<Measure> curb = curb_on(written, stock, economy, ledger, game.as_of);
      if (!curb) return false;
      stands.push_back(written);
      if (const std::optional<Measure> rest = relieved(*curb, stock))
        left.push_back({{"", stock.where}, *rest});
      return true;
    });
    if (stands.empty()) continue;
    met = true;
    answer_in(game, act, not_done, type.name, std::move(stands));
    if (!left.empty()) answer_in(game, act, act.name, type.name, std::move(left));
  }
  if (!met)
    throw InputError(
        stock.where, fmt::format("no state has a curb on {} that a stock could relieve", stock.goods),
        "a ban or licence with a restriction on just these goods, or another act's stock has it");
}

}  // namespace

BoundHedge bind_hedge(const Ledger& ledger, const HedgeQuestion& question, const std::string& economy) {
  BoundHedge bound{question, ledger};
  OpenedMeasures opening(ledger, economy);
  for (HedgeState& state : bound.question.states) {
    state.measures = opening.opened(state.measures);
    if (state.pending_years > 0.0) state.probability = chance_of_pending(ledger, state);
  }
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
    if (own != nullptr) spread.mean += states[s].probability * own->rate;
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

GameFile game_of(const HedgeQuestion& question, const std::vector<HedgeState>& states,
                 const std::string& economy, const Ledger& ledger) {
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
  for (const HedgeState& state : states)
    game.types.push_back({state.name, state.probability, state.measures});
  for (const HedgeAct& act : question.acts) {
    GameAction made;
    made.name = act.name;
    made.of = {act.name};
    made.where = act.where;
    std::vector<GameMeasure> measures;
    for (const GameMeasure& written : act.measures)
      if (const std::optional<HedgeStock> stock = stock_in(written))
        hold_stock(game, act, *stock, economy, ledger);
      else
        measures.push_back(written);
    if (act.only.empty()) made.measures = measures;
    game.actions.push_back(std::move(made));
    if (measures.empty()) continue;
    for (const std::string& state : act.only) answer_in(game, act, act.name, state, measures);
  }
  return game;
}

}  // namespace leeway
