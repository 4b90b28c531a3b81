#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/range.h"
#include "leeway/model/model.h"

namespace leeway {

/// A solved policy in which importers hold a share of the rents of some of its limits.
struct RentHolder {
  double importer_share = 0.0;  ///< the rest is held in the exporting economies
  bool halved = false;          ///< the limits are cut to half of what comes in
  std::shared_ptr<const Policy> policy;
};
/// Importers hold none, half and all of the rents of the quotas, restrictions and price floors of `measures`
/// (ids); where none of them binds no one holds any, and the limits are also cut so that they would. Empty
/// when they have none.
std::vector<RentHolder> by_rent_holder(const Solution& solved, const std::vector<std::string>& measures);

/// `to` against `from` by who holds the rents of the limits that `from` has not.
struct RentComparison {
  double importer_share = 0.0;
  double rent_musd = 0.0;  ///< of those limits, all holders
  std::vector<std::string> measures;
  Verdict verdict;
  std::optional<Comparison> figures;  ///< when it certified
};
/// Empty when there is no such limit, or none that binds.
std::vector<RentComparison> compare_by_rent_holder(const Model& model, const Solution& from,
                                                   const Solution& to);
/// Takes the holders of rents into a range.
void widen(ComparisonRange& range, const std::vector<RentComparison>& holders);

}  // namespace leeway
