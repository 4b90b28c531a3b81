#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace leeway {

/// Payoffs of certified solves, kept in a file from one run of a game to the next, so that what was broken
/// off goes on and what was solved is not solved again. A file is of one status quo (and so of one world, one
/// set of options, one version) and one list of players; its name says which.
class KeptPayoffs {
 public:
  struct Row {
    std::string id;               ///< of the solve
    std::vector<double> payoffs;  ///< [player] percent over the status quo
  };

  /// Keeps nothing.
  KeptPayoffs() = default;
  /// Reads what the folder holds under `name`; a folder that is not there is made when something is kept.
  /// Throws InputError for a file that is not as it was written.
  KeptPayoffs(const std::filesystem::path& folder, const std::string& name, std::size_t players);

  bool empty() const { return rows_.empty(); }
  /// By the fingerprint of a policy; null where it is not kept.
  const Row* find(const std::string& policy) const;
  void add(const std::string& policy, Row row);
  /// Writes the file whole. Nothing is done where nothing is kept.
  void save() const;

 private:
  std::filesystem::path file_;
  std::map<std::string, Row> rows_;
};

}  // namespace leeway
