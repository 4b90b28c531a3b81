#include "leeway/policy/classes.h"

#include <algorithm>

namespace leeway {

namespace {

template <class Flows>
auto find_flow(Flows& flows, int exporter) {
  return std::lower_bound(flows.begin(), flows.end(), exporter,
                          [](const ClassFlow& flow, int wanted) { return flow.exporter < wanted; });
}

}  // namespace

ClassFlow GoodsClass::of(const World& world, int line, int importer, int exporter) const {
  const auto found = find_flow(flows, exporter);
  if (found != flows.end() && found->exporter == exporter) return *found;
  const double tariff = world.tariff(line, importer, exporter);
  return {exporter, share, tariff, {tariff}};
}

ClassFlow& GoodsClass::at(const World& world, int line, int importer, int exporter) {
  const auto found = find_flow(flows, exporter);
  if (found != flows.end() && found->exporter == exporter) return *found;
  return *flows.insert(found, of(world, line, importer, exporter));
}

}  // namespace leeway
