#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/array.h"
#include "leeway/policy/classes.h"
#include "leeway/policy/instruments.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/policy_note.h"
#include "leeway/policy/scale.h"
#include "leeway/world/world.h"

namespace leeway {

/// A flow whose wedge differs from the base year's.
struct PolicyCell {
  int line = 0;
  int importer = 0;
  int exporter = 0;
  Wedge wedge;

  bool operator==(const PolicyCell&) const = default;
};

/// A producer that is paid a subsidy.
struct SubsidyCell {
  int economy = 0;
  int producer = 0;
  double rate = 0.0;  ///< share of unit cost

  bool operator==(const SubsidyCell&) const = default;
};

/// Why a Measure acts.
enum class Reason {
  in_force,      ///< on the day
  in_base_year,  ///< in force, and the tariffs and flows of the base year contain it
  used,          ///< by the scenario, whatever its status
  inlined,       ///< the scenario wrote it
};
/// Whether it acts because it is in force on the day.
inline bool is_in_force(Reason reason) { return reason <= Reason::in_base_year; }

/// One Measure as it acts in a Policy.
struct AppliedMeasure {
  std::shared_ptr<const Measure> measure;
  Status status = Status::in_force;
  Reason because = Reason::in_force;
  bool solved = true;         ///< false: kept and reported, but its terms give no number to solve with
  PolicyNotes assumptions{};  ///< made where its terms are silent
};

struct Resolution;

/// The Measures in force at a date, resolved into what they change of the base year of a World: what the
/// Model reads.
struct Policy {
  Date as_of{};
  std::optional<Date> known_by;
  /// Flows whose wedge differs from the base year's, each once, in the order of line, importer, exporter.
  /// Under a tariff-rate quota the tariff is the one in the quota. Of flows in parts or in classes the mean.
  std::vector<PolicyCell> cells;
  std::vector<CutRow> cut_rows;              ///< in the order of line, importer
  std::vector<SubsidyCell> subsidies;        ///< none of rate zero, in the order of economy, producer
  std::vector<double> transfer;              ///< [n] received, USD million a year, sums to zero
  std::vector<BoundInstrument> instruments;  ///< with a multiplier
  std::vector<SplitFlow> split_flows;        ///< in the order of line, importer, exporter, class
  std::vector<AppliedMeasure> applied;
  PolicyNotes warnings;
  /// The bound Measures that it was resolved from, for with(), without() and scaled(); nothing in a policy
  /// that was made or changed by hand.
  std::shared_ptr<const Resolution> resolution;

  /// The wedge of a flow; `world` is the one that the policy was made for.
  Wedge wedge(const World& world, int line, int importer, int exporter) const;
  /// Puts a wedge on a flow. One that equals the base year's takes the flow out of the cells. On a flow in
  /// classes it is the mean: those of all classes move by as much.
  void set_wedge(const World& world, int line, int importer, int exporter, const Wedge& wedge);
  /// The classes of what an importer buys on a line; null where it is not cut.
  const CutRow* cut_row(int line, int importer) const;
  /// Share of unit cost paid to a producer.
  double subsidy(int economy, int producer) const;
  void set_subsidy(int economy, int producer, double rate);
};

/// Hash of everything in a Policy that the equations read or that their answer repeats (docs/architecture.md,
/// Determinism). Titles, notes, warnings and assumptions are not in it.
std::string fingerprint(const Policy& policy);

/// A term of a Measure at one end of its range.
struct TermEnd {
  std::string measure;  ///< id
  std::string term;
  bool high = false;

  bool operator==(const TermEnd&) const = default;
};

struct PolicyOptions {
  Date as_of{};
  std::optional<Date> known_by;
  std::vector<std::string> use;    ///< ledger Measures put in force whatever their status
  std::vector<std::string> drop;   ///< ledger Measures taken out; must be in force
  std::vector<Measure> measures;   ///< further Measures, in force unless their own dates say otherwise
  std::vector<GoodsList> lists;    ///< of goods, beside the ledger's
  std::vector<TermScale> scaled;   ///< terms of Measures that act, multiplied
  bool alternative_rates = false;  ///< schedules give rate_alt where there is one
  std::vector<TermEnd> ends;       ///< terms at one end of their range, now and in the base year
  Location where;                  ///< for errors about use and drop
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

/// The policy with one Measure more, written beside the ledger. This and the next resolve again from the
/// bound Measures of the policy, on the World that it was resolved on, without reading the ledger: the same
/// as resolve_policy with the options changed so. Throw InputError as that does, and for a policy that was
/// made or changed by hand.
Policy with(const World& world, const Policy& policy, const Measure& measure);
/// With a Measure of the ledger, whatever its status.
Policy with(const World& world, const Policy& policy, const std::string& id);
/// Without a Measure, however it came to act; drop of one in force, or of one that the base year contains.
Policy without(const World& world, const Policy& policy, const std::string& id);
/// With a term of a Measure that acts multiplied.
Policy scaled(const World& world, const Policy& policy, const TermScale& scale);
/// With other terms of some Measures: what resolve_policy gives on `ledger` with `options`, where the
/// policy's own had the same Measures by id, of which the ledger's `ids` and those that the options write may
/// have other terms. Nothing where the options differ in more, or write what a world takes apart. Throws
/// InputError for terms that resolve_policy refuses.
std::optional<Policy> with_terms(const World& world, const Policy& policy, const Ledger& ledger,
                                 const PolicyOptions& options, const std::vector<std::string>& ids);
/// Under the second estimate of scheduled rates.
Policy under_alternative_rates(const World& world, const Policy& policy);

/// With a term of a Measure at one end of its range, in the base year too: what is assumed of a Measure is
/// assumed of all its time. The policy itself where the Measure neither acts nor is in the base year.
Policy at_end(const World& world, const Policy& policy, const TermEnd& end);

/// A day on which what is in force changes.
struct PolicyChange {
  Date date{};
  std::string measure;    ///< id
  std::string what;       ///< "comes into force", "quota rises to 52430 units a year", …
  bool of_terms = false;  ///< its terms change; else it begins or ends
  bool slight = false;    ///< rates of a schedule move by less than a twentieth of a point
};
/// Every change after `from` up to `to` in the set of Measures in force or in their terms, as known by
/// options.known_by and with its `use` and `drop`; in the order of days, what begins and ends before
/// what changes its terms, then ids. options.as_of is not read.
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
