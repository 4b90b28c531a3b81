#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "leeway/model/shares.h"

namespace leeway {

class CsvFile;

/// The model of Caliendo and Parro (2015) as published, 31 regions and 40 sectors of 1993: shares and levels
/// that need not be an equilibrium, since final shares may have been clipped at zero.
struct Cp2015 {
  std::vector<std::string> regions;
  std::vector<std::string> sectors;
  std::vector<double> labour;  ///< income by region, as published, as a share of the world's
  std::vector<double> theta;
  std::shared_ptr<Shares> shares;
  Array3 tariff_nafta;  ///< [l][n][i] after NAFTA's cuts
  Array3 tariff_world;  ///< after those of all, 2005; those of 1993 where the file has none

  /// Of a name in a column. Throw InputError for one that is unknown.
  int region(const CsvFile& csv, std::size_t column) const;
  int sector(const CsvFile& csv, std::size_t column) const;
};

/// Reads a folder with region.csv, sector.csv, region_sector.csv, io_coef.csv.gz and trade_tariffs.csv.gz;
/// `name` is the world's. Without `deficits` trade is balanced. Throws InputError.
Cp2015 read_cp2015(const std::filesystem::path& folder, const std::string& name, bool deficits);

}  // namespace leeway
