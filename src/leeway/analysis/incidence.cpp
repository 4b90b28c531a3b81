#include "leeway/analysis/incidence.h"

#include <algorithm>
#include <cmath>

#include "leeway/analysis/comparison.h"
#include "leeway/base/elementary.h"
#include "leeway/base/index.h"

namespace leeway {

namespace {

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

namespace {

double log_mean(double a, double b) {
  if (a <= 0.0 || b <= 0.0) return 0.0;
  const double ratio = elementary::log(b / a);
  return std::abs(ratio) < 1e-9 ? 0.5 * (a + b) : (b - a) / ratio;
}

/// Splits the change of one economy's real income.
class Splitter {
 public:
  Splitter(const Model& model, const Solution& from, const Solution& to, const FlowSet& flows)
      : model_(model),
        world_(model.world()),
        a_(from.result),
        b_(to.result),
        flows_(flows),
        competing_(producers_of_lines(world_, flows.lines)) {
    for (int side = 0; side < 2; ++side) {
      revenue_[side].assign(at(world_.economy_count()), 0.0);
      rents_[side].assign(at(world_.economy_count()), 0.0);
      flows.for_each([&](int l, int n, int i) {
        const FlowMoney money = flow_money(world_, side == 0 ? from : to, l, n, i);
        revenue_[side][at(n)] += money.duty;
        revenue_[side][at(i)] += money.export_tax;
        rents_[side][at(n)] += money.importer_rent;
        rents_[side][at(i)] += money.exporter_rent;
      });
    }
  }

  void add(int n, WelfareParts& parts) const {
    const double p0 = a_.consumer_price[at(n)];
    const double p1 = b_.consumer_price[at(n)];
    const double real = 0.5 * (1.0 / p0 + 1.0 / p1);
    const WelfareParts before = incomes(a_, n, 0);
    const WelfareParts after = incomes(b_, n, 1);
    const double income = 0.5 * (a_.income[at(n)] + b_.income[at(n)]);
    const double goods = -income / (p0 * p1) * log_mean(p0, p1) * goods_share(n);
    // What all other prices take from a dollar.
    const double dearer = (income * (1.0 / p1 - 1.0 / p0) - goods) / income;
    parts.goods_prices += goods;
    for (const auto member :
         {&WelfareParts::wages, &WelfareParts::owners, &WelfareParts::other_owners,
          &WelfareParts::flow_revenue, &WelfareParts::other_revenue, &WelfareParts::flow_rents,
          &WelfareParts::other_rents, &WelfareParts::transfers})
      parts.*member +=
          real * (after.*member - before.*member) + 0.5 * dearer * (after.*member + before.*member);
  }

 private:
  /// What an economy lives on, as levels.
  WelfareParts incomes(const Result& r, int n, int side) const {
    WelfareParts p;
    for (int k = 0; k < world_.producer_count(); ++k) {
      const bool here = std::find(competing_.begin(), competing_.end(), k) != competing_.end();
      (here ? p.owners : p.other_owners) += model_.specific_share(n, k) * r.value_added(n, k);
    }
    p.wages = r.factor_income[at(n)] - p.owners - p.other_owners;
    p.flow_revenue = revenue_[side][at(n)];
    p.other_revenue = r.tariff_revenue[at(n)] + r.export_revenue[at(n)] - r.subsidies[at(n)] - p.flow_revenue;
    p.flow_rents = rents_[side][at(n)];
    p.other_rents = r.importer_rents[at(n)] + r.exporter_rents[at(n)] - p.flow_rents;
    p.transfers = r.deficit[at(n)] + r.transfer[at(n)];
    return p;
  }

  /// Of the log change of the consumer price index, what the goods' own lines are: the logarithmic means of
  /// their shares make a CES index an exact sum (Sato 1976, Vartia 1976), nest by nest.
  double goods_share(int n) const {
    std::vector<double> final_use(at(world_.sector_count()));
    for (int h = 0; h < world_.sector_count(); ++h) final_use[at(h)] = world_.final_use(n, h);
    double sum = 0.0;
    for (const int l : flows_.lines) {
      const int h = world_.lines[at(l)].composite;
      std::vector<double> bought(at(world_.line_count()), 0.0);
      std::vector<double> price_a(bought.size(), 1.0), price_b(bought.size(), 1.0);
      for (int m = 0; m < world_.line_count(); ++m) {
        if (world_.lines[at(m)].composite != h) continue;
        for (int i = 0; i < world_.economy_count(); ++i)
          bought[at(m)] += world_.flow(m, n, i) * (1.0 + world_.tariff(m, n, i));
        price_a[at(m)] = a_.line_price(m, n);
        price_b[at(m)] = b_.line_price(m, n);
      }
      const double in_final =
          weight(final_use, prices(a_, n), prices(b_, n), model_.options().sigma_final, at(h));
      const double in_composite = weight(bought, price_a, price_b, world_.line_substitution[at(h)], at(l));
      sum += in_final * in_composite * elementary::log(b_.line_price(l, n) / a_.line_price(l, n));
    }
    return sum;
  }
  std::vector<double> prices(const Result& r, int n) const {
    std::vector<double> price(at(world_.sector_count()));
    for (int h = 0; h < world_.sector_count(); ++h) price[at(h)] = r.price(n, h);
    return price;
  }
  static double weight(const std::vector<double>& base, const std::vector<double>& price_a,
                       const std::vector<double>& price_b, double sigma, std::size_t of) {
    std::vector<double> share_a(base), share_b(base);
    double sum_a = 0.0;
    double sum_b = 0.0;
    for (std::size_t h = 0; h < base.size(); ++h) {
      share_a[h] *= elementary::exp((1.0 - sigma) * elementary::log(price_a[h]));
      share_b[h] *= elementary::exp((1.0 - sigma) * elementary::log(price_b[h]));
      sum_a += share_a[h];
      sum_b += share_b[h];
    }
    double all = 0.0;
    for (std::size_t h = 0; h < base.size(); ++h) all += log_mean(share_a[h] / sum_a, share_b[h] / sum_b);
    return all > 0.0 ? log_mean(share_a[of] / sum_a, share_b[of] / sum_b) / all : 0.0;
  }

  const Model& model_;
  const World& world_;
  const Result& a_;
  const Result& b_;
  const FlowSet& flows_;
  std::vector<int> competing_;
  std::vector<double> revenue_[2];  // on the flows, by who receives it, before and after
  std::vector<double> rents_[2];
};

}  // namespace

double WelfareParts::sum() const {
  return goods_prices + wages + owners + other_owners + flow_revenue + other_revenue + flow_rents +
         other_rents + transfers;
}

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

Incidence incidence(const Model& model, const Solution& from, const Solution& to, const FlowSet& flows) {
  const World& world = model.world();
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
  out.home_jobs_pct = home.employment_pct;
  for (int n : flows.importers)
    out.home_subsidies_musd += subsidies_paid(world, to, n) - subsidies_paid(world, from, n);

  const std::vector<double> ev = equivalent_variation(from.result, to.result);
  const auto in = [](const std::vector<int>& set, int n) {
    return std::find(set.begin(), set.end(), n) != set.end();
  };
  double home_ev = 0.0, partner_ev = 0.0, third_ev = 0.0;
  for (int n = 0; n < world.economy_count(); ++n)
    (in(flows.importers, n) ? home_ev : in(flows.exporters, n) ? partner_ev : third_ev) += ev[at(n)];
  if (!welfare_not_told(to.horizon)) {
    const Splitter splitter(model, from, to, flows);
    for (auto* parts : {&out.home_parts, &out.partner_parts, &out.third_parts}) parts->emplace();
    for (int n = 0; n < world.economy_count(); ++n)
      splitter.add(n, in(flows.importers, n)   ? *out.home_parts
                      : in(flows.exporters, n) ? *out.partner_parts
                                               : *out.third_parts);
  }
  out.ev_home_musd = welfare_at(to.horizon, home_ev);
  out.ev_partner_musd = welfare_at(to.horizon, partner_ev);
  out.ev_third_musd = welfare_at(to.horizon, third_ev);
  return out;
}

}  // namespace leeway
