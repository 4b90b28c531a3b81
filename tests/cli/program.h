#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "support/own_folder.h"
#include "support/places.h"

// Runs the real program in a folder of its own.
namespace program {

namespace fs = std::filesystem;

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

inline std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A fixture with an empty folder that is gone afterwards.
class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = leeway::testing::own_folder();
    fs::remove_all(folder);
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  /// `environment` goes before the command: "LEEWAY_DATA=...".
  /// `to` is where standard output goes: ">/dev/full"; a file that is read back when left out.
  Outcome run(const std::string& arguments, const std::string& environment = "",
              const std::string& to = "") const {
    const fs::path out = folder / "stdout";
    const fs::path err = folder / "stderr";
    const std::string command = "cd '" + folder.string() + "' && " + environment + " '" +
                                leeway::testing::program().string() + "' " + arguments + " " +
                                (to.empty() ? ">'" + out.string() + "'" : to) + " 2>'" + err.string() + "'";
    const int status = std::system(command.c_str());
    Outcome result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, content(out), content(err)};
    fs::remove(out);
    fs::remove(err);
    return result;
  }

  /// A scenario file in the folder; its name.
  std::string scenario(const std::string& text) const {
    write(folder / "test.toml", text);
    return "test.toml";
  }

  fs::path folder;
};

}  // namespace program
