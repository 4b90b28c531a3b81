#include "leeway/verify/policy_view.h"

#include <algorithm>
#include <cmath>

namespace leeway::second_reading {

FlowTerms terms_of(const Policy& policy, const World& world, int line, int importer, int exporter) {
  const Wedge w = policy.wedge(world, line, importer, exporter);
  return {1.0, w.tariff, w.export_tax, w.cost, w.access, w.demand};
}

std::map<FlowKey, ControlledFlow> controlled_flows(const Policy& policy, const World& world) {
  std::map<FlowKey, ControlledFlow> flows;
  for (const SplitFlow& split : policy.split_flows) {
    ControlledFlow flow;
    flow.substitution = split.substitution;
    for (const FlowPart& part : split.parts)
      flow.parts.push_back({part.share, part.tariff, part.export_tax, part.cost, part.access, part.demand});
    flows.emplace(FlowKey{split.line, split.importer, split.exporter}, std::move(flow));
  }
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& named : *list) {
        ControlledFlow& flow = flows[FlowKey{named.line, named.importer, named.exporter}];
        if (flow.parts.empty())
          flow.parts.push_back(terms_of(policy, world, named.line, named.importer, named.exporter));
      }
  return flows;
}

double top_of(const BoundInstrument& bound) {
  double most = HUGE_VAL;
  if (bound.control == Control::purchase_commitment) most = std::log(1.0 / (1.0 - bound.max_subsidy));
  if (bound.control == Control::tariff_rate_quota) {
    most = 0.0;
    for (const InstrumentFlow& flow : bound.flows) most = std::max(most, std::log(flow.over));
  }
  return most;
}

double premium_of(const BoundInstrument& bound, const InstrumentFlow& flow, double multiplier) {
  if (bound.control != Control::tariff_rate_quota) return multiplier;
  return multiplier * std::log(flow.over) / top_of(bound);
}

double subsidy_of(const Policy& policy, int economy, int producer) {
  return policy.subsidy(economy, producer);
}

}  // namespace leeway::second_reading
