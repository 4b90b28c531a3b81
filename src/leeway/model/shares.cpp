#include "leeway/model/shares.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "leeway/base/hash.h"
#include "leeway/model/model.h"

namespace leeway {

namespace {

// A world made in memory has no file to hash, so its numbers identify it.
std::string identity_of(const World& w) {
  Identity id("world");
  id.add("name", w.name).add("content", w.content_hash).add("default elasticities", w.default_elasticities);
  Hasher numbers;
  for (const Array3* block : {&w.flow, &w.input, &w.tariff})
    numbers.add(std::span<const double>(block->data(), block->size()));
  numbers.add(std::span<const double>(w.line_substitution));
  for (const ElasticitySet& set : w.elasticities) numbers.add(set.id).add(std::span<const double>(set.theta));
  for (const Sector& sector : w.sectors) numbers.add(static_cast<double>(sector.supply));
  for (const SupplyKind& kind : w.supply) {
    for (const Assumed& a : {kind.specific, kind.specific_short, kind.sigma_short})
      numbers.add(a.value).add(a.low).add(a.high);
    numbers.add(kind.alike ? 1.0 : 0.0);
  }
  for (const CriticalInput& c : w.critical) {
    const double values[] = {static_cast<double>(c.sector),
                             static_cast<double>(c.bundled_with),
                             c.substitution.value,
                             c.specific.value,
                             c.backstop.value,
                             c.capacity.value,
                             c.build_years.value,
                             static_cast<double>(c.backstop_host)};
    numbers.add(std::span<const double>(values));
  }
  return id.add("numbers", numbers.hex()).hex();
}

void trade_shares(Shares& b) {
  const World& world = b.world;
  const int N = b.economies;
  Array2 spending(b.lines, N);
  for (int l = 0; l < b.lines; ++l) {
    const auto line = static_cast<std::size_t>(l);
    for (int n = 0; n < N; ++n) {
      double* row = b.pi0.row(b.row(l, n));
      double* reached = b.F0.row(b.row(l, n));
      for (int i = 0; i < N; ++i) {
        row[i] = world.flow(l, n, i) * (1.0 + world.tariff(l, n, i)) / b.W0;
        spending(l, n) += row[i];
        b.Y0(i, b.producer[line]) += world.flow(l, n, i) / b.W0;
      }
      b.X0(n, b.composite[line]) += spending(l, n);
      if (!(spending(l, n) > 0.0)) continue;
      for (int i = 0; i < N; ++i) {
        row[i] /= spending(l, n);
        reached[i] = row[i] / (1.0 + world.tariff(l, n, i));
        if (reached[i] != row[i]) b.taxed0[line] = 1;
      }
    }
  }
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < N; ++n) {
      const double x = b.X0(n, b.composite[static_cast<std::size_t>(l)]);
      b.s0(l, n) = x > 0.0 ? spending(l, n) / x : 0.0;
    }
}

void input_shares(Shares& b) {
  const World& world = b.world;
  for (int n = 0; n < b.economies; ++n)
    for (int k = 0; k < b.producers; ++k) {
      double materials = 0.0;
      for (int h = 0; h < b.composites; ++h) materials += world.input(n, h, k);
      if (materials > 0.0)
        for (int h = 0; h < b.composites; ++h) b.g0(n, h, k) = world.input(n, h, k) / materials;
      b.V0(n, k) = b.Y0(n, k) - materials / b.W0;
      const bool active = b.Y0(n, k) > 0.0;
      b.produces[static_cast<std::size_t>(n * b.producers + k)] = active ? 1 : 0;
      // Too little value added to divide by: model.md 1.4 step 3.
      if (active) b.V0(n, k) = std::max(b.V0(n, k), 1e-9 * b.Y0(n, k));
      b.beta0(n, k) = active ? b.V0(n, k) / b.Y0(n, k) : 1.0;
      if (!active) b.V0(n, k) = 0.0;
    }
}

void incomes(Shares& b) {
  const World& world = b.world;
  for (int n = 0; n < b.economies; ++n) {
    const auto at = static_cast<std::size_t>(n);
    double exports = 0.0;
    double imports = 0.0;
    for (int l = 0; l < b.lines; ++l)
      for (int i = 0; i < b.economies; ++i) {
        if (i == n) continue;
        imports += world.flow(l, n, i) / b.W0;
        exports += world.flow(l, i, n) / b.W0;
      }
    b.D0[at] = imports - exports;
    for (int k = 0; k < b.producers; ++k) b.fac0[at] += b.V0(n, k);
    double final_use = 0.0;
    for (int h = 0; h < b.composites; ++h) {
      double use = b.X0(n, h);
      for (int k = 0; k < b.producers; ++k) use -= b.g0(n, h, k) * (1.0 - b.beta0(n, k)) * b.Y0(n, k);
      b.alpha0(n, h) = std::max(use, 0.0);
      final_use += b.alpha0(n, h);
    }
    for (int h = 0; h < b.composites; ++h) b.alpha0(n, h) /= final_use;
    b.I0[at] = final_use;
  }
  const double world_income = std::accumulate(b.I0.begin(), b.I0.end(), 0.0);
  for (std::size_t n = 0; n < b.I0.size(); ++n) {
    b.own_deficit[n] = b.D0[n] / b.fac0[n];
    b.finance_share[n] = b.I0[n] / world_income;
  }
}

}  // namespace

Shares::Shares(World w)
    : world(std::move(w)),
      economies(world.economy_count()),
      composites(static_cast<int>(world.final_use.extent(1))),
      producers(static_cast<int>(world.value_added.extent(1))),
      lines(world.line_count()),
      stride(kernels::padded(economies)),
      input_stride(kernels::padded(producers)),
      lines_in(static_cast<std::size_t>(composites)),
      pi0(lines, economies),
      F0(lines, economies),
      taxed0(static_cast<std::size_t>(lines), 0),
      s0(lines, economies),
      g0(economies, composites, input_stride),
      beta0(economies, producers),
      alpha0(economies, composites),
      V0(economies, producers),
      Y0(economies, producers),
      X0(economies, composites),
      produces(V0.size(), 0) {
  for (int l = 0; l < lines; ++l) {
    const Line& line = world.lines[static_cast<std::size_t>(l)];
    composite.push_back(line.composite);
    producer.push_back(line.producer);
    lines_in[static_cast<std::size_t>(line.composite)].push_back(l);
  }
  for (std::vector<double>* v : {&I0, &fac0, &D0, &own_deficit, &finance_share})
    v->assign(static_cast<std::size_t>(economies), 0.0);
}

void Shares::narrow() {
  const int width = kernels::brief_padded(producers);
  g0_brief.assign(static_cast<std::size_t>(economies) * composites * width, 0);
  auto* row = g0_brief.data();
  for (int n = 0; n < economies; ++n)
    for (int h = 0; h < composites; ++h, row += width)
      for (int k = 0; k < producers; ++k) row[k] = kernels::brief_share(g0(n, h, k));
}

std::shared_ptr<const Shares> read_shares(const World& world) {
  auto shares = std::make_shared<Shares>(world);
  shares->W0 = std::accumulate(world.value_added.begin(), world.value_added.end(), 0.0);
  trade_shares(*shares);
  input_shares(*shares);
  incomes(*shares);
  shares->narrow();
  shares->identity = identity_of(world);
  return shares;
}

}  // namespace leeway
