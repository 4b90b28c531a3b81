// A threat as a game in three steps, on real incomes that are given.

#include "leeway/strategy/played_out.h"

#include <gtest/gtest.h>

#include "leeway/game/extensive_game.h"

namespace leeway {
namespace {

std::vector<ThreatParty> three_parties() {
  return {{"CAN", "Canada", Chair::threatened, {0, 1}},
          {"USA", "United States", Chair::threatener, {2}},
          {"CHN", "China", Chair::partner, {3}}};
}

/// By option what the threatened (half in each of its members), who threatens and the partner have more than
/// without a move.
PlayedCase played_case(std::map<BriefOption, std::vector<double>> more) {
  more[BriefOption::drop] = {0.0, 0.0, 0.0};
  PlayedCase c;
  for (const auto& [option, m] : more)
    c[option] = {400.0 + m[0] / 2, 600.0 + m[0] / 2, 5000.0 + m[1], 4000.0 + m[2]};
  return c;
}
PlayedCase with_answer(double keep, double punished, double to_threatener, double answered,
                       double to_threatener_answered) {
  return played_case({{BriefOption::keep, {keep, -1.0, 30.0}},
                      {BriefOption::punished, {punished, to_threatener, 20.0}},
                      {BriefOption::retaliate, {answered, to_threatener_answered, 25.0}}});
}

TEST(PlayedOut, AThreatThatCostsItsMakerIsNotCarriedOut) {
  const PlayedOut out = play_out(three_parties(), {with_answer(10.0, -600.0, -200.0, -650.0, -300.0)});
  EXPECT_EQ(out.ends_in, BriefOption::keep);
  ASSERT_EQ(out.choices.size(), 3U);
  EXPECT_EQ(out.choices[0].choice, Choice::acts);
  EXPECT_DOUBLE_EQ(out.choices[0].worth_musd.central, 10.0);
  EXPECT_DOUBLE_EQ(out.choices[0].worth_pct, 1.0);
  EXPECT_EQ(out.choices[1].choice, Choice::stays);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.central, -199.0) << "against the move unpunished";
  EXPECT_TRUE(out.choices[1].is_played);
  EXPECT_EQ(out.choices[2].choice, Choice::stays);
  EXPECT_FALSE(out.choices[2].is_played);
  ASSERT_EQ(out.outcomes.size(), 4U);
  EXPECT_DOUBLE_EQ(out.outcomes[2].payoffs_musd[0].central, -600.0);
  EXPECT_DOUBLE_EQ(out.outcomes[2].payoffs_musd[2].central, 20.0);
  EXPECT_DOUBLE_EQ(out.outcomes[2].pct[0], -60.0);
}

TEST(PlayedOut, AThreatThatPaysKeepsTheMoveFromBeingMade) {
  const PlayedOut out = play_out(three_parties(), {with_answer(10.0, -600.0, 50.0, -650.0, -300.0)});
  EXPECT_EQ(out.ends_in, BriefOption::drop) << "who is punished if it moves does not";
  EXPECT_EQ(out.choices[0].acts, BriefOption::punished);
  EXPECT_DOUBLE_EQ(out.choices[0].worth_musd.central, -600.0);
  EXPECT_FALSE(out.choices[1].is_played);
}

TEST(PlayedOut, AnAnswerThatPaysDeters) {
  // Punished, it pays to answer; answered, the threat costs its maker.
  const PlayedOut out = play_out(three_parties(), {with_answer(10.0, -600.0, 50.0, -500.0, -300.0)});
  EXPECT_EQ(out.ends_in, BriefOption::keep);
  EXPECT_EQ(out.choices[1].acts, BriefOption::retaliate);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.central, -299.0);
  EXPECT_EQ(out.choices[2].choice, Choice::acts);
}

TEST(PlayedOut, AMemberAnswersThroughItsCustomsUnion) {
  std::vector<ThreatParty> parties = three_parties();
  parties.insert(parties.begin() + 2, {"EU", "European Union", Chair::threatened, {0, 1, 3}});
  // What it costs the member it costs no union that has the partner's gain.
  PlayedCase c = with_answer(10.0, -600.0, 50.0, -650.0, -300.0);
  c[BriefOption::retaliate][3] += 900.0;
  const PlayedOut out = play_out(parties, {c});
  ASSERT_EQ(out.choices.size(), 3U);
  EXPECT_EQ(out.choices[2].player, 2U);
  EXPECT_EQ(out.choices[2].choice, Choice::acts);
  EXPECT_EQ(out.ends_in, BriefOption::keep) << "the answer deters";
}

TEST(PlayedOut, WhoIsIndifferentLeavesThingsAsTheyAre) {
  PlayedCase c = with_answer(1.0, -600.0, -200.0, -600.5, -300.0);
  for (auto& [option, income] : c) income[0] += 1e6;
  const PlayedOut out = play_out(three_parties(), {c});
  EXPECT_EQ(out.choices[0].choice, Choice::even);
  EXPECT_EQ(out.choices[2].choice, Choice::even);
  EXPECT_TRUE(out.choices[2].even);
  EXPECT_EQ(out.ends_in, BriefOption::drop);
}

TEST(PlayedOut, CountsTheCasesThatAgree) {
  const std::vector<PlayedCase> cases = {with_answer(10.0, -600.0, -200.0, -650.0, -300.0),
                                         with_answer(12.0, -700.0, 40.0, -750.0, -300.0),
                                         with_answer(8.0, -500.0, -90.0, -550.0, -300.0)};
  const PlayedOut out = play_out(three_parties(), cases);
  EXPECT_EQ(out.ends_in, BriefOption::keep);
  EXPECT_EQ(out.alike.certified, 2);
  EXPECT_EQ(out.alike.of, 3);
  using Ends = std::vector<std::pair<BriefOption, int>>;
  EXPECT_EQ(out.ends, (Ends{{BriefOption::keep, 2}, {BriefOption::drop, 1}}));
  EXPECT_EQ(out.choices[1].alike.certified, 2);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.low, -199.0);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.high, 41.0);
  EXPECT_DOUBLE_EQ(out.choices[0].worth_musd.low, -700.0) << "punished in one of them";
  EXPECT_DOUBLE_EQ(out.outcomes[1].payoffs_musd[0].high, 12.0);
}

TEST(PlayedOut, WithoutAnAnswerTheThreatIsTheLastStep) {
  const PlayedOut out = play_out(
      three_parties(),
      {played_case({{BriefOption::keep, {10.0, 0.0, 0.0}}, {BriefOption::punished, {-600.0, 50.0, 20.0}}})});
  ASSERT_EQ(out.choices.size(), 2U);
  EXPECT_EQ(out.ends_in, BriefOption::drop);
  ASSERT_EQ(out.outcomes.size(), 3U);
}

TEST(PlayedOut, ASmallEconomyMindsLess) {
  std::vector<ThreatParty> parties = three_parties();
  PlayedCase c = with_answer(1.0, -600.0, -200.0, -650.0, -300.0);
  EXPECT_EQ(play_out(parties, {c}).choices[0].choice, Choice::acts)
      << "of an income of 1,000 a hundredth is what nothing is";
  for (auto& [option, income] : c) income[0] += 1e6;
  EXPECT_EQ(play_out(parties, {c}).choices[0].choice, Choice::even);
}

TEST(PlayedOut, KnowsWhereWhatFollowsDiffers) {
  // Answered in one case, not in the other.
  const std::vector<PlayedCase> cases = {with_answer(10.0, -600.0, -200.0, -650.0, -300.0),
                                         with_answer(10.0, -600.0, -200.0, -550.0, -300.0)};
  const PlayedOut out = play_out(three_parties(), cases);
  EXPECT_TRUE(out.choices[0].one_way);
  EXPECT_FALSE(out.choices[1].one_way);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.low, -299.0);
  EXPECT_DOUBLE_EQ(out.choices[1].worth_musd.high, -199.0);
}

// The same tree solved by the library of games.
TEST(PlayedOut, IsTheSubgamePerfectEquilibrium) {
  std::size_t ends[4] = {};
  for (const double punished : {-600.0, 40.0})
    for (const double to_threatener : {-200.0, 50.0})
      for (const double answered : {-700.0, -500.0, 60.0})
        for (const double to_answered : {-300.0, 70.0})
          for (const double keep : {-20.0, 10.0}) {
            const PlayedCase c = with_answer(keep, punished, to_threatener, answered, to_answered);
            const PlayedOut out = play_out(three_parties(), {c});
            const auto payoffs = [&](BriefOption option) {
              const std::vector<double>& m = c.at(option);
              const std::vector<double>& none = c.at(BriefOption::drop);
              return std::vector{m[0] + m[1] - none[0] - none[1], m[2] - none[2]};
            };
            using Kind = GameNode::Kind;
            ExtensiveGame game;
            game.players = {"CAN", "USA"};
            game.sets = {{0, "move", {"no", "yes"}, 1},
                         {1, "punish", {"no", "yes"}, 1},
                         {0, "answer", {"no", "yes"}, 1}};
            game.nodes = {{Kind::decision, "", 0, {1, 2}, {}, {}, {}},
                          {Kind::terminal, "", 0, {}, {}, {}, payoffs(BriefOption::drop)},
                          {Kind::decision, "", 1, {3, 4}, {}, {}, {}},
                          {Kind::terminal, "", 0, {}, {}, {}, payoffs(BriefOption::keep)},
                          {Kind::decision, "", 2, {5, 6}, {}, {}, {}},
                          {Kind::terminal, "", 0, {}, {}, {}, payoffs(BriefOption::punished)},
                          {Kind::terminal, "", 0, {}, {}, {}, payoffs(BriefOption::retaliate)}};
            const PerfectPlan plan = backward_induction(game);
            ASSERT_EQ(plan.ties, 0U);
            EXPECT_EQ(plan.payoffs, payoffs(out.ends_in));
            for (std::size_t t = 0; t < 3; ++t)
              EXPECT_EQ(plan.action[t] == 1, out.choices[t].choice == Choice::acts);
            ++ends[static_cast<std::size_t>(out.ends_in) - 1];
          }
  for (const std::size_t seen : ends) EXPECT_GT(seen, 0U) << "every end is reached by some of these";
}

}  // namespace
}  // namespace leeway
