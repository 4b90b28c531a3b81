#include "leeway/analysis/deflection.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/flows.h"
#include "leeway/base/index.h"

namespace leeway {

namespace {

struct BorderFlows {
  const World& world;
  const Solution& solution;

  double border(const std::vector<int>& lines, const std::vector<int>& importers,
                const std::vector<int>& exporters) const {
    double sum = 0.0;
    for (int l : lines)
      for (int n : importers)
        for (int i : exporters) {
          const FlowMoney money = flow_money(world, solution, l, n, i);
          sum += money.seller + money.export_tax + money.exporter_rent;
        }
    return sum;
  }
  /// Arrived, at the exporter's base-year prices, USD million.
  double volume(const std::vector<int>& lines, const std::vector<int>& importers,
                const std::vector<int>& exporters) const {
    double sum = 0.0;
    for (int l : lines)
      for (int n : importers)
        for (int i : exporters) sum += world.flow(l, n, i) * quantity_hat(world, solution, l, n, i);
    return sum;
  }
};

/// Base-year value at basic prices.
double bought(const World& world, const std::vector<int>& lines, const std::vector<int>& importers,
              const std::vector<int>& exporters) {
  double sum = 0.0;
  for (int l : lines)
    for (int n : importers)
      for (int i : exporters) sum += world.flow(l, n, i);
  return sum;
}

/// Physical units a USD million of what the closed market bought in the base year, with their name; volumes
/// stay volumes where the goods have no unit in common.
struct Unit {
  std::string name = volume_unit;
  double per_musd = 1.0;
};
Unit unit_of(const World& world, const std::vector<int>& lines, const std::vector<int>& importers,
             const std::vector<int>& exporters) {
  const std::string& name = world.lines[static_cast<std::size_t>(lines.front())].unit;
  double units = 0.0;
  for (int l : lines) {
    if (name.empty() || world.quantity.empty() || world.lines[static_cast<std::size_t>(l)].unit != name)
      return {};
    for (int n : importers)
      for (int i : exporters) units += world.quantity(l, n, i);
  }
  const double value = bought(world, lines, importers, exporters);
  return units > 0.0 && value > 0.0 ? Unit{name, units / value} : Unit{};
}

}  // namespace

Deflection deflection(const World& world, const Solution& from, const Solution& to, const std::string& goods,
                      const std::string& exporter, const std::string& market, const Location& where) {
  const BorderFlows before{world, from};
  const BorderFlows after{world, to};
  const std::vector<int> lines = world.resolve_goods(goods, where);
  const std::vector<int> producers = producers_of_lines(world, lines);
  Deflection d;
  d.goods = goods;
  d.exporter = exporter;
  d.market = market;
  d.found = exporter.empty() || market.empty();

  const auto candidates = [&](const std::string& name) {
    std::vector<std::vector<int>> sets;
    if (!name.empty())
      return std::vector<std::vector<int>>{world.resolve_economies(name, from.policy->as_of, where)};
    for (int n = 0; n < world.economy_count(); ++n) sets.push_back({n});
    return sets;
  };
  std::vector<int> exporters;
  std::vector<int> importers;
  double most = -HUGE_VAL;
  for (const std::vector<int>& i : candidates(exporter))
    for (const std::vector<int>& n : candidates(market)) {
      if (std::any_of(i.begin(), i.end(), [&](int one) { return has(n, one); })) continue;
      const double lost = before.border(lines, n, i) - after.border(lines, n, i);
      if (lost <= most) continue;
      most = lost;
      exporters = i;
      importers = n;
    }
  if (exporters.empty())
    throw InputError(where,
                     fmt::format("{} and {} overlap: there is no door between them", exporter, market));
  const auto id = [&](const std::vector<int>& set) {
    return world.economies[static_cast<std::size_t>(set.front())].id;
  };
  if (d.exporter.empty()) d.exporter = id(exporters);
  if (d.market.empty()) d.market = id(importers);

  d.before_musd = before.border(lines, importers, exporters);
  d.lost_musd = d.before_musd - after.border(lines, importers, exporters);
  d.home_musd = after.border(lines, exporters, exporters) - before.border(lines, exporters, exporters);
  const Unit unit = unit_of(world, lines, importers, exporters);
  const auto change = [&](const std::vector<int>& markets) {
    return unit.per_musd *
           (after.volume(lines, markets, exporters) - before.volume(lines, markets, exporters));
  };
  d.unit = unit.name;
  d.before_quantity = unit.per_musd * before.volume(lines, importers, exporters);
  d.lost_quantity = -change(importers);
  d.home_quantity = change(exporters);
  double from_abroad = 0.0;
  d.market_output_pct = compare_producers(producers, importers, from, to).output_pct;
  d.exporter_output_pct = compare_producers(producers, exporters, from, to).output_pct;
  for (int n = 0; n < world.economy_count(); ++n) {
    if (has(exporters, n) || has(importers, n)) continue;
    DeflectionRow row;
    row.economy = n;
    row.imports_from_musd = before.border(lines, {n}, exporters);
    row.imports_musd = after.border(lines, {n}, exporters) - row.imports_from_musd;
    row.quantity = change({n});
    d.diverted_quantity += row.quantity;
    std::vector<int> others;
    for (int i = 0; i < world.economy_count(); ++i)
      if (i != n) others.push_back(i);
    const double purchases = bought(world, lines, {n}, others);
    from_abroad += purchases;
    if (bought(world, lines, {n}, exporters) == 0.0) {
      ++d.closed_markets;
      d.closed_markets_share += purchases;
    }
    row.imports_pct = row.imports_from_musd > 0.0 ? 100.0 * row.imports_musd / row.imports_from_musd : 0.0;
    const SectorChange own = compare_producers(producers, {n}, from, to);
    row.output_musd = own.output_musd;
    row.output_pct = own.output_pct;
    row.value_added_musd = own.value_added_musd;
    row.labour_pct = own.employment_pct;
    d.diverted_musd += row.imports_musd;
    d.rows.push_back(row);
  }
  if (from_abroad > 0.0) d.closed_markets_share /= from_abroad;
  for (DeflectionRow& row : d.rows)
    row.share = d.diverted_musd != 0.0 ? row.imports_musd / d.diverted_musd : 0.0;
  std::stable_sort(d.rows.begin(), d.rows.end(), [](const DeflectionRow& a, const DeflectionRow& b) {
    return a.imports_musd > b.imports_musd;
  });
  return d;
}

}  // namespace leeway
