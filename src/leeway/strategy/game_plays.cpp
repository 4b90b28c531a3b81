#include "leeway/strategy/game_plays.h"

#include <algorithm>

#include <fmt/format.h>

namespace leeway {

GamePlays::GamePlays(const GameFile& file) : file_(file) {
  for (const GamePlace& player : file.players) choices_.push_back(file.choices(player.id));
  for (std::size_t p = 0; p < file.players.size(); ++p) plays_.push_back(plays_of(p));
}

/// Those that do not look at the type come first, in the order of the file.
std::vector<std::vector<std::size_t>> GamePlays::plays_of(std::size_t p) const {
  const std::size_t types = file_.types.size();
  const std::size_t choices = choices_[p].size();
  std::vector<std::vector<std::size_t>> plays;
  for (std::size_t a = 0; a < choices; ++a) plays.emplace_back(types, a);
  if (!file_.players[p].informed || choices < 2) return plays;
  const Location& where = file_.players[p].where;
  if (!file_.order.empty() || file_.periods > 0)
    throw InputError(where, "who sees nature's type shows it by moving: no order or clock is solved then",
                     "leave out [timing] and --order, or `informed`; a tree in Gambit's format has both");
  std::size_t all = 1;
  for (std::size_t t = 0; t < types && all <= most_plays; ++t) all *= choices;
  if (all > most_plays)
    throw InputError(where, fmt::format("{} choices in each of {} types are more than {} plays", choices,
                                        types, most_plays));
  std::vector<std::size_t> play(types, 0);
  for (bool more = true; more;) {
    if (std::any_of(play.begin(), play.end(), [&](std::size_t a) { return a != play.front(); }))
      plays.push_back(play);
    more = false;
    for (std::size_t t = types; t-- > 0 && !more;) {
      more = ++play[t] < choices;
      if (!more) play[t] = 0;
    }
  }
  return plays;
}

std::string GamePlays::play_name(std::size_t p, const std::vector<std::size_t>& play) const {
  const auto name = [&](std::size_t a) { return file_.actions[choices_[p][a]].name; };
  if (std::all_of(play.begin(), play.end(), [&](std::size_t a) { return a == play.front(); }))
    return name(play.front());
  std::vector<std::string> words;
  for (std::size_t t = 0; t < play.size(); ++t)
    words.push_back(fmt::format("{} if {}", name(play[t]), file_.types[t].name));
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<GamePlayer> GamePlays::players() const {
  std::vector<GamePlayer> players;
  for (std::size_t p = 0; p < plays_.size(); ++p) {
    players.push_back({file_.players[p].id, {}});
    for (const std::vector<std::size_t>& play : plays_[p])
      players.back().actions.push_back(play_name(p, play));
  }
  return players;
}

std::vector<std::size_t> GamePlays::choices_in(const StrategicGame& form, std::size_t profile,
                                               std::size_t type) const {
  std::vector<std::size_t> choices = form.actions_of(profile);
  for (std::size_t p = 0; p < choices.size(); ++p) choices[p] = plays_[p][choices[p]][type];
  return choices;
}

double GamePlays::stake(std::size_t player, std::size_t play) const {
  double sum = 0.0;
  for (std::size_t t = 0; t < file_.types.size(); ++t) {
    const GameAction& action = file_.actions[choices_[player][plays_[player][play][t]]];
    const auto found = action.stake.find(file_.players[player].id);
    if (found != action.stake.end()) sum += file_.types[t].prior * found->second;
  }
  return sum;
}

void GamePlays::need(const StrategicGame& form, GameMeasures& measures,
                     const std::vector<std::size_t>& profiles, std::vector<GameSituation>& needed) const {
  for (const std::size_t s : profiles)
    for (std::size_t t = 0; t < file_.types.size(); ++t)
      measures.each_situation(choices_in(form, s, t), t,
                              [&](const GameSituation& situation, double) { needed.push_back(situation); });
}

std::vector<double> GamePlays::exact(const StrategicGame& form, GameMeasures& measures,
                                     const GameSolves& solves, std::size_t profile, std::size_t type) const {
  std::vector<double> sum(form.size(), 0.0);
  measures.each_situation(choices_in(form, profile, type), type,
                          [&](const GameSituation& situation, double chance) {
                            const std::vector<double>& payoffs = solves.payoffs(situation);
                            for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += chance * payoffs[p];
                          });
  return sum;
}

std::vector<double> GamePlays::exact(const StrategicGame& form, GameMeasures& measures,
                                     const GameSolves& solves, std::size_t profile) const {
  std::vector<double> sum(form.size(), 0.0);
  for (std::size_t t = 0; t < file_.types.size(); ++t) {
    const std::vector<double> in_type = exact(form, measures, solves, profile, t);
    for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += file_.types[t].prior * in_type[p];
  }
  return sum;
}

}  // namespace leeway
