#pragma once

#include <cstdint>
#include <memory>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/sweep_plan.h"
#include "leeway/policy/ledger.h"
#include "leeway/world/world.h"

namespace leeway {

/// A plan put to a world and a ledger: what each draw takes, and what comes of it.
class Sweep {
 public:
  /// Looks everything up. World and ledger must outlive it. Throws InputError, at the place in the plan.
  Sweep(SweepPlan plan, const World& world, const Ledger& ledger);
  ~Sweep();

  const SweepPlan& plan() const;
  const SweepHeader& header() const;
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
