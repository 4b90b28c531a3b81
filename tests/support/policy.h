#pragma once

#include "leeway/policy/policy.h"

namespace leeway::testing {

/// Changes the wedge of one flow: `change` is given the wedge that stands.
template <class Change>
void edit_wedge(const World& world, Policy& policy, int line, int importer, int exporter, Change change) {
  Wedge wedge = policy.wedge(world, line, importer, exporter);
  change(wedge);
  policy.set_wedge(world, line, importer, exporter, wedge);
}

inline void set_tariff(const World& world, Policy& policy, int line, int importer, int exporter,
                       double rate) {
  edit_wedge(world, policy, line, importer, exporter, [&](Wedge& w) { w.tariff = rate; });
}
inline void add_tariff(const World& world, Policy& policy, int line, int importer, int exporter,
                       double points) {
  edit_wedge(world, policy, line, importer, exporter, [&](Wedge& w) { w.tariff += points; });
}
inline void set_export_tax(const World& world, Policy& policy, int line, int importer, int exporter,
                           double rate) {
  edit_wedge(world, policy, line, importer, exporter, [&](Wedge& w) { w.export_tax = rate; });
}
inline void set_cost(const World& world, Policy& policy, int line, int importer, int exporter, double cost) {
  edit_wedge(world, policy, line, importer, exporter, [&](Wedge& w) { w.cost = cost; });
}
inline void set_access(const World& world, Policy& policy, int line, int importer, int exporter,
                       double access) {
  edit_wedge(world, policy, line, importer, exporter, [&](Wedge& w) { w.access = access; });
}

/// A tariff of this rate on all that is traded.
inline Policy uniform_tariff(const World& world, double rate) {
  Policy policy = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i)
        if (n != i) set_tariff(world, policy, l, n, i, rate);
  return policy;
}

}  // namespace leeway::testing
