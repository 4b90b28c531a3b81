#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "leeway/ensemble/row.h"

namespace leeway {

/// Bytes of the worker file `file` that hold no rows of the run: their draws count as missing.
struct DamagedFile {
  std::string file;
  DamagedBytes bytes;
};
/// "worker-0003.rows: bytes 1200 to 1512 are damaged".
std::string to_string(const DamagedFile& damaged);

/// The draws of a folder, ordered by draw, each once, and what is not there.
struct SweepRows {
  std::vector<SweepRow> rows;
  std::vector<std::uint64_t> missing;  ///< in order
  std::vector<DamagedFile> damaged = {};
};
/// Whether each draw has a row.
struct DoneDraws {
  std::vector<bool> done;  ///< [draw]
  std::vector<DamagedFile> damaged;
};
/// "0-99, 204": at most `most` spans, and how many draws there are besides.
std::string spans(const std::vector<std::uint64_t>& draws, std::size_t most = 8);

/// The folder of one run: `run.toml` says of which plan, and each worker appends the rows of its draws to a
/// file of its own. Everything in it may be read while workers write.
class RunFolder {
 public:
  /// Makes the folder, or opens one of the same plan. Throws InputError for a folder of another plan or of
  /// something else, with what differs.
  static RunFolder make(const std::filesystem::path& folder, const SweepHeader& header,
                        const std::string& plan_text);
  /// Opens one that is there, or throws InputError, also where its run.toml or its plan.toml is not what the
  /// run was made with.
  static RunFolder open(const std::filesystem::path& folder);

  const SweepHeader& header() const { return header_; }
  const std::filesystem::path& path() const { return path_; }

  DoneDraws done() const;
  /// All rows. Throws InputError for a draw with two different ones.
  SweepRows read() const;
  /// Worker files, sorted.
  std::vector<std::filesystem::path> files() const;

 private:
  RunFolder(std::filesystem::path path, SweepHeader header);

  std::filesystem::path path_;
  SweepHeader header_;
};

/// A worker's own file. It is locked while open, so that no two append to one; a torn tail that a worker left
/// when it was killed is cut before more is written.
class WorkerFile {
 public:
  /// Takes over a file that no living worker has and that is not damaged, else makes one.
  explicit WorkerFile(const RunFolder& folder);
  ~WorkerFile();
  WorkerFile(WorkerFile&&) noexcept;
  WorkerFile& operator=(WorkerFile&&) = delete;

  void add(const SweepRow& row) { pending_ += encoded(row); }
  /// Writes what was added and waits until it is on the disk. Throws LostOutput where there is no room.
  void keep();
  const std::filesystem::path& path() const { return path_; }

 private:
  bool take(const std::filesystem::path& file, bool fresh, const SweepHeader& header);

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::string pending_;
};

}  // namespace leeway
