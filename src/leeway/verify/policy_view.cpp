#include "leeway/verify/policy_view.h"

#include <algorithm>
#include <cmath>

namespace leeway::second_reading {

namespace {

/// What a class says of an origin itself; null where it says what goes for all.
const ClassFlow* said_of(const GoodsClass& goods, int exporter) {
  for (const ClassFlow& flow : goods.flows)
    if (flow.exporter == exporter) return &flow;
  return nullptr;
}

}  // namespace

FlowTerms terms_of(const Policy& policy, const World& world, int line, int importer, int exporter,
                   int goods) {
  const double base = world.tariff(line, importer, exporter);
  const CutRow* row = policy.cut_row(line, importer);
  if (row == nullptr) {
    const Wedge w = policy.wedge(world, line, importer, exporter);
    return {1.0, w.tariff, w.export_tax, w.cost, w.access, w.demand, base};
  }
  const ClassFlow* own = said_of(row->classes[static_cast<std::size_t>(goods)], exporter);
  if (own == nullptr) return {1.0, base, 0.0, 1.0, 1.0, 1.0, base};
  const Wedge& w = own->wedge;
  return {1.0, w.tariff, w.export_tax, w.cost, w.access, w.demand, own->base_tariff};
}

std::vector<std::tuple<int, int, int>> cut_rows(const Policy& policy) {
  std::vector<std::tuple<int, int, int>> rows;
  for (const CutRow& row : policy.cut_rows)
    rows.emplace_back(row.line, row.importer, static_cast<int>(row.classes.size()));
  return rows;
}

double share_of_class(const Policy& policy, int line, int importer, int exporter, int goods) {
  const CutRow* row = policy.cut_row(line, importer);
  if (row == nullptr) return 1.0;
  const GoodsClass& it = row->classes[static_cast<std::size_t>(goods)];
  const ClassFlow* own = said_of(it, exporter);
  return own != nullptr ? own->share : it.share;
}

std::map<ClassKey, ControlledFlow> controlled_flows(const Policy& policy, const World& world) {
  std::map<ClassKey, ControlledFlow> flows;
  for (const SplitFlow& split : policy.split_flows) {
    ControlledFlow flow;
    flow.substitution = split.substitution;
    const double base =
        terms_of(policy, world, split.line, split.importer, split.exporter, split.goods).base_tariff;
    for (const FlowPart& part : split.parts)
      flow.parts.push_back(
          {part.share, part.tariff, part.export_tax, part.cost, part.access, part.demand, base});
    flows.emplace(ClassKey{split.line, split.importer, split.exporter, split.goods}, std::move(flow));
  }
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& named : *list) {
        ControlledFlow& flow = flows[ClassKey{named.line, named.importer, named.exporter, named.goods}];
        if (flow.parts.empty())
          flow.parts.push_back(
              terms_of(policy, world, named.line, named.importer, named.exporter, named.goods));
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
