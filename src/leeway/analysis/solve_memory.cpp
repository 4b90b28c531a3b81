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
  const std::shared_ptr<const KeptPolicy> known = found(policies_, key);
  return known == nullptr ? nullptr : known->like.policy;
}

SolveMemory::LikePolicy SolveMemory::find_like(const std::string& family) {
  const std::lock_guard lock(guard_);
  const auto last = std::find_if(policies_.rbegin(), policies_.rend(),
                                 [&](const auto& one) { return one.second->family == family; });
  return last == policies_.rend() ? LikePolicy{} : last->second->like;
}

std::shared_ptr<const Policy> SolveMemory::last_policy() {
  const std::lock_guard lock(guard_);
  return policies_.empty() ? nullptr : policies_.back().second->like.policy;
}

void SolveMemory::keep_policy(const std::string& key, const std::string& family, LikePolicy policy) {
  const std::lock_guard lock(guard_);
  add(policies_, key, std::make_shared<const KeptPolicy>(KeptPolicy{family, std::move(policy)}),
      most_outcomes_);
}

std::string SolveMemory::print_of(const std::shared_ptr<const Policy>& policy) {
  const auto known = [&]() -> const std::string* {
    const auto at =
        std::find_if(prints_.begin(), prints_.end(), [&](const Print& one) { return one.first == policy; });
    return at == prints_.end() ? nullptr : &at->second;
  };
  {
    const std::lock_guard lock(guard_);
    if (const std::string* print = known()) return *print;
  }
  std::string print = fingerprint(*policy);
  // One that is made anew for each question would only push out the others.
  if (policy->resolution == nullptr) return print;
  const std::lock_guard lock(guard_);
  if (known() == nullptr) prints_.emplace_back(policy, print);
  if (prints_.size() > most_outcomes_) prints_.pop_front();
  return print;
}

}  // namespace leeway
