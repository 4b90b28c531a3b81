#include "leeway/model/compiled_policy.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "leeway/base/elementary.h"

namespace leeway {

namespace {

// A line that someone buys must keep a supplier (model.md 3.11). `banned` of its suppliers in the row were
// taken away.
void check_support(const Calibration& c, const World& world, int l, int n, int banned, PolicyChanges& p) {
  if (banned == 0 || !(c.shares->s0(l, n) > 0.0) || c.backstop[static_cast<std::size_t>(l)] > 0.0) return;
  int suppliers = 0;
  for (int i = 0; i < c.shares->economies; ++i) suppliers += c.shares->pi0(l, n, i) > 0.0 ? 1 : 0;
  if (banned == suppliers)
    p.refusal = {Refusal::Reason::no_supplier, world.lines[static_cast<std::size_t>(l)].id,
                 world.economies[static_cast<std::size_t>(n)].id, c.theta[static_cast<std::size_t>(l)]};
}

using Flow = std::tuple<int, int, int>;

// A flow that CompiledInstruments keeps.
struct ControlledFlow {
  Flow flow;
  bool closed = false;  // altogether
};

std::vector<ControlledFlow> controlled_flows(const World& world, const Policy& policy) {
  std::vector<ControlledFlow> flows;
  for (const SplitFlow& split : policy.split_flows) {
    const bool open = std::any_of(split.parts.begin(), split.parts.end(),
                                  [](const FlowPart& part) { return part.share * part.access > 0.0; });
    flows.push_back({{split.line, split.importer, split.exporter}, !open});
  }
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& flow : *list) {
        const Wedge wedge = policy.wedge(world, flow.line, flow.importer, flow.exporter);
        flows.push_back({{flow.line, flow.importer, flow.exporter}, wedge.access == 0.0});
      }
  std::stable_sort(flows.begin(), flows.end(),
                   [](const ControlledFlow& a, const ControlledFlow& b) { return a.flow < b.flow; });
  flows.erase(std::unique(flows.begin(), flows.end(),
                          [](const ControlledFlow& a, const ControlledFlow& b) { return a.flow == b.flow; }),
              flows.end());
  return flows;
}

// K and F of a flow that no instrument keeps; whether it is closed.
bool add_cell(const Calibration& c, const World& world, const PolicyCell& cell, PolicyChanges& p) {
  const auto& [l, n, i, wedge] = cell;
  const double pi0 = c.shares->pi0(l, n, i);
  if (!(pi0 > 0.0)) return false;
  const auto line = static_cast<std::size_t>(l);
  const double theta = c.theta[line];
  const double t = wedge.tariff;
  const double e = wedge.export_tax;
  const double t0 = world.tariff(l, n, i);
  double K = pi0;
  if (t != t0 || e != 0.0 || wedge.cost != 1.0) {
    const double log_cost = elementary::log(wedge.cost);
    const double log_kappa = elementary::log((1.0 + t) / (1.0 + t0)) + elementary::log1p(e) + log_cost;
    K *= elementary::exp(-theta * log_kappa);
    p.wedges.push_back({l, n, i, log_kappa, log_cost});
  }
  if (wedge.access != 1.0) {
    if (theta <= 0.0)
      p.refusal = {Refusal::Reason::ban_without_elasticity, world.lines[line].id,
                   world.economies[static_cast<std::size_t>(n)].id, theta};
    K *= wedge.access;
  }
  const double f = 1.0 / ((1.0 + t) * (1.0 + e));
  p.cells.push_back({l, n, i, K, f * K});
  if (f != 1.0) p.taxed[line] = 1;
  if (e != 0.0) p.kept.push_back({l, n, i, e * f});
  return wedge.access == 0.0;
}

}  // namespace

PolicyChanges find_changes(const Calibration& c, const World& world, const Policy& policy) {
  PolicyChanges p;
  p.taxed = c.shares->taxed0;
  const std::vector<ControlledFlow> controlled = controlled_flows(world, policy);
  p.controlled = !controlled.empty();
  auto cell = policy.cells.begin();
  auto held = controlled.begin();
  int line = 0;  // the row that is walked, and how many of its suppliers were taken away
  int importer = 0;
  int banned = 0;
  while (cell != policy.cells.end() || held != controlled.end()) {
    const bool is_held =
        cell == policy.cells.end() ||
        (held != controlled.end() && held->flow <= Flow{cell->line, cell->importer, cell->exporter});
    const Flow flow = is_held ? held->flow : Flow{cell->line, cell->importer, cell->exporter};
    const auto [l, n, i] = flow;
    if (l != line || n != importer) {
      check_support(c, world, line, importer, banned, p);
      line = l;
      importer = n;
      banned = 0;
    }
    const bool is_cell =
        cell != policy.cells.end() && Flow{cell->line, cell->importer, cell->exporter} == flow;
    if (is_held) {
      if (held->closed && c.shares->pi0(l, n, i) > 0.0) ++banned;
      p.taxed[static_cast<std::size_t>(l)] = 1;
      ++held;
    } else if (add_cell(c, world, *cell, p)) {
      ++banned;
    }
    if (is_cell) ++cell;
  }
  check_support(c, world, line, importer, banned, p);
  p.output_wedge = Array2::filled(c.shares->V0.extents(), 1.0);
  for (const auto& [n, k, rate] : policy.subsidies) {
    p.output_wedge(n, k) = 1.0 - rate;
    p.has_output_wedge = true;
  }
  for (double transfer : policy.transfer) p.transfer.push_back(transfer / c.shares->W0);
  p.fingerprint = fingerprint(policy);
  return p;
}

CompiledPolicy compile(const Calibration& c, const World& world, const Policy& policy) {
  CompiledPolicy p;
  static_cast<PolicyChanges&>(p) = find_changes(c, world, policy);
  p.rows = std::make_shared<PolicyRows>(c.shares);
  for (const PolicyChanges::Cell& cell : p.cells) p.rows->set(cell.l, cell.n, cell.i, cell.K, cell.F);
  if (p.has_output_wedge) {
    p.log_output_wedge = p.output_wedge;
    for (double& o : p.log_output_wedge) o = elementary::log(o);
  }
  p.instruments = CompiledInstruments(c, world, policy);
  return p;
}

}  // namespace leeway
