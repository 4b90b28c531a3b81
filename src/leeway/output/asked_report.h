#pragma once

#include <string>
#include <vector>

#include "leeway/output/report.h"
#include "leeway/policy/policy.h"

// What was asked, repeated: a slip in a rate, in goods or in a partner is seen at once.
namespace leeway {

/// The goods of a Measure as they were written: tariff lines by their codes.
std::vector<std::string> goods_asked(const Measure& measure);

/// A Measure in one line, "USA on GBR: tariff 25% on goods"; with its terms as a file has them where it does
/// not fit one. Of many goods the first are named.
std::string asked_words(const Measure& measure);

/// A policy that is compared, with its name and the id of the solve under it.
struct AskedSide {
  const Policy& policy;
  std::string name;
  std::string solve;
};

/// Puts to a report the Measures that one of two policies has and the other has not, each with the mean duty
/// before and after on what it touches, and the duties flow by flow: as tables, and as rows of the long
/// table. `shown` rows of a table stand on a terminal.
void add_asked(Report& report, const World& world, const AskedSide& from, const AskedSide& to,
               std::size_t shown);

}  // namespace leeway
