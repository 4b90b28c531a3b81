#include "leeway/solve/quasi_newton.h"

#include <cmath>

#include <gtest/gtest.h>

namespace leeway::solve {
namespace {

// Minus Rosenbrock's valley, highest at (1, 1).
std::optional<Slope> valley(std::span<const double> x) {
  const double a = 1.0 - x[0];
  const double b = x[1] - x[0] * x[0];
  return Slope{-(a * a + 100.0 * b * b), {2.0 * a + 400.0 * x[0] * b, -200.0 * b}};
}

const std::vector<double> kLow = {-5.0, -5.0};
const std::vector<double> kHigh = {5.0, 5.0};

TEST(QuasiNewton, FindsTheTop) {
  QuasiNewtonOptions options;
  options.tolerance = 1e-10;
  const QuasiNewtonResult r = maximise(valley, std::vector<double>{-1.2, 1.0}, kLow, kHigh, options);
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.x[0], 1.0, 1e-8);
  EXPECT_NEAR(r.x[1], 1.0, 1e-8);
  EXPECT_LT(r.evaluations, 120);
}

TEST(QuasiNewton, StopsAtABoundThatItIsDrivenTo) {
  const QuasiNewtonResult r =
      maximise(valley, std::vector<double>{-1.2, 1.0}, kLow, std::vector<double>{0.5, 5.0});
  EXPECT_TRUE(r.converged);
  EXPECT_DOUBLE_EQ(r.x[0], 0.5);
  EXPECT_NEAR(r.x[1], 0.25, 1e-8);
}

TEST(QuasiNewton, FindsAFlatTopToTheGradientsAccuracy) {
  // Values are rounded to 1e-12, so that alone they place the top to no better than 1e-6.
  const auto rounded = [](std::span<const double> x) -> std::optional<Slope> {
    const double a = x[0] - 0.3;
    return Slope{std::round(-0.5 * a * a * 1e12) * 1e-12, {-a}};
  };
  QuasiNewtonOptions options;
  options.tolerance = 1e-11;
  const QuasiNewtonResult r = maximise(rounded, std::vector<double>{0.9}, std::vector<double>{-1.0},
                                       std::vector<double>{1.0}, options);
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.x[0], 0.3, 1e-11);
}

TEST(QuasiNewton, StaysWhereThereIsAValue) {
  const auto cliff = [](std::span<const double> x) -> std::optional<Slope> {
    if (x[0] > 0.8) return std::nullopt;
    return Slope{x[0] - 0.5 * x[0] * x[0] / 0.7, {1.0 - x[0] / 0.7}};
  };
  const QuasiNewtonResult r =
      maximise(cliff, std::vector<double>{0.5}, std::vector<double>{0.0}, std::vector<double>{2.0});
  EXPECT_TRUE(r.converged);
  EXPECT_NEAR(r.x[0], 0.7, 1e-7);
  EXPECT_FALSE(
      maximise(cliff, std::vector<double>{1.0}, std::vector<double>{0.0}, std::vector<double>{2.0}).defined);
}

}  // namespace
}  // namespace leeway::solve
