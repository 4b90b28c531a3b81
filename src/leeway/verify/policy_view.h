#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "leeway/policy/policy.h"

namespace leeway::second_reading {

// The only place of this folder that knows how a Policy stores what it says.

/// Levels on one part of a flow.
struct FlowTerms {
  double share = 1.0;  ///< of the base-year flow
  double tariff = 0.0;
  double export_tax = 0.0;
  double cost = 1.0;
  double access = 1.0;
  double demand = 1.0;       ///< factor on what buyers want of it at given prices
  double base_tariff = 0.0;  ///< in the base year
};

/// Line, importer, exporter.
using FlowKey = std::tuple<int, int, int>;
/// Line, importer, exporter, class of goods.
using ClassKey = std::tuple<int, int, int, int>;

/// A flow, or its goods of one class, whose parts differ or on which an instrument acts or counts.
struct ControlledFlow {
  std::vector<FlowTerms> parts;
  double substitution = 0.0;  ///< between the parts; 0: as between origins
};

/// Terms of a flow that is neither split nor under an instrument; of a row in classes, those of one class.
FlowTerms terms_of(const Policy& policy, const World& world, int line, int importer, int exporter, int goods);
/// Every flow in parts, under an instrument, or counted by one.
std::map<ClassKey, ControlledFlow> controlled_flows(const Policy& policy, const World& world);
/// The rows that are cut into classes, as line, importer and the number of classes.
std::vector<std::tuple<int, int, int>> cut_rows(const Policy& policy);
/// Share of an origin's flow that is of a class of goods, by basic value.
double share_of_class(const Policy& policy, int line, int importer, int exporter, int goods);
/// The largest multiplier of an instrument: the log premium at which it is filled.
double top_of(const BoundInstrument& bound);
/// Log premium on one of its flows at its multiplier.
double premium_of(const BoundInstrument& bound, const InstrumentFlow& flow, double multiplier);
/// Share of unit cost paid to a producer.
double subsidy_of(const Policy& policy, int economy, int producer);

}  // namespace leeway::second_reading
