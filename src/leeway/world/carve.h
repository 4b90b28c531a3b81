#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// A flow of a product as observed; exporter and importer may be the same economy (sales at home).
struct ProductFlow {
  int exporter = 0;
  int importer = 0;
  double value = 0.0;              ///< USD million, basic prices
  std::optional<double> quantity;  ///< physical units a year
  std::optional<double> tariff;    ///< decimal; nothing: the sector's
};

/// What buyers of an economy spend on a product, for economies whose sales at home are not observed.
struct MarketSize {
  int economy = 0;
  double value = 0.0;           ///< USD million, at what buyers pay
  std::optional<double> units;  ///< physical units a year
};

/// An exporter's share in what an importer spent on the product in a year before (or without) the policy
/// that keeps it out in the base year (model.md 4.1 step 5).
struct ReferenceShare {
  int exporter = 0;
  int importer = 0;
  double share = 0.0;   ///< of spending at what buyers pay, all origins
  double tariff = 0.0;  ///< in force in that year
};

/// A product to carve out of a sector.
struct ProductData {
  std::string id;  ///< "product:<id>"
  std::string name;
  int sector = 0;
  std::string unit;                    ///< empty: no physical unit
  std::optional<double> theta;         ///< in every elasticity set; nothing: the sector's
  std::optional<double> substitution;  ///< between the lines of the sector, for carve_product
  std::string confidence;              ///< A, B, C or empty
  std::string method;                  ///< one sentence
  std::vector<ProductFlow> flows;
  std::vector<MarketSize> markets;
  std::vector<ReferenceShare> reference;
};

/// How much of a product one user buys, of all that an economy buys of it.
struct UserShare {
  static constexpr int every_economy = -1;
  static constexpr int final_use = -1;
  int economy = every_economy;
  int user = final_use;  ///< sector, or final_use
  double share = 0.0;    ///< of one economy sum to one
};

/// A critical input to split out of a sector with accounts of its own (model.md 4.2).
struct SplitData {
  ProductData product;
  std::vector<UserShare> users;           ///< an economy's own rows go before those for every economy
  std::optional<CriticalInput> critical;  ///< `sector` is not read; other indices are of the world before
};

/// A flow of the product that was larger than that of its sector.
struct ClippedFlow {
  int exporter = 0;
  int importer = 0;
  double asked = 0.0;  ///< USD million
  double kept = 0.0;
};

/// A world with one product more, and what was done to get there.
struct Carved {
  World world;
  int line = 0;        ///< of the product
  double value = 0.0;  ///< USD million, all flows
  double share = 0.0;  ///< of the sector's flows before
  double home = 0.0;   ///< share of sales at home in `value`
  std::vector<ClippedFlow> clipped;
  std::vector<std::string> notes;     ///< what was assumed, filled in or moved, one sentence each
  std::vector<std::string> warnings;  ///< data that look as if they were in another unit
};

/// Judges values and rates by the shape of their columns: throws InputError where most values are far above
/// those of the whole sector (dollars for millions of them) or the middle rate is one that only percents
/// have; else says what they are, and warns of what is odd. Both ways of making a product begin with it.
void judge_units(const World& world, const ProductData& product, Carved& out);

/// Makes the product a further line of its sector's composite, with a producer of its own (the technology of
/// the sector's): each of its flows is taken from the
/// sector's own line, with the duties, so that the sum of the two is what was there. What exceeds the
/// sector's flow is cut. Throws InputError for an id that is taken or malformed, and data that do not fit
/// together.
Carved carve_product(const World& world, const ProductData& product);

/// Makes the product a sector of its own: its flows, and as much of the parent's inputs and value added as
/// its share in the parent's output; its users buy it as told, or as they buy from the parent.
Carved split_sector(const World& world, const SplitData& split);

}  // namespace leeway
