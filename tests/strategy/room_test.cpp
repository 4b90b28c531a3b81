#include "leeway/strategy/room.h"

#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/strategy/brief.h"
#include "leeway/strategy/room_each.h"
#include "leeway/strategy/room_seats.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"
#include "support/solved.h"

namespace leeway {
namespace {

using testing::early;
using ::testing::HasSubstr;
using testing::late;
using testing::refusal;

class RoomTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Ledger ledger = testing::hand_ledger();
  RoomInputs inputs;
  RoomTest() {
    ask_for("CAN", "USA on CAN: tariff 100% on goods",
            {"CHN on CAN: tariff 0% on goods, coverage 2%, combine replace"});
    inputs.range = RangeKind::none;
  }
  void ask_for(const std::string& economy, const std::string& threat, const std::vector<std::string>& deal,
               Date day = early) {
    RoomQuestion& q = inputs.question;
    q = {};
    q.economy = {economy, Location{}};
    q.threat = {threat, Location{"--threat"}};
    for (const std::string& text : deal) q.deal.push_back({text, Location{"--deal"}});
    q.as_of = day;
  }
  Room run() const { return room(world, ledger, inputs); }
  std::string refused() const {
    return refusal([&] { run(); });
  }
};

TEST_F(RoomTest, ATypedQuestionIsTheSameAsTheLedgersOwn) {
  const Room typed = run();
  BriefInputs brief;
  brief.economy = "CAN";
  brief.event = "THREAT";
  brief.as_of = early;
  brief.range = RangeKind::none;
  const BriefAnalysis known = analyse_brief(world, ledger, brief);
  ASSERT_TRUE(typed.leeway);
  EXPECT_TRUE(typed.certified);
  EXPECT_NEAR(typed.leeway->central.gain_musd, known.leeway->central.gain_musd, 1e-6);
  EXPECT_NEAR(typed.leeway->central.loss_musd, known.leeway->central.loss_musd, 1e-5);
  EXPECT_NEAR(typed.leeway->central.p_star, known.leeway->central.p_star, 1e-8);
  ask_for("CAN", "THREAT", {});
  EXPECT_NEAR(run().leeway->central.p_star, known.leeway->central.p_star, 1e-8);
}

TEST_F(RoomTest, ThePartsAddUpToTheGain) {
  ask_for("CAN", "THREAT", {"DEAL", "CAN on CHN: tariff 1% on goods, combine replace"});
  const Room r = run();
  ASSERT_TRUE(r.parts);
  double sum = 0.0;
  for (const MovePart& part : r.parts->parts) sum += part.musd;
  EXPECT_EQ(r.parts->parts.size(), 2U);
  EXPECT_NEAR(sum, r.leeway->central.gain_musd, 1e-6 * std::abs(sum) + 1e-6);
}

TEST_F(RoomTest, AtTheLeewayTheDealIsWorthNothingAndItsPriceIsZero) {
  inputs.credibilities = {0.5};
  const double p_star = run().leeway->central.p_star;
  ASSERT_GT(p_star, 0.0);
  ASSERT_LT(p_star, 0.5);
  inputs.credibilities = {p_star, 0.5};
  const Room r = run();
  const LeewayCase& c = r.leeway->central;
  EXPECT_NEAR(r.credibility[0].worth_musd.central, 0.0, 1e-9 * c.loss_musd);
  EXPECT_NEAR(r.credibility[1].worth_musd.central, 0.5 * (c.gain_musd - c.loss_musd), 1e-9 * c.loss_musd);
  ASSERT_EQ(r.credibility[1].break_even, BreakEven::found);
  EXPECT_LT(*r.credibility[1].break_even_rate, 1.0);
  // At that rate one half is the leeway.
  const std::string rate =
      fmt::format("USA on CAN: tariff {:.12g}% on goods", 100.0 * *r.credibility[1].break_even_rate);
  inputs.question.threat.text = rate;
  EXPECT_NEAR(run().leeway->central.p_star, 0.5, 1e-3);
}

TEST_F(RoomTest, TheBreakEvenIsToldOverTheSets) {
  inputs.credibilities = {1e-4, 0.5};
  EXPECT_FALSE(run().credibility[1].ends) << "the centre alone has no ends";
  inputs.range = RangeKind::sets;
  const Room r = run();
  ASSERT_TRUE(r.credibility[1].ends);
  const BreakEvenEnds& ends = *r.credibility[1].ends;
  EXPECT_TRUE(ends.cases.all());
  EXPECT_EQ(ends.cases.of, static_cast<int>(world.elasticities.size()));
  EXPECT_LE(ends.low, *r.credibility[1].break_even_scale);
  ASSERT_TRUE(ends.high);
  EXPECT_GE(*ends.high, *r.credibility[1].break_even_scale);
  EXPECT_LT(ends.low, *ends.high) << "sets differ";
  EXPECT_FALSE(r.credibility[0].ends->high) << "so unlikely that it pays at the announced size";
  EXPECT_NEAR(*r.threat_rate, 1.0, 1e-12);
  // Under the set alone, asked by itself.
  for (const ElasticitySet& set : world.elasticities) {
    inputs.range = RangeKind::none;
    inputs.options.elasticities = set.id;
    const double alone = *run().credibility[1].break_even_scale;
    EXPECT_GE(alone, ends.low - 1e-3);
    EXPECT_LE(alone, *ends.high + 1e-3);
  }
}

TEST_F(RoomTest, NamesInCommonUseAreTheSameQuestion) {
  const Room ids = run();
  ask_for("Economy CAN", "US on CA: tariff 100% on goods",
          {"CN on CA: tariff 0% on goods, coverage 2%, combine replace"});
  const Room names = run();
  EXPECT_EQ(names.asked.economy, "CAN");
  EXPECT_EQ(names.asked.moves.threat->by, "USA");
  EXPECT_EQ(names.leeway->central.p_star, ids.leeway->central.p_star);
  EXPECT_EQ(economies_to_ask(world, {"g2"}, early), economies_to_ask(world, {"G2"}, early));
}

TEST_F(RoomTest, HoldingOutHasPartsToo) {
  ask_for("CAN", "USA on CAN: tariff 100% on goods", {"not CAN on CHN: tariff 60% on goods"});
  const Room r = run();
  ASSERT_TRUE(r.parts);
  ASSERT_EQ(r.parts->parts.size(), 1U);
  EXPECT_TRUE(r.parts->parts[0].lifted);
  EXPECT_NEAR(r.parts->parts[0].musd, r.leeway->central.gain_musd, 1e-5);
}

TEST_F(RoomTest, TheFrontierFallsWithTheRateAndHoldsTheAnswer) {
  const Room r = run();
  ASSERT_GE(r.frontier.size(), 5U);
  for (std::size_t at = 1; at < r.frontier.size(); ++at) {
    EXPECT_GT(*r.frontier[at].rate, *r.frontier[at - 1].rate);
    EXPECT_LT(r.frontier[at].p_star, r.frontier[at - 1].p_star);
    if (r.frontier[at].scale == 1.0) {
      EXPECT_EQ(r.frontier[at].p_star, r.leeway->central.p_star);
    }
  }
}

TEST_F(RoomTest, LessOfADealLeavesLessRoom) {
  ask_for("CAN", "THREAT", {"CAN with CHN: pact 5%"});
  const Room r = run();
  ASSERT_FALSE(r.deal_scaled.empty());
  for (const FrontierPoint& p : r.deal_scaled)
    if (p.scale == 1.0 && r.leeway->central.gain_musd > 0.0) {
      EXPECT_LT(p.p_star, r.leeway->central.p_star) << p.deal;
      EXPECT_LT(p.gain_musd, r.leeway->central.gain_musd) << p.deal;
    }
}

TEST_F(RoomTest, AShorterPunishmentLeavesMoreRoomAndEqualLengthsChangeNothing) {
  inputs.options.horizon = 3.0;
  const double always = run().leeway->central.p_star;
  inputs.duration.deal_lasts = 10.0;
  EXPECT_NEAR(run().leeway->central.p_star, always, 1e-9);
  inputs.duration.lasts = 1.0;
  const Room r = run();
  const double ratio = present_years(10.0, 0.03) / present_years(1.0, 0.03);
  EXPECT_NEAR(r.leeway->central.p_star, std::min(1.0, always * ratio), 1e-6);
  EXPECT_NEAR(r.credibility[0].worth_musd.central,
              r.leeway->central.gain_musd -
                  0.01 * (r.leeway->central.gain_musd + r.leeway->central.loss_musd) / ratio,
              1e-6 * r.leeway->central.loss_musd);
}

TEST_F(RoomTest, ADealInForceIsTakenOutAndSaidSo) {
  ask_for("CAN", "USA on CAN: tariff 100% on goods", {"DEAL"}, late);
  const Room in_force = run();
  EXPECT_EQ(in_force.asked.taken_out, std::vector<std::string>{"DEAL"});
  // Typed in other words it is the same act.
  ask_for("CAN", "USA on CAN: tariff 100% on goods",
          {"CHN on CAN: tariff 0% on goods, coverage 2%, combine replace"}, late);
  const Room typed = run();
  EXPECT_EQ(typed.asked.taken_out, std::vector<std::string>{"DEAL"});
  EXPECT_EQ(typed.leeway->central.gain_musd, in_force.leeway->central.gain_musd);
}

TEST_F(RoomTest, TheThreatenersWeightMakesTheThreatWorthNothing) {
  const Room r = run();
  const SeatStakes& usa = r.seats.front();
  EXPECT_EQ(usa.seat, Seat::threatener);
  EXPECT_EQ(usa.economy, "USA");
  EXPECT_EQ(usa.sectors.size(), 3U);
  for (const SectorStake& k : usa.sectors)
    if (k.weight) {
      EXPECT_NEAR(usa.carry_out.central + (k.weight->central - 1.0) * k.value_added_musd.central, 0.0,
                  1e-9 * std::abs(usa.carry_out.central));
    }
  EXPECT_FALSE(political_weight(-5.0, -1.0));
  EXPECT_DOUBLE_EQ(*political_weight(-5.0, 10.0), 1.5);
  EXPECT_EQ(r.seats[1].seat, Seat::partner);
  EXPECT_EQ(r.seats[1].economy, "CHN");
  EXPECT_EQ(r.seats.size(), 3U);  // and the rest of the world
}

TEST_F(RoomTest, TheRangeHoldsTheCentreAndIsTheSameForAnyNumberOfThreads) {
  inputs.range = RangeKind::full;
  inputs.threads = 1;
  const Room one = run();
  inputs.threads = 2;
  const Room two = run();
  EXPECT_EQ(one.run_id, two.run_id);
  EXPECT_LE(one.leeway->low, one.leeway->central.p_star);
  EXPECT_GE(one.leeway->high, one.leeway->central.p_star);
  EXPECT_EQ(one.leeway->low, two.leeway->low);
  EXPECT_EQ(one.seats.front().carry_out.high, two.seats.front().carry_out.high);
  EXPECT_FALSE(one.p_star_swings.empty());
  inputs.duration.lasts = 1.0;
  EXPECT_NE(run().run_id, one.run_id);
}

// One question has one range: that of the brief of who is threatened.
TEST_F(RoomTest, TermsWithARangeMoveItAsTheyMoveThatOfABrief) {
  Measure deal = *ledger.find_measure("DEAL");
  deal.terms_range = {{"coverage", {{"", 0.005, 0.06}}}};
  Measure threat = *ledger.find_measure("THREAT");
  threat.terms.coverage = 0.7;
  threat.terms_range = {{"coverage", {{"", 0.4, 1.0}}}};
  ledger = Ledger({deal, threat}, {}, {}, "ranged");
  ask_for("CAN", "THREAT", {"DEAL"});
  inputs.range = RangeKind::full;
  BriefInputs brief;
  brief.economy = "CAN";
  brief.event = "THREAT";
  brief.as_of = early;
  for (const RangeKind kind : {RangeKind::full, RangeKind::sets}) {
    inputs.range = brief.range = kind;
    const Room asked = run();
    const BriefAnalysis known = analyse_brief(world, ledger, brief);
    EXPECT_EQ(term_cases(asked.settings), kind == RangeKind::full ? 4 : 0);
    // A brief moves the terms of the answer too, on which its leeway does not hang.
    EXPECT_EQ(term_cases(known.settings), kind == RangeKind::full ? 6 : 0);
    EXPECT_EQ(asked.leeway->cases.size() - static_cast<std::size_t>(term_cases(asked.settings)),
              known.leeway->cases.size() - static_cast<std::size_t>(term_cases(known.settings)));
    EXPECT_NEAR(asked.leeway->low, known.leeway->low, 1e-8);
    EXPECT_NEAR(asked.leeway->high, known.leeway->high, 1e-8);
    if (kind == RangeKind::sets) continue;
    const auto moves = [](const Swing& s) { return s.measure == "DEAL"; };
    EXPECT_TRUE(std::any_of(asked.p_star_swings.begin(), asked.p_star_swings.end(), moves));
    // A punishment with a length is priced at three years under the same terms.
    inputs.duration.lasts = 1.0;
    inputs.duration.deal_lasts = 10.0;
    const Room timed = run();
    EXPECT_TRUE(timed.leeway->failed.empty());
    EXPECT_EQ(timed.leeway->cases.size(), asked.leeway->cases.size());
    inputs.duration = {};
  }
}

TEST_F(RoomTest, CertaintyEitherWayIsAProbability) {
  inputs.credibilities = {0.0, 1.0};
  const Room r = run();
  ASSERT_EQ(r.credibility.size(), 2U);
  const LeewayCase& c = r.leeway->central;
  EXPECT_NEAR(r.credibility[0].worth_musd.central, c.gain_musd, 1e-9 * c.loss_musd);
  EXPECT_NEAR(r.credibility[1].worth_musd.central, -c.loss_musd, 1e-9 * c.loss_musd);
  EXPECT_EQ(r.credibility[0].break_even, BreakEven::pays_at_full_scale);
  EXPECT_EQ(r.credibility[1].break_even, BreakEven::found);
}

TEST_F(RoomTest, ADealWithWhoThreatensIsSaidSo) {
  EXPECT_FALSE(run().with_threatener);
  ask_for("CAN", "THREAT", {"CAN with USA: pact 5%"});
  EXPECT_TRUE(run().with_threatener);
  ask_for("CAN", "THREAT", {"USA on CAN: tariff 0% on goods, coverage 1%, combine replace"});
  EXPECT_TRUE(run().with_threatener);
  // An act of its own against the threatener, which the threat is about, is no deal with it.
  ask_for("CAN", "THREAT", {"CAN on USA: tariff 3% on goods"});
  EXPECT_FALSE(run().with_threatener);
}

TEST_F(RoomTest, DutiesAreToldBeforeAndAfter) {
  ask_for("CAN", "USA on CAN: tariff 100% on goods", {"DEAL"});
  const Room r = run();
  ASSERT_EQ(r.duties.size(), 2U);
  const int usa = *world.find_economy("USA");
  const int can = *world.find_economy("CAN");
  const int chn = *world.find_economy("CHN");
  const auto mean = [&](int n, int i) {
    double trade = 0.0;
    double duty = 0.0;
    for (int l = 0; l < world.line_count(); ++l) {
      if (!world.sectors[static_cast<std::size_t>(world.lines[static_cast<std::size_t>(l)].composite)].goods)
        continue;
      trade += world.flow(l, n, i);
      duty += world.flow(l, n, i) * world.tariff(l, n, i);
    }
    return duty / trade;
  };
  EXPECT_NEAR(r.duties[0].without, mean(usa, can), 1e-12);
  EXPECT_NEAR(r.duties[0].with, mean(usa, can) + 1.0, 1e-12) << "on top of what is paid";
  EXPECT_EQ(r.duties[1].measure, "DEAL");
  EXPECT_NEAR(r.duties[1].without, mean(chn, can), 1e-12);
  EXPECT_NEAR(r.duties[1].with, 0.98 * mean(chn, can), 1e-12) << "a fiftieth of it goes free";
}

TEST_F(RoomTest, ListsOfGoodsAreSparedOrNotSideBySide) {
  GoodsList list;
  list.id = "PACT-GOODS";
  list.title = "Goods that claim a pact";
  list.share_of["CAN"] = {{"*", 0.8}};
  ledger = ledger.and_lists({list});
  const Room r = run();
  ASSERT_EQ(r.spared.size(), 1U);
  EXPECT_TRUE(r.spared[0].spared);
  EXPECT_LT(r.spared[0].leeway->central.loss_musd, r.leeway->central.loss_musd);
  EXPECT_GT(r.spared[0].leeway->central.p_star, r.leeway->central.p_star);
  ask_for("CAN", "USA on CAN: tariff 100% on goods, except PACT-GOODS", {"DEAL"});
  const Room other = run();
  EXPECT_FALSE(other.spared[0].spared);
  EXPECT_NEAR(other.leeway->central.p_star, r.spared[0].leeway->central.p_star, 1e-8);
}

TEST_F(RoomTest, BadQuestionsAreRefused) {
  ask_for("USA", "USA on CAN: tariff 10% on goods", {"DEAL"});
  EXPECT_THAT(refused(), HasSubstr("threatens itself"));
  ask_for("CAN", "CAN on CAN: tariff 10% on goods", {"DEAL"});
  EXPECT_THAT(refused(), HasSubstr("acts on itself"));
  ask_for("CAN", "USA on CHN: tariff 10% on goods", {"DEAL"});
  EXPECT_THAT(refused(), HasSubstr("does not hit CAN"));
  ask_for("CAN", "CHN on CAN: tariff 0% on goods, coverage 2%, combine replace", {"THREAT"}, late);
  EXPECT_THAT(refused(), HasSubstr("carried out already: DEAL is in force"));
  ask_for("CAN", "DEAL", {"PLEDGE"}, late);
  EXPECT_THAT(refused(), HasSubstr("carried out already"));
  ask_for("CAN", "THREATS", {"DEAL"});
  EXPECT_THAT(refused(), HasSubstr("did you mean THREAT?"));
  ask_for("CAN", "THREAT", {"DEALS"});
  EXPECT_THAT(refused(), HasSubstr("did you mean DEAL?"));
  ask_for("CAN", "THREAT", {"lift DEAL"});
  EXPECT_THAT(refused(), HasSubstr("not in force"));
  ask_for("CAN", "THREAT", {"DEAL"});
  inputs.credibilities = {1.01};
  EXPECT_THAT(refused(), HasSubstr("from 0 to 1"));
  inputs.credibilities = {0.1};
  inputs.options.horizon = 1.0;
  EXPECT_NE(refused(), "");
  inputs.options.horizon.reset();
  inputs.duration = {2.0, 1.0, 0.03};
  EXPECT_THAT(refused(), HasSubstr("longer than the deal"));
  inputs.duration = {1.0, {}, 0.0};
  EXPECT_THAT(refused(), HasSubstr("without a discount"));
  inputs.duration = {1.0, {}, 1.5};
  EXPECT_THAT(refused(), HasSubstr("discount"));
}

TEST_F(RoomTest, PutToManyItGivesEachItsOwnAnswer) {
  RoomEachInputs each;
  each.question = inputs.question;
  each.question.threat.text = "USA on {it}: tariff 100% on goods";
  each.question.deal = {
      {"CHN on {it}: tariff 0% on goods, coverage 2%, combine replace", Location{"--deal"}}};
  each.economies = economies_to_ask(world, {"USA", "CHN", "CAN", world.economies.back().id}, early);
  each.range = RangeKind::sets;
  const RoomEach all = room_each(world, ledger, each);
  EXPECT_EQ(all.left_out, (std::vector<std::string>{"USA", "CHN"}));
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_LE(all.rows[0].leeway->central.p_star, all.rows[1].leeway->central.p_star);
  inputs.range = RangeKind::sets;
  const Room one = run();
  for (const RoomRow& row : all.rows)
    if (row.economy == "CAN") {
      EXPECT_NEAR(row.leeway->central.p_star, one.leeway->central.p_star, 1e-9);
      EXPECT_NEAR(row.leeway->high, one.leeway->high, 1e-9);
    }
  EXPECT_THAT(refusal([&] { economies_to_ask(world, {"CAN", "CAN"}, early); }), HasSubstr("named twice"));
  EXPECT_THAT(refusal([&] { economies_to_ask(world, {"G2", "USA"}, early); }), HasSubstr("is in \"G2\""));
  each.question.threat.text = "USA on CAN: tariff 100% on goods";
  EXPECT_THAT(refusal([&] { room_each(world, ledger, each); }), HasSubstr("{it}"));
}

TEST(TimedCase, PresentValuesOfEqualLengthsAreTheRatioOfFlows) {
  const Duration years{5.0, 5.0, 0.03};
  EXPECT_NEAR(timed_case(2.0, 8.0, years).p_star, 0.2, 1e-12);
  const Duration one{1.0, 10.0, 0.0};
  // Ten years of 2 against one year of 10 lost: p* = 20 / 10.
  EXPECT_EQ(timed_case(2.0, 8.0, one).reading, Reading::always_pays);
  EXPECT_NEAR(timed_case(2.0, 98.0, one).p_star, 0.2, 1e-12);
  EXPECT_EQ(timed_case(-2.0, 98.0, one).reading, Reading::never_pays);
}

}  // namespace
}  // namespace leeway
