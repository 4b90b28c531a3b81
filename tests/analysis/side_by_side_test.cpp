#include "leeway/analysis/side_by_side.h"

#include <gtest/gtest.h>

#include "instruments_world.h"
#include "leeway/model/shares.h"

namespace leeway {
namespace {

using testing::car_quota;
using testing::car_tariff;
using testing::scenario_with;

class SideBySideTest : public ::testing::Test {
 protected:
  World world = testing::carved_world(4, 3);
  Model model{world, {}};
  Ledger ledger{{}, {}, {}, "none"};
  std::shared_ptr<const Policy> now = std::make_shared<const Policy>(testing::policy_with(world, {}));
  std::vector<Scenario> scenarios = {scenario_with({car_tariff(0.2)}),
                                     scenario_with({car_quota(Instrument::import_quota, 0.7, 1.0)})};
  FlowSet flows = read_flows(world, "product:cars:CHN>USA", {});
};

TEST_F(SideBySideTest, EachIsSolvedAsWrittenWithoutAGoal) {
  const SideBySide all = side_by_side(model, ledger, now, scenarios, flows, {}, {});
  ASSERT_EQ(all.outcomes.size(), 2U);
  EXPECT_TRUE(all.goals_met());
  for (std::size_t s = 0; s < 2; ++s) {
    const SideBySideOutcome& one = all.outcomes[s];
    ASSERT_TRUE(one.outcome && one.incidence);
    EXPECT_FALSE(one.goal);
    const Outcome alone = model.solve(testing::policy_with(world, scenarios[s].measures));
    EXPECT_EQ(one.outcome->id, alone->id);
  }
}

TEST_F(SideBySideTest, AHeldGoalIsMetByAllOrSaidSo) {
  const ImportGoal goal =
      read_goal(world, "imports of product:cars by USA from CHN at 60% of status quo", {});
  std::vector<FreeTerm> free;
  for (const Scenario& s : scenarios) free.push_back(free_term(s, "", {}));
  const SideBySide all = side_by_side(model, ledger, now, scenarios, flows, goal, free);
  EXPECT_TRUE(all.goals_met());
  const double level = goal.level(world, all.reference.solution());
  for (const SideBySideOutcome& one : all.outcomes)
    EXPECT_NEAR(totals(world, one.outcome.solution(), flows).quantity, level, 2e-7 * level);
  // A subsidy lets in more, not less.
  scenarios.push_back(scenario_with({car_tariff(0.0)}));
  free.push_back(free_term(scenarios.back(), "TARIFF", {}));
  EXPECT_FALSE(side_by_side(model, ledger, now, scenarios, flows, goal, free).goals_met());
}

TEST_F(SideBySideTest, TermsWithARangeMoveItButNotTheTermThatIsMovedForTheGoal) {
  Measure duty = car_tariff(0.2);
  duty.terms.coverage = 0.5;
  duty.terms_range = {{"coverage", {{"", 0.2, 0.9}}}, {"rate", {{"", 0.1, 0.3}}}};
  scenarios = {scenario_with({duty})};
  const std::shared_ptr<const Shares> shares = read_shares(world);
  const SideBySideRange free_standing =
      side_by_side_over(shares, {}, RangeKind::full, ledger, now, scenarios, flows, {}, {});
  EXPECT_EQ(free_standing.terms, 4);
  EXPECT_TRUE(free_standing.cases.all());
  const auto& cases = free_standing.incidences;
  const auto imports = [&](std::size_t from_last) {
    return cases[cases.size() - from_last][0].ev_partner_musd.value();
  };
  EXPECT_GT(imports(4), imports(3)) << "the more it covers, the more the partner loses";
  EXPECT_GT(imports(2), imports(1)) << "and the higher it is";
  const ImportGoal goal =
      read_goal(world, "imports of product:cars by USA from CHN at 60% of status quo", {});
  const std::vector<FreeTerm> free = {free_term(scenarios[0], "", {})};
  ASSERT_EQ(free[0].term, Term::rate);
  EXPECT_EQ(side_by_side_over(shares, {}, RangeKind::full, ledger, now, scenarios, flows, goal, free).terms,
            2);
}

}  // namespace
}  // namespace leeway
