#pragma once

#include <string>
#include <vector>

#include "leeway/policy/policy.h"

namespace leeway {

/// Who acts and who is hit by the Measures that a question is about, and on which goods.
struct Parties {
  std::vector<const Measure*> measures;  ///< in question; they live as long as the policies do
  std::vector<std::string> targets;      ///< ids of economies and groups that Measures name, "*" left out
  std::vector<std::string> actors;       ///< that are no targets themselves
  std::vector<int> members;              ///< economies of both
  std::vector<char> sectors;  ///< [k] whether a Measure names goods of that sector, and not nearly all

  bool names(int economy, int sector) const;
};
Parties parties_of(const World& world, Date as_of, const std::vector<const Measure*>& measures);
/// Of the Measures that one of two policies has and the other has not.
Parties parties_between(const World& world, const Policy& from, const Policy& to);

}  // namespace leeway
