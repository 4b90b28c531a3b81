#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/policy/placed_text.h"
#include "leeway/policy/scenario.h"
#include "leeway/policy/set_term.h"

namespace leeway {

/// Who is threatened with what over which deal, as it was typed or written: names, not yet looked up.
struct RoomQuestion {
  std::string id;  ///< file name without folder and ending; empty: typed
  std::string title;
  std::string explanation;  ///< the comment lines that open the file
  std::string world = "2023";
  PlacedText economy;  ///< ISO3 or group
  PlacedText threat;   ///< a Measure in one line, or the ledger id of a threat
  /// Measures in one line, ledger ids, "lift ID", "not MEASURE" (what is done without the deal), or a
  /// scenario. Empty: the deal that the ledger and the ready scenarios have behind a threat of the ledger.
  std::vector<PlacedText> deal;
  Date as_of{};
  std::optional<Date> known_by;
  std::optional<double> lasts;       ///< years that the punishment lasts; nothing: as long as the deal
  std::optional<double> deal_lasts;  ///< years; nothing: for good
  PlacedText retaliation;            ///< a scenario; empty: found
  std::vector<PlacedText> add;       ///< put into the policy in force: Measures in one line, ledger ids
  std::vector<PlacedText> drop;      ///< taken out of it: ids
  std::vector<TermSetting> set;      ///< of Measures of the ledger, the threat and the deal
  std::map<std::string, Scenario::Option> options;  ///< [options], as a scenario has them

  /// Whether it changes what the ledger has in force, or the terms of a Measure.
  bool changes_policy() const { return !add.empty() || !drop.empty() || !set.empty(); }
};

/// Reads the text of a question strictly (docs/room.md): economy, and if need be title, as_of, threat,
/// known_by, world, deal, lasts, deal_lasts, retaliation, add, drop, [set], [options]. `name` stands for the
/// file in errors; `id` stays empty. Throws InputError with line and column.
RoomQuestion parse_room_question(std::string text, const std::string& name);
/// The same of a file of `threats/`, which has a title, a threat and a day.
RoomQuestion load_room_question(const std::filesystem::path& file);
/// The question as such a text; reading it back gives the same question.
std::string to_toml(const RoomQuestion& question);
/// A ready one of the share folder by name ("canada-china"), or a path to a file.
RoomQuestion open_room_question(const std::string& name_or_path);
/// Ready ones, sorted by name.
std::vector<std::string> room_question_names();

}  // namespace leeway
