#include "leeway/ensemble/runner.h"

#include <algorithm>

#include "leeway/analysis/in_parallel.h"

namespace leeway {

std::vector<std::uint64_t> ListedDraws::next() {
  const std::lock_guard lock(guard_);
  const std::size_t end = std::min(at_ + chunk_, draws_.size());
  const std::vector<std::uint64_t> chunk(draws_.begin() + static_cast<std::ptrdiff_t>(at_),
                                         draws_.begin() + static_cast<std::ptrdiff_t>(end));
  at_ = end;
  return chunk;
}

std::vector<std::uint64_t> draws_left(const DoneDraws& draws, const Shard& shard) {
  std::vector<std::uint64_t> left;
  for (std::uint64_t k = shard.shard - 1; k < draws.done.size(); k += shard.of)
    if (!draws.done[k]) left.push_back(k);
  return left;
}
std::vector<std::uint64_t> draws_left(const RunFolder& folder, const Shard& shard) {
  return draws_left(folder.done(), shard);
}

Worked work(const RunFolder& folder, DrawSource& source, const std::function<SweepRow(std::uint64_t)>& draw,
            const WorkSettings& settings) {
  std::mutex guard;
  Worked all;
  std::atomic<bool> stopped{false};
  const auto must_stop = [&] {
    if (!stopped && settings.stop && settings.stop()) stopped = true;
    return stopped.load();
  };
  const auto one_worker = [&](bool first) {
    std::optional<WorkerFile> file;
    try {
      while (!must_stop()) {
        const std::vector<std::uint64_t> chunk = source.next();
        if (chunk.empty()) break;
        if (!file) file.emplace(folder);
        for (const std::uint64_t k : chunk) {
          const SweepRow row = draw(k);
          file->add(row);
          if (first) source.pulse();
          const std::lock_guard lock(guard);
          ++all.solved;
          if (!row.certified()) ++all.uncertified;
          if (settings.progress) settings.progress(all.solved);
          if (must_stop()) break;
        }
        file->keep();
      }
    } catch (...) {
      stopped = true;
      throw;
    }
  };
  std::vector<std::function<void()>> parts;
  constexpr std::size_t any = 1U << 20U;
  const int threads = threads_for(settings.threads, any);
  for (int t = 0; t < threads; ++t) parts.emplace_back([&, t] { one_worker(t == 0); });
  in_parallel(threads, parts);
  all.stopped = stopped;
  return all;
}

}  // namespace leeway
