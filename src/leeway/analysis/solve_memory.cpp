#include "leeway/analysis/solve_memory.h"

#include <algorithm>

#include "leeway/model/shares.h"

namespace leeway {

namespace {

/// What is found becomes the last used.
template <class Held>
auto found(Held& held, const std::string& key) {
  const auto at = std::find_if(held.begin(), held.end(), [&](const auto& one) { return one.first == key; });
  if (at == held.end()) return decltype(at->second)();
  std::rotate(at, at + 1, held.end());
  return held.back().second;
}

}  // namespace

SolveMemory::SolveMemory(const World& world, std::size_t outcomes, std::size_t models)
    : most_outcomes_(outcomes), most_models_(models), shares_(read_shares(world)) {}

std::shared_ptr<const Model> SolveMemory::model(const Options& options) {
  const std::string key = fingerprint(options, shares_->world);
  const std::lock_guard lock(guard_);
  if (auto known = found(models_, key)) return known;
  auto built = std::make_shared<const Model>(shares_, options);
  models_.emplace_back(key, built);
  if (models_.size() > most_models_) models_.pop_front();
  return built;
}

std::shared_ptr<const Outcome> SolveMemory::find(const std::string& key) {
  const std::lock_guard lock(guard_);
  return found(outcomes_, key);
}

void SolveMemory::keep(const std::string& key, std::shared_ptr<const Outcome> outcome) {
  const std::lock_guard lock(guard_);
  if (found(outcomes_, key)) return;
  outcomes_.emplace_back(key, std::move(outcome));
  if (outcomes_.size() > most_outcomes_) outcomes_.pop_front();
}

}  // namespace leeway
