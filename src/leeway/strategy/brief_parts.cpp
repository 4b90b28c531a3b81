#include "leeway/strategy/brief_parts.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/decomposition.h"
#include "leeway/analysis/rent_holders.h"
#include "leeway/analysis/study.h"
#include "leeway/base/elementary.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/names.h"
#include "leeway/policy/resolve_like.h"
#include "leeway/strategy/break_even.h"

namespace leeway {

SeenPolicies seen_in(const World& world, const std::vector<std::shared_ptr<const Policy>>& policies,
                     const RangeCase& setting, SolveMemory* memory) {
  SeenPolicies seen;
  for (const auto& policy : policies) {
    const auto& here = seen.policies.emplace_back(policy_in(world, policy, setting));
    // What a setting moves is asked for once.
    const bool kept = memory != nullptr && here == policy;
    seen.prints.push_back(kept ? memory->print_of(here) : fingerprint(*here));
  }
  return seen;
}

void refuse_parts_of(const Moves& moves, const Change& changed) {
  const std::vector<std::string> parts = moves.deal.ids();
  for (const std::string& id : changed.use)
    if (std::find(parts.begin(), parts.end(), id) != parts.end())
      throw InputError(fmt::format("{} is part of the move that is weighed", id),
                       "leave it out of what is added");
}

namespace {

/// Null where the policy has to be resolved as a whole, which also says best what is wrong with it.
std::shared_ptr<const Policy> with_other_terms(const World& world, const Policy& policy, const Ledger& ledger,
                                               const PolicyOptions& options,
                                               const std::vector<std::string>& ids) {
  try {
    if (std::optional<Policy> made = with_terms(world, policy, ledger, options, ids))
      return std::make_shared<const Policy>(*std::move(made));
  } catch (const InputError&) {
  }
  return nullptr;
}

}  // namespace

std::shared_ptr<const Policy> resolved_for(const World& world, const Ledger& ledger, const BriefInputs& in,
                                           const PolicyOptions& options) {
  const auto resolve = [&] { return std::make_shared<const Policy>(resolve_policy(world, ledger, options)); };
  if (in.memory == nullptr || !options.scaled.empty() || !options.lists.empty() || !options.ends.empty() ||
      options.alternative_rates)
    return resolve();
  const std::string before = in.ledger_before.empty() ? ledger.content_hash() : in.ledger_before;
  Identity family("resolved alike");
  Identity id("resolved");
  for (Identity* one : {&family, &id}) {
    one->add("ledger", before).add("as_of", options.as_of).add("known_by", options.known_by);
    for (const std::string& measure : options.use) one->add("use", measure);
    for (const std::string& measure : options.drop) one->add("drop", measure);
  }
  for (const Measure& measure : options.measures) {
    family.add("measure", measure.id);
    id.add("measure", content_of(measure));
  }
  std::vector<std::string> set;
  for (const SetTerm& term : in.set) {
    const Measure* measure = ledger.find_measure(term.measure);
    if (measure == nullptr) continue;
    set.push_back(term.measure);
    // A threat that is not carried out decides on nothing, whatever its terms are set to.
    const bool used = std::count(options.use.begin(), options.use.end(), term.measure) > 0;
    if (used || !measure->is_threat()) id.add("set", content_of(*measure));
  }
  const std::string key = id.hex();
  if (auto known = in.memory->find_policy(key)) return known;
  const std::string name = family.hex();
  const SolveMemory::LikePolicy like = in.memory->find_like(name);
  std::shared_ptr<const Policy> made;
  if (like.policy != nullptr) {
    std::vector<std::string> moved = set;
    moved.insert(moved.end(), like.set.begin(), like.set.end());
    made = with_other_terms(world, *like.policy, ledger, options, moved);
  }
  if (made == nullptr) {
    const std::shared_ptr<const Policy> last = in.memory->last_policy();
    made = last == nullptr ? resolve()
                           : std::make_shared<const Policy>(resolve_like(world, ledger, options, *last));
  }
  in.memory->keep_policy(key, name, {made, std::move(set)});
  return made;
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
  const std::vector<RentHolder> holders = by_rent_holder(with_move, measures);
  std::vector<RentOutcome> outcomes;
  if (holders.empty()) return outcomes;
  Study study(model.world());
  study.use(model);
  for (const RentHolder& holder : holders) {
    outcomes.push_back(
        {holder.halved ? "at half of what comes in" : rents_as_written, holder.importer_share, {}, {}});
    study.add({outcomes.back().limit, holder.policy, model.options(), {}, with_move.start});
  }
  const double without = real_income(without_move.result, members);
  const auto solved = study.run({}, [&](std::size_t at, const Outcome& outcome) {
    RentOutcome o = outcomes[at];
    o.verdict = outcome.verdict();
    if (!outcome) return o;
    RentFigures& f = o.figures.emplace();
    f.ev_musd = real_income(outcome->result, members) - without;
    f.real_income_pct = 100.0 * f.ev_musd / without;
    for (int n = 0; n < model.world().economy_count(); ++n)
      f.ev_each_musd.push_back(real_income(outcome->result, {n}) - real_income(without_move.result, {n}));
    f.own = compare_set(model.world(), members, without_move, outcome.solution());
    f.sectors = compare_sectors(model.world(), members, without_move, outcome.solution());
    for (const InstrumentOutcome& i : outcome->result.instruments)
      if (std::find(measures.begin(), measures.end(), i.measure) != measures.end()) f.rent_musd += i.rent;
    return o;
  });
  for (std::size_t at = 0; at < outcomes.size(); ++at) outcomes[at] = *solved[at];
  return outcomes;
}

void put_break_even(const Moves& moves, Date as_of,
                    const std::function<std::optional<double>(Term, double)>& worth, Leeway& leeway) {
  Leeway& l = leeway;
  if (l.central.reading != Reading::room) {
    l.break_even =
        l.central.reading == Reading::always_pays ? BreakEven::pays_at_full_scale : BreakEven::no_gain;
    return;
  }
  const std::optional<Term> term = size_term(*moves.threat);
  if (!term) {
    l.break_even = BreakEven::no_single_rate;
    return;
  }
  l.break_even_scale = break_even([&](double scale) { return worth(*term, scale); }, l.central.gain_musd,
                                  -l.central.loss_musd);
  l.break_even = l.break_even_scale ? BreakEven::found : BreakEven::not_certified;
  if (l.break_even_scale && moves.threat->instrument == Instrument::tariff &&
      moves.threat->terms.schedule.empty())
    l.break_even_rate = *l.break_even_scale * full_rate(moves, as_of);
}

void take_rents_into_range(const World& world, BriefAnalysis& brief) {
  const auto widen_welfare = [](Welfare& low, Welfare& high, double value) {
    if (!low.told()) return;
    low = std::min(low.value(), value);
    high = std::max(high.value(), value);
  };
  const auto widen_option = [&](BriefOption which, const RentFigures& held) {
    for (OptionOutcome& option : brief.outcomes) {
      if (option.option != which) continue;
      widen_welfare(option.own.ev_low_musd, option.own.ev_high_musd, held.ev_musd);
      widen(option.own_low, option.own_high, held.own);
      for (std::size_t j = 0; j < option.sectors.size(); ++j)
        widen(option.sectors_low[j], option.sectors_high[j], held.sectors[j]);
      for (EconomyOutcome& o : option.economies) {
        double ev = 0.0;
        for (const int n : members_of(world, o.change.id))
          ev += held.ev_each_musd[static_cast<std::size_t>(n)];
        widen_welfare(o.ev_low_musd, o.ev_high_musd, ev);
      }
    }
  };
  for (const RentOutcome& o : brief.rents) {
    if (!o.figures || o.limit != rents_as_written) continue;
    const double ev = o.figures->ev_musd;
    for (Stake& stake : brief.stakes)
      if (stake.step == Step::carry_out) stake.musd.widen(ev);
    widen_option(BriefOption::punished, *o.figures);
    for (const RentOutcome& answered : brief.answered_rents) {
      if (!answered.figures || answered.limit != o.limit || answered.importer_share != o.importer_share)
        continue;
      widen_option(BriefOption::retaliate, *answered.figures);
      for (Stake& stake : brief.stakes)
        if (stake.step == Step::answer) stake.musd.widen(answered.figures->ev_musd - ev);
    }
    if (!brief.leeway) continue;
    LeewayCase held = brief.leeway->central;
    held.name = o.importer_share <= 0.0   ? "rents to exporters"
                : o.importer_share >= 1.0 ? "rents to importers"
                                          : "rents to both by halves";
    held.loss_musd = -ev;
    held.loss_pct = -o.figures->real_income_pct;
    brief.leeway->cases.push_back(held);
  }
}

std::vector<TariffFaced> tariffs_faced(const World& world, const Policy& policy,
                                       const std::vector<int>& members) {
  const std::vector<int> goods = world.resolve_goods("goods", Location{});
  std::vector<std::pair<double, int>> markets;
  for (int n = 0; n < world.economy_count(); ++n) {
    if (std::find(members.begin(), members.end(), n) != members.end()) continue;
    double sales = 0.0;
    for (const int l : goods)
      for (const int i : members) sales += world.flow(l, n, i);
    markets.emplace_back(-sales, n);
  }
  std::sort(markets.begin(), markets.end());
  constexpr std::size_t most = 12;
  if (markets.size() > most) markets.resize(most);
  std::vector<TariffFaced> faced;
  for (const auto& market : markets)
    faced.push_back({world.economies[static_cast<std::size_t>(market.second)].id,
                     average_tariff(world, policy, {market.second}, members)});
  return faced;
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

PolicyNotes assumptions_behind(const std::vector<LedgerEntry>& entries,
                               const std::vector<std::shared_ptr<const Policy>>& policies) {
  PolicyNotes notes;
  for (const LedgerEntry& entry : entries)
    for (const auto& policy : policies) {
      const auto found = std::find_if(policy->applied.begin(), policy->applied.end(),
                                      [&](const auto& a) { return a.measure->id == entry.measure.id; });
      if (found == policy->applied.end()) continue;
      notes.insert(notes.end(), found->assumptions.begin(), found->assumptions.end());
      break;
    }
  return notes;
}

std::vector<Offer> offers_on_top(const Model& model, const Ledger& ledger, const Moves& moves,
                                 const PolicyOptions& with, const Solution& with_deal,
                                 const std::vector<int>& members) {
  constexpr std::size_t most = 4;
  const World& world = model.world();
  const std::vector<int> threatened = economies_of(world, moves.threat->on, with.as_of, *moves.threat, "on");
  std::vector<Offer> offers;
  Study study(world);
  study.use(model);
  for (const Measure* m : further_offers(world, ledger, moves, members, with.as_of, with.known_by, most)) {
    PolicyOptions lifted = with;
    if (std::find(lifted.drop.begin(), lifted.drop.end(), m->id) != lifted.drop.end()) continue;
    lifted.drop.push_back(m->id);
    study.add({m->id,
               std::make_shared<const Policy>(resolve_policy(world, ledger, lifted)),
               model.options(),
               {},
               with_deal.start});
    offers.push_back({m->id, m->title, {}, {}});
  }
  const auto solved = study.run({}, [&](std::size_t at, const Outcome& outcome) {
    Offer offer = offers[at];
    if (!outcome) return offer;
    offer.partner_musd = real_income(outcome->result, members) - real_income(with_deal.result, members);
    offer.threatened_musd =
        real_income(outcome->result, threatened) - real_income(with_deal.result, threatened);
    return offer;
  });
  for (std::size_t at = 0; at < solved.size(); ++at) offers[at] = *solved[at];
  return offers;
}

}  // namespace leeway
