#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "leeway/model/result.h"
#include "leeway/verify/base_year.h"
#include "leeway/verify/policy_view.h"

namespace leeway::second_reading {

/// What one instrument adds to the price of a part.
struct Premium {
  int instrument = 0;
  double log = 0.0;
  double exporter = 0.0;  ///< share of its rent held in the exporting economy
};

/// Where a dollar paid for a part goes. The shares sum to one.
struct DollarShares {
  double seller = 0.0;
  double duty = 0.0;  ///< less what the importer's treasury adds under a purchase commitment
  double export_tax = 0.0;
  double importer_rent = 0.0;
  double exporter_rent = 0.0;
};

/// A part of a flow at the multipliers of a Result.
struct PartReading {
  FlowTerms terms;
  std::vector<Premium> invoice{};  ///< export quotas and price floors, before duty
  std::vector<Premium> quota{};    ///< over the in-quota tariff
  std::vector<Premium> licence{};  ///< import quotas, after duty
  double subsidy = 0.0;            ///< log, of purchase commitments
  double log_price = 0.0;          ///< user price over the seller's basic price, against the base year
  double share = 1.0;              ///< of the flow's user value
  double customs = 1.0;            ///< customs value of a dollar paid
};

/// A flow at the multipliers of a Result.
struct FlowReading {
  std::vector<PartReading> parts;
  bool open = true;
  double demand = 1.0;     ///< factor on what buyers want of it at given prices
  double let_in = 1.0;     ///< share of that which access lets in
  double log_price = 0.0;  ///< of its parts together, with the varieties that access took away
};

/// Total log premium of a list.
double total(const std::vector<Premium>& premia);

/// All flows of a policy at a solved point.
class FlowReader {
 public:
  FlowReader(const World& world, const BaseYear& base, const Options& options, const Policy& policy,
             const Result& result);

  /// Of a row in classes, the parts of all classes by their shares, and the price that leaves the flow the
  /// share that it has.
  FlowReading read(int line, int importer, int exporter) const;
  /// Flows of which some class is in parts, under an instrument, or counted by one.
  const std::set<FlowKey>& controlled() const { return controlled_; }
  bool in_classes(int line, int importer) const { return cut_.count({line, importer}) != 0; }

  /// How hard a flow draws its buyers, and what a backstop sells of the same goods (docs/model.md, E7): to
  /// the power -theta of what each costs, times the base-year share that it has of them.
  struct Pull {
    double bought = 0.0;
    double made = 0.0;
  };
  Pull pull(int line, int importer, int exporter, double share, const FlowReading& flow) const;
  /// A row in classes at the prices of a Result.
  struct CutReading {
    double log_price = 0.0;
    double made = 0.0;                        ///< share of what is spent on the line that a backstop has
    std::vector<std::vector<double>> demand;  ///< [class][exporter] share in the same
  };
  /// Of a row in classes.
  const CutReading& classes(int line, int importer) const { return cut_.at({line, importer}); }

  /// What counts towards the limit of an instrument and what is allowed, in its unit, from trade and prices
  /// as the Result has them. For a price floor: the invoice over the base-year price, and the floor.
  struct Counted {
    double amount = 0.0;
    double allowed = 0.0;
  };
  Counted count(int instrument) const;

  /// Of the money paid for a part. `inside` is the share of each instrument's imports that its quota lets in.
  static DollarShares dollar(const PartReading& part, const std::vector<double>& inside);
  /// The rent of one instrument in a dollar paid for a part.
  static double rent(const PartReading& part, int instrument, const std::vector<double>& inside);

 private:
  FlowReading priced(std::vector<PartReading> parts, double substitution, int l) const;
  FlowReading of_class(int l, int n, int i, int goods) const;
  double base_paid(int l, int n, int i, int goods) const;
  CutReading cut(int l, int n, int classes, double substitution) const;
  /// Share of a class in what is paid for a flow.
  double weight(int l, int n, int i, int goods) const;
  double amount_of(const BoundInstrument& bound, const std::vector<InstrumentFlow>& flows) const;

  const World& world_;
  const BaseYear& base_;
  const Policy& policy_;
  const Result& result_;
  std::map<ClassKey, FlowReading> by_class_;
  std::set<FlowKey> controlled_;
  std::map<std::pair<int, int>, CutReading> cut_;
};

}  // namespace leeway::second_reading
