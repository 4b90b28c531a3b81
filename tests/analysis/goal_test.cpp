#include "leeway/analysis/goal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "instruments_world.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using testing::car_measure;
using testing::car_quota;
using testing::car_tariff;
using ::testing::HasSubstr;
using testing::scenario_with;

class GoalTest : public ::testing::Test {
 protected:
  World world = testing::carved_world(4, 3);
  Model model{world, {}};
  Ledger ledger{{}, {}, {}, "none"};
  Policy now = testing::policy_with(world, {});
  Solution before = testing::solved(model, now);
  ImportGoal goal = read_goal(world, "imports of product:cars by USA from CHN at 60% of status quo", {});
  double level = goal.level(world, before);

  GoalSolution reach(const Scenario& scenario, const std::string& free = "") const {
    return reach_goal(model, ledger, scenario, free_term(scenario, free, {}), goal.flows, level,
                      before.start);
  }
  double imports(const GoalSolution& s) const {
    return totals(world, s.outcome->solution(), goal.flows).quantity;
  }
};

TEST_F(GoalTest, EveryInstrumentHoldsTheSameImports) {
  Measure rate_quota = car_quota(Instrument::tariff_rate_quota, 0.9, 0.5);
  rate_quota.terms.over_quota = 4.0;
  Measure barrier = car_measure("COST", Instrument::barrier);
  barrier.terms.cost = 0.1;
  for (const Measure& m : {car_tariff(0.1), car_quota(Instrument::import_quota, 0.9, 1.0),
                           car_quota(Instrument::export_quota, 0.2, 0.0), rate_quota, barrier}) {
    const GoalSolution s = reach(scenario_with({m}));
    EXPECT_TRUE(s.reached()) << to_string(m.instrument);
    EXPECT_NEAR(imports(s), level, 2e-7 * level) << to_string(m.instrument);
    EXPECT_FALSE(s.level.empty());
  }
}

TEST_F(GoalTest, ImportersQuotaIsItsTariff) {
  const GoalSolution tariff = reach(scenario_with({car_tariff(0.2)}));
  const GoalSolution quota = reach(scenario_with({car_quota(Instrument::import_quota, 0.7, 1.0)}));
  ASSERT_TRUE(tariff.reached() && quota.reached());
  for (std::size_t n = 0; n < before.result.wage.size(); ++n)
    EXPECT_NEAR((*tariff.outcome)->result.log_welfare[n], (*quota.outcome)->result.log_welfare[n], 1e-7);
}

TEST_F(GoalTest, SaysWhenTheTermCannotReachIt) {
  Measure rate_quota = car_quota(Instrument::tariff_rate_quota, 0.9, 0.5);
  rate_quota.terms.over_quota = 0.02;  // beyond it imports come in at a rate that does not keep them out
  const GoalSolution s = reach(scenario_with({rate_quota}));
  EXPECT_FALSE(s.reached());
  EXPECT_EQ(s.end, GoalEnd::out_of_reach);
  EXPECT_EQ(s.free.measure, "QUOTA");
  EXPECT_GT(s.imports_of_goal, 1.0);
  EXPECT_TRUE(s.outcome->certified()) << "the nearest tried";
}

TEST_F(GoalTest, NamesTheTermToMove) {
  const Scenario two = scenario_with({car_tariff(0.1), car_quota(Instrument::import_quota, 0.9, 1.0)});
  EXPECT_EQ(free_term(two, "QUOTA", {}).term, Term::quota);
  EXPECT_EQ(free_term(two, "TARIFF.rate", {}).measure, "TARIFF");
  const auto refused = [&](const std::string& free) {
    return testing::refusal([&] { free_term(two, free, Location{"--free"}); });
  };
  EXPECT_THAT(refused(""), HasSubstr("2 Measures of its own"));
  EXPECT_THAT(refused("TARIF"), HasSubstr("TARIFF"));
  EXPECT_THAT(refused("TARIFF.quota"), HasSubstr("allowed: rate"));
}

TEST_F(GoalTest, ReadsGoalsStrictly) {
  EXPECT_EQ(read_goal(world, "imports of product:cars by USA from CHN at 250 units", {}).amount, 250.0);
  EXPECT_EQ(read_goal(world, "imports of C10 by USA from CHN at 60% of base", {}).of,
            ImportGoal::Of::base_year);
  for (const char* text :
       {"imports of product:cars by USA at 60% of base", "imports of product:cars by USA from CHN at 60%",
        "imports of product:cars by USA from CHN at 60 tonnes", "imports of C10 by USA from CHN at 60 units",
        "imports of product:cars by USA from CHN at 0% of base"})
    EXPECT_NE(testing::refusal([&] { read_goal(world, text, Location{"--hold"}); }), "") << text;
}

}  // namespace
}  // namespace leeway
