#include <gtest/gtest.h>

#include "leeway/strategy/brief.h"
#include "leeway/world/load.h"

namespace leeway {
namespace {

// The shipped world and ledger: figures that a reader can check elsewhere, and orders of magnitude.
class DefaultWorld : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { world = new World(open_world("2023")); }
  static void TearDownTestSuite() { delete world; }
  static World* world;
};
World* DefaultWorld::world = nullptr;

TEST_F(DefaultWorld, CanadaSellsThreeQuartersOfItsGoodsToTheUnitedStates) {
  const Exposure e = exposure(*world, "CAN");
  EXPECT_NEAR(e.exports_poles.usa, 0.75, 0.03);
  EXPECT_EQ(e.year, 2023);
  EXPECT_EQ(e.partners.front().id, "USA");
  for (const SectorDependence& s : e.sectors) {
    if (s.id == "C29") {
      EXPECT_GT(s.demand_poles.usa, 0.5) << "cars hang on the United States";
    }
  }
}

TEST_F(DefaultWorld, TheUnionSellsAFifthToTheUnitedStates) {
  const Exposure e = exposure(*world, "EU27");
  EXPECT_NEAR(e.exports_poles.usa, 0.20, 0.02);
  ASSERT_EQ(e.figures.size(), 2U);
  EXPECT_NEAR(e.figures[1].recorded_musd, 250e3, 10e3);
  EXPECT_LT(e.figures[0].recorded_musd, e.figures[0].published_musd) << "2023 stands below the quoted figure";
}

TEST_F(DefaultWorld, TheThreatAgainstCanadaLeavesLittleRoom) {
  const Ledger ledger = open_ledger();
  Scenario deal;
  deal.id = "cars";
  deal.title = "Canada lifts its surtax on Chinese electric cars";
  deal.as_of = make_date(2026, 1, 24);
  deal.drop = {"CA-2024-EV"};
  deal.deal_for = {"US-2026-CA-THREAT"};
  BriefInputs inputs;
  inputs.economy = "CAN";
  inputs.event = "US-2026-CA-THREAT";
  inputs.as_of = deal.as_of;
  inputs.known_by = deal.as_of;
  inputs.scenarios = {deal};
  const BriefAnalysis brief = analyse_brief(*world, ledger, inputs);
  EXPECT_TRUE(brief.certified);
  ASSERT_TRUE(brief.leeway);
  // The cross, the centre with its neighbours, and ends of terms.
  const std::size_t sets = world->elasticities.size();
  EXPECT_EQ(brief.leeway->cases.size(),
            24 * sets + sets + 4 + static_cast<std::size_t>(term_cases(brief.settings)));
  EXPECT_TRUE(brief.leeway->failed.empty());
  for (const LeewayCase& c : brief.leeway->cases) {
    EXPECT_GT(c.loss_pct, 0.3) << c.elasticities;
    EXPECT_LT(c.loss_pct, 10.0) << c.elasticities;
    EXPECT_LT(c.p_star, 0.1) << c.elasticities;
  }
  EXPECT_GT(brief.leeway->central.p_star, 0.0);
  for (const OptionOutcome& option : brief.outcomes)
    EXPECT_TRUE(option.own.decomposed) << to_string(option.option);
}

}  // namespace
}  // namespace leeway
