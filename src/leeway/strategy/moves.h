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

/// How the move or the answer to the threat was found.
struct MoveNote {
  enum class Kind {
    scenario,           ///< the move is this scenario
    made_already,       ///< and it is in force: giving it up takes Measures out and brings others back
    unknown_condition,  ///< this condition of the threat is not in the ledger
    promise,            ///< this Measure is one, and the threat punishes its breach
    condition,          ///< the move is the Measures that the threat names
    no_move,            ///< none is on record
    answer,             ///< retaliation is this scenario
    mirrored,           ///< retaliation is the threat itself, turned on this economy: an assumption
    on_record,          ///< retaliation is this Measure, drawn up and suspended
    no_answer,          ///< none is on record, and the threat has no rate to mirror
    with_threatener,    ///< the other side of the deal makes the threat itself
    asked,              ///< the move is what was asked about; what of it is in force is taken out to compare
  };
  Kind kind{};
  std::string id;                        ///< of the scenario, the condition or the economy
  std::string title;                     ///< of the scenario
  std::vector<std::string> takes_out;    ///< ids of Measures
  std::vector<std::string> brings_back;  ///< the same
  std::vector<std::string> mirrors{};    ///< ids of the Measures that mirror the threat
  bool not_made = false;                 ///< asked: nothing of the move is in force or announced on the day
};

/// What a move is, by which it goes.
enum class MoveKind {
  none,     ///< none is on record behind the threat
  deal,     ///< with others: they act too, or it is a pact
  policy,   ///< acts of its own (or of its customs union) alone, made, kept or lifted
  refusal,  ///< to leave undone what giving in would do
  breach,   ///< not to deliver what was promised
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
  std::vector<MoveNote> notes;

  /// The move is to leave undone what giving in would do.
  bool leaves_undone() const;
};

/// A move that is asked about, in the place of one that is looked for.
struct AskedMove {
  Change deal;                         ///< as in Moves
  Change retreat;                      ///< the same
  std::string title;                   ///< as it was typed
  std::vector<std::string> taken_out;  ///< what of it is in force already
};

/// Finds the moves behind a threat: the deal as asked, else from a scenario with `deal_for`, else from the
/// threat's condition; retaliation from a scenario with `retaliation_for`, else a duty on the threatener that
/// is drawn up and suspended, else the mirror of the threat by `economy`. A member of a customs union answers
/// through it. Throws InputError when the threat is unknown.
Moves find_moves(const World& world, const Ledger& ledger, const std::string& economy,
                 const std::string& threat, Date as_of, std::optional<Date> known_by,
                 const std::vector<Scenario>& scenarios, const std::optional<AskedMove>& asked = {});

/// Of the move of these economies and groups, "*" everyone.
MoveKind move_kind(const World& world, const Ledger& ledger, const Moves& moves,
                   const std::vector<std::string>& movers, Date as_of);

/// Whether the deal is one with who makes the threat: an act of theirs, or a pact.
bool with_threatener(const World& world, const Ledger& ledger, const Moves& moves, Date as_of);

/// The customs union that all of an economy or group belong to on a day, else itself: members levy no duty of
/// their own.
std::string customs_union_of(const World& world, const std::string& economy, Date as_of);
/// A Measure of trade policy by, or on, some members of a customs union and not the others.
struct AloneInUnion {
  std::string measure;
  std::string members;  ///< ids as the Measure has them
  std::string customs_union;
  bool acts = false;  ///< they act; else they are hit

  bool operator==(const AloneInUnion&) const = default;
};
/// Of the deal what single members would do alone, of the threat what it does to them.
std::vector<AloneInUnion> alone_in_union(const World& world, const Ledger& ledger, const Moves& moves,
                                         Date as_of);

/// A policy's options with a change applied. What the change drops and is not in force is left out.
PolicyOptions with_change(const World& world, const Ledger& ledger, PolicyOptions base, const Change& change);

/// The term by which a Measure hits harder or less hard; nothing for one that has no single one.
std::optional<Term> size_term(const Measure& measure);
/// The rate of a threat carried out, a tariff: tried before its day it is taken in full, not at its first
/// step.
double full_rate(const Moves& moves, Date as_of);
/// A Measure as another government would answer it in kind, in force, with the id that it is given: at its
/// one rate, the mean over firms. Nothing for one without a size, or with a schedule of rates by partner.
std::optional<Measure> mirrored(const Measure& measure, const std::string& id, Date as_of);

/// Threats and investigations pending on an economy at a date, as known: those of others, and no threat of
/// which nothing came in its time.
std::vector<const Measure*> pending_on(const World& world, const Ledger& ledger,
                                       const std::vector<int>& members, Date as_of,
                                       std::optional<Date> known_by);

}  // namespace leeway
