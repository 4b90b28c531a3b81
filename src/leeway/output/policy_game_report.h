#pragma once

#include <cstddef>

#include "leeway/output/report.h"
#include "leeway/strategy/policy_game.h"

namespace leeway {

/// The answer of `play` on a game of policy: who does what and why it holds, what joining brings, leeway, and
/// what was asked of the table of payoffs.
Report policy_game_report(const World& world, const PolicyGame& game, std::size_t top);

}  // namespace leeway
