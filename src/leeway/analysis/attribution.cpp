#include "leeway/analysis/attribution.h"

#include <bit>

namespace leeway {

namespace {

double factorial(std::size_t n) { return n < 2 ? 1.0 : static_cast<double>(n) * factorial(n - 1); }

}  // namespace

Attribution::Attribution(std::size_t parts, std::size_t most_by_shapley)
    : count_(parts), rule_(parts <= most_by_shapley ? PartRule::shapley : PartRule::in_order) {
  if (rule_ == PartRule::in_order) {
    for (std::size_t made = 0; made <= count_; ++made) {
      coalitions_.emplace_back(count_, false);
      for (std::size_t p = 0; p < made; ++p) coalitions_.back()[p] = true;
    }
    return;
  }
  for (std::size_t s = 0; s < std::size_t{1} << count_; ++s) {
    coalitions_.emplace_back(count_, false);
    for (std::size_t p = 0; p < count_; ++p) coalitions_.back()[p] = (s >> p & 1U) != 0;
  }
}

std::vector<double> Attribution::parts(const std::vector<double>& worth) const {
  std::vector<double> out(count_, 0.0);
  for (std::size_t p = 0; p < count_; ++p) {
    if (rule_ == PartRule::in_order) {
      out[p] = worth[p + 1] - worth[p];
      continue;
    }
    const std::size_t mine = std::size_t{1} << p;
    for (std::size_t s = 0; s < coalitions_.size(); ++s) {
      if ((s & mine) != 0) continue;
      const auto size = static_cast<std::size_t>(std::popcount(s));
      const double weight = factorial(size) * factorial(count_ - size - 1) / factorial(count_);
      out[p] += weight * (worth[s | mine] - worth[s]);
    }
  }
  return out;
}

}  // namespace leeway
