#include "leeway/world/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/world/balance.h"
#include "leeway/world/load.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CheckWorld, ABalancedWorldPasses) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const WorldCheck check = check_world(testing::small_world(4, 3, seed));
    EXPECT_LT(check.worst_gap, 1e-12) << "seed " << seed;
    EXPECT_TRUE(check.passed(1e-12)) << "seed " << seed;
  }
  EXPECT_EQ(check_world(testing::tiny_world()).worst_gap, 0.0);
}

TEST(CheckWorld, NamesTheAccountAndThePlaceOfTheLargestGap) {
  World world = testing::tiny_world();
  world.value_added(1, 1) += 14.5;
  const WorldCheck check = check_world(world);
  EXPECT_FALSE(check.passed());
  const BalanceCheck& columns = check.balances[1];
  EXPECT_EQ(columns.account, "output = inputs + value added");
  EXPECT_EQ(columns.where, "CHN S");
  EXPECT_NEAR(columns.gap, 14.5 / 1464.5, 1e-15);
}

TEST(CheckWorld, NegativeAndEmptyCellsAreListed) {
  World world = testing::tiny_world();
  world.final_use(2, 0) = -3.0;
  world.output(1, 0) = 0.0;
  const WorldCheck check = check_world(world);
  EXPECT_THAT(check.negative, ElementsAre("final use CAN C -3"));
  EXPECT_THAT(check.zero_output, ElementsAre("CHN C"));
}

TEST(CheckWorld, NotANumberFails) {
  World world = testing::tiny_world();
  world.output(0, 0) = std::nan("");
  EXPECT_FALSE(check_world(world).passed());
}

TEST(CheckWorld, TargetsOfProducts) {
  World world = testing::carved_world(3, 7);
  const int cars = *world.find_line("product:cars");
  const double sold = world.flow(cars, 1, 0) + world.flow(cars, 2, 0);
  const double made = sold + world.flow(cars, 0, 0);
  double all = 0.0;
  for (int n = 0; n < 3; ++n)
    for (int i = 0; i < 3; ++i) all += world.flow(cars, n, i);
  world.targets = {{"product_trade:product:cars:USA:*", sold, "USD mn", 1e-12, ""},
                   {"product_quantity:product:cars:CHN:USA", world.quantity(cars, 0, 1), "units", 1e-12, ""},
                   {"product_output:product:cars:USA", made / all, "share", 1e-12, ""},
                   {"product_quantity:product:cars:CHN:USA", 1.0, "t", 1e-12, ""},
                   {"product_trade:product:carts:USA:CHN", 1.0, "USD mn", 1e-12, ""},
                   {"product_trade:product:cars:USA", 1.0, "USD mn", 1e-12, ""}};
  const WorldCheck check = check_world(world);
  for (std::size_t t = 0; t < 3; ++t) EXPECT_TRUE(check.targets[t].passed) << check.targets[t].note;
  EXPECT_THAT(check.targets[3].note, HasSubstr("not counted in \"t\""));
  EXPECT_THAT(check.targets[4].note, HasSubstr("no product \"product:carts\""));
  EXPECT_THAT(check.targets[5].note, HasSubstr("checks are"));
  EXPECT_FALSE(check.passed());
}

TEST(CheckWorld, TargetsAreReproducedWithTheirUnits) {
  World world = testing::tiny_world();
  world.targets = {{"goods_trade:CHN:USA", 0.1, "USD bn", 1e-12, ""},
                   {"goods_trade:NAM:CHN", 100.0, "USD mn", 1e-12, ""},
                   {"goods_trade:USA:NAM", 80.0, "USD mn", 1e-12, ""},
                   {"gdp:CAN", 504.0, "USD mn", 1e-12, ""},
                   {"gdp:NAM", 2.619, "USD bn", 1e-12, ""},
                   {"effective_tariff:CHN:NAM", 0.15, "decimal", 1e-12, ""},
                   {"gdp:CAN", 500.0, "USD mn", 0.01, ""},
                   {"gdp:CAN", 500.0, "USD mn", 0.001, ""}};
  const WorldCheck check = check_world(world);
  const std::vector<double> found = {0.1, 100.0, 80.0, 504.0, 2.619, 0.15, 504.0, 504.0};
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_TRUE(check.targets[i].understood) << check.targets[i].target.check;
    EXPECT_NEAR(check.targets[i].found, found[i], 1e-12) << check.targets[i].target.check;
    EXPECT_EQ(check.targets[i].passed, i != 7) << check.targets[i].target.check;
  }
  EXPECT_FALSE(check.passed());
}

TEST(CheckWorld, TargetsThatCannotBeComputedSayWhy) {
  World world = testing::tiny_world();
  world.targets = {{"gdp:XYZ", 1.0, "USD bn", 0.1, ""},
                   {"gdp:CAN", 1.0, "EUR bn", 0.1, ""},
                   {"hours:CAN", 1.0, "USD bn", 0.1, ""},
                   {"goods_trade:CAN", 1.0, "USD bn", 0.1, ""}};
  const WorldCheck check = check_world(world);
  const std::vector<std::string> notes = {"unknown economy \"XYZ\"", "the unit \"EUR bn\"", "checks are",
                                          "checks are"};
  for (std::size_t i = 0; i < notes.size(); ++i) {
    EXPECT_FALSE(check.targets[i].understood);
    EXPECT_FALSE(check.targets[i].passed);
    EXPECT_THAT(check.targets[i].note, HasSubstr(notes[i]));
  }
}

TEST(BalanceWorld, LeavesABalancedWorldAlone) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    World world = testing::small_world(4, 3, seed);
    const World before = world;
    EXPECT_TRUE(balance_world(world).empty()) << "seed " << seed;
    EXPECT_EQ(world.flow, before.flow);
    EXPECT_EQ(world.input, before.input);
  }
}

TEST(BalanceWorld, ClosesWhateverIsBroken) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    World world = testing::small_world(4, 3, seed);
    std::mt19937_64 random(seed + 1000);
    const auto disturb = [&](auto& values, double low, double high) {
      for (double& value : values)
        if (testing::uniform(random, 0.0, 1.0) < 0.3) value *= testing::uniform(random, low, high);
    };
    disturb(world.flow, -0.5, 1.5);
    disturb(world.input, -0.5, 6.0);
    disturb(world.output, 0.0, 2.0);
    disturb(world.value_added, -1.0, 2.0);
    disturb(world.final_use, -1.0, 2.0);
    const std::vector<Adjustment> made = balance_world(world);
    EXPECT_FALSE(made.empty());
    for (std::size_t a = 1; a < made.size(); ++a) EXPECT_GE(made[a - 1].amount, made[a].amount);
    const WorldCheck check = check_world(world);
    EXPECT_TRUE(check.passed(1e-11)) << "seed " << seed << ": gap " << check.worst_gap;
    for (int n = 0; n < 4; ++n)
      for (int k = 0; k < 3; ++k)
        EXPECT_GE(world.value_added(n, k), 0.99e-9 * world.output(n, k)) << "seed " << seed;
    // What is balanced stays as it is.
    EXPECT_TRUE(balance_world(world).empty()) << "seed " << seed;
  }
}

TEST(BalanceWorld, SaysWhatItDid) {
  World world = testing::tiny_world();
  // Inventories: users are said to buy 1155 of CHN goods while 1015 come to the market.
  world.input(1, 0, 0) += 655.0;
  const std::vector<Adjustment> made = balance_world(world);
  EXPECT_EQ(world.final_use(1, 0), 0.0);
  EXPECT_NEAR(world.input(1, 0, 0) + world.input(1, 0, 1), 1015.0, 1e-9);
  const auto rows = std::find_if(made.begin(), made.end(), [](const Adjustment& a) {
    return a.what.find("final use was negative") != std::string::npos;
  });
  ASSERT_NE(rows, made.end());
  EXPECT_EQ(rows->cells, 1);
  EXPECT_DOUBLE_EQ(rows->amount, 140.0);
  EXPECT_EQ(rows->largest, "CHN C: 1155 to 1015");
  EXPECT_NEAR(rows->share, 140.0 / 6170.0, 1e-12);
}

}  // namespace
}  // namespace leeway
