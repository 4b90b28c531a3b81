// Sobol' indices beside those of OpenTURNS, which shares no code with us. It skips where python3-openturns is
// not.

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "leeway/ensemble/points.h"
#include "leeway/ensemble/sobol_indices.h"
#include "leeway/io/csv.h"
#include "support/own_folder.h"
#include "support/places.h"

namespace leeway {
namespace {

namespace openturns_test {

using Function = std::function<double(const std::vector<double>&)>;

double ishigami(const std::vector<double>& u) {
  const auto x = [&](std::size_t d) { return std::numbers::pi * (2.0 * u[d] - 1.0); };
  return std::sin(x(0)) + 7.0 * std::pow(std::sin(x(1)), 2.0) + 0.1 * std::pow(x(2), 4.0) * std::sin(x(0));
}

// Sobol's g-function: each factor matters less than the one before it.
double g_function(const std::vector<double>& u) {
  const std::vector<double> a = {0.0, 1.0, 4.5, 9.0};
  double product = 1.0;
  for (std::size_t d = 0; d < a.size(); ++d) product *= (std::abs(4.0 * u[d] - 2.0) + a[d]) / (1.0 + a[d]);
  return product;
}

class OpenTurns : public ::testing::Test {
 protected:
  std::filesystem::path folder = testing::own_folder();
  void SetUp() override {
    if (std::system("/usr/bin/python3 -c 'import openturns, numpy' >/dev/null 2>&1") != 0)
      GTEST_SKIP() << "there is no python3-openturns";
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  void hold(const Function& f, std::size_t factors, std::uint64_t base) const;
};

double variance(const std::vector<double>& values, double freedom) {
  double mean = 0.0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  double sum = 0.0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  return sum / freedom;
}

// Both take the mean squared difference of Jansen from the same draws and set it against a variance: ours is
// that of both sets of points, with 2 N under either sum; theirs has 2 N - 1 under the first and is that of
// the first set alone, with N - 1 under it. Put on one scale they are the same.
void OpenTurns::hold(const Function& f, std::size_t factors, std::uint64_t base) const {
  std::vector<std::size_t> factor;
  for (std::size_t d = 0; d < factors; ++d) factor.push_back(d);
  const std::size_t block = saltelli_block(factors);
  const Points points(Design::saltelli, factor, base, 5);
  std::vector<SaltelliBlock> blocks(base);
  std::vector<std::string> lines(block * base);
  std::vector<double> first_set;
  std::vector<double> both_sets;
  std::vector<double> u(factors);
  for (std::uint64_t k = 0; k < block * base; ++k) {
    points.at(k, u);
    const double y = f(u);
    const std::size_t of = k % block;
    SaltelliBlock& one = blocks[k / block];
    if (of == 0) one.a = y;
    if (of == 1) one.b = y;
    if (of > 1) one.mixed.push_back(y);
    if (of == 0) first_set.push_back(y);
    if (of < 2) both_sets.push_back(y);
    lines[of * base + k / block] = fmt::format("{:.17g},{:.17g}\n", fmt::join(u, ","), y);
  }
  std::ofstream table(folder / "draws.csv");
  for (const std::string& line : lines) table << line;
  table.close();
  const std::string command =
      fmt::format("/usr/bin/python3 '{}' '{}' >'{}'",
                  (testing::source_folder() / "tests/ensemble/jansen_by_openturns.py").string(),
                  (folder / "draws.csv").string(), (folder / "indices.csv").string());
  ASSERT_EQ(std::system(command.c_str()), 0);
  const std::vector<SobolIndex> ours = sobol_indices(blocks, 5, 2);
  CsvFile theirs = CsvFile::without_header(folder / "indices.csv");
  const auto n = static_cast<double>(base);
  const double scale =
      variance(both_sets, 2.0 * n) * 2.0 * n / ((2.0 * n - 1.0) * variance(first_set, n - 1.0));
  for (std::size_t d = 0; d < factors; ++d) {
    ASSERT_TRUE(theirs.next());
    const double first = theirs.number(0);
    const double total = theirs.number(1);
    EXPECT_NEAR(1.0 - (1.0 - ours[d].first.value) * scale, first, 1e-10) << "factor " << d + 1;
    EXPECT_NEAR(ours[d].total.value * scale, total, 1e-10) << "factor " << d + 1;
    EXPECT_NEAR(ours[d].first.value, first, 0.05) << "factor " << d + 1;
    EXPECT_NEAR(ours[d].total.value, total, 0.05) << "factor " << d + 1;
  }
}

TEST_F(OpenTurns, HasTheSameIndicesOfIshigamisFunction) { hold(ishigami, 3, 512); }
TEST_F(OpenTurns, HasTheSameIndicesOfAGFunction) { hold(g_function, 4, 500); }

}  // namespace openturns_test

}  // namespace
}  // namespace leeway
