// A policy in one pass: which Measures act (collect), what they mean in a world on the day (bind), and what
// they come to on the flows that they touch (cells, parts, instruments).

#include <algorithm>

#include <fmt/format.h>

#include "leeway/policy/multipliers.h"
#include "leeway/policy/policy.h"

namespace leeway {

struct Resolution {
  Ledger ledger;
  PolicyOptions options;
  BoundSet set;
};

namespace {

Reason reason_of(const Acting& acting) {
  const Reason reason = acting.bound->chosen().reason;
  if (reason != Reason::in_force) return reason;
  return acting.in_base != nullptr ? Reason::in_base_year : Reason::in_force;
}

void warn(const World& world, const BoundMeasure& bound, const PolicyOptions& options,
          std::vector<std::string>& warnings) {
  const Measure& measure = bound.measure();
  if (!is_solved(measure))
    warnings.push_back(measure.instrument == Instrument::licence
                           ? fmt::format("{} says only in words what needs a licence; it changes no wedge "
                                         "without a `restriction`, a `cap_share` or a `levy`",
                                         measure.id)
                           : fmt::format("{} states neither a price nor a duty that it replaces; it changes "
                                         "no wedge",
                                         measure.id));
  for (const std::string& product : bound.absent())
    warnings.push_back(
        fmt::format("{} names {}, which world \"{}\" does not carve out; it does not act on it", measure.id,
                    product, world.name));
  if (bound.chosen().reason == Reason::used && options.known_by && measure.announced > *options.known_by)
    warnings.push_back(fmt::format("{} was announced on {}, after {}: it is hindsight", measure.id,
                                   to_string(measure.announced), to_string(*options.known_by)));
  if (measure.instrument == Instrument::pact && measure.terms.phase_in > 0.0 &&
      (!measure.effective || *measure.effective > options.as_of))
    warnings.push_back(fmt::format("{} is not effective on {}; its cuts are taken fully phased in",
                                   measure.id, to_string(options.as_of)));
}

/// Assumptions that terms make by themselves, whatever the world.
std::vector<std::string> assumptions_of(const Measure& measure) {
  std::vector<std::string> assumed;
  if (measure.terms.prohibitive)
    assumed.push_back(fmt::format("prohibitive is taken as a cost that makes the good {:.4g} times as dear",
                                  1.0 + prohibitive_cost));
  if (measure.instrument == Instrument::tariff && !measure.terms.firms.empty()) {
    std::vector<std::string> shares;
    for (const FirmGroup& firm : measure.terms.firms)
      shares.push_back(fmt::format("{} {:.4g}%", firm.name, 100.0 * *firm.share));
    assumed.push_back(fmt::format("shares of the base-year flow by firm: {}", fmt::join(shares, ", ")));
  }
  const Terms& terms = measure.terms;
  if (terms.coverage != 1.0 || !terms.coverage_by_goods.empty())
    assumed.push_back(
        "the share of a line that it covers is of its most sensitive goods, a class of their own; smaller "
        "shares lie within larger ones");
  if (!terms.covers.empty())
    assumed.push_back(fmt::format("it covers the goods of {} alone", fmt::join(terms.covers, ", ")));
  if (!terms.except.empty())
    assumed.push_back(fmt::format("it covers all goods but those of {}", fmt::join(terms.except, ", ")));
  return assumed;
}

/// Whether the base year does not show what it would have been without a Measure in force then.
bool cannot_be_undone(const Measure& measure) {
  if (measure.instrument == Instrument::tariff) return measure.combine != Combine::add;
  return restricts(measure) ? measure.terms.cap_share > 0.0 : has_multiplier(measure);
}

void list_applied(const World& world, const Resolution& resolution, Assumptions& assumptions,
                  Policy& policy) {
  const BoundSet& set = resolution.set;
  const PolicyOptions& options = resolution.options;
  const Ledger& ledger = resolution.ledger;
  if (!ledger.left_out().empty() || ledger.trimmed() > 0)
    policy.warnings.push_back(fmt::format(
        "world {} lacks economies or sectors that the ledger names: {} of its {} Measures are left out, "
        "and {} act on those that it has",
        world.name, ledger.left_out().size(), ledger.measures().size() + ledger.left_out().size(),
        ledger.trimmed()));
  for (const auto& bound : set.in_base)
    if (cannot_be_undone(bound->measure()) && set.find(bound->measure().id) == nullptr)
      policy.warnings.push_back(fmt::format(
          "{}, in force in {}, has ended; the flows of that year do not show what they would have "
          "been without it",
          bound->measure().id, world.base_year));
  for (const Acting& acting : set.now) {
    const Chosen& chosen = acting.bound->chosen();
    std::vector<std::string> assumed;
    if (!acting.bound->lines().empty()) assumed = assumptions_of(*chosen.measure);
    for (std::string& text : assumptions[chosen.measure->id]) assumed.push_back(std::move(text));
    policy.applied.push_back(
        {chosen.measure, chosen.status, reason_of(acting), is_solved(*chosen.measure), std::move(assumed)});
    warn(world, *acting.bound, options, policy.warnings);
  }
}

/// The policy of bound Measures.
Policy policy_of(const World& world, Resolution resolution) {
  const auto kept = std::make_shared<const Resolution>(std::move(resolution));
  const std::vector<TariffStep> steps = tariff_steps(kept->set);
  Cuts cuts(world, kept->set);
  const FlowParts parts(kept->set, cuts);
  const Restrictions restrictions(kept->set, cuts, parts);
  const Bound bound{world, kept->set, steps, cuts, parts, restrictions, kept->options.alternative_rates};
  Policy policy;
  policy.as_of = kept->options.as_of;
  policy.known_by = kept->options.known_by;
  resolve_cells(bound, policy);
  Assumptions assumptions;
  resolve_instruments(bound, policy, assumptions);
  list_applied(world, *kept, assumptions, policy);
  policy.resolution = kept;
  return policy;
}

const Resolution& resolution_of(const Policy& policy) {
  if (policy.resolution == nullptr)
    throw InputError("a policy that was made or changed by hand has no Measures to compose with");
  return *policy.resolution;
}

void bind_further(const World& world, const Chosen& chosen, Resolution& resolution) {
  resolution.set.now.push_back(
      {std::make_shared<const BoundMeasure>(world, LineNames(world), resolution.ledger, chosen),
       {},
       {},
       {},
       {}});
}

void unbind(const std::string& id, Resolution& resolution) {
  std::erase_if(resolution.set.now, [&](const Acting& acting) { return acting.measure().id == id; });
  std::erase_if(resolution.options.scaled, [&](const TermScale& scale) { return scale.measure == id; });
}

}  // namespace

Policy base_policy(const World& world) {
  Policy policy;
  policy.as_of = world.tariff_date;
  policy.transfer.assign(world.economies.size(), 0.0);
  return policy;
}

Policy resolve_policy(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  const Ledger all = ledger.and_lists(options.lists);
  return policy_of(world, {all, options, bind(world, all, collect(world, all, options))});
}

Policy with(const World& world, const Policy& policy, const Measure& measure) {
  Resolution next = resolution_of(policy);
  const auto chosen = choose_inline(next.ledger, next.options, measure, next.options.measures);
  next.options.measures.push_back(measure);
  if (chosen) bind_further(world, *chosen, next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy with(const World& world, const Policy& policy, const std::string& id) {
  Resolution next = resolution_of(policy);
  const Measure& measure = next.ledger.measure(id, next.options.place(id));
  std::erase(next.options.drop, id);
  if (std::find(next.options.use.begin(), next.options.use.end(), id) == next.options.use.end())
    next.options.use.push_back(id);
  if (next.set.find(id) == nullptr)
    bind_further(world, choose_used(next.ledger, next.options, measure), next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy without(const World& world, const Policy& policy, const std::string& id) {
  Resolution next = resolution_of(policy);
  PolicyOptions& options = next.options;
  const auto is_it = [&](const Measure& measure) { return measure.id == id; };
  const Acting* acting = next.set.find(id);
  const bool used = std::find(options.use.begin(), options.use.end(), id) != options.use.end();
  std::erase(options.use, id);
  if (std::erase_if(options.measures, is_it) == 0 &&
      !(used && acting != nullptr && acting->bound->chosen().reason == Reason::used)) {
    check_drop(world, next.ledger, options, id);
    options.drop.push_back(id);
  }
  unbind(id, next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy scaled(const World& world, const Policy& policy, const TermScale& scale) {
  Resolution next = resolution_of(policy);
  const Acting* acting = next.set.find(scale.measure);
  if (acting == nullptr) refuse_scale(next.options, scale);
  Chosen chosen = acting->bound->chosen();
  apply_scale(scale, chosen);
  std::erase_if(next.set.now, [&](const Acting& it) { return it.measure().id == scale.measure; });
  next.options.scaled.push_back(scale);
  bind_further(world, chosen, next);
  join(world, next.ledger, next.set);
  return policy_of(world, std::move(next));
}

Policy at_end(const World& world, const Policy& policy, const TermEnd& end) {
  const Resolution& known = resolution_of(policy);
  const auto is_it = [&](const auto& bound) { return bound->measure().id == end.measure; };
  if (known.set.find(end.measure) == nullptr &&
      std::none_of(known.set.in_base.begin(), known.set.in_base.end(), is_it))
    return policy;
  PolicyOptions options = known.options;
  options.ends.push_back(end);
  return policy_of(world,
                   {known.ledger, options, bind(world, known.ledger, collect(world, known.ledger, options))});
}

Policy under_alternative_rates(const World& world, const Policy& policy) {
  Resolution next = resolution_of(policy);
  next.options.alternative_rates = true;
  return policy_of(world, std::move(next));
}

}  // namespace leeway
