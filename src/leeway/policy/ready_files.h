#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leeway {

/// Names, without ending, of the .toml files in a folder of the share folder, sorted.
std::vector<std::string> ready_names(const std::string& folder);

/// A path as it was given, or the file of a ready name. Throws InputError for a name that is none; `unknown`
/// is what is said of it after its quotes, `ready` what those that are known are called.
std::filesystem::path ready_file(const std::string& folder, const std::string& name_or_path,
                                 const std::string& unknown, const std::string& ready,
                                 const std::string& more = "");

}  // namespace leeway
