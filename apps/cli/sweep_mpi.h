#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "leeway/ensemble/runner.h"

namespace leeway::cli {

/// Whether mpirun started this program as one of several ranks.
bool is_rank_of_many();

/// The ranks of one run: the first hands out draws and solves too, and nothing is collective but the start
/// and the end. Throws InputError in a program that was built without MPI.
class Ranks {
 public:
  Ranks();
  ~Ranks();
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  bool first() const { return rank_ == 0; }
  /// Ends all ranks with this code; those but the first leave the word to it.
  [[noreturn]] void give_up(int code) const;
  /// Waits for all.
  void meet() const;
  /// Of the first rank with the draws that are left; others ask it.
  std::unique_ptr<DrawSource> source(std::vector<std::uint64_t> left, std::size_t chunk) const;

 private:
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace leeway::cli
