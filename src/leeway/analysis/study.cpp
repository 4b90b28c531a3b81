#include "leeway/analysis/study.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "leeway/analysis/in_parallel.h"
#include "leeway/model/shares.h"

namespace leeway {

namespace {

/// The model of one set of options: built when its first case comes, gone after its last.
class SharedModel {
 public:
  const Model* given = nullptr;
  int cases_left = 0;

  std::shared_ptr<const Model> acquire(const std::shared_ptr<const Shares>& shares, const Options& options) {
    if (given != nullptr) return {std::shared_ptr<void>(), given};
    const std::lock_guard lock(building_);
    if (!built_) built_ = std::make_shared<const Model>(shares, options);
    return built_;
  }
  void release() {
    const std::lock_guard lock(building_);
    if (--cases_left == 0) built_.reset();
  }

 private:
  std::mutex building_;
  std::shared_ptr<const Model> built_;
};

/// A case that can be solved now.
struct Ready {
  std::size_t at = 0;
  std::shared_ptr<const Outcome> from;  ///< null: none
};

/// Hands out cases to threads. The last that became ready goes first, so that the followers of a case go
/// before further cases and few outcomes are held at a time.
class Queue {
 public:
  void add(Ready one) { ready_.push_back(std::move(one)); }

  /// Runs `act` on every case, and on those that it adds, with this many threads. The first exception ends
  /// the run and is thrown again.
  void run(int threads, const std::function<void(const Ready&)>& act) {
    {
      std::vector<std::jthread> others;
      for (int t = 1; t < threads; ++t) others.emplace_back([&] { work(act); });
      work(act);
    }
    if (thrown_) std::rethrow_exception(thrown_);
  }

  /// From inside `act`.
  void add_followers(const std::vector<std::size_t>& followers, const std::shared_ptr<const Outcome>& from) {
    const std::lock_guard lock(guard_);
    for (auto at = followers.rbegin(); at != followers.rend(); ++at) ready_.push_back({*at, from});
  }

 private:
  void work(const std::function<void(const Ready&)>& act) {
    std::unique_lock lock(guard_);
    for (;;) {
      changed_.wait(lock, [&] { return !ready_.empty() || running_ == 0; });
      if (ready_.empty()) break;
      const Ready one = std::move(ready_.back());
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
  std::vector<Ready> ready_;
  int running_ = 0;
  std::exception_ptr thrown_;
};

}  // namespace

std::size_t Study::add(StudyCase one) {
  if (one.start && *one.start >= cases_.size())
    throw std::logic_error("a case of a Study starts from an earlier one");
  cases_.push_back(std::move(one));
  return cases_.size() - 1;
}

void Study::solve_all(const StudySettings& settings, const Visit& visit) const {
  Queue queue;
  std::vector<std::vector<std::size_t>> followers(cases_.size());
  std::map<std::string, SharedModel> models;
  std::vector<SharedModel*> model_of;
  const World& world = shares_ ? shares_->world : *world_;
  for (const Model* model : models_) models[fingerprint(model->options(), world)].given = model;
  for (std::size_t at = 0; at < cases_.size(); ++at) {
    if (cases_[at].start) followers[*cases_[at].start].push_back(at);
    model_of.push_back(&models[fingerprint(cases_[at].options, world)]);
    ++model_of.back()->cases_left;
  }
  for (std::size_t at = cases_.size(); at-- > 0;)
    if (!cases_[at].start) queue.add({at, nullptr});

  std::shared_ptr<const Shares> shares = shares_;
  const auto needs_one = [](const auto& model) { return model.second.given == nullptr; };
  if (!shares && std::any_of(models.begin(), models.end(), needs_one)) shares = read_shares(world);

  const int total = static_cast<int>(cases_.size());
  int done = 0;
  std::mutex telling;
  const auto solve = [&](const Ready& ready) {
    if (settings.stop.stop_requested()) return;
    const StudyCase& one = cases_[ready.at];
    const auto outcome = std::make_shared<const Outcome>([&] {
      const std::shared_ptr<const Model> model = model_of[ready.at]->acquire(shares, one.options);
      if (ready.from == nullptr) return model->solve(one.policy, one.from);
      return model->solve(one.policy, ready.from->certified() ? ready.from->start() : Start());
    }());
    model_of[ready.at]->release();
    visit(ready.at, *outcome, ready.from.get());
    {
      const std::lock_guard lock(telling);
      ++done;
      if (settings.progress) settings.progress(done, total);
    }
    queue.add_followers(followers[ready.at], outcome);
  };
  queue.run(threads_for(settings.threads, cases_.size()), solve);
}

}  // namespace leeway
