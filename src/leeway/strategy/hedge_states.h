#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/hedge_question.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/hedge.h"

namespace leeway {

/// The question with scenarios opened and "{it}" written out, and its ledger with their lists of goods. An id
/// of the ledger goes before a scenario of that name.
struct BoundHedge {
  HedgeQuestion question;
  Ledger ledger;
};
BoundHedge bind_hedge(const Ledger& ledger, const HedgeQuestion& question, const std::string& economy);

/// The one Measure by whose rate the states differ, at the mean by their probabilities, with what they share
/// in `shared`; a state without it has a rate of zero, where the Measure adds to what is paid. Nothing where
/// they differ in anything else.
std::optional<HedgeSpread> one_rate_of(const std::vector<HedgeState>& states, Date day,
                                       std::vector<GameMeasure>& shared);

/// The same question as a game whose players are the acts, each made or not, and whose types are the states.
/// A stock meets the curbs of a state on its goods: not made, they are as they stand, made, as it leaves
/// them. Throws InputError for a stock of goods that no state has a curb on, or another stock is of.
GameFile game_of(const HedgeQuestion& question, const std::vector<HedgeState>& states,
                 const std::string& economy, const Ledger& ledger);

}  // namespace leeway
