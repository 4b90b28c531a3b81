// Treasuries, holders of rents, incomes, external balances and welfare (docs/model.md sections 4, 6 and 8).

#include <cmath>

#include "leeway/verify/reading.h"

namespace leeway::second_reading {

namespace {

/// Money of one economy, USD million.
struct Purse {
  double duties = 0.0;
  double export_taxes = 0.0;
  double importer_rents = 0.0;
  double exporter_rents = 0.0;
  double subsidies = 0.0;
  double backstop_rents = 0.0;
  double from_abroad = 0.0;  ///< for what is sold there
  double to_abroad = 0.0;    ///< for what is bought there
  double traded = 0.0;       ///< both ways, at user prices: the size that errors are measured against
};

std::vector<Purse> purses(const Reading& r) {
  const BaseYear& b = r.base;
  std::vector<Purse> all(at(b.economies));
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n)
      for (int i = 0; i < b.economies; ++i) {
        const double paid = r.result.trade(l, n, i);
        if (!(paid > 0.0)) continue;
        Purse& buyer = all[at(n)];
        Purse& seller = all[at(i)];
        for (const PartReading& part : r.flows.read(l, n, i).parts) {
          const DollarShares share = FlowReader::dollar(part, r.inside);
          const double money = paid * part.share;
          buyer.duties += share.duty * money;
          buyer.importer_rents += share.importer_rent * money;
          seller.export_taxes += share.export_tax * money;
          seller.exporter_rents += share.exporter_rent * money;
          if (n == i) continue;
          const double leaves = (share.seller + share.export_tax + share.exporter_rent) * money;
          buyer.to_abroad += leaves;
          seller.from_abroad += leaves;
          buyer.traded += money;
          seller.traded += money;
        }
      }
  for (int n = 0; n < b.economies; ++n)
    for (int k = 0; k < b.producers; ++k) {
      const double rate = subsidy_of(r.policy, n, k);
      all[at(n)].subsidies += rate / (1.0 - rate) * r.result.output(n, k);
    }
  // What a backstop earns above its cost stays with its makers at home.
  for (int l = 0; l < b.lines; ++l)
    for (int n = 0; n < b.economies; ++n)
      all[at(n)].backstop_rents += r.made(l, n) * (1.0 - std::exp(-r.result.backstop_premium(l, n)));
  return all;
}

void check_revenues(Reading& r, const std::vector<Purse>& purse) {
  struct Kind {
    const char* what;
    double Purse::*found;
    const std::vector<double> Result::*told;
  };
  const Kind kinds[] = {{"tariff revenue", &Purse::duties, &Result::tariff_revenue},
                        {"export taxes", &Purse::export_taxes, &Result::export_revenue},
                        {"rents held by importers", &Purse::importer_rents, &Result::importer_rents},
                        {"rents held by exporters", &Purse::exporter_rents, &Result::exporter_rents},
                        {"rents of backstops", &Purse::backstop_rents, &Result::backstop_rents},
                        {"subsidies to producers", &Purse::subsidies, &Result::subsidies}};
  for (const Kind& kind : kinds) {
    Tally tally = r.start(kind.what);
    for (int n = 0; n < r.base.economies; ++n)
      tally.compare((r.result.*kind.told)[at(n)], purse[at(n)].*kind.found, 1e-6 * purse[at(n)].traded,
                    tally.economy(n));
    r.finish(tally);
  }
}

/// The imbalance that the closure lets an economy keep.
double deficit(const Reading& r, int n) {
  const BaseYear& b = r.base;
  double factors = 0.0;
  for (const double f : r.result.factor_income) factors += f;
  switch (r.options.closure) {
    case Closure::share:
      return b.deficit[at(n)] / b.world_income * factors;
    case Closure::balanced:
      return 0.0;
    case Closure::numeraire:
      return b.deficit[at(n)] * r.result.wage[at(r.world.find_economy(r.options.numeraire).value())];
    case Closure::own: {
      double total = 0.0;
      double spent = 0.0;
      for (int m = 0; m < b.economies; ++m) {
        total += b.deficit[at(m)] / b.factor_income(m) * r.result.factor_income[at(m)];
        spent += b.expenditure[at(m)];
      }
      return b.deficit[at(n)] / b.factor_income(n) * r.result.factor_income[at(n)] -
             b.expenditure[at(n)] / spent * total;
    }
  }
  return 0.0;
}

void check_transfers(Reading& r) {
  Tally imbalance = r.start("trade imbalances and their closure");
  Tally transfer = r.start("transfers between governments");
  for (int n = 0; n < r.base.economies; ++n) {
    const double least = 1e-6 * r.base.expenditure[at(n)];
    imbalance.compare(r.result.deficit[at(n)], deficit(r, n), least, imbalance.economy(n));
    transfer.compare(r.result.transfer[at(n)], r.policy.transfer[at(n)], least, transfer.economy(n));
  }
  r.finish(imbalance);
  r.finish(transfer);
}

void check_incomes(Reading& r, const std::vector<Purse>& purse) {
  Tally income = r.start("incomes");
  Tally balance = r.start("external balances");
  Tally welfare = r.start("real incomes");
  for (int n = 0; n < r.base.economies; ++n) {
    const Purse& p = purse[at(n)];
    const double given = r.result.deficit[at(n)] + r.result.transfer[at(n)];
    income.compare(r.result.income[at(n)],
                   r.result.factor_income[at(n)] + p.duties + p.export_taxes + p.importer_rents +
                       p.exporter_rents + p.backstop_rents - p.subsidies + given,
                   0.0, income.economy(n));
    balance.compare(p.from_abroad + given, p.to_abroad, p.from_abroad + p.to_abroad, balance.economy(n));
    const double base = r.base.expenditure[at(n)];
    welfare.compare(r.result.base_income[at(n)], base, 0.0, welfare.economy(n));
    welfare.compare(std::exp(r.result.log_welfare[at(n)]),
                    r.result.income[at(n)] / base / r.result.consumer_price[at(n)], 0.0, welfare.economy(n));
  }
  r.finish(income);
  r.finish(balance);
  r.finish(welfare);
}

}  // namespace

void check_budgets(Reading& reading) {
  const std::vector<Purse> purse = purses(reading);
  check_revenues(reading, purse);
  check_transfers(reading);
  check_incomes(reading, purse);
}

}  // namespace leeway::second_reading
