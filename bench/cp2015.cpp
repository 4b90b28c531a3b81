// The world tariff cuts of Caliendo and Parro (2015), 31 regions and 40 sectors, against which other programs
// can be timed. Needs the folder LEEWAY_GOLDEN, as `leeway replicate` does, and is left out without it.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>

#include "leeway/model/model_impl.h"
#include "leeway/policy/wedges.h"
#include "leeway/replication/cp2015.h"
#include "leeway/solve/newton_krylov.h"

namespace {

using namespace leeway;

void cp2015_world_cuts(benchmark::State& state) {
  const char* golden = std::getenv("LEEWAY_GOLDEN");
  const std::filesystem::path folder =
      std::filesystem::path(golden == nullptr ? "" : golden) / "cp2015_matlab/full";
  if (!std::filesystem::exists(folder)) {
    state.SkipWithError("LEEWAY_GOLDEN is not set to the folder of the data");
    return;
  }
  Cp2015 published = read_cp2015(folder, "cp2015", false);
  const World& world = published.shares->world;
  Policy policy = base_policy(world);
  DenseWedges wedges = dense_wedges(world, policy);
  wedges.tariff = published.tariff_world;
  policy.cells = cells_of(world, wedges);
  Options options;
  options.tolerance = 1e-11;
  Model::Impl impl(published.shares, options, nullptr);
  impl.calibration.labour0 = published.labour;
  solve::NewtonOptions newton;
  newton.tolerance = options.tolerance;
  solve::Summary summary;
  std::vector<double> z;
  const auto solve = [&] {
    CompiledPolicy compiled = compile(impl.calibration, world, policy);
    Equilibrium equilibrium(impl.calibration, compiled, &impl.preconditioner);
    z.assign(static_cast<std::size_t>(equilibrium.size()), 0.0);
    summary = newton_krylov(equilibrium, z, newton);
  };
  solve();
  for (auto _ : state) {
    solve();
    benchmark::DoNotOptimize(z.data());
  }
  state.counters["sweeps"] = summary.evaluations + summary.products;
  state.counters["residual"] = summary.residual;
  state.counters["converged"] = summary.converged ? 1 : 0;
}
BENCHMARK(cp2015_world_cuts)->Unit(benchmark::kMillisecond);

}  // namespace
