#include "leeway/session/brief_question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/strategy/brief.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using testing::late;
using testing::refusal;

class BriefQuestion : public ::testing::Test {
 protected:
  World world = testing::small_world(6, 3, 11);
  Ledger ledger = testing::hand_ledger();

  static RoomQuestion question(const std::string& more = "") {
    return parse_room_question("economy = \"CAN\"\nas_of = 2025-01-01\nthreat = \"THREAT\"\n" + more,
                               "q.toml");
  }
  BriefAnalysis answer(const RoomQuestion& q, BriefDepth depth = BriefDepth::centre,
                       SolveMemory* memory = nullptr) const {
    auto [known, inputs] = ask_brief(world, ledger, q);
    inputs.range = RangeKind::none;
    inputs.memory = memory;
    tell(inputs, depth);
    return analyse_brief(world, known, inputs);
  }
  static double loss(const BriefAnalysis& b) { return b.leeway->central.loss_musd; }
};

TEST_F(BriefQuestion, ATermThatIsSetIsSolvedAndTold) {
  const BriefAnalysis record = answer(question());
  const BriefAnalysis half = answer(question("[set]\n\"THREAT.rate\" = \"50%\"\n"));
  EXPECT_LT(loss(half), loss(record));
  EXPECT_GT(loss(half), 0.0);
  EXPECT_NE(half.run_id, record.run_id);
  ASSERT_EQ(half.set.size(), 1U);
  EXPECT_EQ(half.set[0].was, "1");
  EXPECT_EQ(half.set[0].is, "0.5");
  // Set to what it is, it is what it was.
  EXPECT_EQ(loss(answer(question("[set]\n\"THREAT.rate\" = 1.0\n"))), loss(record));
}

TEST_F(BriefQuestion, TheOrderOfSettingsIsNoPartOfTheQuestion) {
  const auto run = [&](const char* first, const char* second) {
    RoomQuestion q = question();
    for (const char* text : {first, second}) q.set.push_back(parse_term_setting(text, Location{"--set"}));
    return answer(q).run_id;
  };
  EXPECT_EQ(run("THREAT.rate=0.5", "STICK.rate=0.1"), run("STICK.rate=0.1", "THREAT.rate=0.5"));
  EXPECT_THAT(refusal([&] { run("THREAT.rate=0.5", "THREAT.rate=0.6"); }), HasSubstr("is set twice"));
}

TEST_F(BriefQuestion, NothingIsSetInAScenarioOfAnotherQuestion) {
  Scenario other = testing::half_deal();
  const RoomQuestion q = question("[set]\n\"HALF.rate\" = 0.01\n");
  EXPECT_EQ(ask_brief(world, ledger, q, {other}).inputs.set.size(), 1U);
  other.deal_for = {"STICK"};
  EXPECT_THAT(refusal([&] { ask_brief(world, ledger, q, {other}); }), HasSubstr("no Measure \"HALF\""));
}

TEST_F(BriefQuestion, PolicyInForceIsChangedFirst) {
  const BriefAnalysis record = answer(question());
  const BriefAnalysis added = answer(question("add = [\"USA on CAN: tariff 10% on goods, id MORE\"]\n"));
  EXPECT_NE(added.status_quo.verdict.id, record.status_quo.verdict.id);
  EXPECT_NE(added.run_id, record.run_id);
  EXPECT_EQ(added.changed.ids(), std::vector<std::string>{"MORE"});
  const BriefAnalysis without = answer(question("drop = [\"DEAL\"]\n"));
  EXPECT_NE(without.status_quo.verdict.id, record.status_quo.verdict.id);
}

TEST_F(BriefQuestion, TheCentreIsThatOfTheWhole) {
  const BriefAnalysis centre = answer(question());
  const BriefAnalysis whole = answer(question(), BriefDepth::whole);
  EXPECT_EQ(loss(centre), loss(whole));
  EXPECT_EQ(centre.leeway->central.gain_musd, whole.leeway->central.gain_musd);
  // They tell different things, so they are not the same answer.
  EXPECT_NE(centre.run_id, whole.run_id);
}

TEST_F(BriefQuestion, AMemoryChangesNothing) {
  SolveMemory memory(world);
  for (const char* set : {"0.9", "0.8", "0.9"}) {
    const RoomQuestion q = question(std::string("[set]\n\"THREAT.rate\" = ") + set + "\n");
    const BriefAnalysis remembered = answer(q, BriefDepth::whole, &memory);
    const BriefAnalysis alone = answer(q, BriefDepth::whole);
    EXPECT_EQ(remembered.run_id, alone.run_id);
    EXPECT_EQ(loss(remembered), loss(alone));
    for (std::size_t o = 0; o < alone.outcomes.size(); ++o)
      EXPECT_EQ(remembered.outcomes[o].own.change.ev_musd.value(),
                alone.outcomes[o].own.change.ev_musd.value());
  }
}

TEST_F(BriefQuestion, WhatCanBeTakenHoldOf) {
  const RoomQuestion q = question("add = [\"USA on CAN: tariff 10% on goods, id MORE\"]\n");
  const std::vector<TermHandle> handles = term_handles(answer(q), q);
  const auto role = [&](const std::string& measure) {
    for (const TermHandle& h : handles)
      if (h.measure == measure && h.term == "rate") return std::string(to_string(h.role));
    return std::string();
  };
  EXPECT_EQ(role("THREAT"), "threat");
  EXPECT_EQ(role("MORE"), "added");
  for (const TermHandle& h : handles) {
    EXPECT_LE(h.low, h.value);
    EXPECT_GE(h.high, h.value);
    // The mirror of the threat has no Measure of its own to set.
    EXPECT_NE(h.role, TermHandle::Role::retaliation);
  }
  // Each can be set to what it is.
  for (const TermHandle& h : handles) {
    RoomQuestion same = q;
    same.set.push_back(parse_term_setting(h.measure + "." + h.term + "=" + h.text, {}));
    EXPECT_EQ(loss(answer(same)), loss(answer(q))) << h.measure;
  }
}

TEST_F(BriefQuestion, SlipsAreRefusedAtTheirPlace) {
  for (const auto& refused :
       {std::pair("[set]\n\"THRAET.rate\" = 0.5\n", "did you mean THREAT"),
        std::pair("[set]\n\"THREAT.quota\" = 0.5\n", "has no term `quota`"),
        std::pair("[set]\n\"THREAT.rate\" = \"0%\"\n",
                  "nothing is threatened: with THREAT.rate at 0 the threat changes nothing"),
        std::pair("add = [\"BARE\", \"BARE\"]\n", "\"BARE\" is given twice"),
        std::pair("add = [\"NOTHING\"]\n", "NOTHING"), std::pair("drop = [\"BARE\"]\n", "is not in force"),
        std::pair("drop = [\"THREAT\"]\n", "is the threat itself"),
        std::pair("add = [\"THREAT\"]\n", "is the threat itself"),
        std::pair("add = [\"USA on CAN: tariff 1% on goods, id DEAL\"]\n", "already"),
        std::pair("lasts = 2\n", "leeway room"), std::pair("[options]\nhorizons = 1\n", "horizon")}) {
    const std::string said = refusal([&] { ask_brief(world, ledger, question(refused.first)); });
    EXPECT_THAT(said, HasSubstr(refused.second)) << refused.first;
    EXPECT_THAT(said, HasSubstr("q.toml:")) << refused.first;
  }
  EXPECT_THAT(
      refusal([&] { ask_brief(world, ledger, parse_room_question("economy = \"CAN\"\n", "q.toml")); }),
      HasSubstr("q.toml:1"));
}

TEST_F(BriefQuestion, APartOfTheMoveIsNotAddedBesides) {
  RoomQuestion early = question("add = [\"DEAL\"]\n");
  early.as_of = testing::early;
  EXPECT_THAT(refusal([&] { answer(early); }), HasSubstr("DEAL is part of the move"));
}

TEST_F(BriefQuestion, TheCommandSaysTheSame) {
  const RoomQuestion q = question(
      "deal = [\"CAN on CHN: tariff 5% on goods, id IT'S\"]\n[set]\n\"THREAT.rate\" = \"50%\"\n"
      "[options]\nhorizon = 5\nleast_theta = 0.1\n");
  EXPECT_EQ(brief_command(q, RangeKind::none),
            "leeway brief CAN --as-of 2025-01-01 --event THREAT --deal 'CAN on CHN: tariff 5% on goods, id "
            "IT'\\''S' --set 'THREAT.rate=50%' --horizon 5 --option least_theta=0.1 --range none");
}

}  // namespace
}  // namespace leeway
