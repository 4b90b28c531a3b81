#include "leeway/output/world_report.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/suggest.h"
#include "leeway/base/text.h"
#include "leeway/output/format.h"
#include "leeway/output/product_report.h"

namespace leeway {

namespace {

constexpr std::size_t most_shown = 15;

Report started(const char* kind, const World& world) {
  Report report;
  report.kind = kind;
  report.world = &world;
  return report;
}

/// Border value of trade in one line set, all lines when `sector` is negative.
double trade(const World& world, int sector, int importer, int exporter) {
  double total = 0.0;
  for (int l = 0; l < world.line_count(); ++l)
    if (sector < 0 || world.lines[static_cast<std::size_t>(l)].composite == sector)
      total += world.flow(l, importer, exporter);
  return total;
}

void sort_by_number(ReportTable& table, std::size_t column) {
  std::stable_sort(table.rows.begin(), table.rows.end(), [column](const auto& a, const auto& b) {
    return std::get<double>(a[column]) > std::get<double>(b[column]);
  });
}

ReportTable economy_list(const World& world) {
  const std::vector<double> income = gdp(world);
  const std::vector<double> deficit = trade_deficit(world);
  ReportTable table{"economies",
                    "Economies",
                    {text_column("economy"), text_column("name"), money_column("GDP"),
                     money_column("imports"), money_column("exports"), money_column("tariff revenue")},
                    {},
                    0,
                    "GDP is value added plus tariff revenue; trade in goods and services at border prices."};
  const std::vector<double> revenue = tariff_revenue(world);
  for (int n = 0; n < world.economy_count(); ++n) {
    const auto at = static_cast<std::size_t>(n);
    double imports = 0.0;
    for (int i = 0; i < world.economy_count(); ++i)
      if (i != n) imports += trade(world, -1, n, i);
    table.rows.push_back({world.economies[at].id, world.economies[at].name, income[at], imports,
                          imports - deficit[at], revenue[at]});
  }
  sort_by_number(table, 2);
  return table;
}

ReportTable sector_list(const World& world) {
  ReportTable table{
      "sectors",
      "Sectors",
      {text_column("sector"), text_column("name"), text_column("ISIC"), text_column("kind"),
       money_column("world output"), money_column("value added"), number_column("theta", "", 2)},
      {},
      0,
      fmt::format("theta = sigma - 1, trade elasticity of the set {}", world.default_elasticities)};
  const ElasticitySet& set = world.elasticity_set("default", {});
  const Array2 made = by_sector(world, world.output);
  const Array2 earned = by_sector(world, world.value_added);
  for (int k = 0; k < world.sector_count(); ++k) {
    const Sector& sector = world.sectors[static_cast<std::size_t>(k)];
    double output = 0.0;
    double value_added = 0.0;
    for (int n = 0; n < world.economy_count(); ++n) {
      output += made(n, k);
      value_added += earned(n, k);
    }
    const auto line = world.find_line(sector.id);
    table.rows.push_back({sector.id, sector.name, sector.isic,
                          std::string(sector.goods ? "goods" : "services"), output, value_added,
                          line ? ReportCell(set.theta[static_cast<std::size_t>(*line)]) : ReportCell()});
  }
  return table;
}

ReportTable group_list(const World& world) {
  ReportTable table{"groups", "Groups", {text_column("group"), text_column("name"), text_column("members")},
                    {},       0,        "Members are dated; a group acts with those of the day."};
  for (const Group& group : world.groups) {
    std::vector<std::string> members;
    for (const Membership& m : group.members) {
      std::string member = world.economies[static_cast<std::size_t>(m.economy)].id;
      if (m.to) member += " (to " + to_string(*m.to) + ")";
      members.push_back(std::move(member));
    }
    table.rows.push_back({group.id, group.name, fmt::format("{}", fmt::join(members, " "))});
  }
  return table;
}

ReportTable elasticity_list(const World& world) {
  ReportTable table{"elasticities",
                    "Trade elasticities theta = sigma - 1",
                    {text_column("set"), number_column("median", "", 2), number_column("lowest", "", 2),
                     number_column("highest", "", 2), text_column("citation"), text_column("note")},
                    {},
                    0,
                    fmt::format("The default is {}.", world.default_elasticities)};
  for (const ElasticitySet& set : world.elasticities) {
    std::vector<double> theta = set.theta;
    std::sort(theta.begin(), theta.end());
    table.rows.push_back(
        {set.id, theta[theta.size() / 2], theta.front(), theta.back(), set.citation, set.note});
  }
  return table;
}

Report show_economy(const World& world, int economy) {
  Report report = started("world show", world);
  const auto at = static_cast<std::size_t>(economy);
  report.headline = fmt::format("{} ({}): GDP {} in {}", world.economies[at].name, world.economies[at].id,
                                money_words(gdp(world)[at]), world.base_year);
  if (const auto source = world.gdp_source.find(world.economies[at].id); source != world.gdp_source.end())
    report.notes.push_back("GDP: " + source->second);
  ReportTable sectors{
      "sectors",
      "Sectors",
      {text_column("sector"), text_column("name", 40), money_column("output"), money_column("value added"),
       money_column("exports"), money_column("imports"), rate_column("tariff", 1)},
      {},
      0,
      "Trade of the balanced model at border prices; tariff is the import-weighted average in the base "
      "year."};
  const Array2 made = by_sector(world, world.output);
  const Array2 earned = by_sector(world, world.value_added);
  for (int k = 0; k < world.sector_count(); ++k) {
    double exports = 0.0;
    double imports = 0.0;
    double duties = 0.0;
    for (int i = 0; i < world.economy_count(); ++i) {
      if (i == economy) continue;
      exports += trade(world, k, i, economy);
      imports += trade(world, k, economy, i);
      for (int l = 0; l < world.line_count(); ++l)
        if (world.lines[static_cast<std::size_t>(l)].composite == k)
          duties += world.flow(l, economy, i) * world.tariff(l, economy, i);
    }
    const Sector& sector = world.sectors[static_cast<std::size_t>(k)];
    sectors.rows.push_back({sector.id, sector.name, made(economy, k), earned(economy, k), exports, imports,
                            imports > 0.0 ? duties / imports : 0.0});
  }
  ReportTable partners{
      "partners",
      "Partners",
      {text_column("economy"), text_column("name"), money_column("exports"), money_column("imports")},
      {},
      most_shown,
      "Largest exports first; goods and services."};
  for (int i = 0; i < world.economy_count(); ++i)
    if (i != economy)
      partners.rows.push_back({world.economies[static_cast<std::size_t>(i)].id,
                               world.economies[static_cast<std::size_t>(i)].name,
                               trade(world, -1, i, economy), trade(world, -1, economy, i)});
  sort_by_number(partners, 2);
  report.tables = {std::move(sectors), std::move(partners)};
  return report;
}

Report show_sector(const World& world, int k) {
  Report report = started("world show", world);
  const Sector& sector = world.sectors[static_cast<std::size_t>(k)];
  report.headline = fmt::format("{} ({}, ISIC {}), {}", sector.name, sector.id, sector.isic,
                                sector.goods ? "goods" : "services");
  ReportTable table{"economies",
                    "Economies",
                    {text_column("economy"), text_column("name"), money_column("output"),
                     money_column("value added"), money_column("exports"), money_column("imports")},
                    {},
                    most_shown,
                    "Largest output first."};
  const Array2 made = by_sector(world, world.output);
  const Array2 earned = by_sector(world, world.value_added);
  for (int n = 0; n < world.economy_count(); ++n) {
    double exports = 0.0;
    double imports = 0.0;
    for (int i = 0; i < world.economy_count(); ++i) {
      if (i == n) continue;
      exports += trade(world, k, i, n);
      imports += trade(world, k, n, i);
    }
    table.rows.push_back({world.economies[static_cast<std::size_t>(n)].id,
                          world.economies[static_cast<std::size_t>(n)].name, made(n, k), earned(n, k),
                          exports, imports});
  }
  sort_by_number(table, 2);
  ReportTable theta{"elasticities",
                    "Trade elasticities theta = sigma - 1",
                    {text_column("set"), number_column("theta", "", 2), text_column("citation")},
                    {},
                    0,
                    ""};
  for (const ElasticitySet& set : world.elasticities)
    if (const auto line = world.find_line(sector.id))
      theta.rows.push_back({set.id, set.theta[static_cast<std::size_t>(*line)], set.citation});
  report.tables = {std::move(table), std::move(theta)};
  return report;
}

Report show_group(const World& world, const Group& group) {
  Report report = started("world show", world);
  report.headline = fmt::format("{} ({})", group.name, group.id);
  ReportTable table{"members",
                    "Members",
                    {text_column("economy"), text_column("name"), text_column("from"), text_column("to")},
                    {},
                    0,
                    "`to` is the first day that it is no longer a member."};
  for (const Membership& m : group.members) {
    const Economy& economy = world.economies[static_cast<std::size_t>(m.economy)];
    table.rows.push_back({economy.id, economy.name, m.from ? to_string(*m.from) : std::string(),
                          m.to ? to_string(*m.to) : std::string()});
  }
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace

Report world_list(const std::vector<World>& worlds) {
  Report report;
  report.kind = "world list";
  report.headline =
      fmt::format("{} {} in the data folder", worlds.size(), worlds.size() == 1 ? "world" : "worlds");
  ReportTable table{"worlds",
                    "Worlds",
                    {text_column("name"), text_column("title"), number_column("base year", ""),
                     number_column("economies", ""), number_column("sectors", ""),
                     number_column("products", ""), text_column("elasticities"), text_column("tariffs of")},
                    {},
                    0,
                    "Sectors without those split out of others, which are products. leeway world show "
                    "economies, sectors, products, groups, elasticities or sources, or one id"};
  std::vector<ReportTable> products;
  for (const World& w : worlds) {
    const auto split = std::count_if(w.sectors.begin(), w.sectors.end(),
                                     [](const Sector& sector) { return sector.parent >= 0; });
    ReportTable list = product_list(w);
    table.rows.push_back(
        {w.name, w.title, std::to_string(w.base_year), static_cast<double>(w.economy_count()),
         static_cast<double>(w.sector_count() - split), static_cast<double>(list.rows.size()),
         w.default_elasticities, to_string(w.tariff_date)});
    list.id = "products-" + w.name;
    list.title = "Products of " + w.name;
    if (!list.rows.empty()) products.push_back(std::move(list));
  }
  report.tables.push_back(std::move(table));
  for (ReportTable& list : products) report.tables.push_back(std::move(list));
  return report;
}

Report world_show(const World& world, const std::string& what) {
  Report report = started("world show", world);
  report.headline = world.title;
  if (what == "economies") return report.tables.push_back(economy_list(world)), report;
  if (what == "sectors") return report.tables.push_back(sector_list(world)), report;
  if (what == "products") return report.tables.push_back(product_list(world)), report;
  if (what == "groups") return report.tables.push_back(group_list(world)), report;
  if (what == "elasticities") return report.tables.push_back(elasticity_list(world)), report;
  if (what == "sources") return report.lead.push_back(world.provenance), report;
  if (const auto economy = world.find_economy(what)) return show_economy(world, *economy);
  if (const auto line = world.find_line(what); line && what.starts_with("product:")) {
    report = show_product(world, *line);
    // One with accounts of its own has output and value added, too.
    if (const auto sector = world.find_sector(what))
      report.tables.push_back(show_sector(world, *sector).tables.front());
    return report;
  }
  if (const auto sector = world.find_sector(what)) return show_sector(world, *sector);
  if (const Group* group = world.find_group(what)) return show_group(world, *group);
  std::vector<std::string> known = {"economies", "sectors", "products", "groups", "elasticities", "sources"};
  for (const Economy& economy : world.economies) known.push_back(economy.id);
  for (const Line& line : world.lines) known.push_back(line.id);
  for (const Group& group : world.groups) known.push_back(group.id);
  const std::string near = did_you_mean(what, known);
  throw InputError(
      fmt::format("\"{}\" is no economy, sector, product or group of the world {}", what, world.name),
      (near.empty() ? "" : near + "\n") +
          "lists: economies, sectors, products, groups, elasticities, sources");
}

Report world_findings(const World& world, const WorldCheck& check) {
  Report report = started("world check", world);
  const auto failed = std::count_if(check.targets.begin(), check.targets.end(),
                                    [](const TargetCheck& t) { return !t.passed; });
  report.headline = fmt::format(
      "{}: {}; largest gap of an account {}, {} negative cells, {} of {} published figures missed",
      world.name, check.passed() ? "passed" : "FAILED", scientific(check.worst_gap), check.negative.size(),
      failed, check.targets.size());
  ReportTable balances{"balances",
                       "Accounts",
                       {text_column("account"), text_column("largest relative gap"), text_column("at")},
                       {},
                       0,
                       ""};
  for (const BalanceCheck& b : check.balances)
    balances.rows.push_back({b.account, scientific(b.gap), b.where});
  ReportTable targets{
      "targets",
      "Published figures that the world must reproduce",
      {text_column("figure"), number_column("target", "", 3), number_column("found", "", 3),
       text_column("unit"), percent_column("gap", 2, true), text_column("passed"), text_column("source", 50)},
      {},
      0,
      ""};
  for (const TargetCheck& t : check.targets)
    targets.rows.push_back({t.target.check, t.target.target,
                            t.understood ? ReportCell(t.found) : ReportCell(), t.target.unit,
                            t.understood ? ReportCell(100.0 * t.gap) : ReportCell(),
                            std::string(t.passed ? "yes" : "NO"), t.understood ? t.target.source : t.note});
  report.tables = {std::move(balances), std::move(targets)};
  add_products(world, report);
  for (const std::string& cell : check.negative) report.warnings.push_back("negative: " + cell);
  if (!check.zero_output.empty()) {
    const std::size_t shown = std::min<std::size_t>(check.zero_output.size(), 20);
    report.notes.push_back(
        fmt::format("{} produce nothing, left out of the model: {}{}", check.zero_output.size(),
                    fmt::join(check.zero_output.begin(),
                              check.zero_output.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                    shown < check.zero_output.size() ? ", …" : ""));
  }
  return report;
}

Report import_report(const ImportedWorld& imported, const WorldCheck& check) {
  Report report = world_findings(imported.world, check);
  report.kind = "world import";
  ReportTable table{"adjustments",
                    "Adjustments made",
                    {text_column("what"), number_column("cells", ""), money_column("amount"),
                     number_column("of output", "%", 4), text_column("largest")},
                    {},
                    0,
                    ""};
  table.columns[3].scale = 100.0;
  for (const Adjustment& a : imported.adjustments)
    table.rows.push_back({a.what, static_cast<double>(a.cells), a.amount, a.share, a.largest});
  report.tables.insert(report.tables.begin(), std::move(table));
  for (const std::string& warning : imported.warnings) report.lead.push_back("WARNING: " + warning);
  report.warnings.insert(report.warnings.end(), imported.warnings.begin(), imported.warnings.end());
  report.notes.insert(report.notes.end(), imported.notes.begin(), imported.notes.end());
  return report;
}

Report aggregate_report(const World& from, const World& coarse, const WorldCheck& check) {
  Report report = world_findings(coarse, check);
  report.kind = "world aggregate";
  report.headline =
      fmt::format("{}: {} and {} of the {} and {} of {}; {}", coarse.name,
                  counted(coarse.economies.size(), "economy"), counted(coarse.sectors.size(), "sector"),
                  from.economy_count(), from.sector_count(), from.name, report.headline);
  return report;
}

Report carve_report(const Carved& carved, const WorldCheck& check) {
  Report report = world_findings(carved.world, check);
  report.kind = "world carve";
  const Line& line = carved.world.lines[static_cast<std::size_t>(carved.line)];
  report.headline =
      fmt::format("{}: {} in all flows, {:.3g}% of its sector, {:.3g}% of it sold at home; {}", line.id,
                  money_words(carved.value), 100.0 * carved.share, 100.0 * carved.home, report.headline);
  report.tables.insert(report.tables.begin(), flow_list(carved.world, carved.line));
  if (!carved.clipped.empty()) {
    ReportTable table{
        "clipped",
        "Flows cut to that of the sector",
        {text_column("exporter"), text_column("importer"), money_column("asked"), money_column("kept")},
        {},
        most_shown,
        "Largest cut first."};
    for (const ClippedFlow& c : carved.clipped)
      table.rows.push_back({carved.world.economies[static_cast<std::size_t>(c.exporter)].id,
                            carved.world.economies[static_cast<std::size_t>(c.importer)].id, c.asked,
                            c.kept});
    report.tables.insert(report.tables.begin() + 1, std::move(table));
  }
  report.notes.insert(report.notes.begin(), carved.notes.begin(), carved.notes.end());
  report.warnings.insert(report.warnings.begin(), carved.warnings.begin(), carved.warnings.end());
  return report;
}

}  // namespace leeway
