#include <cmath>
#include <functional>
#include <numbers>

#include <gtest/gtest.h>

#include "leeway/ensemble/answers.h"
#include "leeway/ensemble/points.h"
#include "leeway/ensemble/rank_selection.h"
#include "leeway/ensemble/sobol_indices.h"

namespace leeway {
namespace {

constexpr double pi = std::numbers::pi;

// Ishigami and Homma (1990), whose indices are known in closed form.
double ishigami(const std::vector<double>& u) {
  const double x1 = pi * (2.0 * u[0] - 1.0);
  const double x2 = pi * (2.0 * u[1] - 1.0);
  const double x3 = pi * (2.0 * u[2] - 1.0);
  return std::sin(x1) + 7.0 * std::sin(x2) * std::sin(x2) + 0.1 * std::pow(x3, 4.0) * std::sin(x1);
}

/// Draws of a saltelli design as a run has them.
std::pair<SweepHeader, std::vector<SweepRow>> ishigami_run(std::uint64_t base) {
  SweepHeader header;
  header.design = Design::saltelli;
  header.size = 5 * base;
  header.seed = 11;
  for (const char* name : {"x1", "x2", "x3"}) header.inputs.push_back({name, name, "", {}});
  header.outputs.push_back({"y", "y", "", {}});
  const Points set(Design::saltelli, {0, 1, 2}, base, header.seed);
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < header.size; ++k) {
    std::vector<double> u(3);
    set.at(k, u);
    rows.push_back({k, "", u, {ishigami(u)}});
  }
  return {header, rows};
}

TEST(SobolIndices, AreThoseOfIshigamisFunction) {
  const double b4 = 0.1 * std::pow(pi, 4.0);
  const double v1 = 0.5 * std::pow(1.0 + b4 / 5.0, 2.0);
  const double v2 = 49.0 / 8.0;
  const double v13 = b4 * b4 * 8.0 / 225.0;
  const double v = v1 + v2 + v13;
  const std::vector<double> first = {v1 / v, v2 / v, 0.0};
  const std::vector<double> total = {(v1 + v13) / v, v2 / v, v13 / v};
  const auto [header, rows] = ishigami_run(8192);
  const FigureIndices indices = figure_indices(header, rows, 0);
  ASSERT_EQ(indices.factors.size(), 3U);
  EXPECT_EQ(indices.blocks, 8192U);
  for (std::size_t f = 0; f < 3; ++f) {
    EXPECT_NEAR(indices.factors[f].first.value, first[f], 0.02) << "x" << f + 1;
    EXPECT_NEAR(indices.factors[f].total.value, total[f], 0.01) << "x" << f + 1;
    EXPECT_LE(indices.factors[f].first.low, first[f] + 0.01);
    EXPECT_GE(indices.factors[f].first.high, first[f] - 0.01);
    EXPECT_LT(indices.factors[f].first.low, indices.factors[f].first.high);
  }
}

TEST(SobolIndices, AreTheSameEachTimeAndLeaveOutBrokenBlocks) {
  auto [header, rows] = ishigami_run(256);
  const FigureIndices once = figure_indices(header, rows, 0);
  const FigureIndices again = figure_indices(header, rows, 0);
  EXPECT_EQ(once.factors[0].first.low, again.factors[0].first.low);
  rows[7].reason = "keep: not_converged";
  rows[7].outputs.clear();
  rows.erase(rows.begin() + 103);
  const FigureIndices less = figure_indices(header, rows, 0);
  EXPECT_EQ(less.blocks, 254U);
  EXPECT_EQ(less.left_out, 2U);
}

TEST(SobolIndices, OfAFigureThatDoesNotVaryAreZero) {
  std::vector<SaltelliBlock> blocks(10, SaltelliBlock{3.0, 3.0, {3.0, 3.0}});
  for (const SobolIndex& index : sobol_indices(blocks, 1)) {
    EXPECT_EQ(index.first.value, 0.0);
    EXPECT_EQ(index.total.value, 0.0);
  }
}

TEST(Answers, QuantilesAndSignsAreCounted) {
  std::vector<double> values;
  for (int i = -20; i <= 80; ++i) values.push_back(i);
  const Spreading s = spreading(values);
  EXPECT_DOUBLE_EQ(s.mean, 30.0);
  EXPECT_DOUBLE_EQ(s.quantiles[0], -15.0);
  EXPECT_DOUBLE_EQ(s.quantiles[2], 30.0);
  EXPECT_DOUBLE_EQ(s.quantiles[4], 75.0);
  EXPECT_DOUBLE_EQ(s.above_zero.value, 80.0 / 101.0);
  // Wilson (1927) of 80 in 101, by hand.
  EXPECT_NEAR(s.above_zero.low, 0.7031, 5e-4);
  EXPECT_NEAR(s.above_zero.high, 0.8599, 5e-4);
  EXPECT_EQ(share_of_draws(0, 10).low, 0.0);
  EXPECT_NEAR(share_of_draws(0, 10).high, 0.2775, 5e-4);
}

/// Numbers of four inputs and noise, by a hash.
double made(std::uint64_t k, std::uint64_t what) { return drawn_share(5, k, what); }
std::pair<SweepHeader, std::vector<SweepRow>> made_run(const std::function<double(std::uint64_t)>& figure) {
  SweepHeader header;
  header.design = Design::random;
  header.size = 400;
  for (const char* name : {"a", "like a", "b", "noise"}) header.inputs.push_back({name, name, "", {}});
  header.inputs.push_back({"set", "set", "", {"A", "B", "C"}});
  header.outputs = {{"gain", "gain", "USD million", {}}};
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < header.size; ++k)
    rows.push_back(
        {k,
         "",
         {made(k, 0), made(k, 0) + 0.02 * made(k, 4), made(k, 1), made(k, 2), std::floor(3.0 * made(k, 3))},
         {figure(k)}});
  return {header, rows};
}
std::vector<std::string> movers(const std::pair<SweepHeader, std::vector<SweepRow>>& run) {
  std::vector<std::string> names;
  for (const TornadoBar& bar : tornado(run.first, run.second, 0))
    names.push_back(run.first.inputs[bar.input].name);
  return names;
}

TEST(Answers, AnOutlierHidesNoEffectAndAnAliasIsNotListed) {
  const auto straight = [](std::uint64_t k) { return 3.0 * made(k, 0) - made(k, 1) + 0.5 * made(k, 6); };
  const std::vector<std::string> expected = {"a", "b"};
  EXPECT_EQ(movers(made_run(straight)), expected);
  const auto with_outlier = made_run([&](std::uint64_t k) { return k == 17 ? 1e9 : straight(k); });
  EXPECT_EQ(movers(with_outlier), expected);
  const TornadoBar bar = tornado(with_outlier.first, with_outlier.second, 0)[0];
  EXPECT_GT(bar.rank_correlation.value(), 0.8);
}

TEST(Answers, AChoiceMovesByItsGroups) {
  const auto run = made_run([](std::uint64_t k) {
    const double set = std::floor(3.0 * made(k, 3));
    return (set == 1.0 ? 1.0 : 0.0) + 0.3 * made(k, 6);
  });
  EXPECT_EQ(movers(run), std::vector<std::string>{"set"});
  const TornadoBar bar = tornado(run.first, run.second, 0)[0];
  EXPECT_EQ(bar.high_at, "B");
  EXPECT_FALSE(bar.rank_correlation);
}

// Of 60 figures that nothing moves, 5% may list something.
TEST(Answers, NoiseIsNotListed) {
  int listed = 0;
  for (std::uint64_t figure = 100; figure < 160; ++figure)
    if (!movers(made_run([&](std::uint64_t k) { return made(k, figure); })).empty()) ++listed;
  EXPECT_LE(listed, 6);
}

TEST(Answers, TheProbabilityMovesNothingButWhatAMoveIsWorth) {
  auto run = made_run([](std::uint64_t k) { return 3.0 * made(k, 0) + made(k, 1); });
  EXPECT_EQ(movers(run).size(), 2U);
  run.first.drawn_probability = "b";
  EXPECT_EQ(movers(run).size(), 1U);
  EXPECT_NE(movers(run)[0], "b");
  run.first.outputs[0].name = "worth";
  EXPECT_EQ(movers(run).size(), 2U);
}

TEST(Answers, OfAWholeGridAllThatDiffersIsShownTheWidestFirst) {
  SweepHeader header;
  header.design = Design::grid;
  header.size = 4;
  header.inputs = {{"x", "x", "", {}}, {"y", "y", "", {}}};
  header.outputs = {{"gain", "gain", "", {}}};
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < 4; ++k) {
    const auto x = static_cast<double>(k / 2);
    const auto y = static_cast<double>(k % 2);
    rows.push_back({k, "", {x, y}, {x + 3.0 * y}});
  }
  EXPECT_EQ(movers({header, rows}), (std::vector<std::string>{"y", "x"}));
}

TEST(Answers, TheMapTellsWhereTheMovePays) {
  SweepHeader header;
  header.inputs = {{"p", "p", "share", {}}, {"set", "set", "", {"A", "B"}}};
  header.outputs = {{"worth", "worth", "USD million", {}}};
  std::vector<SweepRow> rows;
  for (std::uint64_t k = 0; k < 80; ++k) {
    const double p = static_cast<double>(k / 2) / 40.0;
    const double set = static_cast<double>(k % 2);
    rows.push_back({k, "", {p, set}, {(set == 0.0 ? 0.25 : 0.75) - p - 0.001}});
  }
  const OptionMap map = option_map(header, rows, 0, 1, 0);
  std::uint64_t pays_a = 0;
  std::uint64_t pays_b = 0;
  for (const MapCell& cell : map.cells) (map.down.bins[cell.down].name == "A" ? pays_a : pays_b) += cell.pays;
  EXPECT_EQ(pays_a, 10U);
  EXPECT_EQ(pays_b, 30U);
}

}  // namespace
}  // namespace leeway
