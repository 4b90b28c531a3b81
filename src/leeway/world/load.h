#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// Loads a world folder (docs/data.md) from the pack that was made of its files, where there is one (beside
/// them, or where the build put it), else from the files. `left_aside` is set to a pack that was made of
/// other files or is of another format, where none served. Throws InputError for a damaged pack, and for what
/// load_tables refuses.
World load_world(const std::filesystem::path& folder, std::filesystem::path* left_aside = nullptr);

/// Loads a world folder from its files: tidy CSV with world.toml. Throws InputError with file, line
/// and field for anything malformed: unknown economy or sector, duplicate key, negative or non-finite
/// value, missing column, missing file, sectors whose accounts do not close to 1e-6 of output.
World load_tables(const std::filesystem::path& folder);

/// What World::content_hash would be, from the bytes of a folder's files alone.
std::string hash_tables(const std::filesystem::path& folder);

/// Loads a pack. Throws InputError for one that is damaged, of another format, or not of the files that it
/// lies beside.
World load_pack(const std::filesystem::path& file);

/// The folder of a world by name ("2023"), or the folder or pack that a path names.
std::filesystem::path find_world(const std::string& name_or_path);
/// Loads what find_world finds.
World open_world(const std::string& name_or_path, std::filesystem::path* left_aside = nullptr);
/// Names of the worlds that open_world finds in the data folder.
std::vector<std::string> world_names();

/// Writes a world as the folder that load_world reads; every file whole or not at all.
void save_world(const World& world, const std::filesystem::path& folder);

}  // namespace leeway
