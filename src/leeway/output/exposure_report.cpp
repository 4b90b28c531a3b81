#include "leeway/output/exposure_report.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "leeway/analysis/table_trade.h"
#include "leeway/base/error.h"
#include "leeway/base/hash.h"
#include "leeway/base/suggest.h"
#include "leeway/output/failure_report.h"
#include "leeway/output/format.h"
#include "leeway/output/welfare_words.h"

namespace leeway {

namespace {

/// Economies by how much a sector hangs on them, what stays at home left out.
ReportTable dependence_table(const World& world, const SectorDependence& sector, const std::vector<int>& home,
                             std::size_t top) {
  ReportTable table{
      "dependence",
      fmt::format("{} ({}): whom it hangs on", sector.name, sector.id),
      {text_column("economy"), text_column("name"), rate_column("inputs, direct"),
       rate_column("inputs, all tiers"), rate_column("sales, direct"), rate_column("demand, all tiers")},
      {},
      top,
      "Inputs: share of materials bought. Sales: share of output. All tiers count what suppliers and buyers "
      "pass on "
      "in turn (world's tables, buyers of one composite share its mix of origins)."};
  for (int n = 0; n < world.economy_count(); ++n) {
    if (std::find(home.begin(), home.end(), n) != home.end()) continue;
    const auto at = static_cast<std::size_t>(n);
    table.rows.push_back({world.economies[at].id, world.economies[at].name, sector.inputs_direct[at],
                          sector.inputs_total[at], sector.demand_direct[at], sector.demand_total[at]});
  }
  std::stable_sort(table.rows.begin(), table.rows.end(), [](const auto& a, const auto& b) {
    return std::get<double>(a[3]) + std::get<double>(a[5]) > std::get<double>(b[3]) + std::get<double>(b[5]);
  });
  return table;
}

const SectorDependence& sector_of(const Exposure& exposure, const std::string& id) {
  std::vector<std::string> known;
  for (const SectorDependence& sector : exposure.sectors) {
    if (sector.id == id) return sector;
    known.push_back(sector.id);
  }
  const std::string near = did_you_mean(id, known);
  throw InputError(fmt::format("unknown sector \"{}\"", id),
                   (near.empty() ? "" : near + "\n") + fmt::format("known: {}", fmt::join(known, ", ")));
}

/// The economy outside that has the largest share.
std::size_t largest_other(const Exposure& e, const std::vector<double>& shares) {
  std::size_t most = shares.size();
  for (std::size_t n = 0; n < shares.size(); ++n)
    if (std::find(e.members.begin(), e.members.end(), static_cast<int>(n)) == e.members.end() &&
        (most == shares.size() || shares[n] > shares[most]))
      most = n;
  return most;
}

/// Of a world that has no record of trade: what its tables say.
std::string headline_of_tables(const World& world, const Exposure& e) {
  const auto most = [&](const std::vector<double>& shares) {
    const std::size_t n = largest_other(e, shares);
    return std::pair(percent_size(100.0 * shares[n]), in_sentence(world.economies[n].name));
  };
  const std::string who = capitalised(in_sentence(e.name));
  if (largest_other(e, e.demand_total) >= e.demand_total.size()) return who + " is all of this world";
  const auto [paid, buyer] = most(e.demand_total);
  const auto [earned, seller] = most(e.inputs_total);
  return fmt::format(
      "{} earns {} of its value added from final use in {}, more than anywhere else abroad; {} of "
      "the value of its materials is earned in {}",
      who, paid, buyer, earned, seller);
}

/// How much is sold to and bought from the two poles; an economy that is one of them has the other alone. A
/// world without either has the largest partner.
std::string headline(const World& world, const Exposure& e) {
  if (e.partners.empty()) return headline_of_tables(world, e);
  const auto pct = [](double share) { return with_thousands(100.0 * share, 1) + "%"; };
  std::vector<std::string> sold;
  std::vector<std::string> bought;
  for (const auto& [name, exports, imports] :
       {std::tuple("the United States", e.exports_poles.usa, e.imports_poles.usa),
        std::tuple("China", e.exports_poles.chn, e.imports_poles.chn)}) {
    if (exports == 0.0 && imports == 0.0) continue;
    sold.push_back(fmt::format("{} of its goods exports to {}", pct(exports), name));
    bought.push_back(fmt::format("{} of its goods imports from {}", pct(imports), name));
  }
  if (sold.empty()) {
    const PartnerTrade& p = e.partners.front();
    sold.push_back(fmt::format("{} of its goods exports to {}", pct(p.exports_share), in_sentence(p.name)));
    bought.push_back(
        fmt::format("{} of its goods imports from {}", pct(p.imports_share), in_sentence(p.name)));
  }
  return fmt::format("{} sells {}; it buys {}", capitalised(in_sentence(e.name)), fmt::join(sold, " and "),
                     fmt::join(bought, " and "));
}

/// The United States and China where the world has them and the economy is not one of them; else the two
/// economies on which it hangs most.
std::vector<int> poles_shown(const World& world, const Exposure& e) {
  std::vector<int> shown;
  for (const char* id : {"USA", "CHN"})
    if (const std::optional<int> n = world.find_economy(id);
        n && std::find(e.members.begin(), e.members.end(), *n) == e.members.end())
      shown.push_back(*n);
  if (!shown.empty()) return shown;
  std::vector<int> others;
  for (int n = 0; n < world.economy_count(); ++n)
    if (std::find(e.members.begin(), e.members.end(), n) == e.members.end()) others.push_back(n);
  const auto weight = [&](int n) {
    return e.demand_total[static_cast<std::size_t>(n)] + e.inputs_total[static_cast<std::size_t>(n)];
  };
  std::stable_sort(others.begin(), others.end(), [&](int a, int b) { return weight(a) > weight(b); });
  if (others.size() > 2) others.resize(2);
  return others;
}

}  // namespace

ReportTable partner_table(const Exposure& exposure, std::size_t top) {
  ReportTable table{"partners",
                    fmt::format("Recorded goods trade, {}", exposure.year),
                    {text_column("economy"), text_column("name"), money_column("exports"),
                     rate_column("share"), money_column("imports"), rate_column("share")},
                    {},
                    top,
                    exposure.source};
  for (const PartnerTrade& p : exposure.partners)
    table.rows.push_back({p.id, p.name, p.exports_musd, p.exports_share, p.imports_musd, p.imports_share});
  return table;
}

Report exposure_report(const World& world, const Exposure& e, const std::string& sector, std::size_t top) {
  Report report;
  report.kind = "exposure";
  report.run_id = Identity("exposure tables").add("economy", e.economy).add("sector", sector).hex();
  report.world = &world;
  report.headline = headline(world, e);
  if (e.partners.empty()) {
    report.lead.push_back("This world has no record of trade: all figures are from its balanced tables.");
    Exposure of_tables;
    of_tables.year = world.base_year;
    of_tables.source = "The world's own flows of goods.";
    of_tables.partners = trade_in_tables(world, e.members);
    ReportTable table = partner_table(of_tables, top);
    table.title = fmt::format("Goods trade in the world's tables, {}", world.base_year);
    if (!table.rows.empty()) report.tables.push_back(std::move(table));
  } else {
    report.lead.push_back(fmt::format(
        "Goods exports {}, imports {} ({}). Concentration of partners (Herfindahl-Hirschman index, "
        "0 to 1): exports {}, imports {}.",
        money_words(e.exports_musd), money_words(e.imports_musd), e.year,
        with_thousands(e.concentration_exports, 3), with_thousands(e.concentration_imports, 3)));
    report.tables.push_back(partner_table(e, top));
  }
  if (!sector.empty()) report.tables.push_back(dependence_table(world, sector_of(e, sector), e.members, top));
  ReportTable sectors{
      "sectors",
      "Sectors: on which economies abroad they hang, through all tiers",
      {text_column("sector"), text_column("name", 40), money_column("output")},
      {},
      0,
      "Inputs: share of the value of materials that is earned there. Demand: share of value added that final "
      "use there pays. From the world's balanced tables, not from recorded trade."};
  const std::vector<int> poles = poles_shown(world, e);
  for (const char* what : {"inputs", "demand"})
    for (const int n : poles)
      sectors.columns.push_back(
          rate_column(fmt::format("{} {}", what, world.economies[static_cast<std::size_t>(n)].id)));
  for (const SectorDependence& s : e.sectors) {
    std::vector<ReportCell> row = {s.id, s.name, s.output_musd};
    for (const std::vector<double>* shares : {&s.inputs_total, &s.demand_total})
      for (const int n : poles) row.emplace_back((*shares)[static_cast<std::size_t>(n)]);
    sectors.rows.push_back(std::move(row));
  }
  report.tables.push_back(std::move(sectors));
  if (!e.us_imports.empty()) {
    ReportTable us{"us_imports",
                   "Recorded US imports, US Census Bureau",
                   {text_column("id"), text_column("name", 40), number_column("year", ""),
                    money_column("imports"), money_column("duties"), rate_column("collected rate", 2)},
                   {},
                   top,
                   ""};
    for (const UsImports& u : e.us_imports)
      us.rows.push_back(
          {u.id, u.name, std::to_string(u.year), u.imports_musd, u.duties_musd, u.collected_rate});
    report.tables.push_back(std::move(us));
  }
  for (const FigureNote& f : e.figures)
    report.notes.push_back(fmt::format("{}: recorded {} ({}), published {}. {}", f.what,
                                       money_words(f.recorded_musd), f.recorded_year,
                                       money_words(f.published_musd), f.note));
  report.notes.insert(report.notes.end(), e.notes.begin(), e.notes.end());
  return report;
}

void add_replacements(Report& report, const Outcome& open, const std::vector<Replacement>& replacements,
                      const Model& model) {
  report.certificates.emplace_back("base year", open.verdict());
  Identity id("exposure");
  id.add("tables", report.run_id).add("open", open.id());
  ReportTable table{
      "replacement",
      "If a market closed: what could be sold elsewhere, and at what cost (model, base year)",
      {text_column("exporter"), text_column("market"), rate_column("closed", 0), money_column("exports lost"),
       money_column("sold elsewhere"), rate_column("replaced"), money_column("equiv. variation", true),
       percent_column("real income", 3, true), money_column("EV of the market", true)},
      {},
      0,
      "Closed: share of what the market buys of the exporter that is shut out, 100% a ban. Replaced: more "
      "exports "
      "to all others over exports lost, at border prices. Equivalent variation at base-year prices, a "
      "year, in the long run."};
  const auto certified = [](const ReplacementStep& step) { return step.verdict.certified(); };
  const bool some = std::any_of(replacements.begin(), replacements.end(), [&](const Replacement& r) {
    return std::any_of(r.steps.begin(), r.steps.end(), certified);
  });
  for (const Replacement& r : replacements) {
    for (const ReplacementStep& step : r.steps) {
      id.add("solve", step.verdict.id);
      const std::string name =
          fmt::format("{} closed {}%", r.importer, with_thousands(100.0 * step.closed, 0));
      if (!certified(step) && some) {
        // The recorded tables and the other steps stand without it.
        table.rows.push_back({r.exporter, r.importer, step.closed, {}, {}, {}, {}, {}, {}});
        report.warnings.push_back(fmt::format("No figures of {}: its equilibrium is not certified: {}.", name,
                                              failure_words(*step.verdict.failure)));
        continue;
      }
      if (step.effect)
        table.rows.push_back({r.exporter, r.importer, step.closed, step.effect->lost_musd,
                              step.effect->diverted_musd, step.effect->replaced,
                              cell_of(step.effect->ev_musd), cell_of(step.effect->real_income_pct),
                              cell_of(step.effect->importer_ev_musd)});
      report.certificates.emplace_back(name, step.verdict);
    }
  }
  if (!table.rows.empty()) report.tables.push_back(std::move(table));
  report.run_id = id.hex();
  report.assumptions = assumptions_of(model.options(), model.world());
  add_failures(report);
}

}  // namespace leeway
