#include "leeway/base/paths.h"

#include <cstdlib>
#include <utility>

#include "leeway/base/error.h"

namespace leeway {

namespace {

std::filesystem::path& set_folder() {
  static std::filesystem::path folder;
  return folder;
}

}  // namespace

void set_share_folder(std::filesystem::path folder) { set_folder() = std::move(folder); }

std::filesystem::path share_folder() {
  namespace fs = std::filesystem;
  if (!set_folder().empty()) return set_folder();
  const char* chosen = std::getenv("LEEWAY_DATA");
  if (chosen != nullptr && *chosen != '\0') {
    if (!fs::is_directory(fs::path(chosen) / "data"))
      throw InputError(std::string("LEEWAY_DATA names a folder without data/: ") + chosen);
    return chosen;
  }
  for (const char* folder : {LEEWAY_SOURCE_DIR, LEEWAY_INSTALL_DATADIR})
    if (fs::is_directory(fs::path(folder) / "data")) return folder;
  throw InputError("the data folder of Leeway was not found",
                   std::string("looked in ") + LEEWAY_SOURCE_DIR + " and " + LEEWAY_INSTALL_DATADIR +
                       "\nset LEEWAY_DATA to the folder that holds data/ and scenarios/");
}

std::filesystem::path built_from(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::path source = fs::weakly_canonical(LEEWAY_SOURCE_DIR, failure);
  const fs::path inside = fs::weakly_canonical(folder, failure).lexically_relative(source);
  if (failure || inside.empty() || *inside.begin() == "..") return {};
  return fs::path(LEEWAY_BUILD_DIR) / inside;
}

}  // namespace leeway
