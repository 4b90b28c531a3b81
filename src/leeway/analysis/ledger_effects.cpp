#include "leeway/analysis/ledger_effects.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>

#include <oneapi/tbb/parallel_for.h>

#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

double sum_over(const std::vector<int>& members, const std::vector<double>& from,
                const std::vector<double>& to) {
  double sum = 0.0;
  for (int n : members) sum += to[static_cast<std::size_t>(n)] - from[static_cast<std::size_t>(n)];
  return sum;
}

struct StatusQuo {
  const Model& model;
  const Ledger& ledger;
  PolicyOptions options;
  Policy policy;
  Result result;
};

/// Nothing when it never came into force by the day asked for.
std::optional<Date> other_day(const Ledger& ledger, const Measure& m, Date as_of) {
  if (!m.effective || *m.effective > as_of) return {};
  if (ledger.status(m, *m.effective) != Status::in_force) return {};
  return m.effective;
}

StatusQuo status_quo_on(const Model& model, const Ledger& ledger, Date day) {
  StatusQuo now{model, ledger, {}, {}, {}};
  now.options.as_of = day;
  now.policy = resolve_policy(model.world(), ledger, now.options);
  now.result = model.solve(now.policy);
  return now;
}

LedgerEffect effect_of(const StatusQuo& today, const Measure& m) {
  const World& world = today.model.world();
  const bool in_force = today.ledger.status(m, today.options.as_of) == Status::in_force;
  const std::optional<Date> day = in_force ? std::nullopt : other_day(today.ledger, m, today.options.as_of);
  std::optional<StatusQuo> then;
  if (day) then.emplace(status_quo_on(today.model, today.ledger, *day));
  const StatusQuo& now = then ? *then : today;
  LedgerEffect e;
  e.id = m.id;
  e.title = m.title;
  e.instrument = to_string(m.instrument);
  e.day = now.options.as_of;
  e.status = now.ledger.status(m, e.day);
  e.taken_out = e.status == Status::in_force;
  PolicyOptions options = now.options;
  (e.taken_out ? options.drop : options.use).push_back(m.id);
  Policy policy;
  try {
    policy = resolve_policy(world, now.ledger, options);
  } catch (const InputError& error) {
    e.problem = error.message();
    return e;
  }
  const Result other = now.model.solve(policy, now.result.state);
  e.certificate = now.result.certificate.certified() ? other.certificate : now.result.certificate;
  e.run_id = other.run_id;
  const Policy& with_policy = e.taken_out ? now.policy : policy;
  const Policy& without_policy = e.taken_out ? policy : now.policy;
  const Result& with = e.taken_out ? now.result : other;
  const Result& without = e.taken_out ? other : now.result;

  const std::vector<int> by = economies_of(world, {m.by}, options.as_of, m, "by");
  std::vector<int> on = economies_of(world, m.on, options.as_of, m, "on");
  std::erase_if(on, [&](int n) { return std::find(by.begin(), by.end(), n) != by.end(); });
  const std::vector<double> ev = equivalent_variation(without, with);
  const std::vector<double> none(ev.size());
  e.ev_by_musd = sum_over(by, none, ev);
  e.ev_on_musd = sum_over(on, none, ev);
  e.revenue_by_musd = sum_over(by, without.tariff_revenue, with.tariff_revenue) +
                      sum_over(by, without.export_revenue, with.export_revenue);
  std::vector<int> everyone(ev.size());
  std::iota(everyone.begin(), everyone.end(), 0);
  e.importer_rents_musd = sum_over(everyone, without.importer_rents, with.importer_rents);
  e.exporter_rents_musd = sum_over(everyone, without.exporter_rents, with.exporter_rents);
  for (const InstrumentOutcome& o : with.instruments)
    if (o.measure == m.id) e.outcomes.push_back(o);
  for (const std::string& warning : with_policy.warnings)
    if (std::find(without_policy.warnings.begin(), without_policy.warnings.end(), warning) ==
        without_policy.warnings.end())
      e.warnings.push_back(warning);
  return e;
}

}  // namespace

LedgerEffects ledger_effects(const Model& model, const Ledger& ledger, Date as_of, int first_year,
                             int last_year, const std::function<void(int, int)>& progress) {
  LedgerEffects out;
  out.as_of = as_of;
  out.first_year = first_year;
  out.last_year = last_year;
  const StatusQuo now = status_quo_on(model, ledger, as_of);
  out.status_quo = now.result.certificate;

  std::vector<const Measure*> measures;
  for (const Measure& m : ledger.measures()) {
    if (year_of(m.announced) < first_year || year_of(m.announced) > last_year) continue;
    if (is_solved(m))
      measures.push_back(&m);
    else
      out.not_solved.push_back(m.id);
  }
  out.rows.resize(measures.size());
  int done = 0;
  std::mutex telling;
  oneapi::tbb::parallel_for(std::size_t{0}, measures.size(), [&](std::size_t at) {
    out.rows[at] = effect_of(now, *measures[at]);
    const std::lock_guard lock(telling);
    ++done;
    if (progress) progress(done, static_cast<int>(measures.size()));
  });
  Hasher run;
  run.add(now.result.run_id);
  for (const LedgerEffect& e : out.rows) run.add(e.run_id);
  out.run_id = run.hex();
  return out;
}

}  // namespace leeway
