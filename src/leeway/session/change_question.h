#pragma once

#include <optional>
#include <string>

#include "leeway/policy/room_question.h"
#include "leeway/session/session.h"

namespace leeway {

/// What is known of a brief's question besides the change of policy.
struct AboutChange {
  std::optional<std::string> economy;  ///< whose brief it is
  std::optional<std::string> threat;   ///< a Measure in one line, or an id
};

/// The question of the brief behind a change of policy, from a status quo to what was made of it. The threat
/// is the one of the ledger that was put in, or that hangs on what was put in; the economy is who is
/// threatened, and the deal the rest of the change; terms are as set. With an economy and no such threat: its
/// status quo with the change. Throws InputError where nothing tells whose brief it is, for a Measure that
/// does not fit in one line, and for terms set of what is in force.
RoomQuestion question_of_change(const Ledger& ledger, const Situation& from, const Situation& to,
                                const AboutChange& about = {});

}  // namespace leeway
