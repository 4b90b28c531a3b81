#include "leeway/model/strain.h"

#include <algorithm>
#include <cmath>

namespace leeway {

Strain strain_of(const Equilibrium& equilibrium) {
  const EquilibriumState& s = equilibrium.state();
  Strain strain;
  for (int n = 0; n < equilibrium.layout().N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    const double transfer = equilibrium.policy().transfer[at] * s.world_income;
    double paid = 0.0;
    for (const double revenue :
         {s.output_revenue[at], s.backstop_rent[at], s.tariff_revenue[at], s.export_revenue[at], transfer})
      paid += std::max(-revenue, 0.0);
    const double left = s.income[at] / (s.income[at] + paid);
    if (left < strain.income_left) {
      strain.income_left = left;
      strain.poorest = n;
    }
    // A fixed imbalance cannot be shipped when trade has all but stopped.
    const double gross = s.receipts[at] + s.payments[at];
    if (strain.secluded < 0 && std::abs(s.deficit[at]) > 1e-9 && gross < 3.0 * std::abs(s.deficit[at]))
      strain.secluded = n;
  }
  return strain;
}

}  // namespace leeway
