#include "leeway/io/csv.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>
#include <filesystem>
#include <random>

#include "leeway/io/file.h"
#include "support/own_folder.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using testing::refusal;

const std::vector<CsvColumn> columns = {{"sector"}, {"rate"}, {"note", false}};

CsvFile csv(std::string text) { return CsvFile::from_text(std::move(text), "t.csv", columns); }

/// The message for a file, read to its end with numbers in `rate`.
std::string reading(const std::string& text) {
  return refusal([&] {
    CsvFile file = csv(text);
    while (file.next()) file.number(1);
  });
}

TEST(Csv, ColumnsInAnyOrder) {
  CsvFile file = csv("rate,sector\r\n0.5,C29\r\n1e-3,\"C10T12\"\r\n");
  ASSERT_TRUE(file.next());
  EXPECT_EQ(file.text(0), "C29");
  EXPECT_EQ(file.number(1), 0.5);
  EXPECT_FALSE(file.has(2));
  EXPECT_EQ(file.text(2), "");
  ASSERT_TRUE(file.next());
  EXPECT_EQ(file.text(0), "C10T12");
  EXPECT_EQ(file.line(), 3);
  EXPECT_FALSE(file.next());
}

TEST(Csv, QuotesCommasAndNewlines) {
  CsvFile file = csv("sector,rate,note\nC29,1,\"a, \"\"b\"\"\nc\"\nC30,2,\n");
  ASSERT_TRUE(file.next());
  EXPECT_EQ(file.text(2), "a, \"b\"\nc");
  ASSERT_TRUE(file.next());
  EXPECT_EQ(file.line(), 4);
}

TEST(Csv, ByteOrderMarkAndEmptyLinesAtTheEnd) {
  CsvFile file = csv("\xEF\xBB\xBFsector,rate\nC29,1\n\n\r\n");
  EXPECT_TRUE(file.next());
  EXPECT_FALSE(file.next());
}

TEST(Csv, Refusals) {
  EXPECT_EQ(reading(""), "t.csv: is empty\n  a header line is needed");
  EXPECT_EQ(reading("\n \n"), "t.csv: is empty\n  a header line is needed");
  EXPECT_EQ(reading(std::string("sector,rate\nC\0,1\n", 16)),
            "t.csv:2: is not a text file: byte 0x00 is not UTF-8 text\n  save it as UTF-8 text");
  EXPECT_EQ(reading("sector,rate\nC29,1\n\xFF\xFE,1\n"),
            "t.csv:3: is not a text file: byte 0xFF is not UTF-8 text\n  save it as UTF-8 text");
  EXPECT_EQ(reading("sector\nC29\n"),
            "t.csv:1: column `rate` is missing\n  columns: sector, rate, note; found: \"sector\"");
  EXPECT_EQ(reading("sector,rat\nC29,1\n"),
            "t.csv:1:8: unknown column \"rat\"\n  did you mean rate?\n  columns: sector, rate, note");
  EXPECT_EQ(reading("sector,rate,sector\n"), "t.csv:1:13: column \"sector\" occurs twice");
  EXPECT_EQ(reading("sector,rate\nC29\n"),
            "t.csv:2: row has 1 field, 2 expected\n  the file may be cut short");
  EXPECT_EQ(reading("sector,rate\nC29,1,2\nC30,1\n"),
            "t.csv:2: row has 3 fields, 2 expected\n  a text with a comma needs quotes");
  EXPECT_EQ(reading("sector,rate\nC29,\"1\n"),
            "t.csv:2:5: a quote is not closed\n  the file may be cut short");
  EXPECT_EQ(reading("sector,rate\n\"C29\"x,1\n"),
            "t.csv:2:6: text after a closing quote\n  write a quote inside a field twice");
}

TEST(Csv, RefusesWhatIsNoNumber) {
  const std::string allowed = "\n  allowed: a finite decimal number such as 12.5 or 1e-3";
  EXPECT_EQ(reading("sector,rate\nC29,abc\n"), "t.csv:2:5: field `rate`: \"abc\" is not a number" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29,\n"), "t.csv:2:5: field `rate`: is empty" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29,nan\n"), "t.csv:2:5: field `rate`: \"nan\" is not finite" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29,-inf\n"), "t.csv:2:5: field `rate`: \"-inf\" is not finite" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29,1e999\n"),
            "t.csv:2:5: field `rate`: \"1e999\" is out of range" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29,\"1,5\"\n"),
            "t.csv:2:5: field `rate`: \"1,5\" is not a number" + allowed);
  EXPECT_EQ(reading("sector,rate\nC29, 1\n"), "t.csv:2:5: field `rate`: \" 1\" is not a number" + allowed);
  // Columns count characters.
  EXPECT_EQ(reading("sector,rate\nCôté,x\n"), "t.csv:2:6: field `rate`: \"x\" is not a number" + allowed);
}

TEST(Csv, TypedFields) {
  CsvFile file = csv("sector,rate,note\n,-1,2026-01-24\nC29,2.5,2026-02-30\n");
  ASSERT_TRUE(file.next());
  EXPECT_EQ(refusal([&] { file.id(0); }), "t.csv:2:1: field `sector`: is empty");
  EXPECT_EQ(refusal([&] { file.non_negative(1); }),
            "t.csv:2:2: field `rate`: \"-1\" is negative\n  allowed: 0 or more");
  EXPECT_EQ(file.integer(1), -1);
  EXPECT_EQ(file.date(2), make_date(2026, 1, 24));
  EXPECT_FALSE(file.optional_number(0));
  ASSERT_TRUE(file.next());
  EXPECT_EQ(refusal([&] { file.integer(1); }), "t.csv:3:5: field `rate`: \"2.5\" is not a whole number");
  EXPECT_EQ(refusal([&] { file.date(2); }),
            "t.csv:3:9: field `note`: \"2026-02-30\" is not a date\n  allowed: YYYY-MM-DD");
}

class CsvOnDisk : public ::testing::Test {
 protected:
  std::filesystem::path folder = testing::own_folder();
  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }
};

TEST_F(CsvOnDisk, AnyColumnsAndNoHeader) {
  const auto file = folder / "table.csv";
  write_file_atomically(file, ",AUS_C,OUT\nAUS_C,1,2\n");
  CsvFile any = CsvFile::any_columns(file);
  EXPECT_EQ(any.column_names(), (std::vector<std::string>{"", "AUS_C", "OUT"}));
  ASSERT_TRUE(any.next());
  EXPECT_EQ(any.number(2), 2.0);
  write_file_atomically(file, "1,2\n3,4\n5\n");
  CsvFile bare = CsvFile::without_header(file);
  ASSERT_TRUE(bare.next());
  EXPECT_EQ(bare.number(1), 2.0);
  ASSERT_TRUE(bare.next());
  EXPECT_EQ(bare.number(0), 3.0);
  EXPECT_EQ(refusal([&] { bare.next(); }),
            file.string() + ":3: row has 1 field, 2 expected\n  the file may be cut short");
}

TEST_F(CsvOnDisk, ReadsGzipAndRefusesCutGzip) {
  const auto file = folder / "table.csv.gz";
  gzFile packed = gzopen(file.c_str(), "wb");
  ASSERT_NE(packed, nullptr);
  std::string text = "sector,rate\n";
  for (int row = 0; row < 20000; ++row) text += "C" + std::to_string(row * 7919 % 10007) + ",0.5\n";
  gzwrite(packed, text.data(), static_cast<unsigned>(text.size()));
  gzclose(packed);
  CsvFile whole(file, columns);
  int rows = 0;
  while (whole.next()) ++rows;
  EXPECT_EQ(rows, 20000);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  EXPECT_EQ(refusal([&] { CsvFile(file, columns); }),
            file.string() + ": cannot be unpacked: the gzip data is cut short");
  write_file_atomically(file, "sector,rate\n");
  EXPECT_EQ(refusal([&] { CsvFile(file, columns); }),
            file.string() + ": cannot be unpacked: incorrect header check");
}

TEST(CsvWriter, WhatIsWrittenReadsBack) {
  std::mt19937_64 random(11);
  const std::string letters = "ab,\"\n\r é";
  std::vector<std::pair<std::string, double>> rows;
  CsvWriter writer({"sector", "rate"});
  for (int row = 0; row < 500; ++row) {
    std::string text = "x";
    for (std::uint64_t i = random() % 6; i > 0; --i) text += letters[random() % 6];
    text += "é";
    const double value = static_cast<double>(random() % 1000003) / 997.0;
    rows.emplace_back(text, value);
    writer.add(text).add(value).end_row();
  }
  CsvFile file = csv(writer.text());
  for (const auto& [text, value] : rows) {
    ASSERT_TRUE(file.next());
    EXPECT_EQ(file.text(0), text);
    EXPECT_EQ(file.number(1), value);
  }
  EXPECT_FALSE(file.next());
}

TEST(Csv, LargeFilesAreFast) {
  std::string text = "sector,exporter,importer,value\n";
  for (int row = 0; row < 180000; ++row) text += "C10T12,CAN,USA,12345.678901234567\n";
  const auto start = std::chrono::steady_clock::now();
  CsvFile file =
      CsvFile::from_text(std::move(text), "t.csv", {{"sector"}, {"exporter"}, {"importer"}, {"value"}});
  double sum = 0.0;
  while (file.next()) sum += file.number(3);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  EXPECT_GT(sum, 0.0);
  RecordProperty("seconds", std::to_string(seconds));
  // Ten times the measured 0.03 s, for slow and sanitized machines.
  EXPECT_LT(seconds, 3.0);
}

}  // namespace
}  // namespace leeway
