#include "leeway/io/har.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/base/error.h"
#include "support/har_writer.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using testing::HarLayout;
using testing::HarWriter;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<testing::HarSet> three = {
    {"COMM", {"pdr", "mvh", "otp"}}, {"REG", {"usa", "deu"}}, {"REG", {"usa", "deu"}}};
const std::vector<double> twelve = {1, 2, 3, 0, 5, 6, 7, 0, -9.5, 10, 0, 12};

std::string refusal_of(const std::string& bytes, const char* header = "AAAA") {
  try {
    HarFile(bytes, "a.har").numbers(header);
  } catch (const InputError& error) {
    EXPECT_EQ(error.location().file, "a.har");
    return error.what();
  }
  return "";
}

TEST(Har, AnArrayIsTheSameInEveryLayout) {
  for (const HarLayout layout : {HarLayout::full, HarLayout::blocks, HarLayout::sparse, HarLayout::bare}) {
    HarWriter writer;
    writer.numbers("AAAA", three, twelve, layout);
    writer.numbers("ONE", {}, {4.25}, layout);
    writer.numbers("NULL", {three[1]}, {0, 0}, layout);
    const HarFile file(writer.bytes(), "a.har");
    EXPECT_THAT(file.headers(), ElementsAre("AAAA", "ONE", "NULL"));
    const HarArray array = file.numbers("aaaa");
    EXPECT_EQ(array.values, twelve);
    EXPECT_EQ(array.title, "Array AAAA");
    if (layout == HarLayout::bare) {
      ASSERT_EQ(array.dimensions.size(), 7U);
      EXPECT_THAT(array.dimensions[0].elements, IsEmpty());
    } else {
      ASSERT_EQ(array.dimensions.size(), 3U);
      EXPECT_EQ(array.dimensions[2].set, "REG");
      EXPECT_THAT(array.dimensions[2].elements, ElementsAre("usa", "deu"));
    }
    EXPECT_EQ(array.dimensions[0].size, 3U);
    EXPECT_THAT(file.numbers("ONE").values, ElementsAre(4.25));
    EXPECT_THAT(file.numbers("NULL").values, ElementsAre(0.0, 0.0));
  }
}

TEST(Har, PlanesAndText) {
  HarWriter writer;
  writer.text("XXHS", "History", {"made", "for a test"}, 20);
  writer.text("H1", "Set REG regions of the world", {"usa", "deu", "rest of it"}, 12, 2);
  writer.text("MARG", "Set MARG_COMM carriers", {"otp"});
  writer.plane("INTS", 2, {1, -2, 3, 4, 5, 6}, true);
  writer.plane("REAL", 3, {0.5, 1, 2}, false);
  writer.text("NONE", "Set EMPTY", {});
  const HarFile file(writer.bytes(), "a.har");
  EXPECT_THAT(file.strings("XXHS"), ElementsAre("made", "for a test"));
  EXPECT_THAT(file.set("reg"), ElementsAre("usa", "deu", "rest of it"));
  EXPECT_THAT(file.set("MARG_COMM"), ElementsAre("otp"));
  EXPECT_THAT(file.set("MARG"), ElementsAre("otp")) << "by its header";
  EXPECT_THAT(file.set("COMM"), IsEmpty());
  EXPECT_THAT(file.strings("NONE"), IsEmpty());
  EXPECT_THAT(file.numbers("INTS").values, ElementsAre(1, -2, 3, 4, 5, 6));
  EXPECT_THAT(file.numbers("REAL").values, ElementsAre(0.5, 1, 2));
  EXPECT_THROW(file.numbers("XXHS"), InputError);
  EXPECT_THROW(file.strings("INTS"), InputError);
}

TEST(Har, WhatIsMissingAndWhatIsNoSuchFileIsSaid) {
  HarWriter writer;
  writer.numbers("AAAA", three, twelve);
  EXPECT_THAT(refusal_of(writer.bytes(), "BBBB"), HasSubstr("has no header BBBB\n  found: AAAA"));
  EXPECT_THAT(refusal_of("exporter,sector\n"), HasSubstr("is no header array file"));
  EXPECT_THAT(refusal_of(""), HasSubstr("is no header array file"));
  EXPECT_THAT(refusal_of("\xFD\x10VDFM"), HasSubstr("ViewHAR"));
  EXPECT_THAT(refusal_of(writer.bytes() + writer.bytes()), HasSubstr("AAAA twice"));
  EXPECT_TRUE(HarFile::begins(writer.bytes()));
  EXPECT_FALSE(HarFile::begins("PK\3\4 and more than twelve bytes"));
}

// Every byte string is refused or read: cut at any byte, and with any one byte changed.
TEST(Har, DamageIsRefused) {
  HarWriter writer;
  writer.numbers("AAAA", three, twelve, HarLayout::blocks);
  const std::string whole = writer.bytes();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(refusal_of(whole.substr(0, length)), "") << length;
  for (const HarLayout layout : {HarLayout::blocks, HarLayout::sparse}) {
    HarWriter one;
    one.numbers("AAAA", three, twelve, layout);
    for (std::size_t at = 0; at < one.bytes().size(); ++at) {
      std::string bytes = one.bytes();
      bytes[at] = static_cast<char>(bytes[at] ^ 0x40);
      refusal_of(bytes);
    }
  }
}

TEST(Har, ASizeAboveTheFilesOwnIsRefusedBeforeRoomIsMade) {
  const auto claimed = [](const char* type) {
    HarWriter writer;
    std::string second = "    " + std::string(type) + HarWriter::padded("much", 70) + HarWriter::word(7);
    for (int d = 0; d < 7; ++d) second += HarWriter::word(2'000'000'000);
    writer.record("AAAA");
    writer.record(second);
    return refusal_of(writer.bytes());
  };
  for (const char* type : {"RLFULL", "REFULL", "RESPSE"})
    EXPECT_THAT(claimed(type), HasSubstr("claims more numbers than the file has room for")) << type;
  HarWriter text;
  text.record("AAAA");
  text.record("    1CFULL" + HarWriter::padded("much", 70) + HarWriter::word(2) +
              HarWriter::word(2'000'000'000) + HarWriter::word(0));
  text.record("    " + HarWriter::word(1) + HarWriter::word(2'000'000'000) + HarWriter::word(2'000'000'000));
  EXPECT_THROW(HarFile(text.bytes(), "a.har").strings("AAAA"), InputError);
}

}  // namespace
}  // namespace leeway
