#pragma once

#include <random>
#include <string>
#include <vector>

#include "leeway/game/strategic_game.h"

namespace leeway::test {

/// Actions of each player are called "1", "2", …; payoffs with the first player's action running fastest.
inline StrategicGame made(const std::vector<std::size_t>& actions,
                          const std::vector<std::vector<double>>& payoffs) {
  std::vector<GamePlayer> players;
  for (std::size_t p = 0; p < actions.size(); ++p) {
    players.push_back({"P" + std::to_string(p + 1), {}});
    for (std::size_t a = 1; a <= actions[p]; ++a) players[p].actions.push_back(std::to_string(a));
  }
  StrategicGame game("made by hand", players);
  for (std::size_t s = 0; s < game.profiles(); ++s)
    for (std::size_t p = 0; p < game.size(); ++p) game.payoff(s, p) = payoffs.at(s).at(p);
  return game;
}

/// Payoffs drawn evenly from 0 to 1, or whole numbers up to `whole`, so that there are ties.
inline StrategicGame drawn(const std::vector<std::size_t>& actions, unsigned seed, unsigned whole = 0) {
  std::mt19937 draw(seed);
  std::size_t profiles = 1;
  for (const std::size_t n : actions) profiles *= n;
  std::vector<std::vector<double>> payoffs(profiles, std::vector<double>(actions.size()));
  for (auto& row : payoffs)
    for (double& payoff : row)
      payoff =
          whole > 0 ? static_cast<double>(draw() % (whole + 1)) : static_cast<double>(draw()) / 4294967296.0;
  return made(actions, payoffs);
}

inline StrategicGame prisoners() { return made({2, 2}, {{9, 9}, {10, 0}, {0, 10}, {1, 1}}); }
inline StrategicGame pennies() { return made({2, 2}, {{1, -1}, {-1, 1}, {-1, 1}, {1, -1}}); }
inline StrategicGame sexes() { return made({2, 2}, {{2, 1}, {0, 0}, {0, 0}, {1, 2}}); }
/// Aumann (1974): dare first, chicken second.
inline StrategicGame chicken() { return made({2, 2}, {{0, 0}, {2, 7}, {7, 2}, {6, 6}}); }
inline StrategicGame stag_hunt() { return made({2, 2}, {{4, 4}, {3, 0}, {0, 3}, {3, 3}}); }

}  // namespace leeway::test
