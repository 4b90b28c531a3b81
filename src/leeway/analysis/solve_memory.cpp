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

template <class Held, class Value>
void add(Held& held, const std::string& key, Value value, std::size_t most) {
  if (found(held, key)) return;
  held.emplace_back(key, std::move(value));
  if (held.size() > most) held.pop_front();
}

}  // namespace

SolveMemory::SolveMemory(const World& world, std::size_t outcomes, std::size_t models)
    : most_outcomes_(outcomes), most_models_(models), shares_(read_shares(world)) {}

std::shared_ptr<const Model> SolveMemory::model(const Options& options) {
  const std::string key = fingerprint(options, shares_->world);
  const std::lock_guard lock(guard_);
  if (auto known = found(models_, key)) return known;
  std::shared_ptr<const Model> built = std::make_shared<const Model>(shares_, options);
  add(models_, key, built, most_models_);
  return built;
}

std::shared_ptr<const Outcome> SolveMemory::find(const std::string& key) {
  const std::lock_guard lock(guard_);
  return found(outcomes_, key);
}

void SolveMemory::keep(const std::string& key, std::shared_ptr<const Outcome> outcome) {
  const std::lock_guard lock(guard_);
  add(outcomes_, key, std::move(outcome), most_outcomes_);
}

std::shared_ptr<const Policy> SolveMemory::find_policy(const std::string& key) {
  const std::lock_guard lock(guard_);
  return found(policies_, key);
}

void SolveMemory::keep_policy(const std::string& key, std::shared_ptr<const Policy> policy) {
  const std::lock_guard lock(guard_);
  add(policies_, key, std::move(policy), most_outcomes_);
}

}  // namespace leeway
