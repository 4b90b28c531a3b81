#pragma once

#include <cstdint>
#include <memory>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/sweep_cases.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/ensemble/varied.h"
#include "leeway/model/options.h"
#include "leeway/policy/ledger.h"
#include "leeway/world/world.h"

namespace leeway {

/// A plan put to a world and a ledger: what each draw takes, and what comes of it.
class Sweep {
 public:
  /// Looks everything up. World and ledger must outlive it. Throws InputError, at the place in the plan.
  Sweep(SweepPlan plan, const World& world, const Ledger& ledger);
  /// Of cases that stand already and what is at the centre of their options: the plan lets nothing vary but
  /// options and `theta`.
  Sweep(SweepPlan plan, const World& world, const Ledger& ledger, const Options& centre,
        const GivenCases& given);
  ~Sweep();

  const SweepPlan& plan() const;
  const SweepHeader& header() const;
  const std::vector<Varied>& varied() const;
  /// Equilibria that a draw solves.
  std::size_t solves() const;
  /// Solves a draw; from any thread. A function of plan and draw alone: what does not certify is a row with
  /// its reason.
  SweepRow draw(std::uint64_t k) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace leeway
