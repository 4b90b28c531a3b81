#include "leeway/analysis/decomposition.h"

#include <numeric>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

double worst_gap(const WelfareDecomposition& d) { return solve::largest(d.gap); }

struct Case {
  World world = small_world(5, 4, 5);
  Policy from;
  Policy to;

  Case() {
    std::mt19937_64 random(11);
    from = random_policy(world, random, 0.2);
    to = random_policy(world, random, 0.6);
  }
};

TEST(Decomposition, AddsUpToTheExactChange) {
  const Case c;
  for (const Setting& nest : nests()) {
    const Model model(c.world, precise(nest.options));
    const WelfareDecomposition d = decompose_welfare(model, solved(model, c.from), solved(model, c.to));
    ASSERT_TRUE(d.complete());
    EXPECT_EQ(d.solves, 7) << "both ends are solved already";
    const Result a = solved(model, c.from).result;
    const Result b = solved(model, c.to).result;
    for (int n = 0; n < 5; ++n) {
      EXPECT_TRUE(agrees(d.exact[at(n)], b.log_welfare[at(n)] - a.log_welfare[at(n)], 1e-12));
      EXPECT_TRUE(agrees(d.total[at(n)], d.exact[at(n)], 2e-5)) << nest.name << ", economy " << n;
    }
  }
}

TEST(Decomposition, ErrorFallsWithTheSquareOfTheSteps) {
  const Case c;
  const Model model(c.world, precise({}));
  DecompositionOptions plain;
  plain.richardson = false;
  double before = 0.0;
  for (const int steps : {4, 8, 16, 32}) {
    plain.steps = steps;
    const double gap = worst_gap(decompose_welfare(model, solved(model, c.from), solved(model, c.to), plain));
    if (before > 0.0) {
      EXPECT_TRUE(agrees(std::log2(before / gap), 2.0, 0.15)) << steps << " steps, gap " << gap;
    }
    before = gap;
  }
  DecompositionOptions combined;
  combined.steps = 32;
  EXPECT_LT(worst_gap(decompose_welfare(model, solved(model, c.from), solved(model, c.to), combined)),
            0.01 * before);
}

TEST(Decomposition, EveryTermMovesByItsOwnPolicy) {
  const World world = small_world(4, 3, 9);
  const Model model(world, precise({}));
  const Policy base = base_policy(world);
  DecompositionOptions options;
  options.steps = 16;
  const auto run = [&](const Policy& to) {
    const WelfareDecomposition d = decompose_welfare(model, solved(model, base), solved(model, to), options);
    EXPECT_TRUE(d.complete());
    EXPECT_LT(worst_gap(d), 1e-6);
    return d;
  };
  Policy costs = base;
  set_cost(world, costs, 0, 0, 1, 1.2);
  EXPECT_LT(run(costs).resource_cost[0], 0.0);
  Policy gift = base;
  gift.transfer[0] = 0.002 * gdp(world)[0];
  gift.transfer[1] = -gift.transfer[0];
  EXPECT_GT(run(gift).transfers[0], 0.0);
  Policy subsidy = base;
  subsidy.set_subsidy(0, 1, 0.1);
  EXPECT_LT(run(subsidy).output_distortion[0], 0.0);
  Policy tax = base;
  set_export_tax(world, tax, 0, 1, 0, 0.3);
  EXPECT_LT(run(tax).export_volume[0], 0.0);
  Policy tariff = base;
  add_tariff(world, tariff, 0, 0, 1, 0.3);
  const WelfareDecomposition d = run(tariff);
  EXPECT_LT(d.import_volume[0], 0.0);
  EXPECT_GT(d.terms_of_trade[0], 0.0);
  EXPECT_EQ(d.export_volume[0], 0.0);
  EXPECT_EQ(d.variety[0], 0.0);
}

TEST(Decomposition, ABanTakesVarietyFromItsBuyer) {
  const World world = small_world(4, 3, 9);
  const Model model(world, precise({}));
  Policy ban = base_policy(world);
  set_access(world, ban, 0, 0, 1, 0.0);
  DecompositionOptions options;
  options.steps = 32;
  const WelfareDecomposition d =
      decompose_welfare(model, solved(model, base_policy(world)), solved(model, ban), options);
  ASSERT_TRUE(d.complete());
  EXPECT_LT(d.variety[0], 0.0);
  EXPECT_LT(worst_gap(d), 1e-6);
  // And back: lifting the ban gives what the ban took.
  const WelfareDecomposition back =
      decompose_welfare(model, solved(model, ban), solved(model, base_policy(world)), options);
  for (int n = 0; n < 4; ++n) EXPECT_TRUE(agrees(back.total[at(n)], -d.total[at(n)], 1e-10));
}

TEST(Decomposition, PairsSumToTheTerms) {
  const Case c;
  const Model model(c.world, {});
  const WelfareDecomposition d = decompose_welfare(model, solved(model, c.from), solved(model, c.to));
  for (int n = 0; n < 5; ++n) {
    double sum = 0.0;
    for (int l = 0; l < 4; ++l)
      for (int i = 0; i < 5; ++i) sum += d.terms_of_trade_by(l, n, i);
    EXPECT_TRUE(agrees(sum, d.terms_of_trade[at(n)], 1e-14));
  }
}

// Both ends certify under a model whose points between it does not: one step of Newton does not meet its
// tolerance.
TEST(Decomposition, AFailedPointIsSaid) {
  const World world = small_world(4, 3, 9);
  const Model model(world, {});
  Policy to = base_policy(world);
  add_tariff(world, to, 0, 0, 1, 0.3);
  Options strict;
  strict.tolerance = 1e-16;
  strict.max_newton = 1;
  const WelfareDecomposition d =
      decompose_welfare(Model(world, strict), solved(model, base_policy(world)), solved(model, to));
  ASSERT_FALSE(d.complete());
  EXPECT_EQ(d.failure->termination(), Termination::not_converged);
  EXPECT_DOUBLE_EQ(d.failed_at, 0.125);
}

TEST(Decomposition, StepsAreChecked) {
  const World world = tiny_world();
  const Model model(world, {});
  const Solution base = solved(model, base_policy(world));
  EXPECT_THROW(decompose_welfare(model, base, base, {0, false}), InputError);
  EXPECT_THROW(decompose_welfare(model, base, base, {7, true}), InputError);
}

// The published formula is the first step of the exact one, so they agree as the shock shrinks.
TEST(Cp2015FirstOrder, AgreesWithTheExactTermsForASmallCut) {
  const World world = purged(small_world(4, 3, 9));
  Options options = precise({});
  options.closure = Closure::balanced;
  const Model model(world, options);
  const Policy base = base_policy(world);
  Policy to = base;
  edit_wedge(world, to, 0, 0, 1, [&](Wedge& w) { w.tariff *= 1.0 - 1e-4; });
  const Solution a = solved(model, base);
  const Solution b = solved(model, to);
  const Cp2015FirstOrder f = cp2015_first_order(world, a, b);
  const WelfareDecomposition d = decompose_welfare(model, a, b);
  for (int n = 0; n < 4; ++n) {
    EXPECT_TRUE(agrees(f.welfare[at(n)], d.exact[at(n)], 1e-8));
    EXPECT_TRUE(agrees(f.terms_of_trade[at(n)], d.terms_of_trade[at(n)], 1e-8));
    EXPECT_TRUE(agrees(f.volume[at(n)], d.import_volume[at(n)], 1e-8));
  }
}

}  // namespace
}  // namespace leeway
