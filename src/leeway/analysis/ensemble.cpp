#include "leeway/analysis/ensemble.h"

#include <algorithm>
#include <mutex>

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace leeway {

Ensemble::Ensemble(const World& world, const std::vector<Options>& options) {
  models_.reserve(options.size());
  for (const Options& o : options) models_.emplace_back(world, o);
}

std::vector<Result> Ensemble::run(std::span<const EnsembleCase> cases,
                                  const EnsembleSettings& settings) const {
  std::vector<Result> results(cases.size());
  const int total = static_cast<int>(cases.size());
  int done = 0;
  std::mutex reporting;
  const auto solve = [&](std::size_t at) {
    const EnsembleCase& c = cases[at];
    Result result = model(c.model).solve(*c.policy, c.start);
    if (!c.keep_trade) {
      result.trade = Array3();
      result.received = Array3();
    }
    results[at] = std::move(result);
    const std::lock_guard<std::mutex> lock(reporting);
    ++done;
    if (settings.progress) settings.progress(done, total);
  };
  // More threads than the machine has would only earn a warning from TBB.
  const int most = tbb::info::default_concurrency();
  tbb::task_arena arena(settings.threads > 0 ? std::min(settings.threads, most) : most);
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, cases.size(), solve, tbb::simple_partitioner{}); });
  return results;
}

}  // namespace leeway
