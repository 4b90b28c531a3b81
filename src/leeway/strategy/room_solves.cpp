#include "leeway/strategy/room_solves.h"

#include <algorithm>

#include "leeway/analysis/in_parallel.h"
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

void RoomSolves::is_variant(std::string variant, std::string of) {
  plans_.back().variant = std::move(variant);
  plans_.back().variant_of = std::move(of);
}

void RoomSolves::move_terms(const std::function<bool(const Measure&)>& also) {
  std::vector<std::shared_ptr<const Policy>> policies;
  for (const RoomPlan& plan : plans_) policies.push_back(plan.policy);
  terms_ = term_assumptions(policies, also);
}

RoomSolves::Seen RoomSolves::seen_in(const RangeCase& setting) const {
  Seen seen;
  for (const RoomPlan& plan : plans_) {
    RangeCase own = setting;
    if (own.term && own.term->measure == plan.variant_of) own.term->measure = plan.variant;
    seen.policies.push_back(setting.alternative_rates ? plan.alternative
                                                      : policy_in(world_, plan.policy, own));
    seen.prints.push_back(fingerprint(*seen.policies.back()));
  }
  return seen;
}

void RoomSolves::run(int threads, const std::function<void(int, int)>& progress,
                     const std::vector<int>& sectors_of, std::size_t first_punished) {
  RangeCase other_rates;
  other_rates.alternative_rates = true;
  const Seen centre = seen_in({});
  const Seen alternative = seen_in(other_rates);
  settings_ = range_cases(world_, options_, kind_, {centre.prints != alternative.prints, true, terms_});
  std::vector<RangeCase> solved = settings_;
  for (std::size_t s = 0; s < settings_.size(); ++s) {
    RangeCase priced = settings_[s];
    if (timed_horizon_) priced.options.horizon = least_welfare_horizon;
    const auto same = [&](const RangeCase& c) {
      return c.options == priced.options && c.alternative_rates == priced.alternative_rates &&
             c.term == priced.term;
    };
    auto found = std::find_if(solved.begin(), solved.end(), same);
    if (found == solved.end()) found = solved.insert(solved.end(), priced);
    timed_.push_back(static_cast<std::size_t>(found - solved.begin()));
  }
  std::vector<Seen> seen_as(solved.size());
  std::vector<std::function<void()>> parts;
  for (std::size_t s = 0; s < solved.size(); ++s)
    if (solved[s].term) parts.emplace_back([&, s] { seen_as[s] = seen_in(solved[s]); });
  in_parallel(threads, parts);
  // Of a case that moves a term the one that it is like in all else.
  const auto without_term = [&](std::size_t s) {
    std::size_t like = 0;
    while (solved[like].term || solved[like].alternative_rates ||
           !(solved[like].options == solved[s].options))
      ++like;
    return like;
  };
  Study study(shares_);
  study.use(*model_);
  const auto base = std::make_shared<const Policy>(base_policy(world_));
  case_of_.assign(solved.size(), std::vector<std::size_t>(plans_.size()));
  std::vector<std::size_t> base_of;
  std::size_t last_central = 0;
  for (std::size_t s = 0; s < solved.size(); ++s) {
    const Seen& seen = solved[s].term ? seen_as[s] : solved[s].alternative_rates ? alternative : centre;
    const bool moved = solved[s].term.has_value();
    const std::size_t like = moved ? without_term(s) : s;
    base_of.push_back(moved ? base_of[like] : study.add({"base year", base, solved[s].options, {}, {}}));
    for (std::size_t p = 0; p < plans_.size(); ++p) {
      const std::vector<std::string>& print = seen.prints;
      const auto same =
          static_cast<std::size_t>(std::find(print.begin(), print.end(), print[p]) - print.begin());
      // A punished plan is kept against what it starts from, also where another has the same policy.
      if (same < p && (p < first_punished || plans_[same].start == plans_[p].start)) {
        case_of_[s][p] = case_of_[s][same];
        continue;
      }
      const bool first = plans_[p].start == p;
      const std::size_t from = first ? base_of[s] : case_of_[s][plans_[p].start];
      // What the term does not touch is the same as without it, and so is what that starts from.
      if (moved && seen.prints[p] == centre.prints[p] && (first || from == case_of_[like][plans_[p].start])) {
        case_of_[s][p] = case_of_[like][p];
        continue;
      }
      case_of_[s][p] = study.add({plans_[p].name, seen.policies[p], solved[s].options, from, {}});
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
