#include "leeway/analysis/study.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <stdexcept>

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include "leeway/model/shares.h"

namespace leeway {

namespace {

namespace tbb = oneapi::tbb;

/// The model of one set of options: built when its first case comes, gone after its last.
class SharedModel {
 public:
  const Model* given = nullptr;
  int cases_left = 0;

  std::shared_ptr<const Model> acquire(const std::shared_ptr<const Shares>& shares, const Options& options) {
    if (given != nullptr) return {std::shared_ptr<void>(), given};
    const std::lock_guard lock(building_);
    // Isolated, so that a thread that waits inside does not take up a case that wants this lock.
    if (!built_)
      tbb::this_task_arena::isolate([&] { built_ = std::make_shared<const Model>(shares, options); });
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

}  // namespace

std::size_t Study::add(StudyCase one) {
  if (one.start && *one.start >= cases_.size())
    throw std::logic_error("a case of a Study starts from an earlier one");
  cases_.push_back(std::move(one));
  return cases_.size() - 1;
}

void Study::solve_all(const StudySettings& settings, const Visit& visit) const {
  std::vector<std::size_t> roots;
  std::vector<std::vector<std::size_t>> followers(cases_.size());
  std::map<std::string, SharedModel> models;
  std::vector<SharedModel*> model_of;
  const World& world = shares_ ? shares_->world : *world_;
  for (const Model* model : models_) models[fingerprint(model->options(), world)].given = model;
  for (std::size_t at = 0; at < cases_.size(); ++at) {
    (cases_[at].start ? followers[*cases_[at].start] : roots).push_back(at);
    model_of.push_back(&models[fingerprint(cases_[at].options, world)]);
    ++model_of.back()->cases_left;
  }

  std::shared_ptr<const Shares> shares = shares_;
  const auto needs_one = [](const auto& model) { return model.second.given == nullptr; };
  if (!shares && std::any_of(models.begin(), models.end(), needs_one)) shares = read_shares(world);

  const int total = static_cast<int>(cases_.size());
  int done = 0;
  std::mutex telling;
  const auto solve = [&](auto& self, std::size_t at, const Outcome* from) -> void {
    if (settings.stop.stop_requested()) return;
    const StudyCase& one = cases_[at];
    const Outcome outcome = [&] {
      const std::shared_ptr<const Model> model = model_of[at]->acquire(shares, one.options);
      if (from == nullptr) return model->solve(one.policy, one.from);
      return model->solve(one.policy, from->certified() ? from->start() : Start());
    }();
    model_of[at]->release();
    visit(at, outcome, from);
    {
      const std::lock_guard lock(telling);
      ++done;
      if (settings.progress) settings.progress(done, total);
    }
    // Isolated, so that a thread that waits for the followers does not hold many outcomes at a time.
    tbb::this_task_arena::isolate([&] {
      tbb::parallel_for(
          std::size_t{0}, followers[at].size(),
          [&](std::size_t f) { self(self, followers[at][f], &outcome); }, tbb::simple_partitioner{});
    });
  };
  // More threads than the machine has would only earn a warning from TBB.
  const int most = tbb::info::default_concurrency();
  tbb::task_arena arena(settings.threads > 0 ? std::min(settings.threads, most) : most);
  arena.execute([&] {
    tbb::parallel_for(
        std::size_t{0}, roots.size(), [&](std::size_t r) { solve(solve, roots[r], nullptr); },
        tbb::simple_partitioner{});
  });
}

}  // namespace leeway
