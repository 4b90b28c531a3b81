#include "leeway/strategy/room_solves.h"

#include <algorithm>

#include "leeway/base/elementary.h"
#include "leeway/model/shares.h"

namespace leeway {

double RoomKept::income(const std::vector<int>& members) const {
  double sum = 0.0;
  for (const int n : members) sum += real_income[static_cast<std::size_t>(n)];
  return sum;
}

RoomSolves::RoomSolves(const World& world, const Options& options, RangeKind kind, bool timed)
    : world_(world), options_(options), kind_(kind), timed_horizon_(timed), shares_(read_shares(world)) {
  model_.emplace(shares_, options_);
}

std::size_t RoomSolves::add(const Ledger& ledger, std::string name, PolicyOptions options,
                            std::size_t start) {
  RoomPlan plan{std::move(name), std::move(options), start};
  plan.policy = std::make_shared<const Policy>(resolve_policy(world_, ledger, plan.options));
  plan.alternative = kind_ == RangeKind::full
                         ? std::make_shared<const Policy>(under_alternative_rates(world_, *plan.policy))
                         : plan.policy;
  plans_.push_back(std::move(plan));
  return plans_.size() - 1;
}

void RoomSolves::run(int threads, const std::function<void(int, int)>& progress,
                     const std::vector<int>& sectors_of, std::size_t first_punished) {
  std::vector<std::string> prints[2];
  bool rates = false;
  for (const RoomPlan& plan : plans_) {
    prints[0].push_back(fingerprint(*plan.policy));
    prints[1].push_back(fingerprint(*plan.alternative));
    rates = rates || prints[0].back() != prints[1].back();
  }
  settings_ = range_cases(world_, options_, kind_, {rates, true});
  std::vector<RangeCase> solved = settings_;
  for (std::size_t s = 0; s < settings_.size(); ++s) {
    RangeCase priced = settings_[s];
    if (timed_horizon_) priced.options.horizon = least_welfare_horizon;
    const auto same = [&](const RangeCase& c) {
      return c.options == priced.options && c.alternative_rates == priced.alternative_rates;
    };
    auto found = std::find_if(solved.begin(), solved.end(), same);
    if (found == solved.end()) found = solved.insert(solved.end(), priced);
    timed_.push_back(static_cast<std::size_t>(found - solved.begin()));
  }
  Study study(shares_);
  study.use(*model_);
  const auto base = std::make_shared<const Policy>(base_policy(world_));
  case_of_.assign(solved.size(), std::vector<std::size_t>(plans_.size()));
  std::size_t last_central = 0;
  for (std::size_t s = 0; s < solved.size(); ++s) {
    const bool other = solved[s].alternative_rates;
    const std::size_t base_year = study.add({"base year", base, solved[s].options, {}, {}});
    for (std::size_t p = 0; p < plans_.size(); ++p) {
      const std::vector<std::string>& print = prints[other ? 1 : 0];
      const auto same =
          static_cast<std::size_t>(std::find(print.begin(), print.end(), print[p]) - print.begin());
      // A punished plan is kept against what it starts from, also where another has the same policy.
      if (same < p && (p < first_punished || plans_[same].start == plans_[p].start)) {
        case_of_[s][p] = case_of_[s][same];
        continue;
      }
      const std::size_t from = plans_[p].start == p ? base_year : case_of_[s][plans_[p].start];
      case_of_[s][p] = study.add(
          {plans_[p].name, other ? plans_[p].alternative : plans_[p].policy, solved[s].options, from, {}});
    }
    if (s == 0) last_central = study.cases().size() - 1;
  }
  std::vector<bool> punished(study.cases().size(), false);
  for (const auto& cases : case_of_)
    for (std::size_t p = first_punished; p < plans_.size(); ++p) punished[cases[p]] = true;
  StudySettings run;
  run.threads = threads;
  run.progress = progress;
  auto kept = study.run(run, [&](std::size_t at, const Outcome& outcome, const Outcome* start) {
    RoomKept k{outcome.verdict(), {}, {}};
    if (!outcome) return k;
    const Result& r = outcome->result;
    for (std::size_t n = 0; n < r.log_welfare.size(); ++n)
      k.real_income.push_back(r.base_income[n] * elementary::exp(r.log_welfare[n]));
    if (at <= last_central && !sectors_of.empty()) k.solution = outcome.shared_solution();
    if (punished[at] && start != nullptr && start->certified() && !sectors_of.empty())
      k.threatener = compare_sectors(world_, sectors_of, start->solution(), outcome.solution());
    return k;
  });
  for (auto& k : kept) kept_.push_back(std::move(*k));
}

std::vector<std::pair<std::string, const RoomKept*>> RoomSolves::central() const {
  std::vector<std::pair<std::string, const RoomKept*>> named;
  for (std::size_t p = 0; p < plans_.size(); ++p) {
    const RoomKept* kept = &at(0, p);
    const auto known = [&](const auto& other) { return other.second == kept; };
    if (std::none_of(named.begin(), named.end(), known)) named.emplace_back(plans_[p].name, kept);
  }
  return named;
}

}  // namespace leeway
