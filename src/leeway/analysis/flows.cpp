#include "leeway/analysis/flows.h"

#include <fmt/format.h>

#include "leeway/analysis/comparison.h"

namespace leeway {

namespace {

const Line& line_of(const World& world, int l) { return world.lines[static_cast<std::size_t>(l)]; }

}  // namespace

FlowSet flow_set(const World& world, const std::string& goods, const std::string& exporter,
                 const std::string& importer, const Location& where) {
  FlowSet set;
  set.name = fmt::format("{}:{}>{}", goods, exporter, importer);
  const Date date = make_date(world.base_year, 12, 31);
  set.lines = world.resolve_goods(goods, where);
  set.exporters = world.resolve_economies(exporter, date, where);
  set.importers = world.resolve_economies(importer, date, where);
  bool any = false;
  set.for_each([&](int, int, int) { any = true; });
  if (!any)
    throw InputError(where, fmt::format("no flow of \"{}\" crosses a border", set.name),
                     "name two different economies");
  set.unit = line_of(world, set.lines.front()).unit;
  for (int l : set.lines)
    if (line_of(world, l).unit != set.unit || world.quantity.size() == 0) set.unit.clear();
  if (set.unit.empty()) set.unit = volume_unit;
  return set;
}

FlowSet read_flows(const World& world, const std::string& text, const Location& where) {
  const std::size_t arrow = text.find('>');
  const std::size_t colon = arrow == std::string::npos ? arrow : text.rfind(':', arrow);
  if (colon == std::string::npos || colon == 0)
    throw InputError(where, fmt::format("\"{}\" does not name flows", text),
                     "write GOODS:EXPORTER>IMPORTER, such as product:bev:CHN>EU27 or C29:JPN>USA");
  return flow_set(world, text.substr(0, colon), text.substr(colon + 1, arrow - colon - 1),
                  text.substr(arrow + 1), where);
}

double base_quantity(const World& world, int line, int importer, int exporter, bool physical) {
  if (physical && !line_of(world, line).unit.empty() && world.quantity.size() > 0)
    return world.quantity(line, importer, exporter);
  return world.flow(line, importer, exporter);
}

double quantity_hat(const World& world, const Solution& solution, int line, int importer, int exporter) {
  const Policy& policy = *solution.policy;
  const Result& result = solution.result;
  const double before = world.flow(line, importer, exporter);
  if (before <= 0.0) return 0.0;
  // What reaches the seller is the basic price of what was shipped, the lost part of an iceberg cost
  // included.
  const double price = result.basic_price(exporter, line_of(world, line).producer);
  const CutRow* cut = policy.cut_row(line, importer);
  if (cut == nullptr)
    return result.received(line, importer, exporter) / before /
           (price * policy.wedge(world, line, importer, exporter).cost);
  double arrived = 0.0;
  for (std::size_t a = 0; a < cut->classes.size(); ++a)
    arrived += result.received.of_class(line, importer, exporter, static_cast<int>(a)) /
               cut->classes[a].of(world, line, importer, exporter).wedge.cost;
  return arrived / before / price;
}

FlowTotals totals(const World& world, const Solution& solution, const FlowSet& flows) {
  FlowTotals sum;
  const bool physical = flows.unit != volume_unit;
  flows.for_each([&](int l, int n, int i) {
    const FlowMoney money = flow_money(world, solution, l, n, i);
    sum.user_musd += money.paid;
    sum.border_musd += money.seller + money.export_tax + money.exporter_rent;
    sum.quantity += base_quantity(world, l, n, i, physical) * quantity_hat(world, solution, l, n, i);
  });
  return sum;
}

double FlowTotals::price(const FlowSet& flows) const {
  if (!(quantity > 0.0)) return 0.0;
  return flows.unit == volume_unit ? user_musd / quantity : 1e6 * user_musd / quantity;
}

}  // namespace leeway
