#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/threat_record.h"

namespace leeway {

/// How a threat is foretold on the day that it is made.
enum class ThreatRule {
  kind,   ///< the share of its maker's threats of its kind, as a brief tells it (below `few_threats`: all)
  maker,  ///< the share of all of its maker's threats
  all,    ///< the share of all threats
  half,   ///< one half: knows nothing
  never,  ///< that none is carried out
  hindsight,  ///< the share of those that are scored, which nobody could know: no constant does better
};
/// Fewer of a kind say little, and all of their maker's are counted instead.
inline constexpr int few_threats = 10;

/// Mean of (p - outcome)^2 (Brier 1950) of one rule, 0 best; with its difference to one half (negative:
/// better) and that difference's standard error over threats, which are taken as independent.
struct RuleScore {
  ThreatRule rule{};
  double brier = 0.0;
  double mean = 0.0;  ///< of p
  double over_half = 0.0;
  std::optional<double> standard_error;  ///< nothing of fewer than two
  double brier_of_made = 0.0;            ///< over all that were made: what is open counts as not carried out
};

/// The rules over the threats that were made and decided by a day. Shares count the threats made before each,
/// as they stood on its day: p = (k + 1/2) / (n + 1) of n with k carried out, so that no rule but `hindsight`
/// knows what came later. Shares count what is open as not carried out so far, so that over those decided
/// they come out low: scores over all that were made stand beside.
struct ThreatScores {
  std::string by;  ///< economy or group, empty: all makers
  Date known_by{};
  int made = 0;
  int scored = 0;                ///< decided: carried out or withdrawn
  int carried_out = 0;           ///< of those, in full or in part
  std::vector<RuleScore> rules;  ///< in the order of the enumeration; none where none is decided
};
/// Throws InputError for an unknown maker.
ThreatScores threat_scores(const World& world, const Ledger& ledger, const std::string& by, Date known_by);
/// The same by the end of every half-year from the first that is decided on, then by `known_by`.
std::vector<ThreatScores> threat_scores_over_time(const World& world, const Ledger& ledger,
                                                  const std::string& by, Date known_by);

}  // namespace leeway
