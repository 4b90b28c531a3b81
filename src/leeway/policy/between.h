#pragma once

#include <string>
#include <vector>

#include "leeway/policy/policy.h"

namespace leeway {

/// A Measure that two policies do not have alike.
struct MeasureDifference {
  enum class Kind {
    taken_in,   ///< only `to` has it
    taken_out,  ///< only `from` has it
    changed,    ///< both, at other rates, amounts or phases
  };
  std::string id;
  std::string title;
  std::string by;
  Kind kind = Kind::taken_in;
};
/// What differs between two policies of one World, in the order of the days on which it began, then ids.
/// Throws InputError for a policy that was made or changed by hand.
std::vector<MeasureDifference> differences(const World& world, const Policy& from, const Policy& to);
/// `from` with the Measures of `ids` as `to` has them: taken in, taken out, or on its terms. Each keeps the
/// day that its terms were read on.
Policy between(const World& world, const Policy& from, const Policy& to, const std::vector<std::string>& ids);

}  // namespace leeway
