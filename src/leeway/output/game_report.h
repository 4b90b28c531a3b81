#pragma once

#include <cstddef>
#include <string>

#include "leeway/game/answers.h"
#include "leeway/game/extensive_game.h"
#include "leeway/output/report.h"

namespace leeway {

/// The answers of `play` as tables: what is ruled out, equilibria with their checks, and the rest of what was
/// asked. `unit` is that of payoffs.
Report game_report(const StrategicGame& game, const GameAnswers& answers, const std::string& unit,
                   std::size_t top);
/// The same for a tree of which `form` is the reduced form; of a game of perfect information the plan too.
Report tree_report(const ExtensiveGame& tree, const StrategicGame& form, const GameAnswers& answers,
                   std::size_t top);

/// "stay", or "62.5% stay, 37.5% deal".
std::string mix_words(const GamePlayer& player, const std::vector<double>& mix);
/// "USA stay, CHN deal".
std::string profile_words(const StrategicGame& game, std::size_t profile);

}  // namespace leeway
