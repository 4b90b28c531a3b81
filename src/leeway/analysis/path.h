#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/model/model.h"
#include "leeway/policy/ledger.h"
#include "leeway/policy/scenario.h"

namespace leeway {

enum class Every { month, quarter, year };
std::optional<Every> parse_every(std::string_view text);

/// A walk through the ledger from day to day.
struct PathInputs {
  Scenario scenario;  ///< what it uses, drops and adds holds on every day; its as_of is not read
  Date from{};
  Date to{};
  Every every = Every::quarter;
  Options options;
  bool alternative_rates = false;  ///< every day as the second estimate of duties has it
  bool adjust = false;  ///< each day's horizon is the time since `from`, at least `shortest_horizon`
  std::function<void(int, int)> progress;
};

/// The first quarter's horizon serves earlier days too: before it goods hardly replace each other.
inline constexpr double shortest_horizon = 0.25;

/// What an equilibrium says of a day.
struct PathLevels {
  /// [n] real income, USD million at base-year prices, at the horizon by which the day is priced: of the day,
  /// and of the policy of `from` under the same options.
  std::vector<double> real_income;
  std::vector<double> real_income_from;
  std::vector<InstrumentOutcome> instruments;
};

struct PathPoint {
  Date date{};
  bool regular = true;                ///< on the grid; else a day on which something changes
  std::vector<PolicyChange> changes;  ///< since the point before
  std::optional<double> horizon;      ///< years
  std::optional<double> priced_at;    ///< horizon of its real income: the shortest at which welfare is told
  double lasts_years = 0.0;           ///< until the next point; the last one has none
  int measures = 0;                   ///< in force
  Verdict verdict;
  std::optional<PathLevels> levels;  ///< when the day and the policy of `from` certified, at both horizons
};

struct Path {
  PathInputs inputs;
  std::vector<double> base_income;      ///< [n]; empty when nothing certified
  std::vector<PathPoint> points;        ///< in the order of days
  std::vector<Verdict> starts;          ///< policy of `from`, one a horizon
  Date last_entry{};                    ///< the ledger's last announcement; Date{} where it has none
  std::vector<AppliedMeasure> applied;  ///< in force on some day, each once
  std::shared_ptr<const Policy> first;  ///< policy of `from`
  std::shared_ptr<const Policy> last;   ///< and of `to`
  PolicyNotes warnings;
  std::vector<TermAssumption> terms;  ///< of Measures that act on some of the days and not on all
  bool two_estimates = false;         ///< the second estimate of duties changes a rate of some day
  std::string run_id;                 ///< hash of what was asked and of every solve

  bool beyond_ledger() const { return last_entry != Date{} && inputs.to > last_entry; }
};

/// The same walk over the cases of a range but the centre; with `adjust` the horizon is the day's own.
struct PathRange {
  RangeKind kind = RangeKind::none;
  CaseCount cases;                             ///< in which every day has an answer, the centre among them
  int terms = 0;                               ///< of the cases that move a term of a Measure
  std::vector<std::vector<PathPoint>> points;  ///< of those
  std::vector<std::string> ids;                ///< of every walk
};
PathRange walk_over(const World& world, const Ledger& ledger, const Path& centre, RangeKind kind);
/// How many equilibria one walk takes.
std::size_t equilibria_of(const Path& path);

/// Solves every day of the grid and every day on which a Measure changes, on all processors. A Measure of the
/// scenario keeps to its own dates. Throws InputError when `to` is not after
/// `from`.
Path walk(const World& world, const Ledger& ledger, const PathInputs& inputs);

/// The day so many months after another; the last of the month where there is no such day.
Date months_after(Date from, int months);

/// The first and the last day on which the ledger learned something.
struct LedgerSpan {
  Date first{};
  Date last{};
};
LedgerSpan span_of(const Ledger& ledger);
inline Date last_entry(const Ledger& ledger) { return span_of(ledger).last; }

}  // namespace leeway
