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
  double demand = 1.0;  ///< factor on what buyers want of it at given prices
};

/// Line, importer, exporter.
using FlowKey = std::tuple<int, int, int>;

/// A flow whose parts differ or on which an instrument acts or counts.
struct ControlledFlow {
  std::vector<FlowTerms> parts;
  double substitution = 0.0;  ///< between the parts; 0: as between origins
};

/// Terms of a flow that is neither split nor under an instrument.
FlowTerms terms_of(const Policy& policy, const World& world, int line, int importer, int exporter);
/// Every flow in parts, under an instrument, or counted by one.
std::map<FlowKey, ControlledFlow> controlled_flows(const Policy& policy, const World& world);
/// The largest multiplier of an instrument: the log premium at which it is filled.
double top_of(const BoundInstrument& bound);
/// Log premium on one of its flows at its multiplier.
double premium_of(const BoundInstrument& bound, const InstrumentFlow& flow, double multiplier);
/// Share of unit cost paid to a producer.
double subsidy_of(const Policy& policy, int economy, int producer);

}  // namespace leeway::second_reading
