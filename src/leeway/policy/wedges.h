#pragma once

#include <tuple>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/policy.h"

namespace leeway {

/// The wedge of every flow in time that hardly grows with the number of cells, for those that ask for many.
/// Reads the World and the Policy it was made from, which must outlive it.
class WedgeView {
 public:
  WedgeView(const World& world, const Policy& policy);

  Wedge operator()(int line, int importer, int exporter) const;

 private:
  const World* world_;
  const Policy* policy_;
  std::vector<std::size_t> first_;  ///< [line][importer] its first cell; one more at the end
};

/// All wedges as arrays [l][n][i], for those that walk every flow.
struct DenseWedges {
  Array3 tariff;
  Array3 export_tax;
  Array3 cost;
  Array3 access;
  Array3 demand;
};
DenseWedges dense_wedges(const World& world, const Policy& policy);
/// The flows that differ from the base year.
std::vector<PolicyCell> cells_of(const World& world, const DenseWedges& wedges);

/// Calls `visit(line, importer, exporter, wedge in a, wedge in b)` for the flows that are cells of either.
template <class Visit>
void each_cell_of_either(const World& world, const Policy& a, const Policy& b, Visit visit) {
  const auto before = [](const PolicyCell& x, const PolicyCell& y) {
    return std::tie(x.line, x.importer, x.exporter) < std::tie(y.line, y.importer, y.exporter);
  };
  auto x = a.cells.begin();
  auto y = b.cells.begin();
  while (x != a.cells.end() || y != b.cells.end()) {
    const bool in_a = y == b.cells.end() || (x != a.cells.end() && !before(*y, *x));
    const bool in_b = x == a.cells.end() || (y != b.cells.end() && !before(*x, *y));
    const PolicyCell& at = in_a ? *x : *y;
    const Wedge base{world.tariff(at.line, at.importer, at.exporter)};
    visit(at.line, at.importer, at.exporter, in_a ? x->wedge : base, in_b ? y->wedge : base);
    if (in_a) ++x;
    if (in_b) ++y;
  }
}

}  // namespace leeway
