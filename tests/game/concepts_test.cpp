#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "game/hand_games.h"
#include "leeway/game/coalitions.h"
#include "leeway/game/correlated.h"
#include "leeway/game/nash.h"
#include "leeway/game/sequential.h"

namespace leeway {
namespace {

using test::drawn;
using test::made;

// Aumann (1974): the mediator of chicken gives 5 1/4 to each, above what any mix of equilibria gives.
TEST(Correlated, Chicken) {
  const auto point = best_correlated(test::chicken(), CorrelatedKind::correlated, {1.0, 1.0});
  ASSERT_TRUE(point);
  EXPECT_NEAR(point->payoffs[0], 5.25, 1e-12);
  EXPECT_NEAR(point->payoffs[1], 5.25, 1e-12);
  EXPECT_NEAR(point->chances[0], 0.0, 1e-12);
  EXPECT_NEAR(point->chances[3], 0.5, 1e-12);
}

TEST(Correlated, PenniesLeaveNothingToCorrelate) {
  const auto range = correlated_range(test::pennies(), CorrelatedKind::correlated);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->low[0], 0.0, 1e-9);
  EXPECT_NEAR(range->high[0], 0.0, 1e-9);
}

TEST(Correlated, HoldsEveryEquilibriumAndLiesInTheCoarseSet) {
  for (unsigned seed = 1; seed <= 10; ++seed)
    for (const auto& shape : std::vector<std::vector<std::size_t>>{{3, 3}, {2, 2, 2}, {3, 2, 3}}) {
      const StrategicGame game = drawn(shape, seed);
      const std::vector<double> weights(game.size(), 1.0);
      const auto fine = best_correlated(game, CorrelatedKind::correlated, weights);
      const auto coarse = best_correlated(game, CorrelatedKind::coarse_correlated, weights);
      ASSERT_TRUE(fine && coarse) << "seed " << seed;
      EXPECT_LE(correlated_violation(game, CorrelatedKind::correlated, fine->chances),
                game_tolerance * game.span());
      EXPECT_LE(correlated_violation(game, CorrelatedKind::coarse_correlated, fine->chances),
                2.0 * game_tolerance * game.span());
      const auto sum = [](const std::vector<double>& payoffs) {
        double s = 0.0;
        for (const double x : payoffs) s += x;
        return s;
      };
      EXPECT_LE(sum(fine->payoffs), sum(coarse->payoffs) + 1e-9);
      for (const NashEquilibrium& e : mixed_nash(game).equilibria) {
        EXPECT_LE(sum(e.payoffs), sum(fine->payoffs) + 1e-9);
        // The product of the mixes is itself a correlated equilibrium.
        std::vector<double> chances(game.profiles(), 1.0);
        for (std::size_t s = 0; s < chances.size(); ++s)
          for (std::size_t p = 0; p < game.size(); ++p) chances[s] *= e.mix[p][game.action(s, p)];
        EXPECT_LE(correlated_violation(game, CorrelatedKind::correlated, chances),
                  game_tolerance * game.span());
      }
    }
}

TEST(Coalitions, PrisonersWouldDeviateTogetherButCouldNotHold) {
  const CoalitionCheck check = check_coalitions(test::prisoners(), 3);
  ASSERT_TRUE(check.deviation);
  EXPECT_EQ(check.deviation->members, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(check.deviation->profile, 0U);
  EXPECT_EQ(check.deviation->least_gain, 8.0);
  EXPECT_FALSE(check.holding) << "each would defect from the deviation in turn";
}

TEST(Coalitions, StagHuntersLeaveTheHaresTogetherAndHold) {
  const CoalitionCheck check = check_coalitions(test::stag_hunt(), 3);
  ASSERT_TRUE(check.holding);
  EXPECT_EQ(check.holding->profile, 0U);
  EXPECT_FALSE(check_coalitions(test::stag_hunt(), 0).deviation);
}

TEST(Coalitions, NoneOfOneLeavesANashEquilibrium) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const StrategicGame game = drawn({3, 3, 2, 2}, seed);
    const std::vector<std::size_t> nash = pure_nash(game);
    for (std::size_t s = 0; s < game.profiles(); ++s)
      EXPECT_EQ(!check_coalitions(game, s, 1).deviation, std::binary_search(nash.begin(), nash.end(), s));
  }
}

// Jackson and Wolinsky (1996), the symmetric connections model: with cost between delta - delta^2 and delta a
// star is stable; below, the complete network alone.
std::vector<double> connections(std::size_t network, double delta, double cost) {
  constexpr std::size_t n = 4;
  bool link[n][n] = {};
  std::size_t bit = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j, ++bit) link[i][j] = link[j][i] = (network >> bit & 1) != 0;
  std::vector<double> payoffs(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<int> far(n, -1);
    std::vector<std::size_t> queue = {i};
    far[i] = 0;
    for (std::size_t at = 0; at < queue.size(); ++at)
      for (std::size_t j = 0; j < n; ++j)
        if (link[queue[at]][j] && far[j] < 0) {
          far[j] = far[queue[at]] + 1;
          queue.push_back(j);
        }
    for (std::size_t j = 0; j < n; ++j) {
      if (j != i && far[j] > 0) payoffs[i] += std::pow(delta, far[j]);
      if (link[i][j]) payoffs[i] -= cost;
    }
  }
  return payoffs;
}

TEST(Networks, Connections) {
  const auto stable = [](double cost) {
    return pairwise_stable(
        network_game({"A", "B", "C", "D"}, [&](std::size_t g) { return connections(g, 0.5, cost); }));
  };
  EXPECT_EQ(stable(0.2), (std::vector<std::size_t>{63}));
  const std::vector<std::size_t> dear = stable(0.3);
  EXPECT_TRUE(std::binary_search(dear.begin(), dear.end(), std::size_t{7})) << "the star around A";
  EXPECT_FALSE(std::binary_search(dear.begin(), dear.end(), std::size_t{63}));
  EXPECT_EQ(stable(2.0), (std::vector<std::size_t>{0}));
}

TEST(Sequential, WhoMovesFirstHasItsWay) {
  const StrategicGame game = test::sexes();
  const SequentialResult first = backward_induction(game, {0, 1});
  EXPECT_EQ(first.profile, 0U);
  EXPECT_EQ(first.payoffs, (std::vector<double>{2, 1}));
  EXPECT_EQ(backward_induction(game, {1, 0}).profile, 3U);
  EXPECT_THROW(backward_induction(game, {0, 0}), std::invalid_argument);
}

// Stackelberg on the game of Bagwell (1995): seen without error, the leader commits to the first action.
TEST(Sequential, CommitmentThatIsSeen) {
  const SequentialResult result = backward_induction(made({2, 2}, {{5, 2}, {6, 3}, {3, 1}, {4, 4}}), {0, 1});
  EXPECT_EQ(result.profile, 0U);
  EXPECT_EQ(result.ties, 0U);
}

TEST(Sequential, NoDepartureGainsInDrawnGames) {
  for (unsigned seed = 1; seed <= 10; ++seed)
    for (const unsigned whole : {0U, 2U}) {
      const StrategicGame game = drawn({3, 2, 3, 2}, seed, whole);
      const SequentialResult result = backward_induction(game, {2, 0, 3, 1});
      EXPECT_LE(result.largest_gain, game_tolerance * game.span());
      for (std::size_t p = 0; p < 4; ++p) EXPECT_EQ(result.payoffs[p], game.payoff(result.profile, p));
      if (whole == 0) {
        EXPECT_EQ(result.ties, 0U);
      }
    }
}

// One player, one period: it takes the better action; with a worse one it waits.
TEST(Timing, OnePlayer) {
  const StrategicGame game = made({3}, {{1}, {0}, {2}});
  const TimingResult result = endogenous_timing(game, {{0}, 1, 0.5, {}});
  EXPECT_EQ(result.ends[0], (std::vector<double>{0, 0, 1}));
  EXPECT_EQ(result.payoffs[0], 2.0);
  EXPECT_EQ(endogenous_timing(made({2}, {{1}, {0}}), {{0}, 3, 0.5, {}}).left_out[0], 1.0);
}

// A race: the first of two to act has 1, the second loses by acting. Each is first as often.
TEST(Timing, ARaceIsWonByWhoIsDrawn) {
  const StrategicGame game = made({2, 2}, {{0, 0}, {1, 0}, {0, 1}, {-1, -1}});
  const TimingResult result = endogenous_timing(game, {{0, 0}, 2, 0.9, {}});
  EXPECT_NEAR(result.payoffs[0], 0.5, 1e-12);
  EXPECT_NEAR(result.moves[0][0], 0.5, 1e-12);
  EXPECT_NEAR(result.left_out[1], 0.5, 1e-12);
  EXPECT_LE(result.largest_gain, game_tolerance * game.span());
}

// A war of attrition turned: acting pays only once the clock has moved the other, so that all wait for it.
TEST(Timing, TheClockIsWaitedFor) {
  const StrategicGame game = made({2, 2}, {{0, 0}, {-1, 0}, {0, 0}, {1, 0}});
  const TimingResult result = endogenous_timing(game, {{0, 0}, 3, 0.9, {{2, 1, 1}}});
  EXPECT_EQ(result.moves[0], (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(result.moves[1], (std::vector<double>{0, 1, 0}));
}

TEST(Timing, NoDepartureGainsInDrawnGames) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const StrategicGame game = drawn({3, 2, 2, 3}, seed);
    const TimingResult result = endogenous_timing(game, {{0, 0, 0, 0}, 5, 0.8, {{3, 1, 1}}});
    EXPECT_LE(result.largest_gain, 1e-10 * game.span());
    for (std::size_t p = 0; p < 4; ++p) {
      double sum = result.left_out[p];
      for (const double chance : result.ends[p]) sum += chance;
      EXPECT_NEAR(sum, 1.0, 1e-12);
    }
  }
}

}  // namespace
}  // namespace leeway
