#pragma once

#include <map>
#include <memory>
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

  /// Rows that the same Measures cut are taken from `like`, of a policy that is still there.
  Cuts(const World& world, const BoundSet& set, const Cuts* like = nullptr);

  /// Null where nothing cuts the row.
  const Row* find(int line, int importer) const;
  int classes(int line, int importer) const;
  /// Share of a class in an origin's base-year flow; 1 where nothing cuts the row.
  double share(int line, int importer, int exporter, int goods) const;
  double base_tariff(const World& world, int line, int importer, int exporter, int goods) const;
  /// Takes the line as a whole after all.
  void join(int line, int importer) { rows_.erase({line, importer}); }
  const std::map<std::pair<int, int>, std::shared_ptr<const Row>>& all() const { return rows_; }

 private:
  struct Cutter {
    const BoundMeasure* bound;
    bool in_tariffs;

    bool operator==(const Cutter&) const = default;
  };
  struct Made {
    std::vector<Cutter> by;
    std::shared_ptr<const Row> row;  ///< null where all is one class
  };
  using Place = std::pair<int, int>;  // line, importer

  static std::map<Place, std::vector<Cutter>> cutters(const World& world, const BoundSet& set);

  std::shared_ptr<const std::map<Place, Made>> made_;  ///< as cut, before any was joined
  std::map<Place, std::shared_ptr<const Row>> rows_;
};

}  // namespace leeway
