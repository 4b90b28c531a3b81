// Critical inputs: what a cut does to prices, and what caps them (model.md 4.2, E7).

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

struct Critical : ::testing::Test {
  World world = carved_world(5, 83);
  static constexpr int ore = 3;
  static constexpr int host = 2;
  static constexpr int n = 1;
  Options options(double years) const {
    Options o;
    o.tolerance = 1e-11;
    o.horizon = years;
    return o;
  }
  Policy banned(bool home_too) const {
    Policy p = base_policy(world);
    for (int i = 0; i < 5; ++i)
      if (home_too || i != n) set_access(world, p, ore, n, i, 0.0);
    return p;
  }
};

TEST_F(Critical, WithoutASupplierTheBackstopSetsThePrice) {
  for (double years : {0.25, 1.0, 10.0}) {
    const Model model(world, options(years));
    const Solution at_ban = solved(model, banned(true));
    const Result& r = at_ban.result;
    EXPECT_LT(at_ban.certificate.sweeps, 150) << years;
    EXPECT_NEAR(r.price(n, ore) / (10.0 * r.basic_price(n, host)), 1.0, 1e-9) << years;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(r.trade(ore, n, i), 0.0);
  }
}

TEST_F(Critical, TheBackstopCapsThePriceHoweverSmallTheQuota) {
  const Model model(world, options(1.0));
  double last = 0.0;
  for (double limit : {0.5, 0.1, 1e-2, 1e-4}) {
    Policy policy = base_policy(world);
    for (int i = 0; i < 5; ++i)
      if (i != n) policy.instruments.push_back(on_flow(Control::export_quota, ore, n, i, limit));
    set_access(world, policy, ore, n, n, 0.01);
    const Result r = solved(model, policy).result;
    const double multiple = r.price(n, ore) / r.basic_price(n, host);
    EXPECT_GT(multiple, last - 1e-6);
    EXPECT_LT(multiple, 10.0 * (1.0 + 1e-9));
    last = multiple;
  }
}

TEST_F(Critical, ACutHurtsLessTheLaterItIsLookedAt) {
  double last = HUGE_VAL;
  for (double years : {1.0, 3.0, 5.0, 10.0}) {
    const Model model(world, options(years));
    const Result base = solved(model, base_policy(world)).result;
    const Result r = solved(model, banned(false)).result;
    const double multiple = r.price(n, ore) / base.price(n, ore);
    EXPECT_LT(multiple, last) << years;
    last = multiple;
  }
}

TEST_F(Critical, AssumptionsCanBeReplacedAndSwitchedOff) {
  Options plain = options(1.0);
  plain.critical = false;
  World without = world;
  without.critical.clear();
  const Policy policy = banned(false);
  const Result off = solved(Model(world, plain), policy).result;
  const Result none = solved(Model(without, options(1.0)), policy).result;
  for (int m = 0; m < 5; ++m) EXPECT_EQ(off.log_welfare[at(m)], none.log_welfare[at(m)]);
  Options dear = options(1.0);
  dear.critical_backstop = 40.0;
  const Result capped = solved(Model(world, options(1.0)), banned(true)).result;
  const Result costly = solved(Model(world, dear), banned(true)).result;
  EXPECT_NEAR(costly.price(n, ore) / costly.basic_price(n, host), 40.0, 1e-7);
  EXPECT_LT(costly.log_welfare[n], capped.log_welfare[n]);
}

}  // namespace
}  // namespace leeway
