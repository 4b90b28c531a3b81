// Rows that survive whatever happens to who writes them.

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/ensemble/merged.h"
#include "leeway/ensemble/run_folder.h"
#include "leeway/ensemble/runner.h"
#include "leeway/io/file.h"
#include "support/own_folder.h"
#include "support/refusal.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::refusal;

SweepHeader header(std::uint64_t size = 40) {
  SweepHeader h;
  h.id = "0123456789abcdef0123456789abcdef";
  h.title = "A title with \"quotes\"";
  h.version = "0.1.0";
  h.world = "2023";
  h.economy = "CAN";
  h.as_of = "2026-01-24";
  h.question = "threat A; deal B";
  h.design = Design::sobol;
  h.size = size;
  h.seed = 3;
  h.probability = 0.25;
  h.inputs = {{"x", "x", "", {}}, {"set", "set", "", {"CP", "with, comma"}}};
  h.outputs = {{"gain", "gain", "USD million", {}}, {"p_star", "p_star", "share", {}}};
  return h;
}

SweepRow row(std::uint64_t k) {
  const auto x = static_cast<double>(k);
  if (k % 7 == 3) return {k, "punished: not_converged", {x / 3.0, static_cast<double>(k % 2)}, {}};
  return {k,
          "",
          {x / 3.0, static_cast<double>(k % 2)},
          {std::sqrt(x), k % 5 == 0 ? std::nan("") : 1.0 / (1.0 + x)}};
}

class FolderTest : public ::testing::Test {
 protected:
  fs::path folder = testing::own_folder() / "run";
  void SetUp() override {
    fs::remove_all(folder.parent_path());
    fs::create_directories(folder.parent_path());
  }
  void TearDown() override { fs::remove_all(folder.parent_path()); }

  RunFolder made(const SweepHeader& h = header()) const {
    return RunFolder::make(folder, h, "title = \"x\"\n");
  }
  static std::string merged(const RunFolder& run) { return merged_csv(run.header(), run.read().rows); }
};

std::string undisturbed() {
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < 40; ++k) rows.push_back(row(k));
  return merged_csv(header(), rows);
}

TEST(Rows, ComeBackAsTheyWere) {
  std::string bytes;
  for (std::uint64_t k = 0; k < 10; ++k) bytes += encoded(row(k));
  const DecodedRows decoded = decode(bytes, 2, 2);
  ASSERT_EQ(decoded.rows.size(), 10U);
  EXPECT_EQ(decoded.whole, bytes.size());
  for (std::uint64_t k = 0; k < 10; ++k) EXPECT_EQ(encoded(decoded.rows[k]), encoded(row(k)));
}

TEST(Rows, ACutOrFlippedByteEndsTheReadingBeforeIt) {
  const std::string one = encoded(row(1));
  const std::string two = one + encoded(row(2));
  for (std::size_t cut = 0; cut < two.size(); ++cut) {
    const DecodedRows decoded = decode(std::string_view(two).substr(0, cut), 2, 2);
    EXPECT_EQ(decoded.rows.size(), cut < one.size() ? 0U : 1U) << cut;
    EXPECT_EQ(decoded.whole, cut < one.size() ? 0U : one.size()) << cut;
    std::string flipped = two;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0x10);
    EXPECT_EQ(decode(flipped, 2, 2).rows.size(), cut < one.size() ? 0U : 1U) << cut;
  }
  EXPECT_TRUE(decode(one, 3, 2).rows.empty()) << "of another plan";
}

TEST_F(FolderTest, KeepsItsHeader) {
  made();
  const SweepHeader h = RunFolder::open(folder).header();
  EXPECT_EQ(h.title, header().title);
  EXPECT_EQ(h.inputs[1].choices, header().inputs[1].choices);
  EXPECT_EQ(h.probability, header().probability);
  EXPECT_EQ(h.design, Design::sobol);
  EXPECT_EQ(h.size, 40U);
}

TEST_F(FolderTest, RefusesAnotherPlanAndWhatIsNoRun) {
  made();
  SweepHeader other = header();
  other.id[0] = 'f';
  EXPECT_THAT(refusal([&] { made(other); }), HasSubstr("is the run of another plan"));
  fs::remove(folder / "run.toml");
  std::ofstream(folder / "thesis.tex") << "x";
  EXPECT_THAT(refusal([&] { made(); }), HasSubstr("holds something else"));
  EXPECT_THAT(refusal([&] { RunFolder::open(folder); }), HasSubstr("is no run of a sweep"));
}

TEST_F(FolderTest, ATornTailIsCutAndItsDrawIsSolvedAgain) {
  const RunFolder run = made();
  {
    WorkerFile file(run);
    for (std::uint64_t k = 0; k < 20; ++k) file.add(row(k));
    file.keep();
  }
  const fs::path rows = run.files().at(0);
  const auto whole = fs::file_size(rows);
  fs::resize_file(rows, whole - 5);
  EXPECT_EQ(draws_left(run, {}).front(), 19U);
  {
    ListedDraws left(draws_left(run, {}), 4);
    WorkSettings settings;
    settings.threads = 1;
    const Worked worked = work(run, left, row, settings);
    EXPECT_EQ(worked.solved, 21U);
    EXPECT_FALSE(worked.stopped);
  }
  EXPECT_EQ(run.files().size(), 1U) << "the file is taken over";
  EXPECT_TRUE(run.read().missing.empty());
  EXPECT_EQ(merged(run), undisturbed());
}

TEST_F(FolderTest, AFileThatWasKilledWhileItWasMadeIsTakenOver) {
  const RunFolder run = made();
  { WorkerFile file(run); }
  fs::resize_file(run.files().at(0), 0);
  std::ofstream(run.files().at(0), std::ios::binary) << "leeway sw";
  ListedDraws left(draws_left(run, {}), 64);
  work(run, left, row, {});
  EXPECT_EQ(merged(run), undisturbed());
}

TEST_F(FolderTest, NoTwoLivingWorkersShareAFile) {
  const RunFolder run = made();
  WorkerFile one(run);
  one.keep();
  const WorkerFile two(run);
  EXPECT_NE(one.path(), two.path());
}

TEST_F(FolderTest, ShardsThreadsAndChunksGiveTheSameTable) {
  const RunFolder run = made();
  for (const std::uint64_t shard : {2U, 3U, 1U}) {
    ListedDraws left(draws_left(run, {shard, 3}), shard);
    WorkSettings settings;
    settings.threads = static_cast<int>(shard);
    work(run, left, row, settings);
  }
  EXPECT_EQ(merged(run), undisturbed());
}

TEST_F(FolderTest, AStopKeepsWhatIsDone) {
  const RunFolder run = made();
  std::atomic<int> asked{0};
  WorkSettings settings;
  settings.threads = 1;
  settings.stop = [&] { return ++asked > 12; };
  ListedDraws first(draws_left(run, {}), 4);
  const Worked worked = work(run, first, row, settings);
  EXPECT_TRUE(worked.stopped);
  EXPECT_LT(worked.solved, 40U);
  EXPECT_EQ(draws_left(run, {}).size(), 40U - worked.solved);
  ListedDraws rest(draws_left(run, {}), 4);
  work(run, rest, row, {});
  EXPECT_EQ(merged(run), undisturbed());
}

TEST_F(FolderTest, EqualDuplicatesAreOneAndOthersAreRefused) {
  const RunFolder run = made();
  {
    WorkerFile one(run);
    WorkerFile two(run);
    for (std::uint64_t k = 0; k < 40; ++k) {
      one.add(row(k));
      if (k < 9) two.add(row(k));
    }
    one.keep();
    two.keep();
  }
  EXPECT_EQ(merged(run), undisturbed());
  {
    WorkerFile three(run);
    SweepRow other = row(8);
    other.outputs[0] = std::nextafter(other.outputs[0], 10.0);
    three.add(other);
    three.keep();
  }
  EXPECT_THAT(refusal([&] { run.read(); }), HasSubstr("draw 8 differs from the one in"));
}

TEST_F(FolderTest, RowsOfAnotherPlanAreRefused) {
  const RunFolder run = made();
  std::ofstream(folder / "worker-0009.rows", std::ios::binary) << "leeway sweep rows 1 ffff\n"
                                                               << encoded(row(1));
  EXPECT_THAT(refusal([&] { run.read(); }), HasSubstr("holds rows of another plan"));
}

TEST_F(FolderTest, WhatIsMissingIsListed) {
  const RunFolder run = made();
  {
    WorkerFile file(run);
    for (const std::uint64_t k : {0U, 1U, 2U, 9U, 39U}) file.add(row(k));
    file.keep();
  }
  EXPECT_EQ(spans(run.read().missing), "3-8, 10-38");
  EXPECT_EQ(spans({1, 3, 5, 7, 8, 9}, 2), "1, 3 and 4 more");
}

TEST_F(FolderTest, MergesIntoDatabasesWithTheHashOfTheRows) {
  const RunFolder run = made();
  ListedDraws left(draws_left(run, {}), 64);
  work(run, left, row, {});
  const std::vector<SweepRow> rows = run.read().rows;
  for (const char* name : {"draws.csv", "draws.sqlite", "draws.dta"}) {
    write_merged(header(), rows, folder.parent_path() / name);
    EXPECT_GT(fs::file_size(folder.parent_path() / name), 1000U);
  }
  EXPECT_EQ(read_file(folder.parent_path() / "draws.csv"), undisturbed());
  const std::string hash = rows_hash(undisturbed());
  EXPECT_THAT(read_file(folder.parent_path() / "draws.sqlite"), HasSubstr(hash));
  EXPECT_THAT(read_file(folder.parent_path() / "draws.dta"), HasSubstr(hash));
  EXPECT_THAT(refusal([&] { check_merged_name("draws.xls"); }), HasSubstr("not written as"));
}

}  // namespace
}  // namespace leeway
