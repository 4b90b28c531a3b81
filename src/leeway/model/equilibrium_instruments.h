#pragma once

#include <vector>

#include "leeway/model/equilibrium.h"

namespace leeway {

/// What the transpose knows when the turn of the instruments comes; they add to the sums.
struct Equilibrium::Adjoints {
  const Array2& gY;
  const std::vector<double>& yR;
  const std::vector<double>& yQ;
  const std::vector<double>& yi;
  std::vector<double>& gprice;  ///< [row]
  std::vector<double>& grow;    ///< [row]
  Array2& gcolumn;
  Array2& gbasic;
  Adjoint own;  ///< of the flows under instruments; kappa has all channels once the lines are done
};

template <class Visit>
void for_each_attachment(const CompiledInstruments& instruments, const CompiledInstruments::Cell& cell,
                         Visit visit) {
  for (int p = cell.first; p < cell.last; ++p) {
    const CompiledInstruments::Part& part = instruments.parts[static_cast<std::size_t>(p)];
    for (int a = part.first; a < part.last; ++a) visit(instruments.attachments[static_cast<std::size_t>(a)]);
  }
}

}  // namespace leeway
