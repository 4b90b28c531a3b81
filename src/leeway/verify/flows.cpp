#include "leeway/verify/flows.h"
#include "leeway/base/index.h"

#include <algorithm>
#include <cmath>

namespace leeway::second_reading {

namespace {

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

FlowReader::FlowReader(const World& world, const BaseYear& base, const Options& options, const Policy& policy,
                       const Result& result)
    : world_(world), base_(base), policy_(policy), result_(result) {
  const std::map<ClassKey, ControlledFlow> flows = controlled_flows(policy, world);
  std::map<ClassKey, std::vector<PartReading>> parts;
  for (const auto& [key, flow] : flows)
    for (const FlowTerms& terms : flow.parts) parts[key].push_back({.terms = terms});
  for (std::size_t r = 0; r < policy.instruments.size(); ++r) {
    const BoundInstrument& bound = policy.instruments[r];
    for (const InstrumentFlow& named : bound.flows) {
      std::vector<PartReading>& all = parts.at({named.line, named.importer, named.exporter, named.goods});
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
    const auto [l, n, i, goods] = key;
    by_class_.emplace(key, priced(std::move(list), flows.at(key).substitution, l));
    controlled_.insert({l, n, i});
  }
  for (const auto& [l, n, classes] : cut_rows(policy))
    cut_.emplace(std::pair(l, n), cut(l, n, classes, options.sigma_classes));
}

double FlowReader::base_paid(int l, int n, int i, int goods) const {
  return share_of_class(policy_, l, n, i, goods) * world_.flow(l, n, i) *
         (1.0 + terms_of(policy_, world_, l, n, i, goods).base_tariff);
}

FlowReading FlowReader::of_class(int l, int n, int i, int goods) const {
  const auto found = by_class_.find({l, n, i, goods});
  if (found != by_class_.end()) return found->second;
  return priced({{.terms = terms_of(policy_, world_, l, n, i, goods)}}, 0.0, l);
}

// Where goods are refused, or cost more than doing without them does, buyers go to the backstop; about as
// dear, both sell, the more the cheaper they are.
FlowReader::Pull FlowReader::pull(int l, int n, int i, double share, const FlowReading& flow) const {
  constexpr double sharpness = 30.0;
  const double theta = base_.theta[at(l)];
  const int maker = base_.backstop_maker[at(l)];
  const double seller = std::log(result_.basic_price(i, world_.lines[at(l)].producer));
  const double wanted = share * flow.demand;
  if (!(base_.backstop[at(l)] > 0.0) || !base_.makes(n, maker))
    return {flow.open ? wanted * std::exp(-theta * (flow.log_price + seller)) : 0.0, 0.0};
  const double cap =
      std::log(base_.backstop[at(l)] * result_.basic_price(n, maker)) + result_.backstop_premium(l, n);
  Pull pull;
  pull.made = wanted * std::max(1.0 - flow.let_in, 0.0) * std::exp(-theta * cap);
  if (!flow.open) return pull;
  // Varieties that are refused have gone to the backstop, so that they weigh on no price.
  const double own = flow.log_price + std::log(flow.let_in) / theta + seller;
  const double over = own - cap;
  const double price =
      cap + (over < 0.0 ? over : 0.0) - std::log1p(std::exp(-sharpness * std::abs(over))) / sharpness;
  const double both = wanted * flow.let_in * std::exp(-theta * price);
  pull.bought = both / (1.0 + std::exp(sharpness * over));
  pull.made += both / (1.0 + std::exp(-sharpness * over));
  return pull;
}

// Each class is a market of its own among the origins; buyers choose between classes by what they cost.
FlowReader::CutReading FlowReader::cut(int l, int n, int classes, double substitution) const {
  CutReading row;
  const double theta = base_.theta[at(l)];
  std::vector<double> base_share;
  std::vector<double> price;
  std::vector<double> made;
  double all = 0.0;
  for (int a = 0; a < classes; ++a) {
    std::vector<double>& demand = row.demand.emplace_back(at(base_.economies), 0.0);
    double paid = 0.0;
    for (int i = 0; i < base_.economies; ++i) paid += base_paid(l, n, i, a);
    double sum = 0.0;
    made.push_back(0.0);
    for (int i = 0; i < base_.economies && paid > 0.0; ++i) {
      if (!(base_paid(l, n, i, a) > 0.0)) continue;
      const Pull one = pull(l, n, i, base_paid(l, n, i, a) / paid, of_class(l, n, i, a));
      demand[at(i)] = one.bought;
      made.back() += one.made;
      sum += one.bought + one.made;
    }
    for (double& share : demand) share = sum > 0.0 ? share / sum : 0.0;
    made.back() = sum > 0.0 ? made.back() / sum : 0.0;
    all += paid;
    base_share.push_back(paid);
    price.push_back(paid > 0.0 ? -std::log(sum) / theta : 0.0);
  }
  const double power = 1.0 - substitution;
  double mean = 0.0;
  for (std::size_t a = 0; a < price.size(); ++a) mean += (base_share[a] /= all) * price[a];
  double excess = 0.0;
  for (std::size_t a = 0; a < price.size(); ++a)
    excess += base_share[a] * std::exp(power * (price[a] - mean));
  row.log_price = std::abs(power) < 1e-6 ? mean : mean + std::log(excess) / power;
  for (std::size_t a = 0; a < price.size(); ++a) {
    const double of_class = base_share[a] * std::exp(power * (price[a] - row.log_price));
    for (double& share : row.demand[a]) share *= of_class;
    row.made += of_class * made[a];
  }
  return row;
}

double FlowReader::weight(int l, int n, int i, int goods) const {
  const auto found = cut_.find({l, n});
  if (found == cut_.end()) return 1.0;
  double sum = 0.0;
  for (const std::vector<double>& of : found->second.demand) sum += of[at(i)];
  return sum > 0.0 ? found->second.demand[at(goods)][at(i)] / sum : 0.0;
}

FlowReading FlowReader::priced(std::vector<PartReading> parts, double substitution, int l) const {
  FlowReading flow;
  const double power = substitution > 0.0 ? 1.0 - substitution : -base_.theta[at(l)];
  double left = 0.0;
  flow.demand = 0.0;
  for (const PartReading& part : parts) flow.demand += part.terms.share * part.terms.demand;
  const auto weigh = [&](const FlowTerms& terms) { return terms.share * terms.demand / flow.demand; };
  for (PartReading& part : parts) {
    const double duty = std::log1p(part.terms.tariff) - std::log1p(part.terms.base_tariff);
    part.log_price = std::log(part.terms.cost) + std::log1p(part.terms.export_tax) + total(part.invoice) +
                     duty + total(part.quota) - part.subsidy + total(part.licence);
    part.customs =
        std::exp(part.subsidy - total(part.quota) - total(part.licence)) / (1.0 + part.terms.tariff);
    left += weigh(part.terms) * part.terms.access;
  }
  flow.let_in = left;
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
  const auto found = cut_.find({line, importer});
  if (found == cut_.end()) return of_class(line, importer, exporter, 0);
  const CutReading& row = found->second;
  FlowReading flow;
  double demand = 0.0;
  for (int a = 0; a < static_cast<int>(row.demand.size()); ++a) {
    const double share = weight(line, importer, exporter, a);
    demand += row.demand[at(a)][at(exporter)];
    if (!(share > 0.0)) continue;
    FlowReading one = of_class(line, importer, exporter, a);
    for (PartReading& part : one.parts) {
      part.share *= share;
      flow.parts.push_back(std::move(part));
    }
  }
  flow.open = demand > 0.0;
  if (!flow.open) return flow;
  const double base = base_.paid(line, importer, exporter) / base_.spending(line, importer);
  flow.log_price = row.log_price - std::log(result_.basic_price(exporter, world_.lines[at(line)].producer)) -
                   std::log(demand / base) / base_.theta[at(line)];
  return flow;
}

double FlowReader::amount_of(const BoundInstrument& bound, const std::vector<InstrumentFlow>& flows) const {
  double sum = 0.0;
  for (const InstrumentFlow& named : flows) {
    const FlowReading& flow = by_class_.at({named.line, named.importer, named.exporter, named.goods});
    const double paid = result_.trade(named.line, named.importer, named.exporter) *
                        weight(named.line, named.importer, named.exporter, named.goods);
    const double paid_then = base_paid(named.line, named.importer, named.exporter, named.goods);
    const double seller = result_.basic_price(named.exporter, world_.lines[at(named.line)].producer);
    double of_base = 0.0;
    double counted = 0.0;
    for (int p = 0; p < static_cast<int>(flow.parts.size()); ++p) {
      if (named.part >= 0 && named.part != p) continue;
      const PartReading& part = flow.parts[at(p)];
      of_base += part.terms.share * paid_then;
      counted += part.share * paid * (bound.by_value ? part.customs : std::exp(-part.log_price) / seller);
    }
    if (bound.by_value)
      sum += counted;
    else if (of_base > 0.0)
      sum += named.quantity * counted / of_base;
  }
  return std::max(sum, kNothing);
}

FlowReader::Counted FlowReader::count(int instrument) const {
  const BoundInstrument& bound = policy_.instruments[at(instrument)];
  if (bound.control == Control::price_floor) {
    const InstrumentFlow& named = bound.flows.front();
    const PartReading& part = by_class_.at({named.line, named.importer, named.exporter, named.goods})
                                  .parts[at(std::max(0, named.part))];
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
