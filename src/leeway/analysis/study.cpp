#include "leeway/analysis/study.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>

#include "leeway/analysis/in_parallel.h"
#include "leeway/base/hash.h"
#include "leeway/model/shares.h"

namespace leeway {

namespace {

/// Models of options that differ in the closure alone: the first that is built serves the others.
class Family {
 public:
  int models_left = 0;

  std::shared_ptr<const Model> build(const std::shared_ptr<const Shares>& shares, const Options& options) {
    const std::lock_guard lock(building_);
    if (first_) return std::make_shared<const Model>(*first_, options.closure);
    first_ = std::make_shared<const Model>(shares, options);
    return first_;
  }
  void release() {
    const std::lock_guard lock(building_);
    if (--models_left == 0) first_.reset();
  }

 private:
  std::mutex building_;
  std::shared_ptr<const Model> first_;
};

/// The model of one set of options: built when its first case comes, gone after its last.
class SharedModel {
 public:
  const Model* given = nullptr;
  Family* family = nullptr;
  int cases_left = 0;

  std::shared_ptr<const Model> acquire(const std::shared_ptr<const Shares>& shares, const Options& options) {
    if (given != nullptr) return {std::shared_ptr<void>(), given};
    const std::lock_guard lock(building_);
    if (!built_) built_ = family->build(shares, options);
    return built_;
  }
  void release() {
    const std::lock_guard lock(building_);
    if (--cases_left > 0) return;
    built_.reset();
    family->release();
  }

 private:
  std::mutex building_;
  std::shared_ptr<const Model> built_;
};

/// The cases that a case needs solved before it.
std::vector<std::size_t> needs_of(const StudyCase& one) {
  std::vector<std::size_t> needs;
  for (const std::optional<std::size_t>& other : {one.start, one.against})
    if (other) needs.push_back(*other);
  if (one.along) needs.insert(needs.end(), {one.along->first, one.along->second});
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  return needs;
}

/// Of each case all that decides on its outcome; empty where that is not known, since it starts from a point
/// of the caller's. Measures are in it by name, as reports read them from the policy of a Solution.
std::vector<std::string> keys_of(const std::vector<StudyCase>& cases, const World& world,
                                 SolveMemory& memory) {
  std::vector<std::string> keys(cases.size());
  for (std::size_t at = 0; at < cases.size(); ++at) {
    const StudyCase& one = cases[at];
    if (!one.from.empty()) continue;
    Identity id("case");
    id.add("policy", memory.print_of(one.policy)).add("options", fingerprint(one.options, world));
    for (const AppliedMeasure& applied : one.policy->applied) id.add("measure", applied.measure->id);
    bool known = true;
    const auto add = [&](const char* name, std::size_t other) {
      known = known && !keys[other].empty();
      id.add(name, keys[other]);
    };
    if (one.start) add("start", *one.start);
    if (one.along) {
      add("from", one.along->first);
      add("to", one.along->second);
    }
    if (known) keys[at] = id.hex();
  }
  return keys;
}

/// What later cases need of an earlier one, for as long as they do.
struct Held {
  std::mutex guard;
  Start start;                             ///< where it certified
  std::shared_ptr<const Outcome> outcome;  ///< where one is set against it
  int starts_left = 0;
  int outcomes_left = 0;
};

/// Hands out cases to threads. The last that became ready goes first, so that the followers of a case go
/// before further cases and few outcomes are held at a time.
class Queue {
 public:
  void add(std::size_t at) { ready_.push_back(at); }

  /// Runs `act` on every case, and on those that it adds, with this many threads. The first exception ends
  /// the run and is thrown again.
  void run(int threads, const std::function<void(std::size_t)>& act) {
    on_threads(threads, [&] { work(act); });
    if (thrown_) std::rethrow_exception(thrown_);
  }

  /// From inside `act`.
  void add_followers(const std::vector<std::size_t>& followers, std::vector<std::size_t>& missing) {
    const std::lock_guard lock(guard_);
    for (auto at = followers.rbegin(); at != followers.rend(); ++at)
      if (--missing[*at] == 0) ready_.push_back(*at);
  }

 private:
  void work(const std::function<void(std::size_t)>& act) {
    std::unique_lock lock(guard_);
    for (;;) {
      changed_.wait(lock, [&] { return !ready_.empty() || running_ == 0; });
      if (ready_.empty()) break;
      const std::size_t one = ready_.back();
      ready_.pop_back();
      ++running_;
      lock.unlock();
      std::exception_ptr thrown;
      try {
        act(one);
      } catch (...) {
        thrown = std::current_exception();
      }
      lock.lock();
      --running_;
      if (thrown && !thrown_) thrown_ = thrown;
      if (thrown_) ready_.clear();
      changed_.notify_all();
    }
  }

  std::mutex guard_;
  std::condition_variable changed_;
  std::vector<std::size_t> ready_;
  int running_ = 0;
  std::exception_ptr thrown_;
};

}  // namespace

std::size_t Study::add(StudyCase one) {
  const std::vector<std::size_t> needs = needs_of(one);
  if (!needs.empty() && needs.back() >= cases_.size())
    throw std::logic_error("a case of a Study starts from an earlier one");
  cases_.push_back(std::move(one));
  return cases_.size() - 1;
}

void Study::solve_all(const StudySettings& settings, const Visit& visit) const {
  Queue queue;
  std::vector<std::vector<std::size_t>> followers(cases_.size());
  std::vector<std::size_t> missing(cases_.size());
  std::vector<Held> held(cases_.size());
  std::map<std::string, Family> families;
  std::map<std::string, SharedModel> models;
  std::vector<SharedModel*> model_of;
  const World& world = shares_ ? shares_->world : *world_;
  for (const Model* model : models_) models[fingerprint(model->options(), world)].given = model;
  for (std::size_t at = 0; at < cases_.size(); ++at) {
    const StudyCase& one = cases_[at];
    const std::vector<std::size_t> needs = needs_of(one);
    missing[at] = needs.size();
    for (const std::size_t other : needs) {
      followers[other].push_back(at);
      ++held[other].starts_left;
    }
    if (const auto other = one.against ? one.against : one.start) ++held[*other].outcomes_left;
    SharedModel& model = models[fingerprint(one.options, world)];
    model_of.push_back(&model);
    ++model.cases_left;
    if (model.family != nullptr) continue;
    Options any_closure = one.options;
    any_closure.closure = Closure::share;
    model.family = &families[fingerprint(any_closure, world)];
    ++model.family->models_left;
  }
  for (std::size_t at = cases_.size(); at-- > 0;)
    if (missing[at] == 0) queue.add(at);

  std::shared_ptr<const Shares> shares = shares_;
  const auto needs_one = [](const auto& model) { return model.second.given == nullptr; };
  if (!shares && std::any_of(models.begin(), models.end(), needs_one)) shares = read_shares(world);

  const std::vector<std::string> keys =
      memory_ != nullptr ? keys_of(cases_, world, *memory_) : std::vector<std::string>();
  const int total = static_cast<int>(cases_.size());
  int done = 0;
  std::mutex telling;
  // Only cases that are done are asked.
  const auto start_at = [&](std::size_t other) {
    const std::lock_guard lock(held[other].guard);
    return held[other].start;
  };
  const auto start_of = [&](const StudyCase& one) {
    if (!one.start) return one.from;
    const Start start = start_at(*one.start);
    if (!one.along) return start;
    return shifted(start, start_at(one.along->first), start_at(one.along->second));
  };
  const auto let_go = [&](const StudyCase& one, const std::optional<std::size_t>& against) {
    for (const std::size_t other : needs_of(one)) {
      const std::lock_guard lock(held[other].guard);
      if (--held[other].starts_left == 0) held[other].start = {};
      if (other == against && --held[other].outcomes_left == 0) held[other].outcome.reset();
    }
  };
  const auto solve = [&](std::size_t at) {
    if (settings.stop.stop_requested()) return;
    const StudyCase& one = cases_[at];
    const bool remembers = memory_ != nullptr && one.remembered && !keys[at].empty();
    std::shared_ptr<const Outcome> outcome = remembers ? memory_->find(keys[at]) : nullptr;
    if (!outcome) {
      outcome = std::make_shared<const Outcome>(
          model_of[at]->acquire(shares, one.options)->solve(one.policy, start_of(one)));
      if (remembers) memory_->keep(keys[at], outcome);
    }
    model_of[at]->release();
    const std::optional<std::size_t> against = one.against ? one.against : one.start;
    std::shared_ptr<const Outcome> other;
    if (against) {
      const std::lock_guard lock(held[*against].guard);
      other = held[*against].outcome;
    }
    visit(at, *outcome, other.get());
    let_go(one, against);
    {
      const std::lock_guard lock(held[at].guard);
      if (held[at].starts_left > 0 && outcome->certified()) held[at].start = outcome->start();
      if (held[at].outcomes_left > 0) held[at].outcome = outcome;
    }
    {
      const std::lock_guard lock(telling);
      ++done;
      if (settings.progress) settings.progress(done, total);
    }
    queue.add_followers(followers[at], missing);
  };
  queue.run(threads_for(settings.threads, cases_.size()), solve);
}

}  // namespace leeway
