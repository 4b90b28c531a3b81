#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "leeway/world/balance.h"
#include "leeway/world/rate_column.h"
#include "leeway/world/world.h"

namespace leeway {

/// What an input-output table does not say. Paths that are empty stand for nothing.
struct ImportOptions {
  std::string name;                 ///< of the world; empty: the file's name
  std::string title;                ///< empty: says the format and the year
  int base_year = 0;                ///< 0: the last year in the file's name
  std::optional<Date> tariff_date;  ///< nothing: the last day of the base year
  std::string source;               ///< for the provenance, such as "OECD ICIO, 2023 edition"
  double elasticity = 4.0;          ///< theta of every line when there is no file of elasticities

  std::string currency;                    ///< code; empty: what the format says, else USD
  std::optional<double> currency_per_usd;  ///< units of it for one USD; nothing: not known
  double unit = 0.0;   ///< of the table in millions, 1e-6 for single units; 0: what the format says, else 1
  std::string ledger;  ///< folder or "none", for the world; empty: that of the data folder
  RateStyle rates = RateStyle::unsaid;

  std::filesystem::path tariffs;       ///< sector,exporter,importer,rate[,kind]; none: no tariffs
  std::filesystem::path elasticities;  ///< set,sector,theta; or GTAP's parameters as HAR
  std::filesystem::path sectors;       ///< sector,name,isic,kind; others by sector_kinds.h
  std::filesystem::path economies;     ///< economy,name,kind, of which the table may have fewer
  std::filesystem::path sets;          ///< HAR with the elements of GTAP's sets, for tables that list none
  std::filesystem::path groups;        ///< group,name,economy,from,to, of which the table may have fewer
  /// economy[,sector],output or economy,gdp: gives sales at home, as what exports leave, to a table without.
  std::filesystem::path home_sales;
};

struct ImportedWorld {
  World world;
  std::vector<Adjustment> adjustments;  ///< what balance_world changed
  std::vector<std::string> warnings;    ///< what makes answers doubtful, with the figure and the remedy
  std::vector<std::string> notes;       ///< what was assumed, joined or left out, one sentence each
};

/// Reads a table in whatever of the formats below it is in, and balances it (balance.h). Throws InputError
/// with file, line and column for anything malformed or cut short, and for a table that no world can be made
/// of: nothing sold at home, nothing that crosses a border, totals among its parts, output far from its own
/// rows.
ImportedWorld import_world(const std::filesystem::path& path, const ImportOptions& options = {});

/// A yearly OECD ICIO table as downloaded, in the naming of any edition from 2016 to 2025, or the zip that
/// holds it: labels AUS_01T03, AUS_01T02 or AUS_A01_02; CN1.., MX1.. are joined to CHN and MEX; rows VALU, VA
/// or VA+TAXSUB; TAXSUB by economy, or TLS; OUTPUT or OUT; final uses AUS_HFCE or HFCE_AUS.
ImportedWorld import_icio(const std::filesystem::path& file, const ImportOptions& options = {});

/// A folder with the WIOD 2013 release as text: countries.txt, industries.txt, inter_YEAR.csv,
/// final_YEAR.csv and output_YEAR.csv without headers, each also as .csv.gz. Rows and columns go by
/// country, then industry (or final use). The year is options.base_year, or the only one there is.
ImportedWorld import_wiod(const std::filesystem::path& folder, const ImportOptions& options = {});

/// The wide table of the WIOD 2016 release as CSV: IndustryCode,IndustryDescription,Country,RNr,Year, columns
/// AUS1.. for industries and AUS57.. for final uses, TOT.
ImportedWorld import_wiod2016(const std::filesystem::path& file, const ImportOptions& options = {});

/// Eurostat's FIGARO, industry by industry, as the flat file (refArea,rowPi,counterpartArea,colPi,obsValue)
/// or the matrix (rowLabels, AT_A01, …, AT_P3_S14, …), in EUR million.
ImportedWorld import_figaro(const std::filesystem::path& file, const ImportOptions& options = {});

/// A folder of Eora26 at basic prices: *_T.txt and *_FD.txt with labels_T.txt and labels_FD.txt, in thousands
/// of USD. Its line of the rest of the world, one sector of discrepancies, is left out.
ImportedWorld import_eora(const std::filesystem::path& folder, const ImportOptions& options = {});

/// A folder of EXIOBASE 3 (IOT_YEAR_ixi or pxp): Z.txt and Y.txt, in EUR million.
ImportedWorld import_exiobase(const std::filesystem::path& folder, const ImportOptions& options = {});

/// GTAP's base data as a header array file (HAR), by the names of version 7 or 6 of the model, or a folder
/// with basedata.har and, where they are, sets.har and default.prm. Duties are in it. Throws InputError that
/// names the headers that are missing and those that were found.
ImportedWorld import_har(const std::filesystem::path& path, const ImportOptions& options = {});

/// A tidy CSV with the columns exporter,sector,importer,use,value[,year], where use is a sector or "final".
ImportedWorld import_tidy(const std::filesystem::path& file, const ImportOptions& options = {});

}  // namespace leeway
