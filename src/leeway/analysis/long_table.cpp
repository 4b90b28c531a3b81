#include "leeway/analysis/comparison.h"

namespace leeway {

namespace {

constexpr const char* kImporterRent = "quota_rent_importer";
constexpr const char* kExporterRent = "quota_rent_exporter";

}  // namespace

const std::vector<EconomyVariable>& economy_variables() {
  static const std::vector<EconomyVariable> variables = {
      {"equivalent_variation", "USD million",
       "base-year final expenditure times the change of real income against the base year",
       &EconomyChange::ev_musd},
      {"real_income", "percent", "final expenditure over the consumer price index",
       &EconomyChange::real_income_pct},
      {"real_wage", "percent", "wage over the consumer price index", &EconomyChange::real_wage_pct},
      {"consumer_price", "percent",
       "ideal price index of final use, with world factor income as the unit of account",
       &EconomyChange::consumer_price_pct},
      {"tariff_revenue", "USD million", "duties received by the government",
       &EconomyChange::tariff_revenue_musd},
      {"export_tax_revenue", "USD million", "export taxes received by the government",
       &EconomyChange::export_tax_musd},
      {kImporterRent, "USD million",
       "quota rents on its imports that its licence holders keep; with partner and sector: on that flow, "
       "level",
       &EconomyChange::importer_rents_musd},
      {kExporterRent, "USD million",
       "quota and price-floor rents on its exports that its firms and licence holders keep; with partner and "
       "sector: on imports from that partner, level, held there",
       &EconomyChange::exporter_rents_musd},
      {"transfer", "USD million", "payments of other economies received by policy",
       &EconomyChange::transfer_musd},
      {"exports", "USD million",
       "change of volume, at the border prices (before duty) of the equilibrium compared with",
       &EconomyChange::exports_musd},
      {"imports", "USD million", "the same of imports", &EconomyChange::imports_musd},
      {"exports_percent", "percent", "Fisher volume index at border prices", &EconomyChange::exports_pct},
      {"imports_percent", "percent", "the same of imports", &EconomyChange::imports_pct},
      {"terms_of_trade", "percent", "Fisher index of export prices over that of import prices, at the border",
       &EconomyChange::terms_of_trade_pct},
  };
  return variables;
}

std::optional<double> EconomyVariable::of(const EconomyChange& change) const {
  if (const auto* welfare = std::get_if<Welfare EconomyChange::*>(&value)) return (change.**welfare).figure();
  return change.*std::get<double EconomyChange::*>(value);
}

std::optional<double> SectorVariable::of(const SectorChange& change) const {
  if (const auto* welfare = std::get_if<Welfare SectorChange::*>(&value)) return (change.**welfare).figure();
  return change.*std::get<double SectorChange::*>(value);
}

const std::vector<SectorVariable>& sector_variables() {
  static const std::vector<SectorVariable> variables = {
      {"output", "USD million", "change of volume, at the basic prices of the equilibrium compared with",
       &SectorChange::output_musd},
      {"output_nominal", "percent", "sales at basic prices, nominal", &SectorChange::output_nominal_pct},
      {"output_volume", "percent", "output over its basic price", &SectorChange::output_pct},
      {"value_added", "USD million",
       "change of what the sector's value added buys, at the consumer prices of the equilibrium compared "
       "with",
       &SectorChange::value_added_musd},
      {"value_added_real", "percent", "value added over the consumer price index",
       &SectorChange::value_added_real_pct},
      {"employment", "percent", "labour income of the sector over the wage", &SectorChange::employment_pct},
      {"employment_share", "percentage points", "share of the sector in the economy's labour",
       &SectorChange::employment_pp},
  };
  return variables;
}

namespace {

constexpr const char* kPairVariable = "bilateral_exports";

struct MoneyVariable {
  const char* name;
  const char* definition;
  double FlowMoney::*value;
};

const std::vector<MoneyVariable>& money_variables() {
  static const std::vector<MoneyVariable> variables = {
      {"paid_by_buyers", "imports from the partner at user prices; the next five add up to it",
       &FlowMoney::paid},
      {"received_by_sellers", "the same at basic prices", &FlowMoney::seller},
      {"duty", "what the importer's treasury keeps of it, less the subsidy of a purchase commitment",
       &FlowMoney::duty},
      {"export_tax", "what the exporter's treasury keeps of it", &FlowMoney::export_tax},
      {kImporterRent, "", &FlowMoney::importer_rent},
      {kExporterRent, "", &FlowMoney::exporter_rent},
  };
  return variables;
}

}  // namespace

const std::vector<VariableDefinition>& variable_definitions() {
  static const std::vector<VariableDefinition> definitions = [] {
    std::vector<VariableDefinition> all;
    for (const EconomyVariable& v : economy_variables()) all.push_back({v.name, v.unit, v.definition});
    for (const SectorVariable& v : sector_variables()) all.push_back({v.name, v.unit, v.definition});
    for (const MoneyVariable& v : money_variables())
      if (*v.definition != '\0') all.push_back({v.name, "USD million", v.definition});
    all.push_back(
        {kPairVariable, "USD million",
         "change of the volume of exports to the partner, at the border prices of the equilibrium compared "
         "with"});
    return all;
  }();
  return definitions;
}

std::vector<LongRow> money_rows(const World& world, const Solution& solution, const std::string& scenario) {
  std::vector<LongRow> rows;
  for (const FlowMoney& money : solution.result.money)
    for (const MoneyVariable& v : money_variables())
      rows.push_back({solution.id, scenario, world.economies[static_cast<std::size_t>(money.importer)].id,
                      world.economies[static_cast<std::size_t>(money.exporter)].id,
                      world.lines[static_cast<std::size_t>(money.line)].id, v.name, "USD million",
                      world.base_year, "level", money.*v.value});
  return rows;
}

std::vector<LongRow> long_table(const World& world, const Comparison& comparison, const std::string& scenario,
                                bool pairs) {
  std::vector<LongRow> rows;
  const auto add = [&](const std::string& economy, const std::string& partner, const std::string& sector,
                       const std::string& variable, const std::string& unit, double value) {
    rows.push_back({comparison.to_run_id, scenario, economy, partner, sector, variable, unit, world.base_year,
                    "change", value});
  };
  for (const auto* changes : {&comparison.economies, &comparison.groups})
    for (const EconomyChange& change : *changes)
      for (const EconomyVariable& v : economy_variables())
        if (const std::optional<double> figure = v.of(change))
          add(change.id, "", "", v.name, v.unit, *figure);
  for (const SectorChange& change : comparison.sectors)
    for (const SectorVariable& v : sector_variables())
      if (const std::optional<double> figure = v.of(change))
        add(world.economies[static_cast<std::size_t>(change.economy)].id, "",
            world.sectors[static_cast<std::size_t>(change.sector)].id, v.name, v.unit, *figure);
  if (pairs)
    for (const PairChange& pair : comparison.pairs)
      add(world.economies[static_cast<std::size_t>(pair.exporter)].id,
          world.economies[static_cast<std::size_t>(pair.importer)].id, "", kPairVariable, "USD million",
          pair.change_musd);
  return rows;
}

}  // namespace leeway
