#pragma once

#include <string>
#include <vector>

#include "leeway/model/solution.h"
#include "leeway/model/welfare.h"
#include "leeway/world/world.h"

namespace leeway {

/// What one third market takes of the goods that lost their way.
struct DeflectionRow {
  int economy = 0;
  double imports_from_musd = 0.0;  ///< from the exporter, before; border value
  double imports_musd = 0.0;       ///< change
  double imports_pct = 0.0;
  double quantity = 0.0;     ///< change, in the unit of Deflection
  double share = 0.0;        ///< of all that is diverted to third markets
  double output_musd = 0.0;  ///< its own sector: change of volume at the first prices
  double output_pct = 0.0;
  Welfare value_added_musd;  ///< change of what the sector's value added buys
  double labour_pct = 0.0;   ///< labour income of the sector over the wage
};

/// Where an exporter's goods go when one market closes.
struct Deflection {
  std::string goods;
  std::string exporter;
  std::string market;
  bool found = false;          ///< exporter and market were not named: the pair that loses most trade
  double before_musd = 0.0;    ///< exports to the market, border value
  double lost_musd = 0.0;      ///< of them
  double diverted_musd = 0.0;  ///< more exports to all third markets, net
  double home_musd = 0.0;      ///< more sales at home
  /// Quantities are volumes at the exporter's base-year prices, told in the goods' physical unit, where they
  /// have one, as the closed market bought them: prices fall, so values understate what finds a buyer.
  std::string unit;
  double before_quantity = 0.0;
  double lost_quantity = 0.0;
  double diverted_quantity = 0.0;
  double home_quantity = 0.0;
  int closed_markets = 0;  ///< third markets that bought none before: no answer opens them
  double closed_markets_share =
      0.0;  ///< what they buy of these goods from abroad, in all third markets' purchases
  double market_output_pct = 0.0;  ///< the sector behind the closed door
  double exporter_output_pct = 0.0;
  std::vector<DeflectionRow> rows;  ///< third markets, largest change of imports first

  /// Share of what is lost that third markets take, by value.
  double replaced() const { return lost_musd > 0.0 ? diverted_musd / lost_musd : 0.0; }
  /// Share of the quantity lost that finds another buyer, at home too.
  double deflected() const {
    return lost_quantity > 0.0 ? (diverted_quantity + home_quantity) / lost_quantity : 0.0;
  }
};

/// From one equilibrium to another. An empty `exporter` or `market` is found: the pair whose trade in the
/// goods falls most. Throws InputError for unknown names and sets that overlap.
Deflection deflection(const World& world, const Solution& from, const Solution& to, const std::string& goods,
                      const std::string& exporter, const std::string& market, const Location& where);

}  // namespace leeway
