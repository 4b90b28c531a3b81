#include "leeway/strategy/leeway.h"

#include <cmath>

#include <gtest/gtest.h>

#include "leeway/strategy/break_even.h"

namespace leeway {
namespace {

TEST(Leeway, IsGainOverGainAndLoss) {
  const LeewayCase c = leeway_case(30.0, 270.0);
  EXPECT_DOUBLE_EQ(c.p_star, 0.1);
  EXPECT_EQ(c.reading, Reading::room);
}

TEST(Leeway, Corners) {
  EXPECT_EQ(leeway_case(-1.0, 5.0).reading, Reading::never_pays);
  EXPECT_EQ(leeway_case(-1.0, 5.0).p_star, 0.0);
  EXPECT_EQ(leeway_case(0.0, 5.0).p_star, 0.0);
  EXPECT_EQ(leeway_case(-1.0, -5.0).reading, Reading::never_pays);
  EXPECT_EQ(leeway_case(3.0, -1.0).reading, Reading::always_pays);
  EXPECT_EQ(leeway_case(3.0, -1.0).p_star, 1.0);
  EXPECT_EQ(leeway_case(3.0, 0.0).p_star, 1.0);
}

TEST(Leeway, TheMoveBreaksEvenAtPStar) {
  const LeewayCase c = leeway_case(12.5, 310.0);
  EXPECT_NEAR((1.0 - c.p_star) * c.gain_musd - c.p_star * c.loss_musd, 0.0, 1e-12);
  for (const Odds& odds : odds_table(c))
    EXPECT_EQ(odds.expected_ev_musd > 0.0, odds.probability < c.p_star) << odds.probability;
}

TEST(Leeway, RangeIsOverAllCasesThatWeighAMove) {
  LeewayCase no_move = leeway_case(1.0, 1.0);
  no_move.reading = Reading::no_move;
  const Leeway l =
      leeway_over({leeway_case(1.0, 9.0), leeway_case(1.0, 19.0), leeway_case(-1.0, 4.0), no_move});
  EXPECT_DOUBLE_EQ(l.central.p_star, 0.1);
  EXPECT_DOUBLE_EQ(l.low, 0.0);
  EXPECT_DOUBLE_EQ(l.high, 0.1);
  EXPECT_EQ(l.cases.size(), 4U);
}

TEST(BreakEven, FindsTheZeroOfACurve) {
  int calls = 0;
  const auto worth = [&](double s) -> std::optional<double> {
    ++calls;
    return 5.0 - 300.0 * (1.0 - std::exp(-4.0 * s));
  };
  const std::optional<double> scale = break_even(worth, *worth(0.0), *worth(1.0));
  ASSERT_TRUE(scale);
  EXPECT_NEAR(*scale, -std::log(1.0 - 5.0 / 300.0) / 4.0, 1e-6);
  EXPECT_LT(calls, 20);
}

TEST(BreakEven, SaysNothingWithoutFiguresOrWithoutAZero) {
  EXPECT_FALSE(break_even([](double) { return std::nullopt; }, 1.0, -1.0));
  EXPECT_FALSE(break_even([](double) { return std::optional(1.0); }, 1.0, 2.0));
}

TEST(Leeway, ALossIsPricedAtTheRecordsShare) {
  LikeThreats record;
  record.all.made = 30;
  record.all.carried_out = {6, 30, 0.1, 0.4};
  record.of_kind = ThreatCount{};
  record.of_kind->made = 3;
  record.of_kind->carried_out = {3, 3, 0.5, 1.0};
  const std::optional<Range> of_all = at_the_record({1000.0, 800.0, 1500.0, {2, 2}}, record);
  ASSERT_TRUE(of_all) << "few of a kind say little";
  EXPECT_DOUBLE_EQ(of_all->central, 200.0);
  EXPECT_DOUBLE_EQ(of_all->low, 80.0);
  EXPECT_DOUBLE_EQ(of_all->high, 600.0);
  record.of_kind->made = 12;
  record.of_kind->carried_out = {3, 12, 0.08, 0.5};
  EXPECT_DOUBLE_EQ(at_the_record({1000.0, 800.0, 1500.0, {2, 2}}, record)->central, 250.0);
  EXPECT_FALSE(at_the_record({100.0, -50.0, 200.0, {2, 2}}, record)) << "no loss in every case";
}

}  // namespace
}  // namespace leeway
