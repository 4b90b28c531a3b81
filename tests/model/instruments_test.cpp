// Instruments against closed equivalences, the degenerate cases of model.md 3.11 and a second algorithm.

#include <array>

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

Options tight() {
  Options o;
  o.tolerance = 1e-12;
  return o;
}

void expect_same_welfare(const Result& a, const Result& b, double tolerance) {
  for (std::size_t n = 0; n < a.log_welfare.size(); ++n)
    EXPECT_TRUE(agrees(a.log_welfare[n], b.log_welfare[n], tolerance)) << "economy " << n;
}

/// World and model on which most of these tests run; the flow is line 1 from economy 1 to economy 0.
struct Instruments : ::testing::Test {
  World world = small_world(5, 4, 5);
  Model model{world, tight()};
  static constexpr int l = 1;
  static constexpr int n = 0;
  static constexpr int i = 1;
  Policy base() const { return base_policy(world); }
  Result with(BoundInstrument instrument, Policy policy) const {
    policy.instruments = {std::move(instrument)};
    return solved(model, policy).result;
  }
};

// ---- identity

// The same quota under two further duties: both were once left out of the id.
TEST_F(Instruments, AnIdKnowsTheDutyUnderAQuota) {
  Policy low = base();
  Policy high = base();
  set_tariff(world, low, l, n, i, 0.1);
  set_tariff(world, high, l, n, i, 0.6);
  for (Policy* policy : {&low, &high}) policy->instruments = {on_flow(Control::import_quota, l, n, i, 0.5)};
  EXPECT_NE(model.solve(low).id(), model.solve(high).id());
}

// ---- equivalences

TEST_F(Instruments, QuotaWithImporterRentIsItsTariff) {
  BoundInstrument quota = on_flow(Control::import_quota, l, n, i, 0.5);
  quota.rent_to = {1.0, 0.0};
  const Result r = with(quota, base());
  ASSERT_EQ(r.instruments[0].regime, Regime::binding);
  Policy tariff = base();
  const double t = tariff.wedge(world, l, n, i).tariff;
  set_tariff(world, tariff, l, n, i, (1.0 + t) * (1.0 + r.instruments[0].premium) - 1.0);
  const Result same = solved(model, tariff).result;
  expect_same_welfare(r, same, 1e-9);
  EXPECT_NEAR(r.tariff_revenue[n] + r.importer_rents[n], same.tariff_revenue[n], 1e-9 * same.income[n]);
}

TEST_F(Instruments, VoluntaryRestraintIsItsExportTax) {
  const Result r = with(on_flow(Control::export_quota, l, n, i, 0.4), base());
  ASSERT_EQ(r.instruments[0].regime, Regime::binding);
  Policy tax = base();
  set_export_tax(world, tax, l, n, i, r.instruments[0].premium);
  const Result same = solved(model, tax).result;
  expect_same_welfare(r, same, 1e-9);
  EXPECT_NEAR(r.exporter_rents[i], same.export_revenue[i], 1e-9 * same.income[i]);
}

TEST_F(Instruments, QuotaTariffWithImporterRentIsTheTariffThatFillsIt) {
  Policy policy = base();
  BoundInstrument trq = tariff_rate_quota(world, policy, l, n, i, 0.8, 0.05, 1.0);
  trq.rent_to = {1.0, 0.0};
  const Result r = with(trq, policy);
  ASSERT_EQ(r.instruments[0].regime, Regime::binding);
  Policy tariff = base();
  set_tariff(world, tariff, l, n, i, 1.05 * (1.0 + r.instruments[0].premium) - 1.0);
  expect_same_welfare(r, solved(model, tariff).result, 1e-9);
}

TEST_F(Instruments, QuotasAtTheFreeTradeQuantityChangeNothing) {
  const Result free = solved(model, base()).result;
  for (Control control : {Control::import_quota, Control::export_quota}) {
    const Result r = with(on_flow(control, l, n, i, 1.0), base());
    expect_same_welfare(r, free, 1e-9);
    EXPECT_NEAR(r.instruments[0].premium, 0.0, 1e-9);
  }
}

TEST_F(Instruments, PriceFloorAtTheStatusQuoPriceChangesNothing) {
  const Result free = solved(model, base()).result;
  for (FloorIndex index : {FloorIndex::none, FloorIndex::cpi, FloorIndex::wage}) {
    const Result r = with(price_floor(l, n, i, 1.0, index), base());
    expect_same_welfare(r, free, 1e-9);
  }
}

TEST_F(Instruments, SubsidyAndTaxCancel) {
  // An exporter's tax undone by its importer's subsidy leaves every price; money moves between treasuries.
  Policy both = base();
  set_export_tax(world, both, l, n, i, 0.25);
  set_tariff(world, both, l, n, i, (1.0 + both.wedge(world, l, n, i).tariff) / 1.25 - 1.0);
  const double subsidy = 0.25;  // of the flow's basic value, paid by the importer, kept by the exporter
  const Result r = solved(model, both).result;
  Policy gift = base();
  const double paid = subsidy * r.received(l, n, i);
  gift.transfer[n] -= paid;
  gift.transfer[i] += paid;
  const Result same = solved(model, gift).result;
  expect_same_welfare(r, same, 1e-11);
  // A production subsidy and a tax of the same size on the same producers.
  Policy cancelled = base();
  cancelled.set_subsidy(i, l, 0.2);
  cancelled.set_subsidy(i, l, 1.0 - (1.0 - cancelled.subsidy(i, l)) * (1.0 / 0.8));
  expect_same_welfare(solved(model, cancelled).result, solved(model, base()).result, 1e-11);
}

TEST_F(Instruments, PartsWithEqualWedgesAreTheWholeFlow) {
  for (double substitution : {0.0, 1.0, 2.5, 9.0}) {
    Policy whole = base();
    set_tariff(world, whole, l, n, i, 0.6);
    set_export_tax(world, whole, l, n, i, 0.1);
    Policy parts = whole;
    SplitFlow split{.line = l, .importer = n, .exporter = i, .substitution = substitution, .parts = {}};
    split.parts = {{"a", 0.3, 0.6, 0.1, 1.0, 1.0}, {"b", 0.7, 0.6, 0.1, 1.0, 1.0}};
    parts.split_flows = {split};
    const Result one = solved(model, whole).result;
    const Result several = solved(model, parts).result;
    expect_same_welfare(one, several, 1e-11);
    EXPECT_NEAR(one.line_price(l, n), several.line_price(l, n), 1e-11);
  }
}

TEST_F(Instruments, PartsAsBetweenOriginsMixTheirWedges) {
  // With the substitution of the origins' nest, a part of the flow let in is access.
  Policy access = base();
  set_access(world, access, l, n, i, 0.7);
  Policy parts = base();
  SplitFlow split{.line = l, .importer = n, .exporter = i, .parts = {}};
  const double t = world.tariff(l, n, i);
  split.parts = {{"in", 0.7, t, 0.0, 1.0, 1.0}, {"out", 0.3, t, 0.0, 1.0, 0.0}};
  parts.split_flows = {split};
  expect_same_welfare(solved(model, access).result, solved(model, parts).result, 1e-11);
}

// ---- regimes and rents of a tariff-rate quota

TEST_F(Instruments, QuotaTariffHasItsThreeRegimes) {
  const double seller_rate = 0.05;
  double last = HUGE_VAL;
  for (const auto& [limit, regime] : {std::pair{50.0, Regime::not_binding}, std::pair{0.7, Regime::binding},
                                      std::pair{0.01, Regime::filled}}) {
    Policy policy = base();
    const BoundInstrument trq = tariff_rate_quota(world, policy, l, n, i, limit, seller_rate, 0.6);
    const Result r = with(trq, policy);
    const InstrumentOutcome& o = r.instruments[0];
    EXPECT_EQ(o.regime, regime) << limit;
    EXPECT_LT(o.quantity, last);
    last = o.quantity;
    const FlowMoney& m = r.money[0];
    EXPECT_NEAR(m.paid, m.seller + m.duty + m.export_tax + m.importer_rent + m.exporter_rent, 1e-9 * m.paid);
    EXPECT_NEAR(o.rent, m.importer_rent + m.exporter_rent, 1e-9 * m.paid);
    const double customs = m.seller;
    const double inside = std::min(1.0, limit / o.quantity);
    // In quota the duty is 5%, over it 60%; the rent is the difference on what is inside (model.md 3.2).
    EXPECT_NEAR(m.duty,
                customs * (seller_rate * inside + (regime == Regime::filled ? 0.6 : 0.0) * (1 - inside)),
                1e-7 * m.paid);
    EXPECT_NEAR(o.rent, customs * inside * ((1.05) * (1.0 + o.premium) - 1.05), 1e-7 * m.paid);
  }
}

TEST_F(Instruments, WhoHoldsTheRentMovesItAndNothingElseOfTheFlow) {
  std::vector<double> importer;
  for (double share : {0.0, 0.5, 1.0}) {
    Policy policy = base();
    BoundInstrument trq = tariff_rate_quota(world, policy, l, n, i, 0.7, 0.05, 0.6);
    trq.rent_to = {share, 1.0 - share};
    const Result r = with(trq, policy);
    EXPECT_NEAR(r.importer_rents[n], share * r.instruments[0].rent, 1e-9 * r.income[n]);
    EXPECT_NEAR(r.exporter_rents[i], (1.0 - share) * r.instruments[0].rent, 1e-9 * r.income[i]);
    importer.push_back(r.log_welfare[n]);
  }
  EXPECT_LT(importer[0], importer[1]);
  EXPECT_LT(importer[1], importer[2]);
}

// ---- model.md 3.11, row by row

TEST_F(Instruments, QuotaTowardsZeroApproachesTheBan) {
  Policy ban = base();
  set_access(world, ban, l, n, i, 0.0);
  const Result closed = solved(model, ban).result;
  const Result r = with(on_flow(Control::export_quota, l, n, i, 1e-6), base());
  EXPECT_EQ(r.instruments[0].regime, Regime::binding);
  for (int m = 0; m < 5; ++m) EXPECT_NEAR(r.log_welfare[at(m)], closed.log_welfare[at(m)], 1e-5) << m;
}

TEST_F(Instruments, BanWithoutAnotherSupplierIsRefusedByName) {
  World alone = world;
  for (int m = 0; m < 5; ++m)
    if (m != i) alone.flow(l, n, m) = 0.0;
  close_accounts(alone);
  Policy ban = base_policy(alone);
  set_access(world, ban, l, n, i, 0.0);
  const Outcome refused = Model(alone, tight()).solve(ban);
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.failure().termination(), Termination::refused);
  EXPECT_EQ(refused.failure().refusal->reason, Refusal::Reason::no_supplier);
  EXPECT_EQ(refused.failure().refusal->line, "C11");
  EXPECT_EQ(refused.failure().refusal->economy, "USA");
}

TEST_F(Instruments, InstrumentOnAFlowThatIsZeroIsInert) {
  World without = world;
  without.flow(l, n, i) = 0.0;
  close_accounts(without);
  Policy policy = base_policy(without);
  policy.instruments = {tariff_rate_quota(world, policy, l, n, i, 0.5, 0.05, 0.6)};
  const Result r = solved(Model(without, tight()), policy).result;
  EXPECT_EQ(r.instruments[0].regime, Regime::not_binding);
  EXPECT_EQ(r.instruments[0].rent, 0.0);
}

TEST_F(Instruments, QuotaThatNeverBindsStopsAtZero) {
  Policy policy = base();
  add_tariff(world, policy, l + 1, 2, 3, 0.3);
  const Result plain = solved(model, policy).result;
  const Result r = with(on_flow(Control::import_quota, l, n, i, 1e9), policy);
  EXPECT_EQ(r.instruments[0].multiplier, 0.0);
  expect_same_welfare(plain, r, 1e-11);
}

TEST_F(Instruments, QuotaTariffExactlyFilledAtTheOverQuotaRateConverges) {
  Policy tariff = base();
  set_tariff(world, tariff, l, n, i, 0.6);
  Policy probe = tariff;
  probe.instruments = {on_flow(Control::import_quota, l, n, i, 1e9)};
  const double filled = solved(model, probe).result.instruments[0].quantity;
  Policy policy = base();
  BoundInstrument trq = tariff_rate_quota(world, policy, l, n, i, filled, 0.05, 0.6);
  trq.rent_to = {1.0, 0.0};
  const Result r = with(trq, policy);
  EXPECT_NEAR(r.instruments[0].multiplier, std::log(trq.flows[0].over), 3e-4);
  expect_same_welfare(r, solved(model, tariff).result, 1e-7);
}

TEST_F(Instruments, DestinationQuotaInsideAGlobalOneAddsItsPremium) {
  Policy policy = base();
  BoundInstrument global = on_flow(Control::export_quota, l, n, i, 0.0);
  global.flows.clear();
  for (int m = 0; m < 5; ++m)
    if (m != i) global.flows.push_back({.line = l, .importer = m, .exporter = i, .quantity = 1.0});
  global.limit = 0.7 * 4;
  policy.instruments = {global, on_flow(Control::export_quota, l, n, i, 0.3)};
  const Result r = solved(model, policy).result;
  EXPECT_EQ(r.instruments[0].regime, Regime::binding);
  EXPECT_EQ(r.instruments[1].regime, Regime::binding);
  // The nested flow pays both.
  Policy tax = base();
  for (int m = 0; m < 5; ++m)
    if (m != i) set_export_tax(world, tax, l, m, i, r.instruments[0].premium);
  set_export_tax(world, tax, l, n, i,
                 (1.0 + r.instruments[0].premium) * (1.0 + r.instruments[1].premium) - 1.0);
  expect_same_welfare(r, solved(model, tax).result, 1e-9);
}

TEST_F(Instruments, OfFloorAndQuotaOnOneFlowOneBinds) {
  for (const auto& [limit, floor_binds] : {std::pair{0.9, true}, std::pair{0.2, false}}) {
    Policy policy = base();
    policy.instruments = {price_floor(l, n, i, 1.2, FloorIndex::none),
                          on_flow(Control::export_quota, l, n, i, limit)};
    const Result r = solved(model, policy).result;
    EXPECT_EQ(r.instruments[0].regime == Regime::binding, floor_binds) << limit;
    EXPECT_EQ(r.instruments[1].regime == Regime::binding, !floor_binds) << limit;
    EXPECT_NEAR(r.instruments[0].rent + r.instruments[1].rent, r.exporter_rents[i], 1e-9 * r.income[i]);
  }
}

TEST_F(Instruments, TiedFloorAndQuotaStillCertify) {
  Policy floor = base();
  floor.instruments = {price_floor(l, n, i, 1.2, FloorIndex::none)};
  Policy probe = floor;
  probe.instruments.push_back(on_flow(Control::export_quota, l, n, i, 1e9));
  const double bought = solved(model, probe).result.instruments[1].quantity;
  floor.instruments.push_back(on_flow(Control::export_quota, l, n, i, bought));
  const Result r = solved(model, floor).result;
  EXPECT_NEAR(r.instruments[0].multiplier + r.instruments[1].multiplier,
              solved(model, probe).result.instruments[0].multiplier, 1e-7);
}

TEST_F(Instruments, ProhibitiveTariffsNeedNoSpecialCase) {
  for (double rate : {10.0, 100.0}) {
    Policy policy = base();
    const BoundInstrument trq = tariff_rate_quota(world, policy, l, n, i, 0.1, 0.05, rate);
    const Result r = with(trq, policy);
    Policy plain = base();
    set_tariff(world, plain, l, n, i, rate);
    EXPECT_NO_THROW(solved(model, plain));
  }
}

TEST_F(Instruments, AutarkyOfAPairWithInstrumentsElsewhere) {
  Policy policy = base();
  for (int line = 0; line < 4; ++line) {
    set_access(world, policy, line, 2, 3, 0.0);
    set_access(world, policy, line, 3, 2, 0.0);
  }
  EXPECT_NO_THROW(with(on_flow(Control::export_quota, l, n, i, 0.5), policy));
}

TEST_F(Instruments, NearAutarkyWithBalancedTradeCertifies) {
  const World balanced = purged(world);
  Options o = tight();
  o.closure = Closure::balanced;
  o.tolerance = 1e-10;
  Policy policy = base_policy(balanced);
  for (int line = 0; line < 4; ++line)
    for (int m = 0; m < 5; ++m)
      for (int j = 0; j < 5; ++j)
        if (m != j) set_cost(world, policy, line, m, j, 30.0);
  policy.instruments = {on_flow(Control::import_quota, l, n, i, 1e-9)};
  const Result r = solved(Model(balanced, o), policy).result;
  Options fixed = o;
  fixed.closure = Closure::share;
  Policy same = policy;
  const Outcome refused = Model(world, fixed).solve(same);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.failure().termination(), Termination::closure_infeasible) << why(refused);
  EXPECT_FALSE(refused.failure().imbalance_of.empty());
}

TEST_F(Instruments, PurchaseCommitmentIsMetUpToTheLargestSubsidy) {
  struct Case {
    double growth;
    double max_subsidy;
    Regime regime;
  };
  for (const auto& [growth, max_subsidy, regime] :
       {Case{0.5, 0.5, Regime::not_binding}, Case{1.3, 0.5, Regime::binding},
        Case{5.0, 0.05, Regime::filled}}) {
    BoundInstrument promise = commitment(world, l, n, i, growth);
    promise.max_subsidy = max_subsidy;
    const Result r = with(promise, base());
    EXPECT_EQ(r.instruments[0].regime, regime) << growth;
    if (regime == Regime::binding) {
      EXPECT_NEAR(r.instruments[0].quantity, 1.3 * world.flow(l, n, i), 1e-6 * world.flow(l, n, i));
      EXPECT_LT(r.money[0].duty, r.money[0].seller * world.tariff(l, n, i));
    }
  }
}

TEST_F(Instruments, LicenceCapFollowsWhatTheSellerSellsElsewhere) {
  BoundInstrument cap = on_flow(Control::export_quota, l, n, i, 0.0);
  cap.flows[0].quantity = world.flow(l, n, i);
  cap.reference = {{.line = l, .importer = i, .exporter = i, .quantity = world.flow(l, i, i)}};
  cap.limit = 0.5 * world.flow(l, n, i) / world.flow(l, i, i);
  const Result r = with(cap, base());
  EXPECT_EQ(r.instruments[0].regime, Regime::binding);
  EXPECT_NEAR(r.instruments[0].quantity, r.instruments[0].limit, 1e-8 * r.instruments[0].limit);
}

TEST_F(Instruments, HomogeneityWithFloorsIndexedAndNot) {
  // Prices have no level of their own: an indexed floor is met at the same real price whoever's wage counts.
  Policy policy = base();
  policy.instruments = {price_floor(l, n, i, 1.15, FloorIndex::cpi)};
  const Result r = solved(model, policy).result;
  const double invoice = r.basic_price(i, l) * (1.0 + r.instruments[0].premium);
  EXPECT_NEAR(invoice / r.consumer_price[n], 1.15, 1e-9);
}

// ---- two algorithms on random sets

TEST(InstrumentSets, NewtonAndTheNestedFixedPointAgree) {
  constexpr int kWorlds = 25;
  constexpr int kSets = 40;  // 1,000 in all
  int binding = 0;
  int filled = 0;
  for (unsigned w = 0; w < kWorlds; ++w) {
    const World world = small_world(4 + static_cast<int>(w % 3), 3, 700 + w);
    Options o = nests()[w % nests().size()].options;
    o.tolerance = 1e-11;
    const Model model(world, o);
    for (unsigned s = 0; s < kSets; ++s) {
      std::mt19937_64 random(1000 * w + s);
      Policy policy = random_instruments(world, random, 1 + static_cast<int>(s % 8));
      if (s % 4 == 0) random_parts(world, random, policy, 1);
      SCOPED_TRACE("world " + std::to_string(w) + " set " + std::to_string(s));
      const Solution point = solved(model, policy);
      const Result& newton = point.result;
      const Result nested = solved(solve_nested(model.impl(), point.policy)).result;
      // Rents are money that someone has: plain wedges that pay the same parties give the same equilibrium.
      const Result plain = solved(model, plain_equivalent(world, point)).result;
      for (std::size_t n = 0; n < newton.log_welfare.size(); ++n) {
        ASSERT_TRUE(agrees(newton.log_welfare[n], plain.log_welfare[n], 1e-9))
            << "world " << w << " set " << s;
        ASSERT_TRUE(agrees(newton.tariff_revenue[n] + newton.importer_rents[n], plain.tariff_revenue[n],
                           1e-8 * newton.income[n]));
        ASSERT_TRUE(agrees(newton.export_revenue[n] + newton.exporter_rents[n], plain.export_revenue[n],
                           1e-8 * newton.income[n]));
      }
      for (std::size_t n = 0; n < newton.log_welfare.size(); ++n)
        ASSERT_TRUE(agrees(newton.log_welfare[n], nested.log_welfare[n], 1e-9))
            << "world " << w << " set " << s;
      for (std::size_t r = 0; r < newton.instruments.size(); ++r) {
        ASSERT_TRUE(agrees(newton.instruments[r].multiplier, nested.instruments[r].multiplier, 1e-9))
            << "world " << w << " set " << s << " instrument " << r;
        binding += newton.instruments[r].regime == Regime::binding ? 1 : 0;
        filled += newton.instruments[r].regime == Regime::filled ? 1 : 0;
      }
    }
  }
  EXPECT_GT(binding, 1000);
  EXPECT_GT(filled, 100);
}

}  // namespace
}  // namespace leeway
