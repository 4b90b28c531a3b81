#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/range.h"
#include "leeway/analysis/study.h"
#include "leeway/strategy/room.h"

namespace leeway {

/// One policy of a room and how it is set against another.
struct RoomPlan {
  std::string name;
  PolicyOptions options;
  std::size_t start = 0;  ///< plan that it starts from; itself: the base year
  std::shared_ptr<const Policy> policy{};
  std::shared_ptr<const Policy> alternative{};  ///< under the second estimate of rates
  /// A Measure that stands in the place of another of the question, and that one's id: its terms move alike.
  std::string variant{};
  std::string variant_of{};
};

/// What is kept of each solve.
struct RoomKept {
  Verdict verdict;
  std::vector<double> real_income;             ///< [n] USD million
  std::vector<SectorChange> threatener;        ///< against the plan that it started from; of punished plans
  std::shared_ptr<const Solution> solution{};  ///< of the central case

  double income(const std::vector<int>& members) const;
};

/// Plans solved under every case of a range, and under the same at the shortest horizon that tells welfare
/// where a punishment has a length (docs/model.md, section 8).
class RoomSolves {
 public:
  RoomSolves(const World& world, const Options& options, RangeKind kind, bool timed);

  std::size_t add(const Ledger& ledger, std::string name, PolicyOptions options, std::size_t start);
  /// Says that a Measure of the plan added last is a variant of another.
  void is_variant(std::string variant, std::string of);
  /// The terms with a range of the Measures that act in some of the plans so far and not in all, and of those
  /// that `also` takes: what the full range moves besides.
  void move_terms(const std::function<bool(const Measure&)>& also = {});
  /// `sectors_of`: whose sectors are kept of the plans from `first_punished` on; of no one's, neither are the
  /// central equilibria.
  void run(int threads, const std::function<void(int, int)>& progress, const std::vector<int>& sectors_of,
           std::size_t first_punished);

  const Model& model() const { return *model_; }
  const std::shared_ptr<const Shares>& shares() const { return shares_; }
  /// Those of the range, the central one first.
  const std::vector<RangeCase>& settings() const { return settings_; }
  const std::vector<RoomPlan>& plans() const { return plans_; }
  const RoomKept& at(std::size_t setting, std::size_t plan) const { return kept_[case_of_[setting][plan]]; }
  /// Of the same setting as a year of punishment is priced.
  const RoomKept& while_punished(std::size_t setting, std::size_t plan) const {
    return kept_[case_of_[timed_[setting]][plan]];
  }
  const std::vector<RoomKept>& all() const { return kept_; }
  /// Equilibria of the centre by name.
  std::vector<std::pair<std::string, const RoomKept*>> central() const;

 private:
  /// Policies and fingerprints of all plans as a case sees them.
  struct Seen {
    std::vector<std::shared_ptr<const Policy>> policies;
    std::vector<std::string> prints;
  };
  Seen seen_in(const RangeCase& setting) const;

  const World& world_;
  Options options_;
  RangeKind kind_;
  bool timed_horizon_;
  std::shared_ptr<const Shares> shares_;
  std::optional<Model> model_;
  std::vector<RoomPlan> plans_;
  std::vector<TermAssumption> terms_;
  std::vector<RangeCase> settings_;
  std::vector<std::size_t> timed_;                 ///< [setting] index into case_of_
  std::vector<std::vector<std::size_t>> case_of_;  ///< [setting, then those at the short horizon][plan]
  std::vector<RoomKept> kept_;
};

}  // namespace leeway
