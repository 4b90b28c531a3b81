#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/policy/policy.h"
#include "leeway/policy/scenario.h"
#include "leeway/world/world.h"

namespace leeway {

/// Measures that a move adds to and takes from the status quo.
struct Change {
  std::vector<std::string> use;
  std::vector<std::string> drop;
  std::vector<Measure> measures;
  std::string scenario;  ///< id of the scenario it was read from, or empty

  bool empty() const { return use.empty() && drop.empty() && measures.empty(); }
  /// Ids of all it names, for tables.
  std::vector<std::string> ids() const;
};

/// What stands behind a threat: the move that it answers, the way back, and the answer to it.
struct Moves {
  const Measure* threat = nullptr;
  bool threat_in_force = false;  ///< it already binds at as_of
  /// The threat punishes the breach of a promise (a pledge or purchases): the move is not to deliver.
  bool promise = false;
  Change deal;         ///< the move, on top of the status quo; empty when it is made already or unknown
  Change retreat;      ///< what gives the move up; empty when the status quo is without it
  Change retaliation;  ///< empty when there is nothing to answer with
  std::vector<std::string> notes;  ///< how each was found, in words
};

/// Finds the moves behind a threat: the deal from a scenario with `deal_for`, else from the threat's
/// condition; retaliation from a scenario with `retaliation_for`, else the mirror of the threat by
/// `economy` on the threatener. Throws InputError when the threat is unknown.
Moves find_moves(const World& world, const Ledger& ledger, const std::string& economy,
                 const std::string& threat, Date as_of, std::optional<Date> known_by,
                 const std::vector<Scenario>& scenarios);

/// A policy's options with a change applied. What the change drops and is not in force is left out.
PolicyOptions with_change(const World& world, const Ledger& ledger, PolicyOptions base, const Change& change);

/// A Measure of its own (new id) with its rates or cost scaled; nothing for one that has neither.
std::optional<Measure> scaled(const Measure& measure, Date as_of, double factor);

/// Threats and investigations pending on an economy at a date, as known.
std::vector<const Measure*> pending_on(const World& world, const Ledger& ledger,
                                       const std::vector<int>& members, Date as_of,
                                       std::optional<Date> known_by);

}  // namespace leeway
