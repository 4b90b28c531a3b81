#include "leeway/solve/anderson.h"

#include <cmath>
#include <functional>
#include <random>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "leeway/solve/system.h"
#include "support/small_world.h"

namespace leeway::solve {
namespace {

using Vector = std::vector<double>;
using Map = std::function<Vector(const Vector&)>;

// Steps until |f| <= 1e-11, or -1.
int steps(const Map& f, Vector& z, const AndersonOptions& options, int limit) {
  Anderson anderson(options);
  for (int step = 0; step < limit; ++step) {
    const Vector r = f(z);
    if (largest(r) <= 1e-11) return step;
    anderson.advance(z, r);
  }
  return -1;
}

int plain_steps(const Map& f, Vector z, int limit) {
  for (int step = 0; step < limit; ++step) {
    const Vector r = f(z);
    if (largest(r) <= 1e-11) return step;
    for (std::size_t i = 0; i < z.size(); ++i) z[i] += r[i];
  }
  return -1;
}

// g(z) = A z + b with A symmetric, eigenvalues from 0 to `modulus`, as f(z) = g(z) - z.
Map contraction(Eigen::Index n, double modulus, Eigen::VectorXd& root) {
  std::mt19937_64 random(13);
  Eigen::MatrixXd mixed(n, n);
  Eigen::VectorXd b(n);
  Eigen::VectorXd eigenvalues(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    b(i) = testing::uniform(random, -1.0, 1.0);
    eigenvalues(i) = modulus * static_cast<double>(i) / static_cast<double>(n - 1);
    for (Eigen::Index j = 0; j < n; ++j) mixed(i, j) = testing::uniform(random, -1.0, 1.0);
  }
  const Eigen::MatrixXd q = mixed.householderQr().householderQ();
  const Eigen::MatrixXd a = q * eigenvalues.asDiagonal() * q.transpose();
  root = (Eigen::MatrixXd::Identity(n, n) - a).partialPivLu().solve(b);
  return [a, b](const Vector& z) {
    const Eigen::Map<const Eigen::VectorXd> v(z.data(), b.size());
    const Eigen::VectorXd f = a * v + b - v;
    return Vector(f.data(), f.data() + f.size());
  };
}

TEST(Anderson, FindsTheFixedPointOfAContractionSoonerThanPlainSteps) {
  Eigen::VectorXd root;
  const Map f = contraction(30, 0.99, root);
  Vector z(30, 0.0);
  const int accelerated = steps(f, z, {}, 500);
  ASSERT_GE(accelerated, 0);
  EXPECT_LT(accelerated, plain_steps(f, Vector(30, 0.0), 10000) / 5);
  // The stopping rule 1e-11 over 1 - 0.99, times the root of the size.
  for (std::size_t i = 0; i < 30; ++i) EXPECT_NEAR(z[i], root(static_cast<Eigen::Index>(i)), 6e-9);
}

TEST(Anderson, SolvesANonlinearContraction) {
  const Map f = [](const Vector& z) {
    return Vector{std::cos(z[0]) - z[0], 0.5 * std::sin(z[0] + z[1]) - z[1]};
  };
  Vector z(2, 0.0);
  const int count = steps(f, z, {}, 50);
  ASSERT_GE(count, 0);
  EXPECT_NEAR(z[0], 0.7390851332151607, 1e-10);
}

TEST(Anderson, StepsAreCapped) {
  AndersonOptions options;
  options.max_step = 0.5;
  Anderson anderson(options);
  Vector z{0.0, 0.0};
  anderson.advance(z, Vector{10.0, -5.0});
  EXPECT_DOUBLE_EQ(z[0], 0.5);
  EXPECT_DOUBLE_EQ(z[1], -0.25);
}

TEST(Anderson, GoesBackToTheBestPointAfterANumberThatIsNone) {
  Anderson anderson({});
  Vector z{0.0};
  anderson.advance(z, Vector{0.4});
  EXPECT_NE(z[0], 0.0);
  anderson.advance(z, Vector{std::nan("")});
  EXPECT_TRUE(std::isfinite(z[0]));
  EXPECT_NEAR(z[0], 0.12, 1e-15);
}

TEST(Anderson, TheSameStepsTwice) {
  Eigen::VectorXd root;
  const Map f = contraction(12, 0.9, root);
  Vector a(12, 0.1);
  Vector b(12, 0.1);
  EXPECT_EQ(steps(f, a, {}, 200), steps(f, b, {}, 200));
  EXPECT_EQ(a, b);
}

}  // namespace
}  // namespace leeway::solve
