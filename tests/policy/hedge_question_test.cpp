#include "leeway/policy/hedge_question.h"

#include <gtest/gtest.h>

#include "support/refusal.h"

namespace leeway {
namespace hedge_question_test {

using testing::refusal;

const std::string sound_hedge = R"(# One sentence
# that opens it.
title = "A hedge"
economy = "CAN"
as_of = 2026-01-24
[[state]]
name = "punished"
probability = "30%"
measures = ["USA on {it}: tariff 25% on goods"]
[[act]]
name = "pact"
cost = "1.2 bn USD"
measures = ["{it} with MERCOSUR: pact 90%"]
[[act]]
name = "answer"
measures = "{it} on USA: tariff 25% on goods"
only = ["punished"]
)";

TEST(HedgeQuestionFile, ReadsAll) {
  const HedgeQuestion q = parse_hedge_question(sound_hedge, "h.toml");
  EXPECT_EQ(q.explanation, "One sentence\nthat opens it.");
  EXPECT_EQ(q.economy.text, "CAN");
  ASSERT_EQ(q.states.size(), 1U);
  EXPECT_NEAR(q.states[0].probability, 0.3, 1e-15);
  ASSERT_EQ(q.acts.size(), 2U);
  EXPECT_EQ(q.acts[0].cost.million, 1200.0);
  EXPECT_EQ(q.acts[1].only, (std::vector<std::string>{"punished"}));
  EXPECT_EQ(q.acts[1].measures[0].text.where.line, 16);
}

TEST(HedgeQuestionFile, ReadyOnesAreSound) {
  for (const std::string& name : hedge_question_names()) {
    const HedgeQuestion q = open_hedge_question(name);
    EXPECT_FALSE(q.title.empty()) << name;
    EXPECT_FALSE(q.explanation.empty()) << name;
    EXPECT_FALSE(q.states.empty()) << name;
  }
  EXPECT_NE(refusal([] { open_hedge_question("eu-without-sus"); }).find("did you mean eu-without-us?"),
            std::string::npos);
}

TEST(HedgeQuestionTyped, ReadsNamesNumbersAndMeasures) {
  const HedgeState state = typed_state("bad = 0.25 : USA on CAN: tariff 25% on goods; lift X", "--state");
  EXPECT_EQ(state.name, "bad");
  EXPECT_EQ(state.probability, 0.25);
  ASSERT_EQ(state.measures.size(), 2U);
  EXPECT_EQ(state.measures[0].text.text, "USA on CAN: tariff 25% on goods");
  EXPECT_EQ(state.measures[1].text.text, "lift X");
  EXPECT_EQ(state.measures[1].text.where.column, 47);
  const HedgeAct act = typed_act("pact=120 mn USD: CAN with EU27: pact 50%", "--act");
  EXPECT_EQ(act.cost.million, 120.0);
  EXPECT_EQ(typed_act("pact: CAN with EU27: pact 50%", "--act").cost.million, 0.0);
}

TEST(HedgeQuestionTyped, RefusesWithThePlace) {
  const auto state = [](const char* text) { return refusal([&] { typed_state(text, "--state"); }); };
  EXPECT_NE(state("bad: USA on CAN: tariff 25% on goods").find("\"bad\" has no probability"),
            std::string::npos);
  EXPECT_NE(state("bad=0.3").find("no colon"), std::string::npos);
  EXPECT_NE(state("bad=0.3: ").find("names no Measure"), std::string::npos);
  EXPECT_NE(state("=0.3: X").find("has no name"), std::string::npos);
  EXPECT_NE(refusal([] { typed_act("pact=much: X", "--act"); }).find("not an amount of money"),
            std::string::npos);
}

std::string refused_with(const std::string& part, const std::string& by) {
  std::string text = sound_hedge;
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  text.replace(at, part.size(), by);
  return refusal([&] { parse_hedge_question(text, "h.toml"); });
}

TEST(HedgeQuestionFile, RefusesWithThePlace) {
  EXPECT_EQ(refused_with("\"30%\"", "1.3"),
            "h.toml:8:15: state punished: 1.3 is no probability above 0 and up to 1");
  EXPECT_NE(refused_with("only = [\"punished\"]", "only = [\"punish\"]").find("did you mean punished?"),
            std::string::npos);
  EXPECT_NE(refused_with("cost = \"1.2 bn USD\"", "cost = \"1.2\"").find("h.toml:12:"), std::string::npos);
  EXPECT_NE(refused_with("[[act]]", "[[acts]]").find("did you mean act?"), std::string::npos);
}

}  // namespace hedge_question_test
}  // namespace leeway
