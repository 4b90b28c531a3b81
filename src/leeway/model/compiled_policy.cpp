#include "leeway/model/compiled_policy.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "leeway/base/hash.h"
#include "leeway/policy/instruments_hash.h"

namespace leeway {

namespace {

// A line that someone buys must keep a supplier (model.md 3.11). `banned` of its suppliers in the row were
// taken away.
void check_support(const Calibration& c, const World& world, int l, int n, int banned, PolicyChanges& p) {
  if (banned == 0 || !(c.s0(l, n) > 0.0) || c.backstop[static_cast<std::size_t>(l)] > 0.0) return;
  int suppliers = 0;
  for (int i = 0; i < c.economies; ++i) suppliers += c.pi0(l, n, i) > 0.0 ? 1 : 0;
  if (banned == suppliers)
    p.infeasible =
        fmt::format("no supplier of {} is left for {}", world.lines[static_cast<std::size_t>(l)].id,
                    world.economies[static_cast<std::size_t>(n)].id);
}

using Flow = std::tuple<int, int, int>;

// The flows that CompiledInstruments keeps, in the order of l, n, i; whether each is closed altogether.
std::vector<std::pair<Flow, bool>> controlled_flows(const Policy& policy) {
  std::vector<std::pair<Flow, bool>> flows;
  for (const SplitFlow& split : policy.split_flows) {
    const bool open = std::any_of(split.parts.begin(), split.parts.end(),
                                  [](const FlowPart& part) { return part.share * part.access > 0.0; });
    flows.push_back({{split.line, split.importer, split.exporter}, !open});
  }
  for (const BoundInstrument& bound : policy.instruments)
    for (const auto* list : {&bound.flows, &bound.reference})
      for (const InstrumentFlow& flow : *list) {
        const bool closed = policy.wedges.access(flow.line, flow.importer, flow.exporter) == 0.0;
        flows.push_back({{flow.line, flow.importer, flow.exporter}, closed});
      }
  std::stable_sort(flows.begin(), flows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  flows.erase(std::unique(flows.begin(), flows.end(),
                          [](const auto& a, const auto& b) { return a.first == b.first; }),
              flows.end());
  return flows;
}

}  // namespace

PolicyChanges find_changes(const Calibration& c, const World& world, const Policy& policy) {
  PolicyChanges p;
  p.taxed = c.taxed0;
  Hasher fingerprint;
  const Wedges& w = policy.wedges;
  const std::vector<std::pair<Flow, bool>> controlled = controlled_flows(policy);
  p.controlled = !controlled.empty();
  auto next = controlled.begin();
  for (int l = 0; l < c.lines; ++l) {
    const double theta = c.theta[static_cast<std::size_t>(l)];
    for (int n = 0; n < c.economies; ++n) {
      const double* pi0 = c.pi0.row(l, n);
      const double* t = w.tariff.row(l, n);
      const double* e = w.export_tax.row(l, n);
      const double* d = w.cost.row(l, n);
      const double* access = w.access.row(l, n);
      const double* t0 = world.tariff.row(l, n);
      int banned = 0;
      for (int i = 0; i < c.economies; ++i) {
        if (next != controlled.end() && next->first == Flow{l, n, i}) {
          if (next->second && pi0[i] > 0.0) ++banned;
          p.taxed[static_cast<std::size_t>(l)] = 1;
          ++next;
          continue;
        }
        if (t[i] == t0[i] && e[i] == 0.0 && d[i] == 1.0 && access[i] == 1.0) continue;
        const double changed[] = {static_cast<double>(l),
                                  static_cast<double>(n),
                                  static_cast<double>(i),
                                  t[i],
                                  e[i],
                                  d[i],
                                  access[i]};
        fingerprint.add(std::span<const double>(changed));
        if (!(pi0[i] > 0.0)) continue;
        double K = pi0[i];
        if (t[i] != t0[i] || e[i] != 0.0 || d[i] != 1.0) {
          const double log_cost = std::log(d[i]);
          const double log_kappa = std::log((1.0 + t[i]) / (1.0 + t0[i])) + std::log1p(e[i]) + log_cost;
          K *= std::exp(-theta * log_kappa);
          p.wedges.push_back({l, n, i, log_kappa, log_cost});
        }
        if (access[i] != 1.0) {
          if (theta <= 0.0)
            p.infeasible = fmt::format("a ban needs a trade elasticity above zero; {} has {:.3g}",
                                       world.lines[static_cast<std::size_t>(l)].id, theta);
          K *= access[i];
          banned += access[i] == 0.0 ? 1 : 0;
        }
        const double f = 1.0 / ((1.0 + t[i]) * (1.0 + e[i]));
        p.cells.push_back({l, n, i, K, f * K});
        if (f != 1.0) p.taxed[static_cast<std::size_t>(l)] = 1;
        if (e[i] != 0.0) p.kept.push_back({l, n, i, e[i] * f});
      }
      check_support(c, world, l, n, banned, p);
    }
  }
  p.output_wedge = policy.subsidy;
  for (double& o : p.output_wedge) {
    if (o != 0.0) p.has_output_wedge = true;
    o = 1.0 - o;
  }
  for (double transfer : policy.transfer) p.transfer.push_back(transfer / c.W0);
  fingerprint.add(std::span<const double>(policy.subsidy.data(), policy.subsidy.size()));
  fingerprint.add(std::span<const double>(policy.transfer));
  fingerprint.add(instruments_hash(policy));
  p.fingerprint = fingerprint.hex();
  return p;
}

void CompiledPolicy::exchange(const Calibration& c, const PolicyChanges& next) {
  for (const Cell& cell : cells) {
    K(cell.l, cell.n, cell.i) = c.pi0(cell.l, cell.n, cell.i);
    F(cell.l, cell.n, cell.i) = c.F0(cell.l, cell.n, cell.i);
  }
  static_cast<PolicyChanges&>(*this) = next;
  for (const Cell& cell : cells) {
    K(cell.l, cell.n, cell.i) = cell.K;
    F(cell.l, cell.n, cell.i) = cell.F;
  }
}

CompiledPolicy compile(const Calibration& c, const World& world, const Policy& policy) {
  CompiledPolicy p;
  p.K = c.pi0;
  p.F = c.F0;
  p.exchange(c, find_changes(c, world, policy));
  p.instruments = CompiledInstruments(c, world, policy);
  return p;
}

}  // namespace leeway
