#pragma once

#include <map>
#include <utility>
#include <vector>

#include "leeway/policy/bound.h"

namespace leeway {

/// The classes of goods that Measures make of what an importer buys on a line (model.md 11.1): what is
/// covered by the same Measures is one class. Measures that name a share but no list cover the most sensitive
/// goods, so that a smaller share lies within a larger one.
class Cuts {
 public:
  struct Goods {
    std::vector<Part> whole{Part{}};  ///< one part: which Measures cover the class, and which leave it out
    std::vector<double> share;        ///< [exporter] of its base-year flow, by basic value
    std::vector<double> base_tariff;  ///< [exporter]
    double otherwise = 0.0;           ///< share of origins that no Measure with a coverage touches
  };
  struct Row {
    std::vector<const BoundMeasure*> by;  ///< Measures that cover part of the line
    std::vector<Goods> classes;
  };

  Cuts(const World& world, const BoundSet& set);

  /// Null where nothing cuts the row.
  const Row* find(int line, int importer) const;
  int classes(int line, int importer) const;
  /// Share of a class in an origin's base-year flow; 1 where nothing cuts the row.
  double share(int line, int importer, int exporter, int goods) const;
  double base_tariff(const World& world, int line, int importer, int exporter, int goods) const;
  /// Takes the line as a whole after all.
  void join(int line, int importer) { rows_.erase({line, importer}); }
  const std::map<std::pair<int, int>, Row>& all() const { return rows_; }

 private:
  std::map<std::pair<int, int>, Row> rows_;  ///< by line, importer
};

}  // namespace leeway
