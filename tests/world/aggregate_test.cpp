#include "leeway/world/aggregate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "leeway/world/check.h"
#include "leeway/world/schema.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
template <class Values>
double total(const Values& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

std::string error_of(const World& world, const Aggregation& aggregation) {
  try {
    aggregate(world, aggregation);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

const Location map_csv{"map.csv", 3};

// Deals the items of a world into at most `bins` new ones.
template <class Items>
std::vector<Aggregation::Part> dealt(const Items& items, std::mt19937_64& random, unsigned bins) {
  std::vector<Aggregation::Part> parts;
  for (const auto& item : items)
    parts.push_back({item.id, "N" + std::to_string(random() % bins), "", map_csv});
  return parts;
}

TEST(Aggregate, ConservesEveryTotalAndEveryBalance) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    const World fine =
        testing::small_world(2 + static_cast<int>(seed % 7), 1 + static_cast<int>(seed % 5), seed);
    std::mt19937_64 random(seed);
    Aggregation map;
    map.economies = dealt(fine.economies, random, 1 + seed % 4);
    if (seed % 3 != 0) map.sectors = dealt(fine.sectors, random, 1 + seed % 3);
    const World coarse = aggregate(fine, map);
    SCOPED_TRACE(seed);
    const WorldCheck check = check_world(coarse);
    EXPECT_LT(check.worst_gap, 1e-12);
    EXPECT_TRUE(check.negative.empty());
    const auto same = [](double left, double right) { EXPECT_NEAR(left, right, 1e-12 * std::abs(right)); };
    same(total(coarse.flow), total(fine.flow));
    same(total(coarse.input), total(fine.input));
    same(total(coarse.output), total(fine.output));
    same(total(coarse.value_added), total(fine.value_added));
    same(total(coarse.final_use), total(fine.final_use));
    same(sum(tariff_revenue(coarse)), sum(tariff_revenue(fine)));
    same(sum(gdp(coarse)), sum(gdp(fine)));
    for (std::size_t s = 0; s < fine.elasticities.size(); ++s) {
      const auto [low, high] =
          std::minmax_element(fine.elasticities[s].theta.begin(), fine.elasticities[s].theta.end());
      for (double theta : coarse.elasticities[s].theta) {
        EXPECT_GE(theta, *low * (1.0 - 1e-12));
        EXPECT_LE(theta, *high * (1.0 + 1e-12));
      }
    }
    EXPECT_NE(coarse.content_hash, fine.content_hash);
  }
}

TEST(Aggregate, ToItselfChangesNoNumber) {
  const World fine = testing::small_world(5, 3, 11);
  const World same = aggregate(fine, {});
  EXPECT_EQ(same.flow, fine.flow);
  EXPECT_EQ(same.input, fine.input);
  EXPECT_EQ(same.value_added, fine.value_added);
  EXPECT_EQ(same.tariff_kind, fine.tariff_kind);
  EXPECT_EQ(same.groups.size(), 1u);
  EXPECT_TRUE(same.economies.back().rest);
  for (std::size_t c = 0; c < fine.tariff.size(); ++c)
    EXPECT_NEAR(same.tariff.data()[c], fine.tariff.data()[c], 1e-15);
}

TEST(Aggregate, NorthAmericaByHand) {
  World fine = testing::tiny_world();
  fine.targets = {{"gdp:CHN", 1.0, "USD bn", 0.1, ""},
                  {"gdp:CAN", 1.0, "USD bn", 0.1, ""},
                  {"goods_trade:NAM:CHN", 1.0, "USD bn", 0.1, ""},
                  {"goods_trade:PACT:CHN", 1.0, "USD bn", 0.1, ""}};
  fine.recorded = {
      {0, 1, -1, 2020, 10.0, 1.0, "s"}, {2, 1, -1, 2020, 5.0, 0.5, "s"}, {0, 2, -1, 2020, 7.0, 0.0, "s"}};
  fine.recorded_groups = {{0, 1, 0, 2020, 3.0, 0.0, "s"}, {1, 1, -1, 2020, 4.0, 0.0, "s"}};
  fine.gdp_recorded = {{"USA", 2000.0}, {"CAN", 500.0}};
  fine.gdp_source = {{"USA", "WDI"}, {"CAN", "WDI"}};
  Aggregation map;
  map.economies = {{"NAM", "NAM", "North America", map_csv}, {"*", "CHN", "", map_csv}};
  const World coarse = aggregate(fine, map);
  ASSERT_EQ(coarse.economy_count(), 2);
  EXPECT_EQ(coarse.economies[0].name, "North America");
  EXPECT_EQ(coarse.economies[1].name, "China");
  EXPECT_EQ(coarse.name, "tiny-2x2");
  // Duties on imports from China: 25 of 100 and 4 of 40.
  EXPECT_DOUBLE_EQ(coarse.flow(0, 0, 1), 140.0);
  EXPECT_DOUBLE_EQ(coarse.tariff(0, 0, 1), 29.0 / 140.0);
  EXPECT_DOUBLE_EQ(coarse.tariff(0, 0, 0), 0.0) << "trade between the two is free";
  EXPECT_THAT(trade_deficit(coarse), ElementsAre(20.0, -20.0));
  // NAM is an economy now; the pact keeps it, while both parts were members.
  ASSERT_EQ(coarse.groups.size(), 1u);
  EXPECT_EQ(coarse.groups[0].id, "PACT");
  EXPECT_EQ(coarse.groups[0].members[0].to, make_date(2023, 7, 1));
  ASSERT_EQ(coarse.recorded.size(), 2u) << "trade inside is gone";
  EXPECT_EQ(coarse.recorded[0].value, 15.0);
  EXPECT_EQ(coarse.recorded[0].duties, 1.5);
  EXPECT_EQ(coarse.recorded[1].value, 3.0) << "what was said of the group is said of the economy";
  ASSERT_EQ(coarse.recorded_groups.size(), 1u);
  EXPECT_EQ(coarse.recorded_groups[0].value, 4.0);
  EXPECT_EQ(coarse.gdp_recorded.at("NAM"), 2500.0);
  EXPECT_EQ(coarse.gdp_source.at("NAM"), "WDI");
  ASSERT_EQ(coarse.targets.size(), 3u) << "Canada is no economy any more";
  EXPECT_EQ(coarse.targets[0].check, "gdp:CHN");
  EXPECT_EQ(coarse.targets[1].check, "goods_trade:NAM:CHN");
  EXPECT_EQ(coarse.targets[2].check, "goods_trade:PACT:CHN");
}

// What the United States recorded of its imports tells of no economy that it is a part of.
TEST(Aggregate, RecordsOfTheUnitedStatesNeedTheUnitedStates) {
  World fine = testing::tiny_world();
  fine.recorded = {{1, 0, -1, 2020, 10.0, 1.0, us_imports_source}, {1, 0, -1, 2020, 9.0, 0.0, "other"}};
  fine.recorded_groups = {{1, 0, -1, 2020, 4.0, 0.5, us_imports_source}};
  Aggregation merged;
  merged.economies = {{"NAM", "NAM", "North America", map_csv}, {"*", "CHN", "", map_csv}};
  const World without = aggregate(fine, merged);
  EXPECT_FALSE(without.find_economy("USA"));
  ASSERT_EQ(without.recorded.size(), 1U) << "another source stays";
  EXPECT_EQ(without.recorded[0].source, "other");
  EXPECT_TRUE(without.recorded_groups.empty());
  Aggregation kept;
  kept.economies = {{"USA", "USA", "", map_csv}, {"*", "REST", "The rest", map_csv}};
  const World with = aggregate(fine, kept);
  ASSERT_TRUE(with.find_economy("USA"));
  EXPECT_EQ(with.recorded.size(), 2U);
}

TEST(Aggregate, DutiesInsideANewEconomyStay) {
  Aggregation map;
  map.economies = {{"USA", "G2", "", map_csv}, {"CHN", "G2", "", map_csv}, {"CAN", "CAN", "", map_csv}};
  const World coarse = aggregate(testing::tiny_world(), map);
  // 25 on 100 from China and 10 on 50 from the USA, on home sales of 800 + 100 + 50 + 900.
  EXPECT_DOUBLE_EQ(coarse.tariff(0, 0, 0), 35.0 / 1850.0);
  EXPECT_EQ(coarse.tariff_kinds[coarse.tariff_kind[0]], "internal");
  EXPECT_LT(check_world(coarse).worst_gap, 1e-14);
  EXPECT_EQ(coarse.economies[1].name, "Canada");
}

TEST(Aggregate, MixedSectorsAreServicesAndDropGoodsTargets) {
  World fine = testing::tiny_world();
  fine.targets = {{"gdp:CHN", 1.0, "USD bn", 0.1, ""}, {"goods_trade:CHN:USA", 1.0, "USD bn", 0.1, ""}};
  Aggregation map;
  map.sectors = {{"*", "ALL", "Everything", map_csv}};
  const World coarse = aggregate(fine, map);
  EXPECT_FALSE(coarse.sectors[0].goods);
  ASSERT_EQ(coarse.targets.size(), 1u);
  // Goods trade across borders is 420 at theta 5, services 230 at theta 3.
  EXPECT_NEAR(coarse.elasticities[0].theta[0], (420.0 * 5.0 + 230.0 * 3.0) / 650.0, 1e-12);
}

TEST(Aggregate, ErrorsNameTheLineOfTheMap) {
  const World world = testing::tiny_world();
  Aggregation map;
  map.economies = {{"USA", "A", "", map_csv}, {"CHI", "B", "", map_csv}};
  EXPECT_THAT(error_of(world, map), HasSubstr("map.csv:3: unknown economy \"CHI\""));
  map.economies[1].from = "NAM";
  EXPECT_THAT(error_of(world, map), HasSubstr("economy \"USA\" is mapped twice, to \"A\" and to \"B\""));
  map.economies[1].from = "CAN";
  EXPECT_THAT(error_of(world, map), HasSubstr("economy \"CHN\" is in no new economy"));
  map.economies = {{"USA", "A", "", map_csv},
                   {"CHN", "B", "", map_csv},
                   {"CAN", "B", "", map_csv},
                   {"*", "C", "", map_csv}};
  EXPECT_THAT(error_of(world, map), HasSubstr("nothing maps to \"C\""));
  map.economies = {};
  map.sectors = {{"X", "A", "", map_csv}};
  EXPECT_THAT(error_of(world, map), HasSubstr("map.csv:3: unknown goods \"X\""));
  map.sectors = {{"goods", "A", "", map_csv}};
  EXPECT_THAT(error_of(world, map), HasSubstr("\"goods\" is no sector"));
}

TEST(AggregateTest, SplitSectorsStayUntilTheyAreNamed) {
  const World world = testing::carved_world(4, 9);
  Aggregation coarse;
  coarse.sectors = {{"C11", "G", "", {}}, {"C12", "G", "", {}}, {"*", "REST", "", {}}};
  const World kept = aggregate(world, coarse);
  ASSERT_EQ(kept.sector_count(), 3);
  EXPECT_EQ(kept.sectors[2].id, "product:ore");
  EXPECT_EQ(kept.sectors[2].parent, 0);
  EXPECT_EQ(kept.lines[2].unit, "t");
  ASSERT_EQ(kept.critical.size(), 1u);
  EXPECT_EQ(kept.critical[0].sector, 2);
  EXPECT_EQ(kept.critical[0].bundled_with, 0);
  EXPECT_EQ(kept.critical[0].backstop_host, 0);
  // The product line follows its sector.
  ASSERT_EQ(kept.line_count(), 4);
  EXPECT_EQ(kept.lines[3].id, "product:cars");
  EXPECT_EQ(kept.lines[3].composite, 1);
  EXPECT_EQ(kept.lines[3].confidence, "B");
  EXPECT_TRUE(check_world(kept).passed());

  coarse.sectors.push_back({"product:ore", "G", "", {}});
  const World merged = aggregate(world, coarse);
  ASSERT_EQ(merged.sector_count(), 2);
  EXPECT_EQ(merged.sectors[0].parent, -1);
  EXPECT_TRUE(merged.critical.empty());
  EXPECT_TRUE(merged.lines[0].unit.empty());
  EXPECT_TRUE(check_world(merged).passed());
  double quantity = 0.0;
  for (int n = 0; n < 4; ++n)
    for (int i = 0; i < 4; ++i) quantity += merged.quantity(0, n, i);
  EXPECT_EQ(quantity, 0.0);
}

// Loading would refuse such a world.
TEST(AggregateTest, WhatWasSplitOutOfGoodsIsNotSplitOutOfServices) {
  World world = testing::carved_world(4, 9);
  const int ore = *world.find_sector("product:ore");
  const int parent = world.sectors[static_cast<std::size_t>(ore)].parent;
  for (int k = 0; k < world.sector_count(); ++k)
    if (k != ore && k != parent) world.sectors[static_cast<std::size_t>(k)].goods = false;
  Aggregation map;
  map.sectors = {{"*", "ALL", "", map_csv}};
  EXPECT_THAT(
      error_of(world, map),
      HasSubstr("map.csv:3: sector \"ALL\" mixes goods and services, but product:ore, which was split "
                "out of a part of it, stays by itself"));
  map.sectors.push_back({"product:ore", "ALL", "", map_csv});
  EXPECT_EQ(aggregate(world, map).sector_count(), 1);
}

TEST(AggregateTest, EconomiesAloneKeepEverythingCarved) {
  const World world = testing::carved_world(4, 9);
  Aggregation coarse;
  coarse.economies = {{"USA", "A", "", {}}, {"*", "B", "", {}}};
  const World small = aggregate(world, coarse);
  EXPECT_EQ(small.sectors[3].parent, 1);
  EXPECT_EQ(small.lines[5].id, "product:cars");
  EXPECT_EQ(small.critical.size(), 1u);
  double before = 0.0;
  double after = 0.0;
  for (int n = 0; n < 4; ++n)
    for (int i = 0; i < 4; ++i) before += world.quantity(5, n, i);
  for (int n = 0; n < 2; ++n)
    for (int i = 0; i < 2; ++i) after += small.quantity(5, n, i);
  EXPECT_NEAR(after, before, 1e-9 * before);
}

}  // namespace
}  // namespace leeway
