#include "leeway/analysis/why.h"

#include <numeric>

#include <gmock/gmock.h>

#include "instruments_world.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;

Measure duty(const std::string& id, const std::string& by, const std::string& on, double rate) {
  Measure m;
  m.id = id;
  m.title = "Duty " + id;
  m.by = by;
  m.on = {on};
  m.goods = {"goods"};
  m.terms.steps = {{make_date(2020, 1, 1), rate}};
  m.announced = m.effective.emplace(make_date(2020, 1, 1));
  return m;
}

class WhyTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 7);
  World other = testing::small_world(4, 3, 8);

  WhyRun run(const std::string& name, const World& on, std::vector<Measure> measures) const {
    WhyRun r;
    r.name = name;
    r.world = &on;
    r.policy.as_of = make_date(2026, 1, 1);
    r.policy.measures = std::move(measures);
    return r;
  }
  static double sum(const Why& w) {
    double total = 0.0;
    for (const WhyPart& part : w.parts) total += part.value;
    return total;
  }
  static std::vector<std::string> ids(const Why& w) {
    std::vector<std::string> out;
    for (const WhyPart& part : w.parts) out.push_back(part.id);
    return out;
  }
};

TEST_F(WhyTest, PartsAddUpExactly) {
  WhyRun from = run("a", world, {duty("OUT", "USA", "CHN", 0.1), duty("RATE", "CHN", "USA", 0.05)});
  WhyRun to = run("b", other, {duty("RATE", "CHN", "USA", 0.25), duty("IN", "CAN", "USA", 0.2)});
  to.options.closure = Closure::balanced;
  to.options.elasticities = "four";
  for (const Figure figure : {Figure::real_income, Figure::exports, Figure::tariff_revenue}) {
    const Why w = why(from, to, "USA", figure, false);
    ASSERT_TRUE(w.complete());
    EXPECT_EQ(w.rule, PartRule::shapley);
    EXPECT_EQ(w.parts.size(), 6U);  // three Measures, two options, base data
    EXPECT_NEAR(sum(w), w.difference(), 1e-9 * std::max(1.0, std::abs(w.difference())));
    EXPECT_EQ(w.parts.back().kind, WhyPart::Kind::world);
  }
}

TEST_F(WhyTest, EachMeasureIsWhatItIs) {
  const WhyRun from = run(
      "a", world,
      {duty("OUT", "USA", "CHN", 0.1), duty("RATE", "CHN", "USA", 0.05), duty("SAME", "CAN", "CHN", 0.05)});
  const WhyRun to = run(
      "b", world,
      {duty("RATE", "CHN", "USA", 0.25), duty("SAME", "CAN", "CHN", 0.05), duty("IN", "CAN", "USA", 0.2)});
  const Why w = why(from, to, "USA", Figure::real_income, false);
  EXPECT_THAT(ids(w), ElementsAre("IN", "OUT", "RATE"));
  EXPECT_EQ(w.parts[0].kind, WhyPart::Kind::measure_in);
  EXPECT_EQ(w.parts[1].kind, WhyPart::Kind::measure_out);
  EXPECT_EQ(w.parts[2].kind, WhyPart::Kind::measure_changed);
  EXPECT_LT(w.parts[2].value, 0.0);  // a higher duty of China hurts the United States
}

// Of two duties of which the larger counts, the smaller moves nothing by itself; with the other gone it does.
TEST_F(WhyTest, WhatCountsOnlyTogetherIsAPart) {
  const auto larger_of = [&](double a, double b) {
    std::vector<Measure> two = {duty("A", "USA", "CHN", a), duty("B", "USA", "CHN", b)};
    for (Measure& m : two) m.combine = Combine::max;
    return two;
  };
  const WhyRun from = run("a", world, larger_of(1.0, 2.0));
  const WhyRun to = run("b", world, larger_of(1.5, 1.2));
  const Why w = why(from, to, "USA", Figure::imports, false);
  ASSERT_TRUE(w.complete());
  EXPECT_THAT(ids(w), ElementsAre("A", "B"));
  EXPECT_NEAR(sum(w), w.difference(), 1e-9);
  const Why alone = why(run("base", world, {}), to, "USA", Figure::imports, true);
  EXPECT_NEAR(w.to, alone.to, 1e-7);
}

TEST_F(WhyTest, ARunAgainstItselfHasNoParts) {
  const WhyRun a = run("a", world, {duty("D", "USA", "CHN", 0.1)});
  const Why w = why(a, a, "USA", Figure::imports, false);
  EXPECT_TRUE(w.parts.empty());
  EXPECT_EQ(w.difference(), 0.0);
}

TEST_F(WhyTest, BackwardsIsTheOppositeUnderShapley) {
  const WhyRun from = run("a", world, {duty("A", "USA", "CHN", 0.1)});
  const WhyRun to = run("b", world, {duty("B", "CHN", "USA", 0.2), duty("C", "USA", "CHN", 0.3)});
  const Why there = why(from, to, "CHN", Figure::real_income, false);
  const Why back = why(to, from, "CHN", Figure::real_income, false);
  ASSERT_EQ(there.parts.size(), back.parts.size());
  for (std::size_t p = 0; p < there.parts.size(); ++p)
    EXPECT_NEAR(there.parts[p].value, -back.parts[p].value, 1e-8) << there.parts[p].id;
}

TEST_F(WhyTest, ManyMeasuresGoInOrderAndByActor) {
  std::vector<Measure> many;
  for (int m = 0; m < 10; ++m)
    many.push_back(duty("M" + std::to_string(m), m % 2 == 0 ? "USA" : "CHN", "CAN", 0.02));
  const WhyRun from = run("a", world, {});
  const WhyRun to = run("b", world, many);
  const Why each = why(from, to, "CAN", Figure::real_income, false);
  EXPECT_EQ(each.rule, PartRule::in_order);
  EXPECT_EQ(each.parts.size(), 10U);
  const Why grouped = why(from, to, "CAN", Figure::real_income, true);
  EXPECT_EQ(grouped.rule, PartRule::shapley);
  EXPECT_THAT(ids(grouped), ElementsAre("USA", "CHN"));
  EXPECT_NEAR(sum(each), sum(grouped), 1e-8);
}

TEST_F(WhyTest, ARangeHoldsTheCentreAndEachCaseBySplittingItself) {
  const WhyRun from = run("a", world, {duty("OUT", "USA", "CHN", 0.1)});
  Measure in = duty("IN", "CAN", "USA", 0.2);
  in.terms.coverage = 0.5;
  in.terms_range = {{"coverage", {{"", 0.2, 0.9}}}};
  const WhyRun to = run("b", world, {in});
  const Why centre = why(from, to, "USA", Figure::real_income, false);
  const WhyRange sets = why_over(centre, from, to, false, RangeKind::sets);
  EXPECT_EQ(sets.cases.of, static_cast<int>(world.elasticities.size()));
  const WhyRange full = why_over(centre, from, to, false, RangeKind::full);
  EXPECT_TRUE(full.cases.all());
  EXPECT_EQ(full.terms, 2);
  EXPECT_NE(full.run_id, sets.run_id);
  ASSERT_EQ(full.parts.size(), centre.parts.size());
  for (std::size_t p = 0; p < full.parts.size(); ++p) {
    EXPECT_EQ(full.parts[p].central, centre.parts[p].value);
    EXPECT_LE(full.parts[p].low, full.parts[p].central);
    EXPECT_GE(full.parts[p].high, full.parts[p].central);
    EXPECT_LE(full.parts[p].low, sets.parts[p].low);
  }
  EXPECT_EQ(full.difference.central, centre.difference());
  EXPECT_LT(full.difference.low, full.difference.high);
  // The other set alone, by hand.
  for (const ElasticitySet& set : world.elasticities) {
    WhyRun a = from;
    WhyRun b = to;
    a.options.elasticities = b.options.elasticities = set.id;
    const Why one = why(a, b, "USA", Figure::real_income, false);
    EXPECT_LE(sets.difference.low, one.difference() + 1e-9);
    EXPECT_GE(sets.difference.high, one.difference() - 1e-9);
  }
  // What the runs choose differently is their difference, and no case undoes it.
  WhyRun other_horizon = to;
  other_horizon.options.horizon = 3.0;
  const Why split = why(from, other_horizon, "USA", Figure::real_income, false);
  const WhyRange kept = why_over(split, from, other_horizon, false, RangeKind::full);
  EXPECT_LT(kept.cases.of, full.cases.of);
  EXPECT_TRUE(kept.cases.all());
}

TEST_F(WhyTest, ShortHorizonsTellNoWelfare) {
  WhyRun from = run("a", world, {});
  from.options.horizon = 1.0;
  const WhyRun to = run("b", world, {});
  EXPECT_NE(testing::refusal([&] { why(from, to, "USA", Figure::real_income, false); }).find("horizon"),
            std::string::npos);
  EXPECT_NE(testing::refusal([&] { why(to, to, "USS", Figure::exports, false); }).find("USA"),
            std::string::npos);
}

}  // namespace
}  // namespace leeway
