// What a page takes along is enough to open, and opens as what it was made of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "leeway/base/paths.h"
#include "leeway/output/live_page.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/world/currency.h"
#include "leeway/world/load.h"
#include "live/live.h"
#include "support/places.h"

namespace {

namespace fs = std::filesystem;
using namespace leeway;

/// A folder with the files of a tar, gone in the end.
class Unpacked {
 public:
  explicit Unpacked(const std::string& tar) {
    std::string name = (fs::temp_directory_path() / "leeway-bundle-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    for (std::size_t at = 0; at + 512 <= tar.size() && tar[at] != '\0';) {
      const std::string prefix = tar.substr(at + 345, 155).c_str();
      const std::string file = (prefix.empty() ? "" : prefix + "/") + tar.substr(at, 100).c_str();
      const std::size_t size = std::stoul(tar.substr(at + 124, 11), nullptr, 8);
      fs::create_directories((folder_ / file).parent_path());
      std::ofstream(folder_ / file, std::ios::binary) << tar.substr(at + 512, size);
      at += 512 + (size + 511) / 512 * 512;
    }
  }
  ~Unpacked() { fs::remove_all(folder_); }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;
  std::string path() const { return folder_.string(); }

 private:
  fs::path folder_;
};

std::string answer_to(const std::string& request) {
  leeway_ask(request.c_str());
  return leeway_answer();
}

const std::string catalogue = R"({"kind": "catalogue", "as_of": "2026-01-24"})";
const std::string brief =
    R"({"kind": "brief", "question": "economy = \"CAN\"\nthreat = \"US-2026-CA-THREAT\"", "depth": "centre", "range": "none"})";

TEST(LiveBundle, OpensAsWhatItWasMadeOf) {
  const std::string source = leeway::testing::source_folder().string();
  ASSERT_EQ(leeway_open(source.c_str(), "2023"), 0) << leeway_answer();
  const std::string known = answer_to(catalogue);
  const std::string told = answer_to(brief);
  const World world = open_world("2023");
  const std::string tar = live_bundle(world, {"economy = \"CAN\"\n", ledger_folder(world)});
  EXPECT_EQ(tar.find(source), std::string::npos) << "a folder of this machine";
  EXPECT_EQ(tar, live_bundle(world, {"economy = \"CAN\"\n", ledger_folder(world)}));
  const Unpacked folder(tar);
  ASSERT_EQ(leeway_open(folder.path().c_str(), "2023"), 0) << leeway_answer();
  EXPECT_EQ(answer_to(catalogue), known);
  EXPECT_EQ(answer_to(brief), told);
}

TEST(LiveBundle, TakesAWorldAndALedgerOfOnesOwn) {
  set_share_folder(leeway::testing::source_folder());
  World world = open_world("2023");
  const fs::path ledger = fs::temp_directory_path() / "leeway-own-ledger";
  fs::create_directories(ledger);
  std::ofstream(ledger / "mine.toml") << R"([[measure]]
id = "MINE"
title = "Mine"
by = "USA"
on = ["CAN"]
goods = ["goods"]
instrument = "tariff"
terms = { rate = "5%" }
announced = 2025-01-01
effective = 2025-01-01
source = ["https://example.org"]
confidence = "high"
authority = "test"
)";
  world.content_hash = "another";
  set_ledger(world, ledger.string());
  const std::string tar = live_bundle(world, {"", ledger_folder(world)});
  fs::remove_all(ledger);
  EXPECT_EQ(tar.find(ledger.string()), std::string::npos);
  const Unpacked folder(tar);
  ASSERT_EQ(leeway_open(folder.path().c_str(), "own"), 0) << leeway_answer();
  const std::string known = answer_to(catalogue);
  EXPECT_THAT(known, ::testing::HasSubstr("\"MINE\""));
  EXPECT_THAT(known, ::testing::Not(::testing::HasSubstr("US-2026-CA-THREAT\",\"title")));
}

TEST(LiveBundle, WithoutALedgerThereIsNone) {
  set_share_folder(leeway::testing::source_folder());
  const World world = open_world("2023");
  const Unpacked folder(live_bundle(world, {"", {}}));
  ASSERT_EQ(leeway_open(folder.path().c_str(), "2023"), 0) << leeway_answer();
  EXPECT_THAT(answer_to(catalogue), ::testing::HasSubstr("\"measures\":[]"));
}

TEST(LivePage, IsFilledInItsPlacesAlone) {
  EXPECT_EQ(filled_page("<a>__A__</a><b>__B__</b>", {{"__B__", "2 __A__"}, {"__A__", "1"}}),
            "<a>1</a><b>2 __A__</b>");
  EXPECT_ANY_THROW(filled_page("<a>__A____A__</a>", {{"__A__", "1"}}));
  EXPECT_ANY_THROW(filled_page("<a></a>", {{"__A__", "1"}}));
}

}  // namespace
