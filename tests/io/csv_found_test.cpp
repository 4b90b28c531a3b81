// Tables as spreadsheets and statistics programs write them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/csv.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The rows of a table with the columns a (text) and b (a number).
std::string read(const std::string& bytes) {
  CsvFile csv = CsvFile::as_found(readable_text(bytes, "t.csv"), "t.csv", {{"a"}, {"b"}});
  std::string rows;
  while (csv.next()) rows += std::string(csv.text(0)) + " " + std::to_string(csv.number(1)) + "; ";
  return rows;
}

const char* const plain = "x 1234.500000; y -2.250000; ";

TEST(CsvAsFound, EveryHabitGivesTheSameRows) {
  for (const char* habit : {
           "a,b\nx,1234.5\ny,-2.25\n",
           "\xEF\xBB\xBF"
           "a,b\r\nx,1234.5\r\ny,-2.25\r\n",
           "a,b\rx,1234.5\ry,-2.25\r",
           "a;b\nx;1234,5\ny;-2,25\n",
           "a\tb\nx\t1234.5\ny\t-2.25\n",
           "a|b\nx|1234.5\ny|-2.25\n",
           "\n\na,b\nx,1234.5\ny,-2.25\n",
           "# made by a program\na,b\nx,1234.5\ny,-2.25\n",
           "Table 1. Of two rows\na,b\nx,1234.5\ny,-2.25\n",
           "a,b,\nx,1234.5,\ny,-2.25,\n",
           "a,b\nx,1234.5\n,\n\ny,-2.25\n\n\n",
           "A, B \n x , 1234.5\ny,  -2.25\n",
           ",a,b\n0,x,1234.5\n1,y,-2.25\n",
           "b,a\n\"1,234.50\",x\n-2.25,y\n",
           "a;b\nx;1.234,5\ny;-2,25\n",
           "a;b\nx;1 234,5\ny;(2,25)\n",
           "a,b\nx,1234.5\ny,\xE2\x88\x92"
           "2.25\n",
           "a,b,note\nx,1234.5,n\ny,-2.25,n\n",
       })
    EXPECT_EQ(read(habit), plain) << habit;
}

// "100,000" may be a hundred thousand, and is none of the decimals that others show.
TEST(CsvAsFound, ThreeDigitsAfterASignMayBeThousands) {
  EXPECT_EQ(read("a,b\nx,\"100,000\"\ny,\"1,234,567\"\n"), "x 100000.000000; y 1234567.000000; ");
  EXPECT_EQ(read("a,b\nx,\"10,123\"\ny,1.5\n"), "x 10123.000000; y 1.500000; ");
  EXPECT_EQ(read("a;b\nx;0,123\ny;-0,5\n"), "x 0.123000; y -0.500000; ");
}

// A spreadsheet of Germany: a thousand has a point, and smaller numbers have none.
TEST(CsvAsFound, PointsBetweenSemicolonsAreNotGuessed) {
  EXPECT_THAT(testing::refusal([] { read("a;b\nx;45.000\ny;950\n"); }),
              HasSubstr("\"45.000\" may be one number or"));
  EXPECT_EQ(read("a;b\nx;45.000\ny;1.380.207\n"), "x 45000.000000; y 1380207.000000; ");
  EXPECT_EQ(read("a;b\nx;45.125\ny;0.5\n"), "x 45.125000; y 0.500000; ");
}

TEST(CsvAsFound, Utf16IsRead) {
  std::string bytes = "\xFF\xFE";
  for (const char c : std::string("a,b\nx,1234.5\ny,-2.25\n")) bytes += std::string{c, '\0'};
  EXPECT_EQ(read(bytes), plain);
}

TEST(CsvAsFound, WhatItTookIsSaid) {
  CsvFile csv = CsvFile::as_found("made in May\na;b;c\nx;1,5;n\n", "t.csv", {{"a"}, {"b"}});
  ASSERT_TRUE(csv.next());
  EXPECT_EQ(csv.line(), 3);
  EXPECT_THAT(csv.notes(),
              ElementsAre(HasSubstr("divided by semicolons"), HasSubstr("the first: made in May"),
                          HasSubstr("after commas, as in 1,5"), HasSubstr("not read: c")));
}

TEST(CsvAsFound, APlainTableHasNothingToSay) {
  CsvFile csv = CsvFile::as_found("a,b\nx,1.5\n", "t.csv", {{"a"}, {"b"}});
  EXPECT_THAT(csv.notes(), ElementsAre());
}

TEST(CsvAsFound, WhatCanBeTwoThingsIsRefused) {
  EXPECT_THAT(testing::refusal([] { read("a,b\nx,\"1,400\"\n"); }),
              HasSubstr("t.csv:2:3: field `b`: \"1,400\" may be"));
  EXPECT_THAT(testing::refusal([] { read("a;b\nx;1,5\ny;1.25\n"); }),
              HasSubstr("after a point in \"1.25\" and after a comma"));
  EXPECT_THAT(testing::refusal([] { read("a,b\nx,1400,5\ny,1,5\n"); }),
              HasSubstr("more than the header above"));
  EXPECT_THAT(testing::refusal([] { read("a,c\nx,1\n"); }), HasSubstr("column `b` is missing"));
  EXPECT_THAT(testing::refusal([] { read("a,b\nx,NA\n"); }), HasSubstr("\"NA\" is not a number"));
  EXPECT_EQ(read("a,b\nx,\"1,400\"\ny,2.5\n"), "x 1400.000000; y 2.500000; ") << "the other row settles it";
}

TEST(CsvAsFound, OtherFilesAreToldByName) {
  for (const auto& [bytes, name, what] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"PK\x03\x04", "t.xlsx", "a workbook or an archive"},
           {"RDX3\nX", "t.RData", "an R workspace"},
           {std::string("\0\0", 2), "basedata.har", "a GTAP header array file"},
           {"PAR1", "t.parquet", "a Parquet file"},
           {"<!DOCTYPE html>", "t.csv", "a web page"}})
    EXPECT_THAT(testing::refusal([&bytes = bytes, &name = name] { readable_text(bytes, name); }),
                HasSubstr(what));
}

}  // namespace
}  // namespace leeway
