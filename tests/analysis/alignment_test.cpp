#include "leeway/analysis/alignment.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/analysis/exposure.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using testing::refusal;

const IdealPoints votes = {{"USA", {{2023, 1.9}, {2024, 2.0}}},
                           {"CHN", {{2023, -1.1}, {2024, -1.0}}},
                           {"CAN", {{2023, 0.0}, {2024, 1.25}}}};

TEST(Alignment, TradeIsTheExposureAndVotesAreDistances) {
  const World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  const AlignmentTable table = alignment(world, {"*"}, votes);
  EXPECT_EQ(table.year, 2024);
  ASSERT_EQ(table.rows.size(), 2U) << "the poles are no rows";
  const AlignmentRow& canada = table.rows[0];
  EXPECT_EQ(canada.economy, "CAN");
  const Exposure e = exposure(world, "CAN");
  EXPECT_NEAR(canada.demand.usa, e.demand_total[0], 1e-9);
  EXPECT_NEAR(canada.inputs.chn, e.inputs_total[1], 1e-9);
  ASSERT_TRUE(canada.distance);
  EXPECT_NEAR(canada.distance->usa, 0.75, 1e-12);
  EXPECT_NEAR(canada.distance->chn, 2.25, 1e-12);
  EXPECT_NEAR(*canada.vote_lean, 0.5, 1e-12);
  EXPECT_LE(std::abs(canada.trade_lean), 1.0);
  EXPECT_FALSE(table.rows[1].vote_lean) << "who does not vote has no lean, and is told";
  EXPECT_EQ(alignment(world, {"CAN"}, votes).rows.size(), 1U);
  EXPECT_NE(alignment(world, {"CAN"}, votes).run_id, table.run_id);
}

// Trade does not know of votes: other points move no share.
TEST(Alignment, VotesMoveNoTrade) {
  const World world = testing::small_world(4, 3, 21);
  const AlignmentTable with = alignment(world, {"CAN"}, votes);
  const AlignmentTable without = alignment(world, {"CAN"}, {});
  EXPECT_EQ(with.rows[0].trade_lean, without.rows[0].trade_lean);
  EXPECT_EQ(without.year, 0);
  EXPECT_FALSE(without.rows[0].distance);
}

TEST(Alignment, RefusesWithThePlace) {
  const World world = testing::small_world(4, 3, 21);
  EXPECT_THAT(refusal([&] { alignment(world, {"CNA"}, votes); }), HasSubstr("CAN"));
  const std::filesystem::path folder = testing::own_folder();
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "v.csv") << "economy,year,ideal_point\nCAN,2024,1\nCAN,2024,2\n";
  EXPECT_THAT(refusal([&] { read_ideal_points(folder / "v.csv"); }), HasSubstr("v.csv:3:"));
  std::filesystem::remove_all(folder);
}

TEST(Alignment, TheShippedTableHasThePoles) {
  const IdealPoints points = ideal_points();
  ASSERT_FALSE(points.empty());
  EXPECT_GT(points.at("USA").at(2024), points.at("CAN").at(2024));
  EXPECT_LT(points.at("CHN").at(2024), points.at("CAN").at(2024));
}

}  // namespace
}  // namespace leeway
