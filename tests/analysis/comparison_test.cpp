#include "leeway/analysis/comparison.h"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "leeway/model/model.h"
#include "support/policy.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using testing::add_tariff;
using testing::set_export_tax;

Policy with_tariff(const World& world, const char* importer, const char* exporter, double added) {
  Policy policy = base_policy(world);
  const int n = *world.find_economy(importer);
  const int i = *world.find_economy(exporter);
  for (int l : world.resolve_goods("goods", {})) add_tariff(world, policy, l, n, i, added);
  return policy;
}

World without_tariffs(World world) {
  world.tariff.fill(0.0);
  testing::close_accounts(world);
  return world;
}

class ComparisonTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 7);
  Model model{world, {}};
  Policy base = base_policy(world);
  Policy taxed = with_tariff(world, "USA", "CAN", 0.5);
  Solution from = testing::solved(model, base);
  Solution to = testing::solved(model, taxed);
};

TEST_F(ComparisonTest, NothingMovesAgainstItself) {
  const Comparison same = compare(world, to, to);
  for (const EconomyChange& c : same.economies) {
    EXPECT_EQ(c.ev_musd, 0.0) << c.id;
    EXPECT_NEAR(c.real_gdp_pct, 0.0, 1e-12) << c.id;
    EXPECT_NEAR(c.terms_of_trade_pct, 0.0, 1e-12) << c.id;
    EXPECT_NEAR(c.exports_pct, 0.0, 1e-12) << c.id;
  }
  for (const SectorChange& c : same.sectors) EXPECT_NEAR(c.output_pct, 0.0, 1e-12);
}

TEST_F(ComparisonTest, EquivalentVariationIsTheModelsAndAddsOverGroups) {
  const Comparison c = compare(world, from, to);
  const std::vector<double> ev = equivalent_variation(from.result, to.result);
  const std::vector<double> pct = real_income_change_pct(from.result, to.result);
  for (std::size_t n = 0; n < ev.size(); ++n) {
    EXPECT_NEAR(c.economies[n].ev_musd, ev[n], 1e-9);
    EXPECT_NEAR(c.economies[n].real_income_pct, pct[n], 1e-9);
  }
  ASSERT_EQ(c.groups.size(), 1U);
  EXPECT_NEAR(c.groups[0].ev_musd, ev[0] + ev[1], 1e-9);
  EXPECT_TRUE(c.groups[0].group);
  EXPECT_LT(c.economies[2].ev_musd, 0.0) << "the economy that pays the tariff loses";
}

TEST_F(ComparisonTest, WorldExportsAreWorldImports) {
  const Comparison c = compare(world, from, to);
  double exports = 0.0, imports = 0.0, exports_from = 0.0, pairs = 0.0;
  for (const EconomyChange& e : c.economies) {
    exports += e.exports_musd;
    imports += e.imports_musd;
    exports_from += e.exports_from_musd;
  }
  for (const PairChange& p : c.pairs) pairs += p.change_musd;
  EXPECT_NEAR(exports, imports, 1e-9 * exports_from);
  EXPECT_NEAR(exports, pairs, 1e-9 * exports_from);
}

TEST_F(ComparisonTest, ImportsAtTheBorderAreUserSpendingLessDuties) {
  const Comparison c = compare(world, from, to);
  for (int n = 0; n < 4; ++n) {
    double spending = 0.0;
    for (int l = 0; l < world.line_count(); ++l)
      for (int i = 0; i < 4; ++i)
        if (i != n) spending += to.result.trade(l, n, i);
    const auto at = static_cast<std::size_t>(n);
    EXPECT_NEAR(c.economies[at].imports_from_musd + c.economies[at].imports_musd,
                spending - to.result.tariff_revenue[at], 1e-9 * spending);
  }
}

TEST_F(ComparisonTest, ExportTaxesStayInBorderValues) {
  Policy policy = base_policy(world);
  for (int l : world.resolve_goods("goods", {}))
    for (int n : {0, 1, 3}) set_export_tax(world, policy, l, n, 2, 0.2);
  const Solution result = testing::solved(model, policy);
  const EconomyChange c = compare_set(world, {2}, from, result);
  double received = 0.0;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n : {0, 1, 3}) received += result.result.received(l, n, 2);
  EXPECT_NEAR(c.exports_from_musd + c.exports_musd, received + result.result.export_revenue[2],
              1e-8 * received);
  EXPECT_GT(c.export_tax_musd, 0.0);
}

TEST(Comparison, TermsOfTradeOfTwoMirrorEachOther) {
  const World world = testing::small_world(2, 3, 3);
  const Model model(world, {});
  const Policy base = base_policy(world);
  const Policy taxed = with_tariff(world, "USA", "CHN", 0.3);
  const Comparison c = compare(world, testing::solved(model, base), testing::solved(model, taxed));
  EXPECT_GT(c.economies[0].terms_of_trade_pct, 0.0);
  EXPECT_NEAR(
      (1.0 + c.economies[0].terms_of_trade_pct / 100.0) * (1.0 + c.economies[1].terms_of_trade_pct / 100.0),
      1.0, 1e-10);
}

// Without distortions the envelope theorem leaves nothing of first order in real GDP.
TEST(Comparison, RealGdpMovesInSecondOrderFromFreeTrade) {
  const World world = without_tariffs(testing::small_world(3, 3, 5));
  const Model model(world, {});
  const Policy base = base_policy(world);
  const Solution from = testing::solved(model, base);
  const auto change = [&](double rate) {
    const Policy taxed = with_tariff(world, "USA", "CHN", rate);
    return compare_set(world, {0}, from, testing::solved(model, taxed)).real_gdp_pct;
  };
  const double small = change(0.01);
  const double large = change(0.02);
  EXPECT_LT(small, 0.0);
  EXPECT_NEAR(large / small, 4.0, 0.2);
}

TEST_F(ComparisonTest, SectorsOfAGroupAddUp) {
  const std::vector<SectorChange> group = compare_sectors(world, {0, 1}, from, to);
  const std::vector<SectorChange> first = compare_sectors(world, {0}, from, to);
  const std::vector<SectorChange> second = compare_sectors(world, {1}, from, to);
  double shares = 0.0;
  for (std::size_t k = 0; k < group.size(); ++k) {
    EXPECT_NEAR(group[k].output_musd, first[k].output_musd + second[k].output_musd, 1e-8);
    EXPECT_GE(group[k].output_pct, std::min(first[k].output_pct, second[k].output_pct) - 1e-9);
    EXPECT_LE(group[k].output_pct, std::max(first[k].output_pct, second[k].output_pct) + 1e-9);
    shares += group[k].employment_pp;
  }
  EXPECT_NEAR(shares, 0.0, 1e-9);
}

TEST(Comparison, AverageTariffByHand) {
  const World world = testing::tiny_world();
  const Policy base = base_policy(world);
  EXPECT_DOUBLE_EQ(average_tariff(world, base, {0}, {1}), 0.25);
  // USA on China 25% of 100, on Canada nothing of 100.
  EXPECT_DOUBLE_EQ(average_tariff(world, base, {0}, {1, 2}), 0.125);
}

TEST_F(ComparisonTest, LongTableDefinesEveryVariable) {
  const Comparison c = compare(world, from, to);
  std::set<std::string> defined;
  for (const VariableDefinition& v : variable_definitions()) defined.insert(v.variable);
  const std::vector<LongRow> rows = long_table(world, c, "test", true);
  std::set<std::string> seen;
  for (const LongRow& row : rows) {
    EXPECT_TRUE(defined.contains(row.variable)) << row.variable;
    EXPECT_TRUE(std::isfinite(row.value)) << row.variable << " " << row.economy;
    EXPECT_EQ(row.run_id, to.id);
    seen.insert(row.economy + "|" + row.partner + "|" + row.sector + "|" + row.variable);
  }
  EXPECT_EQ(seen.size(), rows.size()) << "every row has a key of its own";
}

}  // namespace
}  // namespace leeway
