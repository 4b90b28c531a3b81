// The world that ships: what it must reproduce, and that it stands being made coarser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/world/aggregate.h"
#include "leeway/world/balance.h"
#include "leeway/world/check.h"
#include "leeway/world/load.h"
#include "support/places.h"

namespace leeway {
namespace {

const World& shipped() {
  static const World world = load_tables(testing::source_folder() / "data/world/2023");
  return world;
}

TEST(DefaultWorld, BalancesAndReproducesItsTargets) {
  const WorldCheck check = check_world(shipped());
  for (const BalanceCheck& account : check.balances)
    EXPECT_LT(account.gap, 1e-9) << account.account << " at " << account.where;
  EXPECT_TRUE(check.negative.empty()) << check.negative.front();
  EXPECT_GE(check.targets.size(), 20u);
  for (const TargetCheck& target : check.targets)
    EXPECT_TRUE(target.passed) << target.target.check << ": found " << target.found << ", expected "
                               << target.target.target << " within " << target.target.tolerance << ' '
                               << target.note;
}

TEST(DefaultWorld, HasNothingLeftToBalance) {
  World world = shipped();
  for (const Adjustment& made : balance_world(world)) EXPECT_LT(made.share, 1e-12) << made.what;
}

TEST(DefaultWorld, KnowsTheEconomiesAndGroupsOfTheLedger) {
  const World& world = shipped();
  const Date day = make_date(2026, 1, 24);
  EXPECT_EQ(world.resolve_economies("EU27", day, {}).size(), 27u);
  EXPECT_EQ(world.resolve_economies("G7", day, {}).size(), 7u);
  for (const char* id : {"USA", "CHN", "CAN", "JPN", "KOR", "AUS", "IND", "GBR", "MEX", "BRA"})
    EXPECT_TRUE(world.find_economy(id)) << id;
  EXPECT_FALSE(world.resolve_goods("C29", {}).empty());
}

TEST(DefaultWorld, TheUnionAsOneEconomyKeepsItsTrade) {
  Aggregation map;
  const Location here{"map.csv", 2};
  map.economies = {{"USA", "USA", "", here},
                   {"CHN", "CHN", "", here},
                   {"EU27", "EU27", "European Union", here},
                   {"*", "ROW", "Rest of the world", here}};
  const World coarse = aggregate(shipped(), map);
  ASSERT_EQ(coarse.economy_count(), 4);
  const WorldCheck check = check_world(coarse);
  EXPECT_LT(check.worst_gap, 1e-9);
  EXPECT_TRUE(check.negative.empty());
  EXPECT_EQ(coarse.find_group("EU27"), nullptr) << "it is an economy now";
  double fine_trade = 0.0;
  for (int l : shipped().resolve_goods("goods", {}))
    for (int i : shipped().resolve_economies("EU27", make_date(2023, 7, 1), {}))
      fine_trade += shipped().flow(l, *shipped().find_economy("USA"), i);
  double trade = 0.0;
  for (int l : coarse.resolve_goods("goods", {})) trade += coarse.flow(l, 0, 2);
  EXPECT_NEAR(trade, fine_trade, 1e-6);
  // Only targets about economies that are what they were.
  for (const TargetCheck& target : check.targets)
    EXPECT_TRUE(target.passed) << target.target.check << " " << target.note;
  EXPECT_FALSE(check.targets.empty());
}

}  // namespace
}  // namespace leeway
