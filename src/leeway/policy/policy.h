#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/instruments.h"
#include "leeway/policy/ledger.h"
#include "leeway/world/world.h"

namespace leeway {

/// Wedges between the basic price and the user price, as levels, [l][n][i] with n the importer and i
/// the exporter (model.md 2.1).
struct Wedges {
  Array3 tariff;      ///< t, on the customs value
  Array3 export_tax;  ///< e, on the basic price
  Array3 cost;        ///< d: 1 none, 1.1 a 10% cost that nobody receives, relative to the base year
  Array3 access;      ///< share of the base-year varieties still allowed: 1 all, 0 banned
};

/// One Measure as it acts in a Policy.
struct AppliedMeasure {
  Measure measure;
  Status status = Status::in_force;
  std::string because;  ///< "in force", "used by the scenario", "inline", "in force, embedded in the base"
  bool solved = true;   ///< false: kept and reported, but its terms give no number to solve with
  std::vector<std::string> assumptions{};  ///< made where its terms are silent, in words
};

/// The Measures in force at a date, resolved into wedges on a World: what the Model reads.
struct Policy {
  Date as_of{};
  std::optional<Date> known_by;
  Wedges wedges;
  Array2 subsidy;                ///< [n][k] share of unit cost paid to producers
  std::vector<double> transfer;  ///< [n] received, USD million a year, sums to zero
  /// Instruments with a multiplier. Under a tariff-rate quota `wedges.tariff` is the in-quota tariff.
  std::vector<BoundInstrument> instruments;
  std::vector<SplitFlow> split_flows;  ///< in the order of line, importer, exporter
  std::vector<AppliedMeasure> applied;
  std::vector<std::string> warnings;
  std::string content_hash;  ///< of wedges, subsidies, transfers and instruments
};

struct PolicyOptions {
  Date as_of{};
  std::optional<Date> known_by;
  std::vector<std::string> use;            ///< ledger Measures put in force whatever their status
  std::vector<std::string> drop;           ///< ledger Measures taken out; must be in force
  std::vector<Measure> measures;           ///< further Measures, in force
  bool dated_measures = false;             ///< the further Measures act by their own dates, as along a path
  bool alternative_rates = false;          ///< schedules give rate_alt where there is one
  Location where;                          ///< for errors about use and drop
  std::map<std::string, Location> places;  ///< of the ids in use and drop, when they came from a file

  /// The place of an id in use or drop.
  const Location& place(const std::string& id) const {
    const auto found = places.find(id);
    return found == places.end() ? where : found->second;
  }
};

/// The base-year policy: the world's own tariffs, no other wedge.
Policy base_policy(const World& world);
/// The Policy at a date (docs/measures.md, "How Measures on one flow combine").
Policy resolve_policy(const World& world, const Ledger& ledger, const PolicyOptions& options);

/// A day on which what is in force changes.
struct PolicyChange {
  Date date{};
  std::string measure;  ///< id
  std::string what;     ///< "comes into force", "quota rises to 52430 units a year", …
};
/// Every change after `from` up to `to` in the set of Measures in force or in their terms, as known by
/// options.known_by and with its `use` and `drop`; in the order of days, then ids. options.as_of is not read.
std::vector<PolicyChange> change_dates(const Ledger& ledger, const PolicyOptions& options, Date from,
                                       Date to);

/// One line of an explained wedge: what a Measure adds to the tariff of one flow.
struct WedgeLine {
  std::string measure;  ///< "base tariff" or a Measure id
  std::string title;
  Combine combine = Combine::add;
  double rate = 0.0;      ///< its own rate on the line, coverage applied
  double rate_alt = 0.0;  ///< by the second estimate
  double total = 0.0;     ///< the stack after this line
  double total_alt = 0.0;
  bool embedded = false;  ///< already in the base-year tariff
  std::vector<std::string> source;
  std::string confidence;
};
struct WedgeExplanation {
  std::string importer;
  std::string exporter;
  std::string line;
  Date as_of{};
  std::vector<WedgeLine> lines;
  double tariff = 0.0;  ///< what resolve_policy gives
  double tariff_alt = 0.0;
  /// The duty of each part of a flow in parts, and non-tariff Measures on the flow, in words. Which of them
  /// bind only a solve can tell.
  std::vector<std::string> others;
};
/// Why the tariff of one flow is what it is.
WedgeExplanation explain_wedge(const World& world, const Ledger& ledger, const PolicyOptions& options,
                               int line, int importer, int exporter);

}  // namespace leeway
