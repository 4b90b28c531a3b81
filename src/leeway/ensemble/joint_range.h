#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "leeway/ensemble/sweep_plan.h"
#include "leeway/policy/ledger.h"
#include "leeway/strategy/brief.h"
#include "leeway/world/world.h"

namespace leeway {

/// How a brief is told over draws.
struct JointSettings {
  std::uint64_t draws = 2000;   ///< from `fewest_drawn` to `most_drawn`
  std::uint64_t seed = 1;       ///< up to `largest_seed`
  std::set<std::string> fixed;  ///< keys of options that the question sets, which do not vary
  int threads = 0;              ///< 0: as many as the machine has
  std::function<void(std::uint64_t)> progress = {};  ///< draws solved, from one thread at a time
};
inline constexpr std::uint64_t largest_seed = 1'000'000'000;

/// Throws InputError for a question whose leeway cannot be drawn: one without a threat, or at a horizon of
/// which no welfare is told; and for settings out of their bounds.
void check_joint(const BriefInputs& inputs, const JointSettings& settings);

/// What the draws of a brief take, as a plan of a sweep: the set of elasticities (each of the world's alike),
/// a factor on each line's theta about it, the estimate of supply, and what trade balances do.
SweepPlan joint_plan(const World& world, const BriefAnalysis& centre, const JointSettings& settings);

/// Solves the draws, each a function of the question, the seed and its number alone. `centre` is the brief at
/// the centre with its policies. Throws InputError from a chair without a leeway.
DrawnRange joint_range(const World& world, const Ledger& ledger, const BriefAnalysis& centre,
                       const JointSettings& settings);

/// The brief at the centre, told over draws: what `leeway brief --draws` tells. Where the centre has no
/// leeway, since a solve of it failed, nothing is drawn. Throws InputError as the two above.
BriefAnalysis drawn_brief(const World& world, const Ledger& ledger, BriefInputs inputs,
                          const JointSettings& settings);

}  // namespace leeway
