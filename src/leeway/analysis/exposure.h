#pragma once

#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// Recorded trade with one partner.
struct PartnerTrade {
  std::string id;
  std::string name;
  double exports_musd = 0.0;
  double exports_share = 0.0;
  double imports_musd = 0.0;
  double imports_share = 0.0;
  int year = 0;
};

/// Shares of the two poles and of everyone else.
struct Poles {
  double usa = 0.0;
  double chn = 0.0;
  double rest = 0.0;
};

/// How far one sector of the economy hangs on partners, from the world's tables. Vectors are [n] over
/// the world's economies; the economy's own members carry what stays at home.
struct SectorDependence {
  std::string id;
  std::string name;
  double output_musd = 0.0;
  double value_added_musd = 0.0;
  double inputs_musd = 0.0;           ///< materials bought, before duty
  std::vector<double> inputs_direct;  ///< share of the materials bought that n ships
  std::vector<double> inputs_total;   ///< share of their value that is earned in n, through all tiers
  std::vector<double> demand_direct;  ///< share of output sold to buyers in n
  std::vector<double> demand_total;   ///< share of value added that final use in n pays, through all tiers
  Poles inputs_poles;                 ///< of inputs_total
  Poles demand_poles;                 ///< of demand_total
};

/// Recorded US imports from the economy by sector (US Census Bureau), or of the USA by partner.
struct UsImports {
  std::string id;  ///< sector, or partner when the economy is the USA
  std::string name;
  int year = 0;
  double imports_musd = 0.0;
  double duties_musd = 0.0;
  double collected_rate = 0.0;  ///< duties over imports, decimal
};

/// A published figure beside the one that is on record here.
struct FigureNote {
  std::string what;
  double recorded_musd = 0.0;
  double published_musd = 0.0;
  int recorded_year = 0;
  std::string note;  ///< why the two differ
};

/// How much of what an economy sells, buys and needs hangs on whom, before any model.
struct Exposure {
  std::string economy;
  std::string name;
  std::vector<int> members;
  int year = 0;
  std::string source;         ///< of the recorded trade
  double exports_musd = 0.0;  ///< recorded goods; trade inside a group left out
  double imports_musd = 0.0;
  std::vector<PartnerTrade> partners;  ///< by exports plus imports, largest first
  Poles exports_poles;
  Poles imports_poles;
  double concentration_exports = 0.0;  ///< Herfindahl-Hirschman index of partner shares, 0 to 1
  double concentration_imports = 0.0;
  std::vector<SectorDependence> sectors;
  std::vector<double> demand_total;  ///< [n] of the whole economy: share of GDP that final use in n pays
  std::vector<double> inputs_total;  ///< [n] of the whole economy: share of materials' value earned in n
  std::vector<UsImports> us_imports;
  std::vector<FigureNote> figures;
  std::vector<std::string> notes;  ///< assumptions, in words
};

/// Exposure of an economy or group (members at the end of the base year). Throws InputError for a name
/// that is neither.
Exposure exposure(const World& world, const std::string& economy_or_group);

}  // namespace leeway
