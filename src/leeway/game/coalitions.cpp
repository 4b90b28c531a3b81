#include "leeway/game/coalitions.h"

#include <algorithm>
#include <stdexcept>

namespace leeway {

namespace {

/// Calls `visit(profile)` for every joint action of the members in which each of them does what `from` does
/// not.
template <class Visit>
void each_joint(const StrategicGame& game, const std::vector<std::size_t>& members, std::size_t from,
                std::size_t at, std::size_t profile, const Visit& visit) {
  if (at == members.size()) {
    visit(profile);
    return;
  }
  for (std::size_t a = 0; a < game.actions(members[at]); ++a)
    if (a != game.action(from, members[at]))
      each_joint(game, members, from, at + 1, game.with(profile, members[at], a), visit);
}

/// Calls `visit(members)` for every subset of `among` of 1 to `largest`, smaller sets first.
template <class Visit>
void each_subset(const std::vector<std::size_t>& among, std::size_t largest, const Visit& visit) {
  std::vector<std::size_t> members;
  const auto grow = [&](const auto& self, std::size_t from, std::size_t missing) -> void {
    if (missing == 0) {
      visit(members);
      return;
    }
    for (std::size_t i = from; i + missing <= among.size(); ++i) {
      members.push_back(among[i]);
      self(self, i + 1, missing - 1);
      members.pop_back();
    }
  };
  for (std::size_t size = 1; size <= std::min(largest, among.size()); ++size) grow(grow, 0, size);
}

double least_gain(const StrategicGame& game, const std::vector<std::size_t>& members, std::size_t from,
                  std::size_t to) {
  double least = game.payoff(to, members[0]) - game.payoff(from, members[0]);
  for (const std::size_t p : members) least = std::min(least, game.payoff(to, p) - game.payoff(from, p));
  return least;
}

/// Whether no proper part of a coalition has a deviation that holds from the profile.
bool holds(const StrategicGame& game, const std::vector<std::size_t>& members, std::size_t profile,
           double most) {
  bool stays = true;
  each_subset(members, members.size() - 1, [&](const std::vector<std::size_t>& part) {
    if (!stays) return;
    each_joint(game, part, profile, 0, profile, [&](std::size_t to) {
      if (stays && least_gain(game, part, profile, to) > most && holds(game, part, to, most)) stays = false;
    });
  });
  return stays;
}

}  // namespace

CoalitionCheck check_coalitions(const StrategicGame& game, std::size_t profile, std::size_t largest) {
  const double most = game_tolerance * game.span();
  CoalitionCheck check;
  std::vector<std::size_t> all(game.size());
  for (std::size_t p = 0; p < all.size(); ++p) all[p] = p;
  each_subset(all, largest, [&](const std::vector<std::size_t>& members) {
    each_joint(game, members, profile, 0, profile, [&](std::size_t to) {
      ++check.looked_at;
      const double gain = least_gain(game, members, profile, to);
      if (!(gain > most)) return;
      if (!check.deviation || gain > check.deviation->least_gain) check.deviation = {members, to, gain};
      if ((!check.holding || gain > check.holding->least_gain) && holds(game, members, to, most))
        check.holding = {members, to, gain};
    });
  });
  return check;
}

NetworkGame network_game(std::vector<std::string> players,
                         const std::function<std::vector<double>(std::size_t network)>& payoffs_of) {
  NetworkGame game;
  game.players = std::move(players);
  for (std::size_t i = 0; i < game.players.size(); ++i)
    for (std::size_t j = i + 1; j < game.players.size(); ++j) game.pairs.emplace_back(i, j);
  if (game.pairs.size() > 20) throw std::invalid_argument("a network game of more than 20 pairs");
  for (std::size_t network = 0; network < game.networks(); ++network)
    for (const double payoff : payoffs_of(network)) game.payoffs.push_back(payoff);
  if (game.payoffs.size() != game.networks() * game.players.size())
    throw std::invalid_argument("payoffs of a network that are not one a player");
  return game;
}

double pairwise_gain(const NetworkGame& game, std::size_t network) {
  double largest = 0.0;
  for (std::size_t l = 0; l < game.pairs.size(); ++l) {
    const std::size_t other = network ^ (std::size_t{1} << l);
    const double first = game.payoff(other, game.pairs[l].first) - game.payoff(network, game.pairs[l].first);
    const double second =
        game.payoff(other, game.pairs[l].second) - game.payoff(network, game.pairs[l].second);
    const bool cuts = (network >> l & 1) != 0;
    // One alone may cut; to link takes one that gains and one that does not lose.
    if (cuts)
      largest = std::max({largest, first, second});
    else if (std::min(first, second) >= 0.0)
      largest = std::max({largest, first, second});
  }
  return largest;
}

std::vector<std::size_t> pairwise_stable(const NetworkGame& game) {
  const auto [low, high] = std::minmax_element(game.payoffs.begin(), game.payoffs.end());
  const double most = game_tolerance * (*high > *low ? *high - *low : 1.0);
  std::vector<std::size_t> stable;
  for (std::size_t network = 0; network < game.networks(); ++network)
    if (pairwise_gain(game, network) <= most) stable.push_back(network);
  return stable;
}

}  // namespace leeway
