#pragma once

#include <filesystem>

namespace leeway::testing {

/// The checkout that the tests were built from.
std::filesystem::path source_folder();
/// The program `leeway` of this build.
std::filesystem::path program();

}  // namespace leeway::testing
