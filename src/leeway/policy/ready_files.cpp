#include "leeway/policy/ready_files.h"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "leeway/base/error.h"
#include "leeway/base/paths.h"
#include "leeway/base/suggest.h"

namespace leeway {

std::vector<std::string> ready_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(share_folder() / folder, absent))
    if (entry.is_regular_file() && entry.path().extension() == ".toml")
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::filesystem::path ready_file(const std::string& folder, const std::string& name_or_path,
                                 const std::string& unknown, const std::string& ready,
                                 const std::string& more) {
  if (name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".toml")) return name_or_path;
  const std::vector<std::string> names = ready_names(folder);
  if (std::find(names.begin(), names.end(), name_or_path) == names.end())
    throw InputError(
        fmt::format("\"{}\" {}", name_or_path, unknown),
        did_you_mean(name_or_path, names, fmt::format("{}: {}{}", ready, fmt::join(names, ", "), more)));
  return share_folder() / folder / (name_or_path + ".toml");
}

}  // namespace leeway
