#include "leeway/game/nash.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "game/hand_games.h"
#include "leeway/game/dominance.h"
#include "leeway/game/quantal.h"

namespace leeway {
namespace {

using test::drawn;
using test::made;

/// Probabilities of each player's first action.
std::vector<std::vector<double>> firsts(const NashSet& set) {
  std::vector<std::vector<double>> found;
  for (const NashEquilibrium& e : set.equilibria) {
    found.emplace_back();
    for (const auto& mix : e.mix) found.back().push_back(std::round(mix[0] * 1e9) / 1e9);
  }
  return found;
}

TEST(StrategicGame, TheFirstPlayersActionRunsFastest) {
  const StrategicGame game = test::prisoners();
  EXPECT_EQ(game.payoff(1, 0), 10.0);
  EXPECT_EQ(game.action(1, 0), 1U);
  EXPECT_EQ(game.action(1, 1), 0U);
  EXPECT_EQ(game.profile_of({0, 1}), 2U);
  EXPECT_EQ(game.with(1, 1, 1), 3U);
}

TEST(Nash, PrisonersHaveOne) {
  const NashSet set = mixed_nash(test::prisoners());
  EXPECT_EQ(firsts(set), (std::vector<std::vector<double>>{{0, 0}}));
  EXPECT_TRUE(set.complete);
}

TEST(Nash, MatchingPenniesMixEvenly) {
  EXPECT_EQ(firsts(mixed_nash(test::pennies())), (std::vector<std::vector<double>>{{0.5, 0.5}}));
}

TEST(Nash, NobodysActsDrownInAnothersUnits) {
  // Matching pennies, the first in dollars and the second in shares.
  const StrategicGame game = made({2, 2}, {{1e9, -0.01}, {-1e9, 0.01}, {-1e9, 0.01}, {1e9, -0.01}});
  EXPECT_TRUE(pure_nash(game).empty());
  const NashSet set = mixed_nash(game);
  ASSERT_EQ(set.equilibria.size(), 1U);
  EXPECT_NEAR(set.equilibria[0].mix[0][0], 0.5, 1e-9);
}

// A payoff for what is forbidden widens the span; what else is at stake is no rounding.
TEST(Nash, AForbiddenOutcomeMakesNoEquilibriaOfTheOthers) {
  const StrategicGame game = made({2, 2}, {{0, 0}, {1e11, 2}, {2, 1e11}, {6, 6}});
  ASSERT_EQ(pure_nash(game), std::vector<std::size_t>{3});
  EXPECT_EQ(mixed_nash(game).equilibria.size(), 1U);
}

TEST(Nash, TheSexesHaveThree) {
  const NashSet set = mixed_nash(test::sexes());
  ASSERT_EQ(set.equilibria.size(), 3U);
  EXPECT_TRUE(set.equilibria[0].pure && set.equilibria[1].pure && !set.equilibria[2].pure);
  EXPECT_NEAR(set.equilibria[2].mix[0][0], 2.0 / 3, 1e-12);
  EXPECT_NEAR(set.equilibria[2].mix[1][0], 1.0 / 3, 1e-12);
  EXPECT_NE(set.equilibria[0].component, set.equilibria[2].component);
}

TEST(Nash, StagHuntersRunTheRiskAtThreeQuarters) {
  const NashSet set = mixed_nash(test::stag_hunt());
  ASSERT_EQ(set.equilibria.size(), 3U);
  EXPECT_NEAR(set.equilibria[2].mix[0][0], 0.75, 1e-12);
}

// The second player does not care: every mix of hers is an equilibrium where the first answers.
TEST(Nash, AContinuumIsOneComponentOfItsEnds) {
  const NashSet set = mixed_nash(made({2, 2}, {{1, 1}, {0, 1}, {1, 1}, {0, 1}}));
  ASSERT_EQ(set.equilibria.size(), 2U);
  EXPECT_EQ(set.equilibria[0].component, set.equilibria[1].component);
}

TEST(Nash, RockPaperScissors) {
  const NashSet set = mixed_nash(
      made({3, 3}, {{0, 0}, {1, -1}, {-1, 1}, {-1, 1}, {0, 0}, {1, -1}, {1, -1}, {-1, 1}, {0, 0}}));
  ASSERT_EQ(set.equilibria.size(), 1U);
  for (const auto& mix : set.equilibria[0].mix)
    for (const double p : mix) EXPECT_NEAR(p, 1.0 / 3, 1e-12);
}

// Three players who want to be the odd one out: the even mix and six lines of pure pairs.
TEST(Nash, ThreePlayersOddOneOut) {
  StrategicGame game = made({2, 2, 2}, std::vector<std::vector<double>>(8, std::vector<double>(3, 0.0)));
  for (std::size_t s = 0; s < 8; ++s)
    for (std::size_t p = 0; p < 3; ++p) {
      const std::size_t q = (p + 1) % 3, r = (p + 2) % 3;
      game.payoff(s, p) =
          game.action(s, p) != game.action(s, q) && game.action(s, p) != game.action(s, r) ? 1 : 0;
    }
  const NashSet set = mixed_nash(game);
  EXPECT_EQ(std::count_if(set.equilibria.begin(), set.equilibria.end(), [](const auto& e) { return e.pure; }),
            6);
  const bool even = std::any_of(set.equilibria.begin(), set.equilibria.end(), [](const NashEquilibrium& e) {
    return std::all_of(e.mix.begin(), e.mix.end(),
                       [](const auto& m) { return std::abs(m[0] - 0.5) < 1e-12; });
  });
  EXPECT_TRUE(even);
  // The odd one's two companions may be matched by a third that mixes at will: not finitely many.
  EXPECT_FALSE(set.complete);
}

TEST(Nash, EveryAnswerOfDrawnGamesIsCertified) {
  const std::vector<std::vector<std::size_t>> shapes = {{2, 2},    {3, 3},    {4, 3},      {5, 5},
                                                        {2, 2, 2}, {3, 2, 2}, {2, 2, 2, 2}};
  for (unsigned seed = 1; seed <= 8; ++seed)
    for (const auto& shape : shapes)
      for (const unsigned whole : {0U, 3U}) {
        const StrategicGame game = drawn(shape, seed, whole);
        const NashSet set = mixed_nash(game);
        EXPECT_EQ(set.refused, 0U);
        // Nash (1951). Where ties make a continuum some may be missed, and the answer says so.
        if (set.complete) {
          EXPECT_FALSE(set.equilibria.empty()) << "seed " << seed << " players " << shape.size();
        }
        // Wilson (1971): of a game without ties the number is odd.
        if (set.complete && whole == 0) {
          EXPECT_EQ(set.equilibria.size() % 2, 1U) << "seed " << seed;
        }
        if (whole == 0) {
          EXPECT_TRUE(set.complete) << "seed " << seed << " players " << shape.size();
        }
        for (const NashEquilibrium& e : set.equilibria) {
          EXPECT_LE(largest_regret(game, e.mix), game_tolerance * game.span());
          for (const auto& mix : e.mix) {
            double sum = 0.0;
            for (const double p : mix) {
              EXPECT_GE(p, 0.0);
              sum += p;
            }
            EXPECT_NEAR(sum, 1.0, 1e-12);
          }
        }
      }
}

TEST(Dominance, PrisonersAreDone) {
  const DominanceResult result = iterated_dominance(test::prisoners());
  EXPECT_TRUE(result.solved());
  ASSERT_EQ(result.removed.size(), 2U);
  EXPECT_EQ(result.removed[0].margin, 1.0);
}

// The middle row is worse than an even mix of the others and better than neither (Fudenberg and Tirole
// 1991, 1.1).
TEST(Dominance, AMixMayDominateWhereNoActionDoes) {
  const StrategicGame game = made({3, 2}, {{4, 0}, {0, 0}, {1, 0}, {0, 1}, {4, 1}, {1, 1}});
  const DominanceResult result = iterated_dominance(game);
  ASSERT_FALSE(result.removed.empty());
  bool third = false;
  for (const Dominated& one : result.removed)
    if (one.player == 0 && one.action == 2) {
      third = true;
      EXPECT_NEAR(one.by[0], 0.5, 1e-9);
      EXPECT_NEAR(one.margin, 1.0, 1e-9);
    }
  EXPECT_TRUE(third);
  EXPECT_GT(least_margin(game, result), game_tolerance * game.span());
}

TEST(Dominance, KeepsEveryEquilibrium) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const StrategicGame game = drawn({3, 3, 3}, seed);
    const DominanceResult result = iterated_dominance(game);
    if (!result.removed.empty()) {
      EXPECT_GT(least_margin(game, result), game_tolerance * game.span());
    }
    for (const std::size_t profile : pure_nash(game))
      for (std::size_t p = 0; p < 3; ++p)
        EXPECT_TRUE(
            std::binary_search(result.left[p].begin(), result.left[p].end(), game.action(profile, p)));
  }
}

TEST(Quantal, TheBranchStartsEvenAndEndsNearAnEquilibrium) {
  for (unsigned seed = 1; seed <= 10; ++seed)
    for (const auto& shape : std::vector<std::vector<std::size_t>>{{2, 2}, {3, 4}, {2, 3, 2}}) {
      const StrategicGame game = drawn(shape, seed);
      const QuantalPath path = quantal_principal_branch(game, {0.001, 1.0, 10.0, 1000.0});
      EXPECT_TRUE(path.reached_end) << "seed " << seed;
      ASSERT_GE(path.points.size(), 4U);
      for (std::size_t p = 0; p < game.size(); ++p)
        for (const double chance : path.points[0].mix[p])
          EXPECT_NEAR(chance, 1.0 / static_cast<double>(game.actions(p)), 1e-3);
      for (const QuantalPoint& point : path.points) {
        EXPECT_LE(point.gap, game_tolerance);
        // Never above what the entropy of a choice allows: log(actions) over the precision.
        EXPECT_LE(point.regret, std::log(4.0) / point.precision + 1e-12);
      }
    }
}

TEST(Quantal, FromEachPureCornerOfTheSexesAtHighPrecision) {
  const StrategicGame game = test::sexes();
  const auto found = quantal_from(game, 10.0, {pure_profile(game, 0), pure_profile(game, 3)});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_GT(found[0].mix[0][0], 0.99);
  EXPECT_LT(found[1].mix[0][0], 0.01);
}

TEST(TypedGame, WhoIsInformedPlansByType) {
  // Nature decides whether the one player's first action pays.
  TypedGame game{"g", {{"P", {"a", "b"}}}, {{"good", 0.25, {4.0, 1.0}}, {"bad", 0.75, {0.0, 1.0}}}, {}};
  EXPECT_EQ(ex_ante(game).payoffs(), (std::vector<double>{1.0, 1.0}));
  game.informed = {true};
  const StrategicGame plans = ex_ante(game);
  EXPECT_EQ(plans.players()[0].actions, (std::vector<std::string>{"a / a", "b / a", "a / b", "b / b"}));
  EXPECT_EQ(plans.payoffs(), (std::vector<double>{1.0, 0.25, 1.75, 1.0}));
}

}  // namespace
}  // namespace leeway
