#include "leeway/strategy/hedge_stocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/one_line.h"
#include "leeway/strategy/hedge.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using testing::refusal;

HedgeStock stock_of(const std::string& text) {
  return *stock_in(GameMeasure{{text, Location{"--act", 1, 1}}, {}});
}

TEST(HedgeStock, RelievesByWhatItHoldsOverTheTimeOfTheCurb) {
  const Measure curb =
      parse_one_line("CHN on CAN: export ban on C10T12, restriction 50%", Location{"t"}, testing::early);
  const HedgeStock stock = stock_of("stock 3 months of C10T12 over 1y");
  EXPECT_NEAR(stock.years, 0.25, 1e-12);
  const std::optional<Measure> left = relieved(curb, stock);
  ASSERT_TRUE(left);
  EXPECT_NEAR(left->terms.restriction_by_goods.at("C10T12"), 0.25, 1e-12);
  EXPECT_NE(left->id, curb.id);
  EXPECT_NEAR(
      relieved(curb, stock_of("stock 3 months of C10T12 over 2y"))->terms.restriction_by_goods.at("C10T12"),
      0.375, 1e-12)
      << "half as much a year where the curb lasts twice as long";
  EXPECT_FALSE(relieved(curb, stock_of("stock 6 months of C10T12 over 1y"))) << "enough for all of it";
  const Measure all = parse_one_line("CHN on CAN: export ban on C10T12", Location{"t"}, testing::early);
  EXPECT_NEAR(relieved(all, stock)->terms.restriction_by_goods.at("C10T12"), 0.75, 1e-12);
}

TEST(HedgeStock, LeavesOtherGoodsAsTheyAre) {
  Measure curb =
      parse_one_line("CHN on CAN: export ban on C10T12, restriction 50%", Location{"t"}, testing::early);
  curb.goods.push_back("C29");
  const std::optional<Measure> left = relieved(curb, stock_of("stock 6 months of C10T12 over 1y"));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->goods, (std::vector<std::string>{"C29"}));
  EXPECT_NEAR(left->terms.restriction_by_goods.at("C29"), 0.5, 1e-12);
}

TEST(HedgeStock, RefusesWithThePlace) {
  for (const char* text : {"stock of magnets", "stock six months of C29 over 1y", "stock 6 months of C29",
                           "stock 6 months of C29 over 0y"})
    EXPECT_THAT(refusal([&] { stock_of(text); }), HasSubstr("--act:1:1")) << text;
  EXPECT_FALSE(stock_in(GameMeasure{{"CAN with ROW: pact 80%", Location{"--act"}}, {}}));
}

class HedgeStockTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();
  std::string goods = world.sectors[0].id;

  HedgeInputs inputs(const std::string& restriction) const {
    HedgeInputs in;
    in.question.economy = {"CAN", {}};
    in.question.as_of = testing::early;
    in.question.states = {
        typed_state("curb=0.2: CHN on {it}: export ban on " + goods + ", restriction " + restriction,
                    "--state"),
        typed_state("duty=0.2: USA on {it}: tariff 20% on goods", "--state")};
    in.question.acts = {typed_act("stock=3 mn USD: stock 3 months of " + goods + " over 1y", "--act")};
    in.range = RangeKind::none;
    in.threads = 1;
    return in;
  }
  Hedge solved(const HedgeInputs& in) const { return hedge(world, ledger, in); }
};

// What is lost with a stock is what is lost under the curb that it leaves, less its cost, and other states
// cost the carrying alone.
TEST_F(HedgeStockTest, StandsForASmallerCurb) {
  const Hedge h = solved(inputs("50%"));
  ASSERT_TRUE(h.certified());
  const Hedge smaller = solved(inputs("25%"));
  EXPECT_LT(h.bundles[0].income[0].central, 0.0);
  EXPECT_NEAR(h.bundles[1].income[0].central, smaller.bundles[0].income[0].central - 3.0, 1e-6);
  EXPECT_NEAR(h.bundles[1].income[1].central, h.bundles[0].income[1].central - 3.0, 1e-9);
  EXPECT_NEAR(h.bundles[1].income[2].central, -3.0, 1e-9);
  const Hedge enough = solved(inputs("20%"));
  EXPECT_NEAR(enough.bundles[1].income[0].central, -3.0, 1e-9) << "nothing of the curb is left";
  bool named = false;
  for (const AppliedMeasure& applied : h.asked)
    named = named || applied.measure->instrument == Instrument::export_ban;
  EXPECT_TRUE(named) << "the curb is among the sources";
}

TEST_F(HedgeStockTest, NeedsACurbOnTheEconomyAlone) {
  HedgeInputs in = inputs("50%");
  in.question.acts = {typed_act("stock: stock 3 months of " + world.sectors[1].id + " over 1y", "--act")};
  EXPECT_THAT(refusal([&] { solved(in); }), HasSubstr("no state has a curb"));
  in = inputs("50%");
  in.question.states[0] =
      typed_state("curb=0.2: CHN on CAN, ROW: export ban on " + goods + ", restriction 50%", "--state");
  EXPECT_THAT(refusal([&] { solved(in); }), HasSubstr("refuses others than CAN too"));
}

// Every set at each horizon: the range holds what a hedge at that horizon says.
TEST_F(HedgeStockTest, HorizonsAreDrawnToo) {
  HedgeInputs in = inputs("50%");
  in.horizons = {4.0};
  const Hedge h = solved(in);
  EXPECT_EQ(h.cases.of, 2);
  HedgeInputs at = inputs("50%");
  at.options.horizon = 4.0;
  const Hedge alone = solved(at);
  const Range& r = h.bundles[0].income[1];
  EXPECT_NEAR(std::min(r.central, alone.bundles[0].income[1].central), r.low, 1e-9);
  EXPECT_NEAR(std::max(r.central, alone.bundles[0].income[1].central), r.high, 1e-9);
  EXPECT_NE(h.run_id, solved(inputs("50%")).run_id);
  in.horizons = {1.0};
  EXPECT_THAT(refusal([&] { solved(in); }), HasSubstr("3"));
}

// A case of the ledger with a hazard of a half a year: three in four within two years.
TEST_F(HedgeStockTest, APendingCaseHasTheLedgersHazard) {
  Measure pending = testing::tariff("CASE", "USA", "CAN", 0.3);
  pending.typed_status = Status::under_investigation;
  pending.hazard = 0.5;
  ledger = Ledger({pending}, {}, {}, "pending");
  HedgeInputs in = inputs("50%");
  in.question.acts.clear();
  in.question.states = {typed_state("case=pending for 2y: CASE", "--state")};
  const Hedge h = solved(in);
  ASSERT_TRUE(h.certified());
  EXPECT_NEAR(h.states[0].probability, 0.75, 1e-12);
  EXPECT_LT(h.bundles[0].income[0].central, 0.0) << "the duty that it ends in";
  in.question.states = {typed_state("case=pending: USA on CAN: tariff 30% on goods", "--state")};
  EXPECT_THAT(refusal([&] { solved(in); }), HasSubstr("no pending case with a hazard"));
}

TEST(HedgeState, ProbabilitiesInWords) {
  const auto of = [](const std::string& words) {
    return typed_state("a=" + words + ": USA on CAN: tariff 20% on goods", "--state").probability;
  };
  EXPECT_NEAR(of("20% a year for 2y"), 0.36, 1e-12);
  EXPECT_NEAR(of("20% a year"), 0.2, 1e-12);
  EXPECT_NEAR(of("0.3"), 0.3, 1e-12);
  EXPECT_THAT(refusal([&] { of("20% for 2y"); }), HasSubstr("has no probability"));
  EXPECT_THAT(refusal([&] { of("20% a year for ever"); }), HasSubstr("has no probability"));
}

}  // namespace
}  // namespace leeway
