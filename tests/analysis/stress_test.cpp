#include "leeway/analysis/stress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "instruments_world.h"
#include "leeway/world/load.h"
#include "support/refusal.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

StressInputs cut_of_ore() {
  StressInputs in;
  in.economy = "USA";
  in.product = "product:ore";
  in.supplier = "CHN";
  in.cuts = {0.5, 0.9, 1.0};
  in.horizons = {3.0, 10.0};
  in.as_of = testing::test_day;
  return in;
}

class StressTest : public ::testing::Test {
 protected:
  World world = testing::carved_world(4, 3);
  Ledger ledger{{}, {}, {}, "none"};
};

TEST_F(StressTest, DeeperCutsCostMoreAndTheRangeHoldsTheCentralCase) {
  const Stress s = stress(world, ledger, cut_of_ore());
  EXPECT_TRUE(s.critical);
  EXPECT_EQ(s.cases.size(), 15U) << "the other set, 13 of the product's own, and the bound";
  EXPECT_TRUE(s.cases.back().bound);
  ASSERT_EQ(s.outcomes.size(), 15U * 2U * 3U);
  for (std::size_t h = 0; h < 2; ++h) {
    double price = 1.0, ev = 0.0, risk = 0.0;
    for (std::size_t c = 0; c < 3; ++c) {
      ASSERT_TRUE(s.at(0, h, c).figures);
      const StressFigures& o = *s.at(0, h, c).figures;
      EXPECT_GT(o.price_multiple, price);
      EXPECT_LT(o.ev_musd, ev);
      EXPECT_GT(o.at_risk_musd, risk) << "a ban costs no less than a part of it";
      risk = o.at_risk_musd;
      price = o.price_multiple;
      ev = o.ev_musd;
      const Range range = *s.range(h, c, [](const StressFigures& x) { return x.price_multiple; });
      EXPECT_EQ(range.cases.certified, 14);
      EXPECT_EQ(range.cases.of, 14);
      EXPECT_EQ(range.central, o.price_multiple);
      EXPECT_LT(range.low, range.central);
      EXPECT_GT(range.high, range.central);
      double shares = 0.0;
      for (double share : o.origin) shares += share;
      EXPECT_NEAR(shares + o.backstop_share, 1.0, 1e-9) << "origins and the backstop share one spending";
    }
    EXPECT_NEAR(s.at(0, h, 2).figures->origin[1], 0.0, 1e-12) << "a cut of 100% is a ban";
    EXPECT_GT(s.at(0, h, 1).figures->supplier_premium, s.at(0, h, 0).figures->supplier_premium);
  }
  EXPECT_GT(s.at(0, 0, 2).figures->price_multiple, s.at(0, 1, 2).figures->price_multiple)
      << "time softens it";
}

TEST_F(StressTest, IsTheSameOnAnyNumberOfThreads) {
  StressInputs in = cut_of_ore();
  in.cuts = {0.9};
  in.horizons = {3.0};
  const auto on_threads = [&](int threads) {
    in.threads = threads;
    return stress(world, ledger, in);
  };
  const Stress a = on_threads(1);
  const Stress b = on_threads(4);
  for (std::size_t c = 0; c < a.cases.size(); ++c) {
    EXPECT_EQ(a.at(c, 0, 0).figures->ev_musd, b.at(c, 0, 0).figures->ev_musd);
    EXPECT_EQ(a.at(c, 0, 0).verdict.id, b.at(c, 0, 0).verdict.id);
    if (c == 0) continue;
    EXPECT_NE(a.at(c, 0, 0).verdict.id, a.at(0, 0, 0).verdict.id) << a.cases[c].name;
  }
}

TEST_F(StressTest, AnOrdinaryProductHasElasticitiesAlone) {
  StressInputs in = cut_of_ore();
  in.product = "product:cars";
  in.cuts = {0.5};
  const Stress s = stress(world, ledger, in);
  EXPECT_FALSE(s.critical);
  EXPECT_EQ(s.cases.size(), 4U);
  EXPECT_EQ(s.at(0, 0, 0).figures->backstop_share, 0.0);
}

TEST_F(StressTest, TheRangeIsAsWideAsAskedFor) {
  StressInputs in = cut_of_ore();
  in.cuts = {0.9};
  in.horizons = {1.0};
  in.range = RangeKind::none;
  const Stress none = stress(world, ledger, in);
  EXPECT_EQ(none.cases.size(), 1U);
  EXPECT_FALSE(none.at(0, 0, 0).figures->ev_musd.told()) << "a year is too soon for welfare";
  in.range = RangeKind::full;
  const Stress full = stress(world, ledger, in);
  EXPECT_EQ(full.cases.size(), 13U + 2 * 2 * 2 + 1 + 1 + 1);
  EXPECT_NE(none.run_id, full.run_id);
  const Range range = *full.range(0, 0, [](const StressFigures& x) { return x.at_risk_musd; });
  EXPECT_LT(range.low, range.high);
}

// A Measure on the same goods of the same buyer whose term has a range.
TEST_F(StressTest, TheFullRangeMovesTermsOfMeasuresOnTheProduct) {
  StressInputs in = cut_of_ore();
  Measure refused;
  refused.id = "REFUSED";
  refused.title = "A share refused";
  refused.by = "CHN";
  refused.on = {"USA"};
  refused.goods = {"product:ore"};
  refused.instrument = Instrument::export_ban;
  refused.terms.restriction = 0.3;
  refused.terms_range = {{"restriction", {{"", 0.1, 0.6}}}};
  refused.announced = refused.effective.emplace(in.as_of);
  Measure other = refused;
  other.id = "OTHER";
  other.goods = {"product:cars"};
  ledger = Ledger({refused, other}, {}, {}, "ranged");
  in.cuts = {0.5};
  in.horizons = {3.0};
  in.range = RangeKind::full;
  const Stress s = stress(world, ledger, in);
  const auto moved = std::count_if(s.cases.begin(), s.cases.end(), [](const StressCase& c) {
    return c.name.find("REFUSED") != std::string::npos;
  });
  EXPECT_EQ(moved, 2);
  EXPECT_TRUE(std::none_of(s.cases.begin(), s.cases.end(),
                           [](const StressCase& c) { return c.name.find("OTHER") != std::string::npos; }));
  in.range = RangeKind::sets;
  EXPECT_LT(stress(world, ledger, in).cases.size(), s.cases.size());
}

TEST_F(StressTest, RefusesWhatMakesNoSense) {
  const auto refused = [&](auto change) {
    StressInputs in = cut_of_ore();
    change(in);
    return testing::refusal([&] { stress(world, ledger, in); });
  };
  EXPECT_THAT(refused([](auto& in) { in.economy = "CHN"; }), HasSubstr("is in both"));
  EXPECT_THAT(refused([](auto& in) { in.product = "product:or"; }), HasSubstr("product:ore"));
  EXPECT_THAT(refused([](auto& in) { in.cuts = {1.5}; }), HasSubstr("up to 100%"));
  EXPECT_THAT(refused([](auto& in) { in.horizons = {60.0}; }), HasSubstr("between 0 and 50"));
  EXPECT_THAT(refused([](auto& in) { in.supplier = "XYZ"; }), HasSubstr("XYZ"));
}

// Making do is a cost of the cut: what the host makes of it hides nothing of what sectors lose.
TEST_F(StressTest, OutputAtRiskRisesWithTheDepthAtEveryHorizon) {
  StressInputs in = cut_of_ore();
  in.cuts = {0.25, 0.5, 0.6, 0.75, 0.8, 0.9, 0.95, 1.0};
  in.horizons = {0.25, 0.5, 1.0, 2.0, 3.0};
  in.range = RangeKind::none;
  const Stress s = stress(world, ledger, in);
  for (std::size_t h = 0; h < in.horizons.size(); ++h) {
    double risk = 0.0;
    for (std::size_t c = 0; c < in.cuts.size(); ++c) {
      ASSERT_TRUE(s.at(0, h, c).figures) << in.horizons[h] << " " << in.cuts[c];
      const StressFigures& f = *s.at(0, h, c).figures;
      EXPECT_GE(f.at_risk_musd, risk) << in.cuts[c] << " after " << in.horizons[h];
      risk = f.at_risk_musd;
    }
  }
}

// Plants that run near what they were built for: no market price makes them four times as large in a quarter.
TEST(StressOfPlants, MakersAtHomeSellHardlyMoreThanTheirPlantsHold) {
  const World real = open_world("2023");
  StressInputs in;
  in.economy = "DEU";
  in.product = "product:magnets";
  in.supplier = "CHN";
  in.cuts = {1.0};
  in.horizons = {0.25, 1.0};
  in.as_of = real.tariff_date;
  in.range = RangeKind::none;
  const Stress s = stress(real, Ledger{{}, {}, {}, "none"}, in);
  const auto magnets = static_cast<std::size_t>(real.find_sector("product:magnets").value());
  for (std::size_t h = 0; h < in.horizons.size(); ++h) {
    ASSERT_TRUE(s.at(0, h, 0).figures);
    const double more =
        s.at(0, h, 0).figures->sector_musd[magnets] / s.status_quo[h].sector_output_musd[magnets];
    EXPECT_GT(more, 0.0) << "dearer magnets bring out what there is";
    EXPECT_LT(more, 0.5) << "after " << in.horizons[h] << " years";
  }
}

}  // namespace
}  // namespace leeway
