#include "leeway/analysis/path.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"

namespace leeway {

namespace {

/// The day `months` months after another; the last of the month where there is no such day.
Date months_after(Date from, int months) {
  const std::chrono::year_month_day day(from);
  const std::chrono::year_month month = day.year() / day.month() + std::chrono::months(months);
  const std::chrono::year_month_day there = month / day.day();
  return there.ok() ? Date(there) : Date(month / std::chrono::last);
}

std::vector<double> real_income(const Result& r) {
  std::vector<double> income(r.base_income.size());
  for (std::size_t n = 0; n < income.size(); ++n)
    income[n] = r.base_income[n] * elementary::exp(r.log_welfare[n]);
  return income;
}

/// What the scenario asks on a day: its own Measures keep to their own dates, and what it takes out need not
/// be there any longer, or not yet.
PolicyOptions options_on(const Scenario& scenario, const Ledger& ledger, Date date) {
  PolicyOptions options = policy_options(scenario);
  options.as_of = date;
  std::erase_if(options.drop, [&](const std::string& id) {
    const Measure* m = ledger.find_measure(id);
    return m != nullptr && ledger.status(*m, date, options.known_by) != Status::in_force;
  });
  options.dated_measures = true;
  return options;
}

class Walker {
 public:
  Walker(const World& world, const Ledger& ledger, const PathInputs& inputs)
      : world_(world), ledger_(ledger) {
    path_.inputs = inputs;
    if (inputs.to <= inputs.from)
      throw InputError(
          fmt::format("--to {} is not after --from {}", to_string(inputs.to), to_string(inputs.from)));
  }

  Path run() {
    path_.last_entry = last_entry(ledger_);
    mark_days();
    solve();
    collect();
    return std::move(path_);
  }

 private:
  void mark_days() {
    const PathInputs& in = path_.inputs;
    std::map<Date, PathPoint> days;
    const int step = in.every == Every::month ? 1 : in.every == Every::quarter ? 3 : 12;
    for (int at = 0; months_after(in.from, at * step) <= in.to; ++at)
      days[months_after(in.from, at * step)].regular = true;
    if (!days.contains(in.to)) days[in.to].regular = true;
    PolicyOptions asked = policy_options(in.scenario);
    asked.dated_measures = true;
    std::vector<PolicyChange> changes = change_dates(ledger_, asked, in.from, in.to);
    for (PolicyChange& change : changes) {
      const auto [day, is_new] = days.try_emplace(change.date);
      if (is_new) day->second.regular = false;
      day->second.changes.push_back(std::move(change));
    }
    for (auto& [date, point] : days) {
      point.date = date;
      if (in.adjust)
        point.horizon = std::max(shortest_horizon, years_between(in.from, date));
      else
        point.horizon = in.options.horizon;
      path_.points.push_back(std::move(point));
    }
  }

  Policy policy_on(Date date) const {
    return resolve_policy(world_, ledger_, options_on(path_.inputs.scenario, ledger_, date));
  }

  /// What the scenario takes out must be in force on some day of the path.
  void check_drops() const {
    const Scenario& scenario = path_.inputs.scenario;
    const PolicyOptions options = policy_options(scenario);
    for (const std::string& id : options.drop) {
      const Measure* m = ledger_.find_measure(id);
      const bool ever =
          m == nullptr || std::any_of(path_.points.begin(), path_.points.end(), [&](const PathPoint& p) {
            return ledger_.status(*m, p.date, options.known_by) == Status::in_force;
          });
      if (!ever)
        throw InputError(
            options.place(id),
            fmt::format("measure \"{}\" is in force on no day of the path, so it cannot be dropped", id));
    }
  }

  void solve() {
    check_drops();
    const Policy first = policy_on(path_.inputs.from);
    applied_.resize(path_.points.size());
    warnings_.resize(path_.points.size());
    // One model serves every day with the same horizon; a start is the policy of the first day under it.
    std::map<std::optional<double>, std::size_t> horizons;
    for (const PathPoint& p : path_.points) horizons.try_emplace(p.horizon, horizons.size());
    std::vector<std::optional<double>> by_index(horizons.size());
    for (const auto& [horizon, at] : horizons) by_index[at] = horizon;
    path_.starts.resize(by_index.size());
    int done = 0;
    std::mutex telling;
    oneapi::tbb::parallel_for(std::size_t{0}, by_index.size(), [&](std::size_t at) {
      Options options = path_.inputs.options;
      options.horizon = by_index[at];
      const Model model(world_, options);
      const Result start = model.solve(first);
      path_.starts[at] = {fmt::format("policy of {}", to_string(path_.inputs.from)), start.certificate};
      if (at == 0) path_.base_income = start.base_income;
      oneapi::tbb::parallel_for(std::size_t{0}, path_.points.size(), [&](std::size_t p) {
        PathPoint& point = path_.points[p];
        if (horizons.at(point.horizon) != at) return;
        const Policy policy = policy_on(point.date);
        const Result r = model.solve(policy, start.state);
        point.real_income = real_income(r);
        point.real_income_from = real_income(start);
        point.instruments = r.instruments;
        point.certificate = r.certificate;
        point.run_id = r.run_id;
        point.measures = static_cast<int>(policy.applied.size());
        applied_[p] = policy.applied;
        warnings_[p] = policy.warnings;
        const std::lock_guard lock(telling);
        ++done;
        if (path_.inputs.progress) path_.inputs.progress(done, static_cast<int>(path_.points.size()));
      });
    });
  }

  void collect() {
    Hasher run;
    std::set<std::string> listed;
    std::set<std::string> said;
    for (std::size_t p = 0; p < path_.points.size(); ++p) {
      run.add(path_.points[p].run_id);
      for (const AppliedMeasure& a : applied_[p])
        if (listed.insert(a.measure.id).second) path_.applied.push_back(a);
      for (const std::string& warning : warnings_[p])
        if (said.insert(warning).second) path_.warnings.push_back(warning);
    }
    path_.run_id = run.hex();
  }

  const World& world_;
  const Ledger& ledger_;
  Path path_;
  std::vector<std::vector<AppliedMeasure>> applied_;
  std::vector<std::vector<std::string>> warnings_;
};

}  // namespace

std::optional<Every> parse_every(std::string_view text) {
  if (text == "month") return Every::month;
  if (text == "quarter") return Every::quarter;
  if (text == "year") return Every::year;
  return {};
}

Date last_entry(const Ledger& ledger) {
  Date last{};
  for (const Measure& m : ledger.measures()) last = std::max(last, m.announced);
  for (const Event& e : ledger.events()) last = std::max(last, e.date);
  return last;
}

Path walk(const World& world, const Ledger& ledger, const PathInputs& inputs) {
  return Walker(world, ledger, inputs).run();
}

}  // namespace leeway
