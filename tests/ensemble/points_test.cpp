#include "leeway/ensemble/points.h"

#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

namespace leeway {
namespace {

std::vector<std::size_t> each_its_own(std::size_t dimensions) {
  std::vector<std::size_t> factor(dimensions);
  std::iota(factor.begin(), factor.end(), 0U);
  return factor;
}

std::vector<std::vector<double>> points(Design design, std::size_t dimensions, std::uint64_t size,
                                        std::uint64_t seed = 7) {
  const Points set(design, each_its_own(dimensions), size, seed);
  std::vector<std::vector<double>> all(size, std::vector<double>(dimensions));
  for (std::uint64_t k = 0; k < size; ++k) set.at(k, all[k]);
  return all;
}

TEST(Points, LieInsideTheOpenCubeAndDependOnTheirNumberAlone) {
  for (const Design design : {Design::random, Design::sobol, Design::latin_hypercube, Design::saltelli}) {
    const Points set(design, each_its_own(5), 64, 3);
    std::vector<double> later(5);
    set.at(17, later);
    for (std::uint64_t k = 0; k < 64; ++k) {
      std::vector<double> u(5);
      set.at(k, u);
      for (const double x : u) {
        EXPECT_GT(x, 0.0);
        EXPECT_LT(x, 1.0);
      }
      if (k == 17) {
        EXPECT_EQ(u, later) << to_string(design);
      }
    }
    std::vector<double> other(5);
    Points(design, each_its_own(5), 64, 4).at(17, other);
    EXPECT_NE(other, later) << to_string(design) << ": another seed";
  }
}

// The first two dimensions of Sobol's sequence are a (0, m, 2)-net: each of the 2^m boxes of every dyadic
// shape has one of the first 2^m points. Owen's scrambling keeps that (Owen 1995).
TEST(Points, ScrambledSobolPointsFillEveryDyadicBoxOnce) {
  constexpr unsigned m = 8;
  for (const std::uint64_t seed : {1U, 2U, 20260124U}) {
    const auto all = points(Design::sobol, 2, 1U << m, seed);
    for (unsigned across = 0; across <= m; ++across) {
      std::set<std::pair<int, int>> boxes;
      for (const auto& u : all)
        boxes.emplace(static_cast<int>(std::ldexp(u[0], static_cast<int>(across))),
                      static_cast<int>(std::ldexp(u[1], static_cast<int>(m - across))));
      EXPECT_EQ(boxes.size(), all.size()) << "seed " << seed << ", boxes of 2^-" << across;
    }
  }
}

TEST(Points, EachDimensionOfSobolPointsIsEven) {
  const auto all = points(Design::sobol, 60, 1024);
  for (std::size_t d = 0; d < 60; ++d) {
    std::set<int> strata;
    for (const auto& u : all) strata.insert(static_cast<int>(u[d] * 1024.0));
    EXPECT_EQ(strata.size(), 1024U) << "dimension " << d;
  }
}

// What scrambling is for: the mean of a smooth function over 2^m points is off by far less than chance makes
// it.
TEST(Points, ScrambledSobolPointsIntegrate) {
  const auto error = [](Design design) {
    double sum = 0.0;
    constexpr int seeds = 20;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      double mean = 0.0;
      for (const auto& u : points(design, 3, 1024, seed)) mean += u[0] * u[1] * u[2] / 1024.0;
      sum += (mean - 0.125) * (mean - 0.125);
    }
    return std::sqrt(sum / seeds);
  };
  EXPECT_LT(error(Design::sobol), 0.05 * error(Design::random));
}

TEST(Points, ALatinHypercubeHasOneDrawAStratum) {
  for (const std::uint64_t size : {1U, 2U, 7U, 100U, 257U}) {
    const auto all = points(Design::latin_hypercube, 4, size);
    for (std::size_t d = 0; d < 4; ++d) {
      std::set<std::uint64_t> strata;
      for (const auto& u : all) strata.insert(static_cast<std::uint64_t>(u[d] * static_cast<double>(size)));
      EXPECT_EQ(strata.size(), size) << "dimension " << d;
    }
  }
  // Strata of two dimensions go together no more than by chance.
  const auto all = points(Design::latin_hypercube, 2, 1000);
  double sum = 0.0;
  for (const auto& u : all) sum += (u[0] - 0.5) * (u[1] - 0.5) / 1000.0;
  EXPECT_LT(std::abs(12.0 * sum), 0.1);
}

TEST(Points, ASaltelliBlockChangesOneFactorAtATime) {
  // Two numbers of factor 0, one of factor 1.
  const Points set(Design::saltelli, {0, 0, 1}, 16, 5);
  for (std::uint64_t base = 0; base < 16; ++base) {
    std::vector<std::vector<double>> block(4, std::vector<double>(3));
    for (std::size_t j = 0; j < 4; ++j) set.at(4 * base + j, block[j]);
    const auto& [a, b, first, second] = std::tie(block[0], block[1], block[2], block[3]);
    EXPECT_EQ(first, (std::vector<double>{b[0], b[1], a[2]}));
    EXPECT_EQ(second, (std::vector<double>{a[0], a[1], b[2]}));
  }
}

double spearman(const std::vector<std::vector<double>>& all, std::size_t x, std::size_t y) {
  // Uniform numbers are their own ranks, up to their spread.
  double sum = 0.0;
  for (const auto& u : all) sum += (u[x] - 0.5) * (u[y] - 0.5);
  return 12.0 * sum / static_cast<double>(all.size());
}

TEST(Copula, GivesTheRankCorrelationsAskedForAndKeepsEachNumberUniform) {
  const std::vector<double> rank = {1.0, 0.7, -0.4, 0.7, 1.0, 0.0, -0.4, 0.0, 1.0};
  const std::optional<Copula> copula = Copula::of(rank, 3);
  ASSERT_TRUE(copula);
  auto all = points(Design::sobol, 3, 16384);
  for (auto& u : all) copula->apply(u);
  EXPECT_NEAR(spearman(all, 0, 1), 0.7, 0.005);
  EXPECT_NEAR(spearman(all, 0, 2), -0.4, 0.005);
  EXPECT_NEAR(spearman(all, 1, 2), 0.0, 0.005);
  for (std::size_t d = 0; d < 3; ++d) {
    std::map<int, int> tenths;
    for (const auto& u : all) ++tenths[static_cast<int>(10.0 * u[d])];
    for (const auto& [tenth, count] : tenths) EXPECT_NEAR(count, 1638.4, 40.0) << d << " " << tenth;
  }
}

TEST(Copula, RefusesWhatCannotHoldTogether) {
  EXPECT_FALSE(Copula::of({1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0}, 3));
  EXPECT_FALSE(Copula::of({1.0, 1.0, 1.0, 1.0}, 2)) << "the same number twice";
  EXPECT_TRUE(Copula::of({1.0, 0.99, 0.99, 1.0}, 2));
}

}  // namespace
}  // namespace leeway
