#pragma once

#include <string>

#include "leeway/strategy/policy_game.h"

namespace leeway {

/// The generated part of docs/rush-to-beijing.md: what the ready game of that name answers, in words and
/// tables. Players, actions and scenarios are found by their names; what the file does not have is left out.
std::string founding_page(const PolicyGame& game);

}  // namespace leeway
