#include "leeway/analysis/deflection.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"

namespace leeway {

namespace {

struct Side {
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
};

bool contains(const std::vector<int>& set, int n) {
  return std::find(set.begin(), set.end(), n) != set.end();
}

}  // namespace

Deflection deflection(const World& world, const Solution& from, const Solution& to, const std::string& goods,
                      const std::string& exporter, const std::string& market, const Location& where) {
  const Side before{world, from};
  const Side after{world, to};
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
      if (std::any_of(i.begin(), i.end(), [&](int one) { return contains(n, one); })) continue;
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
  d.market_output_pct = compare_producers(producers, importers, from, to).output_pct;
  d.exporter_output_pct = compare_producers(producers, exporters, from, to).output_pct;
  for (int n = 0; n < world.economy_count(); ++n) {
    if (contains(exporters, n) || contains(importers, n)) continue;
    DeflectionRow row;
    row.economy = n;
    row.imports_from_musd = before.border(lines, {n}, exporters);
    row.imports_musd = after.border(lines, {n}, exporters) - row.imports_from_musd;
    row.imports_pct = row.imports_from_musd > 0.0 ? 100.0 * row.imports_musd / row.imports_from_musd : 0.0;
    const SectorChange own = compare_producers(producers, {n}, from, to);
    row.output_musd = own.output_musd;
    row.output_pct = own.output_pct;
    row.value_added_musd = own.value_added_musd;
    row.labour_pct = own.employment_pct;
    d.diverted_musd += row.imports_musd;
    d.rows.push_back(row);
  }
  for (DeflectionRow& row : d.rows)
    row.share = d.diverted_musd != 0.0 ? row.imports_musd / d.diverted_musd : 0.0;
  std::stable_sort(d.rows.begin(), d.rows.end(), [](const DeflectionRow& a, const DeflectionRow& b) {
    return a.imports_musd > b.imports_musd;
  });
  return d;
}

}  // namespace leeway
