#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/solution.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/policy.h"
#include "leeway/world/world.h"

namespace leeway {

/// One row of the long table that every output can write (design.md section 7). `partner` and `sector`
/// are empty where a variable has none.
struct LongRow {
  std::string run_id;
  std::string scenario;
  std::string economy;
  std::string partner;
  std::string sector;
  std::string variable;
  std::string unit;
  int year = 0;
  std::string statistic;  ///< "change", "level"
  double value = 0.0;
};

/// What moving from one equilibrium to another does to an economy or to a group taken as one. Money is
/// USD million with world factor income at its base-year value; changes are `to` minus `from`.
struct EconomyChange {
  std::string id;
  std::string name;
  bool group = false;
  Welfare ev_musd;                  ///< equivalent variation at base-year prices; adds over members
  Welfare real_income_pct;          ///< final expenditure over the consumer price index
  Welfare real_wage_pct;            ///< wage over the consumer price index
  double consumer_price_pct = 0.0;  ///< against the world's average factor income
  double tariff_revenue_musd = 0.0;
  double export_tax_musd = 0.0;
  double importer_rents_musd = 0.0;  ///< quota rents on its imports, held at home
  double exporter_rents_musd = 0.0;  ///< quota and price-floor rents on its exports, held at home
  double transfer_musd = 0.0;        ///< received by policy
  double exports_from_musd = 0.0;    ///< border value in `from`; trade inside a group left out
  double imports_from_musd = 0.0;
  double exports_to_musd = 0.0;  ///< border value in `to`
  double imports_to_musd = 0.0;
  double exports_musd = 0.0;  ///< change of the volume, at the border prices of `from`
  double imports_musd = 0.0;
  double exports_pct = 0.0;  ///< change of the Fisher volume index at border prices
  double imports_pct = 0.0;
  Welfare terms_of_trade_pct;  ///< Fisher export price over Fisher import price, at the border
};

/// One sector of one economy.
struct SectorChange {
  int economy = 0;
  int sector = 0;
  double output_from_musd = 0.0;  ///< basic prices
  double output_musd = 0.0;       ///< change of volume, at the prices of the first
  double output_nominal_pct = 0.0;
  double output_pct = 0.0;       ///< change of volume: output over its basic price
  Welfare value_added_musd;      ///< change of what it buys, at the prices of the first
  Welfare value_added_real_pct;  ///< value added over the consumer price index: what it buys
  double employment_pct = 0.0;   ///< labour used: labour income over the wage
  double employment_pp = 0.0;    ///< change of the sector's share in the labour of the economy, points
};

/// Trade of one pair at the border (before duty), all lines.
struct PairChange {
  int exporter = 0;
  int importer = 0;
  double from_musd = 0.0;    ///< value
  double change_musd = 0.0;  ///< of the volume, at the prices of `from`
  double change_pct = 0.0;   ///< of the Fisher volume index
};

/// Two equilibria side by side.
struct Comparison {
  std::string from_run_id;
  std::string to_run_id;
  std::vector<EconomyChange> economies;  ///< [n] in the order of the world
  std::vector<EconomyChange> groups;     ///< in the order of the world, members at the base year's end
  std::vector<SectorChange> sectors;     ///< economy by economy, every sector
  std::vector<std::string> sector_ids;   ///< in the order of the world
  std::vector<PairChange> pairs;         ///< exporter by exporter, every importer but itself

  /// An economy or group by its id. Throws InputError, with close ids, for a name that is neither.
  const EconomyChange& operator[](std::string_view id) const;
  /// One sector of one economy by their ids; the same.
  const SectorChange& sector(std::string_view economy, std::string_view sector) const;
};

/// How `to` differs from `from`. Border prices contain export taxes and rents, not duties.
Comparison compare(const World& world, const Solution& from, const Solution& to);
/// Its economies and groups alone, without what takes a walk over all flows: every figure of trade is not a
/// number, and there are no sectors and no pairs.
Comparison compare_incomes(const World& world, const Solution& from, const Solution& to);
/// Gives a change the figures of trade of another.
void take_trade(const EconomyChange& from, EconomyChange& to);

/// The same for any set of economies taken as one: trade among them is left out.
EconomyChange compare_set(const World& world, const std::vector<int>& members, const Solution& from,
                          const Solution& to);

/// Producers of a set of economies taken as one; `sector` is -1 and `employment_pp` stays zero.
SectorChange compare_producers(const std::vector<int>& producers, const std::vector<int>& members,
                               const Solution& from, const Solution& to);
/// The producers that make any of the lines.
std::vector<int> producers_of_lines(const World& world, const std::vector<int>& lines);

/// Sectors of a set of economies, members and producers summed; percentages are weighted by the members'
/// shares.
std::vector<SectorChange> compare_sectors(const World& world, const std::vector<int>& members,
                                          const Solution& from, const Solution& to);

/// Members of an economy or group as compare() takes them: at the end of the base year.
std::vector<int> members_of(const World& world, const std::string& economy_or_group);
/// Name of an economy or group, or the id when neither.
std::string name_of(const World& world, const std::string& economy_or_group);

/// Who received what buyers paid on every flow under an instrument with a multiplier or in parts, as rows
/// of levels.
std::vector<LongRow> money_rows(const World& world, const Solution& solution, const std::string& scenario);
/// Every figure of a comparison as rows; `scenario` names the move.
std::vector<LongRow> long_table(const World& world, const Comparison& comparison, const std::string& scenario,
                                bool pairs = false);
/// What each variable of the long table means, in one line: name, unit, definition.
struct VariableDefinition {
  std::string variable;
  std::string unit;
  std::string definition;
};
const std::vector<VariableDefinition>& variable_definitions();

/// A figure of EconomyChange or SectorChange, for what goes through all of them (changes, not levels).
using EconomyFigure = std::variant<double EconomyChange::*, Welfare EconomyChange::*>;
using SectorFigure = std::variant<double SectorChange::*, Welfare SectorChange::*>;
struct EconomyVariable {
  const char* name;
  const char* unit;
  const char* definition;
  EconomyFigure value;

  /// Nothing where it is not told.
  std::optional<double> of(const EconomyChange& change) const;
};
struct SectorVariable {
  const char* name;
  const char* unit;
  const char* definition;
  SectorFigure value;

  /// Nothing where it is not told.
  std::optional<double> of(const SectorChange& change) const;
};
const std::vector<EconomyVariable>& economy_variables();
const std::vector<SectorVariable>& sector_variables();

/// Average tariff of an importer on an exporter's goods under a policy, decimal, weighted by the world's
/// base-year flows. Sets are taken as one.
double average_tariff(const World& world, const Policy& policy, const std::vector<int>& importers,
                      const std::vector<int>& exporters);

}  // namespace leeway
