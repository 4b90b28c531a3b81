#pragma once

#include <cstddef>
#include <vector>

namespace leeway {

/// Rank of each value, those that are equal at their mean rank.
std::vector<double> ranks(const std::vector<double>& values);

/// One thing that may move a figure.
struct Mover {
  std::vector<double> values;  ///< of each draw; of a choice its index
  bool is_choice = false;
};

/// Which of them move the figure, in the order in which they are found: again and again the one with the
/// largest absolute rank correlation with what those before it leave of the figure (residuals of a regression
/// on ranks; a choice enters by its groups), until none is significant at 5% over as many tests as there are
/// movers (Bonferroni).
std::vector<std::size_t> moves_by_rank(const std::vector<Mover>& movers, const std::vector<double>& figure);

}  // namespace leeway
