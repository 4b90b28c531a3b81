#include "leeway/ensemble/spread.h"

#include <cmath>

#include <gtest/gtest.h>
#include <boost/math/distributions/normal.hpp>

namespace leeway {
namespace {

TEST(Normal, IsThatOfBoostMath) {
  const boost::math::normal_distribution<double> normal;
  for (double z = -8.0; z <= 8.0; z += 0.03125) {
    const double expected = boost::math::cdf(normal, z);
    EXPECT_NEAR(normal_cdf(z), expected, 2e-15 + 1e-11 * std::min(expected, 1.0 - expected)) << z;
  }
  for (const double p :
       {1e-300, 1e-30, 1e-12, 1e-6, 0.001, 0.05, 0.0749, 0.0751, 0.3, 0.5, 0.77, 0.95, 0.9999999}) {
    const double expected = boost::math::quantile(normal, p);
    EXPECT_NEAR(normal_quantile(p), expected, 1e-14 * (1.0 + std::abs(expected))) << p;
  }
}

Spread shaped(Spread::Shape shape, double low, double high, double centre, double sd) {
  Spread s;
  s.shape = shape;
  s.low = s.least = low;
  s.high = s.most = high;
  s.centre = centre;
  s.sd = sd;
  return s;
}

/// Mean over even shares.
double mean(const Spread& s) {
  constexpr int n = 20000;
  double sum = 0.0;
  for (int i = 0; i < n; ++i) sum += s.at((i + 0.5) / n) / n;
  return sum;
}

TEST(Spread, HasTheMomentsOfItsShape) {
  EXPECT_NEAR(mean(shaped(Spread::Shape::uniform, 2.0, 6.0, 0.0, 0.0)), 4.0, 1e-6);
  EXPECT_NEAR(mean(shaped(Spread::Shape::triangular, 0.0, 9.0, 3.0, 0.0)), 4.0, 1e-4);
  EXPECT_NEAR(mean(shaped(Spread::Shape::normal, -50.0, 60.0, 5.0, 2.0)), 5.0, 1e-6);
  // The mean of a lognormal number is its median times e^(sd²/2).
  EXPECT_NEAR(mean(shaped(Spread::Shape::lognormal, 0.0, 1e9, 2.0, 0.5)), 2.0 * std::exp(0.125), 1e-3);
  EXPECT_NEAR(shaped(Spread::Shape::lognormal, 0.0, 1e9, 2.0, 0.5).at(0.5), 2.0, 1e-12);
}

TEST(Spread, CutsOffWhatLiesBeyondItsBounds) {
  const Spread s = shaped(Spread::Shape::normal, 0.0, 1.0, 0.2, 5.0);
  double before = 0.0;
  for (int i = 1; i < 1000; ++i) {
    const double x = s.at(i / 1000.0);
    EXPECT_GE(x, before);
    EXPECT_LE(x, 1.0);
    before = x;
  }
  // Nearly flat over so narrow a piece of so wide a curve.
  EXPECT_NEAR(s.at(0.5), 0.5, 0.01);
}

TEST(Spread, TakesChoicesByTheirWeights) {
  Spread s;
  s.shape = Spread::Shape::choice;
  s.weights = {0.5, 0.0, 0.3, 0.2, 0.0};
  std::vector<int> count(5, 0);
  for (int i = 0; i < 1000; ++i) ++count[static_cast<std::size_t>(s.at((i + 0.5) / 1000.0))];
  EXPECT_EQ(count, (std::vector<int>{500, 0, 300, 200, 0}));
  EXPECT_EQ(s.at(1.0 - 1e-16), 3.0) << "one of weight zero is never taken";
}

}  // namespace
}  // namespace leeway
