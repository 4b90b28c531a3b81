#include "sweep_mpi.h"

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "leeway/base/error.h"

// The only file that knows of MPI. Without it a run is threads, or shards that need nothing of one another.
#ifdef LEEWAY_WITH_MPI
#include <mpi.h>
#endif

namespace leeway::cli {

bool is_rank_of_many() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {
    const char* ranks = std::getenv(name);
    if (ranks != nullptr && std::string(ranks) != "1") return true;
  }
  return false;
}

#ifdef LEEWAY_WITH_MPI

namespace {

enum Tag { ask = 1, give = 2, leave = 3 };

/// Waits until `there` is true, asleep in between: MPI's own waits take the whole core from whoever solves on
/// it.
template <class There>
void wait_until(There there) {
  while (!there()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

bool probe(int source, int tag, MPI_Status& status) {
  int there = 0;
  MPI_Iprobe(source, tag, MPI_COMM_WORLD, &there, &status);
  return there != 0;
}

/// Of the first rank: a list from which its own threads take, and which it hands to the others between draws.
class FirstRank : public DrawSource {
 public:
  FirstRank(std::vector<std::uint64_t> left, std::size_t chunk, int others)
      : draws_(std::move(left), chunk), waiting_for_(others) {}
  ~FirstRank() override {
    // The own threads have no more to do, or were stopped: whoever asks is told that there is no more, and
    // none waits for ever.
    closed_ = true;
    while (waiting_for_ > 0) serve(true);
  }
  std::vector<std::uint64_t> next() override { return draws_.next(); }
  void pulse() override {
    while (waiting_for_ > 0 && serve(false)) {
    }
  }

 private:
  bool serve(bool wait) {
    MPI_Status status;
    const auto there = [&] { return probe(MPI_ANY_SOURCE, MPI_ANY_TAG, status); };
    if (wait)
      wait_until(there);
    else if (!there())
      return false;
    MPI_Recv(nullptr, 0, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (status.MPI_TAG == leave) {
      --waiting_for_;
      return true;
    }
    const std::vector<std::uint64_t> chunk = closed_ ? std::vector<std::uint64_t>() : draws_.next();
    MPI_Send(chunk.data(), static_cast<int>(chunk.size()), MPI_UINT64_T, status.MPI_SOURCE, give,
             MPI_COMM_WORLD);
    return true;
  }

  ListedDraws draws_;
  int waiting_for_;
  bool closed_ = false;
};

/// Of every other rank.
class OtherRank : public DrawSource {
 public:
  ~OtherRank() override { MPI_Send(nullptr, 0, MPI_BYTE, 0, leave, MPI_COMM_WORLD); }
  std::vector<std::uint64_t> next() override {
    const std::lock_guard lock(guard_);
    if (over_) return {};
    MPI_Send(nullptr, 0, MPI_BYTE, 0, ask, MPI_COMM_WORLD);
    MPI_Status status;
    wait_until([&] { return probe(0, give, status); });
    int count = 0;
    MPI_Get_count(&status, MPI_UINT64_T, &count);
    std::vector<std::uint64_t> chunk(static_cast<std::size_t>(count));
    MPI_Recv(chunk.data(), count, MPI_UINT64_T, 0, give, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    over_ = chunk.empty();
    return chunk;
  }

 private:
  std::mutex guard_;
  bool over_ = false;
};

}  // namespace

Ranks::Ranks() {
  int provided = 0;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &size_);
}
Ranks::~Ranks() { MPI_Finalize(); }
void Ranks::give_up(int code) const {
  // What ended one rank may be about to end the first as well, which has more to say.
  if (!first()) std::this_thread::sleep_for(std::chrono::seconds(1));
  MPI_Abort(MPI_COMM_WORLD, code);
  std::abort();
}
void Ranks::meet() const {
  MPI_Request all;
  MPI_Ibarrier(MPI_COMM_WORLD, &all);
  wait_until([&] {
    int here = 0;
    MPI_Test(&all, &here, MPI_STATUS_IGNORE);
    return here != 0;
  });
}

std::unique_ptr<DrawSource> Ranks::source(std::vector<std::uint64_t> left, std::size_t chunk) const {
  if (first()) return std::make_unique<FirstRank>(std::move(left), chunk, size_ - 1);
  return std::make_unique<OtherRank>();
}

#else

Ranks::Ranks() {
  throw InputError(
      "this program was built without MPI, and mpirun started several of it",
      "build it where OpenMPI is installed (-DLEEWAY_MPI=AUTO), or give each a --shard 1/4, 2/4, …");
}
Ranks::~Ranks() = default;
void Ranks::give_up(int code) const { std::exit(code); }
void Ranks::meet() const {}
std::unique_ptr<DrawSource> Ranks::source(std::vector<std::uint64_t> left, std::size_t chunk) const {
  return std::make_unique<ListedDraws>(std::move(left), chunk);
}

#endif

}  // namespace leeway::cli
