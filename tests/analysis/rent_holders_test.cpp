#include "leeway/analysis/rent_holders.h"

#include <gtest/gtest.h>

#include "instruments_world.h"

namespace leeway {
namespace {

class RentHolders : public ::testing::Test {
 protected:
  World world = testing::carved_world(4, 3);
  Model model{world, {}};
  Solution free = testing::solved(model, testing::policy_with(world, {}));
  Solution with(Instrument instrument, double share) {
    return testing::solved(model, testing::policy_with(world, {testing::car_quota(instrument, share, 0.0)}));
  }
};

TEST_F(RentHolders, AreNoneHalfAndAllAndTheAnswerMovesBetweenThem) {
  const Solution limited = with(Instrument::export_quota, 0.6);
  const std::vector<RentComparison> held = compare_by_rent_holder(model, free, limited);
  ASSERT_EQ(held.size(), 3U);
  const Comparison own = compare(world, free, limited);
  for (const RentComparison& one : held) {
    ASSERT_TRUE(one.figures);
    EXPECT_GT(one.rent_musd, 1.0);
    EXPECT_EQ(one.measures, std::vector<std::string>{"QUOTA"});
  }
  EXPECT_NEAR((*held[0].figures)["USA"].ev_musd, own["USA"].ev_musd, 1e-6) << "as it is written";
  EXPECT_LT((*held[0].figures)["USA"].ev_musd, (*held[1].figures)["USA"].ev_musd);
  EXPECT_LT((*held[1].figures)["USA"].ev_musd, (*held[2].figures)["USA"].ev_musd);
  EXPECT_GT((*held[0].figures)["CHN"].ev_musd, (*held[2].figures)["CHN"].ev_musd);
}

TEST_F(RentHolders, AreTakenIntoTheRange) {
  const Solution limited = with(Instrument::export_quota, 0.6);
  const std::vector<RentComparison> held = compare_by_rent_holder(model, free, limited);
  ComparisonRange range;
  range.low = range.high = compare(world, free, limited);
  widen(range, held);
  EXPECT_EQ(range.ids.size(), 3U);
  for (const RentComparison& one : held)
    for (std::size_t n = 0; n < one.figures->economies.size(); ++n) {
      EXPECT_LE(range.low.economies[n].ev_musd, one.figures->economies[n].ev_musd);
      EXPECT_GE(range.high.economies[n].ev_musd, one.figures->economies[n].ev_musd);
    }
}

TEST_F(RentHolders, AreNoneWithoutALimitThatBinds) {
  EXPECT_TRUE(compare_by_rent_holder(model, free, with(Instrument::export_quota, 3.0)).empty());
  EXPECT_TRUE(compare_by_rent_holder(model, free, free).empty());
  const Solution limited = with(Instrument::import_quota, 0.6);
  EXPECT_TRUE(compare_by_rent_holder(model, limited, limited).empty()) << "it is on both sides";
}

}  // namespace
}  // namespace leeway
