#include "leeway/world/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "leeway/world/check.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Location here{"scenario.toml", 14, 9};

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(World, AccountsOfTheTinyWorldAreAsComputedByHand) {
  const World world = testing::tiny_world();
  EXPECT_THAT(trade_deficit(world), ElementsAre(60.0, -20.0, -40.0));
  EXPECT_THAT(tariff_revenue(world), ElementsAre(25.0, 15.0, 4.0));
  EXPECT_THAT(gdp(world), ElementsAre(2115.0, 1555.0, 504.0));
  EXPECT_DOUBLE_EQ(absorption(world)(0, 0), 1025.0);
  EXPECT_DOUBLE_EQ(absorption(world)(2, 1), 400.0);
}

TEST(World, RandomWorldsArePositiveAndBalanceByConstruction) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const World world =
        testing::small_world(2 + static_cast<int>(seed % 6), 1 + static_cast<int>(seed % 4), seed);
    for (const Array2* account : {&world.output, &world.value_added, &world.final_use})
      for (double value : *account) EXPECT_GT(value, 0.0) << "seed " << seed;
    for (double value : world.input) EXPECT_GT(value, 0.0) << "seed " << seed;
    for (double value : world.flow) EXPECT_GT(value, 0.0) << "seed " << seed;
    const std::vector<double> deficit = trade_deficit(world);
    const std::vector<double> income = gdp(world);
    for (int n = 0; n < world.economy_count(); ++n) {
      double spent = 0.0;
      for (int h = 0; h < world.sector_count(); ++h) spent += world.final_use(n, h);
      const auto at = static_cast<std::size_t>(n);
      EXPECT_NEAR(spent, income[at] + deficit[at], 1e-9 * spent) << "seed " << seed;
    }
  }
}

TEST(World, GroupsHaveTheMembersOfTheDay) {
  const World world = testing::tiny_world();
  EXPECT_THAT(world.resolve_economies("CHN", make_date(2020, 1, 1), here), ElementsAre(1));
  EXPECT_THAT(world.resolve_economies("*", make_date(2020, 1, 1), here), ElementsAre(0, 1, 2));
  EXPECT_THAT(world.resolve_economies("NAM", make_date(1900, 1, 1), here), ElementsAre(0, 2));
  EXPECT_THAT(world.resolve_economies("PACT", make_date(2023, 6, 30), here), ElementsAre(0, 2));
  EXPECT_THAT(world.resolve_economies("PACT", make_date(2023, 7, 1), here), ElementsAre(0));
  EXPECT_THAT(error_of([&] { world.resolve_economies("PACT", make_date(2009, 1, 1), here); }),
              HasSubstr("group \"PACT\" has no members on 2009-01-01"));
}

// As people write them, where that says which; never the name of another economy.
TEST(World, EconomiesAnswerToNamesInCommonUse) {
  World world = testing::tiny_world();
  const auto found = [&](const char* name) {
    return world.resolve_economies(name, make_date(2020, 1, 1), here);
  };
  for (const char* name : {"CN", "China", "china"}) EXPECT_THAT(found(name), ElementsAre(1)) << name;
  EXPECT_THAT(found("US"), found("USA"));
  EXPECT_THAT(error_of([&] { found("VN"); }), HasSubstr("unknown economy \"VN\""));
  world.economies[1] = {"VNM", "Viet Nam", false};
  for (const char* name : {"VN", "Vietnam", "viet nam"}) EXPECT_THAT(found(name), ElementsAre(1)) << name;
  world.groups.push_back({"EU27", "European Union (27)", {{0, {}, {}}}});
  for (const char* name : {"EU", "European Union"}) EXPECT_THAT(found(name), ElementsAre(0)) << name;
  world.economies[2].name = "Viet Nam";
  EXPECT_THAT(error_of([&] { found("viet  nam"); }), HasSubstr("unknown economy"));
}

TEST(World, ProductsAreMetWithoutTheirPrefix) {
  World world = testing::tiny_world();
  world.lines.back().id = "product:cars";
  EXPECT_THAT(error_of([&] { world.resolve_goods("cars", here); }), HasSubstr("did you mean product:cars?"));
}

TEST(World, UnknownEconomiesAreMetWithCloseOnes) {
  const World world = testing::tiny_world();
  const std::string error = error_of([&] { world.resolve_economies("CHI", make_date(2020, 1, 1), here); });
  EXPECT_EQ(error,
            "scenario.toml:14:9: unknown economy \"CHI\"\n"
            "  did you mean CHN (China)?\n"
            "  3 economies and 2 groups are known: leeway world show economies --world FOLDER");
  EXPECT_THAT(error_of([&] { world.resolve_economies("Canda", make_date(2020, 1, 1), here); }),
              HasSubstr("did you mean CAN (Canada)?"));
  EXPECT_THAT(error_of([&] { world.resolve_economies("Atlantis", make_date(2020, 1, 1), here); }),
              ::testing::Not(HasSubstr("did you mean")));
}

TEST(World, GoodsAreNamedByKindSectorOrProduct) {
  World world = testing::small_world(3, 4, 1);
  EXPECT_THAT(world.resolve_goods("*", here), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(world.resolve_goods("goods", here), ElementsAre(0, 1, 2));
  EXPECT_THAT(world.resolve_goods("services", here), ElementsAre(3));
  EXPECT_THAT(world.resolve_goods("C11", here), ElementsAre(1));
  world.lines.push_back({"product:bev", "Electric cars", 1, 1, "units"});
  EXPECT_THAT(world.resolve_goods("C11", here), ElementsAre(1, 4));
  EXPECT_THAT(world.resolve_goods("product:bev", here), ElementsAre(4));
  EXPECT_THAT(world.resolve_goods("goods", here), ElementsAre(0, 1, 2, 4));
  EXPECT_THAT(error_of([&] { world.resolve_goods("product:bv", here); }),
              HasSubstr("did you mean product:bev (Electric cars)?"));
  EXPECT_THAT(error_of([&] { world.resolve_goods("C1", here); }),
              HasSubstr("scenario.toml:14:9: unknown goods \"C1\""));
}

TEST(World, ElasticitySetsAreFoundByName) {
  const World world = testing::tiny_world();
  EXPECT_EQ(world.elasticity_set("four", here).theta[0], 4.0);
  EXPECT_EQ(world.elasticity_set("default", here).theta[0], 5.0);
  const std::string error = error_of([&] { world.elasticity_set("fuor", here); });
  EXPECT_THAT(
      error, HasSubstr("unknown elasticity set \"fuor\"\n  did you mean four?\n  known sets: default, four"));
}

TEST(WorldTest, AProductIsOneLineEvenWhereItIsASector) {
  World world = testing::carved_world(3, 5);
  world.lines.push_back({"product:pure_ore", "Pure ore", 3, 3, "t"});
  EXPECT_EQ(world.resolve_goods("product:ore", {}), (std::vector<int>{3}));
  EXPECT_EQ(world.resolve_goods("product:pure_ore", {}), (std::vector<int>{6}));
  EXPECT_EQ(world.resolve_goods("C11", {}), (std::vector<int>{1, 3, 6}));
  EXPECT_EQ(lines_of_sector(world, 3), (std::vector<int>{3, 6}));
}

}  // namespace
}  // namespace leeway
