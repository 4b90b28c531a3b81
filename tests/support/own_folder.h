#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace leeway::testing {

/// A path that no other test of any process uses, so that ctest may run tests side by side. Call it
/// inside a running test.
inline std::filesystem::path own_folder() {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string name = std::string("leeway-") + info->test_suite_name() + "-" + info->name() + "-" +
                     std::to_string(::getpid());
  for (char& c : name)
    if (c == '/') c = '-';
  return std::filesystem::temp_directory_path() / name;
}

}  // namespace leeway::testing
