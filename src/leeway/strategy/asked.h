#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/policy/room_question.h"
#include "leeway/strategy/moves.h"
#include "leeway/world/world.h"

namespace leeway {

/// A question looked up: the ledger with what was typed beside it, and the moves on it.
struct Asked {
  std::string economy;  ///< id
  Date as_of{};
  std::vector<int> members;  ///< on the day
  Ledger ledger;             ///< with the typed threat, so that it has a status as any other
  Moves moves;               ///< points into `ledger`; without retaliation
  std::vector<int> threatener;
  /// The other sides of the deal: neither threatened nor threatener.
  std::vector<int> partners;
  /// Ids of what the deal would put in and is in force already: it is taken out to form the comparison.
  std::vector<std::string> taken_out;
  /// The ledger has the threat on everyone who has some dealings; it is weighed on the economy alone.
  bool aimed = false;
};

/// A secondary threat on everyone hits whoever has the dealings: those of one economy bring it on no other.
/// The ledger with such a threat on the economy alone; nothing for other threats, and for its maker.
std::optional<Ledger> aimed_at(const World& world, const Ledger& ledger, const Measure& threat,
                               const std::string& economy, Date as_of);

/// The id of the Measure that a text names: its own, or that of an episode of threat that names one alone.
/// Throws InputError, with the Measures, for an episode that names several or none; other texts stay.
std::string threat_named(const Ledger& ledger, const PlacedText& text);

/// The Measure of "not MEASURE": what the economy does without the deal and leaves undone with it. Nothing
/// for other texts.
std::optional<PlacedText> left_undone(const PlacedText& text);

/// The ledger with Measures that were typed, and with these lists of goods. Throws InputError for an id that
/// is taken.
Ledger and_measures(const Ledger& ledger, std::vector<Measure> typed, std::vector<GoodsList> lists);

/// The threat of a question as a Measure of a ledger that has it: typed ones are threats made on the day.
/// Throws InputError, at the text, for an id that is not in the ledger, for a threat of an economy on itself
/// or on others alone, and for one that is carried out already.
Asked ask(const World& world, const Ledger& ledger, const RoomQuestion& question);

/// The deal of a question as a brief takes it.
AskedMove move_of(const Asked& asked, const RoomQuestion& question);

}  // namespace leeway
