#include "leeway/model/compiled_policy.h"

#include <cmath>
#include <span>

#include <fmt/format.h>

#include "leeway/base/hash.h"

namespace leeway {

namespace {

// A line that someone buys must keep a supplier (model.md 3.11).
void check_support(const Calibration& c, const World& world, CompiledPolicy& p) {
  for (int l = 0; l < c.lines; ++l)
    for (int n = 0; n < c.economies; ++n) {
      if (!(c.s0(l, n) > 0.0)) continue;
      const double* row = p.K.row(l, n);
      double sum = 0.0;
      for (int i = 0; i < c.economies; ++i) sum += row[i];
      if (!(sum > 0.0) || !std::isfinite(sum)) {
        p.infeasible =
            fmt::format("no supplier of {} is left for {}", world.lines[static_cast<std::size_t>(l)].id,
                        world.economies[static_cast<std::size_t>(n)].id);
        return;
      }
    }
}

}  // namespace

CompiledPolicy compile(const Calibration& c, const World& world, const Policy& policy) {
  CompiledPolicy p;
  p.K = c.pi0;
  p.F = c.F0;
  p.taxed.assign(static_cast<std::size_t>(c.lines), 0);
  Hasher fingerprint;
  const Wedges& w = policy.wedges;
  const auto N = static_cast<std::size_t>(c.economies);
  for (int l = 0; l < c.lines; ++l) {
    const double theta = c.theta[static_cast<std::size_t>(l)];
    bool taxed = false;
    for (int n = 0; n < c.economies; ++n) {
      double* K = p.K.row(l, n);
      double* F = p.F.row(l, n);
      const double* t = w.tariff.row(l, n);
      const double* e = w.export_tax.row(l, n);
      const double* d = w.cost.row(l, n);
      const double* access = w.access.row(l, n);
      const double* t0 = world.tariff.row(l, n);
      for (std::size_t i = 0; i < N; ++i) {
        taxed |= t[i] != 0.0;
        if (t[i] == t0[i] && e[i] == 0.0 && d[i] == 1.0 && access[i] == 1.0) continue;
        const double changed[] = {static_cast<double>(l),
                                  static_cast<double>(n),
                                  static_cast<double>(i),
                                  t[i],
                                  e[i],
                                  d[i],
                                  access[i]};
        fingerprint.add(std::span<const double>(changed));
        if (!(K[i] > 0.0)) continue;
        if (t[i] != t0[i] || e[i] != 0.0 || d[i] != 1.0) {
          const double log_cost = std::log(d[i]);
          const double log_kappa = std::log((1.0 + t[i]) / (1.0 + t0[i])) + std::log1p(e[i]) + log_cost;
          K[i] *= std::exp(-theta * log_kappa);
          p.wedges.push_back({l, n, static_cast<int>(i), log_kappa, log_cost});
        }
        if (access[i] != 1.0) {
          // Goods that cannot replace each other: losing a variety would lower the price, or have no price.
          if (theta <= 0.0)
            p.infeasible = fmt::format(
                "a ban needs a trade elasticity above zero; {} has {:.3g} (a longer horizon has one)",
                world.lines[static_cast<std::size_t>(l)].id, theta);
          K[i] *= access[i];
        }
        const double f = 1.0 / ((1.0 + t[i]) * (1.0 + e[i]));
        F[i] = f * K[i];
        taxed |= f != 1.0;
        if (e[i] != 0.0) p.kept.push_back({l, n, static_cast<int>(i), e[i] * f});
      }
    }
    p.taxed[static_cast<std::size_t>(l)] = taxed ? 1 : 0;
  }
  p.output_wedge = policy.subsidy;
  for (double& o : p.output_wedge) {
    if (o != 0.0) p.has_output_wedge = true;
    o = 1.0 - o;
  }
  for (double transfer : policy.transfer) p.transfer.push_back(transfer / c.W0);
  fingerprint.add(std::span<const double>(policy.subsidy.data(), policy.subsidy.size()));
  fingerprint.add(std::span<const double>(policy.transfer));
  p.fingerprint = fingerprint.hex();
  check_support(c, world, p);
  return p;
}

}  // namespace leeway
