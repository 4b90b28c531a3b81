#pragma once

#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// What stands between the basic price and the user price of one flow, as levels (model.md 2.1).
struct Wedge {
  double tariff = 0.0;      ///< t, on the customs value
  double export_tax = 0.0;  ///< e, on the basic price
  double cost = 1.0;        ///< d: 1 none, 1.1 a 10% cost that nobody receives, relative to the base year
  double access = 1.0;      ///< share of the base-year varieties still allowed: 1 all, 0 banned
  double demand = 1.0;      ///< factor on demand at given prices: what buyers want of it, no price moved

  bool operator==(const Wedge&) const = default;
};

/// What one origin sells of a class of goods.
struct ClassFlow {
  int exporter = 0;
  double share = 1.0;        ///< of its flow in the base year, by basic value
  double base_tariff = 0.0;  ///< in the base year
  Wedge wedge;

  bool operator==(const ClassFlow&) const = default;
};

/// One class of the goods that an importer buys on a line.
struct GoodsClass {
  std::string name;
  double share = 1.0;            ///< of the flow of every origin that is not listed
  std::vector<ClassFlow> flows;  ///< origins whose share or wedge is another; in the order of exporter

  /// Of any origin: one that is not listed has the base year's tariff of the line.
  ClassFlow of(const World& world, int line, int importer, int exporter) const;
  /// The same, listed from now on.
  ClassFlow& at(const World& world, int line, int importer, int exporter);

  bool operator==(const GoodsClass&) const = default;
};

/// A row of trade (what an importer buys on a line, from all origins) whose goods are in classes of unequal
/// terms (model.md 11.1). The shares of an origin sum to one, and its base tariffs have the line's as mean.
struct CutRow {
  int line = 0;
  int importer = 0;
  std::vector<GoodsClass> classes;

  bool operator==(const CutRow&) const = default;
};

}  // namespace leeway
