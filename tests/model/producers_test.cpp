// Producers, composites and lines are three counts: a product with a producer of its own is a World of more
// producers than composites, and two copies of a technology are one.

#include "leeway/world/own_producers.h"

#include "model/support.h"
#include "support/policy.h"

namespace leeway {
namespace {

using namespace leeway::testing;

constexpr double kProducerGate = 1e-11;

// The product lines of a world get producers of their own.
World with_own_producers(World world) {
  std::vector<int> products;
  for (int l = 0; l < world.line_count(); ++l) {
    const Line& line = world.lines[at(l)];
    if (line.id.starts_with("product:") && line.id != world.sectors[at(line.composite)].id)
      products.push_back(l);
  }
  give_own_producers(world, products);
  return world;
}

class Producers : public ::testing::TestWithParam<Setting> {};

TEST_P(Producers, TwoCopiesOfOneChangeNothing) {
  World whole = carved_world(5, 163);
  Options options = precise(GetParam().options);
  options.critical_specific = 0.0;  // a factor that is bound to one copy cannot serve the other
  if (options.closure == Closure::balanced) whole = purged(whole, options);
  const World split = with_own_producers(whole);
  ASSERT_EQ(split.sector_count(), 5);
  ASSERT_EQ(split.producer_count(), 6);
  EXPECT_LT(base_year_residual(Model(split, options)), 1e-12);

  std::mt19937_64 random(167);
  Policy policy = random_policy(whole, random, 0.5);
  const int product = whole.line_count() - 1;
  for (int n = 0; n < whole.economy_count(); ++n) policy.set_subsidy(n, 0, 0.02 * n);
  const Result a = solved(Model(whole, options), policy).result;
  for (int n = 0; n < whole.economy_count(); ++n)
    policy.set_subsidy(n, split.lines[at(product)].producer, 0.02 * n);
  const Result b = solved(Model(split, options), policy).result;
  for (int n = 0; n < whole.economy_count(); ++n) {
    EXPECT_TRUE(agrees(b.log_welfare[at(n)], a.log_welfare[at(n)], kProducerGate)) << "economy " << n;
    EXPECT_TRUE(agrees(b.wage[at(n)], a.wage[at(n)], kProducerGate)) << "economy " << n;
    EXPECT_TRUE(agrees(b.basic_price(n, 5), b.basic_price(n, 0), kProducerGate)) << "economy " << n;
    for (int k = 0; k < 5; ++k) {
      const double output = b.output(n, k) + (k == 0 ? b.output(n, 5) : 0.0);
      EXPECT_TRUE(agrees(output / a.output(n, k), 1.0, kProducerGate))
          << "economy " << n << " producer " << k;
      EXPECT_TRUE(agrees(b.absorption(n, k) / a.absorption(n, k), 1.0, kProducerGate)) << "composite " << k;
    }
    for (int l = 0; l < whole.line_count(); ++l)
      for (int i = 0; i < whole.economy_count(); ++i)
        EXPECT_TRUE(agrees(b.trade(l, n, i) / a.trade(l, n, i), 1.0, kProducerGate))
            << l << " " << n << " " << i;
  }
  // Instruments and gradients find the producer of their line as well.
  Policy bound = base_policy(split);
  BoundInstrument quota;
  quota.measure = "quota";
  quota.control = Control::export_quota;
  quota.flows = {{.line = product, .importer = 0, .exporter = 1, .quantity = 1.0}};
  quota.limit = 0.5;
  quota.unit = "of the base year";
  bound.instruments = {quota};
  const Model before(whole, options);
  const Model model(split, options);
  const Solution limited = solved(before, bound);
  const Solution same = solved(model, bound);
  const Gradient g = model.gradient(same, 0);
  const Gradient g0 = before.gradient(limited, 0);
  EXPECT_TRUE(g.converged);
  for (int n = 0; n < whole.economy_count(); ++n)
    EXPECT_TRUE(agrees(same.result.log_welfare[at(n)], limited.result.log_welfare[at(n)], kProducerGate))
        << "economy " << n;
  EXPECT_TRUE(agrees(g.instruments[0].log_limit, g0.instruments[0].log_limit, 1e-8));
  EXPECT_TRUE(agrees(g.log_productivity(1, 0) + g.log_productivity(1, 5), g0.log_productivity(1, 0), 1e-8));
}

std::vector<Setting> without_specific_factors() {
  std::vector<Setting> list = nests_and_closures();
  std::erase_if(list, [](const Setting& s) { return s.options.specific_factors > 0.0; });
  return list;
}

INSTANTIATE_TEST_SUITE_P(Model, Producers, ::testing::ValuesIn(without_specific_factors()), test_name);

// With a factor of its own, a producer that is shut out of a market gives way in its price.
TEST(Producers, AFactorOfItsOwnLowersThePriceOfWhatIsShutOut) {
  const World split = with_own_producers(carved_world(5, 163));
  Options options = precise({});
  options.specific_factors = 0.6;
  const Model model(split, options);
  Policy policy = base_policy(split);
  const int product = split.line_count() - 1;
  set_tariff(split, policy, product, 0, 1, 2.0);
  const Result r = solved(model, policy).result;
  EXPECT_LT(r.basic_price(1, 5) / r.basic_price(1, 0), 0.999);
}

}  // namespace
}  // namespace leeway
