#pragma once

#include <optional>
#include <string>
#include <vector>

#include "leeway/policy/ledger.h"
#include "leeway/policy/room_question.h"
#include "leeway/strategy/brief.h"

namespace leeway {

/// A question of a brief, looked up: what analyse_brief takes.
struct AskedBrief {
  Ledger ledger;  ///< with what was typed and set
  BriefInputs inputs;
};
/// Looks a question up on a world and a ledger: the threat as one that pends, the deal in the place of one
/// that is looked for, Measures put into the policy in force and taken out of it, terms as set. A question
/// without a day is of the day its threat was made; one without a threat is of the status quo. Throws
/// InputError at the words. The range is the caller's to choose.
AskedBrief ask_brief(const World& world, const Ledger& ledger, const RoomQuestion& question);
/// With the ready scenarios as they were read before: for questions that follow each other fast.
AskedBrief ask_brief(const World& world, const Ledger& ledger, const RoomQuestion& question,
                     std::vector<Scenario> scenarios);

/// How much a brief tells.
enum class BriefDepth {
  centre,  ///< the options at the centre alone, as fast as they solve
  whole,   ///< all that `leeway brief` tells
};
void tell(BriefInputs& inputs, BriefDepth depth);

/// The command line that asks the same: "leeway brief CAN --as-of 2026-01-24 …".
std::string brief_command(const RoomQuestion& question, std::optional<RangeKind> range = {});
/// The same of a threat and a deal with `{it}` that are put to every economy: "leeway room --each …".
std::string room_each_command(const RoomQuestion& question, std::optional<RangeKind> range = {});

/// A term that can be taken hold of, of a Measure behind a brief.
struct TermHandle {
  enum class Role { threat, deal, retaliation, added };
  std::string measure;  ///< id
  std::string title;
  Role role{};
  std::string term;
  std::string text;  ///< as a file writes it
  std::string unit;  ///< of a quota; empty for rates and shares, which are decimals
  double value = 0.0;
  double low = 0.0;  ///< of a slider: what is usual, not what is allowed
  double high = 0.0;
};
const char* to_string(TermHandle::Role role);
std::vector<TermHandle> term_handles(const BriefAnalysis& brief, const RoomQuestion& question);

}  // namespace leeway
