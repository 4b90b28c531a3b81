#include "leeway/strategy/chairs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/strategy/brief.h"
#include "strategy/hand_ledger.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using testing::early;

class Chairs : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();
  BriefInputs inputs;
  Chairs() {
    inputs.event = "THREAT";
    inputs.as_of = early;
    inputs.range = RangeKind::sets;
  }
  BriefAnalysis seen_by(const char* economy) {
    inputs.economy = economy;
    return analyse_brief(world, ledger, inputs);
  }
  static const Stake& stake(const BriefAnalysis& b, Step step) {
    const auto found =
        std::find_if(b.stakes.begin(), b.stakes.end(), [&](const Stake& s) { return s.step == step; });
    if (found == b.stakes.end()) throw std::runtime_error(to_string(step));
    return *found;
  }
};

TEST_F(Chairs, EachEconomySitsInItsOwn) {
  EXPECT_EQ(seen_by("CAN").chair, Chair::threatened);
  EXPECT_EQ(seen_by("USA").chair, Chair::threatener);
  EXPECT_EQ(seen_by("CHN").chair, Chair::partner) << "the deal is its duty on Canada";
  EXPECT_EQ(seen_by("ROW").chair, Chair::bystander);
}

TEST_F(Chairs, OnlyTheThreatenedHasALeeway) {
  EXPECT_TRUE(seen_by("CAN").leeway);
  for (const char* other : {"USA", "CHN", "ROW"}) {
    const BriefAnalysis b = seen_by(other);
    EXPECT_FALSE(b.leeway) << other;
    EXPECT_TRUE(b.certified);
    EXPECT_FALSE(b.stakes.empty()) << other;
  }
}

TEST_F(Chairs, StepsAreDifferencesOfSolvesMadeByHand) {
  const BriefAnalysis b = seen_by("USA");
  const Model model(world, {});
  const auto worth = [&](std::vector<std::string> use) {
    PolicyOptions o;
    o.as_of = early;
    o.use = std::move(use);
    const Result r = testing::solved(model, resolve_policy(world, ledger, o)).result;
    return r.base_income[0] * std::exp(r.log_welfare[0]);
  };
  const double none = worth({});
  const double deal = worth({"DEAL"});
  const double hit = worth({"DEAL", "THREAT"});
  const double slack = 1e-6 * std::abs(hit - deal);
  EXPECT_NEAR(stake(b, Step::move).musd.central, deal - none, slack);
  EXPECT_NEAR(stake(b, Step::carry_out).musd.central, hit - deal, slack);
  EXPECT_NEAR(stake(b, Step::whole).musd.central, hit - none, slack);
  for (const Stake& s : b.stakes) {
    EXPECT_LE(s.musd.low, s.musd.central);
    EXPECT_GE(s.musd.high, s.musd.central);
    EXPECT_TRUE(s.musd.cases.all());
    EXPECT_EQ(static_cast<std::size_t>(s.musd.cases.of), world.elasticities.size());
  }
}

// An act in force is told against the policy without it, in the headline and in the table.
TEST_F(Chairs, WhatIsInForceIsSetAgainstThePolicyWithoutIt) {
  Measure act = testing::tariff("ACT", "USA", "CAN", 0.2);
  act.effective = make_date(2023, 10, 1);
  ledger = Ledger({act}, {}, {}, "one");
  inputs.event = "ACT";
  const BriefAnalysis b = seen_by("CAN");
  EXPECT_TRUE(b.in_force);
  ASSERT_EQ(b.outcomes.front().option, BriefOption::punished);
  const double tabled = b.outcomes.front().own.change.ev_musd;
  EXPECT_LT(tabled, -1.0);
  EXPECT_NEAR(tabled, -b.leeway->central.loss_musd, 1e-9 * std::abs(tabled));
}

TEST_F(Chairs, OnesOwnAndDeadThreatsHangOverNoOne) {
  const auto pending = [&](int economy, Date day) {
    std::vector<std::string> ids;
    for (const Measure* m : pending_on(world, ledger, {economy}, day, {})) ids.push_back(m->id);
    return ids;
  };
  EXPECT_THAT(pending(2, early), ::testing::UnorderedElementsAre("THREAT", "STICK"));
  Measure all = testing::tariff("ALL", "USA", "*", 0.1);
  all.typed_status = Status::threatened;
  all.expected = make_date(2023, 9, 1);
  ledger = Ledger({all}, {}, {}, "all");
  const Date soon = make_date(2023, 12, 1);
  EXPECT_EQ(pending(2, soon).size(), 1U);
  EXPECT_TRUE(pending(0, soon).empty()) << "it is its own";
  EXPECT_TRUE(pending(2, make_date(2024, 6, 1)).empty()) << "nothing came of it in its time";
}

TEST_F(Chairs, PartsOfAMoveAddUpToIt) {
  Scenario two = testing::half_deal();
  two.use = {"DEAL"};
  inputs.scenarios = {two};
  const BriefAnalysis b = seen_by("CAN");
  ASSERT_TRUE(b.parts);
  EXPECT_EQ(b.parts->rule, PartRule::shapley);
  ASSERT_EQ(b.parts->parts.size(), 2U);
  EXPECT_EQ(b.parts->solves, 4);
  const double sum = std::accumulate(b.parts->parts.begin(), b.parts->parts.end(), 0.0,
                                     [](double s, const MovePart& p) { return s + p.musd; });
  EXPECT_NEAR(sum, b.leeway->central.gain_musd, 1e-5 * std::abs(b.leeway->central.gain_musd));
  EXPECT_EQ(b.parts->parts[0].by, "CHN");
  EXPECT_GT(b.parts->parts[0].musd, 0.0) << "China's duty falls";
  // Of two Measures a Shapley value is the mean of the two orders.
  const Model model(world, {});
  const auto worth = [&](bool deal, bool half) {
    PolicyOptions o;
    o.as_of = early;
    if (deal) o.use = {"DEAL"};
    if (half) o.measures = two.measures;
    const Result r = testing::solved(model, resolve_policy(world, ledger, o)).result;
    return r.base_income[2] * std::exp(r.log_welfare[2]);
  };
  EXPECT_NEAR(b.parts->parts[0].musd,
              0.5 * (worth(true, false) - worth(false, false) + worth(true, true) - worth(false, true)),
              1e-5 * std::abs(sum));
}

TEST_F(Chairs, APartnerSeesWhatItCouldAdd) {
  std::vector<Measure> measures = testing::hand_ledger().measures();
  Measure more = testing::tariff("MORE", "CHN", "CAN", 0.3);
  more.effective = make_date(2023, 8, 1);
  measures.push_back(more);
  ledger = Ledger(measures, {}, {}, "more");
  const BriefAnalysis b = seen_by("CHN");
  ASSERT_EQ(b.offers.size(), 1U);
  EXPECT_EQ(b.offers[0].measure, "MORE");
  ASSERT_TRUE(b.offers[0].threatened_musd);
  EXPECT_GT(*b.offers[0].threatened_musd, 0.0) << "Canada gains by a duty lifted";
}

}  // namespace
}  // namespace leeway
