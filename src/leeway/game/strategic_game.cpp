#include "leeway/game/strategic_game.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace leeway {

std::size_t StrategicGame::count_profiles(const std::vector<GamePlayer>& players) {
  std::size_t count = 1;
  for (const GamePlayer& player : players) {
    const std::size_t n = player.actions.size();
    if (n == 0 || count > most_profiles / n) return 0;
    count *= n;
  }
  return players.empty() || count > most_profiles / players.size() ? 0 : count;
}

StrategicGame::StrategicGame(std::string title, std::vector<GamePlayer> players)
    : title_(std::move(title)), players_(std::move(players)) {
  const std::size_t count = count_profiles(players_);
  if (count == 0) throw std::invalid_argument("a game without players or actions, or too large a table");
  std::size_t stride = 1;
  for (const GamePlayer& player : players_) {
    strides_.push_back(stride);
    stride *= player.actions.size();
  }
  payoffs_.assign(count * players_.size(), 0.0);
}

std::size_t StrategicGame::profile_of(const std::vector<std::size_t>& actions_of) const {
  std::size_t profile = 0;
  for (std::size_t p = 0; p < size(); ++p) profile += actions_of[p] * strides_[p];
  return profile;
}

std::vector<std::size_t> StrategicGame::actions_of(std::size_t profile) const {
  std::vector<std::size_t> found(size());
  for (std::size_t p = 0; p < size(); ++p) found[p] = action(profile, p);
  return found;
}

double StrategicGame::span() const {
  double least = 0.0;
  for (std::size_t p = 0; p < size(); ++p) {
    double low = payoffs_[p];
    double high = payoffs_[p];
    for (std::size_t s = p; s < payoffs_.size(); s += size()) {
      low = std::min(low, payoffs_[s]);
      high = std::max(high, payoffs_[s]);
    }
    if (high > low && (least == 0.0 || high - low < least)) least = high - low;
  }
  return least > 0.0 ? least : 1.0;
}

double StrategicGame::whole_span() const {
  const auto [low, high] = std::minmax_element(payoffs_.begin(), payoffs_.end());
  return *high > *low ? *high - *low : 1.0;
}

StrategicGame restricted(const StrategicGame& game, const std::vector<std::vector<std::size_t>>& left) {
  std::vector<GamePlayer> players;
  for (std::size_t p = 0; p < game.size(); ++p) {
    GamePlayer player{game.players()[p].name, {}};
    for (const std::size_t a : left[p]) player.actions.push_back(game.players()[p].actions[a]);
    players.push_back(std::move(player));
  }
  StrategicGame small(game.title(), std::move(players));
  for (std::size_t s = 0; s < small.profiles(); ++s) {
    std::size_t profile = 0;
    for (std::size_t p = 0; p < game.size(); ++p) profile += left[p][small.action(s, p)] * game.stride(p);
    for (std::size_t p = 0; p < game.size(); ++p) small.payoff(s, p) = game.payoff(profile, p);
  }
  return small;
}

MixedProfile pure_profile(const StrategicGame& game, std::size_t profile) {
  MixedProfile mix(game.size());
  for (std::size_t p = 0; p < game.size(); ++p) {
    mix[p].assign(game.actions(p), 0.0);
    mix[p][game.action(profile, p)] = 1.0;
  }
  return mix;
}

std::vector<std::vector<double>> action_values(const StrategicGame& game, const MixedProfile& mix) {
  const std::size_t players = game.size();
  std::vector<std::vector<double>> values(players);
  for (std::size_t p = 0; p < players; ++p) values[p].assign(game.actions(p), 0.0);
  std::vector<std::size_t> at(players, 0);
  std::vector<double> before(players + 1, 1.0), after(players + 1, 1.0);
  for (std::size_t s = 0; s < game.profiles(); ++s) {
    std::size_t absent = 0;  // a profile with two absent actions weighs on no one
    for (std::size_t p = 0; p < players; ++p) {
      const double chance = mix[p][at[p]];
      absent += chance == 0.0 ? 1 : 0;
      before[p + 1] = before[p] * chance;
    }
    if (absent < 2) {
      for (std::size_t p = players; p-- > 0;) after[p] = after[p + 1] * mix[p][at[p]];
      for (std::size_t p = 0; p < players; ++p)
        values[p][at[p]] += before[p] * after[p + 1] * game.payoff(s, p);
    }
    for (std::size_t p = 0; p < players && ++at[p] == game.actions(p); ++p) at[p] = 0;
  }
  return values;
}

std::vector<double> expected_payoffs(const StrategicGame& game, const MixedProfile& mix) {
  const auto values = action_values(game, mix);
  std::vector<double> expected(game.size(), 0.0);
  for (std::size_t p = 0; p < game.size(); ++p)
    for (std::size_t a = 0; a < values[p].size(); ++a) expected[p] += mix[p][a] * values[p][a];
  return expected;
}

std::vector<double> regrets(const StrategicGame& game, const MixedProfile& mix) {
  const auto values = action_values(game, mix);
  std::vector<double> found(game.size());
  for (std::size_t p = 0; p < game.size(); ++p) {
    double expected = 0.0;
    for (std::size_t a = 0; a < values[p].size(); ++a) expected += mix[p][a] * values[p][a];
    found[p] = *std::max_element(values[p].begin(), values[p].end()) - expected;
  }
  return found;
}

double largest_regret(const StrategicGame& game, const MixedProfile& mix) {
  const std::vector<double> found = regrets(game, mix);
  return *std::max_element(found.begin(), found.end());
}

StrategicGame ex_ante(const TypedGame& game) {
  const std::size_t types = game.types.size();
  const StrategicGame one(game.title, game.players);
  double sum = 0.0;
  for (const NatureType& type : game.types) {
    if (!(type.prior >= 0.0) || type.payoffs.size() != one.payoffs().size())
      throw std::invalid_argument("a type of nature with a prior below 0 or a table of another size");
    sum += type.prior;
  }
  if (std::abs(sum - 1.0) > 1e-12) throw std::invalid_argument("priors of types do not sum to 1");
  std::vector<GamePlayer> players = game.players;
  const auto informed = [&](std::size_t p) {
    return !game.informed.empty() && game.informed[p] && types > 1;
  };
  for (std::size_t p = 0; p < players.size(); ++p) {
    if (!informed(p)) continue;
    // The first type's action runs fastest.
    std::vector<std::string> plans = {""};
    for (std::size_t t = 0; t < types; ++t) {
      std::vector<std::string> longer;
      if (plans.size() * one.actions(p) > StrategicGame::most_profiles)
        throw std::invalid_argument("too many plans of an informed player");
      for (const std::string& action : game.players[p].actions)
        for (const std::string& plan : plans)
          longer.push_back(t == 0 ? action : fmt::format("{} / {}", plan, action));
      plans = std::move(longer);
    }
    players[p].actions = std::move(plans);
  }
  StrategicGame expected(game.title, std::move(players));
  for (std::size_t s = 0; s < expected.profiles(); ++s) {
    for (std::size_t t = 0; t < types; ++t) {
      std::size_t profile = 0;
      for (std::size_t p = 0; p < one.size(); ++p) {
        std::size_t action = expected.action(s, p);
        if (informed(p)) {
          for (std::size_t k = 0; k < t; ++k) action /= one.actions(p);
          action %= one.actions(p);
        }
        profile += action * one.stride(p);
      }
      for (std::size_t p = 0; p < one.size(); ++p)
        expected.payoff(s, p) += game.types[t].prior * game.types[t].payoffs[profile * one.size() + p];
    }
  }
  return expected;
}

double distance(const MixedProfile& a, const MixedProfile& b) {
  double far = 0.0;
  for (std::size_t p = 0; p < a.size(); ++p)
    for (std::size_t i = 0; i < a[p].size(); ++i) far = std::max(far, std::abs(a[p][i] - b[p][i]));
  return far;
}

}  // namespace leeway
