#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/base/hash.h"
#include "leeway/ensemble/points.h"
#include "leeway/ensemble/row.h"
#include "leeway/ensemble/varied.h"

namespace leeway {

/// What each draw of a plan takes for what varies: a function of the plan and the draw's number alone.
class DrawnInputs {
 public:
  /// Reads the list of a plan that has one, which adds its choices to `varied`. Throws InputError for a
  /// table, correlations or sizes that do not fit.
  DrawnInputs(const SweepPlan& plan, std::vector<Varied> varied);

  const std::vector<Varied>& varied() const { return varied_; }
  /// Draws in all.
  std::uint64_t size() const { return size_; }
  std::vector<SweepColumn> columns() const;
  /// Rank correlations that the plan gives, by the names of a pair.
  const std::vector<std::pair<std::string, double>>& correlations() const { return correlations_; }
  /// The rows of a list by what they say, whatever their file looks like; nothing where there is none.
  void add_list(Identity& id) const;
  /// A number a column; of a choice its index.
  std::vector<double> at(std::uint64_t draw) const;

 private:
  void read_list(const SweepPlan& plan);
  void correlate(const SweepPlan& plan);
  std::vector<double> on_grid(std::uint64_t draw) const;

  std::vector<Varied> varied_;
  Design design_;
  std::uint64_t size_ = 0;
  std::optional<Points> points_;
  std::optional<Copula> copula_;
  std::vector<std::pair<std::string, double>> correlations_;
  std::vector<std::vector<double>> list_;
};

}  // namespace leeway
