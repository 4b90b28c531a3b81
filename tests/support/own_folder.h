#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "leeway/io/file.h"

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

/// Writes `to` where a file reads `from` for the first time, which it must.
inline void edit_file(const std::filesystem::path& file, const std::string& from, const std::string& to) {
  std::string text = read_file(file);
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << file << " does not hold: " << from;
  write_file_atomically(file, text.replace(at, from.size(), to));
}

}  // namespace leeway::testing
