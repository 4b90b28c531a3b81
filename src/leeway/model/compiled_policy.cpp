#include "leeway/model/compiled_policy.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "leeway/base/elementary.h"
#include "leeway/model/feasibility.h"

namespace leeway {

namespace {

// Why nothing is looked for when flows are closed altogether (model.md 3.11).
std::optional<Refusal> refusal_of(const World& world, const Closures& closures) {
  using Reason = Refusal::Reason;
  const auto economy = [&](int n) { return world.economies[static_cast<std::size_t>(n)].id; };
  if (!closures.unsupplied().empty()) {
    const auto [l, n] = closures.unsupplied().front();
    return Refusal{Reason::no_supplier, world.lines[static_cast<std::size_t>(l)].id, economy(n)};
  }
  if (!closures.without_exports().empty())
    return Refusal{Reason::no_exports, "", economy(closures.without_exports().front())};
  if (!closures.without_imports().empty())
    return Refusal{Reason::no_imports, "", economy(closures.without_imports().front())};
  if (!closures.industries().empty()) {
    const auto [n, k] = closures.industries().front();
    return Refusal{Reason::no_buyer, world.producers[static_cast<std::size_t>(k)].id, economy(n)};
  }
  return std::nullopt;
}

// A commitment larger than any income that could carry it, or than all that its sellers make.
std::optional<Refusal> commitment_refusal(const Shares& b, const World& world, const Policy& policy) {
  for (const BoundInstrument& bound : policy.instruments) {
    if (bound.control != Control::purchase_commitment || !bound.reference.empty() || bound.flows.empty())
      continue;
    std::set<int> buyers, sellers;
    for (const InstrumentFlow& flow : bound.flows) {
      buyers.insert(flow.importer);
      sellers.insert(flow.exporter);
    }
    double income = 0.0;
    double made = 0.0;
    for (const int n : buyers) income += b.I0[static_cast<std::size_t>(n)] * b.W0;
    for (const int i : sellers)
      for (int k = 0; k < world.producer_count(); ++k) made += world.output(i, k);
    if (bound.limit < income && bound.limit < made) continue;
    return Refusal{Refusal::Reason::commitment_too_large,
                   world.lines[static_cast<std::size_t>(bound.flows.front().line)].id,
                   world.economies[static_cast<std::size_t>(*buyers.begin())].id, 0.0, bound.measure};
  }
  return std::nullopt;
}

using Flow = std::tuple<int, int, int, int>;  // line, importer, class, exporter

// Flows that CompiledInstruments keeps, in order.
std::vector<Flow> controlled_flows(const Policy& policy) {
  std::vector<Flow> flows;
  for (const SplitFlow& split : policy.split_flows)
    flows.emplace_back(split.line, split.importer, split.goods, split.exporter);
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& flow : *list)
        flows.emplace_back(flow.line, flow.importer, flow.goods, flow.exporter);
  std::sort(flows.begin(), flows.end());
  flows.erase(std::unique(flows.begin(), flows.end()), flows.end());
  return flows;
}

// K and F of a flow that no instrument keeps; t0 is its tariff in the base year.
void add_cell(const Calibration& c, const PolicyRows& rows, const Flow& flow, double t0, const Wedge& wedge,
              PolicyChanges& p) {
  const auto [l, n, goods, i] = flow;
  const World& world = c.shares->world;
  const int row = rows.row(l, n, goods);
  const double pi0 = rows.K(row, i);
  if (!(pi0 > 0.0)) return;
  const auto line = static_cast<std::size_t>(l);
  const double theta = c.theta[line];
  const double t = wedge.tariff;
  const double e = wedge.export_tax;
  double K = pi0;
  if (t != t0 || e != 0.0 || wedge.cost != 1.0) {
    const double log_cost = elementary::log(wedge.cost);
    const double log_kappa = elementary::log((1.0 + t) / (1.0 + t0)) + elementary::log1p(e) + log_cost;
    K *= elementary::exp(-theta * log_kappa);
    p.wedges.push_back({l, n, goods, i, log_kappa, log_cost});
  }
  if (wedge.access != 1.0) {
    if (theta <= 0.0)
      p.refusal = {Refusal::Reason::ban_without_elasticity, world.lines[line].id,
                   world.economies[static_cast<std::size_t>(n)].id, theta};
    K *= wedge.access;
  }
  K *= wedge.demand;
  const double f = 1.0 / ((1.0 + t) * (1.0 + e));
  const double wanted = pi0 * wedge.demand;
  p.cells.push_back(
      {l, n, goods, i, K, f * K, wanted * wedge.access, wanted * std::max(1.0 - wedge.access, 0.0)});
  if (f != 1.0) p.taxed[line] = 1;
  if (e != 0.0) p.kept.push_back({l, n, row, i, e * f});
}

PolicyChanges find_changes(const Calibration& c, const PolicyRows& rows, const World& world,
                           const Policy& policy) {
  PolicyChanges p;
  p.taxed = c.shares->taxed0;
  // What goes to a backstop reaches no seller of the line either.
  for (std::size_t l = 0; l < p.taxed.size(); ++l)
    if (c.backstop[l] > 0.0) p.taxed[l] = 1;
  const std::vector<Flow> controlled = controlled_flows(policy);
  p.controlled = !controlled.empty();
  for (const Flow& flow : controlled) p.taxed[static_cast<std::size_t>(std::get<0>(flow))] = 1;
  const auto add = [&](const Flow& flow, double t0, const Wedge& wedge) {
    if (!std::binary_search(controlled.begin(), controlled.end(), flow))
      add_cell(c, rows, flow, t0, wedge, p);
  };
  auto cut = policy.cut_rows.begin();
  const auto add_cut = [&](const CutRow& row) {
    for (std::size_t a = 0; a < row.classes.size(); ++a)
      for (const ClassFlow& flow : row.classes[a].flows)
        if (flow.wedge != Wedge{flow.base_tariff})
          add({row.line, row.importer, static_cast<int>(a), flow.exporter}, flow.base_tariff, flow.wedge);
  };
  const auto place = [](const auto& it) { return std::tie(it.line, it.importer); };
  for (const PolicyCell& cell : policy.cells) {
    for (; cut != policy.cut_rows.end() && place(*cut) < place(cell); ++cut) add_cut(*cut);
    // Of a row in classes the cells are but means.
    if (cut != policy.cut_rows.end() && place(*cut) == place(cell)) continue;
    add({cell.line, cell.importer, 0, cell.exporter}, world.tariff(cell.line, cell.importer, cell.exporter),
        cell.wedge);
  }
  for (; cut != policy.cut_rows.end(); ++cut) add_cut(*cut);
  if (!p.refusal) p.refusal = refusal_of(world, Closures(world, c.backstop, policy));
  if (!p.refusal) p.refusal = commitment_refusal(*c.shares, world, policy);
  p.output_wedge = Array2::filled(c.shares->V0.extents(), 1.0);
  for (const auto& [n, k, rate] : policy.subsidies) {
    p.output_wedge(n, k) = 1.0 - rate;
    p.has_output_wedge = true;
  }
  for (double transfer : policy.transfer) p.transfer.push_back(transfer / c.shares->W0);
  p.fingerprint = fingerprint(policy);
  return p;
}

// What a backstop can take the place of: goods that are refused, and those that a policy makes dearer.
void find_replaceable(const Calibration& c, CompiledPolicy& p) {
  p.replaceable.resize(c.backstop.size());
  p.lost.assign(static_cast<std::size_t>(p.rows->rows()), 0.0);
  const auto backed = [&](int l) { return c.backstop[static_cast<std::size_t>(l)] > 0.0; };
  const auto add = [&](int l, const CompiledPolicy::Replaceable& flow, double lost) {
    p.lost[static_cast<std::size_t>(flow.row)] += lost;
    if (flow.weight > 0.0) p.replaceable[static_cast<std::size_t>(l)].push_back(flow);
  };
  for (const PolicyChanges::Cell& cell : p.cells) {
    if (!backed(cell.l)) continue;
    CompiledPolicy::Replaceable flow{p.rows->row(cell.l, cell.n, cell.goods), cell.n, cell.i, cell.weight};
    if (cell.weight > 0.0)
      flow.log_kappa = -elementary::log(cell.K / cell.weight) / c.theta[static_cast<std::size_t>(cell.l)];
    for (std::size_t j = 0; j < p.kept.size(); ++j)
      if (p.kept[j].row == flow.row && p.kept[j].i == flow.i) flow.kept = static_cast<int>(j);
    add(cell.l, flow, cell.lost);
  }
  for (std::size_t j = 0; j < p.instruments.cells.size(); ++j) {
    const CompiledInstruments::Cell& cell = p.instruments.cells[j];
    if (!backed(cell.l)) continue;
    const double wanted = cell.pi0 * cell.demand;
    add(cell.l, {cell.row, cell.n, cell.i, wanted * cell.left, 0.0, static_cast<int>(j)},
        wanted * std::max(1.0 - cell.left, 0.0));
  }
  for (std::vector<CompiledPolicy::Replaceable>& flows : p.replaceable)
    std::sort(flows.begin(), flows.end(),
              [](const auto& a, const auto& b) { return std::tie(a.row, a.i) < std::tie(b.row, b.i); });
}

}  // namespace

CompiledPolicy compile(const Calibration& c, const World& world, const Policy& policy) {
  CompiledPolicy p;
  p.rows = std::make_shared<PolicyRows>(c.shares, policy);
  static_cast<PolicyChanges&>(p) = find_changes(c, *p.rows, world, policy);
  // Before anything is set: instruments read the base year off the rows.
  p.instruments = CompiledInstruments(c, *p.rows, policy);
  for (const PolicyChanges::Cell& cell : p.cells)
    p.rows->set(p.rows->row(cell.l, cell.n, cell.goods), cell.i, cell.K, cell.F);
  find_replaceable(c, p);
  if (p.has_output_wedge) {
    p.log_output_wedge = p.output_wedge;
    for (double& o : p.log_output_wedge) o = elementary::log(o);
  }
  return p;
}

}  // namespace leeway
