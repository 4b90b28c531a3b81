#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/policy/room_question.h"
#include "leeway/policy/scenario.h"
#include "verbs.h"

// Policy that was typed on the command line instead of written in a file.
namespace leeway::cli {

/// A Measure in one line, or one of the ledger by its id, that was given to an option. Throws InputError at
/// the word.
std::vector<Measure> typed_measures(const std::vector<std::string>& lines, const std::string& option,
                                    Date announced);

/// The ready threat of a name or file; nothing for the name of an economy or group, and for other words.
std::optional<RoomQuestion> ready_question(const World& world, const std::string& name);

/// What --add and --drop change on a day, put on a scenario where there is one. Lines are Measures, other
/// words ids of the ledger. Without --as-of the scenario's day, else `otherwise`.
Scenario typed_scenario(const TypedPolicy& typed, std::optional<Scenario> base, Date otherwise);

}  // namespace leeway::cli
