// Restrictions, lost demand and the base year's own day, solved.

#include "leeway/policy/ledger.h"
#include "leeway/world/aggregate.h"
#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

/// The flow is line 1 from economy 1 to economy 0.
struct Demand : ::testing::Test {
  World world = small_world(5, 4, 5);
  Model model{world, {}};
  static constexpr int l = 1;
  static constexpr int n = 0;
  static constexpr int i = 1;

  Measure boycott(double share) const {
    Measure m;
    m.id = "B";
    m.by = world.economies[n].id;
    m.on = {world.economies[i].id};
    m.goods = {world.lines[l].id};
    m.instrument = Instrument::boycott;
    m.terms.share = share;
    m.announced = world.tariff_date;
    return m;
  }
  Policy with(const Measure& measure) const {
    PolicyOptions options;
    options.as_of = make_date(2022, 1, 1);
    options.measures = {measure};
    return resolve_policy(world, Ledger({}, {}, {}, "none"), options);
  }
  double base_share(int from) const {
    double row = 0.0;
    for (int k = 0; k < 5; ++k) row += world.flow(l, n, k) * (1.0 + world.tariff(l, n, k));
    return world.flow(l, n, from) * (1.0 + world.tariff(l, n, from)) / row;
  }
};

// At unchanged sellers' prices the price index of the row does not move: what is left of the price is theirs.
TEST_F(Demand, OfABoycottMovesNoPriceIndexByItself) {
  const Policy policy = with(boycott(0.4));
  const Result r = solved(model, policy).result;
  const double theta = world.elasticities[0].theta[l];
  double taste = 0.0;
  double index = 0.0;
  for (int k = 0; k < 5; ++k) {
    const double wanted = base_share(k) * policy.wedge(world, l, n, k).demand;
    taste += wanted;
    index += wanted * std::pow(r.basic_price(k, world.lines[l].producer), -theta);
  }
  EXPECT_NEAR(taste, 1.0, 1e-14);
  EXPECT_NEAR(r.line_price(l, n), std::pow(index, -1.0 / theta), 1e-10);
  // Its trade falls by a little less than the share, its price by a little: the seller sells elsewhere.
  const double kept = r.trade(l, n, i) / (world.flow(l, n, i) * (1.0 + world.tariff(l, n, i)));
  EXPECT_GT(kept, 0.6);
  EXPECT_LT(kept, 0.9);
  EXPECT_LT(r.basic_price(i, world.lines[l].producer) / r.wage[n], 1.0);
}

// A loss of varieties of the same size costs the buyers; a change of taste costs or pays them next to
// nothing.
TEST_F(Demand, OfABoycottIsNoLostVariety) {
  Policy lost = base_policy(world);
  set_access(world, lost, l, n, i, 0.6);
  const double variety = solved(model, lost).result.log_welfare[n];
  const double taste = solved(model, with(boycott(0.4))).result.log_welfare[n];
  EXPECT_LT(variety, 0.0);
  EXPECT_LT(std::abs(taste), 0.2 * std::abs(variety));
}

TEST_F(Demand, OfEqualPartsIsThatOfTheWholeFlow) {
  for (const double substitution : {0.0, 1.0, 2.5}) {
    Policy whole = base_policy(world);
    edit_wedge(world, whole, l, n, i, [](Wedge& w) { w.demand = 1.7; });
    Policy parts = whole;
    const double t = world.tariff(l, n, i);
    parts.split_flows = {
        {.line = l, .importer = n, .exporter = i, .substitution = substitution, .parts = {}}};
    parts.split_flows[0].parts = {{"a", 0.3, t, 0.0, 1.0, 1.0, 1.7}, {"b", 0.7, t, 0.0, 1.0, 1.0, 1.7}};
    const Result one = solved(model, whole).result;
    const Result two = solved(model, parts).result;
    for (std::size_t e = 0; e < one.wage.size(); ++e)
      EXPECT_NEAR(one.log_welfare[e], two.log_welfare[e], 1e-10) << substitution;
    // Without what is in parts the plain policy is the same.
    const Result plain = solved(model, plain_equivalent(world, solved(model, parts))).result;
    EXPECT_NEAR(plain.log_welfare[n], one.log_welfare[n], 1e-9);
  }
}

/// Largest equivalent variation over income on the world's own day, with the whole ledger.
double moved(const World& world) {
  PolicyOptions options;
  options.as_of = world.tariff_date;
  const Result r = solved(Model(world, {}), resolve_policy(world, open_ledger(), options)).result;
  double most = 0.0;
  for (const double w : r.log_welfare) most = std::max(most, std::abs(std::expm1(w)));
  return most;
}

/// What China makes and ships of a product, over the base year.
struct Volumes {
  double made = 0.0;
  double shipped = 0.0;
};
Volumes of_china(const World& world, const Solution& solution, const std::string& product) {
  const Result& r = solution.result;
  const int chn = *world.find_economy("CHN");
  const int l = *world.find_line(product);
  const int k = world.lines[static_cast<std::size_t>(l)].producer;
  Volumes v;
  v.made = r.output(chn, k) / r.basic_price(chn, k) / world.output(chn, k);
  double base = 0.0;
  for (int n = 0; n < world.economy_count(); ++n) {
    if (n == chn) continue;
    base += world.flow(l, n, chn);
    v.shipped += r.received(l, n, chn) / r.basic_price(chn, k);
  }
  v.shipped /= base;
  return v;
}

// The record: shipments of magnets fell by three quarters, and prices abroad rose to six times.
TEST(ChinasControls, ShipLessAndMakeLess) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  const World& world = *default_world();
  const Ledger ledger = open_ledger();
  for (const double years : {0.25, 1.0}) {
    Options options;
    options.horizon = years;
    const Model model(world, options);
    const auto on = [&](Date day, std::vector<std::string> use, std::vector<std::string> drop) {
      PolicyOptions o;
      o.as_of = day;
      o.use = std::move(use);
      o.drop = std::move(drop);
      return solved(model, resolve_policy(world, ledger, o));
    };
    const Date may = make_date(2025, 5, 31);
    const Date june = make_date(2026, 6, 1);
    const Solution with = on(may, {}, {});
    const Solution without = on(may, {}, {"CN-25-REE-1"});
    const Solution now = on(june, {}, {});
    const Solution october = on(june, {"CN-25-REE-2", "CN-24-GAGE-US"}, {});
    for (const char* product : {"product:magnets", "product:rare_earths"}) {
      EXPECT_LT(of_china(world, with, product).made, of_china(world, without, product).made) << product;
      EXPECT_LT(of_china(world, with, product).shipped, of_china(world, without, product).shipped);
      EXPECT_LT(of_china(world, october, product).made, of_china(world, now, product).made) << product;
      EXPECT_LT(of_china(world, october, product).shipped, of_china(world, now, product).shipped);
    }
    EXPECT_NEAR(of_china(world, with, "product:magnets").shipped, 0.26, 1e-6);
  }
}

TEST(ChinasControls, ADeeperQuotaIsDearer) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  const World& world = *default_world();
  Options options;
  options.horizon = 1.0;
  const Model model(world, options);
  double made = 1.0;
  double premium = 0.0;
  for (const double left : {0.9, 0.8, 0.6, 0.26}) {
    Measure quota;
    quota.id = "Q";
    quota.by = "CHN";
    quota.on = {"*"};
    quota.goods = {"product:magnets"};
    quota.instrument = Instrument::export_quota;
    quota.announced = world.tariff_date;
    quota.terms.quota = left;
    quota.terms.quota_unit = of_base;
    PolicyOptions o;
    o.as_of = world.tariff_date;
    o.measures = {quota};
    const Solution solution = solved(model, resolve_policy(world, open_ledger(), o));
    const Volumes v = of_china(world, solution, "product:magnets");
    EXPECT_NEAR(v.shipped, left, 1e-6);
    // Most is used at home.
    EXPECT_LT(v.made, made);
    EXPECT_GT(v.made, 1.0 - 0.5 * (1.0 - left));
    EXPECT_GT(solution.result.instruments.at(0).premium, premium);
    made = v.made;
    premium = solution.result.instruments.at(0).premium;
  }
  EXPECT_GT(premium, 3.0);
}

TEST(BaseYearsOwnDay, IsTheBaseYearOnEveryWorld) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  EXPECT_LT(moved(*default_world()), 1e-9);
  // Coarser, but for the economies that the ledger names.
  const World& world = *default_world();
  std::set<std::string> kept;
  const Ledger ledger = open_ledger();
  for (const Measure& m : ledger.measures()) {
    std::vector<std::string> names = m.on;
    names.push_back(m.by);
    for (const std::string& name : names)
      for (const int n :
           name == "*" ? std::vector<int>{} : world.resolve_economies(name, world.tariff_date, {}))
        kept.insert(world.economies[at(n)].id);
  }
  Aggregation map;
  for (const std::string& id : kept) map.economies.push_back({id, id, "", {}});
  map.economies.push_back({"*", "REST", "", {}});
  ASSERT_LT(map.economies.size(), world.economies.size() - 10);
  World coarse = aggregate(world, map);
  EXPECT_LT(moved(coarse), 1e-9);
  // A world of another day holds what was in force on that one.
  for (const Date day : {make_date(2019, 6, 30), make_date(2025, 5, 31), make_date(2026, 1, 24)}) {
    coarse.tariff_date = day;
    EXPECT_LT(moved(coarse), 1e-9) << to_string(day);
  }
}

}  // namespace
}  // namespace leeway
