#pragma once

#include "leeway/output/report.h"
#include "leeway/strategy/policy_game.h"

namespace leeway {

/// What a game of policy tells besides its equilibria: actions that all take, what it would take for each to
/// take one, scenarios and stakes, as sentences, charts, rows of the long table, and the tables given.
void add_offers(const World& world, const PolicyGame& game, Report& report, std::vector<ReportTable>& tables);

}  // namespace leeway
