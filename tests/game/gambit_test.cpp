#include "leeway/game/gambit.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "game/hand_games.h"
#include "leeway/base/error.h"
#include "leeway/game/nash.h"

namespace leeway {
namespace {

std::string refusal(const auto& read) {
  try {
    read();
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

std::string nfg_refusal(const std::string& text) {
  return refusal([&] { parse_nfg(text, "g.nfg"); });
}
std::string efg_refusal(const std::string& text) {
  return refusal([&] { parse_efg(text, "g.efg"); });
}

TEST(Gambit, PayoffsInAList) {
  const StrategicGame game = parse_nfg(
      "NFG 1 R \"A game\" { \"Row\" \"Column\" }\n{ 2 3 }\n\n 1 1 0 2/4 0 .5  1e0 1 -1, 0 2 0", "g.nfg");
  EXPECT_EQ(game.title(), "A game");
  EXPECT_EQ(game.players()[1].actions, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(game.payoff(1, 1), 0.5);
  EXPECT_EQ(game.payoff(2, 1), 0.5);
  EXPECT_EQ(game.payoff(4, 0), -1.0);
}

TEST(Gambit, OutcomesByNumber) {
  const StrategicGame game = parse_nfg(
      R"(NFG 1 R "Sexes" { "A" "B" } { { "ball\"et" "box" } { "ballet" "box" } } "a comment"
{ { "both" 2, 1 } { "other" 1 2 } } 1 0 0 2)",
      "g.nfg");
  EXPECT_EQ(game.players()[0].actions[0], "ball\"et");
  EXPECT_EQ(game.payoffs(), test::sexes().payoffs());
}

TEST(Gambit, WhatIsWrittenReadsBack) {
  const StrategicGame game = test::drawn({3, 2, 2}, 7);
  const StrategicGame again = parse_nfg(to_nfg(game), "again");
  EXPECT_EQ(again.payoffs(), game.payoffs());
  EXPECT_EQ(to_nfg(again), to_nfg(game));
}

TEST(Gambit, RefusesWithThePlace) {
  EXPECT_EQ(nfg_refusal("EFG 2 R \"\" { \"A\" }"),
            "g.nfg:1:1: a file of this kind begins with NFG 1 R, found EFG\n  the name of an EFG file ends "
            "in .efg");
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t\" { \"A\" \"B\" } { 2 2 }\n1 2 3 4 5 6 7 x"),
            "g.nfg:2:15: the payoff of B in profile 4 of 4 expected, found x\n"
            "  a number is written as 12, -0.5, 1e-3 or 1/3");
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t\" { \"A\" \"B\" } { 2 2 }\n1 2 3 4 5 6 7"),
            "g.nfg:2:14: the payoff of B in profile 4 of 4 expected, found the end of the file");
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t\" { \"A\" } { 2 }\n1 2 3"),
            "g.nfg:2:5: the end after 2 profiles expected, found 3");
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t { \"A\" } { 2 }\n1 2"),
            "g.nfg:1:15: the list of players in braces expected, found A");
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t\" { \"A\" } { 2 }\n1 nan"),
            "g.nfg:2:3: the payoff of A in profile 2 of 2 expected, found nan\n"
            "  a number is written as 12, -0.5, 1e-3 or 1/3");
  EXPECT_NE(nfg_refusal("NFG 1 R \"t\" { \"A\" \"B\" } { 30000 30000 }\n1 nan").find("2 profiles expected"),
            0U);
  EXPECT_EQ(nfg_refusal("NFG 1 R \"t\" { \"A\" } { 2 } { { \"o\" 1 } } 1 2"),
            "g.nfg:1:43: the outcome of profile 2 of 2 expected, a whole number from 0 to 1, found 2");
}

// Selten (1975): the horse.
const char* const horse = R"(EFG 2 R "Selten's horse" { "1" "2" "3" }
p "" 1 1 "" { "C" "D" } 0
p "" 2 1 "" { "c" "d" } 0
t "" 1 "Cc" { 1 1 1 }
p "" 3 1 "" { "L" "R" } 0
t "" 2 "CdL" { 4 4 0 }
t "" 3 "CdR" { 0 0 1 }
p "" 3 1 "" { "L" "R" } 0
t "" 4 "DL" { 3 3 2 }
t "" 5 "DR" { 0 0 0 }
)";

TEST(Gambit, SeltensHorse) {
  const ExtensiveGame game = parse_efg(horse, "horse.efg");
  EXPECT_FALSE(game.perfect_information());
  EXPECT_EQ(game.sets[2].nodes, 2U);
  EXPECT_EQ(parse_efg(to_efg(game), "again").nodes.size(), game.nodes.size());
  EXPECT_EQ(to_efg(parse_efg(to_efg(game), "again")), to_efg(game));
  EXPECT_THROW(backward_induction(game), std::invalid_argument);
  const ReducedForm form = reduced_form(game);
  ASSERT_EQ(form.game.profiles(), 8U);
  // Both of Selten's: (C, c, R), the reasonable one, and (D, c, L).
  EXPECT_EQ(pure_nash(form.game),
            (std::vector<std::size_t>{form.game.profile_of({1, 0, 0}), form.game.profile_of({0, 0, 1})}));
  for (const NashEquilibrium& e : mixed_nash(form.game).equilibria)
    EXPECT_LE(e.regret, game_tolerance * form.game.span());
}

// Bagwell (1995): the follower sees the leader's move with 99% accuracy. The only pure equilibrium is that of
// moving at once, (C, C C); a mixed one plays S with a high probability.
TEST(Gambit, CommitmentThatIsSeenWithError) {
  const ExtensiveGame game = parse_efg(R"(EFG 2 R "" { "leader" "follower" }
p "" 1 1 "" { "S" "C" } 0
c "" 1 "" { "s" 99/100 "c" 1/100 } 0
p "" 2 1 "saw s" { "S" "C" } 0
t "" 1 "SS" { 5 2 }
t "" 2 "SC" { 3 1 }
p "" 2 2 "saw c" { "S" "C" } 0
t "" 1 "SS" { 5 2 }
t "" 2 "SC"
c "" 2 "" { "s" 1/100 "c" 99/100 } 0
p "" 2 1 "saw s" 0
t "" 3 "CS" { 6 3 }
t "" 4 "CC" { 4 4 }
p "" 2 2 "saw c" 0
t "" 3 "CS"
t "" 4 "CC"
)",
                                       "bagwell.efg");
  const ReducedForm form = reduced_form(game);
  EXPECT_EQ(form.game.players()[1].actions, (std::vector<std::string>{"S S", "S C", "C S", "C C"}));
  EXPECT_EQ(pure_nash(form.game), (std::vector<std::size_t>{form.game.profile_of({1, 3})}));
  const NashSet set = mixed_nash(form.game);
  const bool commits =
      std::any_of(set.equilibria.begin(), set.equilibria.end(),
                  [](const NashEquilibrium& e) { return e.mix[0][0] > 0.9 && e.mix[0][0] < 1.0; });
  EXPECT_TRUE(commits);
}

// Entry deterrence: the chain store yields where the entrant comes in; its threat is no part of the plan.
TEST(Gambit, BackwardInductionOnATree) {
  const ExtensiveGame game = parse_efg(R"(EFG 2 R "chain store" { "entrant" "store" }
p "" 1 1 "" { "out" "in" } 0
t "" 1 "" { 1 2 }
p "" 2 1 "" { "fight" "yield" } 2 "sunk" { 0 0 }
t "" 3 "" { 0 0 }
t "" 4 "" { 2 1 }
)",
                                       "chain.efg");
  ASSERT_TRUE(game.perfect_information());
  const PerfectPlan plan = backward_induction(game);
  EXPECT_EQ(plan.action, (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(plan.payoffs, (std::vector<double>{2, 1}));
  EXPECT_EQ(plan.largest_gain, 0.0);
  EXPECT_EQ(pure_nash(reduced_form(game).game).size(), 2U)
      << "the empty threat is an equilibrium of the table";
}

TEST(Gambit, ReducedStrategiesLeaveOutWhatTheyCannotReach) {
  const ExtensiveGame game = parse_efg(R"(EFG 2 R "" { "A" }
p "" 1 1 "" { "stop" "go" } 0
t "" 1 "" { 0 }
p "" 1 2 "" { "l" "r" } 0
t "" 2 "" { 1 }
t "" 3 "" { 2 }
)",
                                       "g.efg");
  EXPECT_EQ(reduced_form(game).game.players()[0].actions, (std::vector<std::string>{"stop", "go l", "go r"}));
}

TEST(Gambit, TreesRefusedWithThePlace) {
  const std::string head = "EFG 2 R \"\" { \"A\" \"B\" }\n";
  EXPECT_EQ(efg_refusal(head + "p \"\" 3 1 \"\" { \"a\" } 0"),
            "g.efg:2:6: the number of the player expected, a whole number from 1 to 2, found 3");
  EXPECT_EQ(efg_refusal(head + "c \"\" 1 \"\" { \"a\" 1/2 \"b\" 1/3 } 0"),
            "g.efg:2:6: probabilities that sum to 0.8333333333333333 and not to 1");
  EXPECT_EQ(efg_refusal(head + "p \"\" 1 1 \"\" { \"a\" \"b\" } 0\nt \"\" 1 \"\" { 1 1 }"),
            "g.efg:3:18: a node (c, p or t) expected, found the end of the file");
  EXPECT_EQ(efg_refusal(head + "p \"\" 1 1 \"\" { \"a\" } 0\np \"\" 1 1 \"\" { \"b\" } 0"),
            "g.efg:3:8: information set 1 has other actions than where it stood first");
  EXPECT_EQ(efg_refusal(head + "t \"\" 1 \"\" { 1 }"), "g.efg:2:15: the payoff of B expected, found \"}\"");
  EXPECT_EQ(efg_refusal(head + "t \"\" 5 \"\""),
            "g.efg:2:10: the payoffs of outcome 5 expected, found the end of the file");
}

TEST(Gambit, SizesWithoutASpanAreRefused) {
  for (const char* payoff : {"1e308", "1e-320", "-1e101"})
    EXPECT_NE(nfg_refusal("NFG 1 R \"t\" { \"A\" } { 2 }\n1 " + std::string(payoff)).find("1e-100 to 1e100"),
              std::string::npos)
        << payoff;
}

}  // namespace
}  // namespace leeway
