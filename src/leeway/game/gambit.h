#pragma once

#include <filesystem>
#include <string>

#include "leeway/game/extensive_game.h"
#include "leeway/game/strategic_game.h"

namespace leeway {

// Gambit's file formats (gambit-project.readthedocs.io, "Game representation formats"), read strictly:
// anything that does not fit throws InputError with file, line and column, what was found and what is
// expected. Numbers are decimals ("0.5", "1e-3") or fractions ("1/3").

/// A strategic game (.nfg): payoffs in a list, or outcomes and their numbers. Strategies without names are
/// called "1", "2", ….
StrategicGame parse_nfg(const std::string& text, const std::string& name);
/// An extensive game (.efg).
ExtensiveGame parse_efg(const std::string& text, const std::string& name);
StrategicGame load_nfg(const std::filesystem::path& file);
ExtensiveGame load_efg(const std::filesystem::path& file);

/// The same as text, with each number in its shortest form that reads back as the same.
std::string to_nfg(const StrategicGame& game);
std::string to_efg(const ExtensiveGame& game);

}  // namespace leeway
