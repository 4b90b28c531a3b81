#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/world/world.h"

namespace leeway {

/// A share with its Jeffreys interval: quantiles 2.5% and 97.5% of Beta(k + 1/2, n - k + 1/2), with ends 0 at
/// none and 1 at all (Brown, Cai and DasGupta 2001, Interval Estimation for a Binomial Proportion,
/// section 3.1).
struct ShareInterval {
  int hits = 0;
  int of = 0;
  double low = 0.0;
  double high = 1.0;

  /// Nothing of none.
  std::optional<double> share() const;
};
/// Throws std::logic_error for hits below 0 or above `of`.
ShareInterval jeffreys(int hits, int of);

/// One episode as it was known by a day.
struct ThreatEpisode {
  const Event* event = nullptr;  ///< lives as long as the ledger
  ThreatOutcome outcome = ThreatOutcome::open;
  std::optional<int> days;  ///< from word to act, where it was carried out
};

/// Whether nothing more is to come of it: carried out or withdrawn.
bool is_decided(ThreatOutcome outcome);

/// Of some threats, how they stood.
struct ThreatCount {
  std::optional<ThreatKind> kind;  ///< nothing: of all kinds
  int made = 0;
  int in_full = 0;
  int in_part = 0;
  int suspended = 0;
  int withdrawn = 0;
  int open = 0;
  ShareInterval carried_out;          ///< in full or in part, of all made
  ShareInterval fully;                ///< in full, of all made
  std::optional<double> median_days;  ///< from word to act
};

/// A count made elsewhere, by other rules: it stands beside the ledger's own and is never added to it.
struct OutsideCount {
  const char* what;
  int made;
  double fully;
  double withdrawn;
  const char* period;
  const char* source;
};
const OutsideCount& outside_count();

struct ThreatRecord {
  std::string by;  ///< economy or group, empty: all
  Date known_by{};
  std::vector<ThreatEpisode> episodes;  ///< the latest first
  ThreatCount all;
  std::vector<ThreatCount> kinds;  ///< in the order of the enumeration, none that was never made
};

/// The record of threats made up to a day. Throws InputError for an unknown maker.
ThreatRecord threat_record(const World& world, const Ledger& ledger, const std::string& by, Date known_by);

/// The threats by the maker of one that is asked about and is left out itself.
struct LikeThreats {
  /// Of the kind of the episode that names the Measure; nothing where none does.
  std::optional<ThreatCount> of_kind;
  ThreatCount all;
  bool itself_left_out = false;  ///< an episode of the record is the threat
};
/// Nothing where the maker made no other.
std::optional<LikeThreats> threats_like(const World& world, const Ledger& ledger, const Measure& threat,
                                        Date known_by);

}  // namespace leeway
