#include "leeway/analysis/incidence.h"

#include <cmath>

#include <gtest/gtest.h>

#include "instruments_world.h"
#include "leeway/analysis/comparison.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using testing::car_quota;
using testing::car_tariff;
using testing::policy_with;

class IncidenceTest : public ::testing::Test {
 protected:
  World world = testing::carved_world(4, 3);
  Model model{world, {}};
  Policy now = policy_with(world, {});
  Solution before = testing::solved(model, now);
  FlowSet cars = read_flows(world, "product:cars:CHN>USA", {});

  Incidence of(const Solution& after) const { return incidence(model, before, after, cars); }
};

TEST_F(IncidenceTest, DollarsOfATariffAddUp) {
  const Policy policy = policy_with(world, {car_tariff(0.4)});
  const Solution r = testing::solved(model, policy);
  const Incidence i = of(r);
  EXPECT_LT(i.money_after.gap(), 1e-12);
  const double rate = policy.wedge(world, cars.lines[0], 0, 1).tariff;
  EXPECT_NEAR(i.money_after.home_treasury, i.money_after.paid * rate / (1.0 + rate),
              1e-6 * i.money_after.paid);
  EXPECT_EQ(i.money_after.importers, 0.0);
  EXPECT_EQ(i.money_after.exporters, 0.0);
  EXPECT_LT(i.after.quantity, i.before.quantity);
  EXPECT_GT(i.after.price(cars), i.before.price(cars));
  EXPECT_GT(i.product_price_pct, 0.0);
  EXPECT_LT(i.buyers_musd(), 0.0);
  EXPECT_GT(i.home_output_musd, 0.0);
  double ev = 0.0;
  for (double e : equivalent_variation(before.result, r.result)) ev += e;
  EXPECT_NEAR(i.ev_home_musd + i.ev_partner_musd + i.ev_third_musd, ev, 1e-6);
}

TEST_F(IncidenceTest, QuotaRentGoesWhereItIsHeld) {
  for (double importer : {0.0, 0.5, 1.0}) {
    const Policy policy = policy_with(world, {car_quota(Instrument::import_quota, 0.5, importer)});
    const Solution r = testing::solved(model, policy);
    const Incidence i = of(r);
    double base = 0.0;
    cars.for_each([&](int l, int n, int o) { base += base_quantity(world, l, n, o, true); });
    EXPECT_NEAR(i.after.quantity, 0.5 * base, 1e-7 * base)
        << "quantity is counted as the instrument counts it";
    const double rent = i.money_after.importers + i.money_after.exporters;
    EXPECT_GT(rent, 0.0);
    EXPECT_NEAR(i.money_after.importers, importer * rent, 1e-9 * rent);
    EXPECT_LT(i.money_after.gap(), 1e-12);
  }
}

TEST_F(IncidenceTest, PartsAddUpToTheEquivalentVariation) {
  for (const double eta : {0.0, 0.4})
    for (const double sigma_final : {1.0, 0.6}) {
      Options options;
      options.specific_factors = eta;
      options.sigma_final = sigma_final;
      const Model other(world, options);
      const Solution first = testing::solved(other, now);
      for (const Policy& policy : {policy_with(world, {car_tariff(0.4)}),
                                   policy_with(world, {car_quota(Instrument::import_quota, 0.5, 0.5)})}) {
        const Incidence i = incidence(other, first, testing::solved(other, policy), cars);
        const double size = 1.0 + std::abs(i.ev_home_musd) + std::abs(i.ev_third_musd);
        for (const auto& [parts, ev] :
             {std::pair(&*i.home_parts, &i.ev_home_musd), std::pair(&*i.partner_parts, &i.ev_partner_musd),
              std::pair(&*i.third_parts, &i.ev_third_musd)}) {
          EXPECT_NEAR(parts->sum(), ev->value(), 1e-7 * size);
          if (eta == 0.0) {
            EXPECT_EQ(parts->owners, 0.0);
          }
        }
        EXPECT_LT(i.home_parts->goods_prices, 0.0) << "the goods are dearer";
        if (eta > 0.0) {
          EXPECT_GT(i.home_parts->owners, 0.0) << "who makes them at home gains";
        }
        const double revenue = i.money_after.home_treasury - i.money_before.home_treasury;
        EXPECT_EQ(i.home_parts->flow_revenue > 0.0, revenue > 0.0);
      }
    }
}

TEST_F(IncidenceTest, PriceOfLinesMakesUpThatOfTheirComposite) {
  const Policy policy = policy_with(world, {car_tariff(0.8)});
  const Solution r = testing::solved(model, policy);
  const int car_line = cars.lines[0];
  for (int n = 0; n < 4; ++n) {
    double spent_cars = 0.0, spent_rest = 0.0;
    for (int i = 0; i < 4; ++i) {
      spent_cars += world.flow(car_line, n, i) * (1.0 + world.tariff(car_line, n, i));
      spent_rest += world.flow(0, n, i) * (1.0 + world.tariff(0, n, i));
    }
    const double share = spent_cars / (spent_cars + spent_rest);
    const double power = 1.0 - world.line_substitution[0];
    const double composite = std::log(share * std::pow(r.result.line_price(car_line, n), power) +
                                      (1.0 - share) * std::pow(r.result.line_price(0, n), power)) /
                             power;
    EXPECT_NEAR(composite, std::log(r.result.price(n, 0)), 1e-9) << n;
  }
}

TEST_F(IncidenceTest, BorderValuesUnderAQuotaHoldItsRent) {
  const Policy held_abroad = policy_with(world, {car_quota(Instrument::export_quota, 0.3, 0.0)});
  const Solution r = testing::solved(model, held_abroad);
  const Comparison c = compare(world, before, r);
  double exports = 0.0, imports = 0.0;
  for (const EconomyChange& e : c.economies) {
    exports += e.exports_to_musd;
    imports += e.imports_to_musd;
  }
  EXPECT_NEAR(exports, imports, 1e-6);
  EXPECT_GT(c.economies[1].exporter_rents_musd, 0.0);
  EXPECT_EQ(c.economies[0].importer_rents_musd, 0.0);
  const double paid = r.result.money.empty() ? 0.0 : r.result.money[0].paid;
  double rows = 0.0;
  for (const LongRow& row : money_rows(world, r, "test"))
    if (row.variable != "paid_by_buyers" && row.economy == "USA" && row.partner == "CHN") rows += row.value;
  EXPECT_NEAR(rows, paid, 1e-9 * paid);
}

TEST(Flows, AreReadStrictly) {
  const World world = testing::carved_world(4, 3);
  const FlowSet cars = read_flows(world, "product:cars:CHN>G2", {});
  EXPECT_EQ(cars.unit, "units");
  EXPECT_EQ(cars.importers, (std::vector<int>{0, 1}));
  EXPECT_EQ(read_flows(world, "C10:CHN>USA", {}).lines.size(), 2U);
  EXPECT_EQ(read_flows(world, "C10:CHN>USA", {}).unit, volume_unit);
  const auto refused = [&](const char* text) {
    return testing::refusal([&] { read_flows(world, text, Location{"--flows"}); });
  };
  EXPECT_NE(refused("cars").find("does not name flows"), std::string::npos);
  EXPECT_NE(refused("product:car:CHN>USA").find("product:cars"), std::string::npos);
  EXPECT_NE(refused("product:cars:CHN>CHN").find("crosses a border"), std::string::npos);
}

}  // namespace
}  // namespace leeway
