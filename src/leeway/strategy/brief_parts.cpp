#include "leeway/strategy/brief_parts.h"

#include <algorithm>
#include <cmath>

#include "leeway/analysis/decomposition.h"
#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"
#include "leeway/policy/names.h"

namespace leeway {

SeenPolicies seen_in(const World& world, const std::vector<std::shared_ptr<const Policy>>& policies,
                     const RangeCase& setting) {
  SeenPolicies seen;
  for (const auto& policy : policies) {
    seen.policies.push_back(policy_in(world, policy, setting));
    seen.prints.push_back(fingerprint(*seen.policies.back()));
  }
  return seen;
}

double real_income(const Result& result, const std::vector<int>& members) {
  double sum = 0.0;
  for (int n : members) {
    const auto at = static_cast<std::size_t>(n);
    sum += result.base_income[at] * elementary::exp(result.log_welfare[at]);
  }
  return sum;
}

std::vector<RentOutcome> gain_by_rent_holder(const Model& model, const Solution& with_move,
                                             const std::vector<std::string>& measures,
                                             const Solution& without_move, const std::vector<int>& members) {
  const auto of_move = [&](const std::string& id) {
    return std::find(measures.begin(), measures.end(), id) != measures.end();
  };
  const std::vector<BoundInstrument>& written = with_move.policy->instruments;
  const std::vector<InstrumentOutcome>& now = with_move.result.instruments;
  bool any = false;
  bool binds = false;
  for (std::size_t at = 0; at < written.size(); ++at) {
    if (!of_move(written[at].measure) || written[at].control == Control::purchase_commitment) continue;
    any = true;
    binds = binds || now[at].regime != Regime::not_binding;
  }
  std::vector<RentOutcome> outcomes;
  if (!any) return outcomes;
  Study study(model.world());
  study.use(model);
  // Of limits that are not used up no one holds a rent: cut to half of what comes in they show what it would
  // do.
  for (bool cut : {false, true}) {
    if (cut && binds) break;
    for (double importer : {0.0, 0.5, 1.0}) {
      Policy policy = *with_move.policy;
      for (std::size_t at = 0; at < policy.instruments.size(); ++at) {
        BoundInstrument& instrument = policy.instruments[at];
        if (!of_move(instrument.measure) || instrument.control == Control::purchase_commitment) continue;
        instrument.rent_to = {importer, 1.0 - importer};
        if (cut && now[at].limit > 0.0 && instrument.control != Control::price_floor)
          instrument.limit *= 0.5 * now[at].quantity / now[at].limit;
      }
      outcomes.push_back({cut ? "at half of what comes in" : "as written", importer, {}, {}});
      study.add({outcomes.back().limit,
                 std::make_shared<const Policy>(std::move(policy)),
                 model.options(),
                 {},
                 with_move.start});
    }
  }
  const double without = real_income(without_move.result, members);
  const auto solved = study.run({}, [&](std::size_t at, const Outcome& outcome) {
    RentOutcome o = outcomes[at];
    o.verdict = outcome.verdict();
    if (!outcome) return o;
    RentFigures& f = o.figures.emplace();
    f.ev_musd = real_income(outcome->result, members) - without;
    f.real_income_pct = 100.0 * f.ev_musd / without;
    for (const InstrumentOutcome& i : outcome->result.instruments)
      if (of_move(i.measure)) f.rent_musd += i.rent;
    return o;
  });
  for (std::size_t at = 0; at < outcomes.size(); ++at) outcomes[at] = *solved[at];
  return outcomes;
}

void split_outcome(const Model& model, const Solution& from, const Solution& to,
                   const std::vector<int>& members, bool same, OptionOutcome& option) {
  if (same) {
    option.own.decomposed = true;
    for (EconomyOutcome& o : option.economies) o.decomposed = true;
    return;
  }
  const WelfareDecomposition d = decompose_welfare(model, from, to);
  if (!d.complete()) {
    option.not_split = d.failure;
    option.not_split_at = d.failed_at;
    return;
  }
  const auto fill = [&](EconomyOutcome& o, const std::vector<int>& set) {
    for (int n : set) {
      const auto at = static_cast<std::size_t>(n);
      const double before = elementary::exp(from.result.log_welfare[at]);
      const double change = to.result.log_welfare[at] - from.result.log_welfare[at];
      const double mean = std::abs(change) > 1e-12 ? before * elementary::expm1(change) / change : before;
      const double scale = from.result.base_income[at] * mean;
      o.terms_of_trade_musd += scale * d.terms_of_trade[at];
      o.volume_musd += scale * (d.import_volume[at] + d.export_volume[at] + d.output_distortion[at]);
    }
    o.other_musd = o.change.ev_musd - o.terms_of_trade_musd - o.volume_musd;
    o.decomposed = true;
  };
  fill(option.own, members);
  for (EconomyOutcome& o : option.economies) fill(o, members_of(model.world(), o.change.id));
}

bool involves(const World& world, const Measure& measure, const std::vector<int>& members, Date as_of) {
  const std::vector<int> by = economies_of(world, {measure.by}, as_of, measure, "by");
  const std::vector<int> on = economies_of(world, measure.on, as_of, measure, "on");
  return std::any_of(members.begin(), members.end(), [&](int n) {
    return std::binary_search(by.begin(), by.end(), n) || std::binary_search(on.begin(), on.end(), n);
  });
}

std::vector<LedgerEntry> ledger_of_brief(const World& world, const Ledger& ledger,
                                         const std::vector<std::shared_ptr<const Policy>>& policies,
                                         const std::set<std::string>& in_moves,
                                         const std::vector<int>& members, Date as_of,
                                         std::optional<Date> known_by) {
  std::vector<LedgerEntry> entries;
  std::set<std::string> listed;
  const auto add = [&](const AppliedMeasure& a) {
    if (!listed.insert(a.measure->id).second) return;
    const bool known = ledger.find_measure(a.measure->id) != nullptr;
    const Status status = known ? ledger.status(*a.measure, as_of, known_by) : a.status;
    entries.push_back({*a.measure, status, a.because, a.solved});
  };
  for (const auto& policy : policies)
    for (const AppliedMeasure& a : policy->applied)
      if (in_moves.contains(a.measure->id)) add(a);
  for (const AppliedMeasure& a : policies.front()->applied)
    if (involves(world, *a.measure, members, as_of)) add(a);
  for (const Measure* m : pending_on(world, ledger, members, as_of, known_by))
    if (listed.insert(m->id).second)
      entries.push_back({*m, ledger.status(*m, as_of, known_by), std::nullopt, is_solved(*m)});
  return entries;
}

}  // namespace leeway
