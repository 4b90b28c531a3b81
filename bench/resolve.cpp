// What a policy costs before anything is solved: resolved from the ledger, and composed of a resolved one.

#include <benchmark/benchmark.h>

#include "leeway/policy/policy.h"
#include "leeway/world/load.h"

namespace {

using namespace leeway;

const World& world() {
  static const World loaded = open_world("2023");
  return loaded;
}

const Ledger& ledger() {
  static const Ledger loaded = open_ledger();
  return loaded;
}

PolicyOptions status_quo() {
  PolicyOptions options;
  options.as_of = make_date(2026, 1, 24);
  return options;
}

void resolve(benchmark::State& state) {
  const PolicyOptions options = status_quo();
  std::size_t cells = resolve_policy(world(), ledger(), options).cells.size();
  for (auto _ : state)
    benchmark::DoNotOptimize(cells = resolve_policy(world(), ledger(), options).cells.size());
  state.counters["cells"] = static_cast<double>(cells);
}
BENCHMARK(resolve)->Unit(benchmark::kMillisecond);

void resolve_with(benchmark::State& state) {
  const Policy policy = resolve_policy(world(), ledger(), status_quo());
  Measure duty;
  duty.id = "DUTY";
  duty.by = "USA";
  duty.on = {"CAN"};
  duty.goods = {"goods"};
  duty.terms.steps = {{std::nullopt, 0.1}};
  for (auto _ : state) benchmark::DoNotOptimize(with(world(), policy, duty).cells.size());
}
BENCHMARK(resolve_with)->Unit(benchmark::kMillisecond);

void fingerprint_of_policy(benchmark::State& state) {
  const Policy policy = resolve_policy(world(), ledger(), status_quo());
  for (auto _ : state) benchmark::DoNotOptimize(fingerprint(policy));
}
BENCHMARK(fingerprint_of_policy)->Unit(benchmark::kMillisecond);

}  // namespace
