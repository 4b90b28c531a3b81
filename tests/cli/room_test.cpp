#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "program.h"

// Questions that are typed: through the real program.
namespace program {

namespace room_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

class Typed : public Program {
 protected:
  Json json(const std::string& arguments) const {
    const Outcome result = run(arguments + " --json");
    EXPECT_EQ(result.code, 0) << arguments << "\n" << result.err;
    return Json::parse(result.out, nullptr, false);
  }
  void refused(const std::string& arguments, const std::string& words) const {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.code, 2) << arguments << "\n" << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr(words)) << arguments;
    EXPECT_EQ(result.out, "") << arguments;
  }
  static const Json& table(const Json& report, const std::string& id) {
    for (const Json& t : report["tables"])
      if (t["id"] == id) return t;
    throw std::runtime_error("no table " + id);
  }
};

const std::string question =
    " --as-of 2026-01-24 --threat \"USA on GBR: tariff 25% on goods\" --deal \"GBR with CHN: pact 50%\" "
    "--quick";

// What buyers choose to forgo is no loss in the figures: an answer about it says so, and what past episodes
// say of it.
TEST_F(Typed, ABoycottIsToldAsWhatItIs) {
  const Outcome asked =
      run("room CAN --as-of 2026-01-24 --threat \"USA on CAN: boycott 20% on goods\" --deal CACN-2026-DEAL "
          "--quick");
  EXPECT_EQ(asked.code, 0) << asked.err;
  EXPECT_THAT(asked.out, HasSubstr("Boycott by the United States"));
  EXPECT_THAT(asked.out, HasSubstr("to hold the model against"));
}

TEST_F(Typed, SolveNeedsNoFile) {
  const std::string typed =
      "--as-of 2026-01-24 --add \"USA on GBR: tariff 25% on goods\" --economy GBR --quick";
  const Json line = json("solve " + typed);
  scenario("title = \"t\"\nas_of = 2026-01-24\nmeasure = [\"USA on GBR: tariff 25% on goods\"]\n");
  const Json file = json("solve test.toml --economy GBR --quick");
  EXPECT_EQ(table(line, "economies")["rows"], table(file, "economies")["rows"]);
  EXPECT_EQ(run("compare status-quo@2026-01-24 --add \"USA on GBR: tariff 25% on goods\" --quick").code, 0);
  refused("solve", "a scenario is needed");
  refused("solve --as-of 2026-01-24 --add \"USA on GRB: tariff 25% on goods\"",
          "--add:1:8: unknown economy \"GRB\"");
  refused("solve --as-of 2026-01-24 --add \"USA on GBR: tarif 25% on goods\"", "did you mean tariff?");
  refused("solve --as-of 2026-01-24 --drop CA-2024-EX", "did you mean CA-2024-EV?");
  refused("compare base status-quo@2026-01-24 --as-of 2026-01-24", "a name has its own day");
}

TEST_F(Typed, RoomAnswersAndIsCheckedAgain) {
  const Json report = json("room GBR" + question + " --verify");
  EXPECT_TRUE(report["certified"]);
  EXPECT_THAT(report["headline"].get<std::string>(), StartsWith("United Kingdom: the deal with China pays"));
  EXPECT_FALSE(report["curves"][0]["x"].empty());
  EXPECT_EQ(table(report, "seats")["rows"][0][1], "USA");
  EXPECT_EQ(run("room GBR" + question + " --quick --csv").code, 0);
  EXPECT_EQ(run("room GBR" + question + " --quick -o room.html").code, 0);
  EXPECT_THAT(content(folder / "room.html"), HasSubstr("<svg"));
}

TEST_F(Typed, AMoveIsCalledByWhatItIs) {
  const std::string threat = " --as-of 2026-01-24 --threat \"USA on MEX: tariff 30% on goods\" --quick ";
  const Outcome refusal = run("room MEX" + threat + "--deal \"not MEX on CHN: tariff 35% on C29\"");
  EXPECT_EQ(refusal.code, 0) << refusal.err;
  EXPECT_THAT(refusal.out, StartsWith("Mexico: holding out"));
  const Outcome policy = run("room MEX" + threat + "--deal \"MEX on CHN: tariff 10% on C29\"");
  EXPECT_EQ(policy.code, 0) << policy.err;
  EXPECT_THAT(policy.out, StartsWith("Mexico: the policy"));
  for (const Outcome& told : {refusal, policy})
    for (const char* words : {"the deal", "The deal", "partner of", "must add"})
      EXPECT_THAT(told.out, Not(HasSubstr(words)));
  EXPECT_THAT(refusal.out, HasSubstr("spared by holding out"));
  const Outcome brief = run("brief MEX" + threat + "--deal \"not MEX on CHN: tariff 35% on C29\"");
  EXPECT_EQ(brief.code, 0) << brief.err;
  EXPECT_THAT(brief.out, AllOf(HasSubstr("holding out"), HasSubstr("Give in"), Not(HasSubstr("the deal"))));
}

TEST_F(Typed, AReadyQuestionSaysWhatItTakesForGranted) {
  const auto said = [&](const std::string& arguments) { return json(arguments).dump(); };
  EXPECT_THAT(said("brief india-russian-oil --quick"),
              AllOf(HasSubstr("an upper bound of what giving in would take"),
                    HasSubstr("until then it is weighed as a threat")));
  EXPECT_THAT(said("room britain-china --quick"), HasSubstr("Hypothetical: London and Beijing"));
  EXPECT_THAT(said("room britain-china --quick --deal \"GBR with CHN: pact 20%\""),
              Not(HasSubstr("Hypothetical")))
      << "of another deal it does not speak";
  // Without a move that is solved the record says what the move must be worth.
  EXPECT_THAT(said("brief korea-investment --quick"),
              AllOf(HasSubstr("Were it carried out as often as that, it would cost USD"),
                    HasSubstr("the cost is the central case")));
}

TEST_F(Typed, CertaintyIsAProbabilityAndEveryColumnHasAName) {
  const Json report = json("room GBR" + question + " --credibility 0% --credibility 100%");
  EXPECT_EQ(table(report, "price")["rows"][0][0], 0.0);
  EXPECT_EQ(table(report, "price")["rows"].back()[0], 1.0);
  for (const Json& t : report["tables"])
    for (const Json& column : t["columns"]) EXPECT_NE(column["title"], "") << t["id"];
  for (const Json& t : json("threats")["tables"])
    for (const Json& column : t["columns"]) EXPECT_NE(column["title"], "") << t["id"];
  refused("room GBR" + question + " --credibility 101%", "from 0% to 100%");
  const Json same = json(
      "room GBR --as-of 2026-01-24 --threat \"USA on GBR: tariff 25% on goods\" "
      "--deal \"GBR with USA: pact 50%\" --quick");
  EXPECT_THAT(same["warnings"].dump(), HasSubstr("is the other side of the deal"));
}

TEST_F(Typed, LeewayOfEachIsDrawnOnAMap) {
  const std::string each =
      "room --each CAN,GBR,USA --as-of 2026-01-24 --threat \"USA on {it}: tariff 25% on goods\" --deal "
      "\"{it} "
      "with CHN: pact 50%\" --quick";
  EXPECT_EQ(run(each + " -o map.svg -o page.html").code, 0);
  const std::string map = content(folder / "map.svg");
  EXPECT_THAT(map, StartsWith("<svg xmlns="));
  EXPECT_THAT(map, HasSubstr("<title>Canada: "));
  EXPECT_THAT(map, HasSubstr("<title>United States: threatens</title>"));
  EXPECT_THAT(map, HasSubstr("<title>Japan: not asked</title>"));
  EXPECT_THAT(content(folder / "page.html"), HasSubstr(map)) << "the same drawing in the page";
  EXPECT_EQ(run(each + " -o again.svg").code, 0);
  EXPECT_EQ(content(folder / "again.svg"), map);
  EXPECT_EQ(run("room GBR" + question + " -o frontier.svg").code, 0);
  EXPECT_THAT(content(folder / "frontier.svg"), HasSubstr("largest probability of punishment"));
  refused("solve canada-china-deal -o map.svg", "cannot tell the format");
  refused("room --list -o map.svg", "cannot tell the format");
}

using TypedSlow = Typed;
TEST_F(TypedSlow, EveryReadyThreatIsSolved) {
  const Json list = json("room --list");
  ASSERT_GE(list["tables"][0]["rows"].size(), 17U);
  for (const Json& row : list["tables"][0]["rows"]) {
    const Outcome result = run("room " + row[0].get<std::string>() + " --quick");
    EXPECT_EQ(result.code, 0) << row << result.err;
  }
}

TEST_F(Typed, ABriefTakesATypedThreat) {
  const Outcome result = run("brief GBR" + question);
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("United Kingdom"));
}

TEST_F(Typed, ABriefTakesAReadyThreatFromAnyChair) {
  const Json held = json("brief mexico-cars --quick");
  EXPECT_THAT(held["headline"].get<std::string>(), HasSubstr("holding out pays"));
  const Outcome page = run("brief mexico-cars --quick");
  EXPECT_THAT(page.out, HasSubstr("the move \"not MEX on CHN: tariff 35%"));
  EXPECT_EQ(held["options"][0]["label"], "Hold out, no punishment");
  const Json made = json("brief britain-china --quick");
  EXPECT_THAT(made["headline"].get<std::string>(), HasSubstr("making the deal pays"));
  EXPECT_EQ(made["options"][0]["label"], "Make the deal, no punishment");
  const Json room = json("room mexico-cars --quick");
  EXPECT_THAT(room["headline"].get<std::string>(), HasSubstr("holding out pays"));
  EXPECT_THAT(room["lead"][0].get<std::string>(), HasSubstr("Holding out: without MEX on CHN"));
  double leeway = -1.0;
  for (const Json& row : room["long"]["rows"])
    if (row[5] == "leeway" && row[8] == "central") leeway = row[9];
  EXPECT_NEAR(held["leeway"]["p_star"].get<double>(), leeway, 1e-9);
  EXPECT_EQ(json("brief USA --threat mexico-cars --quick")["chair"], "threatener");
  EXPECT_EQ(json("brief CHN --threat mexico-cars --quick")["chair"], "partner");
  refused("brief GBR --deal \"GBR with CHN: pact 50%\" --as-of 2026-01-24", "--event or --threat");
}

TEST_F(Typed, TheSevenCapitalsHaveAFirstPage) {
  for (const auto& [threat, id, name] :
       {std::tuple("britain-china", "GBR", "United Kingdom"), std::tuple("japan-china", "JPN", "Japan"),
        std::tuple("korea-investment", "KOR", "Korea"), std::tuple("europe-china", "EU27", "European Union"),
        std::tuple("australia-china", "AUS", "Australia"), std::tuple("india-russian-oil", "IND", "India"),
        std::tuple("mexico-cars", "MEX", "Mexico")}) {
    const Outcome page = run(std::string("brief ") + threat + " --quick -o page.json");
    EXPECT_EQ(page.code, 0) << threat << page.err;
    const Json brief = Json::parse(content(folder / "page.json"));
    EXPECT_EQ(brief["economy"]["id"], id);
    EXPECT_TRUE(brief["certified"]) << threat;
    // India's punishment is announced: an act has no record of threats, and nothing is answered on top of it.
    const bool act = brief.dump().find("until then it is weighed as a threat") != std::string::npos;
    EXPECT_EQ(act, std::string(id) == "IND");
    EXPECT_EQ(brief["record"].is_null(), act) << threat;
    const std::string first = page.out.substr(0, page.out.find('\n'));
    EXPECT_THAT(first, HasSubstr(name));
    EXPECT_THAT(first, HasSubstr("%"));
    for (const char* part : {"can do, against", "Winners and losers elsewhere", "change of output volume"})
      EXPECT_THAT(page.out, HasSubstr(part)) << threat;
    EXPECT_EQ(page.out.find("Retaliation, on top of the punishment") == std::string::npos, act) << threat;
  }
}

TEST_F(Typed, EconomiesAnswerToNamesInCommonUse) {
  EXPECT_EQ(run("brief EU --as-of 2026-01-24 --quick").out, run("brief EU27 --as-of 2026-01-24 --quick").out);
  const Json britain = json(
      "brief UK --as-of 2026-01-24 --quick --threat \"US on UK: tariff 25% on goods\" --deal \"UK with CN: "
      "pact 50%\"");
  EXPECT_EQ(britain["economy"]["id"], "GBR");
  EXPECT_EQ(britain["event"]["on"], Json({"GBR"}));
  EXPECT_EQ(run("brief RoW --as-of 2026-01-24 --quick").code, 0);
}

TEST_F(Typed, ADealInForceIsTakenOutAndSaidSo) {
  const Outcome answer =
      run("room CAN --as-of 2026-04-01 --threat \"USA on CAN: tariff 100% on goods\" --deal CACN-2026-DEAL "
          "--quick");
  EXPECT_EQ(answer.code, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("taken out to form the comparison"));
}

TEST_F(Typed, BadQuestionsAreRefused) {
  refused("room", "an economy, a ready threat or --each is needed");
  refused("room GBR", "a --threat is needed");
  refused(
      "room USA --as-of 2026-01-24 --threat \"USA on GBR: tariff 25% on goods\" --deal \"GBR with CHN: pact "
      "50%\"",
      "threatens itself");
  refused(
      "room USA --as-of 2026-01-24 --threat \"USA on USA: tariff 25% on goods\" --deal \"GBR with CHN: pact "
      "50%\"",
      "acts on itself");
  refused(
      "room --each EU,DEU --as-of 2026-01-24 --threat \"USA on {it}: tariff 25% on goods\" --deal \"{it} "
      "with CHN: pact 50%\"",
      "is in \"EU27\" and in \"DEU\"");
  refused(
      "room --each G7,EU --as-of 2026-01-24 --threat \"USA on {it}: tariff 25% on goods\" --deal \"{it} with "
      "CHN: pact 50%\"",
      "is in \"G7\" and in \"EU27\"");
  refused("room GBR" + question + " --credibility 150%", "--credibility");
  refused("room GBR" + question + " --lasts 2y --deal-lasts 1y", "longer than the deal");
  refused("room GBR" + question + " --horizon 1", "3 years");
  refused("room IND --as-of 2026-01-24 --threat US-25-SEC-IND --deal \"IND with CHN: pact 50%\"",
          "carried out already");
  refused(
      "room --each GBR,GBR --as-of 2026-01-24 --threat \"USA on {it}: tariff 25% on goods\" --deal \"{it} "
      "with CHN: pact 50%\"",
      "named twice");
  refused("threats --by USB", "USB");
}

TEST_F(Typed, ThreatsAreCountedAsKnownOnTheDay) {
  const Json report = json("threats --by USA --known-by 2026-01-24");
  EXPECT_EQ(report["kind"], "threats");
}

}  // namespace room_test

}  // namespace program
