#pragma once

#include <string>
#include <vector>

#include "leeway/policy/measure.h"

namespace leeway {

/// How an instrument with a multiplier acts (model.md section 3): its one unknown x >= 0 is a log premium,
/// zero where the instrument does not bind.
enum class Control {
  tariff_rate_quota,    ///< x over the in-quota tariff, up to the largest ln `over` of its flows
  price_floor,          ///< x = ln(1 + rX): the invoice is raised to the floor
  export_quota,         ///< x = ln(1 + rX): what an export licence is worth
  import_quota,         ///< x = ln(1 + rM): what an import licence is worth, after duty
  purchase_commitment,  ///< x is a log subsidy paid by the importer, up to -ln(1 - max_subsidy)
};

/// One flow, or one part of a flow, that an instrument acts on. resolve_policy lists a flow in parts part by
/// part. Terms are kept as they are given, ratios of them at most: the Model takes logs.
struct InstrumentFlow {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  int part = -1;          ///< index into the parts of its SplitFlow; -1: the whole flow
  double quantity = 1.0;  ///< of the base year, in the instrument's unit; by_value: not read
  /// tariff_rate_quota: one plus the tariff beyond the quota, over one plus the tariff in it.
  double over = 1.0;
  double floor = 1.0;  ///< price_floor: over the base-year customs price of this flow
  int goods = 0;       ///< class, where the row is cut into classes
};

enum class FloorIndex { none, cpi, wage };  ///< of the importer

/// A Measure, or one of several multipliers that it needs, bound to flows of a world.
struct BoundInstrument {
  std::string measure;
  Control control = Control::tariff_rate_quota;
  std::vector<InstrumentFlow> flows;
  double limit = 0.0;     ///< quota or commitment a year, in `unit`; with `reference` a share of it
  std::string unit;       ///< e.g. "units", "t", "USD million", "of the base year"
  bool by_value = false;  ///< counts customs value in USD million instead of quantity
  std::vector<InstrumentFlow> reference;  ///< flows that `limit` is a share of; empty: limit is absolute
  double max_subsidy = 1.0;  ///< purchase_commitment: largest share of the price that the buyer's state pays
  RentSplit rent_to;
  FloorIndex index = FloorIndex::none;
};

/// A part of one flow whose wedges differ: the firms of an anti-dumping order.
struct FlowPart {
  std::string name;
  double share = 1.0;  ///< of the base-year user value of the flow (of its class); they sum to one
  double tariff = 0.0;
  double export_tax = 0.0;
  double cost = 1.0;
  double access = 1.0;
  double demand = 1.0;
};

/// A flow that is a CES bundle of parts (model.md 3.7).
struct SplitFlow {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  double substitution = 0.0;  ///< between its parts; 0: one plus the trade elasticity, as between origins
  std::vector<FlowPart> parts;
  int goods = 0;  ///< class, where the row is cut into classes
};

}  // namespace leeway
