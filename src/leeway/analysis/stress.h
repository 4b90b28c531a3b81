#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/analysis/study.h"
#include "leeway/model/model.h"
#include "leeway/model/welfare.h"
#include "leeway/policy/ledger.h"

namespace leeway {

/// A supplier cuts what it ships of a product.
struct StressInputs {
  std::string economy;            ///< ISO3 or group that is cut off
  std::string product;            ///< "product:magnets", or a sector
  std::string supplier;           ///< ISO3 or group
  bool all_destinations = false;  ///< one quota over everyone that the supplier sells to
  std::vector<double> cuts = {0.25, 0.5, 0.75, 0.9, 1.0};           ///< share of base-year shipments
  std::vector<double> horizons = {0.25, 0.5, 1.0, 3.0, 5.0, 10.0};  ///< years
  Date as_of{};
  std::optional<Date> known_by;
  Options options;
  /// `none`: the central case alone; else what is assumed of the product moves too. The horizons are its own.
  RangeKind range = RangeKind::sets;
  int threads = 0;                         ///< 0: all
  std::function<void(int, int)> progress;  ///< cases done, of how many
};

/// What one set of assumptions says of one cut after one horizon, against the same policy without the cut.
struct StressFigures {
  /// Of the product to buyers in the economy, all origins and the backstop. Far above the cost of making do
  /// it says only that capacity is short: reports tell none above 20.
  double price_multiple = 1.0;
  double supplier_premium = 0.0;  ///< over the supplier's price, decimal; of a ban: 0
  double at_risk_musd = 0.0;      ///< output that sectors lose a year, gains left out; volumes
  double at_risk_share = 0.0;     ///< of the economy's output
  double backstop_share = 0.0;    ///< of what its users spend on it, for making do without the product
  Welfare ev_musd;
  Welfare real_income_pct;
  std::vector<double> sector_musd;  ///< [k] change of output volume, what is made of the backstop left out
  std::vector<double> origin;       ///< [i] share of the same spending: with the backstop's they sum to one
};
struct StressOutcome {
  Verdict verdict;                       ///< of the cut, or of the policy without it where that failed
  std::optional<StressFigures> figures;  ///< when both certified
};

/// The policy without the cut, after one horizon.
struct StressStatusQuo {
  Verdict verdict;
  double price_over_base = 1.0;            ///< of the product to buyers in the economy
  std::vector<double> sector_output_musd;  ///< [k] of the economy
  double backstop_share = 0.0;             ///< as in StressFigures
  std::vector<double> origin;
};

/// A set of assumptions: the central one first.
struct StressCase {
  std::string name;    ///< "central", "substitution low", …, "all against", "all in favour"
  std::string what;    ///< the values, in words
  bool bound = false;  ///< how bad it could be, told beside the range and not in it
};

struct Stress {
  StressInputs inputs;
  std::string economy_name;
  std::string supplier_name;
  std::string product_name;
  std::vector<int> members;
  double shipments_musd = 0.0;   ///< base-year flow that is cut, basic prices
  std::vector<double> use_musd;  ///< [k] base-year purchases of the product's composite
  int sector = 0;                ///< that the product belongs to
  bool critical = false;         ///< the product has assumptions of its own (critical.csv)
  std::vector<StressCase> cases;
  std::vector<StressOutcome> outcomes;      ///< [case][horizon][cut]
  std::vector<StressStatusQuo> status_quo;  ///< [horizon] central case
  PolicyNotes warnings;                     ///< of the policies
  std::string run_id;                       ///< hash of what was asked and of every solve

  const StressOutcome& at(std::size_t c, std::size_t horizon, std::size_t cut) const;
  /// Central figure and the range over the certified cases, bounds left out; nothing where the central case
  /// failed.
  std::optional<Range> range(std::size_t horizon, std::size_t cut,
                             const std::function<double(const StressFigures&)>& of) const;
};

/// Solves every cut after every horizon under every set of assumptions. Throws InputError for unknown names,
/// an economy that is its own supplier, a share outside (0, 1] and a supplier that ships nothing.
Stress stress(const World& world, const Ledger& ledger, const StressInputs& inputs);

}  // namespace leeway
