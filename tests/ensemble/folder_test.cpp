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
  const DecodedRows decoded = decode(bytes, header());
  EXPECT_TRUE(decoded.damaged.empty());
  ASSERT_EQ(decoded.rows.size(), 10U);
  EXPECT_EQ(decoded.whole, bytes.size());
  for (std::uint64_t k = 0; k < 10; ++k) EXPECT_EQ(encoded(decoded.rows[k]), encoded(row(k)));
}

TEST(Rows, ACutByteIsATornTailAndAFlippedOneIsDamage) {
  const std::string one = encoded(row(1));
  const std::string two = one + encoded(row(2));
  for (std::size_t cut = 0; cut < two.size(); ++cut) {
    const DecodedRows decoded = decode(std::string_view(two).substr(0, cut), header());
    EXPECT_EQ(decoded.rows.size(), cut < one.size() ? 0U : 1U) << cut;
    EXPECT_EQ(decoded.whole, cut < one.size() ? 0U : one.size()) << cut;
    EXPECT_TRUE(decoded.damaged.empty()) << cut;
    std::string flipped = two;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0x10);
    const DecodedRows read = decode(flipped, header());
    ASSERT_EQ(read.rows.size(), 1U) << cut;
    EXPECT_EQ(read.rows[0].draw, cut < one.size() ? 2U : 1U) << cut;
    // A length that says more than there is may be that of a row cut short.
    if (cut >= one.size() && cut < one.size() + 4) continue;
    ASSERT_EQ(read.damaged.size(), 1U) << cut;
    EXPECT_EQ(read.damaged[0].from, cut < one.size() ? 0U : one.size()) << cut;
    EXPECT_EQ(read.damaged[0].to, cut < one.size() ? one.size() : two.size()) << cut;
  }
}

TEST(Rows, OfAnotherRunAreNone) {
  SweepHeader wider = header();
  wider.inputs.push_back({"y", "y", "", {}});
  const std::string bytes = encoded(row(1)) + encoded(row(2));
  const DecodedRows decoded = decode(bytes, wider);
  EXPECT_TRUE(decoded.rows.empty());
  ASSERT_EQ(decoded.damaged.size(), 2U);
  EXPECT_EQ(decoded.damaged[0].what,
            "hold draw 1 with 2 numbers drawn and 2 kept, where this run has 3 and 2");
  EXPECT_THAT(decode(encoded(row(7)), header(5)).damaged.at(0).what, HasSubstr("a draw 7 of 5"));
  SweepRow chosen = row(1);
  for (const double value : {2.0, -1.0, 0.5, std::nan("")}) {
    chosen.inputs[1] = value;
    const DecodedRows read = decode(encoded(chosen), header());
    EXPECT_TRUE(read.rows.empty()) << value;
    EXPECT_THAT(read.damaged.at(0).what, HasSubstr("a value of set that this run does not have"));
  }
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

TEST_F(FolderTest, IsWhatItWasMadeWith) {
  made();
  const std::string run = read_file(folder / "run.toml");
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string other = run;
    other.replace(other.find(from), from.size(), to);
    write_file_atomically(folder / "run.toml", other);
    const std::string words = refusal([&] { RunFolder::open(folder); });
    write_file_atomically(folder / "run.toml", run);
    return words;
  };
  EXPECT_THAT(changed("economy = \"CAN\"", "economy = \"USA\""),
              HasSubstr("was changed since the run was made"));
  EXPECT_THAT(changed("size = 40", "size = 20"), HasSubstr("its seal does not fit"));
  EXPECT_THAT(changed("[seal]", "# [seal]"), HasSubstr("has no seal"));
  EXPECT_EQ(refusal([&] { RunFolder::open(folder); }), "");
  const std::string plan = read_file(folder / "plan.toml");
  write_file_atomically(folder / "plan.toml", plan + "# more\n");
  EXPECT_THAT(refusal([&] { RunFolder::open(folder); }),
              HasSubstr("is not the plan that this run was made of"));
  fs::remove(folder / "plan.toml");
  EXPECT_THAT(refusal([&] { RunFolder::open(folder); }), HasSubstr("plan.toml: is missing"));
  write_file_atomically(folder / "plan.toml", plan);
  // The same id with another question behind it.
  SweepHeader other = header();
  other.economy = "USA";
  EXPECT_THAT(refusal([&] { made(other); }), HasSubstr("does not say what the plan of its id asks"));
  other = header();
  other.title = "Another title";
  EXPECT_EQ(refusal([&] { made(other); }), "");
}

TEST_F(FolderTest, ADamagedMiddleIsToldAndItsDrawsAreSolvedAgain) {
  const RunFolder run = made();
  {
    WorkerFile file(run);
    for (std::uint64_t k = 0; k < 40; ++k) file.add(row(k));
    file.keep();
  }
  const fs::path rows = run.files().at(0);
  std::string bytes = read_file(rows);
  const std::string five = encoded(row(5));
  const std::size_t at = bytes.find(five);
  for (std::size_t i = 20; i < five.size() + 10; ++i) bytes[at + i] = '!';  // and the next row's first bytes
  write_file_atomically(rows, bytes);
  const DoneDraws there = run.done();
  EXPECT_EQ(spans(draws_left(there, {})), "5-6");
  ASSERT_EQ(there.damaged.size(), 1U);
  EXPECT_EQ(to_string(there.damaged[0]), "worker-0000.rows: bytes " + std::to_string(at) + " to " +
                                             std::to_string(at + five.size() + encoded(row(6)).size()) +
                                             " are damaged");
  EXPECT_EQ(spans(run.read().missing), "5-6");
  ListedDraws left(draws_left(run, {}), 4);
  WorkSettings settings;
  settings.threads = 1;
  EXPECT_EQ(work(run, left, row, settings).solved, 2U);
  EXPECT_EQ(run.files().size(), 2U) << "a damaged file is left as it is";
  EXPECT_EQ(read_file(rows), bytes);
  EXPECT_EQ(run.read().damaged.size(), 1U);
  EXPECT_EQ(merged(run), undisturbed());
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

TEST_F(FolderTest, ColumnsOfADataSetKeepTheNamesThatStataTakes) {
  SweepHeader named = header(1);
  named.inputs = {{"rate", "rate", "", {}}, {"HIT.rate", "HIT.rate", "", {}}, {"draw", "draw", "", {}}};
  named.outputs = {{"p_star", "p_star", "", {}}, {"in2", "in2", "", {}}, {"rate", "rate", "", {}}};
  const fs::path file = folder.parent_path() / "named.dta";
  fs::create_directories(file.parent_path());
  write_merged(named, {{0, "", {1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}}}, {file});
  const std::string bytes = read_file(file);
  const std::size_t from = bytes.find("<varnames>");
  const std::string table = bytes.substr(from, bytes.find("</varnames>") - from);
  std::vector<std::string> names;
  for (std::size_t at = std::string("<varnames>").size(); at + 129 <= table.size(); at += 129)
    names.emplace_back(table.c_str() + at);
  EXPECT_THAT(names, ::testing::ElementsAre("draw", "certified", "reason", "in1", "in2", "in3", "p_star",
                                            "out2", "out3"));
}

TEST_F(FolderTest, MergesIntoDatabasesWithTheHashOfTheRows) {
  const RunFolder run = made();
  ListedDraws left(draws_left(run, {}), 64);
  work(run, left, row, {});
  const std::vector<SweepRow> rows = run.read().rows;
  for (const char* name : {"draws.csv", "draws.sqlite", "draws.dta"}) {
    write_merged(header(), rows, {folder.parent_path() / name});
    EXPECT_GT(fs::file_size(folder.parent_path() / name), 1000U);
  }
  EXPECT_EQ(read_file(folder.parent_path() / "draws.csv"), undisturbed());
  const std::string hash = rows_hash(undisturbed());
  EXPECT_THAT(read_file(folder.parent_path() / "draws.sqlite"), HasSubstr(hash));
  EXPECT_THAT(read_file(folder.parent_path() / "draws.dta"), HasSubstr(hash));
  EXPECT_THAT(refusal([&] { check_merged_name("draws.xls"); }), HasSubstr("not written as"));
  const fs::path first = folder.parent_path() / "first.csv";
  EXPECT_NE(refusal([&] {
              write_merged(header(), rows, {first, folder / "nowhere" / "second.sqlite"});
            }),
            "");
  EXPECT_FALSE(fs::exists(first)) << "all files of a merge are written, or none";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.parent_path()), fs::directory_iterator()), 4)
      << "the run and three tables";
}

}  // namespace
}  // namespace leeway
