#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "leeway/model/model.h"

namespace leeway {

/// What was solved lately on one world, for questions that follow each other and differ in little. An outcome
/// is kept by all that decides on it, where the solve started included, so that what is found here is what
/// solving would give, to the bit. Safe to use from several threads.
class SolveMemory {
 public:
  /// The world must outlive it. An outcome of the default world takes some 10 MB, a Model some 20.
  explicit SolveMemory(const World& world, std::size_t outcomes = 10, std::size_t models = 2);

  const std::shared_ptr<const Shares>& shares() const { return shares_; }
  std::shared_ptr<const Model> model(const Options& options);
  /// Null where it is not kept.
  std::shared_ptr<const Outcome> find(const std::string& key);
  void keep(const std::string& key, std::shared_ptr<const Outcome> outcome);
  /// A policy by all that decides on it; null where it is not kept.
  std::shared_ptr<const Policy> find_policy(const std::string& key);
  /// One kept under a name of those that differ in terms alone, with the Measures whose terms were set.
  struct LikePolicy {
    std::shared_ptr<const Policy> policy;  ///< null where none is kept
    std::vector<std::string> set;          ///< ids
  };
  LikePolicy find_like(const std::string& family);
  /// The one that was used last; null where none is kept.
  std::shared_ptr<const Policy> last_policy();
  void keep_policy(const std::string& key, const std::string& family, LikePolicy policy);
  /// Fingerprint of a policy, kept of those that were resolved.
  std::string print_of(const std::shared_ptr<const Policy>& policy);

 private:
  template <class Value>
  using Held = std::deque<std::pair<std::string, std::shared_ptr<const Value>>>;
  using Print = std::pair<std::shared_ptr<const Policy>, std::string>;

  std::mutex guard_;
  std::size_t most_outcomes_;
  std::size_t most_models_;
  std::shared_ptr<const Shares> shares_;
  Held<Outcome> outcomes_;  ///< used last at the end
  struct KeptPolicy {
    std::string family;
    LikePolicy like;
  };
  Held<KeptPolicy> policies_;  ///< as many
  std::deque<Print> prints_;   ///< the same
  Held<Model> models_;
};

}  // namespace leeway
