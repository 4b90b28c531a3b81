#include "leeway/policy/policy.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/policy/active.h"
#include "leeway/policy/bind.h"
#include "leeway/policy/parts.h"
#include "leeway/policy/wedges.h"

namespace leeway {

namespace {

/// Non-tariff wedges of a list of Measures, as levels.
struct Other {
  Array3 export_tax;
  Array3 cost;
  Array3 access;
  Array2 subsidy;
  std::vector<double> transfer;
};

/// Gives each economy its share of an amount by GDP.
void share_out(double amount, const std::vector<int>& members, const std::vector<double>& sizes,
               std::vector<double>& to) {
  double total = 0.0;
  for (const int n : members) total += sizes[static_cast<std::size_t>(n)];
  for (const int n : members) {
    const auto at = static_cast<std::size_t>(n);
    to[at] += total > 0.0 ? amount * sizes[at] / total : amount / static_cast<double>(members.size());
  }
}

/// Pays the producers of an economy: a sector as a whole where the Measure names all that it makes, else
/// each product on every sale, at home too, which comes to the same for the products it names.
void subsidise(const World& world, const ActiveMeasure& active, int by, Other& other) {
  std::vector<bool> whole(world.producers.size(), true);
  for (int l = 0; l < world.line_count(); ++l)
    if (!active.touches(l))
      whole[static_cast<std::size_t>(world.lines[static_cast<std::size_t>(l)].producer)] = false;
  std::vector<bool> paid(world.producers.size(), false);
  for (const int l : active.lines()) {
    const int k = world.lines[static_cast<std::size_t>(l)].producer;
    const double rate = active.rate(l, by, false);
    if (!whole[static_cast<std::size_t>(k)]) {
      for (int n = 0; n < world.economy_count(); ++n) other.export_tax(l, n, by) -= rate;
    } else if (!paid[static_cast<std::size_t>(k)]) {
      other.subsidy(by, k) += rate;
      paid[static_cast<std::size_t>(k)] = true;
    }
  }
}

Other resolve_other(const World& world, const std::vector<ActiveMeasure>& measures) {
  const int N = world.economy_count();
  const std::array extents = world.flow.extents();
  Other other{Array3::filled(extents, 0.0), Array3::filled(extents, 1.0), Array3::filled(extents, 1.0),
              Array2(N, world.producer_count()), std::vector<double>(static_cast<std::size_t>(N), 0.0)};
  for (const ActiveMeasure& active : measures) {
    const Terms& terms = active.measure().terms;
    switch (active.measure().instrument) {
      case Instrument::export_tax:
        each_flow(active, N, [&](int l, int n, int i) {
          other.export_tax(l, n, i) += active.contribution(l, i, false);
        });
        break;
      case Instrument::import_ban:
      case Instrument::export_ban:
        each_flow(active, N, [&](int l, int n, int i) { other.access(l, n, i) *= 1.0 - active.coverage(l); });
        break;
      case Instrument::boycott:
        each_flow(active, N, [&](int l, int n, int i) {
          other.access(l, n, i) *= 1.0 - active.coverage(l) * terms.share;
        });
        break;
      case Instrument::licence:
        each_flow(active, N, [&](int l, int n, int i) {
          other.access(l, n, i) *= 1.0 - active.coverage(l) * terms.restriction;
          other.export_tax(l, n, i) += active.coverage(l) * terms.levy;
        });
        break;
      case Instrument::export_quota:
      case Instrument::import_quota:
        // An empty quota is a ban.
        if (quota_at(active.measure(), active.date()).amount <= 0.0)
          each_flow(active, N,
                    [&](int l, int n, int i) { other.access(l, n, i) *= 1.0 - active.coverage(l); });
        break;
      case Instrument::barrier:
        each_flow(active, N,
                  [&](int l, int n, int i) { other.cost(l, n, i) *= 1.0 + active.coverage(l) * terms.cost; });
        break;
      case Instrument::pact:
        each_flow(active, N, [&](int l, int n, int i) { other.cost(l, n, i) *= active.pact_cost(); });
        break;
      case Instrument::subsidy:
        for (const int n : active.by()) subsidise(world, active, n, other);
        break;
      case Instrument::transfer: {
        const std::vector<double> sizes = gdp(world);
        if (active.by().empty() || active.on().empty()) break;
        share_out(-active.yearly_payment(), active.by(), sizes, other.transfer);
        share_out(active.yearly_payment(), active.on(), sizes, other.transfer);
        break;
      }
      case Instrument::tariff:
      case Instrument::tariff_rate_quota:
      case Instrument::price_floor:
      case Instrument::purchase_commitment:
        break;
    }
  }
  return other;
}

/// What the flows of the base year contain already is no change: wedges are relative to it.
void set_other(const World& world, const ActiveSet& active, DenseWedges& wedges, Policy& policy) {
  Other now = resolve_other(world, active.now);
  if (!active.in_flows.empty()) {
    const Other then = resolve_other(world, active.in_flows);
    bool lost = false;
    for (std::size_t at = 0; at < now.cost.size(); ++at) {
      now.export_tax.data()[at] =
          (1.0 + now.export_tax.data()[at]) / (1.0 + then.export_tax.data()[at]) - 1.0;
      now.cost.data()[at] /= then.cost.data()[at];
      double& access = now.access.data()[at];
      const double before = then.access.data()[at];
      // A flow that was banned when it was measured cannot be scaled back up.
      lost = lost || (before <= 1e-9 && access > 1e-9);
      access = before > 1e-9 ? access / before : 1.0;
    }
    for (std::size_t at = 0; at < now.subsidy.size(); ++at)
      now.subsidy.data()[at] = 1.0 - (1.0 - now.subsidy.data()[at]) / (1.0 - then.subsidy.data()[at]);
    for (std::size_t n = 0; n < now.transfer.size(); ++n) now.transfer[n] -= then.transfer[n];
    if (lost)
      policy.warnings.push_back(
          fmt::format("a ban in force in {} has ended; the flows of that year do not show what it kept out",
                      world.base_year));
  }
  wedges.export_tax = std::move(now.export_tax);
  wedges.cost = std::move(now.cost);
  wedges.access = std::move(now.access);
  for (int n = 0; n < world.economy_count(); ++n)
    for (int k = 0; k < world.producer_count(); ++k) policy.set_subsidy(n, k, now.subsidy(n, k));
  policy.transfer = std::move(now.transfer);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i)
        if (wedges.export_tax(l, n, i) <= -1.0)
          throw InputError(fmt::format("subsidies to {} from {} sold to {} reach {:.4g}% of its price",
                                       world.lines[static_cast<std::size_t>(l)].id,
                                       world.economies[static_cast<std::size_t>(i)].id,
                                       world.economies[static_cast<std::size_t>(n)].id,
                                       -100.0 * wedges.export_tax(l, n, i)),
                           "they must stay below 100% together");
  for (const auto& [n, k, rate] : policy.subsidies)
    if (rate >= 1.0)
      throw InputError(fmt::format("subsidies to {} in {} reach {}% of unit cost",
                                   world.producers[static_cast<std::size_t>(k)].id,
                                   world.economies[static_cast<std::size_t>(n)].id, 100.0 * rate),
                       "they must stay below 100% together");
}

void set_tariffs(const World& world, const std::vector<TariffStep>& steps, bool alternative, Array3& tariff,
                 Policy& policy) {
  const int N = world.economy_count();
  int floored = 0;
  for (const TariffStep& step : steps) {
    if (step.kind == TariffStep::Kind::floor) {
      for (double& rate : tariff) {
        if (rate < -1e-9) ++floored;
        rate = std::max(0.0, rate);
      }
      continue;
    }
    each_flow(*step.measure, N, [&](int l, int n, int i) {
      tariff(l, n, i) = step.apply(tariff(l, n, i), l, n, i, alternative);
    });
  }
  if (floored > 0)
    policy.warnings.push_back(
        fmt::format("on {} flows what was lifted since {} exceeds the base tariff; it is taken as zero there",
                    floored, to_string(world.tariff_date)));
}

/// Flows in parts: each part's wedges, and their mean where one number must stand for the flow.
void set_parts(const World& world, const std::vector<TariffStep>& steps, const FlowParts& parts,
               bool alternative, DenseWedges& wedges, Policy& policy) {
  for (const auto& [flow, split] : parts.all()) {
    const auto [l, n, i] = flow;
    SplitFlow bundle{l, n, i, parts.substitution(flow), {}};
    double mean = 0.0;
    for (const Part& part : split) {
      const double rate = stacked_tariff(world.tariff(l, n, i), steps, flow, alternative, {&part, nullptr});
      mean += part.share * rate;
      bundle.parts.push_back({part.name, part.share, rate, wedges.export_tax(l, n, i), wedges.cost(l, n, i),
                              wedges.access(l, n, i)});
    }
    wedges.tariff(l, n, i) = mean;
    if (split.size() > 1 && world.flow(l, n, i) > 0.0) policy.split_flows.push_back(std::move(bundle));
  }
}

std::string reason_text(const ActiveMeasure& measure, const ActiveSet& active) {
  const std::string& id = measure.measure().id;
  switch (measure.reason()) {
    case Reason::used:
      return "used by the scenario";
    case Reason::inlined:
      return "inline";
    case Reason::in_force:
      break;
  }
  if (ActiveSet::find(active.in_tariffs, id) != nullptr) return "embedded in the base tariffs";
  if (ActiveSet::find(active.in_flows, id) != nullptr) return "in force, as in the base year";
  return "in force";
}

void warn(const World& world, const ActiveMeasure& active, const PolicyOptions& options,
          std::vector<std::string>& warnings) {
  const Measure& measure = active.measure();
  if (!is_solved(measure))
    warnings.push_back(measure.instrument == Instrument::licence
                           ? fmt::format("{} says only in words what needs a licence; it changes no wedge "
                                         "without a `restriction`, a `cap_share` or a `levy`",
                                         measure.id)
                           : fmt::format("{} states neither a price nor a duty that it replaces; it changes "
                                         "no wedge",
                                         measure.id));
  for (const std::string& product : active.absent())
    warnings.push_back(
        fmt::format("{} names {}, which world \"{}\" does not carve out; it does not act on it", measure.id,
                    product, world.name));
  if (active.reason() == Reason::used && options.known_by && measure.announced > *options.known_by)
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
  return assumed;
}

}  // namespace

Policy base_policy(const World& world) {
  Policy policy;
  policy.as_of = world.tariff_date;
  policy.transfer.assign(world.economies.size(), 0.0);
  return policy;
}

Policy resolve_policy(const World& world, const Ledger& ledger, const PolicyOptions& options) {
  const ActiveSet active = collect(world, ledger, options);
  const std::vector<TariffStep> steps = tariff_steps(active);
  const FlowParts parts(world, ledger, active);
  Policy policy;
  policy.as_of = options.as_of;
  policy.known_by = options.known_by;
  DenseWedges wedges;
  wedges.tariff = world.tariff;
  set_tariffs(world, steps, options.alternative_rates, wedges.tariff, policy);
  set_other(world, active, wedges, policy);
  set_parts(world, steps, parts, options.alternative_rates, wedges, policy);
  policy.cells = cells_of(world, wedges);
  std::map<std::string, std::vector<std::string>> assumptions;
  bind_instruments({world, ledger, active, steps, parts, options.alternative_rates}, policy, assumptions);
  for (const ActiveMeasure& measure : active.in_flows)
    if (has_multiplier(measure.measure()) && ActiveSet::find(active.now, measure.measure().id) == nullptr)
      policy.warnings.push_back(fmt::format(
          "{}, in force in {}, has ended; the flows of that year do not show what they would have "
          "been without it",
          measure.measure().id, world.base_year));
  for (const ActiveMeasure& measure : active.now) {
    std::vector<std::string> assumed;
    if (!measure.lines().empty()) assumed = assumptions_of(measure.measure());
    for (std::string& text : assumptions[measure.measure().id]) assumed.push_back(std::move(text));
    policy.applied.push_back({measure.measure(), measure.status(), reason_text(measure, active),
                              is_solved(measure.measure()), std::move(assumed)});
    warn(world, measure, options, policy.warnings);
  }
  return policy;
}

}  // namespace leeway
