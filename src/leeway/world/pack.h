#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "leeway/world/world.h"

namespace leeway {

/// The name of a pack beside the files of its world.
inline constexpr const char* pack_name = "world.pack";

/// A World as one block of bytes, every field bit by bit (docs/data.md, "World packs"). Worlds are equal
/// when and only when their packs are.
std::string pack_world(const World& world);

/// A pack in memory, which must outlive it.
class Pack {
 public:
  /// `name` stands for the file in errors. Throws InputError for bytes that are no pack, cut short or damaged
  /// (by checksum).
  Pack(std::string_view bytes, std::string name);

  /// The content hash of the world inside; nothing for a pack of another format, or of a world that was made
  /// in memory.
  std::optional<std::string> content_hash() const;
  /// Throws InputError for another format, and for a world that load_tables would not give.
  World unpack() const;

 private:
  std::string_view bytes_;
  std::string name_;
};

/// The fields of a world, as they stand after the header of a pack, and the pack of such bytes: what
/// pack_world is made of, for tests of damage that no checksum shows.
std::string packed_fields(const World& world);
std::string sealed_pack(std::string_view fields, std::string_view content_hash);

/// Writes a world as a pack, whole or not at all.
void save_pack(const World& world, const std::filesystem::path& file);

}  // namespace leeway
