#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "leeway/analysis/range.h"
#include "leeway/policy/room_question.h"
#include "leeway/strategy/duration.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/moves.h"

namespace leeway {

/// One question put to many: `{it}` in its threat and deal stands for each of them.
struct RoomEachInputs {
  RoomQuestion question;
  std::vector<std::string> economies;  ///< ids of economies and groups
  Duration duration;
  Options options;
  RangeKind range = RangeKind::sets;
  int threads = 0;
  std::function<void(int, int)> progress;  ///< solves done, of how many
};

/// The answer for one of them.
struct RoomRow {
  std::string economy;
  std::string name;
  std::optional<Leeway> leeway;  ///< nothing where its central case failed
  std::optional<FailedCase> no_leeway;
  Range gain_musd;
  Range loss_musd;
};

struct RoomEach {
  std::string run_id;
  RoomEachInputs inputs;
  std::string threat_by;              ///< who threatens
  MoveKind kind = MoveKind::none;     ///< of all; none where they differ
  std::vector<RoomRow> rows;          ///< the least leeway first, then by what the punishment costs of income
  std::vector<std::string> in_union;  ///< who would act, or be hit, without the rest of its customs union
  std::vector<std::string> left_out;  ///< who would threaten itself, or make a deal with itself
  std::vector<RangeCase> settings;
  std::vector<std::pair<std::string, Verdict>> certificates;  ///< of the status quo
  bool certified = false;
};

/// The economies and groups of a list: a group alone stands for its members. Throws InputError for an unknown
/// name, for one that occurs twice, and for an economy beside a group that it is in.
std::vector<std::string> economies_to_ask(const World& world, const std::vector<std::string>& names,
                                          Date day);

/// Solves the deal unpunished and punished for each over the cases of the range. Throws InputError as room()
/// does.
RoomEach room_each(const World& world, const Ledger& ledger, const RoomEachInputs& inputs);

/// The text with every `{it}` replaced. Throws InputError for one that has none, where it is the threat.
RoomQuestion question_for(const RoomQuestion& question, const std::string& economy);

}  // namespace leeway
