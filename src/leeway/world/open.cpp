#include <algorithm>

#include <fmt/format.h>

#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"
#include "leeway/io/file.h"
#include "leeway/world/load.h"
#include "leeway/world/pack.h"

namespace leeway {

namespace fs = std::filesystem;

namespace {

fs::path worlds_folder() { return share_folder() / "data" / "world"; }

/// Whether a folder holds a world: its files, or its pack alone, as a page takes it along.
bool holds_world(const fs::path& folder) {
  return fs::exists(folder / "world.toml") || fs::is_regular_file(folder / pack_name);
}

}  // namespace

World load_world(const fs::path& folder, fs::path* left_aside) {
  if (holds_world(folder) && !fs::exists(folder / "world.toml")) return load_pack(folder / pack_name);
  FileBuffer buffer;
  std::string hash;
  fs::path stale;
  for (const fs::path& place : {folder, built_from(folder)}) {
    const fs::path file = place / pack_name;
    if (place.empty() || !fs::exists(folder / "world.toml") || !fs::exists(file)) continue;
    const Pack pack(buffer.read(file), file.string());
    if (hash.empty()) hash = hash_tables(folder);
    if (pack.content_hash() == hash) return pack.unpack();
    if (stale.empty()) stale = file;
  }
  if (left_aside != nullptr) *left_aside = stale;
  return load_tables(folder);
}

World load_pack(const fs::path& file) {
  FileBuffer buffer;
  World world = Pack(buffer.read(file), file.string()).unpack();
  const fs::path folder = file.parent_path();
  if (file.filename() == pack_name && fs::exists(folder / "world.toml") &&
      hash_tables(folder) != world.content_hash)
    throw InputError(Location{file.string()}, "is a pack of other files than those that it lies beside",
                     fmt::format("make it again: leeway world pack {}", folder.string()));
  return world;
}

std::vector<std::string> world_names() {
  std::vector<std::string> names;
  const fs::path folder = worlds_folder();
  if (!fs::is_directory(folder)) return names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (holds_world(entry.path())) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool is_installed(const World& world) {
  const std::vector<std::string> names = world_names();
  // A table of one's own may be called 2023 too.
  if (std::find(names.begin(), names.end(), world.name) == names.end()) return false;
  const fs::path folder = worlds_folder() / world.name;
  if (fs::exists(folder / "world.toml")) return hash_tables(folder) == world.content_hash;
  FileBuffer buffer;
  const fs::path file = folder / pack_name;
  return Pack(buffer.read(file), file.string()).content_hash() == world.content_hash;
}

fs::path find_world(const std::string& name_or_path) {
  const fs::path path(name_or_path);
  if (holds_world(path) || name_or_path.find('/') != std::string::npos ||
      (path.extension() == fs::path(pack_name).extension() && fs::is_regular_file(path)))
    return path;
  const std::vector<std::string> names = world_names();
  if (std::find(names.begin(), names.end(), name_or_path) != names.end())
    return worlds_folder() / name_or_path;
  throw InputError(fmt::format("unknown world \"{}\"", name_or_path),
                   did_you_mean(name_or_path, names,
                                fmt::format("worlds: {}; or give the path of a world folder or pack",
                                            fmt::join(names, ", "))));
}

World open_world(const std::string& name_or_path, fs::path* left_aside) {
  const fs::path found = find_world(name_or_path);
  return fs::is_regular_file(found) ? load_pack(found) : load_world(found, left_aside);
}

}  // namespace leeway
