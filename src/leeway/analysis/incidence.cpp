#include "leeway/analysis/incidence.h"

#include <algorithm>
#include <cmath>

#include "leeway/analysis/comparison.h"

namespace leeway {

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// What buyers of n spent on a line, all origins.
double spending(const Result& result, int line, int n) {
  double sum = 0.0;
  for (int i = 0; i < result.economy_count(); ++i) sum += result.trade(line, n, i);
  return sum;
}

// Subsidies to sectors, and to one product of a sector: those are export taxes below zero on all its sales,
// at home too.
double subsidies_paid(const World& world, const Solution& solution, int economy) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  double paid = result.subsidies[at(economy)];
  for (const auto& [l, n, i, wedge] : policy.cells)
    if (i == economy && wedge.export_tax < 0.0 && policy.cut_row(l, n) == nullptr)
      paid -= wedge.export_tax * result.received(l, n, i);
  for (const CutRow& row : policy.cut_rows)
    for (std::size_t a = 0; a < row.classes.size(); ++a) {
      const Wedge wedge = row.classes[a].of(world, row.line, row.importer, economy).wedge;
      if (wedge.export_tax < 0.0)
        paid -=
            wedge.export_tax * result.received.of_class(row.line, row.importer, economy, static_cast<int>(a));
    }
  return paid;
}

}  // namespace

double MoneySplit::gap() const {
  const double received = sellers + home_treasury + foreign_treasury + importers + exporters;
  return paid > 0.0 ? std::abs(paid - received) / paid : 0.0;
}

MoneySplit money_split(const World& world, const Solution& solution, const FlowSet& flows) {
  MoneySplit split;
  flows.for_each([&](int l, int n, int i) {
    const FlowMoney money = flow_money(world, solution, l, n, i);
    split.paid += money.paid;
    split.sellers += money.seller;
    split.home_treasury += money.duty;
    split.foreign_treasury += money.export_tax;
    split.importers += money.importer_rent;
    split.exporters += money.exporter_rent;
  });
  return split;
}

Incidence incidence(const World& world, const Solution& from, const Solution& to, const FlowSet& flows) {
  Incidence out;
  out.before = totals(world, from, flows);
  out.after = totals(world, to, flows);
  out.money_before = money_split(world, from, flows);
  out.money_after = money_split(world, to, flows);

  const Array2 bought = absorption(world);
  double bill = 0.0;
  for (int l : flows.lines)
    for (int n : flows.importers) {
      const double spent = spending(from.result, l, n);
      if (spent <= 0.0) continue;
      const double dearer = spent * (to.result.line_price(l, n) / from.result.line_price(l, n) - 1.0);
      const int h = world.lines[at(l)].composite;
      const double final_share = bought(n, h) > 0.0 ? world.final_use(n, h) / bought(n, h) : 0.0;
      bill += spent;
      out.consumers_musd -= final_share * dearer;
      out.using_industries_musd -= (1.0 - final_share) * dearer;
    }
  out.product_price_pct = bill > 0.0 ? -100.0 * out.buyers_musd() / bill : 0.0;

  // The home producers that compete with the flows.
  const std::vector<int> competing = producers_of_lines(world, flows.lines);
  const SectorChange home = compare_producers(competing, flows.importers, from, to);
  out.home_output_musd = home.output_musd;
  out.home_output_pct = home.output_from_musd > 0.0 ? 100.0 * home.output_musd / home.output_from_musd : 0.0;
  out.home_producers_musd = home.value_added_musd;
  out.home_jobs_pct = home.employment_pct;
  out.partner_producers_musd = compare_producers(competing, flows.exporters, from, to).value_added_musd;
  for (int n : flows.importers)
    out.home_subsidies_musd += subsidies_paid(world, to, n) - subsidies_paid(world, from, n);

  const std::vector<double> ev = equivalent_variation(from.result, to.result);
  const auto in = [](const std::vector<int>& set, int n) {
    return std::find(set.begin(), set.end(), n) != set.end();
  };
  for (int n = 0; n < world.economy_count(); ++n)
    (in(flows.importers, n)   ? out.ev_home_musd
     : in(flows.exporters, n) ? out.ev_partner_musd
                              : out.ev_third_musd) += ev[at(n)];
  return out;
}

}  // namespace leeway
