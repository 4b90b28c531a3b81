#include "leeway/policy/restrictions.h"

namespace leeway {

namespace {

/// Calls `visit(key, share)` with what a licence refuses of every flow, or of its parts. `covers` is the
/// Measure by which parts know whether it takes them.
template <class Visit>
void each_refusal(const BoundMeasure& licence, const BoundMeasure& covers, const Cuts& cuts,
                  const FlowParts& parts, Visit visit) {
  licence.each_flow([&](int l, int n, int i) {
    if (!(licence.restriction(l) > 0.0)) return;
    for (int goods = 0; goods < cuts.classes(l, n); ++goods) {
      if (!(cuts.share(l, n, i, goods) > 0.0)) continue;
      const std::vector<Part>& split = parts.of({l, n, i, goods});
      for (std::size_t p = 0; p < split.size(); ++p)
        if (const double refused = licence.restriction(l) * covers.coverage(l, i, &split[p]); refused > 0.0)
          visit(Restrictions::Key{l, n, i, goods, split.size() > 1 ? static_cast<int>(p) : -1}, refused);
    }
  });
}

}  // namespace

Restrictions::Restrictions(const BoundSet& set, const Cuts& cuts, const FlowParts& parts) {
  std::map<Key, double> most;
  for (const Acting& acting : set.now)
    each_refusal(*acting.bound, *acting.bound, cuts, parts, [&](const Key& key, double refused) {
      LetThrough& flow = all_[key];
      flow.now *= 1.0 - refused;
      ++flow.count;
      if (double& largest = most[key]; refused > largest) {
        flow.by = acting.bound.get();
        largest = refused;
      }
    });
  for (const auto& licence : set.in_base) {
    // Parts are named after the Measure as it acts now; one that has ended takes its share of all parts.
    const Acting* acting = set.find(licence->measure().id);
    each_refusal(*licence, acting != nullptr ? *acting->bound : *licence, cuts, parts,
                 [&](const Key& key, double refused) { all_[key].then *= 1.0 - refused; });
  }
}

const LetThrough* Restrictions::find(const Key& key) const {
  const auto found = all_.find(key);
  return found == all_.end() ? nullptr : &found->second;
}

}  // namespace leeway
