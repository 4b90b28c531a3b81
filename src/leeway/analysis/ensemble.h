#pragma once

#include <functional>
#include <span>
#include <vector>

#include "leeway/model/model.h"

namespace leeway {

/// One problem of an ensemble. The policy must outlive the run.
struct EnsembleCase {
  const Policy* policy = nullptr;
  int model = 0;                  ///< index into the option sets
  std::span<const double> start;  ///< state to start from, empty: the base year
  bool keep_trade = true;         ///< false: the result carries no bilateral trade, most of its size
};

struct EnsembleSettings {
  int threads = 0;  ///< 0: as many as the machine has
  /// Called as cases finish, from one thread at a time, with how many are done of how many.
  std::function<void(int, int)> progress;
};

/// Models of one world under several option sets, each calibrated once, and many solves on them.
class Ensemble {
 public:
  Ensemble(const World& world, const std::vector<Options>& options);

  /// Solves every case. Results come in the order of the cases and are the same bytes for any number of
  /// threads: a case never sees another's answer.
  std::vector<Result> run(std::span<const EnsembleCase> cases, const EnsembleSettings& settings = {}) const;

  const Model& model(int index) const { return models_[static_cast<std::size_t>(index)]; }
  int size() const { return static_cast<int>(models_.size()); }

 private:
  std::vector<Model> models_;
};

}  // namespace leeway
