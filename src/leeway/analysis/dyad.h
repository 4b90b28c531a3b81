#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/world/world.h"

namespace leeway {

/// What a government does to, or with, another, as far as entries of a ledger say.
enum class DyadAct {
  threatens,     ///< a Measure or an episode of threat
  draws_up,      ///< a restriction is announced for a later day
  investigates,  ///< a case that may end in one
  restricts,     ///< it comes into force, or into force again
  eases,         ///< it is suspended or withdrawn, or a quota or floor takes the place of a duty
  calls_off,     ///< what was not in force is withdrawn or put off
  runs_out,      ///< its own end comes, and nobody acts
  promises,      ///< a pact, purchases or a transfer are announced
  cooperates,    ///< they come into force
  breaks_off,    ///< they are suspended or withdrawn
  agrees,
  concedes,
  visits,
  hosts,
  meets,
  states,
  other,  ///< a ruling, a deadline: nobody acts on the other
};
/// The code of the nearest kind of event in CAMEO (Schrodt 2012); nothing where there is none.
const char* cameo_code(DyadAct act);
/// Its value on the scale of Goldstein (1992, Journal of Conflict Resolution 36(2): 369-385) from -10,
/// conflict, to +10, cooperation, as carried over to CAMEO's codes; nothing where there is none.
std::optional<double> goldstein_value(DyadAct act);
/// Every act that has a value, in the order of the enumeration.
const std::vector<DyadAct>& valued_acts();

struct DyadEntry {
  Date day{};
  bool forth = true;  ///< the first acts on the second; else the second on the first
  DyadAct act{};
  std::string id;  ///< of a Measure or event
  std::string title;
  std::string confidence;
  std::string precision = "day";  ///< of `day`
  bool on_all = false;            ///< aimed at everyone: listed and not counted
  bool repeats = false;           ///< the same act of the same day by another entry: counted once

  /// What it adds to its month.
  double counted() const { return on_all || repeats ? 0.0 : goldstein_value(act).value_or(0.0); }
};

struct DyadMonth {
  Date month{};  ///< its first day
  double forth = 0.0;
  double back = 0.0;
  int entries = 0;
};

/// Ideal points of a year in votes of the UN General Assembly (ideal_points.h).
struct DyadVotes {
  int year = 0;
  double first = 0.0;
  double second = 0.0;
};

/// The entries of a ledger between two economies or groups, and their sums by month.
struct Dyad {
  std::string first;  ///< ids
  std::string second;
  Date from{};
  Date to{};
  std::optional<Date> known_by;
  std::vector<DyadEntry> entries;  ///< by day, then direction, act and id
  std::vector<DyadMonth> months;   ///< every one of the time
  std::vector<DyadVotes> votes;    ///< of two economies that vote, by year of the time
  std::string run_id;
};

/// From the first entry to the ledger's last announcement where no days are given; after that the terms of
/// what is announced say what is to come. Throws InputError for unknown names, for two that have a member in
/// common, and for days in the wrong order.
Dyad dyad(const World& world, const Ledger& ledger, const std::string& first, const std::string& second,
          std::optional<Date> from, std::optional<Date> to, std::optional<Date> known_by);

}  // namespace leeway
