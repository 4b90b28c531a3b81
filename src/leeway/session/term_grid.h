#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/study.h"
#include "leeway/session/session.h"

namespace leeway {

/// A term of a Measure and the values that it takes, one after the other.
using TermAxis = std::vector<TermSetting>;

/// One point of a grid, against the Situation that it was laid on.
struct GridCase {
  std::vector<std::size_t> at;  ///< of each axis, the place of its value
  Verdict verdict;
  std::vector<EconomyChange> economies;  ///< then groups, as in a Comparison; empty where it did not certify
};

/// Every combination of the values, the last axis fastest; each is `on.with_terms(…)`, solved. Once a stop is
/// asked for no further one begins, and what is left of the grid is left out. Throws InputError, before
/// anything is solved, as with_terms does and for more than `most_grid_cases`; std::logic_error where `on`
/// did not certify.
std::vector<GridCase> term_grid(const Situation& on, const std::vector<TermAxis>& axes,
                                const StudySettings& settings);
inline constexpr std::size_t most_grid_cases = 10000;

}  // namespace leeway
