#include "leeway/solve/newton_krylov.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

namespace leeway::solve {
namespace {

using Vector = std::vector<double>;

// A system from two lambdas, with bounds from below where asked for.
class Given final : public System {
 public:
  using Function = std::function<Vector(const Vector&)>;
  using Derivative = std::function<Vector(const Vector& z, const Vector& v)>;
  Given(int size, Function f, Derivative df) : size_(size), f_(std::move(f)), df_(std::move(df)) {}

  int size() const override { return size_; }
  void residual(std::span<const double> z, std::span<double> r) override {
    at_.assign(z.begin(), z.end());
    const Vector f = f_(at_);
    std::copy(f.begin(), f.end(), r.begin());
  }
  void jacobian(std::span<const double> v, std::span<double> out) override {
    const Vector d = df_(at_, {v.begin(), v.end()});
    std::copy(d.begin(), d.end(), out.begin());
  }
  void project(std::span<double> z) override {
    for (double& x : z) x = std::max(x, floor);
  }
  double floor = -HUGE_VAL;

 private:
  int size_;
  Function f_;
  Derivative df_;
  Vector at_;
};

NewtonOptions tight() {
  NewtonOptions o;
  o.tolerance = 1e-12;
  return o;
}

TEST(NewtonKrylov, SolvesALinearSystemAtOnce) {
  Given system(
      2,
      [](const Vector& z) {
        return Vector{2 * z[0] + z[1] - 3, z[0] - z[1]};
      },
      [](const Vector&, const Vector& v) {
        return Vector{2 * v[0] + v[1], v[0] - v[1]};
      });
  Vector z(2, 0.0);
  const Summary s = newton_krylov(system, z, tight());
  EXPECT_TRUE(s.converged);
  EXPECT_LE(s.iterations, 3);
  EXPECT_NEAR(z[0], 1.0, 1e-12);
  EXPECT_NEAR(z[1], 1.0, 1e-12);
}

TEST(NewtonKrylov, SolvesACircleAndALineQuadratically) {
  Given system(
      2,
      [](const Vector& z) {
        return Vector{z[0] * z[0] + z[1] * z[1] - 2, z[0] - z[1]};
      },
      [](const Vector& z, const Vector& v) {
        return Vector{2 * z[0] * v[0] + 2 * z[1] * v[1], v[0] - v[1]};
      });
  Vector z{3.0, 0.5};
  const Summary s = newton_krylov(system, z, tight());
  EXPECT_TRUE(s.converged);
  EXPECT_NEAR(z[0], 1.0, 1e-12);
  EXPECT_NEAR(z[1], 1.0, 1e-12);
  EXPECT_EQ(s.history.size(), static_cast<std::size_t>(s.iterations) + 1);
  EXPECT_EQ(s.residual, s.history.back());
}

TEST(NewtonKrylov, BacktracksWhereTheFullStepOvershoots) {
  // Newton's own step on atan diverges from beyond 1.39.
  Given system(
      1, [](const Vector& z) { return Vector{std::atan(z[0])}; },
      [](const Vector& z, const Vector& v) { return Vector{v[0] / (1 + z[0] * z[0])}; });
  Vector z{10.0};
  NewtonOptions options = tight();
  options.max_step = 1e3;
  const Summary s = newton_krylov(system, z, options);
  EXPECT_TRUE(s.converged);
  EXPECT_NEAR(z[0], 0.0, 1e-12);
  EXPECT_GT(s.evaluations, s.iterations + 1);
}

TEST(NewtonKrylov, StepsAreCapped) {
  Given system(
      1, [](const Vector& z) { return Vector{z[0] - 100.0}; },
      [](const Vector&, const Vector& v) { return v; });
  Vector z{0.0};
  NewtonOptions options = tight();
  options.max_iterations = 10;
  const Summary s = newton_krylov(system, z, options);
  EXPECT_FALSE(s.converged);
  EXPECT_NEAR(z[0], 20.0, 1e-9);
}

TEST(NewtonKrylov, RejectsTrialPointsWhereTheSystemIsNotDefined) {
  Given system(
      1, [](const Vector& z) { return Vector{std::log(z[0]) + 3.0}; },
      [](const Vector& z, const Vector& v) { return Vector{v[0] / z[0]}; });
  Vector z{1.5};
  const Summary s = newton_krylov(system, z, tight());
  EXPECT_TRUE(s.converged);
  EXPECT_NEAR(z[0], std::exp(-3.0), 1e-10);
}

TEST(NewtonKrylov, ProjectsTrialPoints) {
  Given system(
      1, [](const Vector& z) { return Vector{std::sqrt(z[0]) - 0.1}; },
      [](const Vector& z, const Vector& v) { return Vector{v[0] / (2 * std::sqrt(z[0]))}; });
  system.floor = 1e-8;
  Vector z{4.0};
  const Summary s = newton_krylov(system, z, tight());
  EXPECT_TRUE(s.converged);
  EXPECT_NEAR(z[0], 0.01, 1e-11);
}

TEST(NewtonKrylov, FailureIsAValue) {
  Given rootless(
      1, [](const Vector& z) { return Vector{z[0] * z[0] + 1.0}; },
      [](const Vector& z, const Vector& v) { return Vector{2 * z[0] * v[0]}; });
  Vector start{2.0};
  Summary s;
  EXPECT_NO_THROW(s = newton_krylov(rootless, start, tight()));
  EXPECT_FALSE(s.converged);
  EXPECT_GE(s.residual, 1.0);

  Given undefined(
      2,
      [](const Vector&) {
        return Vector{std::nan(""), 0.0};
      },
      [](const Vector&, const Vector& v) { return v; });
  Vector origin(2, 0.0);
  EXPECT_NO_THROW(s = newton_krylov(undefined, origin, tight()));
  EXPECT_FALSE(s.converged);
  EXPECT_TRUE(std::isnan(s.residual));

  Given singular(
      2,
      [](const Vector& z) {
        return Vector{z[0] - 1.0, z[0] - 1.0 + 1e-3};
      },
      [](const Vector&, const Vector& v) {
        return Vector{v[0], v[0]};
      });
  Vector flat(2, 0.0);
  EXPECT_NO_THROW(s = newton_krylov(singular, flat, tight()));
  EXPECT_FALSE(s.converged);
}

TEST(NewtonKrylov, StartingAtTheSolutionTakesNoStep) {
  Given system(
      1, [](const Vector& z) { return Vector{z[0]}; }, [](const Vector&, const Vector& v) { return v; });
  Vector z{0.0};
  const Summary s = newton_krylov(system, z, tight());
  EXPECT_TRUE(s.converged);
  EXPECT_EQ(s.iterations, 0);
  EXPECT_EQ(s.evaluations, 1);
}

TEST(Largest, IsNotANumberWhenAnyEntryIs) {
  EXPECT_EQ(largest(Vector{1.0, -3.0, 2.0}), 3.0);
  EXPECT_TRUE(std::isnan(largest(Vector{1.0, std::nan(""), 2.0})));
  EXPECT_EQ(norm(Vector{3.0, 4.0}), 5.0);
}

}  // namespace
}  // namespace leeway::solve
