#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "leeway/world/world.h"

namespace leeway {

/// Loads a world folder (docs/data.md) from the pack that was made of its files, where there is one (beside
/// them, or where the build put it), else from the files; a folder may hold its pack alone. `left_aside` is
/// set to a pack that was made of other files or is of another format, where none served. Throws InputError
/// for a damaged pack, and for what load_tables refuses.
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

/// Whether it is one of these, and not a world of one's own.
bool is_installed(const World& world);

/// Writes a world as the folder that load_world reads, whole or not at all. `look` is shown the files before
/// they take that place, and what it throws keeps them from it.
void save_world(const World& world, const std::filesystem::path& folder,
                const std::function<void(const std::filesystem::path&)>& look = {});

}  // namespace leeway
