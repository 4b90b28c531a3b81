#include "leeway/analysis/path.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/term_range.h"

namespace leeway {

namespace {

std::vector<double> real_income(const Result& r) {
  std::vector<double> income(r.base_income.size());
  for (std::size_t n = 0; n < income.size(); ++n)
    income[n] = r.base_income[n] * elementary::exp(r.log_welfare[n]);
  return income;
}

/// What the scenario asks on a day: what it takes out need not be there any longer, or not yet.
PolicyOptions options_on(const Scenario& scenario, const Ledger& ledger, Date date) {
  PolicyOptions options = policy_options(scenario);
  options.as_of = date;
  std::erase_if(options.drop, [&](const std::string& id) {
    const Measure* m = ledger.find_measure(id);
    return m != nullptr && ledger.status(*m, date, options.known_by) != Status::in_force;
  });
  return options;
}

/// What is said of a single day; a path has the days in its rows.
bool is_of_the_day(const PolicyNote& note) {
  using Kind = PolicyNote::Kind;
  return note.kind == Kind::not_begun || note.kind == Kind::over || note.kind == Kind::suspended;
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
    std::vector<PolicyChange> changes = change_dates(ledger_, policy_options(in.scenario), in.from, in.to);
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
      point.priced_at = welfare_horizon(point.horizon);
      path_.points.push_back(std::move(point));
    }
    for (std::size_t p = 0; p + 1 < path_.points.size(); ++p)
      path_.points[p].lasts_years = years_between(path_.points[p].date, path_.points[p + 1].date);
  }

  Policy policy_on(Date date) const {
    return resolve_policy(world_, ledger_, options_on(path_.inputs.scenario, ledger_, date));
  }

  /// A day's policy by the estimate of duties that is asked for.
  std::shared_ptr<const Policy> seen(Policy policy) const {
    auto own = std::make_shared<const Policy>(std::move(policy));
    RangeCase second;
    second.alternative_rates = true;
    return path_.inputs.alternative_rates ? policy_in(world_, own, second) : own;
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

  struct Kept {
    Verdict verdict;
    std::vector<double> base_income;
    std::vector<double> real_income;
    std::vector<double> real_income_from;
    std::vector<InstrumentOutcome> instruments;
  };

  void solve() {
    check_drops();
    const auto first = seen(policy_on(path_.inputs.from));
    path_.first = first;
    // Each day starts from the policy of the first under its own horizon.
    Study study(world_);
    std::map<std::optional<double>, std::size_t> starts;
    const auto options_at = [&](const std::optional<double>& horizon) {
      Options options = path_.inputs.options;
      options.horizon = horizon;
      return options;
    };
    for (const PathPoint& p : path_.points)
      for (const auto& horizon : {p.horizon, p.priced_at}) starts.try_emplace(horizon, 0);
    for (auto& [horizon, at] : starts)
      at = study.add(
          {fmt::format("policy of {}", to_string(path_.inputs.from)), first, options_at(horizon), {}, {}});
    struct DayCases {
      std::size_t own;
      std::size_t priced;  // the same where welfare is told at the day's own horizon
    };
    std::vector<DayCases> cases;
    std::set<std::string> listed;
    std::vector<std::shared_ptr<const Policy>> policies = {first};
    std::map<std::string, PolicyNotes> idle;  // of the scenario's own Measures, by id
    for (PathPoint& p : path_.points) {
      auto policy = seen(policy_on(p.date));
      policies.push_back(policy);
      p.measures = static_cast<int>(policy->applied.size());
      for (const AppliedMeasure& a : policy->applied)
        if (listed.insert(a.measure->id).second) path_.applied.push_back(a);
      for (const PolicyNote& warning : policy->warnings)
        if (is_of_the_day(warning))
          idle[warning.measure].push_back(warning);
        else
          add_once(path_.warnings, warning);
      cases.push_back(
          {study.add({to_string(p.date), policy, options_at(p.horizon), starts.at(p.horizon), {}}),
           study.cases().size() - 1});
      if (p.priced_at != p.horizon)
        cases.back().priced = study.add({fmt::format("{}, priced", to_string(p.date)),
                                         std::move(policy),
                                         options_at(p.priced_at),
                                         starts.at(p.priced_at),
                                         {}});
    }
    path_.last = policies.back();
    path_.terms = term_assumptions(policies);
    RangeCase second;
    second.alternative_rates = true;
    path_.two_estimates = std::any_of(policies.begin(), policies.end(), [&](const auto& policy) {
      return fingerprint(*policy_in(world_, policy, second)) != fingerprint(*policy);
    });
    for (auto& [measure, notes] : idle)
      if (notes.size() == path_.points.size()) path_.warnings.push_back(std::move(notes.back()));
    StudySettings settings;
    settings.progress = path_.inputs.progress;
    const auto kept = study.run(settings, [](std::size_t, const Outcome& outcome, const Outcome* start) {
      Kept k{outcome.verdict(), {}, {}, {}, {}};
      if (!outcome) return k;
      k.base_income = outcome->result.base_income;
      k.instruments = outcome->result.instruments;
      k.real_income = real_income(outcome->result);
      if (start != nullptr && start->certified()) k.real_income_from = real_income((*start)->result);
      return k;
    });

    const PathInputs& in = path_.inputs;
    Identity id("path");
    id.add("from", in.from)
        .add("to", in.to)
        .add("every", static_cast<int>(in.every))
        .add("adjust", in.adjust)
        .add("known_by", in.scenario.known_by);
    for (const auto& k : kept) {
      id.add("solve", k->verdict.id);
      if (path_.base_income.empty()) path_.base_income = k->base_income;
    }
    path_.run_id = id.hex();
    for (std::size_t at = 0; at < starts.size(); ++at) path_.starts.push_back(kept[at]->verdict);
    for (std::size_t p = 0; p < path_.points.size(); ++p) {
      const Kept& own = *kept[cases[p].own];
      const Kept& priced = *kept[cases[p].priced];
      path_.points[p].verdict = own.verdict.certified() ? priced.verdict : own.verdict;
      if (own.real_income_from.empty() || priced.real_income_from.empty()) continue;
      path_.points[p].levels = {priced.real_income, priced.real_income_from, own.instruments};
    }
  }

  const World& world_;
  const Ledger& ledger_;
  Path path_;
};

}  // namespace

Date months_after(Date from, int months) {
  const std::chrono::year_month_day day(from);
  const std::chrono::year_month month = day.year() / day.month() + std::chrono::months(months);
  const std::chrono::year_month_day there = month / day.day();
  return there.ok() ? Date(there) : Date(month / std::chrono::last);
}

std::optional<Every> parse_every(std::string_view text) {
  if (text == "month") return Every::month;
  if (text == "quarter") return Every::quarter;
  if (text == "year") return Every::year;
  return {};
}

LedgerSpan span_of(const Ledger& ledger) {
  LedgerSpan span;
  bool any = false;
  const auto add = [&](Date day) {
    span.first = any ? std::min(span.first, day) : day;
    span.last = any ? std::max(span.last, day) : day;
    any = true;
  };
  for (const Measure& m : ledger.measures()) add(m.announced);
  for (const Event& e : ledger.events()) add(e.date);
  return span;
}

Path walk(const World& world, const Ledger& ledger, const PathInputs& inputs) {
  return Walker(world, ledger, inputs).run();
}

PathRange walk_over(const World& world, const Ledger& ledger, const Path& centre, RangeKind kind) {
  const PathInputs& inputs = centre.inputs;
  std::vector<RangeCase> cases =
      range_cases(world, inputs.options, kind, {centre.two_estimates, !inputs.adjust, centre.terms});
  PathRange range{kind, {1, static_cast<int>(cases.size())}, term_cases(cases), {}, {}};
  for (std::size_t c = 1; c < cases.size(); ++c) {
    PathInputs other = inputs;
    other.options = cases[c].options;
    if (cases[c].term) other.scenario.ends = {*cases[c].term};
    other.alternative_rates = cases[c].alternative_rates;
    other.progress = {};
    Path path = walk(world, ledger, other);
    range.ids.push_back(path.run_id);
    if (inputs.progress) inputs.progress(static_cast<int>(c), static_cast<int>(cases.size()) - 1);
    if (!std::all_of(path.points.begin(), path.points.end(),
                     [](const PathPoint& p) { return p.levels.has_value(); }))
      continue;
    ++range.cases.certified;
    range.points.push_back(std::move(path.points));
  }
  return range;
}

std::size_t equilibria_of(const Path& path) {
  std::size_t solves = path.starts.size();
  for (const PathPoint& p : path.points) solves += p.priced_at == p.horizon ? 1 : 2;
  return solves;
}

}  // namespace leeway
