// Classes of goods (model.md 11.1): rows that a policy cuts.

#include "leeway/policy/wedges.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

/// Every row in classes that bear what the policy puts on the flow.
Policy cut_alike(const World& world, const Policy& policy, int from, int step) {
  Policy cut = policy;
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n) {
      if ((l + n + from) % step != 0) continue;
      CutRow row{l, n, {{"a", 0.2, {}}, {"b", 0.5, {}}, {"c", 0.3, {}}}};
      for (GoodsClass& goods : row.classes)
        for (int i = 0; i < world.economy_count(); ++i) {
          const Wedge wedge = policy.wedge(world, l, n, i);
          if (wedge != Wedge{world.tariff(l, n, i)}) goods.at(world, l, n, i).wedge = wedge;
        }
      cut.cut_rows.push_back(std::move(row));
    }
  return cut;
}

void expect_same(const Result& a, const Result& b, double tolerance) {
  for (std::size_t n = 0; n < a.log_welfare.size(); ++n)
    EXPECT_TRUE(agrees(a.log_welfare[n], b.log_welfare[n], tolerance)) << n;
  for (std::size_t j = 0; j < a.output.size(); ++j)
    EXPECT_NEAR(a.output.data()[j] / b.output.data()[j], 1.0, tolerance);
  const Array3 of_a = a.trade.all();
  const Array3 of_b = b.trade.all();
  for (std::size_t j = 0; j < of_a.size(); ++j)
    EXPECT_NEAR(of_a.data()[j], of_b.data()[j], tolerance * std::max(1.0, std::abs(of_b.data()[j])));
}

struct Classes : ::testing::TestWithParam<Setting> {
  Options options = precise(GetParam().options);
};

TEST_P(Classes, ThatBearTheSameWedgesChangeNothing) {
  for (const World& world : small_worlds()) {
    std::mt19937_64 random(5);
    const Policy policy = random_policy(world, random, 0.5);
    const Model model(world, options);
    const Result whole = solved(model, policy).result;
    for (const int step : {1, 3})
      expect_same(solved(model, cut_alike(world, policy, 1, step)).result, whole, 1e-11);
  }
}

TEST_P(Classes, WithDutiesOfTheirOwnKeepTheBaseYear) {
  const World world = small_world(4, 3, 61);
  Policy policy = base_policy(world);
  std::mt19937_64 random(6);
  random_classes(world, random, policy, 6);
  for (CutRow& row : policy.cut_rows)
    for (GoodsClass& goods : row.classes)
      for (ClassFlow& flow : goods.flows) flow.wedge = {flow.base_tariff};
  const Result r = solved(Model(world, options), policy).result;
  for (std::size_t n = 0; n < r.log_welfare.size(); ++n) EXPECT_NEAR(r.log_welfare[n], 0.0, 1e-12);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i) {
        EXPECT_NEAR(r.received(l, n, i), world.flow(l, n, i), 1e-11 * (1.0 + world.flow(l, n, i)));
        EXPECT_NEAR(r.trade(l, n, i), world.flow(l, n, i) * (1.0 + world.tariff(l, n, i)),
                    1e-11 * (1.0 + world.flow(l, n, i)));
      }
}

// A ban of a class takes the class and leaves the rest; a prohibitive cost on it comes to the same.
TEST_P(Classes, BannedTakeOnlyThemselves) {
  const World world = small_world(4, 3, 61);
  const int l = 1;
  const int n = 0;
  const int i = 2;
  const auto closed = [&](const Wedge& wedge) {
    Policy policy = base_policy(world);
    CutRow row{l, n, {{"covered", 0.05, {}}, {"others", 0.95, {}}}};
    row.classes[0].at(world, l, n, i).wedge = wedge;
    policy.cut_rows.push_back(std::move(row));
    return solved(Model(world, options), policy).result;
  };
  const double t0 = world.tariff(l, n, i);
  const Result ban = closed({t0, 0.0, 1.0, 0.0});
  EXPECT_EQ(ban.trade.of_class(l, n, i, 0), 0.0);
  EXPECT_GT(ban.trade.of_class(l, n, i, 1), 0.9 * 0.95 * world.flow(l, n, i));
  // Elasticities of these worlds are two and more.
  const Result dear = closed({t0, 0.0, 1e9, 1.0});
  for (std::size_t m = 0; m < ban.log_welfare.size(); ++m)
    EXPECT_NEAR(ban.log_welfare[m], dear.log_welfare[m], 1e-9);
}

// Covered goods at a high rate are all but lost; the same duty spread over the line would take far more.
TEST_P(Classes, AreNoAverage) {
  const World world = small_world(4, 3, 61);
  const int l = 1;
  const int n = 0;
  const int i = 2;
  const double t0 = world.tariff(l, n, i);
  Policy cut = base_policy(world);
  CutRow row{l, n, {{"covered", 0.05, {}}, {"others", 0.95, {}}}};
  row.classes[0].at(world, l, n, i).wedge.tariff = t0 + 3.0;
  cut.cut_rows.push_back(std::move(row));
  Policy average = base_policy(world);
  average.set_wedge(world, l, n, i, {t0 + 0.15});
  const Model model(world, options);
  const double base = world.flow(l, n, i);
  const double of_cut = solved(model, cut).result.received(l, n, i) / base;
  const double of_average = solved(model, average).result.received(l, n, i) / base;
  EXPECT_GT(of_cut, 0.94);
  EXPECT_LT(of_cut, 1.0);
  EXPECT_LT(of_average, 0.9);
}

TEST_P(Classes, OfWhichOneHasLostAllSellersAreRefused) {
  const World world = small_world(4, 3, 61);
  Policy policy = base_policy(world);
  CutRow row{1, 0, {{"covered", 0.05, {}}, {"others", 0.95, {}}}};
  for (int i = 0; i < world.economy_count(); ++i) row.classes[0].at(world, 1, 0, i).wedge.access = 0.0;
  policy.cut_rows.push_back(std::move(row));
  const Outcome outcome = Model(world, options).solve(policy);
  ASSERT_FALSE(outcome);
  ASSERT_TRUE(outcome.failure().refusal.has_value());
  EXPECT_EQ(outcome.failure().refusal->reason, Refusal::Reason::no_supplier);
}

// The plain wedges that a decomposition walks have the same equilibrium.
TEST_P(Classes, HaveAPlainEquivalent) {
  const World world = small_world(4, 3, 61);
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937_64 random(seed);
    Policy policy = random_instruments(world, random, 4);
    random_parts(world, random, policy, 1);
    random_classes(world, random, policy, 4);
    const Model model(world, options);
    const Solution in_classes = solved(model, policy);
    const Policy plain = plain_equivalent(world, in_classes);
    EXPECT_TRUE(plain.cut_rows.empty());
    expect_same(solved(model, plain).result, in_classes.result, 1e-8);
  }
}

TEST(ClassesOfARow, MoveWithTheWedgeOfTheirFlow) {
  const World world = small_world(4, 3, 61);
  Policy policy = base_policy(world);
  std::mt19937_64 random(7);
  random_classes(world, random, policy, 3);
  const CutRow before = policy.cut_rows[0];
  const Wedge from = policy.wedge(world, before.line, before.importer, 3);
  Wedge to = from;
  to.tariff += 0.1;
  to.cost *= 2.0;
  to.access *= 0.5;
  policy.set_wedge(world, before.line, before.importer, 3, to);
  EXPECT_EQ(policy.wedge(world, before.line, before.importer, 3), to);
  for (std::size_t c = 0; c < 3; ++c) {
    const Wedge was = before.classes[c].of(world, before.line, before.importer, 3).wedge;
    const Wedge is = policy.cut_rows[0].classes[c].of(world, before.line, before.importer, 3).wedge;
    EXPECT_NEAR(is.tariff, was.tariff + 0.1, 1e-15);
    EXPECT_EQ(is.cost, 2.0 * was.cost);
    EXPECT_EQ(is.access, 0.5 * was.access);
  }
}

INSTANTIATE_TEST_SUITE_P(Model, Classes, ::testing::ValuesIn(nests()), test_name);

}  // namespace
}  // namespace leeway
