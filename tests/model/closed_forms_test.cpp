// Results that economics gives in closed form: model.md 8.1.

#include <Eigen/Dense>

#include "model/support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

constexpr double kTolerance = 1e-11;

// Foreign shocks and costs of all kinds, no change of the tariffs unless asked for.
Policy costs_only(const World& world, unsigned seed) {
  std::mt19937_64 random(seed);
  Policy p = base_policy(world);
  for (int l = 0; l < world.line_count(); ++l)
    for (int n = 0; n < world.economy_count(); ++n)
      for (int i = 0; i < world.economy_count(); ++i) {
        const double d = uniform(random, 0.7, 1.6);
        if (n != i) set_cost(world, p, l, n, i, d);
      }
  return p;
}

double home_share(const Result& r, int l, int n) {
  double spending = 0.0;
  for (int i = 0; i < r.economy_count(); ++i) spending += r.trade(l, n, i);
  return r.trade(l, n, n) / spending;
}

// Arkolakis, Costinot and Rodriguez-Clare (2012): ln W = -ln(lambda hat) / theta + ln(I / wL hat).
TEST(ClosedForms, OneSectorGainsFromTrade) {
  for (const bool tariffs : {false, true}) {
    World world = without_inputs(small_world(6, 1, 2));
    if (!tariffs) world = purged(without_tariffs(world));
    Options options = precise({});
    options.closure = tariffs ? Closure::share : Closure::balanced;
    const Model model(world, options);
    Policy policy = costs_only(world, 9);
    if (tariffs)
      for (int n = 1; n < 6; ++n) add_tariff(world, policy, 0, 0, n, 0.07 * n);
    const Result base = solved(model, base_policy(world)).result;
    const Result r = solved(model, policy).result;
    const double theta = world.elasticities[0].theta[0];
    for (int n = 0; n < 6; ++n) {
      double expected = -std::log(home_share(r, 0, n) / home_share(base, 0, n)) / theta;
      if (tariffs)
        expected += std::log(r.income[at(n)] / r.factor_income[at(n)] * base.factor_income[at(n)] /
                             base.income[at(n)]);
      EXPECT_TRUE(agrees(r.log_welfare[at(n)] - base.log_welfare[at(n)], expected, kTolerance))
          << (tariffs ? "with" : "without") << " tariffs, economy " << n;
    }
  }
}

// alpha' (I - A)^-1 x with A the input coefficients of one economy.
double through_inputs(const Shares& c, int n, const std::vector<double>& x) {
  const int J = c.producers;
  Eigen::MatrixXd m = Eigen::MatrixXd::Identity(J, J);
  Eigen::VectorXd v(J);
  for (int k = 0; k < J; ++k) {
    v(k) = x[at(k)];
    for (int h = 0; h < J; ++h) m(k, h) -= (1.0 - c.beta0(n, k)) * c.g0(n, h, k);
  }
  const Eigen::VectorXd solved = m.partialPivLu().solve(v);
  double sum = 0.0;
  for (int k = 0; k < J; ++k) sum += c.alpha0(n, k) * solved(k);
  return sum;
}

// Costinot and Rodriguez-Clare (2014): ln(w/P) = -alpha' (I - A)^-1 (ln lambda hat / theta).
TEST(ClosedForms, RealWageThroughInputOutputLoops) {
  for (const World& world : plain_worlds()) {
    const Model model(world, precise({}));
    std::mt19937_64 random(31);
    const Result base = solved(model, base_policy(world)).result;
    Policy policy = random_policy(world, random);
    policy.subsidies.clear();  // the formula has no wedge between cost and basic price
    const Result r = solved(model, policy).result;
    const Calibration& c = model.impl().calibration;
    for (int n = 0; n < world.economy_count(); ++n) {
      std::vector<double> x;
      for (int k = 0; k < c.shares->producers; ++k)
        x.push_back(std::log(home_share(r, k, n) / home_share(base, k, n)) / c.theta[at(k)]);
      const double real_wage = std::log(r.wage[at(n)] / r.consumer_price[at(n)]);
      EXPECT_TRUE(agrees(real_wage, -through_inputs(*c.shares, n, x), kTolerance)) << "economy " << n;
    }
  }
}

// With prohibitive costs an economy loses what trade gave it.
TEST(ClosedForms, AutarkyLoss) {
  for (const World& any : plain_worlds()) {
    const World world = purged(any);
    Options options;
    options.closure = Closure::balanced;
    const Model model(world, options);
    Policy policy = base_policy(world);
    for (int l = 0; l < world.line_count(); ++l)
      for (int n = 0; n < world.economy_count(); ++n)
        for (int i = 0; i < world.economy_count(); ++i)
          if (n != i) set_cost(world, policy, l, n, i, 1e6);
    const Result r = solved(model, policy).result;
    const Calibration& c = model.impl().calibration;
    for (int n = 0; n < world.economy_count(); ++n) {
      std::vector<double> x;
      const Shares& b = *c.shares;
      for (int k = 0; k < b.producers; ++k) x.push_back(std::log(b.pi0(k, n, n)) / c.theta[at(k)]);
      const double expected = through_inputs(b, n, x) - std::log(b.I0[at(n)] / b.fac0[at(n)]);
      EXPECT_TRUE(agrees(r.log_welfare[at(n)], expected, 1e-8)) << "economy " << n;
    }
  }
}

// Hulten (1978): without wedges, sum_n I_n dlnW_n = Y_ik dlnA_ik for every producer.
TEST(ClosedForms, HultenInAnEfficientWorld) {
  for (const Setting& nest : nests()) {
    const World world = without_tariffs(small_world(4, 3, 83));
    const Model model(world, precise(nest.options));
    const Policy policy = costs_only(world, 3);
    const Solution r = solved(model, policy);
    Array2 gain(4, 3);
    for (int n = 0; n < 4; ++n) {
      const Gradient g = model.gradient(r, n);
      ASSERT_TRUE(g.converged);
      for (int i = 0; i < 4; ++i)
        for (int k = 0; k < 3; ++k) gain(i, k) += r.result.income[at(n)] * g.log_productivity(i, k);
    }
    for (int i = 0; i < 4; ++i)
      for (int k = 0; k < 3; ++k)
        EXPECT_TRUE(agrees(gain(i, k) / r.result.output(i, k), 1.0, 1e-6)) << nest.name;
  }
}

// Lerner (1936): with balanced trade a uniform import tariff is a uniform export tax.
TEST(ClosedForms, LernerSymmetry) {
  for (const Setting& nest : nests()) {
    const World world = purged(small_world(4, 3, 89), nest.options);
    Options options = precise(nest.options);
    options.closure = Closure::balanced;
    const Model model(world, options);
    Policy imports = base_policy(world);
    Policy exports = base_policy(world);
    const double rate = 0.4;
    for (int l = 0; l < 3; ++l)
      for (int m = 1; m < 4; ++m) {
        set_tariff(world, imports, l, 0, m, (1.0 + world.tariff(l, 0, m)) * (1.0 + rate) - 1.0);
        set_export_tax(world, exports, l, m, 0, rate);
      }
    const Result a = solved(model, imports).result;
    const Result b = solved(model, exports).result;
    for (int n = 0; n < 4; ++n)
      EXPECT_TRUE(agrees(a.log_welfare[at(n)], b.log_welfare[at(n)], kTolerance))
          << nest.name << ", economy " << n;
  }
}

// Cuts every line of the first sector in two, of equal elasticity and wedges: share 0.3 and 0.7.
World split(const World& world, double substitution) {
  World w = world;
  const int N = world.economy_count();
  const int L = world.line_count();
  w.lines.push_back(w.lines[0]);
  w.lines.back().id = "product:part";
  w.flow = Array3(L + 1, N, N);
  w.tariff = Array3(L + 1, N, N);
  for (int l = 0; l <= L; ++l)
    for (int n = 0; n < N; ++n)
      for (int i = 0; i < N; ++i) {
        const int source = l == L ? 0 : l;
        const double share = l == L ? 0.3 : l == 0 ? 0.7 : 1.0;
        w.flow(l, n, i) = share * world.flow(source, n, i);
        w.tariff(l, n, i) = world.tariff(source, n, i);
      }
  for (ElasticitySet& set : w.elasticities) set.theta.push_back(set.theta[0]);
  w.line_substitution[0] = substitution;
  return w;
}

TEST(ClosedForms, SplittingALineChangesNothing) {
  const World whole = small_world(5, 3, 97);
  for (const Setting& nest : nests())
    for (const double substitution : {0.2, 1.0, 2.5, 9.0}) {
      const World parts = split(whole, substitution);
      std::mt19937_64 random(101);
      const Policy p = random_policy(whole, random);
      Policy q = base_policy(parts);
      q.subsidies = p.subsidies;
      q.transfer = p.transfer;
      for (int l = 0; l < 4; ++l)
        for (int n = 0; n < 5; ++n)
          for (int i = 0; i < 5; ++i) {
            const int source = l == 3 ? 0 : l;
            set_tariff(parts, q, l, n, i, p.wedge(whole, source, n, i).tariff);
            set_export_tax(parts, q, l, n, i, p.wedge(whole, source, n, i).export_tax);
            set_cost(parts, q, l, n, i, p.wedge(whole, source, n, i).cost);
            edit_wedge(parts, q, l, n, i, [&](Wedge& w) { w.demand = p.wedge(whole, source, n, i).demand; });
          }
      const Result a = solved(Model(whole, precise(nest.options)), p).result;
      const Result b = solved(Model(parts, precise(nest.options)), q).result;
      for (int n = 0; n < 5; ++n)
        EXPECT_TRUE(agrees(b.log_welfare[at(n)], a.log_welfare[at(n)], kTolerance))
            << nest.name << ", substitution " << substitution << ", economy " << n;
    }
}

// Two economies, one sector, no inputs: one relative wage, found by bisection on the trade balance.
TEST(ClosedForms, TwoEconomiesByBisection) {
  const World world = without_inputs(small_world(2, 1, 24));
  Policy policy = base_policy(world);
  set_tariff(world, policy, 0, 0, 1, 0.6);
  set_tariff(world, policy, 0, 1, 0, 0.1);
  set_cost(world, policy, 0, 0, 1, 1.2);
  const Model model(world, precise({}));
  const Result r = solved(model, policy).result;

  const double theta = world.elasticities[0].theta[0];
  const std::vector<double> gdp0 = {world.value_added(0, 0), world.value_added(1, 0)};
  const double world_income = gdp0[0] + gdp0[1];
  const std::vector<double> deficit = trade_deficit(world);
  // Of economy 0: imports less exports less the deficit, and welfare of both, at a relative wage.
  struct Point {
    double excess;
    double welfare[2];
  };
  const auto evaluate = [&](double relative) {
    // World income stays what it was.
    const double w1 = world_income / (relative * gdp0[0] + gdp0[1]);
    const double w[2] = {relative * w1, w1};
    double imports[2];
    Point point{};
    for (int n = 0; n < 2; ++n) {
      const int m = 1 - n;
      const double home = world.flow(0, n, n);
      const double foreign = world.flow(0, n, m) * (1.0 + world.tariff(0, n, m));
      const double t = policy.wedge(world, 0, n, m).tariff;
      const double wedge = (1.0 + t) / (1.0 + world.tariff(0, n, m)) * policy.wedge(world, 0, n, m).cost;
      const double a = home / (home + foreign) * std::pow(w[n], -theta);
      const double b = foreign / (home + foreign) * std::pow(w[m] * wedge, -theta);
      const double share = b / (a + b);
      // I = wL + t/(1+t) share I + D
      const double income = (w[n] * gdp0[at(n)] + deficit[at(n)]) / (1.0 - t / (1.0 + t) * share);
      imports[n] = share * income / (1.0 + t);
      point.welfare[n] = std::log(income / (home + foreign)) + std::log(a + b) / theta;
    }
    point.excess = imports[0] - imports[1] - deficit[0];
    return point;
  };
  double low = std::log(0.05);
  double high = std::log(20.0);
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (low + high);
    (evaluate(std::exp(middle)).excess < 0.0 ? low : high) = middle;
  }
  const double relative = std::exp(0.5 * (low + high));
  EXPECT_TRUE(agrees(r.wage[0] / r.wage[1], relative, kTolerance));
  const Point solution = evaluate(relative);
  for (int n = 0; n < 2; ++n) EXPECT_TRUE(agrees(r.log_welfare[at(n)], solution.welfare[n], kTolerance));
}

}  // namespace
}  // namespace leeway
