#pragma once

#include <optional>
#include <string>
#include <vector>

namespace leeway {

/// What a classification says of a sector.
struct SectorKind {
  bool goods = false;
  std::string isic;  ///< divisions of ISIC rev. 4, or empty
  std::string name;  ///< or empty
};

/// The sectors of a table by the classification of the field (data/concordances) that knows most of their
/// codes: ISIC 3 and 4 with NACE, CPA and OECD's ways to write them, WIOD, GTAP, Eora 26, EXIOBASE, NAICS,
/// SITC, HS.
struct SectorKinds {
  std::string classification;                    ///< its name; empty where none knows any code
  std::vector<std::optional<SectorKind>> kinds;  ///< [code]; nothing for one that none knows
  std::vector<std::string>
      contested;  ///< codes that two classifications, which fit alike, hold for different things
};
SectorKinds sector_kinds(const std::vector<std::string>& codes);

/// Names of the classifications, for errors.
std::vector<std::string> classification_names();

}  // namespace leeway
