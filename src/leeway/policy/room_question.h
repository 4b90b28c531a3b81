#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "leeway/base/date.h"
#include "leeway/policy/placed_text.h"

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
};

/// Reads a file of `threats/` strictly: title, economy, as_of, threat, and if need be known_by, world, deal,
/// lasts, deal_lasts. Throws InputError with file, line and column.
RoomQuestion load_room_question(const std::filesystem::path& file);
/// A ready one of the share folder by name ("canada-china"), or a path to a file.
RoomQuestion open_room_question(const std::string& name_or_path);
/// Ready ones, sorted by name.
std::vector<std::string> room_question_names();

}  // namespace leeway
