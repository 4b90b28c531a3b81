#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// What the engine of a live page (apps/live) is to open as whoever writes the page did.
struct LiveSource {
  std::string question;          ///< of the brief, TOML
  std::filesystem::path ledger;  ///< its folder; empty: none
  /// Of one's own, which the question names without folder and ending.
  std::vector<std::filesystem::path> scenarios = {};
};

/// A folder from which that engine opens this world and this ledger, laid out as the share folder, as a tar:
/// the world as its pack, ledger, ready scenarios and threats, and bundle.json, which names the world.
std::string live_bundle(const World& world, const LiveSource& source);

/// A built page with texts in the places that it keeps for them. Throws InputError where it does not hold one
/// of them once.
std::string filled_page(const std::string& page,
                        const std::vector<std::pair<std::string, std::string>>& by_place);

/// A built page, "live.html": installed under web/, in the source tree under web/dist/; empty where there is
/// none.
std::filesystem::path built_page(const std::string& name);

/// JSON as it may stand in a script of a page: no text in it can end the script.
std::string json_in_script(const std::string& json);

}  // namespace leeway
