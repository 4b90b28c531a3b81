#include "leeway/strategy/moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/hand_ledger.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::Contains;
using testing::early;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using testing::late;

class MovesTest : public ::testing::Test {
 protected:
  World world = testing::tiny_world();
  Ledger ledger = testing::hand_ledger();
  Moves find(const char* threat, Date as_of, std::vector<Scenario> scenarios = {}) {
    return find_moves(world, ledger, "CAN", threat, as_of, {}, scenarios);
  }
};

TEST_F(MovesTest, TheConditionIsTheDeal) {
  const Moves m = find("THREAT", early);
  EXPECT_THAT(m.deal.use, ElementsAre("DEAL"));
  EXPECT_TRUE(m.retreat.empty());
  EXPECT_FALSE(m.threat_in_force);
}

TEST_F(MovesTest, ADealInForceIsGivenUpByDroppingIt) {
  const Moves m = find("THREAT", late);
  EXPECT_TRUE(m.deal.empty());
  EXPECT_THAT(m.retreat.drop, ElementsAre("DEAL"));
}

TEST_F(MovesTest, AScenarioGoesBeforeTheCondition) {
  const Moves m = find("THREAT", early, {testing::half_deal()});
  EXPECT_EQ(m.deal.scenario, "half-deal");
  EXPECT_THAT(m.deal.ids(), ElementsAre("HALF"));
  EXPECT_THAT(m.deal.use, IsEmpty());
}

TEST_F(MovesTest, AScenarioMadeAlreadyIsUndone) {
  Scenario made = testing::half_deal();
  made.use = {"DEAL"};
  made.drop = {"BARE"};
  const Moves m = find("THREAT", late, {made});
  EXPECT_TRUE(m.deal.empty());
  EXPECT_THAT(m.retreat.drop, ElementsAre("DEAL"));
  EXPECT_THAT(m.retreat.use, ElementsAre("BARE"));
}

TEST_F(MovesTest, ASecondScenarioForAnotherEconomyIsPassedOver) {
  Scenario other = testing::half_deal();
  other.id = "other";
  other.measures = {testing::tariff("ELSE", "USA", "CHN", 0.0, Combine::replace)};
  EXPECT_EQ(find("THREAT", early, {other, testing::half_deal()}).deal.scenario, "half-deal");
  EXPECT_EQ(find("THREAT", early, {other}).deal.scenario, "other");
}

TEST_F(MovesTest, APromiseIsBrokenNotMade) {
  const Moves m = find("STICK", early);
  EXPECT_TRUE(m.promise);
  EXPECT_TRUE(m.deal.empty()) << "not delivering is the status quo";
  EXPECT_THAT(m.retreat.use, ElementsAre("PLEDGE"));
}

TEST_F(MovesTest, AMoveIsOfOneKind) {
  const auto kind = [&](const Moves& m) { return move_kind(world, ledger, m, {"CAN"}, early); };
  EXPECT_EQ(kind(find("BARE", early)), MoveKind::none);
  EXPECT_EQ(kind(find("STICK", early)), MoveKind::breach);
  // China acts: it takes another side.
  EXPECT_EQ(kind(find("THREAT", early)), MoveKind::deal);
  EXPECT_EQ(kind(find("THREAT", late)), MoveKind::deal);
  EXPECT_EQ(kind(find("THREAT", early, {testing::half_deal()})), MoveKind::policy) << "Canada acts alone";
  Moves asked = find("BARE", early);
  asked.retreat.measures = {testing::tariff("GIVE-IN", "CAN", "CHN", 0.6)};
  EXPECT_EQ(kind(asked), MoveKind::refusal);
  Measure pact = testing::tariff("PACT", "CAN", "CHN", 0.0);
  pact.instrument = Instrument::pact;
  asked.deal.measures = {pact};
  EXPECT_EQ(kind(asked), MoveKind::deal) << "a pact has two sides, whoever writes it down";
  // Of another mover the same acts are those of others.
  EXPECT_EQ(move_kind(world, ledger, find("THREAT", early), {"CHN"}, early), MoveKind::policy);
}

TEST_F(MovesTest, RetaliationMirrorsTheThreat) {
  const Moves m = find("THREAT", early);
  ASSERT_EQ(m.retaliation.measures.size(), 1U);
  const Measure& answer = m.retaliation.measures[0];
  EXPECT_EQ(answer.by, "CAN");
  EXPECT_THAT(answer.on, ElementsAre("USA"));
  EXPECT_DOUBLE_EQ(rate_at(answer.terms, early), 1.0);
  EXPECT_FALSE(answer.is_threat());
  EXPECT_EQ(m.notes.back().kind, MoveNote::Kind::mirrored);
  EXPECT_THAT(m.notes.back().mirrors, ElementsAre(answer.id)) << "so that an answer says it is an assumption";
}

TEST_F(MovesTest, RetaliationOnRecordGoesFirst) {
  Scenario answer;
  answer.id = "answer";
  answer.title = "Canada answers";
  answer.as_of = early;
  answer.use = {"THREAT"};
  answer.measures = {testing::tariff("ANSWER", "CAN", "USA", 0.25)};
  answer.retaliation_for = {"THREAT"};
  const Moves m = find("THREAT", early, {answer});
  EXPECT_EQ(m.retaliation.scenario, "answer");
  EXPECT_THAT(m.retaliation.ids(), ElementsAre("ANSWER"));
}

TEST_F(MovesTest, OfTheDealOnRecordNothingComesBackWithTheAnswer) {
  Scenario answer;
  answer.id = "answer";
  answer.as_of = early;
  answer.use = {"DEAL", "THREAT"};
  answer.measures = {testing::tariff("HALF", "CAN", "CHN", 0.02),
                     testing::tariff("ANSWER", "CAN", "USA", 0.25)};
  answer.retaliation_for = {"THREAT"};
  Scenario deal = testing::half_deal();
  deal.use = {"DEAL"};
  AskedMove asked;
  asked.deal.measures = {testing::tariff("OTHER", "CAN", "CHN", 0.01)};
  const Moves m = find_moves(world, ledger, "CAN", "THREAT", early, {}, {deal, answer}, asked);
  EXPECT_THAT(m.retaliation.ids(), ElementsAre("ANSWER"));
  EXPECT_THAT(m.deal.ids(), ElementsAre("OTHER"));
}

TEST_F(MovesTest, AMemberOfACustomsUnionAnswersThroughIt) {
  world.groups.push_back({"EU27", "A union", {{world.resolve_economies("CAN", early, {}).front(), {}, {}}}});
  const Moves mirrored_by_all = find("THREAT", early);
  ASSERT_EQ(mirrored_by_all.retaliation.measures.size(), 1U);
  EXPECT_EQ(mirrored_by_all.retaliation.measures[0].by, "EU27");
  std::vector<Measure> measures = ledger.measures();
  Measure list = testing::tariff("LIST", "EU27", "USA", 0.25);
  list.announced = early - std::chrono::days(9);
  list.effective = list.announced;
  list.suspended = {{list.announced, {}}};
  measures.push_back(list);
  ledger = Ledger(measures, ledger.events(), ledger.schedules(), "");
  const Moves own = find("THREAT", early);
  EXPECT_THAT(own.retaliation.use, ElementsAre("LIST"));
  EXPECT_TRUE(own.retaliation.measures.empty());
  EXPECT_THAT(own.notes, Contains(Field(&MoveNote::kind, MoveNote::Kind::on_record)));
}

TEST_F(MovesTest, AThreatWithoutConditionHasNoMove) {
  const Moves m = find_moves(world, ledger, "CHN", "BARE", early, {}, {});
  EXPECT_TRUE(m.deal.empty());
  EXPECT_TRUE(m.retreat.empty());
  EXPECT_THAT(m.notes, Contains(Field(&MoveNote::kind, MoveNote::Kind::no_move)));
}

TEST_F(MovesTest, AnUnknownThreatIsAnInputError) { EXPECT_THROW(find("TREAT", early), InputError); }

TEST_F(MovesTest, ChangesDoNotRepeatOrContradict) {
  PolicyOptions base;
  base.as_of = late;
  Change change;
  change.use = {"THREAT"};
  change.drop = {"DEAL", "BARE"};
  PolicyOptions once = with_change(world, ledger, base, change);
  EXPECT_THAT(once.drop, ElementsAre("DEAL")) << "BARE is not in force";
  EXPECT_THAT(with_change(world, ledger, once, change).use, ElementsAre("THREAT"));
  Change back;
  back.use = {"DEAL"};
  EXPECT_THAT(with_change(world, ledger, once, back).drop, IsEmpty());
}

TEST_F(MovesTest, MirroringAThreat) {
  Measure threat = *ledger.find_measure("THREAT");
  const std::optional<Measure> answer = mirrored(threat, "ANSWER", early);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->id, "ANSWER");
  EXPECT_FALSE(answer->is_threat());
  EXPECT_DOUBLE_EQ(rate_at(answer->terms, early), 1.0);
  threat.terms.firms = {{"A", 0.25, 0.2}};
  EXPECT_DOUBLE_EQ(rate_at(mirrored(threat, "ANSWER", early)->terms, early), 0.8);
  EXPECT_TRUE(mirrored(threat, "ANSWER", early)->terms.firms.empty());
  EXPECT_FALSE(mirrored(*ledger.find_measure("PLEDGE"), "ANSWER", early));
  threat.terms.schedule = "s";
  EXPECT_FALSE(mirrored(threat, "ANSWER", early));
}

TEST_F(MovesTest, PendingThreats) {
  std::vector<std::string> ids;
  for (const Measure* m : pending_on(world, ledger, {*world.find_economy("CAN")}, early, {}))
    ids.push_back(m->id);
  EXPECT_THAT(ids, ElementsAre("THREAT", "STICK"));
  EXPECT_THAT(pending_on(world, ledger, {0, 1, 2}, early, make_date(2022, 1, 1)), IsEmpty());
}

}  // namespace
}  // namespace leeway
