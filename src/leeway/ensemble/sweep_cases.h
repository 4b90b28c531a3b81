#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "leeway/ensemble/sweep_plan.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/policy.h"
#include "leeway/strategy/asked.h"
#include "leeway/world/world.h"

namespace leeway {

/// The policies behind the figures of a draw, on one day and with these Measures in or out. Each case is set
/// against the first and starts from the one before it; equal policies are one object.
struct Ground {
  Ledger ledger;
  std::vector<int> members;  ///< of the economy, on the day
  std::vector<PolicyOptions> options;
  std::vector<std::shared_ptr<const Policy>> policies;
  bool no_deal = false;

  /// The policies with terms set, where a Measure of them acts or the base year has it: as a brief sets them.
  std::vector<std::shared_ptr<const Policy>> with_terms(const World& world,
                                                        const std::vector<TermSetting>& terms) const;
};

/// A Measure that a draw puts in or takes out.
struct Toggle {
  std::string measure;  ///< id
  bool in = false;
};

/// The cases of a threat that stand already, as a brief has solved them: none of their policies varies.
struct GivenCases {
  std::vector<int> members;                             ///< of the economy
  std::vector<std::shared_ptr<const Policy>> policies;  ///< "drop", "keep", "punished"
};

/// Looks up the question of a plan and resolves its policies, each once.
class SweepCases {
 public:
  SweepCases(const SweepPlan& plan, const World& world, const Ledger& ledger);
  SweepCases(const SweepPlan& plan, const World& world, const Ledger& ledger, const GivenCases& given);

  /// "drop", "keep", "punished" of a threat; "status_quo", "scenario".
  const std::vector<std::string>& names() const { return names_; }
  Date day() const { return day_; }
  /// A Measure of the question or of the ledger; null where there is none.
  const Measure* find(const std::string& id) const;
  /// From any thread. Throws InputError for a day on which it cannot be asked.
  std::shared_ptr<const Ground> on(Date day, const std::vector<Toggle>& toggles) const;
  /// What is asked, in the words of the plan.
  std::string words() const;

 private:
  std::shared_ptr<const Ground> made(Date day, const std::vector<Toggle>& toggles) const;

  const SweepPlan& plan_;
  const World& world_;
  const Ledger& ledger_;
  std::vector<std::string> names_;
  Date day_{};
  std::vector<Measure> own_;             ///< of the question, beside the ledger
  std::shared_ptr<const Ground> given_;  ///< null: looked up
  mutable std::mutex guard_;
  mutable std::map<std::string, std::shared_ptr<const Ground>> known_;
};

}  // namespace leeway
