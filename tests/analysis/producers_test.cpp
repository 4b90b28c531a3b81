// Reports on sectors sum over the producers of each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/analysis/comparison.h"
#include "leeway/analysis/exposure.h"
#include "leeway/model/model.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;

// Levels by producer, drawn at random; compare_sectors reads no more of a Result.
Solution some_solution(const World& world, unsigned seed) {
  std::mt19937_64 random(seed);
  Solution solution;
  Result& r = solution.result;
  r.output = world.output;
  r.value_added = world.value_added;
  r.basic_price = Array2(world.economy_count(), world.producer_count());
  for (Array2* levels : {&r.output, &r.value_added})
    for (double& x : *levels) x *= testing::uniform(random, 0.8, 1.2);
  for (double& x : r.basic_price) x = testing::uniform(random, 0.8, 1.2);
  for (int n = 0; n < world.economy_count(); ++n) {
    r.wage.push_back(testing::uniform(random, 0.8, 1.2));
    r.consumer_price.push_back(testing::uniform(random, 0.8, 1.2));
  }
  return solution;
}

TEST(ProducersTest, ASectorsChangeIsThatOfItsProducersTogether) {
  const World world = testing::two_producer_world(4, 5);
  const Solution from = some_solution(world, 1);
  const Solution to = some_solution(world, 2);
  for (const std::vector<int>& members : {std::vector<int>{1}, std::vector<int>{0, 2, 3}}) {
    const std::vector<SectorChange> sectors = compare_sectors(world, members, from, to);
    ASSERT_EQ(sectors.size(), 5U);
    const SectorChange own = compare_producers({0}, members, from, to);
    const SectorChange cars = compare_producers({5}, members, from, to);
    EXPECT_NEAR(sectors[0].output_from_musd, own.output_from_musd + cars.output_from_musd, 1e-9);
    EXPECT_NEAR(sectors[0].output_musd, own.output_musd + cars.output_musd, 1e-9);
    EXPECT_NEAR(sectors[0].value_added_musd, own.value_added_musd + cars.value_added_musd, 1e-9);
    EXPECT_NE(own.output_pct, cars.output_pct);
    EXPECT_NEAR(sectors[0].output_pct * sectors[0].output_from_musd,
                own.output_pct * own.output_from_musd + cars.output_pct * cars.output_from_musd, 1e-6);
    double all = 0.0;
    double points = 0.0;
    for (const SectorChange& s : sectors) {
      all += s.output_from_musd;
      points += s.employment_pp;
    }
    double direct = 0.0;
    for (int n : members)
      for (int k = 0; k < world.producer_count(); ++k) direct += from.result.output(n, k);
    EXPECT_NEAR(all, direct, 1e-9 * direct);
    EXPECT_NEAR(points, 0.0, 1e-9);
  }
  EXPECT_THAT(producers_of_lines(world, world.resolve_goods("C10", {})), ElementsAre(0, 5));
  EXPECT_THAT(producers_of_lines(world, world.resolve_goods("product:cars", {})), ElementsAre(5));
}

TEST(ProducersTest, ExposureBySectorAddsUpToTheEconomy) {
  const World world = testing::two_producer_world(4, 7);
  const Exposure e = exposure(world, "CHN");
  ASSERT_EQ(e.sectors.size(), 5U);
  double output = 0.0;
  double value_added = 0.0;
  for (const SectorDependence& s : e.sectors) {
    output += s.output_musd;
    value_added += s.value_added_musd;
    for (const auto* shares : {&s.inputs_direct, &s.inputs_total, &s.demand_direct, &s.demand_total}) {
      double sum = 0.0;
      for (double share : *shares) sum += share;
      EXPECT_NEAR(sum, 1.0, 1e-9) << s.id;
    }
  }
  double made = 0.0;
  double earned = 0.0;
  for (int k = 0; k < world.producer_count(); ++k)
    made += world.output(1, k), earned += world.value_added(1, k);
  EXPECT_NEAR(output, made, 1e-9 * made);
  EXPECT_NEAR(value_added, earned, 1e-9 * earned);
}

// Of a solve: the tariff is on one product, whose maker at home gains what the rest of its sector does not.
TEST(ProducersTest, ASolveMovesTheProducersOfOneSectorApart) {
  const World world = testing::two_producer_world(4, 5);
  const Model model(world, Options{});
  EXPECT_LT(base_year_residual(model), 1e-12);
  auto taxed = std::make_shared<Policy>(base_policy(world));
  const int cars = *world.find_line("product:cars");
  for (int i = 1; i < world.economy_count(); ++i) {
    Wedge wedge = taxed->wedge(world, cars, 0, i);
    wedge.tariff += 0.5;
    taxed->set_wedge(world, cars, 0, i, wedge);
  }
  const Outcome base = model.solve(std::make_shared<const Policy>(base_policy(world)));
  const Outcome after = model.solve(taxed);
  ASSERT_TRUE(base && after);
  const Solution& from = *base.shared_solution();
  const Solution& to = *after.shared_solution();
  const Comparison comparison = compare(world, from, to);
  const double own = compare_producers({0}, {0}, from, to).output_musd;
  const double made = compare_producers({5}, {0}, from, to).output_musd;
  EXPECT_GT(made, 0.0);
  EXPECT_LT(own, 0.5 * made);
  EXPECT_NEAR(comparison.sectors[0].output_musd, own + made, 1e-9);
  double told = 0.0;
  for (const LongRow& row : long_table(world, comparison, "taxed"))
    if (row.variable == "output" && row.economy == "USA" && row.sector == "C10") told += row.value;
  EXPECT_NEAR(told, own + made, 1e-9);
}

}  // namespace
}  // namespace leeway
