#pragma once

#include "leeway/strategy/brief.h"

namespace leeway {

/// The answer in one sentence, and a second with its size and range.
void write_headline(const World& world, BriefAnalysis& brief);

/// What the brief takes for granted, each with what else could be asked.
std::vector<Assumption> brief_assumptions(const World& world, const BriefInputs& inputs, const Moves* moves,
                                          bool alternative_rates);

}  // namespace leeway
