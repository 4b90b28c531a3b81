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

TEST(BaseYearsOwnDay, IsTheBaseYearOnEveryWorld) {
  if (default_world() == nullptr) GTEST_SKIP() << "world 2023 is not in the data folder";
  EXPECT_LT(moved(*default_world()), 1e-9);
  Aggregation map;
  for (const char* id : {"USA", "CHN", "EU27", "JPN", "KOR", "AUS", "CAN"})
    map.economies.push_back({id, id, "", {}});
  map.economies.push_back({"*", "REST", "", {}});
  World coarse = aggregate(*default_world(), map);
  EXPECT_LT(moved(coarse), 1e-9);
  // A world of another day holds what was in force on that one.
  for (const Date day : {make_date(2019, 6, 30), make_date(2025, 5, 31), make_date(2026, 1, 24)}) {
    coarse.tariff_date = day;
    EXPECT_LT(moved(coarse), 1e-9) << to_string(day);
  }
}

}  // namespace
}  // namespace leeway
