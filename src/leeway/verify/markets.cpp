// Demand, trade and the markets for goods and labour (docs/model.md section 4).

#include <cmath>

#include "leeway/verify/reading.h"

namespace leeway::second_reading {

namespace {

void check_demand(Reading& r) {
  const BaseYear& b = r.base;
  Tally tally = r.start("spending on composites");
  for (int n = 0; n < b.economies; ++n)
    for (int h = 0; h < b.composites; ++h) {
      double spent = r.final_share(n, h) * r.result.income[at(n)];
      for (int k = 0; k < b.producers; ++k) {
        if (!b.makes(n, k)) continue;
        const double cost = r.result.value_added(n, k) / r.cost_share(n, k);
        spent += r.input_share(n, h, k) * (1.0 - r.cost_share(n, k)) * cost;
      }
      tally.compare(r.result.absorption(n, h), spent, 0.0, tally.composite(n, h));
    }
  r.finish(tally);
}

void check_trade(Reading& r) {
  const BaseYear& b = r.base;
  Tally paid = r.start("what buyers pay on a flow");
  Tally received = r.start("what reaches its seller");
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n)
      for (int i = 0; i < b.economies; ++i) {
        const double told = r.result.trade(l, n, i);
        const double value = r.open(l, n, i) ? r.demand(l, n, i) * r.bought(l, n) : 0.0;
        // A flow that a prohibitive wedge leaves next to nothing of carries no digits.
        const double least = 1e-12 * (r.bought(l, n) + r.made(l, n));
        paid.compare(told, value, least, paid.flow(l, n, i));
        double share = 0.0;
        if (r.open(l, n, i))
          for (const PartReading& part : r.flows.read(l, n, i).parts)
            share += part.share * FlowReader::dollar(part, r.inside).seller;
        received.compare(r.result.received(l, n, i), share * told, least, received.flow(l, n, i));
      }
  r.finish(paid);
  r.finish(received);
}

void check_producers(Reading& r) {
  const BaseYear& b = r.base;
  Array2 sold(b.economies, b.producers);
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n) {
      for (int i = 0; i < b.economies; ++i)
        sold(i, r.world.lines[at(l)].producer) += r.result.received(l, n, i);
      if (r.made(l, n) > 0.0)
        sold(n, b.backstop_maker[at(l)]) += r.made(l, n) * std::exp(-r.result.backstop_premium(l, n));
    }
  Tally output = r.start("output and sales");
  Tally value_added = r.start("value added and output");
  for (int n = 0; n < b.economies; ++n)
    for (int k = 0; k < b.producers; ++k) {
      output.compare(r.result.output(n, k), sold(n, k), 0.0, output.producer(n, k));
      const double share = b.makes(n, k) ? r.cost_share(n, k) / (1.0 - subsidy_of(r.policy, n, k)) : 0.0;
      value_added.compare(r.result.value_added(n, k), share * r.result.output(n, k), 0.0,
                          value_added.producer(n, k));
    }
  r.finish(output);
  r.finish(value_added);
}

void check_factors(Reading& r) {
  const BaseYear& b = r.base;
  Tally labour = r.start("labour markets");
  Tally income = r.start("factor incomes");
  double world = 0.0;
  for (int n = 0; n < b.economies; ++n) {
    const double wages = r.result.wage[at(n)] * b.labour(n);
    double demanded = 0.0;
    double specific = 0.0;
    for (int k = 0; k < b.producers; ++k) {
      demanded += (1.0 - b.specific(n, k)) * r.result.value_added(n, k);
      specific += b.specific(n, k) * r.result.value_added(n, k);
    }
    labour.compare(wages, demanded, 0.0, labour.economy(n));
    income.compare(r.result.factor_income[at(n)], wages + specific, 0.0, income.economy(n));
    world += r.result.factor_income[at(n)];
  }
  income.compare(world, b.world_income, 0.0, [] { return "the world, which is the unit of account"; });
  r.finish(labour);
  r.finish(income);
}

}  // namespace

void check_markets(Reading& reading) {
  check_demand(reading);
  check_trade(reading);
  check_producers(reading);
  check_factors(reading);
}

}  // namespace leeway::second_reading
