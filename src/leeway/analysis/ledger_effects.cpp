#include "leeway/analysis/ledger_effects.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "leeway/analysis/study.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/names.h"

namespace leeway {

namespace {

double sum_over(const std::vector<int>& members, const std::vector<double>& from,
                const std::vector<double>& to) {
  double sum = 0.0;
  for (int n : members) sum += to[static_cast<std::size_t>(n)] - from[static_cast<std::size_t>(n)];
  return sum;
}

/// Nothing when it never came into force by the day asked for.
std::optional<Date> other_day(const Ledger& ledger, const Measure& m, Date as_of) {
  if (!m.effective || *m.effective > as_of) return {};
  if (ledger.status(m, *m.effective) != Status::in_force) return {};
  return m.effective;
}

/// The effect of one Measure, before it is solved.
struct Plan {
  const Measure* measure = nullptr;
  LedgerEffect effect;
  PolicyOptions options;  ///< of the other side
  std::shared_ptr<const Policy> policy;
};

Plan plan_of(const Ledger& ledger, Date as_of, const Measure& m) {
  Plan plan{&m, {}, {}, {}};
  LedgerEffect& e = plan.effect;
  const bool in_force = ledger.status(m, as_of) == Status::in_force;
  e.day = in_force ? as_of : other_day(ledger, m, as_of).value_or(as_of);
  e.id = m.id;
  e.title = m.title;
  e.instrument = to_string(m.instrument);
  e.status = ledger.status(m, e.day);
  e.taken_out = e.status == Status::in_force;
  plan.options.as_of = e.day;
  (e.taken_out ? plan.options.drop : plan.options.use).push_back(m.id);
  return plan;
}

EffectFigures figures_of(const World& world, const Plan& plan, const Solution& now, const Solution& other) {
  const Measure& m = *plan.measure;
  const Result& with = (plan.effect.taken_out ? now : other).result;
  const Result& without = (plan.effect.taken_out ? other : now).result;
  const Date day = plan.effect.day;
  const std::vector<int> by = economies_of(world, {m.by}, day, m, "by");
  std::vector<int> on = economies_of(world, m.on, day, m, "on");
  std::erase_if(on, [&](int n) { return std::find(by.begin(), by.end(), n) != by.end(); });
  const std::vector<double> ev = equivalent_variation(without, with);
  const std::vector<double> none(ev.size());
  EffectFigures f;
  f.ev_by_musd = sum_over(by, none, ev);
  f.ev_on_musd = sum_over(on, none, ev);
  f.revenue_by_musd = sum_over(by, without.tariff_revenue, with.tariff_revenue) +
                      sum_over(by, without.export_revenue, with.export_revenue);
  std::vector<int> everyone(ev.size());
  std::iota(everyone.begin(), everyone.end(), 0);
  f.importer_rents_musd = sum_over(everyone, without.importer_rents, with.importer_rents);
  f.exporter_rents_musd = sum_over(everyone, without.exporter_rents, with.exporter_rents);
  for (const InstrumentOutcome& o : with.instruments)
    if (o.measure == m.id) f.outcomes.push_back(o);
  return f;
}

PolicyNotes own_warnings(const Policy& with, const Policy& without) {
  PolicyNotes own;
  for (const PolicyNote& warning : with.warnings)
    if (std::find(without.warnings.begin(), without.warnings.end(), warning) == without.warnings.end())
      own.push_back(warning);
  return own;
}

}  // namespace

LedgerEffects ledger_effects(const Model& model, const Ledger& ledger, Date as_of, int first_year,
                             int last_year, const std::function<void(int, int)>& progress) {
  require_welfare(model.options(), "the effect of a Measure");
  const World& world = model.world();
  LedgerEffects out;
  out.as_of = as_of;
  out.first_year = first_year;
  out.last_year = last_year;
  std::vector<Plan> plans;
  for (const Measure& m : ledger.measures()) {
    if (year_of(m.announced) < first_year || year_of(m.announced) > last_year) continue;
    if (is_solved(m))
      plans.push_back(plan_of(ledger, as_of, m));
    else
      out.not_solved.push_back(m.id);
  }

  Study study(world);
  study.use(model);
  std::map<Date, std::size_t> status_quo;
  const auto status_quo_on = [&](Date day) {
    const auto [found, is_new] = status_quo.try_emplace(day, study.cases().size());
    if (is_new) {
      PolicyOptions options;
      options.as_of = day;
      study.add({fmt::format("status quo of {}", to_string(day)),
                 std::make_shared<const Policy>(resolve_policy(world, ledger, options)),
                 model.options(),
                 {},
                 {}});
    }
    return found->second;
  };
  status_quo_on(as_of);
  std::map<std::size_t, Plan*> plan_at;
  for (Plan& plan : plans) {
    const std::size_t now = status_quo_on(plan.effect.day);
    try {
      plan.policy = std::make_shared<const Policy>(resolve_policy(world, ledger, plan.options));
    } catch (const InputError& error) {
      plan.effect.problem = error.message();
      continue;
    }
    const Policy& before = *study.cases()[now].policy;
    plan.effect.warnings =
        plan.effect.taken_out ? own_warnings(before, *plan.policy) : own_warnings(*plan.policy, before);
    plan_at[study.add({plan.effect.id, plan.policy, model.options(), now, {}})] = &plan;
  }
  struct Kept {
    Verdict verdict;
    std::optional<EffectFigures> figures;
  };
  StudySettings settings;
  settings.progress = progress;
  const auto kept = study.run(settings, [&](std::size_t at, const Outcome& outcome, const Outcome* start) {
    if (start == nullptr) return Kept{outcome.verdict(), {}};
    Kept k{start->certified() ? outcome.verdict() : start->verdict(), {}};
    if (*start && outcome)
      k.figures = figures_of(world, *plan_at.at(at), start->solution(), outcome.solution());
    return k;
  });

  Identity id("ledger effects");
  id.add("as_of", as_of).add("first_year", first_year).add("last_year", last_year);
  for (const auto& k : kept) id.add("solve", k->verdict.id);
  out.run_id = id.hex();
  out.status_quo = kept.front()->verdict;
  for (const auto& [at, plan] : plan_at) {
    plan->effect.verdict = kept[at]->verdict;
    plan->effect.figures = kept[at]->figures;
  }
  for (Plan& plan : plans) out.rows.push_back(std::move(plan.effect));
  return out;
}

}  // namespace leeway
