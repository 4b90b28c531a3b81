#include "leeway/world/carve_files.h"

#include <fmt/format.h>

#include "leeway/base/units.h"
#include "leeway/world/keys.h"
#include "leeway/world/named_economies.h"

namespace leeway {

namespace {

struct Pairs {
  explicit Pairs(const World& world)
      : economies(world), cells(world.economies.size() * world.economies.size()) {}

  std::size_t cell(int importer, int exporter) const {
    return static_cast<std::size_t>(importer) * economies.count() + static_cast<std::size_t>(exporter);
  }
  NamedEconomies economies;
  Cells cells;
};

void require_rows(bool any, const std::filesystem::path& file) {
  if (!any) throw InputError(Location{file.string()}, "has no rows");
}

}  // namespace

std::vector<ProductFlow> read_product_flows(const World& world, const std::filesystem::path& file,
                                            RateStyle style) {
  Pairs pairs(world);
  std::vector<ProductFlow> flows;
  RateColumn rates(style);
  CsvFile csv = CsvFile::as_found(
      file, {{"exporter"}, {"importer"}, {"value"}, {"quantity", false}, {"tariff", false}});
  while (csv.next()) {
    ProductFlow flow;
    flow.exporter = pairs.economies.at(csv, 0);
    flow.importer = pairs.economies.at(csv, 1);
    pairs.cells.take(csv, pairs.cell(flow.importer, flow.exporter));
    flow.value = csv.non_negative(2);
    if (!csv.text(3).empty()) flow.quantity = csv.non_negative(3);
    if (!csv.text(4).empty()) flow.tariff = rates.read(csv, 4);
    if (flow.tariff && flow.exporter == flow.importer && *flow.tariff > 0.0)
      throw csv.error(4, "an economy has no tariff on itself");
    flows.push_back(flow);
  }
  rates.check(file);
  require_rows(!flows.empty(), file);
  return flows;
}

void read_product_quantities(const World& world, const std::filesystem::path& file,
                             std::vector<ProductFlow>& flows) {
  Pairs pairs(world);
  std::vector<ProductFlow*> at(world.economies.size() * world.economies.size(), nullptr);
  for (ProductFlow& flow : flows) at[pairs.cell(flow.importer, flow.exporter)] = &flow;
  CsvFile csv = CsvFile::as_found(file, {{"exporter"}, {"importer"}, {"quantity"}});
  while (csv.next()) {
    const std::size_t cell = pairs.cell(pairs.economies.at(csv, 1), pairs.economies.at(csv, 0));
    pairs.cells.take(csv, cell);
    if (!at[cell])
      throw InputError(csv.where_row(), "there is no flow between these two in the file of flows");
    if (at[cell]->quantity) throw csv.error(2, "the file of flows gives a quantity for this one already");
    at[cell]->quantity = csv.non_negative(2);
  }
}

std::vector<MarketSize> read_market_sizes(const World& world, const std::filesystem::path& file) {
  const NamedEconomies economies(world);
  Cells cells(world.economies.size());
  std::vector<MarketSize> markets;
  CsvFile csv = CsvFile::as_found(file, {{"economy"}, {"value", false}, {"units", false}, {"price", false}});
  while (csv.next()) {
    MarketSize market;
    market.economy = economies.at(csv, 0);
    cells.take(csv, static_cast<std::size_t>(market.economy));
    const bool value = !csv.text(1).empty();
    const bool price = !csv.text(3).empty();
    if (!csv.text(2).empty()) market.units = csv.non_negative(2);
    if (value == price)
      throw InputError(csv.where_row(), "a market has either a value or units and a price",
                       "value in USD million; price in USD a unit");
    if (price && !market.units) throw csv.error(3, "a price needs units");
    constexpr double million = 1e6;
    market.value = value ? csv.non_negative(1) : *market.units * csv.non_negative(3) / million;
    markets.push_back(market);
  }
  require_rows(!markets.empty(), file);
  return markets;
}

std::vector<ReferenceShare> read_reference_shares(const World& world, const std::filesystem::path& file,
                                                  RateStyle style) {
  Pairs pairs(world);
  std::vector<ReferenceShare> rows;
  RateColumn rates(style);
  CsvFile csv = CsvFile::as_found(file, {{"exporter"}, {"importer"}, {"share"}, {"tariff"}});
  while (csv.next()) {
    ReferenceShare row;
    row.exporter = pairs.economies.at(csv, 0);
    row.importer = pairs.economies.at(csv, 1);
    pairs.cells.take(csv, pairs.cell(row.importer, row.exporter));
    if (row.exporter == row.importer) throw csv.error(0, "no policy keeps an economy's own goods out");
    row.share = csv.number(2);
    if (!(row.share > 0.0 && row.share < 1.0))
      throw csv.error(2, fmt::format("{} is no share; above 0 and below 1 expected", shortest(row.share)));
    row.tariff = rates.read(csv, 3);
    rows.push_back(row);
  }
  rates.check(file);
  require_rows(!rows.empty(), file);
  return rows;
}

std::vector<UserShare> read_user_shares(const World& world, const std::filesystem::path& file) {
  const NamedEconomies economies(world);
  Ids users("user", world.sectors);
  users.insert("final");
  const std::size_t count = users.names().size();
  Cells cells((world.economies.size() + 1) * count);
  std::vector<UserShare> rows;
  CsvFile csv = CsvFile::as_found(file, {{"economy", false}, {"user"}, {"share"}});
  while (csv.next()) {
    UserShare row;
    if (!csv.text(0).empty()) row.economy = economies.at(csv, 0);
    const int user = users.at(csv, 1);
    cells.take(csv, static_cast<std::size_t>(row.economy + 1) * count + static_cast<std::size_t>(user));
    row.user = user < world.sector_count() ? user : UserShare::final_use;
    row.share = csv.non_negative(2);
    if (row.share > 1.0)
      throw csv.error(2, fmt::format("{} is no share; from 0 to 1 expected", shortest(row.share)));
    rows.push_back(row);
  }
  require_rows(!rows.empty(), file);
  return rows;
}

}  // namespace leeway
