#pragma once

#include <filesystem>

namespace leeway {

/// The folder that holds `data/` and `scenarios/`: $LEEWAY_DATA if set, else the source tree that the
/// program was built from if it is still there, else the installed share folder.
/// Throws InputError if none of them exists.
std::filesystem::path share_folder();

/// Puts a folder in the place of all of these, for a program that has no environment. Call it before anything
/// is read: some tables are read once.
void set_share_folder(std::filesystem::path folder);

/// Where the build puts what it makes of a folder of the source tree that the program was built from; empty
/// for a folder that lies elsewhere.
std::filesystem::path built_from(const std::filesystem::path& folder);

}  // namespace leeway
