#pragma once

#include <string>
#include <vector>

#include "leeway/analysis/flows.h"
#include "leeway/model/solution.h"

namespace leeway {

/// Who receives what buyers pay on a set of flows. USD million a year.
struct MoneySplit {
  double paid = 0.0;
  double sellers = 0.0;           ///< at basic prices
  double home_treasury = 0.0;     ///< duties of the importing economies
  double foreign_treasury = 0.0;  ///< export taxes of the exporting economies
  double importers = 0.0;         ///< rent of licence holders in the importing economies
  double exporters = 0.0;         ///< rent of firms and licence holders in the exporting economies

  /// Share of what is paid that no one receives: zero but for rounding.
  double gap() const;
};
MoneySplit money_split(const World& world, const Solution& solution, const FlowSet& flows);

/// Who gains and who pays when policy on a set of flows changes. Money is USD million; "home" are the
/// importing economies, "partner" the exporting ones. What buyers lose is at the quantities they bought
/// before, of the product from every origin.
struct Incidence {
  FlowTotals before;
  FlowTotals after;
  MoneySplit money_before;
  MoneySplit money_after;

  double product_price_pct = 0.0;      ///< of the goods from all origins, to buyers at home
  double consumers_musd = 0.0;         ///< minus the dearer bill of final use
  double using_industries_musd = 0.0;  ///< minus the dearer bill of industries
  double home_output_musd = 0.0;       ///< change of the competing sectors' volume at the first prices
  double home_output_pct = 0.0;
  double home_producers_musd = 0.0;     ///< change of what their value added buys
  double home_jobs_pct = 0.0;           ///< their labour income over the wage
  double partner_producers_musd = 0.0;  ///< the same of the exporters' sector
  double home_subsidies_musd = 0.0;     ///< change of what the home treasuries pay to producers

  double ev_home_musd = 0.0;
  double ev_partner_musd = 0.0;
  double ev_third_musd = 0.0;  ///< everyone else

  double buyers_musd() const { return consumers_musd + using_industries_musd; }
};
Incidence incidence(const World& world, const Solution& from, const Solution& to, const FlowSet& flows);

}  // namespace leeway
