#include "leeway/strategy/policy_game.h"

#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "leeway/policy/one_line.h"
#include "strategy/hand_ledger.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::refusal;

const std::string rush = R"(title = "A rush"
as_of = 2024-01-01
[[player]]
id = "USA"
[[player]]
id = "CHN"
[[player]]
id = "CAN"
[[player]]
id = "ROW"
[[type]]
name = "executes"
prior = 0.25
[[type]]
name = "bluffs"
prior = 0.75
[[action]]
name = "looks on"
of = ["USA"]
[[action]]
name = "offers"
of = ["CHN"]
[[action]]
name = "waits"
of = ["CHN"]
[[action]]
name = "stay"
of = ["CAN", "ROW"]
[[action]]
name = "deal"
of = ["CAN", "ROW"]
measures = ["CHN on {it}: tariff 1% on goods, combine replace"]
if = { CHN = "offers" }
[[action]]
name = "shut"
of = ["CAN"]
measures = ["CAN on CHN: tariff 30% on goods"]
[[answer]]
to = "deal"
measures = ["USA on {it}: tariff 40% on goods"]
type = "executes"
)";

class PolicyGameTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();

  PolicyGameInputs inputs(const std::string& text) const {
    PolicyGameInputs in;
    in.file = parse_game_file(text, "g.toml");
    in.threads = 1;
    return in;
  }
  PolicyGame play(const std::string& text) const { return policy_game(world, ledger, inputs(text)); }

  /// Percent that a player gains over the status quo under Measures in one line.
  double gain(const std::string& economy, const std::vector<std::string>& lines) const {
    PolicyOptions calm, moved;
    calm.as_of = moved.as_of = testing::early;
    for (const std::string& line : lines) moved.measures.push_back(parse(line));
    const Model model(world, Options{});
    const Outcome before = model.solve(resolve_policy(world, ledger, calm));
    const Outcome after = model.solve(resolve_policy(world, ledger, moved));
    const int n = *world.find_economy(economy);
    return real_income_change_pct(before->result, after->result)[static_cast<std::size_t>(n)];
  }
  static Measure parse(const std::string& line) {
    const GameFile file = parse_game_file(
        "title = \"t\"\nas_of = 2024-01-01\n[[player]]\nid = \"CAN\"\n[[action]]\nname = \"a\"\n", "g");
    return parse_one_line(line, Location{"test"}, file.as_of);
  }
  static std::string replaced(std::string text, const std::string& part, const std::string& by) {
    const std::size_t at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), by);
  }
};

const std::string deal_of_canada = "CHN on CAN: tariff 1% on goods, combine replace";
const std::string stick_on_canada = "USA on CAN: tariff 40% on goods";

// Who sees the type does in each what is best in it: never worse off, and its payoff is that of the two
// halves.
TEST_F(PolicyGameTest, WhoSeesTheTypeActsOnIt) {
  const PolicyGame blind = play(rush);
  const PolicyGame seeing = play(replaced(rush, "id = \"CAN\"", "id = \"CAN\"\ninformed = true"));
  ASSERT_TRUE(seeing.failures.empty());
  ASSERT_EQ(seeing.game.actions(2), 9U) << "three choices in each of two types";
  const auto& plays = seeing.game.players()[2].actions;
  EXPECT_EQ(plays[1], "deal");
  const auto mixed = static_cast<std::size_t>(
      std::find(plays.begin(), plays.end(), "stay if executes, deal if bluffs") - plays.begin());
  ASSERT_LT(mixed, plays.size());
  const std::size_t told = seeing.game.profile_of({0, 0, mixed, 0});
  EXPECT_NEAR(seeing.game.payoff(told, 2), 0.75 * gain("CAN", {deal_of_canada}), 1e-7);
  for (std::size_t p = 0; p < 4; ++p) {
    EXPECT_NEAR(seeing.game.payoff(seeing.game.profile_of({0, 0, 1, 0}), p),
                blind.game.payoff(blind.game.profile_of({0, 0, 1, 0}), p), 1e-12);
  }
  double best_blind = -1.0;
  for (std::size_t a = 0; a < 3; ++a)
    best_blind = std::max(best_blind, blind.game.payoff(blind.game.profile_of({0, 0, a, 0}), 2));
  double best = -1.0;
  for (std::size_t a = 0; a < 9; ++a)
    best = std::max(best, seeing.game.payoff(seeing.game.profile_of({0, 0, a, 0}), 2));
  EXPECT_GE(best, best_blind);
  EXPECT_NE(refusal([&] {
              play(replaced(rush, "id = \"CAN\"", "id = \"CAN\"\ninformed = true") +
                   "[timing]\norder = [\"USA\", \"CHN\", \"CAN\", \"ROW\"]\n");
            }).find("shows it by moving"),
            std::string::npos);
}

// With one whole deal to give, the first to come has it and the second comes for nothing.
TEST_F(PolicyGameTest, WhoComesFirstTakesTheBudget) {
  const std::string budget =
      replaced(rush, "if = { CHN = \"offers\" }", "budget = 1\nif = { CHN = \"offers\" }");
  const PolicyGame shared = play(budget);
  EXPECT_FALSE(shared.ranked) << "nobody moves before another";
  const PolicyGame g = play(budget + "[timing]\norder = [\"USA\", \"CHN\", \"CAN\", \"ROW\"]\n");
  ASSERT_TRUE(g.failures.empty());
  ASSERT_TRUE(g.ranked);
  EXPECT_EQ(g.game.payoffs(), shared.game.payoffs()) << "at once it is shared as before";
  const std::string stick_on_others = "USA on ROW: tariff 40% on goods";
  const std::size_t both = g.game.profile_of({0, 0, 1, 1});
  const double calm = gain("CAN", {deal_of_canada});
  const double hit = gain("CAN", {deal_of_canada, stick_on_canada, stick_on_others});
  EXPECT_NEAR(g.ranked->payoff(both, 2), 0.75 * calm + 0.25 * hit, 1e-7);
  EXPECT_NE(g.ranked->payoff(both, 3), g.game.payoff(both, 3));
  const std::size_t one = g.game.profile_of({0, 0, 1, 0});
  for (std::size_t p = 0; p < 4; ++p) EXPECT_EQ(g.ranked->payoff(one, p), g.game.payoff(one, p));
  ASSERT_TRUE(g.answers->sequence);
  EXPECT_EQ(g.answers->sequence->payoffs[2], g.ranked->payoff(g.answers->sequence->profile, 2));
  EXPECT_NE(g.run_id, shared.run_id);
}

// Nothing is solved twice, the answer is the same to the bit, and other options or players find nothing.
TEST_F(PolicyGameTest, PayoffsAreKept) {
  const std::filesystem::path folder = testing::own_folder();
  std::filesystem::remove_all(folder);
  PolicyGameInputs in = inputs(rush);
  const PolicyGame plain = policy_game(world, ledger, in);
  in.keep = folder;
  const PolicyGame first = policy_game(world, ledger, in);
  EXPECT_EQ(first.found_kept, 0U);
  const PolicyGame again = policy_game(world, ledger, in);
  EXPECT_EQ(again.found_kept, again.solves - 1) << "all but the status quo";
  for (const PolicyGame* g : {&first, &again}) {
    EXPECT_EQ(g->game.payoffs(), plain.game.payoffs());
    EXPECT_EQ(g->run_id, plain.run_id);
  }
  // A half of them, as of a run that was broken off.
  ASSERT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  const std::filesystem::path file = std::filesystem::directory_iterator(folder)->path();
  const std::string whole = read_file(file);
  const std::size_t half = whole.find('\n', whole.size() / 2) + 1;
  write_file_atomically(file, whole.substr(0, half));
  const PolicyGame resumed = policy_game(world, ledger, in);
  EXPECT_GT(resumed.found_kept, 0U);
  EXPECT_LT(resumed.found_kept, again.found_kept);
  EXPECT_EQ(resumed.run_id, plain.run_id);
  EXPECT_EQ(read_file(file), whole);

  PolicyGameInputs other = in;
  other.options.horizon = 5.0;
  EXPECT_EQ(policy_game(world, ledger, other).found_kept, 0U);
  other = inputs(replaced(rush, "id = \"CAN\"", "id = \"CAN\"\nweights = \"" + world.sectors[0].id + "=2\""));
  other.keep = folder;
  EXPECT_EQ(policy_game(world, ledger, other).found_kept, 0U);

  const std::size_t digit = whole.find_last_of("0123456789");
  std::string changed = whole;
  changed[digit] = changed[digit] == '1' ? '2' : '1';
  write_file_atomically(file, changed);
  EXPECT_THAT(refusal([&] { policy_game(world, ledger, in); }),
              ::testing::HasSubstr("kept payoffs are not as they were written"));
  std::filesystem::remove_all(folder);
}

// What a case of the range says is what the game under its elasticities says.
TEST_F(PolicyGameTest, TheRangeSolvesEquilibriaAndLeewayAnew) {
  PolicyGameInputs in = inputs(rush);
  in.range = RangeKind::sets;
  const PolicyGame g = policy_game(world, ledger, in);
  ASSERT_FALSE(g.equilibria.empty());
  ASSERT_FALSE(g.leeway.empty());
  const std::vector<RangeCase> cases = range_cases(world, in.options, RangeKind::sets, {});
  ASSERT_EQ(g.cases.size() + 1, cases.size());
  EXPECT_NE(g.run_id, play(rush).run_id) << "another question";
  for (std::size_t c = 0; c < g.cases.size(); ++c) {
    ASSERT_TRUE(g.cases[c].certified());
    PolicyGameInputs other = inputs(rush);
    other.options = cases[c + 1].options;
    const PolicyGame alone = policy_game(world, ledger, other);
    for (std::size_t e = 0; e < g.equilibria.size(); ++e) {
      const std::size_t profile = g.equilibria[e].profile;
      for (std::size_t p = 0; p < g.game.size(); ++p) {
        EXPECT_NEAR(g.cases[c].payoffs[e][p], alone.game.payoff(profile, p), 1e-9);
        double gain = 0.0;
        for (std::size_t a = 0; a < g.game.actions(p); ++a)
          gain = std::max(
              gain, alone.game.payoff(alone.game.with(profile, p, a), p) - alone.game.payoff(profile, p));
        EXPECT_NEAR(g.cases[c].gains[e][p], gain, 1e-9);
      }
    }
  }
  // Of leeway p*: at that chance of the harsh type the action brings nothing.
  for (const GameLeeway& row : g.leeway) {
    if (!row.p_star) continue;
    EXPECT_NEAR(*row.p_star * row.loss, (1.0 - *row.p_star) * row.gain, 1e-9);
  }
}

TEST_F(PolicyGameTest, PayoffsAreSolvesExpectedOverTypes) {
  const PolicyGame g = play(rush);
  ASSERT_TRUE(g.exact);
  ASSERT_TRUE(g.failures.empty());
  EXPECT_EQ(g.game.profiles(), 12U);
  const std::size_t deal = g.game.profile_of({0, 0, 1, 0});
  const double calm = gain("CAN", {deal_of_canada}), hit = gain("CAN", {deal_of_canada, stick_on_canada});
  EXPECT_NEAR(g.game.payoff(deal, 2), 0.75 * calm + 0.25 * hit, 1e-7);
  EXPECT_NEAR(g.game.payoff(0, 2), 0.0, 1e-12);
  // Without an offer there is no deal, but who asks for one is still punished.
  const std::size_t asked = g.game.profile_of({0, 1, 1, 0});
  EXPECT_NEAR(g.game.payoff(asked, 2), 0.25 * gain("CAN", {stick_on_canada}), 1e-7);
  for (const PolicyEquilibrium& e : g.equilibria) {
    EXPECT_TRUE(e.certified);
    EXPECT_EQ(e.table_error, 0.0);
  }
  ASSERT_TRUE(g.answers);
  EXPECT_TRUE(g.answers->certified());
}

TEST_F(PolicyGameTest, EquilibriaOfOneOutcomeAreToldOnce) {
  const PolicyGame g = play(R"(title = "Words"
as_of = 2024-01-01
[[player]]
id = "CHN"
[[player]]
id = "CAN"
[[action]]
name = "stays"
[[action]]
name = "says that it leaves"
of = ["CAN"]
)");
  EXPECT_EQ(g.pure, 2U);
  EXPECT_EQ(g.outcomes, 1U);
  ASSERT_EQ(g.equilibria.size(), 1U);
  EXPECT_EQ(g.equilibria[0].alike, 2U);
  EXPECT_TRUE(g.equilibria[0].certified);
}

TEST_F(PolicyGameTest, LeewayIsGainOverGainAndLoss) {
  const PolicyGame g = play(rush);
  ASSERT_FALSE(g.equilibria.empty());
  bool met = false;
  for (const GameLeeway& row : g.leeway) {
    if (row.player != 2 || row.action != 1) continue;
    met = true;
    EXPECT_EQ(g.inputs.file.types[row.harsh].name, "executes");
    if (row.p_star) {
      EXPECT_NEAR(*row.p_star, row.gain / (row.gain + row.loss), 1e-12);
    }
  }
  EXPECT_TRUE(met);
}

TEST_F(PolicyGameTest, JoiningIsReadOffTheTable) {
  const PolicyGame g = play(rush);
  ASSERT_EQ(g.joining.size(), 2U);
  const auto u = [&](std::size_t can, std::size_t row) {
    return g.economics.payoff(g.game.profile_of({0, 0, can, row}), 2);
  };
  EXPECT_EQ(g.joining[0].alone, u(1, 0) - u(0, 0));
  EXPECT_EQ(g.joining[0].together, u(1, 1) - u(0, 1));
  EXPECT_EQ(g.joining[0].left_out, u(0, 1) - u(0, 0));
}

// Two deal and one is hit: each with chance one half.
TEST_F(PolicyGameTest, CapacityToPunishIsDrawn) {
  const PolicyGame g = play(rush + "at_most = 1\n");
  const std::size_t both = g.game.profile_of({0, 0, 1, 1});
  const std::string other = "CHN on ROW: tariff 1% on goods, combine replace";
  const double calm = gain("CAN", {deal_of_canada, other});
  const double hit = gain("CAN", {deal_of_canada, other, stick_on_canada});
  const double spared = gain("CAN", {deal_of_canada, other, "USA on ROW: tariff 40% on goods"});
  EXPECT_NEAR(g.game.payoff(both, 2), 0.75 * calm + 0.25 * 0.5 * (hit + spared), 1e-7);
}

// A budget of one whole deal: two takers have half of the cut each.
TEST_F(PolicyGameTest, ABudgetIsShared) {
  std::string pacts = replaced(rush, "measures = [\"CHN on {it}: tariff 1% on goods, combine replace\"]",
                               "measures = [\"{it} with CHN: pact 80%\"]\nbudget = 1");
  pacts = replaced(replaced(pacts, "prior = 0.25", "prior = 0.0"), "prior = 0.75", "prior = 1.0");
  const PolicyGame g = play(pacts);
  ASSERT_TRUE(g.failures.empty());
  EXPECT_NEAR(g.game.payoff(g.game.profile_of({0, 0, 1, 0}), 2), gain("CAN", {"CAN with CHN: pact 80%"}),
              1e-7);
  EXPECT_NEAR(g.game.payoff(g.game.profile_of({0, 0, 1, 1}), 2),
              gain("CAN", {"CAN with CHN: pact 40%", "ROW with CHN: pact 40%"}), 1e-7);
}

TEST_F(PolicyGameTest, PairsActBetweenAllWhoTakeThem) {
  const std::string text = rush +
                           "[[action]]\nname = \"together\"\nof = [\"CAN\", \"ROW\"]\n"
                           "pairs = [\"{it} with {other}: pact 50%\"]\n";
  const PolicyGame g = play(text);
  EXPECT_EQ(g.game.payoff(g.game.profile_of({0, 0, 3, 0}), 2), 0.0);
  EXPECT_NEAR(g.game.payoff(g.game.profile_of({0, 0, 3, 2}), 2), gain("CAN", {"CAN with ROW: pact 50%"}),
              1e-7);
}

// No more than three stand apart from the status quo (nobody in the United States acts): order 3 leaves
// nothing out.
TEST_F(PolicyGameTest, AnExpansionOfFullOrderIsExact) {
  PolicyGameInputs in = inputs(rush);
  const PolicyGame exact = policy_game(world, ledger, in);
  in.expansion = 3;
  const PolicyGame expanded = policy_game(world, ledger, in);
  ASSERT_FALSE(expanded.exact);
  EXPECT_LT(expanded.error_max, 1e-9);
  for (std::size_t i = 0; i < exact.game.payoffs().size(); ++i)
    EXPECT_NEAR(expanded.game.payoffs()[i], exact.game.payoffs()[i], 1e-9);
  in.expansion = 1;
  const PolicyGame coarse = policy_game(world, ledger, in);
  EXPECT_GT(coarse.error_max, expanded.error_max);
  for (const PolicyEquilibrium& e : coarse.equilibria)
    for (std::size_t p = 0; p < e.payoffs.size(); ++p)
      EXPECT_NEAR(e.economics[p], exact.economics.payoff(e.profile, p), 1e-9) << "told from exact solves";
}

TEST_F(PolicyGameTest, StakesStandApartAndCanBeLeftOut) {
  PolicyGameInputs in = inputs(replaced(rush, "name = \"shut\"\n", "name = \"shut\"\nstake = 50\n"));
  const PolicyGame with_stakes = policy_game(world, ledger, in);
  ASSERT_FALSE(with_stakes.equilibria.empty());
  for (const PolicyEquilibrium& e : with_stakes.equilibria) {
    EXPECT_EQ(with_stakes.game.action(e.profile, 2), 2U) << "a stake of half of all income decides";
    EXPECT_NEAR(e.payoffs[2] - e.economics[2], 50.0, 1e-9);
  }
  in.stakes = false;
  const PolicyGame without = policy_game(world, ledger, in);
  EXPECT_EQ(without.game.payoffs(), without.economics.payoffs());
  EXPECT_NE(without.run_id, with_stakes.run_id);
}

TEST_F(PolicyGameTest, ThreadsDoNotChangeIt) {
  PolicyGameInputs in = inputs(rush);
  const PolicyGame one = policy_game(world, ledger, in);
  in.threads = 3;
  const PolicyGame three = policy_game(world, ledger, in);
  EXPECT_EQ(one.game.payoffs(), three.game.payoffs());
  EXPECT_EQ(one.run_id, three.run_id);
}

// Bans on all that Canada sells abroad leave it no exports: told, and no payoff.
TEST_F(PolicyGameTest, WhatDoesNotCertifyIsNoPayoff) {
  const PolicyGame g = play(replaced(rush, "CAN on CHN: tariff 30% on goods", "CAN on *: export ban on *"));
  EXPECT_FALSE(g.failures.empty());
  EXPECT_FALSE(g.answers);
  EXPECT_TRUE(g.equilibria.empty());
  EXPECT_FALSE(g.certified());
}

TEST_F(PolicyGameTest, RefusesWithThePlace) {
  const auto refused = [&](const std::string& part, const std::string& by) {
    const std::string text = replaced(rush, part, by);
    return refusal([&] { play(text); });
  };
  EXPECT_NE(refused("USA on {it}: tariff", "USB on {it}: tariff").find("g.toml:40:"), std::string::npos);
  EXPECT_NE(refused("id = \"ROW\"", "id = \"RWO\"").find("g.toml:"), std::string::npos);
  EXPECT_NE(refused("CAN on CHN: tariff 30% on goods", "lift DEAL").find("is not in force"),
            std::string::npos);
}

}  // namespace
}  // namespace leeway
