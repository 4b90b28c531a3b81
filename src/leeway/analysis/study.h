#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "leeway/analysis/solve_memory.h"
#include "leeway/model/model.h"

namespace leeway {

/// One solve of a Study: plain data.
struct StudyCase {
  std::string name;
  std::shared_ptr<const Policy> policy;
  Options options;
  /// Index of an earlier case whose equilibrium the solve starts from, where it certified; nothing: the base
  /// year.
  std::optional<std::size_t> start;
  Start from;  ///< where to start when no case is named
  /// Earlier cases: the solve starts as far from `start` as the second lies from the first, where all
  /// certified.
  std::optional<std::pair<std::size_t, std::size_t>> along = {};
  /// An earlier case that `keep` is shown with this one; nothing: the one that it starts from.
  std::optional<std::size_t> against = {};
  bool remembered =
      true;  ///< where the Study has a memory: many that come once would push out what comes again
};

struct StudySettings {
  int threads = 0;  ///< 0: as many as the machine has
  /// Called as cases finish, from one thread at a time, with how many are done of how many.
  std::function<void(int, int)> progress;
  std::stop_token stop;  ///< once asked for, no further case begins
};

/// Many solves on one world and what is kept of each: the one loop behind every question that needs more than
/// one equilibrium. Models of equal options are built once. What is kept is the same bytes for any number of
/// threads, since a case sees only its own policy and the cases that it names.
class Study {
 public:
  /// Models are built on shares of the world that are read once, when the first is needed. The world must
  /// outlive the Study.
  explicit Study(const World& world) : world_(&world) {}
  explicit Study(std::shared_ptr<const Shares> shares) : shares_(std::move(shares)) {}

  /// Serves all cases of its options, so that none is built for them. Must outlive the runs.
  void use(const Model& model) { models_.push_back(&model); }
  /// Cases that were solved before are taken from there. Must outlive the runs.
  void remember(SolveMemory& memory) { memory_ = &memory; }
  /// Index of the case. Throws std::logic_error when it names one that does not stand before it.
  std::size_t add(StudyCase one);
  const std::vector<StudyCase>& cases() const { return cases_; }

  /// Solves every case and calls `keep(index, outcome)`, or with a third argument the Outcome of the case
  /// that it is set against (nullptr: none), from several threads at a time. What it gives comes in the order
  /// of the cases; nothing where the run was stopped before.
  template <class Keep>
  auto run(const StudySettings& settings, Keep keep) const {
    constexpr bool reads_other = std::is_invocable_v<Keep&, std::size_t, const Outcome&, const Outcome*>;
    const auto kept_of = [&keep](std::size_t at, const Outcome& outcome, const Outcome* against) {
      if constexpr (reads_other)
        return keep(at, outcome, against);
      else
        return keep(at, outcome);
    };
    using Kept = std::invoke_result_t<decltype(kept_of), std::size_t, const Outcome&, const Outcome*>;
    std::vector<std::optional<Kept>> kept(cases_.size());
    solve_all(settings, [&](std::size_t at, const Outcome& outcome, const Outcome* against) {
      kept[at].emplace(kept_of(at, outcome, against));
    });
    return kept;
  }

 private:
  using Visit = std::function<void(std::size_t, const Outcome&, const Outcome*)>;
  void solve_all(const StudySettings& settings, const Visit& visit) const;

  const World* world_ = nullptr;
  std::shared_ptr<const Shares> shares_;
  std::vector<const Model*> models_;
  std::vector<StudyCase> cases_;
  SolveMemory* memory_ = nullptr;
};

/// How many of a range's cases certified: "n of m".
struct CaseCount {
  int certified = 0;
  int of = 0;

  bool all() const { return certified == of; }
};

}  // namespace leeway
