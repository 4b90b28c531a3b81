#pragma once

#include <memory>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/model/model.h"

namespace leeway {

struct DecompositionOptions {
  int steps = 8;           ///< trapezoid steps along the path; even when `richardson` is set
  bool richardson = true;  ///< combine with half as many steps, so that the error falls with steps^-4
};

/// Where a change of ln real income comes from (model.md 2.8): the integral of the marginal changes along
/// the path on which log wedges move in proportion from one policy to the other. Entries are log points.
struct WelfareDecomposition {
  std::vector<double> exact;              ///< [n] ln W at `to` less ln W at `from`, both solved
  std::vector<double> terms_of_trade;     ///< [n] border prices of exports less those of imports
  std::vector<double> import_volume;      ///< [n] import quantities times the duty on them
  std::vector<double> export_volume;      ///< [n] export quantities times the export tax on them
  std::vector<double> output_distortion;  ///< [n] output times its markup, tax or subsidy
  std::vector<double> resource_cost;      ///< [n] costs of trade that nobody receives, paid by the buyer
  std::vector<double> variety;            ///< [n] origins that bans shut out of the buyer's choice, and what
                                          ///< tastes that changed are worth away from base-year prices
  std::vector<double> transfers;          ///< [n] deficits and transfers received
  std::vector<double> total;              ///< [n] sum of the terms
  std::vector<double> gap;                ///< [n] exact less total: what the steps leave over

  // The terms that belong to a pair of economies, [l][n][partner]; each sums to the figure above.
  Array3 terms_of_trade_by;
  Array3 import_volume_by;
  Array3 export_volume_by;

  int solves = 0;  ///< between the two
  /// The first point of the path that was not certified, and its share of the way. The figures above then
  /// stop short of `to`.
  std::shared_ptr<const Failure> failure;
  double failed_at = 0.0;

  bool complete() const { return failure == nullptr; }
};

/// Never throws for a point that does not solve: look at `failure`. Throws InputError for fewer than one
/// step, or an odd number with Richardson's combination.
WelfareDecomposition decompose_welfare(const Model& model, const Solution& from, const Solution& to,
                                       const DecompositionOptions& options = {});

/// The first-order terms that Caliendo and Parro (2015), Table 2, print as welfare: one step with the
/// weights of `from` and hats less one in the place of logs. Far from exact for large changes; kept to
/// compare with their paper. Shares of income, not percent.
struct Cp2015FirstOrder {
  std::vector<double> terms_of_trade;  ///< [n]
  std::vector<double> volume;          ///< [n]
  std::vector<double> welfare;         ///< [n] their sum
  std::vector<double> real_wage;       ///< [n] exact, less one
};
Cp2015FirstOrder cp2015_first_order(const World& world, const Solution& from, const Solution& to);

}  // namespace leeway
