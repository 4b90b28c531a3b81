#include "leeway/analysis/exposure.h"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "leeway/analysis/chains.h"
#include "leeway/analysis/comparison.h"
#include "leeway/base/index.h"
#include "leeway/world/aliases.h"
#include "leeway/world/schema.h"

namespace leeway {

namespace {

// Shares of the two poles; an economy's share in itself belongs to no pole but to the rest.
Poles poles_of(const World& world, const std::vector<int>& members, const std::vector<double>& shares) {
  Poles poles;
  for (int n = 0; n < world.economy_count(); ++n) {
    const std::string& id = world.economies[static_cast<std::size_t>(n)].id;
    const bool own = has(members, n);
    (!own && id == "USA"   ? poles.usa
     : !own && id == "CHN" ? poles.chn
                           : poles.rest) += shares[static_cast<std::size_t>(n)];
  }
  return poles;
}

void read_recorded_trade(const World& world, Exposure& e) {
  const int N = world.economy_count();
  std::vector<PartnerTrade> partners(static_cast<std::size_t>(N));
  std::map<std::string, double> by_source;  // how much comes from where
  std::map<std::string, std::map<double, std::string, std::greater<>>> partners_by_source;
  for (const RecordedTrade& record : world.recorded) {
    if (record.sector != RecordedTrade::all_goods) continue;
    const bool sells = has(e.members, record.exporter);
    if (sells == has(e.members, record.importer)) continue;
    const int other = sells ? record.importer : record.exporter;
    PartnerTrade& partner = partners[static_cast<std::size_t>(other)];
    (sells ? partner.exports_musd : partner.imports_musd) += record.value;
    (sells ? e.exports_musd : e.imports_musd) += record.value;
    partner.year = std::max(partner.year, record.year);
    e.year = std::max(e.year, record.year);
    by_source[record.source] += record.value;
    partners_by_source[record.source][record.value] = world.economies[static_cast<std::size_t>(other)].id;
  }
  double most = -1.0;
  double total = 0.0;
  for (const auto& [source, value] : by_source) {
    total += value;
    if (value > most) most = value, e.source = source;
  }
  // Where no record of the first kind exists another stands in: whose, and what.
  for (const auto& [source, value] : by_source) {
    if (source == e.source) continue;
    std::vector<std::string> names;
    for (const auto& [size, id] : partners_by_source[source])
      if (std::find(names.begin(), names.end(), id) == names.end()) names.push_back(id);
    constexpr std::size_t few = 6;
    const std::size_t more = names.size() > few ? names.size() - few : 0;
    names.resize(names.size() - more);
    e.notes.push_back(fmt::format(
        "{} of the trade recorded has a stand-in record ({}): that with {}{}",
        total > 0.0 && value / total >= 5e-4 ? fmt::format("{:.1f}%", 100.0 * value / total)
                                             : std::string("Less than 0.1%"),
        source, fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : std::string()));
  }
  std::vector<double> exports(partners.size());
  std::vector<double> imports(partners.size());
  for (int n = 0; n < N; ++n) {
    const auto at = static_cast<std::size_t>(n);
    PartnerTrade& partner = partners[at];
    partner.id = world.economies[at].id;
    partner.name = world.economies[at].name;
    if (e.exports_musd > 0.0) exports[at] = partner.exports_share = partner.exports_musd / e.exports_musd;
    if (e.imports_musd > 0.0) imports[at] = partner.imports_share = partner.imports_musd / e.imports_musd;
    e.concentration_exports += partner.exports_share * partner.exports_share;
    e.concentration_imports += partner.imports_share * partner.imports_share;
  }
  e.exports_poles = poles_of(world, e.members, exports);
  e.imports_poles = poles_of(world, e.members, imports);
  std::erase_if(partners, [](const PartnerTrade& p) { return !(p.exports_musd + p.imports_musd > 0.0); });
  std::stable_sort(partners.begin(), partners.end(), [](const PartnerTrade& a, const PartnerTrade& b) {
    return a.exports_musd + a.imports_musd > b.exports_musd + b.imports_musd;
  });
  e.partners = std::move(partners);
}

std::vector<double> column(const Array2& a, int c, double scale) {
  std::vector<double> values(a.extent(0));
  for (std::size_t n = 0; n < values.size(); ++n) values[n] = scale != 0.0 ? a(n, c) / scale : 0.0;
  return values;
}

// Shares of all columns together, since shares of sums are not sums of shares.
std::vector<double> whole(const Array2& a) {
  Array2 sums(a.extent(0), std::size_t{1});
  double total = 0.0;
  for (std::size_t n = 0; n < a.extent(0); ++n)
    for (std::size_t c = 0; c < a.extent(1); ++c) {
      sums(n, 0) += a(n, c);
      total += a(n, c);
    }
  return column(sums, 0, total);
}

// One column a sector.
void read_chains(const World& world, Exposure& e) {
  const int N = world.economy_count();
  const int J = world.sector_count();
  const int K = world.producer_count();
  const Chains chains(world);
  const auto sector = [&](int k) { return world.producers[static_cast<std::size_t>(k)].sector; };
  Array2 bought(N * J, J);
  Array2 earned(N * K, J);
  for (int n : e.members)
    for (int k = 0; k < K; ++k) {
      for (int h = 0; h < J; ++h) bought(n * J + h, sector(k)) += world.input(n, h, k);
      earned(n * K + k, sector(k)) += world.value_added(n, k);
    }
  Array2 own_duties(N, J);
  const Chains::Bundles goods = chains.by_origin(bought, own_duties);
  const Array2 origin = chains.income_of_origin(goods);
  const Array2 destination = chains.final_destination(earned);

  Array2 shipped(N, J);
  for (int n = 0; n < N; ++n)
    for (int k = 0; k < K; ++k)
      for (int c = 0; c < J; ++c) shipped(n, c) += goods(n * K + k, c);
  Array2 sold(N, J);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < N; ++n)
      for (int i : e.members)
        sold(n, sector(world.lines[static_cast<std::size_t>(l)].producer)) += world.flow(l, n, i);
  const Array2 made = by_sector(world, world.output);
  const Array2 value_added = by_sector(world, world.value_added);

  const auto total = [](const Array2& a, int c) {
    double sum = 0.0;
    for (std::size_t n = 0; n < a.extent(0); ++n) sum += a(n, c);
    return sum;
  };
  for (int k = 0; k < J; ++k) {
    SectorDependence s;
    s.id = world.sectors[static_cast<std::size_t>(k)].id;
    s.name = world.sectors[static_cast<std::size_t>(k)].name;
    for (int n : e.members) {
      s.output_musd += made(n, k);
      s.value_added_musd += value_added(n, k);
    }
    s.inputs_musd = total(shipped, k);
    s.inputs_direct = column(shipped, k, s.inputs_musd);
    s.inputs_total = column(origin, k, total(origin, k));
    s.demand_direct = column(sold, k, total(sold, k));
    s.demand_total = column(destination, k, total(destination, k));
    s.inputs_poles = poles_of(world, e.members, s.inputs_total);
    s.demand_poles = poles_of(world, e.members, s.demand_total);
    e.sectors.push_back(std::move(s));
  }
  e.inputs_total = whole(origin);
  e.demand_total = whole(destination);
  e.notes.push_back(
      fmt::format("Dependence through chains is computed on the balanced flows of world \"{}\" ({}), in "
                  "which every buyer of an "
                  "economy has the same mix of origins for a good; duties on inputs count as earned where "
                  "they are levied.",
                  world.name, world.base_year));
}

void read_us_imports(const World& world, Exposure& e) {
  const auto usa = world.find_economy("USA");
  if (!usa) return;
  const bool is_usa = e.members == std::vector<int>{*usa};
  const Group* group = world.find_group(e.economy);
  const auto group_at = group ? static_cast<int>(group - world.groups.data()) : -1;
  const auto by_group = [&](const RecordedTrade& r) { return r.importer == *usa && r.exporter == group_at; };
  // A group's own record is better than the sum of those members that are listed one by one.
  const bool grouped =
      group != nullptr && std::any_of(world.recorded_groups.begin(), world.recorded_groups.end(), by_group);
  std::map<int, UsImports> rows;  // by sector, or by partner for the USA; the unmapped come last
  const auto add = [&](const RecordedTrade& record, int key) {
    UsImports& row = rows[key];
    row.year = record.year;
    row.imports_musd += record.value;
    row.duties_musd += record.duties;
  };
  constexpr int kUnmapped = 1 << 20;
  for (const auto* list : {&world.recorded, &world.recorded_groups})
    for (const RecordedTrade& record : *list) {
      if (record.importer != *usa || record.sector == RecordedTrade::all_goods) continue;
      const bool group_row = list == &world.recorded_groups;
      const int key = record.sector == RecordedTrade::unmapped_goods ? kUnmapped : record.sector;
      if (is_usa && !group_row) add(record, record.exporter);
      if (!is_usa && grouped && group_row && record.exporter == group_at) add(record, key);
      if (!is_usa && !grouped && !group_row && has(e.members, record.exporter)) add(record, key);
    }
  for (auto& [key, row] : rows) {
    const auto at = static_cast<std::size_t>(key);
    row.id = key == kUnmapped ? unmapped_sector : is_usa ? world.economies[at].id : world.sectors[at].id;
    row.name = key == kUnmapped ? "Goods without a sector"
               : is_usa         ? world.economies[at].name
                                : world.sectors[at].name;
    row.collected_rate = row.imports_musd > 0.0 ? row.duties_musd / row.imports_musd : 0.0;
    e.us_imports.push_back(row);
  }
  std::stable_sort(e.us_imports.begin(), e.us_imports.end(),
                   [](const UsImports& a, const UsImports& b) { return a.imports_musd > b.imports_musd; });
}

// Figures that the press quotes for the European Union, beside what is on record here.
void read_published(const World& world, Exposure& e) {
  if (e.economy != "EU27" && e.economy != "EU28") return;
  double us_customs = 0.0;
  int us_year = 0;
  for (const UsImports& row : e.us_imports) us_customs += row.imports_musd, us_year = row.year;
  const std::vector<std::pair<std::string, double>> published = {{"USA", 630e3}, {"CHN", 250e3}};
  for (const auto& [partner, figure] : published) {
    const auto found = std::find_if(e.partners.begin(), e.partners.end(),
                                    [&id = partner](const PartnerTrade& p) { return p.id == id; });
    if (found == e.partners.end()) continue;
    std::string note = fmt::format(
        "The press quotes about USD {:.0f} bn. On record here: goods exports of {} by reconciled customs "
        "declarations "
        "of both sides, free on board, trade within the union left out ({}): {:.1f}% of all.",
        figure / 1e3, found->year, e.source, 100.0 * found->exports_share);
    if (partner == "USA" && us_customs > 0.0)
      note += fmt::format(" US customs recorded imports of USD {:.0f} bn in {}.", us_customs / 1e3, us_year);
    note +=
        " The quoted figures are of 2024 or later and may follow consignment, other exchange rates or one "
        "side's records only.";
    e.figures.push_back({fmt::format("goods exports of {} to {}", e.name, name_of(world, partner)),
                         found->exports_musd, figure, found->year, note});
  }
}

}  // namespace

Exposure exposure(const World& world, const std::string& economy_or_group) {
  Exposure e;
  e.economy = economy_or_group;
  if (!world.find_economy(e.economy) && world.find_group(e.economy) == nullptr)
    e.economy = economy_called(world, e.economy).value_or(e.economy);
  e.members = members_of(world, e.economy);
  e.name = name_of(world, e.economy);
  read_recorded_trade(world, e);
  read_chains(world, e);
  read_us_imports(world, e);
  read_published(world, e);
  return e;
}

}  // namespace leeway
