#pragma once

#include <array>
#include <map>

#include "leeway/policy/parts.h"

namespace leeway {

/// What licences let through of a flow, or of a part of it.
struct LetThrough {
  double now = 1.0;                  ///< share of what would be sold
  double then = 1.0;                 ///< in the base year
  const BoundMeasure* by = nullptr;  ///< the licence that refuses the largest share now
  int count = 0;                     ///< licences that refuse some of it now

  bool none() const { return now <= nothing; }
  /// Nothing was sold in the base year that could be scaled up.
  bool is_lost() const { return then <= nothing; }
  /// Against the base year: below one a limit on the quantity of that year, above one demand set free.
  double change() const { return is_lost() ? 1.0 : now / then; }

  static constexpr double nothing = 1e-9;
};

/// The flows of which licences refuse a share, now or in the base year. Shares let through multiply.
class Restrictions {
 public:
  /// Line, importer, exporter, class of goods, part; -1: the whole of it.
  using Key = std::array<int, 5>;

  Restrictions(const BoundSet& set, const Cuts& cuts, const FlowParts& parts);

  const std::map<Key, LetThrough>& all() const { return all_; }
  /// Nothing where none is refused.
  const LetThrough* find(const Key& key) const;

 private:
  std::map<Key, LetThrough> all_;
};

}  // namespace leeway
