#include <algorithm>

#include "leeway/policy/multipliers.h"

namespace leeway {

namespace {

bool same_flows(const BoundInstrument& a, const BoundInstrument& b) {
  return std::equal(a.flows.begin(), a.flows.end(), b.flows.begin(), b.flows.end(),
                    [](const InstrumentFlow& x, const InstrumentFlow& y) {
                      return x.line == y.line && x.importer == y.importer && x.exporter == y.exporter &&
                             x.part == y.part && x.goods == y.goods;
                    });
}

/// How tight a limit is, on a scale of its kind; nothing for those that are not compared.
std::optional<double> tightness(const BoundInstrument& bound) {
  if (!bound.reference.empty()) return std::nullopt;
  double total = 0.0;
  for (const InstrumentFlow& flow : bound.flows) total += flow.quantity;
  switch (bound.control) {
    case Control::export_quota:
    case Control::import_quota:
      return bound.by_value ? -bound.limit : -bound.limit / total;
    case Control::purchase_commitment:
      return bound.limit;
    case Control::price_floor:
      return bound.flows.front().floor;
    case Control::tariff_rate_quota:
      return std::nullopt;
  }
  return std::nullopt;
}

bool comparable(const BoundInstrument& a, const BoundInstrument& b) {
  const auto is_quota = [](const BoundInstrument& it) {
    return it.control == Control::export_quota || it.control == Control::import_quota;
  };
  return (a.control == b.control || (is_quota(a) && is_quota(b))) && a.by_value == b.by_value &&
         a.index == b.index && a.max_subsidy == b.max_subsidy && same_flows(a, b) && tightness(a) &&
         tightness(b);
}

}  // namespace

void merge_instruments(std::vector<BoundInstrument>& instruments, PolicyNotes& warnings) {
  for (std::size_t a = 0; a < instruments.size(); ++a)
    for (std::size_t b = a + 1; b < instruments.size();) {
      if (!comparable(instruments[a], instruments[b])) {
        ++b;
        continue;
      }
      if (*tightness(instruments[b]) > *tightness(instruments[a])) std::swap(instruments[a], instruments[b]);
      add_once(warnings, {PolicyNote::Kind::tighter_of_two,
                          instruments[a].measure,
                          {std::min(instruments[a].measure, instruments[b].measure),
                           std::max(instruments[a].measure, instruments[b].measure)}});
      instruments.erase(instruments.begin() + static_cast<std::ptrdiff_t>(b));
    }
}

}  // namespace leeway
