#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// Loads a world folder (tidy CSV with world.toml, see docs/data.md). Throws InputError with file, line
/// and field for anything malformed: unknown economy or sector, duplicate key, negative or non-finite
/// value, missing column, missing file, sectors whose accounts do not close to 1e-6 of output.
World load_world(const std::filesystem::path& folder);

/// A world of the data folder by name ("2023"), or a path to a world folder.
World open_world(const std::string& name_or_path);
/// Names of the worlds that open_world finds in the data folder.
std::vector<std::string> world_names();

/// Writes a world as the folder that load_world reads; every file whole or not at all.
void save_world(const World& world, const std::filesystem::path& folder);

}  // namespace leeway
