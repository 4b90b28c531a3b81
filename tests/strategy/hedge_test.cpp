#include "leeway/strategy/hedge.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "leeway/policy/one_line.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::refusal;

TEST(TailMean, IsTheMeanOfTheWorst) {
  const std::vector<double> values = {3.0, -10.0, 1.0};
  const std::vector<double> chances = {0.5, 0.2, 0.3};
  EXPECT_DOUBLE_EQ(tail_mean(values, chances, 0.1), -10.0);
  EXPECT_DOUBLE_EQ(tail_mean(values, chances, 0.2), -10.0);
  EXPECT_NEAR(tail_mean(values, chances, 0.4), (0.2 * -10.0 + 0.2 * 1.0) / 0.4, 1e-12) << "the edge in part";
  EXPECT_NEAR(tail_mean(values, chances, 1.0), 0.5 * 3.0 - 2.0 + 0.3, 1e-12);
}

// Of a tail that grows the mean never falls.
TEST(TailMean, RisesWithTheTail) {
  const std::vector<double> values = {0.0, -4.0, 2.5, -1.0};
  const std::vector<double> chances = {0.4, 0.1, 0.2, 0.3};
  double before = -1e9;
  for (int t = 1; t <= 100; ++t) {
    const double now = tail_mean(values, chances, 0.01 * t);
    EXPECT_GE(now, before - 1e-12);
    before = now;
  }
}

class HedgeTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();

  static HedgeInputs inputs() {
    HedgeInputs in;
    in.question.economy = {"CAN", {}};
    in.question.as_of = testing::early;
    in.question.states = {typed_state("shut=0.2: USA on CAN: tariff 60% on goods", "--state"),
                          typed_state("more=30%: USA on CAN: tariff 20% on goods", "--state")};
    in.question.acts = {typed_act("pact: CAN with ROW: pact 80%", "--act"),
                        typed_act("deal=2 mn USD: {it} with CHN: pact 50%", "--act")};
    in.range = RangeKind::none;
    in.threads = 1;
    return in;
  }
  Hedge solved(const HedgeInputs& in) const { return hedge(world, ledger, in); }

  /// USD million that Canada gains over the status quo.
  double gain(const std::vector<std::string>& lines) const {
    PolicyOptions calm, moved;
    calm.as_of = moved.as_of = testing::early;
    for (const std::string& line : lines)
      moved.measures.push_back(parse_one_line(line, Location{"test"}, testing::early));
    const Model model(world, Options{});
    const Outcome before = model.solve(resolve_policy(world, ledger, calm));
    const Outcome after = model.solve(resolve_policy(world, ledger, moved));
    const auto n = static_cast<std::size_t>(*world.find_economy("CAN"));
    return before->result.base_income[n] *
           (std::exp(after->result.log_welfare[n]) - std::exp(before->result.log_welfare[n]));
  }
};

TEST_F(HedgeTest, EveryCellIsASolve) {
  const Hedge h = solved(inputs());
  ASSERT_TRUE(h.certified());
  ASSERT_EQ(h.bundles.size(), 4U) << "nothing, two acts, both";
  ASSERT_EQ(h.states.size(), 3U);
  EXPECT_EQ(*h.calm, 2U);
  EXPECT_NEAR(h.states[2].probability, 0.5, 1e-12);
  EXPECT_NEAR(h.bundles[0].income[2].central, 0.0, 1e-9);
  EXPECT_NEAR(h.bundles[0].income[0].central, gain({"USA on CAN: tariff 60% on goods"}), 1e-6);
  EXPECT_NEAR(
      h.bundles[3].income[1].central,
      gain({"USA on CAN: tariff 20% on goods", "CAN with ROW: pact 80%", "CAN with CHN: pact 50%"}) - 2.0,
      1e-6)
      << "less the declared cost";
}

// Shut out of the American market, less goes there; a pact with the rest of the world takes from both poles.
TEST_F(HedgeTest, ExposureToThePolesBeforeAndAfter) {
  const Hedge h = solved(inputs());
  ASSERT_EQ(h.bundles[0].poles.size(), 3U);
  const auto usa = [&](std::size_t bundle, std::size_t state) { return h.bundles[bundle].poles[state][0]; };
  EXPECT_LT(usa(0, 0), usa(0, 1)) << "60% against 20%";
  EXPECT_LT(usa(0, 1), usa(0, 2));
  EXPECT_LT(usa(1, 2), usa(0, 2)) << "with the pact";
  for (const HedgeBundle& b : h.bundles)
    for (const std::vector<double>& shares : b.poles) {
      EXPECT_GT(shares[0], 0.0);
      EXPECT_GT(shares[1], 0.0);
      EXPECT_LT(shares[0] + shares[1], 1.0);
    }
  HedgeInputs pole = inputs();
  pole.question.economy = {"USA", {}};
  pole.question.states = {typed_state("more=0.3: CAN on USA: tariff 20% on goods", "--state")};
  pole.question.acts.clear();
  EXPECT_TRUE(solved(pole).bundles[0].poles.empty()) << "a pole is exposed to itself";
}

TEST_F(HedgeTest, FiguresAreThoseOfTheStates) {
  const Hedge h = solved(inputs());
  HedgeInputs whole = inputs();
  whole.tail = 1.0;
  const Hedge mean = solved(whole);
  for (std::size_t b = 0; b < h.bundles.size(); ++b) {
    const HedgeBundle& bundle = h.bundles[b];
    double expected = 0.0;
    for (std::size_t s = 0; s < h.states.size(); ++s)
      expected += h.states[s].probability * bundle.income[s].central;
    EXPECT_NEAR(bundle.expected.central, expected, 1e-9);
    EXPECT_LE(bundle.tail.central, bundle.expected.central);
    EXPECT_LE(bundle.worst.central, bundle.tail.central + 1e-9);
    EXPECT_NEAR(mean.bundles[b].tail.central, mean.bundles[b].expected.central, 1e-9);
  }
  EXPECT_NE(h.run_id, mean.run_id);
}

TEST_F(HedgeTest, NobodyRegretsWhatIsBest) {
  const Hedge h = solved(inputs());
  for (std::size_t s = 0; s < h.states.size(); ++s) {
    const auto best = std::max_element(h.bundles.begin(), h.bundles.end(), [&](const auto& a, const auto& b) {
      return a.income[s].central < b.income[s].central;
    });
    EXPECT_EQ(best->regrets[s], 0.0);
    for (const HedgeBundle& b : h.bundles) EXPECT_GE(b.regrets[s], 0.0);
  }
}

// What is dominated has less than its dominator of both, and a further act that is free takes nothing away.
TEST_F(HedgeTest, TheFrontierNeverFalls) {
  HedgeInputs few = inputs();
  few.question.acts.pop_back();
  const Hedge before = solved(few);
  const Hedge after = solved(inputs());
  for (const HedgeBundle& old : before.bundles) {
    if (!old.efficient) continue;
    EXPECT_TRUE(std::any_of(after.bundles.begin(), after.bundles.end(), [&](const HedgeBundle& b) {
      return b.efficient && b.expected.central >= old.expected.central - 1e-6 &&
             b.tail.central >= old.tail.central - 1e-6;
    }));
  }
  for (const HedgeBundle& b : after.bundles) {
    if (b.efficient) continue;
    const HedgeBundle& better = after.bundles[b.dominated_by];
    EXPECT_GE(better.expected.central, b.expected.central - 1e-6);
    EXPECT_GE(better.tail.central, b.tail.central - 1e-6);
  }
}

TEST_F(HedgeTest, WhatIsMadeGoodIsAShareOfTheLoss) {
  const Hedge h = solved(inputs());
  ASSERT_LT(h.bundles[0].income[0].central, 0.0);
  EXPECT_EQ(h.bundles[0].worst_state, 0U);
  EXPECT_FALSE(h.bundles[0].made_good);
  const HedgeBundle& pact = h.bundles[1];
  ASSERT_TRUE(pact.made_good);
  const double loss = h.bundles[0].income[0].central;
  EXPECT_NEAR(pact.made_good->central, (pact.income[0].central - loss) / -loss, 1e-12);
  EXPECT_NEAR(*pact.anyway, pact.income[2].central / -loss, 1e-12);
}

TEST_F(HedgeTest, AnActOfOneStateActsInItAlone) {
  HedgeInputs in = inputs();
  in.question.acts = {typed_act("answer: CAN on USA: tariff 30% on goods", "--act")};
  in.question.acts[0].only = {"shut"};
  const Hedge h = solved(in);
  ASSERT_TRUE(h.certified());
  EXPECT_NE(h.bundles[1].income[0].central, h.bundles[0].income[0].central);
  EXPECT_EQ(h.bundles[1].income[1].central, h.bundles[0].income[1].central);
  EXPECT_EQ(h.bundles[1].income[2].central, h.bundles[0].income[2].central);
}

TEST_F(HedgeTest, TheSpreadIsSetAgainstTheMeanOfTheRates) {
  HedgeInputs in = inputs();
  in.spread = true;
  const Hedge h = solved(in);
  ASSERT_TRUE(h.spread);
  EXPECT_NEAR(h.spread->mean, 0.2 * 0.6 + 0.3 * 0.2, 1e-12);
  const double at_mean = gain({"USA on CAN: tariff 18% on goods"});
  EXPECT_NEAR(h.bundles[0].spread->central, h.bundles[0].expected.central - at_mean, 1e-6);
  // One rate that is sure has no spread.
  in.question.states = {
      typed_state("sure=1: USA on CAN: tariff 20% on goods", "--state"),
  };
  EXPECT_FALSE(solved(in).spread) << "nothing differs";
  in.question.states = {typed_state("a=0.5: USA on CAN: tariff 20% on goods", "--state"),
                        typed_state("b=0.5: USA on CAN: import ban on goods", "--state")};
  EXPECT_FALSE(solved(in).spread) << "a ban has no rate";
}

TEST_F(HedgeTest, TheRangeHoldsTheCentre) {
  HedgeInputs in = inputs();
  in.range = RangeKind::sets;
  const Hedge h = solved(in);
  EXPECT_EQ(h.cases.of, static_cast<int>(world.elasticities.size()));
  for (const HedgeBundle& b : h.bundles) {
    EXPECT_LE(b.tail.low, b.tail.central);
    EXPECT_GE(b.tail.high, b.tail.central);
  }
  in.threads = 3;
  EXPECT_EQ(solved(in).run_id, h.run_id);
}

// Bans on all that Canada sells leave it no exports: named, and no figure of what holds it.
TEST_F(HedgeTest, WhatDoesNotCertifyTellsNoFigure) {
  HedgeInputs in = inputs();
  in.question.acts.push_back(typed_act("close: CAN on *: export ban on *", "--act"));
  const Hedge h = solved(in);
  EXPECT_TRUE(h.answered());
  EXPECT_FALSE(h.certified());
  for (const HedgeBundle& b : h.bundles) {
    const bool closes = std::find(b.acts.begin(), b.acts.end(), std::size_t{2}) != b.acts.end();
    EXPECT_EQ(b.told(), !closes);
    EXPECT_EQ(b.income.empty(), closes);
    EXPECT_FALSE(closes && b.efficient);
  }
  in.question.states[0] = typed_state("close=0.2: CAN on *: export ban on *", "--state");
  EXPECT_FALSE(solved(in).answered());
}

TEST_F(HedgeTest, RefusesWithThePlace) {
  const auto refused = [&](const auto& change) {
    HedgeInputs in = inputs();
    change(in);
    return refusal([&] { solved(in); });
  };
  EXPECT_NE(refused([](HedgeInputs& in) { in.question.states[0].probability = 0.8; }).find("sum to 1.1"),
            std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.question.states[0].probability = 0.0; }).find("no probability"),
            std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.question.states[1].name = "shut"; }).find("is a state already"),
            std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.question.acts[0].only = {"sht"}; }).find("did you mean shut?"),
            std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.question.states.clear(); }).find("without a state"),
            std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.tail = 0.0; }).find("above 0"), std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) { in.options.horizon = 1.0; }).find("3"), std::string::npos);
  EXPECT_NE(refused([](HedgeInputs& in) {
              in.question.acts[0] = typed_act("pact: CAN with RWO: pact 80%", "--act");
            }).find("--act:1:"),
            std::string::npos);
}

}  // namespace
}  // namespace leeway
