#include "leeway/solve/gmres.h"

#include <random>

#include <gtest/gtest.h>
#include <Eigen/Dense>

#include "support/small_world.h"

namespace leeway::solve {
namespace {

using leeway::testing::uniform;

struct Dense {
  Eigen::MatrixXd a;
  Eigen::VectorXd b;

  Dense(int n, unsigned seed, double off_diagonal) : a(n, n), b(n) {
    std::mt19937_64 random(seed);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) a(i, j) = off_diagonal * uniform(random, -1.0, 1.0);
      a(i, i) += 1.0;
      b(i) = uniform(random, -1.0, 1.0);
    }
  }
  LinearMap map() const {
    return [this](std::span<const double> v, std::span<double> out) {
      Eigen::Map<Eigen::VectorXd>(out.data(), b.size()) =
          a * Eigen::Map<const Eigen::VectorXd>(v.data(), b.size());
    };
  }
  GmresResult solve(double tolerance, int iterations, const LinearMap& precondition = {}) const {
    return gmres(map(), {b.data(), static_cast<std::size_t>(b.size())}, tolerance, iterations, precondition);
  }
  double error(const GmresResult& r) const {
    const Eigen::VectorXd exact = a.partialPivLu().solve(b);
    return (Eigen::Map<const Eigen::VectorXd>(r.x.data(), b.size()) - exact).norm() / exact.norm();
  }
};

TEST(Gmres, AgreesWithADenseSolve) {
  for (int n : {1, 2, 5, 40, 120}) {
    const Dense problem(n, static_cast<unsigned>(n), 0.4);
    const GmresResult r = problem.solve(1e-13, 2 * n + 5);
    EXPECT_TRUE(r.converged) << n;
    EXPECT_LE(r.iterations, n + 1);
    EXPECT_LE(problem.error(r), 1e-9) << n;
  }
}

TEST(Gmres, TheResidualItReportsIsTheTrueOne) {
  const Dense problem(60, 5, 0.3);
  const GmresResult r = problem.solve(1e-6, 100);
  const Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(r.x.data(), 60);
  const double residual = (problem.b - problem.a * x).norm() / problem.b.norm();
  EXPECT_NEAR(residual, r.relative_residual, 1e-10);
  EXPECT_LE(residual, 1e-6);
}

TEST(Gmres, ARightPreconditionerLeavesTheAnswerAndSavesSteps) {
  Dense problem(80, 9, 0.02);
  for (int i = 0; i < 80; ++i) problem.a.row(i) *= std::pow(10.0, i % 4);
  for (int i = 0; i < 80; ++i) problem.a.col(i) *= std::pow(10.0, (i + 2) % 5);
  const auto inverse_diagonal = [&](std::span<const double> v, std::span<double> out) {
    for (std::size_t i = 0; i < v.size(); ++i) {
      const auto at = static_cast<Eigen::Index>(i);
      out[i] = v[i] / problem.a(at, at);
    }
  };
  const GmresResult plain = problem.solve(1e-8, 200);
  const GmresResult helped = problem.solve(1e-8, 200, inverse_diagonal);
  EXPECT_TRUE(helped.converged);
  EXPECT_LT(helped.iterations, plain.iterations);
  EXPECT_LE(problem.error(helped), 1e-5);
}

TEST(Gmres, ZeroRightHandSideNeedsNoStep) {
  Dense problem(4, 1, 0.1);
  problem.b.setZero();
  const GmresResult r = problem.solve(1e-10, 10);
  EXPECT_TRUE(r.converged);
  EXPECT_EQ(r.iterations, 0);
  EXPECT_EQ(r.x, std::vector<double>(4, 0.0));
}

TEST(Gmres, OutOfStepsIsAValue) {
  const Dense problem(50, 3, 0.8);
  const GmresResult r = problem.solve(1e-12, 3);
  EXPECT_FALSE(r.converged);
  EXPECT_EQ(r.iterations, 3);
  EXPECT_GT(r.relative_residual, 1e-12);
}

TEST(Gmres, ASingularMatrixIsAValue) {
  Dense problem(6, 8, 0.3);
  problem.a.row(5) = problem.a.row(4);
  GmresResult r;
  EXPECT_NO_THROW(r = problem.solve(1e-12, 50));
  EXPECT_FALSE(r.converged);
}

TEST(Gmres, NotANumberIsAValue) {
  const std::vector<double> b(3, 1.0);
  const LinearMap broken = [](std::span<const double>, std::span<double> out) {
    std::fill(out.begin(), out.end(), std::nan(""));
  };
  GmresResult r;
  EXPECT_NO_THROW(r = gmres(broken, b, 1e-10, 10));
  EXPECT_FALSE(r.converged);
}

}  // namespace
}  // namespace leeway::solve
