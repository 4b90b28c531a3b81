#include "leeway/session/measure_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/measure_toml.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using testing::refusal;
using ::testing::StartsWith;

std::string refused(const MeasureBuilder& builder) {
  return refusal([&] { builder.build(); });
}

TEST(MeasureBuilder, GivesWhatAFileWithTheSameWordsGives) {
  const Measure built = MeasureBuilder("EU27")
                            .on({"CHN", "KOR"})
                            .goods("C29")
                            .id("CARS")
                            .title("Cars \"as agreed\"")
                            .effective(make_date(2026, 3, 1))
                            .combine(Combine::replace)
                            .tariff_rate_quota("49000 units/year", 0.061, 1.061)
                            .rent_to(0.25, 0.75);
  const TomlTable table = parse_toml(R"(id = "CARS"
title = "Cars \"as agreed\""
by = "EU27"
on = ["CHN", "KOR"]
goods = ["C29"]
instrument = "tariff_rate_quota"
effective = 2026-03-01
combine = "replace"
terms = { quota = "49000 units/year", in_quota = "6.1%", over_quota = "106.1%", rent_to = { importer = 0.25, exporter = 0.75 } }
)",
                                     "a file");
  EXPECT_EQ(to_toml(built), to_toml(parse_measure(table, MeasureHome::scenario)));
}

TEST(MeasureBuilder, ActsOnEveryoneAndAllGoodsUnlessTold) {
  const Measure measure = MeasureBuilder("USA").tariff(0.1);
  EXPECT_EQ(measure.id, "USA-tariff-_");
  EXPECT_EQ(measure.on, std::vector<std::string>{"*"});
  EXPECT_EQ(measure.goods, std::vector<std::string>{"*"});
  EXPECT_EQ(MeasureBuilder("USA").on("GBR").import_ban().build().id, "USA-import_ban-GBR");
}

TEST(MeasureBuilder, TakesAnyInstrumentByItsTerms) {
  const Measure measure = MeasureBuilder("CHN")
                              .on("USA")
                              .goods("product:magnets")
                              .instrument(Instrument::licence)
                              .term("restriction", 0.3)
                              .term("tier", "general");
  EXPECT_EQ(measure.instrument, Instrument::licence);
  EXPECT_EQ(measure.terms.restriction, 0.3);
  EXPECT_EQ(measure.terms.tier, "general");
  EXPECT_TRUE(MeasureBuilder("CHN").export_quota("5 kt/year").term("each", true).build().terms.each);
  EXPECT_EQ(MeasureBuilder("CHN")
                .on("USA")
                .instrument(Instrument::transfer)
                .term("amount", "500 mn USD")
                .term("years", 1)
                .build()
                .terms.amount,
            500.0);
}

TEST(MeasureBuilder, RefusesWhatAFileWould) {
  // The error names the Measure, not a line that nobody wrote.
  EXPECT_THAT(refused(MeasureBuilder("USA").on("GBR").tariff(25)), StartsWith("measure USA-tariff-GBR: "));
  EXPECT_THAT(refused(MeasureBuilder("USA").on("GBR").tariff(25)), HasSubstr("25%"));
  EXPECT_THAT(refused(MeasureBuilder("USA").tariff(0.0 / 0.0)), HasSubstr("nan"));
  EXPECT_THAT(refused(MeasureBuilder("USA").on("GBR")), HasSubstr("instrument"));
  EXPECT_THAT(refused(MeasureBuilder("USA").import_ban().term("rate", 0.1)), HasSubstr("rate"));
  EXPECT_THAT(refused(MeasureBuilder("USA").tariff(0.1).term("covrage", 0.5)), HasSubstr("coverage"));
  EXPECT_THAT(refused(MeasureBuilder("USA").tariff(0.1).id("no spaces here")), HasSubstr("id"));
  EXPECT_THAT(refused(MeasureBuilder("USA").on(std::vector<std::string>{}).tariff(0.1)), HasSubstr("empty"));
  EXPECT_THAT(refused(MeasureBuilder("USA").export_quota("many")), HasSubstr("many"));
  EXPECT_THAT(refused(MeasureBuilder("USA\nby = \"CHN").tariff(0.1)), HasSubstr("id"));
}

}  // namespace
}  // namespace leeway
