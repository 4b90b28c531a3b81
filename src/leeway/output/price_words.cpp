#include "leeway/output/price_words.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "leeway/output/format.h"

namespace leeway {

bool beyond_telling(double multiple) { return !(multiple <= dearest_told); }

ReportCell multiple_cell(double multiple) {
  if (beyond_telling(multiple)) return multiple_words(multiple);
  return multiple;
}

ReportCell premium_cell(double premium) {
  if (beyond_telling(1.0 + premium))
    return fmt::format("over {}", with_thousands(100.0 * (dearest_told - 1.0), 0));
  return premium;
}

std::string multiple_words(double multiple) {
  return beyond_telling(multiple) ? fmt::format("over {:.0f}", dearest_told)
                                  : fmt::format("{:.3g}", multiple);
}

std::string dearest_sentence() {
  return fmt::format(
      "No price above {:.0f} times is told: all other suppliers, and all that can be made in the product's "
      "place, are used up there, no market shows such a price, and it says only that nothing is for sale.",
      dearest_told);
}

std::string scarcity_sentence(const std::vector<InstrumentOutcome>& outcomes) {
  std::vector<std::string> ids;
  for (const InstrumentOutcome& o : outcomes)
    if (beyond_telling(1.0 + o.premium) && std::find(ids.begin(), ids.end(), o.measure) == ids.end())
      ids.push_back(o.measure);
  if (ids.empty()) return "";
  return fmt::format(
      "{} {} a premium that is not told. {} Rents and receipts that stand on it are no more "
      "real than it is.",
      fmt::join(ids, ", "), ids.size() == 1 ? "has" : "have", dearest_sentence());
}

}  // namespace leeway
