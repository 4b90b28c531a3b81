#include "leeway/strategy/game_offers.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/one_line.h"
#include "leeway/strategy/best_response.h"
#include "leeway/strategy/leeway.h"
#include "leeway/strategy/policy_game.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

const std::string offers_rush = R"(title = "A rush"
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
[[answer]]
to = "deal"
measures = ["USA on {it}: tariff 40% on goods"]
type = "executes"
)";

class GameOffersTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();

  PolicyGame play(const std::string& text, RangeKind range = RangeKind::none) const {
    PolicyGameInputs in;
    in.file = parse_game_file(text, "g.toml");
    in.threads = 1;
    in.range = range;
    return policy_game(world, ledger, in);
  }

  /// Percent and USD million that a player gains over the status quo under Measures in one line.
  std::pair<double, double> gain(const std::string& economy, const std::vector<std::string>& lines) const {
    PolicyOptions calm, moved;
    calm.as_of = moved.as_of = testing::early;
    for (const std::string& line : lines)
      moved.measures.push_back(parse_one_line(line, Location{"test"}, testing::early));
    const Model model(world, Options{});
    const Outcome before = model.solve(resolve_policy(world, ledger, calm));
    const Outcome after = model.solve(resolve_policy(world, ledger, moved));
    const auto n = static_cast<std::size_t>(*world.find_economy(economy));
    const double income = before->result.base_income[n] * std::exp(before->result.log_welfare[n]);
    const double ratio = std::exp(after->result.log_welfare[n] - before->result.log_welfare[n]);
    return {100.0 * (ratio - 1.0), income * (ratio - 1.0)};
  }

  static const ActionPrice* price_of(const PolicyGame& g, std::size_t player, std::size_t action,
                                     bool in_company) {
    for (const ActionPrice& one : g.offers.prices)
      if (one.player == player && one.action == action && one.in_company == in_company) return &one;
    return nullptr;
  }
};

const std::string deal_can = "CHN on CAN: tariff 1% on goods, combine replace";
const std::string deal_row = "CHN on ROW: tariff 1% on goods, combine replace";
const std::string hit_can = "USA on CAN: tariff 40% on goods";
const std::string hit_row = "USA on ROW: tariff 40% on goods";

// All who can deal do: everyone's payoff is that of the two policies, bystanders' too.
TEST_F(GameOffersTest, WhatAllTakeIsASolve) {
  const PolicyGame g = play(offers_rush);
  ASSERT_EQ(g.offers.joint.size(), 1U);
  const JointAction& j = g.offers.joint[0];
  EXPECT_EQ(j.action, "deal");
  EXPECT_EQ(j.takers, (std::vector<std::size_t>{2, 3}));
  double sum = 0.0;
  for (std::size_t p = 0; p < 4; ++p) {
    const std::string& id = g.inputs.file.players[p].id;
    const auto [calm_pct, calm_musd] = gain(id, {deal_can, deal_row});
    const auto [hit_pct, hit_musd] = gain(id, {deal_can, deal_row, hit_can, hit_row});
    EXPECT_NEAR(j.percent[p].central, 0.75 * calm_pct + 0.25 * hit_pct, 1e-7) << id;
    EXPECT_NEAR(j.musd[p].central, 0.75 * calm_musd + 0.25 * hit_musd, 1e-5) << id;
    if (p >= 2) sum += j.musd[p].central;
  }
  EXPECT_NEAR(j.takers_musd.central, sum, 1e-9);
}

// With a stake of just more than what it lacks a player takes the action, with just less it does not: alone
// and in company.
TEST_F(GameOffersTest, APriceTurnsTheChoice) {
  const PolicyGame g = play(offers_rush);
  for (const bool in_company : {false, true}) {
    const ActionPrice* price = price_of(g, 2, 1, in_company);
    ASSERT_NE(price, nullptr);
    for (const double more : {-1e-3, 1e-3}) {
      std::string text = offers_rush;
      const std::string at = "if = { CHN = \"offers\" }\n";
      text.insert(text.find(at) + at.size(),
                  "stake = { CAN = " + std::to_string(price->percent.central + more) + " }\n");
      const PolicyGame staked = play(text);
      const std::size_t ground = staked.game.profile_of({0, 0, 0, in_company ? 1U : 0U});
      const double deals = staked.game.payoff(staked.game.with(ground, 2, 1), 2);
      EXPECT_EQ(deals > staked.game.payoff(ground, 2), more > 0.0);
      EXPECT_NEAR(price_of(staked, 2, 1, in_company)->percent.central, -more, 1e-5)
          << "declared, it is counted";
    }
  }
  const ActionPrice* china = price_of(g, 1, 1, false);
  ASSERT_NE(china, nullptr) << "of one who has the action alone, too";
  EXPECT_EQ(price_of(g, 1, 1, true), nullptr);
  EXPECT_NEAR(china->percent.central, 0.0, 1e-9) << "nobody asks, so that waiting costs nothing";
}

// What it brings others is what they get by it.
TEST_F(GameOffersTest, WhatAnActBringsOthersIsSolved) {
  const PolicyGame g = play(offers_rush);
  const ActionPrice* deal = price_of(g, 2, 1, false);
  ASSERT_EQ(deal->brings.size(), 4U);
  EXPECT_NEAR(deal->brings[1].central,
              0.75 * gain("CHN", {deal_can}).second + 0.25 * gain("CHN", {deal_can, hit_can}).second, 1e-5);
}

TEST_F(GameOffersTest, AScenarioIsOtherGround) {
  const std::string line = "USA on CHN: tariff 25% on goods";
  const PolicyGame g = play(offers_rush + "[[scenario]]\nname = \"war\"\nmeasures = [\"" + line + "\"]\n");
  ASSERT_EQ(g.offers.scenarios.size(), 2U);
  EXPECT_EQ(g.offers.scenarios[0].name, "") << "things as they are";
  const GameScenarioOutcome& war = g.offers.scenarios[1];
  for (std::size_t p = 0; p < 4; ++p) {
    const auto [pct, musd] = gain(g.inputs.file.players[p].id, {line});
    EXPECT_NEAR(war.percent[p].central, pct, 1e-7);
    EXPECT_NEAR(war.musd[p].central, musd, 1e-5);
    EXPECT_NEAR(g.offers.scenarios[0].percent[p].central, 0.0, 1e-12);
  }
  ASSERT_EQ(war.choices.size(), 3U) << "China waits, two deal";
  EXPECT_FALSE(war.choices[0].leeway) << "the type makes no difference to China's waiting";
  const ScenarioChoice& deal = war.choices[1];
  EXPECT_EQ(deal.player, 2U);
  const double calm = gain("CAN", {line, deal_can}).first - gain("CAN", {line}).first;
  const double hit = gain("CAN", {line, deal_can, hit_can}).first - gain("CAN", {line}).first;
  EXPECT_NEAR(deal.percent.central, 0.75 * calm + 0.25 * hit, 1e-7);
  ASSERT_TRUE(deal.leeway);
  EXPECT_NEAR(deal.leeway->central, leeway_case(calm, -hit).p_star, 1e-9);
  EXPECT_NE(g.run_id, play(offers_rush).run_id);
  for (const GameHazard& h : war.hazards)
    for (std::size_t p = 0; p < 4; ++p)
      EXPECT_NEAR(h.worth_musd[p].central, -h.share * war.musd[p].central, 1e-9);
}

TEST_F(GameOffersTest, TheRangeHoldsTheCentreAndEveryCase) {
  const PolicyGame g =
      play(offers_rush + "[[scenario]]\nname = \"war\"\nmeasures = [\"BARE\"]\n", RangeKind::sets);
  const auto holds = [&](const Range& r) {
    EXPECT_LE(r.low, r.central);
    EXPECT_GE(r.high, r.central);
    EXPECT_EQ(r.cases.of, static_cast<int>(world.elasticities.size()));
    EXPECT_TRUE(r.cases.all());
  };
  for (const JointAction& j : g.offers.joint)
    for (const Range& r : j.musd) holds(r);
  for (const ActionPrice& price : g.offers.prices) holds(price.percent);
  for (const GameScenarioOutcome& s : g.offers.scenarios)
    for (const Range& r : s.percent) holds(r);
}

TEST_F(GameOffersTest, AScenarioThatDoesNotCertifyHasNoFigures) {
  const PolicyGame g =
      play(offers_rush + "[[scenario]]\nname = \"shut\"\nmeasures = [\"CAN on *: export ban on *\"]\n");
  EXPECT_TRUE(g.certified()) << "the game itself stands";
  ASSERT_EQ(g.offers.scenarios.size(), 2U);
  EXPECT_FALSE(g.offers.scenarios[1].failures.empty());
  EXPECT_TRUE(g.offers.scenarios[1].percent.empty());
  EXPECT_FALSE(g.offers.scenarios[0].percent.empty());
}

// Sum over years of what comes after the event, against the formula; sure to come, all but the first year.
TEST(ShareAfter, IsTheShareOfPresentValueAfterIt) {
  const double d = 1.0 / 1.03;
  for (const double h : {0.01, 0.25, 0.9}) {
    double after = 0.0, all = 0.0, weight = 1.0, spared = 1.0;
    for (int year = 0; year < 4000; ++year) {
      after += weight * (1.0 - spared);
      all += weight;
      weight *= d;
      spared *= 1.0 - h;
    }
    EXPECT_NEAR(share_after(h, 0.03), after / all, 1e-9);
  }
  EXPECT_NEAR(share_after(1.0, 0.03), d, 1e-12);
  EXPECT_EQ(share_after(0.0, 0.03), 0.0);
}

// Two who would join at 1 if the other has not, and at 0.25 if it has: the second follows at once.
TEST(StakeCurve, WhoJoinsDrawsTheNext) {
  StrategicGame game("", {{"A", {"stay", "join"}}, {"B", {"stay", "join"}}});
  for (std::size_t p = 0; p < 2; ++p) {
    const auto at = [&](std::size_t own, std::size_t other) {
      return p == 0 ? game.profile_of({own, other}) : game.profile_of({other, own});
    };
    game.payoff(at(1, 0), p) = p == 0 ? -1.0 : -2.0;
    game.payoff(at(1, 1), p) = -0.25;
  }
  const std::vector<StakeCurve> curves = stake_curves(game, 1e-9);
  ASSERT_EQ(curves.size(), 1U);
  ASSERT_EQ(curves[0].steps.size(), 2U);
  EXPECT_TRUE(curves[0].settled);
  EXPECT_EQ(curves[0].start, 0U);
  EXPECT_EQ(curves[0].steps[0].player, 0U);
  EXPECT_DOUBLE_EQ(curves[0].steps[0].stake, 1.0);
  EXPECT_EQ(curves[0].steps[1].player, 1U);
  EXPECT_DOUBLE_EQ(curves[0].steps[1].stake, 1.0) << "at the same stake";
  EXPECT_EQ(curves[0].steps[1].takers, 2U);
}

// At the end all take it, and at each step nobody who takes it would rather not.
TEST_F(GameOffersTest, TheStakeThatTurnsAChoiceIsWhatItLacks) {
  const PolicyGame g = play(offers_rush);
  ASSERT_EQ(g.stakes.size(), 1U);
  const StakeCurve& curve = g.stakes[0];
  ASSERT_FALSE(curve.steps.empty());
  EXPECT_EQ(curve.steps.back().takers, curve.players.size());
  for (std::size_t i = 1; i < curve.steps.size(); ++i)
    EXPECT_GE(curve.steps[i].stake, curve.steps[i - 1].stake);
  const StakeStep& first = curve.steps.front();
  const double lacks = g.game.payoff(curve.start, first.player) -
                       g.game.payoff(g.game.with(curve.start, first.player, first.to), first.player);
  EXPECT_NEAR(first.stake, std::max(0.0, lacks), 1e-12);
}

}  // namespace
}  // namespace leeway
