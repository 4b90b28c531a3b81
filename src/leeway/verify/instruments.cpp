// Limits, regimes and the money of the flows under them (docs/model.md section 6).

#include <algorithm>
#include <cmath>

#include "leeway/verify/reading.h"

namespace leeway::second_reading {

namespace {

/// By how much, in logs, a multiplier breaks the rule of its regime.
double broken(const BoundInstrument& bound, const InstrumentOutcome& told,
              const FlowReader::Counted& counted) {
  // Positive where the limit is broken at x = 0: too much under a quota, too little for a floor or
  // commitment.
  double over = std::log(counted.amount / counted.allowed);
  if (bound.control == Control::price_floor || bound.control == Control::purchase_commitment) over = -over;
  const double x = told.multiplier;
  switch (told.regime) {
    case Regime::not_binding:
      return std::max(std::abs(x), over);
    case Regime::binding:
      return std::max({std::abs(over), -x, x - top_of(bound)});
    case Regime::filled:
      return std::max(std::abs(x - top_of(bound)), -over);
  }
  return HUGE_VAL;
}

void check_regimes(Reading& r) {
  Tally regime = r.start("regimes of instruments");
  Tally counts = r.start("quantities and limits of instruments");
  for (std::size_t j = 0; j < r.policy.instruments.size(); ++j) {
    const BoundInstrument& bound = r.policy.instruments[j];
    const InstrumentOutcome& told = r.result.instruments[j];
    const auto name = [&] { return bound.measure; };
    const FlowReader::Counted counted = r.flows.count(static_cast<int>(j));
    regime.add(std::max(broken(bound, told, counted), 0.0), name);
    counts.compare(told.quantity, counted.amount, 0.0, name);
    counts.compare(told.limit, counted.allowed, 0.0, name);
    counts.compare(1.0 + told.premium, std::exp(told.multiplier), 0.0, name);
    r.inside.push_back(
        bound.control == Control::tariff_rate_quota ? std::min(1.0, counted.allowed / counted.amount) : 1.0);
  }
  r.finish(regime);
  r.finish(counts);
}

void check_money(Reading& r) {
  Tally money = r.start("who receives what buyers pay under limits");
  Tally rents = r.start("rents of instruments");
  std::vector<double> rent(r.policy.instruments.size(), 0.0);
  std::vector<double> paid_under(rent.size(), 0.0);
  const auto compare = [&](const FlowMoney& told, const FlowReading& flow) {
    const auto where = money.flow(told.line, told.importer, told.exporter);
    const double paid = r.result.trade(told.line, told.importer, told.exporter);
    FlowMoney found;
    for (const PartReading& part : flow.parts) {
      const double value = part.share * paid;
      const DollarShares share = FlowReader::dollar(part, r.inside);
      found.seller += share.seller * value;
      found.duty += share.duty * value;
      found.export_tax += share.export_tax * value;
      found.importer_rent += share.importer_rent * value;
      found.exporter_rent += share.exporter_rent * value;
      for (std::size_t j = 0; j < rent.size(); ++j) {
        const double one = FlowReader::rent(part, static_cast<int>(j), r.inside) * value;
        rent[j] += one;
        if (one > 0.0) paid_under[j] += value;
      }
    }
    money.compare(told.paid, paid, 0.0, where);
    // Of a flow that a backstop has taken next to nothing is left, and no digits.
    const double least = std::max(1e-3 * paid, 1e-12 * r.base.paid(told.line, told.importer, told.exporter));
    money.compare(told.seller, found.seller, least, where);
    money.compare(told.duty, found.duty, least, where);
    money.compare(told.export_tax, found.export_tax, least, where);
    money.compare(told.importer_rent, found.importer_rent, least, where);
    money.compare(told.exporter_rent, found.exporter_rent, least, where);
  };
  auto told = r.result.money.begin();
  std::size_t number = 0;
  for (const FlowKey& key : r.flows.controlled()) {
    const auto [l, n, i] = key;
    if (told == r.result.money.end() || FlowKey{told->line, told->importer, told->exporter} != key) {
      money.add(HUGE_VAL, money.flow(l, n, i));
      break;
    }
    const FlowReading flow = r.flows.read(l, n, i);
    compare(*told, flow);
    // Of goods in classes there is no price for the flow once nothing is bought.
    if (told->paid > 0.0 || !r.flows.in_classes(l, n))
      money.compare(r.result.money_price[number], std::exp(flow.log_price), 0.0, money.flow(l, n, i));
    ++number;
    ++told;
  }
  // Flows in classes that nothing limits.
  for (const FlowMoney& one : r.result.class_money)
    compare(one, r.flows.read(one.line, one.importer, one.exporter));
  for (std::size_t j = 0; j < rent.size(); ++j)
    rents.compare(r.result.instruments[j].rent, rent[j], 1e-3 * paid_under[j],
                  [&] { return r.policy.instruments[j].measure; });
  r.finish(money);
  r.finish(rents);
}

}  // namespace

void check_instruments(Reading& reading) {
  check_regimes(reading);
  check_money(reading);
}

}  // namespace leeway::second_reading
