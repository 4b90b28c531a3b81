// What one solve of the default world costs, and where it goes. `./dev bench` runs this file; the figures
// in docs/performance.md come from it.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "leeway/model/kernels.h"
#include "leeway/model/model_impl.h"
#include "leeway/world/load.h"

namespace {

using namespace leeway;

const World& world() {
  static const World loaded = open_world("2023");
  return loaded;
}

const Model& model() {
  static const Model calibrated(world(), Options{});
  return calibrated;
}

// The shocks of model.md 5.3, on all goods.
Policy shock(int which) {
  Policy policy = base_policy(world());
  const int usa = *world().find_economy("USA");
  const int china = *world().find_economy("CHN");
  const int canada = *world().find_economy("CAN");
  for (int l = 0; l < world().line_count(); ++l) {
    const Line& line = world().lines[static_cast<std::size_t>(l)];
    if (!world().sectors[static_cast<std::size_t>(line.composite)].goods) continue;
    for (int n = 0; n < world().economy_count(); ++n)
      for (int i = 0; i < world().economy_count(); ++i) {
        if (n == i) continue;
        Wedge wedge = policy.wedge(world(), l, n, i);
        double& t = wedge.tariff;
        const bool pair = (n == usa && i == china) || (n == china && i == usa);
        if (which == 0 && n == usa) t += 0.1;
        if (which == 1 && n == usa) t += i == china ? 0.6 : 0.1;
        if (which == 1 && n == china && i == usa) t += 0.4;
        if (which == 2 && n == usa && i == canada) t += 1.0;
        if (which == 3 && pair) t += 10.0;
        policy.set_wedge(world(), l, n, i, wedge);
      }
  }
  return policy;
}

const char* const kShocks[] = {"US +10 points on all", "trade war US-China", "US +100 points on Canada",
                               "US-China +1000 points both ways"};

void cold_solve(benchmark::State& state) {
  const auto policy = std::make_shared<const Policy>(shock(static_cast<int>(state.range(0))));
  model();
  Certificate certificate;
  for (auto _ : state) {
    certificate = model().solve(policy).certificate();
    benchmark::DoNotOptimize(certificate);
  }
  state.SetLabel(kShocks[state.range(0)]);
  state.counters["sweeps"] = certificate.sweeps;
  state.counters["certified"] = certificate.certified() ? 1 : 0;
}
BENCHMARK(cold_solve)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

// Sixty instruments beside the first shock: quotas, quota tariffs, price floors and commitments in turn, on
// the largest import flows of each goods line in turn, products first.
Policy sixty() {
  Policy policy = shock(0);
  const int L = world().line_count();
  const int N = world().economy_count();
  std::vector<int> lines;
  for (int l = 0; l < L; ++l)
    if (world().sectors[static_cast<std::size_t>(world().lines[static_cast<std::size_t>(l)].composite)].goods)
      lines.push_back(l);
  std::stable_partition(lines.begin(), lines.end(), [](int l) {
    return world().lines[static_cast<std::size_t>(l)].id.starts_with("product:");
  });
  for (std::size_t rank = 0; policy.instruments.size() < 60; ++rank)
    for (const int l : lines) {
      if (policy.instruments.size() == 60) break;
      std::vector<std::pair<double, int>> flows;
      for (int n = 0; n < N; ++n)
        for (int i = 0; i < N; ++i)
          if (n != i) flows.emplace_back(-world().flow(l, n, i), n * N + i);
      std::sort(flows.begin(), flows.end());
      const auto [value, place] = flows[rank];
      if (value == 0.0) continue;
      const int n = place / N;
      const int i = place % N;
      const std::size_t count = policy.instruments.size();
      BoundInstrument b;
      b.measure = "instrument " + std::to_string(count);
      b.flows = {{.line = l, .importer = n, .exporter = i}};
      b.limit = 0.5 + 0.1 * static_cast<double>(count % 7);
      b.unit = "of the base year";
      b.rent_to = {0.5, 0.5};
      switch (count % 5) {
        case 0:
          b.control = Control::tariff_rate_quota;
          b.flows[0].over = 1.5;
          break;
        case 1:
          b.control = Control::export_quota;
          break;
        case 2:
          b.control = Control::import_quota;
          break;
        case 3:
          b.control = Control::price_floor;
          b.flows[0].floor = std::exp(0.1);
          break;
        default:
          b.control = Control::purchase_commitment;
          b.by_value = true;
          b.limit *= -1.8 * value;
          b.unit = "USD million";
          b.max_subsidy = 0.5;
          break;
      }
      policy.instruments.push_back(std::move(b));
    }
  return policy;
}

void sixty_instruments(benchmark::State& state) {
  const auto policy = std::make_shared<const Policy>(sixty());
  Outcome outcome = model().solve(policy);
  for (auto _ : state) {
    outcome = model().solve(policy);
    benchmark::DoNotOptimize(outcome);
  }
  int bound = 0;
  if (outcome)
    for (const InstrumentOutcome& o : outcome->result.instruments)
      bound += o.regime != Regime::not_binding ? 1 : 0;
  state.counters["sweeps"] = outcome.certificate().sweeps;
  state.counters["newton"] = outcome.certificate().newton;
  state.counters["bound"] = bound;
  state.counters["certified"] = outcome ? 1 : 0;
}
BENCHMARK(sixty_instruments)->Unit(benchmark::kMillisecond);

void gradient(benchmark::State& state) {
  const Outcome at = model().solve(shock(0));
  const int economy = *world().find_economy("CAN");
  int sweeps = 0;
  for (auto _ : state) {
    const Gradient g = model().gradient(at.solution(), economy);
    sweeps = g.sweeps;
    benchmark::DoNotOptimize(sweeps);
  }
  state.counters["sweeps"] = sweeps;
}
BENCHMARK(gradient)->Unit(benchmark::kMillisecond);

// Scenarios as a Study solves them: each from the base year.
std::vector<std::shared_ptr<const Policy>> ladder(int count) {
  std::vector<std::shared_ptr<const Policy>> policies;
  const int usa = *world().find_economy("USA");
  for (int k = 0; k < count; ++k) {
    Policy policy = base_policy(world());
    for (int l = 0; l < world().line_count(); ++l) {
      const Line& line = world().lines[static_cast<std::size_t>(l)];
      if (!world().sectors[static_cast<std::size_t>(line.composite)].goods) continue;
      for (int i = 0; i < world().economy_count(); ++i)
        if (i != usa) policy.set_wedge(world(), l, usa, i, {world().tariff(l, usa, i) + 0.02 * (k + 1)});
    }
    policies.push_back(std::make_shared<const Policy>(std::move(policy)));
  }
  return policies;
}

void sixteen_scenarios(benchmark::State& state) {
  const std::vector<std::shared_ptr<const Policy>> policies = ladder(16);
  model();
  for (auto _ : state)
    for (const auto& policy : policies) benchmark::DoNotOptimize(model().solve(policy));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 16);
}
BENCHMARK(sixteen_scenarios)->Unit(benchmark::kMillisecond);

// One evaluation of the equations and one Jacobian product, with the bytes of trade and input shares
// they read and the multiplications and additions they make of them.
struct Traffic {
  double residual_bytes = 0.0;
  double jacobian_bytes = 0.0;
  double flops = 0.0;
};

Traffic traffic() {
  const Shares& b = *model().impl().calibration.shares;
  const double trade = static_cast<double>(b.economies) * b.stride;
  const double brief = static_cast<double>(b.economies) * kernels::brief_padded(b.economies);
  const double inputs = static_cast<double>(b.economies) * b.composites * b.input_stride;
  Traffic t;
  CompiledPolicy p = compile(model().impl().calibration, world(), shock(0));
  for (char taxed : p.taxed) {
    // A taxed line has shares of what is paid and of what is received; each is read once, the second pass
    // over it finds it in the cache.
    const double matrices = taxed != 0 ? 2.0 : 1.0;
    t.residual_bytes += matrices * trade * sizeof(double);
    t.jacobian_bytes += matrices * brief * sizeof(kernels::Brief);
    t.flops += (matrices + 1.0) * 2.0 * trade;
  }
  t.residual_bytes += inputs * sizeof(double);
  t.jacobian_bytes += inputs * sizeof(kernels::Brief);
  t.flops += 4.0 * inputs;
  return t;
}

void sweep(benchmark::State& state) {
  const Calibration& c = model().impl().calibration;
  CompiledPolicy compiled = compile(c, world(), shock(0));
  Equilibrium equilibrium(c, compiled, &model().impl().preconditioner);
  std::vector<double> z(static_cast<std::size_t>(equilibrium.size()), 0.001);
  std::vector<double> out(z.size());
  equilibrium.residual(z, out);
  const bool product = state.range(0) == 1;
  for (auto _ : state) {
    if (product)
      equilibrium.jacobian(z, out);
    else
      equilibrium.residual(z, out);
    benchmark::DoNotOptimize(out.data());
  }
  const Traffic t = traffic();
  const auto per_second = benchmark::Counter::kIsIterationInvariantRate;
  state.SetLabel(product ? "Jacobian product" : "residual");
  state.counters["bytes/s"] = benchmark::Counter(product ? t.jacobian_bytes : t.residual_bytes, per_second);
  state.counters["flop/s"] = benchmark::Counter(t.flops, per_second);
  state.counters["MB"] = (product ? t.jacobian_bytes : t.residual_bytes) * 1e-6;
}
BENCHMARK(sweep)->DenseRange(0, 1)->Unit(benchmark::kMicrosecond);

// What the machine can move: a plain read of as many bytes.
void memory_read(benchmark::State& state) {
  kernels::Aligned<double> values(static_cast<std::size_t>(traffic().residual_bytes / sizeof(double)), 1.0);
  const std::vector<double> ones(1024, 1.0);
  double sums[4];
  for (auto _ : state)
    for (std::size_t at = 0; at + 4096 <= values.size(); at += 4096) {
      kernels::row_sums(values.data() + at, ones.data(), 4, 1024, sums);
      benchmark::DoNotOptimize(sums[0]);
    }
  state.counters["bytes/s"] = benchmark::Counter(static_cast<double>(values.size() * sizeof(double)),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(memory_read)->Unit(benchmark::kMicrosecond);

void shares_of_a_world(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(read_shares(world()));
}
BENCHMARK(shares_of_a_world)->Unit(benchmark::kMillisecond);

// Another set of elasticities on the same shares, up to its first product with the preconditioner.
void model_on_shares(benchmark::State& state) {
  const std::shared_ptr<const Shares> shares = read_shares(world());
  std::vector<double> v;
  for (auto _ : state) {
    const Model other(shares, Options{});
    if (state.range(0) == 1) {
      v.assign(static_cast<std::size_t>(Layout(*shares, 0).size()), 1.0);
      other.impl().preconditioner.apply(v, v);
    }
    benchmark::DoNotOptimize(&other);
  }
  state.SetLabel(state.range(0) == 1 ? "with its preconditioner" : "until it solves");
}
BENCHMARK(model_on_shares)->DenseRange(0, 1)->Unit(benchmark::kMillisecond);

// From the pack that the build made, and from the CSV files.
void load_packed_world(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(open_world("2023"));
}
BENCHMARK(load_packed_world)->Unit(benchmark::kMillisecond);

void load_world_tables(benchmark::State& state) {
  const std::filesystem::path folder = find_world("2023");
  for (auto _ : state) benchmark::DoNotOptimize(load_tables(folder));
}
BENCHMARK(load_world_tables)->Unit(benchmark::kMillisecond);

}  // namespace
