#pragma once

#include <string>
#include <vector>

#include "leeway/model/solution.h"
#include "leeway/world/world.h"

namespace leeway {

/// Some goods from some exporters to some importers; domestic sales are never among them.
struct FlowSet {
  std::string name;  ///< "product:bev:CHN>EU27"
  std::vector<int> lines;
  std::vector<int> importers;
  std::vector<int> exporters;
  std::string unit;  ///< in which their quantities add: physical when all lines share one

  template <class Visit>
  void for_each(Visit visit) const {
    for (int l : lines)
      for (int n : importers)
        for (int i : exporters)
          if (n != i) visit(l, n, i);
  }
};

/// Throws InputError at `where` for an unknown name, and when no flow crosses a border.
FlowSet flow_set(const World& world, const std::string& goods, const std::string& exporter,
                 const std::string& importer, const Location& where);
/// The same written in one word: "GOODS:EXPORTER>IMPORTER".
FlowSet read_flows(const World& world, const std::string& text, const Location& where);

/// Base-year quantity of a flow: physical when `physical` and its line has a unit, else its base-year value
/// at basic prices.
double base_quantity(const World& world, int line, int importer, int exporter, bool physical);

/// What a set of flows carries in an equilibrium.
struct FlowTotals {
  double user_musd = 0.0;    ///< as buyers pay it
  double border_musd = 0.0;  ///< what leaves the importing economies
  double quantity = 0.0;     ///< arrived, in the set's unit

  /// What a buyer pays for one unit, USD; of a set that adds in values, over the base-year basic price.
  double price(const FlowSet& flows) const;
};
FlowTotals totals(const World& world, const Solution& solution, const FlowSet& flows);

/// Arrived quantity of a flow over the base year's.
double quantity_hat(const World& world, const Solution& solution, int line, int importer, int exporter);

/// The unit of quantities that add only as values.
inline constexpr const char* volume_unit = "USD mn at base-year prices";

}  // namespace leeway
