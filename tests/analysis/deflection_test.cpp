#include "leeway/analysis/deflection.h"

#include <gtest/gtest.h>

#include "instruments_world.h"
#include "support/refusal.h"

namespace leeway {
namespace {

class DeflectionTest : public ::testing::Test {
 protected:
  World world = testing::carved_world(5, 3);
  Model model{world, {}};
  Policy now = testing::policy_with(world, {});
  Policy shut = testing::policy_with(world, {testing::car_tariff(2.0)});
  Solution before = testing::solved(model, now);
  Solution after = testing::solved(model, shut);

  Deflection of(const std::string& from, const std::string& market) const {
    return deflection(world, before, after, "product:cars", from, market, Location{"--deflection"});
  }
};

TEST_F(DeflectionTest, GoodsGoElsewhereOrStay) {
  const Deflection d = of("CHN", "USA");
  EXPECT_FALSE(d.found);
  EXPECT_GT(d.lost_musd, 0.0);
  EXPECT_GT(d.diverted_musd, 0.0);
  EXPECT_LT(d.diverted_musd, d.lost_musd);
  ASSERT_EQ(d.rows.size(), 3U);
  double share = 0.0, sum = 0.0;
  for (const DeflectionRow& row : d.rows) {
    share += row.share;
    sum += row.imports_musd;
  }
  EXPECT_NEAR(share, 1.0, 1e-12);
  EXPECT_NEAR(sum, d.diverted_musd, 1e-9 * d.diverted_musd);
  EXPECT_GE(d.rows.front().imports_musd, d.rows.back().imports_musd);
  EXPECT_GT(d.market_output_pct, 0.0);
  EXPECT_LT(d.exporter_output_pct, 0.0);
}

TEST_F(DeflectionTest, FindsTheDoorThatCloses) {
  const Deflection d = of("", "");
  EXPECT_TRUE(d.found);
  EXPECT_EQ(d.exporter, "CHN");
  EXPECT_EQ(d.market, "USA");
}

TEST_F(DeflectionTest, RefusesADoorIntoItself) {
  EXPECT_NE(testing::refusal([&] { of("G2", "USA"); }).find("overlap"), std::string::npos);
  EXPECT_NE(testing::refusal([&] { of("CHM", ""); }).find("CHN"), std::string::npos);
}

}  // namespace
}  // namespace leeway
