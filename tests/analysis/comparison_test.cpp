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
    EXPECT_NEAR(c.terms_of_trade_pct, 0.0, 1e-12) << c.id;
    EXPECT_NEAR(c.exports_pct, 0.0, 1e-12) << c.id;
  }
  for (const SectorChange& c : same.sectors) EXPECT_NEAR(c.output_pct, 0.0, 1e-12);
}

TEST_F(ComparisonTest, IncomesAloneAreThoseOfTheWhole) {
  const Comparison whole = compare(world, from, to);
  Comparison incomes = compare_incomes(world, from, to);
  EXPECT_EQ(incomes.from_run_id, whole.from_run_id);
  EXPECT_EQ(incomes.to_run_id, whole.to_run_id);
  EXPECT_TRUE(incomes.sectors.empty());
  EXPECT_TRUE(incomes.pairs.empty());
  for (auto list : {&Comparison::economies, &Comparison::groups}) {
    ASSERT_EQ((incomes.*list).size(), (whole.*list).size());
    for (std::size_t n = 0; n < (whole.*list).size(); ++n) {
      EconomyChange& c = (incomes.*list)[n];
      const EconomyChange& all = (whole.*list)[n];
      EXPECT_EQ(c.id, all.id);
      EXPECT_EQ(c.group, all.group);
      EXPECT_TRUE(std::isnan(c.exports_pct) && std::isnan(c.imports_musd) && std::isnan(c.terms_of_trade_pct))
          << c.id << ": a figure of trade that nobody worked out";
      take_trade(all, c);
      for (const EconomyVariable& v : economy_variables())
        EXPECT_EQ(v.of(c), v.of(all)) << c.id << ' ' << v.name;
    }
  }
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
  double exports = 0.0, imports = 0.0, exports_from = 0.0, imports_from = 0.0, pairs_from = 0.0;
  for (const EconomyChange& e : c.economies) {
    exports += e.exports_to_musd;
    imports += e.imports_to_musd;
    exports_from += e.exports_from_musd;
    imports_from += e.imports_from_musd;
  }
  for (const PairChange& p : c.pairs) pairs_from += p.from_musd;
  EXPECT_NEAR(exports, imports, 1e-9 * exports_from);
  EXPECT_NEAR(exports_from, imports_from, 1e-9 * exports_from);
  EXPECT_NEAR(exports_from, pairs_from, 1e-9 * exports_from);
}

TEST_F(ComparisonTest, TradeIsInVolumes) {
  const Comparison c = compare(world, from, to);
  for (int i = 0; i < 4; ++i) {
    double p0q0 = 0.0, p0q1 = 0.0, p1q0 = 0.0, p1q1 = 0.0;
    for (int l = 0; l < world.line_count(); ++l)
      for (int n = 0; n < 4; ++n) {
        if (n == i) continue;
        const int k = world.lines[static_cast<std::size_t>(l)].producer;
        const double dearer = to.result.basic_price(i, k) / from.result.basic_price(i, k);
        const double before = from.result.received(l, n, i);
        const double after = to.result.received(l, n, i);
        p0q0 += before;
        p0q1 += after / dearer;
        p1q0 += before * dearer;
        p1q1 += after;
      }
    const EconomyChange& e = c.economies[static_cast<std::size_t>(i)];
    const double volume = std::sqrt(p0q1 / p0q0 * p1q1 / p1q0);
    EXPECT_NEAR(e.exports_pct, 100.0 * (volume - 1.0), 1e-8) << e.id;
    EXPECT_NEAR(e.exports_musd, p0q0 * (volume - 1.0), 1e-8 * p0q0) << e.id;
  }
}

TEST_F(ComparisonTest, AFlowThatEndsFallsByAllOfIt) {
  Policy banned = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l) testing::set_access(world, banned, l, 0, 1, 0.0);
  const Comparison c = compare(world, from, testing::solved(model, banned));
  const auto pair = std::find_if(c.pairs.begin(), c.pairs.end(),
                                 [](const PairChange& p) { return p.exporter == 1 && p.importer == 0; });
  ASSERT_NE(pair, c.pairs.end());
  EXPECT_EQ(pair->change_pct, -100.0);
  EXPECT_EQ(pair->change_musd, -pair->from_musd);
}

TEST_F(ComparisonTest, WelfareIsNotToldBelowThreeYears) {
  for (const double years : {0.25, 1.0, 2.9}) {
    Options options;
    options.horizon = years;
    const Model soon(world, options);
    const Comparison c = compare(world, testing::solved(soon, base), testing::solved(soon, taxed));
    for (const EconomyChange& e : c.economies) {
      EXPECT_FALSE(e.ev_musd.told());
      EXPECT_FALSE(e.real_income_pct.told());
      EXPECT_FALSE(e.real_wage_pct.told());
      EXPECT_FALSE(e.terms_of_trade_pct.told()) << "it is why welfare is not told";
      EXPECT_THROW(static_cast<void>(e.ev_musd.value()), InputError);
    }
    EXPECT_LT(c["CAN"].exports_pct, 0.0) << "trade is told";
    std::set<std::string> told;
    for (const LongRow& row : long_table(world, c, "test")) told.insert(row.variable);
    for (const char* gone : {"equivalent_variation", "real_income", "real_wage"})
      EXPECT_FALSE(told.contains(gone)) << gone;
    for (const char* there : {"exports", "consumer_price", "output", "employment"})
      EXPECT_TRUE(told.contains(there)) << there;
  }
  Options options;
  options.horizon = 3.0;
  const Model later(world, options);
  EXPECT_TRUE(
      compare(world, testing::solved(later, base), testing::solved(later, taxed))["USA"].ev_musd.told());
}

TEST_F(ComparisonTest, ImportsAtTheBorderAreUserSpendingLessDuties) {
  const Comparison c = compare(world, from, to);
  for (int n = 0; n < 4; ++n) {
    double spending = 0.0;
    for (int l = 0; l < world.line_count(); ++l)
      for (int i = 0; i < 4; ++i)
        if (i != n) spending += to.result.trade(l, n, i);
    const auto at = static_cast<std::size_t>(n);
    EXPECT_NEAR(c.economies[at].imports_to_musd, spending - to.result.tariff_revenue[at], 1e-9 * spending);
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
  EXPECT_NEAR(c.exports_to_musd, received + result.result.export_revenue[2], 1e-8 * received);
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

// What is bought with an income stands or falls with the terms of trade: absent together, in figures and
// rows.
TEST_F(ComparisonTest, NothingThatHangsOnTermsOfTradeIsToldBelowThreeYears) {
  for (const double years : {0.25, 2.9, 3.0}) {
    Options options;
    options.horizon = years;
    const Model soon(world, options);
    const Comparison c = compare(world, testing::solved(soon, base), testing::solved(soon, taxed));
    const bool told = years >= 3.0;
    for (const SectorChange& s : c.sectors) {
      EXPECT_EQ(s.value_added_musd.told(), told);
      EXPECT_EQ(s.value_added_real_pct.told(), told);
    }
    std::set<std::string> variables;
    for (const LongRow& row : long_table(world, c, "test")) variables.insert(row.variable);
    for (const char* variable : {"equivalent_variation", "real_income", "real_wage", "terms_of_trade",
                                 "value_added", "value_added_real"})
      EXPECT_EQ(variables.count(variable), told ? 1U : 0U) << variable << " after " << years;
    for (const char* variable : {"exports", "imports", "output", "employment", "consumer_price"})
      EXPECT_EQ(variables.count(variable), 1U) << variable;
  }
}

}  // namespace
}  // namespace leeway
