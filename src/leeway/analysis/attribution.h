#pragma once

#include <cstddef>
#include <vector>

namespace leeway {

/// How a difference is divided among the parts that make it.
enum class PartRule {
  shapley,   ///< each by the mean of what it adds over all orders, exact
  in_order,  ///< each by what it adds after those before it, for many parts
};

/// Which coalitions of parts have to be valued, and what each part adds. Part p is in a coalition c when
/// c[p].
class Attribution {
 public:
  using Coalition = std::vector<bool>;

  /// By Shapley up to `most_by_shapley` parts, since their coalitions are two to their number; else in order.
  Attribution(std::size_t parts, std::size_t most_by_shapley);

  PartRule rule() const { return rule_; }
  /// The first is empty, the last holds every part.
  const std::vector<Coalition>& coalitions() const { return coalitions_; }
  /// What each part adds, from the worth of every coalition, in their order. The parts add up to the last
  /// worth less the first.
  std::vector<double> parts(const std::vector<double>& worth) const;

 private:
  std::size_t count_ = 0;
  PartRule rule_ = PartRule::shapley;
  std::vector<Coalition> coalitions_;
};

}  // namespace leeway
