#include "leeway/output/product_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "leeway/output/format.h"
#include "leeway/world/check.h"

namespace leeway {

namespace {

constexpr std::size_t most_rows = 15;

const std::string& sector_id(const World& world, int sector) {
  return world.sectors[static_cast<std::size_t>(sector)].id;
}

ReportTable assumption_list(const World& world, const CriticalInput& input) {
  ReportTable table{"assumptions",
                    "Assumptions, each with its range",
                    {text_column("assumption"), number_column("value", "", 3), number_column("low", "", 3),
                     number_column("high", "", 3)},
                    {},
                    0,
                    input.source};
  const auto add = [&](const std::string& what, const CriticalInput::Assumed& a) {
    table.rows.push_back({what, a.value, a.low, a.high});
  };
  add(fmt::format("substitution with {} in the bundle of its users", sector_id(world, input.bundled_with)),
      input.substitution);
  add("share of value added that cannot move", input.specific);
  if (input.backstop_host >= 0)
    add(fmt::format("cost of the backstop, made by {}, over the base-year cost",
                    world.producers[static_cast<std::size_t>(input.backstop_host)].id),
        input.backstop);
  if (input.backstop_host >= 0) {
    add("capacity of the backstop in the long run, over base-year use", input.capacity);
    add("years in which that grows to 63% of it", input.build_years);
  }
  return table;
}

}  // namespace

ReportTable product_list(const World& world) {
  ReportTable table{
      "products",
      "Products",
      {text_column("product"), text_column("name", 40), text_column("kind"), text_column("sector"),
       text_column("unit"), money_column("all flows"), percent_column("of sector", 2),
       percent_column("sold at home", 1), number_column("theta", "", 2), text_column("grade")},
      {},
      0,
      "line: buyers choose between it and the rest of its sector; split out: a sector with "
      "accounts of its own, in which it needs its users. Grade A: recorded, B: partly "
      "estimated, C: estimated."};
  const ElasticitySet& set = world.elasticity_set("default", {});
  for (const ProductCheck& p : check_products(world)) {
    const Line& line = world.lines[static_cast<std::size_t>(p.line)];
    table.rows.push_back({line.id, line.name, std::string(p.split_out ? "split out" : "line"),
                          sector_id(world, p.sector), line.unit, p.value, 100.0 * p.share, 100.0 * p.home,
                          set.theta[static_cast<std::size_t>(p.line)], line.confidence});
  }
  return table;
}

ReportTable flow_list(const World& world, int line) {
  const Line& product = world.lines[static_cast<std::size_t>(line)];
  const bool counted = !product.unit.empty() && !world.quantity.empty();
  ReportTable table{
      "flows",
      "Largest flows",
      {text_column("exporter"), text_column("importer"), money_column("value"), rate_column("tariff", 1)},
      {},
      most_rows,
      "Basic prices of the base year; sales at home included."};
  if (counted) {
    table.columns.push_back(number_column("quantity", product.unit, 0));
    table.columns.push_back(number_column("unit value", "USD", 0));
  }
  for (int n = 0; n < world.economy_count(); ++n) {
    for (int i = 0; i < world.economy_count(); ++i) {
      const double value = world.flow(line, n, i);
      if (value <= 0.0) continue;
      table.rows.push_back({world.economies[static_cast<std::size_t>(i)].id,
                            world.economies[static_cast<std::size_t>(n)].id, value,
                            world.tariff(line, n, i)});
      if (!counted) continue;
      constexpr double million = 1e6;
      const double quantity = world.quantity(line, n, i);
      table.rows.back().emplace_back(quantity);
      if (quantity > 0.0)
        table.rows.back().emplace_back(million * value / quantity);
      else
        table.rows.back().emplace_back();
    }
  }
  std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
    return std::get<double>(a[2]) > std::get<double>(b[2]);
  });
  return table;
}

Report show_product(const World& world, int line) {
  Report report;
  report.kind = "world show";
  report.world = &world;
  const Line& product = world.lines[static_cast<std::size_t>(line)];
  for (const ProductCheck& p : check_products(world)) {
    if (p.line != line) continue;
    report.headline =
        fmt::format("{} ({}), {} {}: {} in all flows, {:.3g}% of the sector, {:.3g}% of it sold at home",
                    product.name, product.id, p.split_out ? "split out of" : "a line of",
                    sector_id(world, p.sector), money_words(p.value), 100.0 * p.share, 100.0 * p.home);
  }
  if (!product.method.empty()) report.lead.push_back(product.method);
  if (!product.confidence.empty()) report.lead.push_back("Grade " + product.confidence + ".");
  report.tables.push_back(flow_list(world, line));
  for (const CriticalInput& input : world.critical)
    if (sector_id(world, input.sector) == product.id) report.tables.push_back(assumption_list(world, input));
  ReportTable theta{"elasticities",
                    "Trade elasticities theta = sigma - 1",
                    {text_column("set"), number_column("theta", "", 2)},
                    {},
                    0,
                    fmt::format("Lines of {} substitute at {:.3g}.", sector_id(world, product.composite),
                                world.line_substitution[static_cast<std::size_t>(product.composite)])};
  for (const ElasticitySet& set : world.elasticities)
    theta.rows.push_back({set.id, set.theta[static_cast<std::size_t>(line)]});
  report.tables.push_back(std::move(theta));
  return report;
}

void add_products(const World& world, Report& report) {
  ReportTable table = product_list(world);
  if (table.rows.empty()) return;
  report.tables.push_back(std::move(table));
  for (const ProductCheck& p : check_products(world)) {
    const Line& line = world.lines[static_cast<std::size_t>(p.line)];
    if (p.without_quantity > 0)
      report.warnings.push_back(
          fmt::format("{}: {} flows have no quantity in {}", line.id, p.without_quantity, line.unit));
    if (p.quantity_alone > 0)
      report.warnings.push_back(
          fmt::format("{}: {} quantities belong to flows of zero value", line.id, p.quantity_alone));
    if (p.nothing_left > 0)
      report.notes.push_back(
          fmt::format("{} takes {} flows of {} whole", line.id, p.nothing_left, sector_id(world, p.sector)));
    if (p.value <= 0.0) report.warnings.push_back(fmt::format("{} has no flows", line.id));
    if (p.share > 0.9)
      report.warnings.push_back(
          fmt::format("{} is {:.3g}% of {}", line.id, 100.0 * p.share, sector_id(world, p.sector)));
  }
}

}  // namespace leeway
