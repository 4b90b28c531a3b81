#include "leeway/analysis/scores.h"

#include <cmath>

#include <gtest/gtest.h>

namespace leeway {
namespace {

TEST(Scores, APerfectForecastHasNoErrorAndTheSlopeOne) {
  const Scores s = score({{0.1, 0.1, 1.0, 1.0, 0}, {-0.2, -0.2, 2.0, 1.0, 1}, {0.3, 0.3, 1.0, 1.0, 2}});
  EXPECT_EQ(s.count, 3);
  EXPECT_DOUBLE_EQ(*s.error, 0.0);
  EXPECT_DOUBLE_EQ(*s.sign, 1.0);
  EXPECT_NEAR(*s.correlation, 1.0, 1e-15);
  EXPECT_NEAR(*s.slope, 1.0, 1e-15);
  EXPECT_NEAR(*s.slope_error, 0.0, 1e-15);
}

TEST(Scores, NoChangeHasTheErrorOneAndNothingElse) {
  const Scores s = score({{0.0, 0.1}, {0.0, -0.2}, {0.0, 0.3}});
  EXPECT_DOUBLE_EQ(*s.error, 1.0);
  EXPECT_DOUBLE_EQ(*s.square_error, 1.0);
  EXPECT_FALSE(s.sign);
  EXPECT_FALSE(s.correlation);
  EXPECT_FALSE(s.slope);
}

TEST(Scores, ErrorsByHand) {
  // |0.1-0.2| * 1 + |-0.3-0.1| * 3 = 1.3 over 0.2 + 0.3 = 0.5; of signs, 5 of 7 by importance are right.
  const Scores s = score({{0.1, 0.2, 1.0, 5.0, 0}, {-0.3, 0.1, 3.0, 2.0, 1}});
  EXPECT_NEAR(*s.error, 2.6, 1e-12);
  EXPECT_NEAR(*s.square_error, std::sqrt((0.01 + 3 * 0.16) / (0.04 + 3 * 0.01)), 1e-12);
  EXPECT_NEAR(*s.sign, 5.0 / 7.0, 1e-12);
}

TEST(Scores, SlopeAndItsClusteredErrorByHand) {
  // Model -1, 0, 1, 0; record -2, 1, 2, -1: slope 4/2 = 2, residuals 0, 1, 0, -1, each at model 0 but for the
  // second cluster's mean: moments are zero, so is the error. Moving one point shows it.
  const Scores flat = score({{-1, -2, 1, 1, 0}, {0, 1, 1, 1, 1}, {1, 2, 1, 1, 2}, {0, -1, 1, 1, 3}});
  EXPECT_NEAR(*flat.slope, 2.0, 1e-12);
  EXPECT_NEAR(*flat.slope_error, 0.0, 1e-12);
  // Model -1, 1, -1, 1 in two clusters, record -1, 1, -3, 3: slope 2; moments 1 - 2 = -1 twice and 3 - 2 = 1
  // twice, so -2 and 2 by cluster: sqrt(2/1 * 8) / 4 = 1.
  const Scores s = score({{-1, -1, 1, 1, 0}, {1, 1, 1, 1, 0}, {-1, -3, 1, 1, 1}, {1, 3, 1, 1, 1}});
  EXPECT_NEAR(*s.slope, 2.0, 1e-12);
  EXPECT_NEAR(*s.slope_error, 1.0, 1e-12);
}

TEST(Scores, RanksTakeTiesByTheirMean) {
  EXPECT_NEAR(*rank_correlation({1, 2, 3, 4}, {10, 20, 30, 40}), 1.0, 1e-12);
  EXPECT_NEAR(*rank_correlation({1, 2, 3}, {3, 2, 1}), -1.0, 1e-12);
  EXPECT_NEAR(*rank_correlation({1, 1, 2}, {5, 7, 9}), std::sqrt(0.75), 1e-12);
  EXPECT_FALSE(rank_correlation({1, 2}, {1, 2}));
  EXPECT_FALSE(rank_correlation({1, 1, 1}, {1, 2, 3}));
}

}  // namespace
}  // namespace leeway
