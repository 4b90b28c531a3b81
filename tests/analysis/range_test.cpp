#include "leeway/analysis/range.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "leeway/model/shares.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

Policy with_tariff(const World& world, int importer, int exporter, double rate) {
  Policy policy = base_policy(world);
  for (const int l : world.resolve_goods("goods", {}))
    testing::set_tariff(world, policy, l, importer, exporter, rate);
  return policy;
}

/// A small world with as many sets of elasticities as asked for.
World world_of_sets(std::size_t sets) {
  World world = testing::small_world(4, 3, 7);
  while (world.elasticities.size() < sets) {
    world.elasticities.push_back(world.elasticities.front());
    ElasticitySet& set = world.elasticities.back();
    set.id = "set" + std::to_string(world.elasticities.size());
    for (double& theta : set.theta) theta *= 0.6 + 0.1 * static_cast<double>(world.elasticities.size());
  }
  return world;
}

TEST(Range, TheFullRangeOfTheDefaultWorldIsACrossOf192CasesAndTheCentreWithItsNeighbours) {
  const World world = world_of_sets(8);
  const std::vector<RangeCase> full = range_cases(world, {}, RangeKind::full, {true, true});
  // The centre of supply is no end of its range: it and what moves one other assumption stand beside the
  // cross.
  EXPECT_EQ(full.size(), 192U + 1 + 7 + 2 + 1 + 1);
  EXPECT_EQ(range_cases(world, {}, RangeKind::sets, {true, true}).size(), 8U);
  EXPECT_EQ(range_cases(world, {}, RangeKind::none, {true, true}).size(), 1U);
  EXPECT_EQ(full.front().name, "central");
  EXPECT_EQ(full.front().options.elasticities, world.default_elasticities);
  std::set<std::string> names;
  int alone = 0;
  for (const RangeCase& c : full) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    if (!c.moved) continue;
    ++alone;
    EXPECT_NE(c.name.find(c.value), std::string::npos);
    EXPECT_EQ(c.name.find(','), std::string::npos) << "one assumption is moved: " << c.name;
  }
  EXPECT_EQ(alone, 7 + 2 + 2 + 1 + 1);
}

TEST(Range, ACentreOutsideTheCrossIsACaseOfItsOwn) {
  const World world = world_of_sets(2);
  Options centre;
  centre.horizon = 5.0;
  centre.specific_factors = 0.2;
  const std::vector<RangeCase> cases = range_cases(world, centre, RangeKind::full, {});
  EXPECT_EQ(cases.front().options.horizon, 5.0);
  // The centre, what moves one assumption away from it, and the cross.
  EXPECT_EQ(cases.size(), 1U + (1 + 3 + 2 + 1) + 2 * 3 * 2 * 2);
}

TEST(Range, AQuestionOfTheFirstYearsKeepsItsHorizon) {
  Options soon;
  soon.horizon = 1.0;
  for (const RangeCase& c : range_cases(world_of_sets(2), soon, RangeKind::full, {}))
    EXPECT_EQ(c.options.horizon, 1.0) << c.name;
}

TEST(Range, TheDefaultFollowsFromTheNumberOfEquilibria) {
  const World world = world_of_sets(8);
  EXPECT_EQ(default_range(world, 5), RangeKind::full);
  EXPECT_EQ(default_range(world, 6), RangeKind::sets);
  EXPECT_EQ(parse_range("sets"), RangeKind::sets);
  EXPECT_FALSE(parse_range("all"));
}

TEST(Range, TermsOfMeasuresMoveAloneBesideTheCross) {
  const World world = world_of_sets(2);
  const std::vector<TermAssumption> terms = {{"A", "coverage", "0.3", "0.2", "0.4"},
                                             {"B", "rent_to", "0", "0", "1"}};
  const std::vector<RangeCase> without = range_cases(world, {}, RangeKind::full, {true, true});
  const std::vector<RangeCase> with = range_cases(world, {}, RangeKind::full, {true, true, terms});
  // An end that is the term itself is the centre.
  ASSERT_EQ(with.size(), without.size() + 3);
  EXPECT_EQ(term_cases(with), 3);
  for (std::size_t c = 0; c < with.size(); ++c) {
    EXPECT_EQ(with[c].term.has_value(), c >= without.size());
    if (!with[c].term) continue;
    EXPECT_EQ(with[c].moved, Moved::terms);
    EXPECT_EQ(with[c].options, with.front().options);
  }
  EXPECT_EQ(with.back().name, "rent_to of B 1");
  EXPECT_EQ(range_cases(world, {}, RangeKind::sets, {true, true, terms}).size(), 2U);
}

TEST(Range, ACaseIsLikeAnEarlierOneThatDiffersInOneThingThatMattersLittle) {
  const World world = world_of_sets(2);
  const std::vector<RangeCase> cases =
      range_cases(world, {}, RangeKind::full, {true, true, {{"A", "coverage", "0.3", "0.2", "0.4"}}});
  const auto like = like_earlier(cases);
  EXPECT_FALSE(like.front());
  int found = 0;
  for (std::size_t c = 1; c < cases.size(); ++c) {
    if (cases[c].term) {
      EXPECT_EQ(like[c], 0U);
    }
    if (!like[c]) continue;
    ++found;
    ASSERT_LT(*like[c], c);
    const RangeCase& other = cases[*like[c]];
    EXPECT_FALSE(other.term);
    const bool closure = other.options.closure != cases[c].options.closure;
    const bool policy = other.alternative_rates != cases[c].alternative_rates || cases[c].term;
    EXPECT_NE(closure, policy) << cases[c].name;
    Options options = other.options;
    options.closure = cases[c].options.closure;
    EXPECT_EQ(options, cases[c].options);
  }
  // Three of four cases of the cross.
  EXPECT_GE(found, 3 * 2 * 3 * 2);
}

TEST(Range, WhatMovesAnAnswerMostMayBeATerm) {
  const World world = world_of_sets(2);
  const std::shared_ptr<const Shares> shares = read_shares(world);
  Measure duty;
  duty.id = "DUTY";
  duty.by = "USA";
  duty.on = {"CAN"};
  duty.goods = {"goods"};
  duty.terms.steps = {{std::nullopt, 0.5}};
  duty.terms.coverage = 0.5;
  duty.terms_range = {{"coverage", {{"", 0.01, 1.0}}}};
  PolicyOptions options;
  options.as_of = make_date(2025, 1, 1);
  const Ledger none({}, {}, {}, "none");
  const Policy from = resolve_policy(world, none, options);
  options.measures = {duty};
  const Policy to = resolve_policy(world, none, options);
  const Model model(shares, {});
  const Solution before = testing::solved(model, from);
  const Solution after = testing::solved(model, to);
  const ComparisonRange range = compare_over(shares, {}, RangeKind::full, before, after);
  EXPECT_EQ(range.terms, 2);
  EXPECT_TRUE(range.cases.all());
  const auto can = static_cast<std::size_t>(*world.find_economy("CAN"));
  std::vector<double> figures;
  for (const std::vector<EconomyChange>& economies : range.economies)
    figures.push_back(economies[can].ev_musd);
  const double central = compare(world, before, after).economies[can].ev_musd;
  const std::vector<Swing> found = swings(central, range.one_by_one, figures, {}, world);
  const auto swing =
      std::find_if(found.begin(), found.end(), [](const Swing& s) { return s.assumed == Moved::terms; });
  ASSERT_NE(swing, found.end());
  EXPECT_EQ(swing->measure, "DUTY");
  EXPECT_EQ(swing->term, "coverage");
  EXPECT_EQ(swing->low_at, "1") << "all of it hit costs most";
  EXPECT_EQ(swing->high_at, "0.01");
  // By hand.
  duty.terms.coverage = 1.0;
  options.measures = {duty};
  const Solution all = testing::solved(model, resolve_policy(world, none, options));
  EXPECT_NEAR(swing->low, compare(world, before, all).economies[can].ev_musd, 1e-6 * std::abs(swing->low));
  EXPECT_LE(range.low.economies[can].ev_musd.value(), swing->low);
}

class RangeOfAComparison : public ::testing::Test {
 protected:
  World world = world_of_sets(3);
  std::shared_ptr<const Shares> shares = read_shares(world);
  Model model{shares, {}};
  Policy taxed = with_tariff(world, 0, 2, 0.5);
  Solution from = testing::solved(model, base_policy(world));
  Solution to = testing::solved(model, taxed);
};

TEST_F(RangeOfAComparison, HoldsTheCentreAndEveryCase) {
  const ComparisonRange range = compare_over(shares, {}, RangeKind::full, from, to);
  EXPECT_TRUE(range.cases.all());
  EXPECT_EQ(range.cases.of, 3 * 3 * 2 * 2 + 1 + 2 + 2 + 1);
  EXPECT_TRUE(range.failed.empty());
  const auto holds = [&](const Comparison& c) {
    for (std::size_t n = 0; n < c.economies.size(); ++n)
      for (const EconomyVariable& v : economy_variables()) {
        EXPECT_LE(*v.of(range.low.economies[n]), *v.of(c.economies[n]) + 1e-7) << v.name;
        EXPECT_GE(*v.of(range.high.economies[n]), *v.of(c.economies[n]) - 1e-7) << v.name;
      }
    for (std::size_t s = 0; s < c.sectors.size(); ++s) {
      EXPECT_LE(range.low.sectors[s].output_musd, c.sectors[s].output_musd + 1e-7);
      EXPECT_GE(range.high.sectors[s].output_musd, c.sectors[s].output_musd - 1e-7);
    }
  };
  holds(compare(world, from, to));
  Options other;
  other.elasticities = "set3";
  other.horizon = 10.0;
  other.supply = Estimate::high;
  other.closure = Closure::balanced;
  const Model there(shares, other);
  holds(compare(world, testing::solved(there, base_policy(world)), testing::solved(there, taxed)));
}

TEST_F(RangeOfAComparison, CountsTheCasesThatFailed) {
  // A ban is refused where no elasticity is above zero.
  for (double& theta : world.elasticities.back().theta) theta = -0.2;
  const std::shared_ptr<const Shares> stiff = read_shares(world);
  Policy banned = base_policy(world);
  testing::set_access(world, banned, 0, 0, 1, 0.0);
  const Model here(stiff, {});
  const ComparisonRange range = compare_over(
      stiff, {}, RangeKind::sets, testing::solved(here, base_policy(world)), testing::solved(here, banned));
  EXPECT_EQ(range.cases.of, 3);
  EXPECT_EQ(range.cases.certified, 2);
  ASSERT_EQ(range.failed.size(), 1U);
  EXPECT_NE(range.failed.front().name.find("set3"), std::string::npos);
}

TEST_F(RangeOfAComparison, SwingsAreOfOneAssumptionEach) {
  const ComparisonRange range = compare_over(shares, {}, RangeKind::full, from, to);
  std::vector<double> figures;
  for (const std::vector<EconomyChange>& economies : range.economies) figures.push_back(economies[0].ev_musd);
  const double central = compare(world, from, to).economies[0].ev_musd;
  const std::vector<Swing> found = swings(central, range.one_by_one, figures, {}, world);
  ASSERT_GE(found.size(), 3U);
  std::set<Moved> seen;
  for (const Swing& s : found) {
    EXPECT_TRUE(seen.insert(s.assumed).second);
    EXPECT_LE(s.low, central);
    EXPECT_GE(s.high, central);
    EXPECT_LT(s.low, s.high);
    EXPECT_NE(s.low_at, s.high_at);
  }
}

}  // namespace
}  // namespace leeway
