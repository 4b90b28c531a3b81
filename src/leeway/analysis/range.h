#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/study.h"
#include "leeway/model/model.h"
#include "leeway/policy/term_range.h"

namespace leeway {

/// How many ways of seeing the world an answer is told over.
enum class RangeKind {
  none,  ///< the centre alone
  sets,  ///< every set of elasticities, at the centre of the rest
  full,  ///< the cross of sets, horizons, specific factors, closures and estimates of rates
};
const char* to_string(RangeKind kind);
std::optional<RangeKind> parse_range(std::string_view text);

/// What a range moves.
enum class Moved { elasticities, horizon, supply, closure, rates, terms };
const char* to_string(Moved assumed);

/// One way of seeing the world.
struct RangeCase {
  Options options;
  bool alternative_rates = false;
  std::optional<Moved> moved;        ///< set when it differs from the centre in this alone
  std::string value;                 ///< of what is moved, as an option or a term is written
  std::string name;                  ///< what differs from the centre, in options
  std::optional<TermEnd> term = {};  ///< with Moved::terms
  std::string term_at_centre = {};   ///< as `value`
};

/// What a question leaves open.
struct RangeAxes {
  bool rates = false;                      ///< the second estimate of duties changes some
  bool horizons = true;                    ///< the question is not of a time of its own
  std::vector<TermAssumption> terms = {};  ///< of Measures, each moved alone beside the cross
};
/// The centre first, then cases that move one assumption alone, then what the cross has besides, then the
/// ends of terms of Measures, each alone. A horizon below three years is kept in all of them.
std::vector<RangeCase> range_cases(const World& world, const Options& centre, RangeKind kind,
                                   const RangeAxes& open);
/// A policy as a case sees it: under the second estimate of rates, or with a term at its end. The same object
/// where that changes nothing which is solved.
std::shared_ptr<const Policy> policy_in(const World& world, const std::shared_ptr<const Policy>& policy,
                                        const RangeCase& c);
/// Of each case an earlier one that differs from it in rates or terms, or in the closure, alone: what a
/// policy does is much the same in both, so the solves of one start from those of the other.
std::vector<std::optional<std::size_t>> like_earlier(const std::vector<RangeCase>& cases);
/// How many of the cases have a term of a Measure at an end.
int term_cases(const std::vector<RangeCase>& cases);
/// `full` where it takes at most 1,000 equilibria, else `sets`. Never by a clock.
RangeKind default_range(const World& world, std::size_t equilibria_a_case);

/// USD million within which an economy neither gains nor loses: below what a table in whole millions can tell
/// from rounding.
inline constexpr double no_change_musd = 1.5;

/// A figure with what it is over the cases.
struct Range {
  double central = 0.0;
  double low = 0.0;
  double high = 0.0;
  CaseCount cases;

  void widen(double value);
  /// Both a gain and a loss are in it; what is within `nothing` of zero is neither.
  bool both_signs(double nothing) const { return low < -nothing && high > nothing; }
};

/// A case of a range that has no answer.
struct RangeFailure {
  std::string name;
  std::shared_ptr<const Failure> failure;
};

/// How one policy differs from another, over the cases of a range.
struct ComparisonRange {
  RangeKind kind = RangeKind::none;
  CaseCount cases;
  Comparison low;                                     ///< figure by figure; pairs are left out
  Comparison high;                                    ///< the same
  std::vector<RangeCase> one_by_one;                  ///< that certified and move one assumption alone
  std::vector<std::vector<EconomyChange>> economies;  ///< [one_by_one] economies, then groups
  int terms = 0;                                      ///< of the cases that move a term of a Measure
  std::vector<RangeFailure> failed;
  std::vector<std::string> ids;  ///< of every solve
};
/// Solves the policies of both under every case but the centre, which they are.
ComparisonRange compare_over(const std::shared_ptr<const Shares>& shares, const Options& centre,
                             RangeKind kind, const Solution& from, const Solution& to,
                             const std::function<void(int, int)>& progress = {});

/// Lowers and raises every figure so that `change` lies between.
void widen(EconomyChange& low, EconomyChange& high, const EconomyChange& change);
void widen(SectorChange& low, SectorChange& high, const SectorChange& change);

/// What one assumption moves, all others at the centre.
struct Swing {
  Moved assumed{};
  std::string measure;  ///< with Moved::terms: the Measure, and its term
  std::string term;
  std::string low_at;   ///< its value where the figure is lowest
  std::string high_at;  ///< and where it is highest
  double low = 0.0;
  double high = 0.0;
};
/// Of a figure at the centre and in cases that move one assumption; the largest swing first, none that is
/// zero.
std::vector<Swing> swings(double central, const std::vector<RangeCase>& one_by_one,
                          const std::vector<double>& figures, const Options& centre, const World& world);

}  // namespace leeway
