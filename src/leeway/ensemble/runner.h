#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "leeway/ensemble/row.h"
#include "leeway/ensemble/run_folder.h"

namespace leeway {

/// Where workers get the draws that they solve: some at a time, until there are none.
class DrawSource {
 public:
  DrawSource() = default;
  DrawSource(const DrawSource&) = delete;
  DrawSource& operator=(const DrawSource&) = delete;
  virtual ~DrawSource() = default;
  /// From any thread; empty: no more.
  virtual std::vector<std::uint64_t> next() = 0;
  /// Called by the first worker after each draw.
  virtual void pulse() {}
};

/// Hands out a list of draws in order.
class ListedDraws : public DrawSource {
 public:
  ListedDraws(std::vector<std::uint64_t> draws, std::size_t chunk)
      : draws_(std::move(draws)), chunk_(chunk) {}
  std::vector<std::uint64_t> next() override;

 private:
  std::mutex guard_;
  std::vector<std::uint64_t> draws_;
  std::size_t chunk_;
  std::size_t at_ = 0;
};

/// A part of a run that needs nothing of the others: the draws k with k mod `of` + 1 = `shard`.
struct Shard {
  std::uint64_t shard = 1;
  std::uint64_t of = 1;
};
/// Draws of a shard that have no row yet.
std::vector<std::uint64_t> draws_left(const DoneDraws& done, const Shard& shard);
std::vector<std::uint64_t> draws_left(const RunFolder& folder, const Shard& shard);

struct WorkSettings {
  int threads = 0;  ///< 0: as many as the machine has
  /// Asked after each draw; once true, what is done is kept and no further draw begins.
  std::function<bool()> stop;
  /// Told how many draws were solved here, from one thread at a time.
  std::function<void(std::uint64_t)> progress;
};
struct Worked {
  std::uint64_t solved = 0;
  std::uint64_t uncertified = 0;
  bool stopped = false;
};
/// Solves draws of the source until there are none, each thread into a file of its own, kept chunk by chunk.
Worked work(const RunFolder& folder, DrawSource& source, const std::function<SweepRow(std::uint64_t)>& draw,
            const WorkSettings& settings);

}  // namespace leeway
