#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/attribution.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/moves.h"

namespace leeway {

/// What one Measure of a move brings an economy.
struct MovePart {
  std::string measure;  ///< id
  std::string title;
  std::string by;       ///< who acts
  bool lifted = false;  ///< the move takes it out, or leaves it undone
  double musd = 0.0;    ///< part of the gain; the parts add up to it
};

struct MoveParts {
  PartRule rule = PartRule::shapley;
  std::vector<MovePart> parts;  ///< in the order of the move
  int solves = 0;
  int failed = 0;  ///< with one there are no parts
};

/// Above it the parts are taken in order: exact ones take two to the number of Measures solves.
inline constexpr std::size_t most_shapley_measures = 6;

/// Divides the change of real income (USD million, `members` taken as one) between the policy without the
/// move and the one with it. `calm` is the status quo without the threat.
MoveParts parts_of_move(const Model& model, const Ledger& ledger, const PolicyOptions& calm,
                        const Moves& moves, const std::vector<int>& members, const Start& start);

}  // namespace leeway
