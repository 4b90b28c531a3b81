#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/flows.h"
#include "leeway/model/model.h"
#include "leeway/model/welfare.h"

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

/// What the equivalent variation of some economies is made of: the parts add up to it. Every income is told
/// by what it buys of all other goods, so that no unit of account is in it. USD million.
struct WelfareParts {
  double goods_prices = 0.0;  ///< what the goods themselves cost consumers
  double wages = 0.0;
  double owners = 0.0;         ///< of factors that cannot leave the sectors that make the goods
  double other_owners = 0.0;   ///< of those of other sectors
  double flow_revenue = 0.0;   ///< duties and export taxes on the flows themselves
  double other_revenue = 0.0;  ///< on all other trade, less subsidies paid
  double flow_rents = 0.0;     ///< of quotas and price floors on the flows
  double other_rents = 0.0;
  double transfers = 0.0;  ///< by policy, and what the closure moves

  double sum() const;
};

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
  double home_jobs_pct = 0.0;        ///< their labour income over the wage
  double home_subsidies_musd = 0.0;  ///< change of what the home treasuries pay to producers

  Welfare ev_home_musd;
  Welfare ev_partner_musd;
  Welfare ev_third_musd;  ///< everyone else
  /// Absent where welfare is not told.
  std::optional<WelfareParts> home_parts;
  std::optional<WelfareParts> partner_parts;
  std::optional<WelfareParts> third_parts;

  double buyers_musd() const { return consumers_musd + using_industries_musd; }
};
Incidence incidence(const Model& model, const Solution& from, const Solution& to, const FlowSet& flows);

}  // namespace leeway
