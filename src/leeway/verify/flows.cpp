#include "leeway/verify/flows.h"

#include <algorithm>
#include <cmath>

namespace leeway::second_reading {

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

constexpr double kNothing = 1e-300;

/// Rent of each premium of a list: a share of what they take together, in proportion to their logs.
template <class Put>
void divide(const std::vector<Premium>& premia, double together, Put put) {
  const double sum = total(premia);
  for (const Premium& premium : premia)
    if (sum > 0.0) put(premium, together * premium.log / sum);
}

/// Every rent in a dollar paid for a part.
template <class Put>
void rents(const PartReading& part, const std::vector<double>& inside, Put put) {
  const double after_licence = std::exp(-total(part.licence));
  const double dutiable = after_licence * std::exp(part.subsidy);
  divide(part.licence, 1.0 - after_licence, put);
  divide(part.quota, dutiable * (1.0 - std::exp(-total(part.quota))),
         [&](const Premium& premium, double rent) { put(premium, rent * inside[at(premium.instrument)]); });
  divide(part.invoice, part.customs * (1.0 - std::exp(-total(part.invoice))), put);
}

}  // namespace

double total(const std::vector<Premium>& premia) {
  double sum = 0.0;
  for (const Premium& premium : premia) sum += premium.log;
  return sum;
}

FlowReader::FlowReader(const World& world, const BaseYear& base, const Policy& policy, const Result& result)
    : world_(world), base_(base), policy_(policy), result_(result) {
  const std::map<FlowKey, ControlledFlow> flows = controlled_flows(policy, world);
  std::map<FlowKey, std::vector<PartReading>> parts;
  for (const auto& [key, flow] : flows)
    for (const FlowTerms& terms : flow.parts) parts[key].push_back({.terms = terms});
  for (std::size_t r = 0; r < policy.instruments.size(); ++r) {
    const BoundInstrument& bound = policy.instruments[r];
    for (const InstrumentFlow& named : bound.flows) {
      std::vector<PartReading>& all = parts.at({named.line, named.importer, named.exporter});
      for (int p = 0; p < static_cast<int>(all.size()); ++p) {
        if (named.part >= 0 && named.part != p) continue;
        const Premium premium{static_cast<int>(r), premium_of(bound, named, result.instruments[r].multiplier),
                              bound.rent_to.exporter};
        switch (bound.control) {
          case Control::export_quota:
          case Control::price_floor:
            all[at(p)].invoice.push_back(premium);
            break;
          case Control::tariff_rate_quota:
            all[at(p)].quota.push_back(premium);
            break;
          case Control::import_quota:
            all[at(p)].licence.push_back(premium);
            break;
          case Control::purchase_commitment:
            all[at(p)].subsidy += premium.log;
            break;
        }
      }
    }
  }
  for (auto& [key, list] : parts) {
    const auto [l, n, i] = key;
    controlled_.emplace(key, priced(std::move(list), flows.at(key).substitution, l, n, i));
  }
}

FlowReading FlowReader::priced(std::vector<PartReading> parts, double substitution, int l, int n,
                               int i) const {
  FlowReading flow;
  const double power = substitution > 0.0 ? 1.0 - substitution : -base_.theta[at(l)];
  double left = 0.0;
  flow.demand = 0.0;
  for (const PartReading& part : parts) flow.demand += part.terms.share * part.terms.demand;
  const auto weigh = [&](const FlowTerms& terms) { return terms.share * terms.demand / flow.demand; };
  for (PartReading& part : parts) {
    const double duty = std::log1p(part.terms.tariff) - std::log1p(world_.tariff(l, n, i));
    part.log_price = std::log(part.terms.cost) + std::log1p(part.terms.export_tax) + total(part.invoice) +
                     duty + total(part.quota) - part.subsidy + total(part.licence);
    part.customs =
        std::exp(part.subsidy - total(part.quota) - total(part.licence)) / (1.0 + part.terms.tariff);
    left += weigh(part.terms) * part.terms.access;
  }
  flow.open = left > 0.0;
  // CES of the parts; what access takes away weighs as lost varieties of the nest.
  const double most = std::max_element(parts.begin(), parts.end(), [&](const auto& a, const auto& b) {
                        return power * a.log_price < power * b.log_price;
                      })->log_price;
  double sum = 0.0;
  double mean = 0.0;
  for (PartReading& part : parts) {
    const double weight = weigh(part.terms) * (flow.open ? part.terms.access : 1.0);
    part.share = weight * std::exp(power * (part.log_price - most));
    sum += part.share;
    mean += weight * part.log_price / (flow.open ? left : 1.0);
  }
  for (PartReading& part : parts) part.share /= sum;
  flow.log_price = std::abs(power) < 1e-6 ? mean : most + std::log(sum) / power;
  flow.parts = std::move(parts);
  return flow;
}

FlowReading FlowReader::read(int line, int importer, int exporter) const {
  const auto found = controlled_.find({line, importer, exporter});
  if (found != controlled_.end()) return found->second;
  return priced({{.terms = terms_of(policy_, world_, line, importer, exporter)}}, 0.0, line, importer,
                exporter);
}

double FlowReader::amount_of(const BoundInstrument& bound, const std::vector<InstrumentFlow>& flows) const {
  double sum = 0.0;
  for (const InstrumentFlow& named : flows) {
    const FlowReading& flow = controlled_.at({named.line, named.importer, named.exporter});
    const double paid = result_.trade(named.line, named.importer, named.exporter);
    const double seller = result_.basic_price(named.exporter, world_.lines[at(named.line)].producer);
    double base_paid = 0.0;
    double counted = 0.0;
    for (int p = 0; p < static_cast<int>(flow.parts.size()); ++p) {
      if (named.part >= 0 && named.part != p) continue;
      const PartReading& part = flow.parts[at(p)];
      base_paid += part.terms.share * base_.paid(named.line, named.importer, named.exporter);
      counted += part.share * paid * (bound.by_value ? part.customs : std::exp(-part.log_price) / seller);
    }
    if (bound.by_value)
      sum += counted;
    else if (base_paid > 0.0)
      sum += named.quantity * counted / base_paid;
  }
  return std::max(sum, kNothing);
}

FlowReader::Counted FlowReader::count(int instrument) const {
  const BoundInstrument& bound = policy_.instruments[at(instrument)];
  if (bound.control == Control::price_floor) {
    const InstrumentFlow& named = bound.flows.front();
    const PartReading& part =
        controlled_.at({named.line, named.importer, named.exporter}).parts[at(std::max(0, named.part))];
    const double seller = result_.basic_price(named.exporter, world_.lines[at(named.line)].producer);
    const double index = bound.index == FloorIndex::cpi    ? result_.consumer_price[at(named.importer)]
                         : bound.index == FloorIndex::wage ? result_.wage[at(named.importer)]
                                                           : 1.0;
    return {seller * part.terms.cost * (1.0 + part.terms.export_tax) * std::exp(total(part.invoice)) / index,
            named.floor};
  }
  double allowed = std::max(bound.limit, kNothing);
  if (!bound.reference.empty()) allowed *= amount_of(bound, bound.reference);
  return {amount_of(bound, bound.flows), allowed};
}

DollarShares FlowReader::dollar(const PartReading& part, const std::vector<double>& inside) {
  const double after_licence = std::exp(-total(part.licence));
  const double dutiable = after_licence * std::exp(part.subsidy);
  DollarShares shares;
  shares.seller = part.customs * std::exp(-total(part.invoice)) / (1.0 + part.terms.export_tax);
  shares.export_tax = part.terms.export_tax * shares.seller;
  // What stands between the customs value and the dutiable one, less the commitment's subsidy and quota
  // rents.
  shares.duty = (dutiable - part.customs) - (dutiable - after_licence);
  rents(part, inside, [&](const Premium& premium, double rent) {
    shares.exporter_rent += premium.exporter * rent;
    shares.importer_rent += (1.0 - premium.exporter) * rent;
  });
  for (const Premium& premium : part.quota) shares.duty -= rent(part, premium.instrument, inside);
  return shares;
}

double FlowReader::rent(const PartReading& part, int instrument, const std::vector<double>& inside) {
  double sum = 0.0;
  rents(part, inside, [&](const Premium& premium, double rent) {
    if (premium.instrument == instrument) sum += rent;
  });
  return sum;
}

}  // namespace leeway::second_reading
