#include "leeway/analysis/attribution.h"

#include <numeric>

#include <gtest/gtest.h>

namespace leeway {
namespace {

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(Attribution, OfAGameByHand) {
  // Worth 0, 1, 3, 10 of {}, {a}, {b}, {a, b}: a gets (1 + 7) / 2, b gets (3 + 9) / 2.
  const Attribution a(2, 2);
  EXPECT_EQ(a.rule(), PartRule::shapley);
  ASSERT_EQ(a.coalitions().size(), 4U);
  const std::vector<double> parts = a.parts({0, 1, 3, 10});
  EXPECT_DOUBLE_EQ(parts[0], 4.0);
  EXPECT_DOUBLE_EQ(parts[1], 6.0);
}

TEST(Attribution, InOrderEachAddsToThoseBefore) {
  const Attribution a(3, 2);
  EXPECT_EQ(a.rule(), PartRule::in_order);
  ASSERT_EQ(a.coalitions().size(), 4U);
  EXPECT_EQ(a.coalitions()[2], (Attribution::Coalition{true, true, false}));
  EXPECT_EQ(a.parts({1, 4, 2, 7}), (std::vector<double>{3, -2, 5}));
}

TEST(Attribution, PartsAddUpWhateverTheWorth) {
  for (std::size_t n = 0; n <= 8; ++n) {
    const Attribution a(n, 6);
    std::vector<double> worth;
    for (std::size_t c = 0; c < a.coalitions().size(); ++c)
      worth.push_back(static_cast<double>((c * 7919 + 13) % 101));
    EXPECT_NEAR(sum(a.parts(worth)), worth.back() - worth.front(), 1e-12) << n;
  }
}

// More parts than a machine word has bits.
TEST(Attribution, ManyPartsInOrder) {
  const Attribution a(200, 6);
  ASSERT_EQ(a.coalitions().size(), 201U);
  std::vector<double> worth(201);
  std::iota(worth.begin(), worth.end(), 0.0);
  EXPECT_EQ(a.parts(worth), std::vector<double>(200, 1.0));
}

}  // namespace
}  // namespace leeway
