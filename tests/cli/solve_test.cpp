#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/policy/scenario.h"
#include "program.h"

namespace program {

namespace solve_test {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

class Solve : public Program {};

TEST_F(Solve, SaysWhoGainsAndHowSureItIs) {
  const Outcome result = run("solve canada-punished --economy CAN --economy EU27 --quick");
  ASSERT_EQ(result.code, 0) << result.err;
  for (const char* word :
       {"Canada keeps the China deal and is punished", "equiv. variation", "USD mn",
        "Measures that the question is about", "US-2026-CA-THREAT", "https://toronto.citynews.ca",
        "certified: residual", "world 2023", "as of 2026-01-24", "run "})
    EXPECT_THAT(result.out, HasSubstr(word));
  EXPECT_EQ(result.err, "");
}

TEST_F(Solve, RefusesWhatIsPutInOrTakenOutTwice) {
  for (const char* twice : {"--add", "--drop"}) {
    const std::string one = std::string(twice) + " US-2026-CA-THREAT ";
    const Outcome result = run("solve --as-of 2026-01-24 --quick " + one + one);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, HasSubstr(std::string(twice) + ": \"US-2026-CA-THREAT\" is given twice"));
  }
}

TEST_F(Solve, WritesEveryFormatAndJsonToTheTerminal) {
  const Outcome result =
      run("solve canada-china-deal --quick --json -o a.csv -o b.html -o c.txt --xlsx d.xlsx");
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["schema"], "leeway-report-1");
  EXPECT_TRUE(json["certified"].get<bool>());
  EXPECT_EQ(json["run_id"].get<std::string>().size(), 32U);
  EXPECT_GT(json["long"]["rows"].size(), 1000U);
  EXPECT_THAT(
      content(folder / "a.csv"),
      HasSubstr("run_id,scenario,economy,partner,sector,variable,unit,year,statistic,value,solve_id\n"));
  EXPECT_THAT(content(folder / "b.html"), HasSubstr("<!doctype html>"));
  EXPECT_THAT(content(folder / "c.txt"), HasSubstr("Certificate"));
  EXPECT_EQ(content(folder / "d.xlsx").substr(0, 2), "PK");
  // Nothing temporary stays behind.
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 4);
}

TEST_F(Solve, VerifyReadsEveryEquilibriumASecondTime) {
  const Outcome result = run("solve canada-punished --range none --verify --json");
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(result.out);
  std::set<std::string> solves;
  for (const Json& table : json["tables"])
    if (table["id"] == "second_reading")
      for (const Json& row : table["rows"]) {
        EXPECT_EQ(row[2], "yes") << row;
        solves.insert(row[0].get<std::string>());
      }
  EXPECT_EQ(solves.size(), 3U);
  const Outcome brief = run("brief CAN --event US-2026-CA-THREAT --as-of 2026-01-24 --quick --verify");
  EXPECT_EQ(brief.code, 0) << brief.err;
  EXPECT_THAT(brief.err, HasSubstr("status_quo: holds in a second reading"));
  EXPECT_THAT(brief.err, Not(HasSubstr("DOES NOT")));
}

TEST_F(Solve, AssumedTermsAreInTheRangeAndInWhatMovesTheAnswerMost) {
  scenario(
      "title = \"t\"\nas_of = 2026-01-24\n[[measure]]\nid = \"M\"\nby = \"USA\"\non = \"CAN\"\ngoods = "
      "\"goods\"\n"
      "instrument = \"tariff\"\nterms = { rate = 0.5, coverage = 0.5 }\nterms_range = { coverage = [0.2, "
      "0.9] }\n");
  const Outcome ranged = run("solve test.toml --range full --csv");
  ASSERT_EQ(ranged.code, 0) << ranged.err;
  EXPECT_THAT(ranged.out, HasSubstr("low by coverage of M"));
  EXPECT_THAT(ranged.out, HasSubstr("high by coverage of M"));
}

TEST_F(Solve, SameQuestionSameBytes) {
  const Outcome first = run("solve kpop-ban-lifted --json --quick");
  const Outcome second = run("solve kpop-ban-lifted --json --quick");
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, second.out);
}

// Where goods do not replace each other a ban has no equilibrium: the run must say so and still hand over
// what it has, marked.
TEST_F(Solve, NotCertifiedIsExitOne) {
  std::ofstream(folder / "impact.toml") << "title = \"A ban on impact\"\nas_of = 2026-01-24\n"
                                           "[options]\nhorizon = 0\nleast_theta = -0.24\n"
                                           "[[measure]]\nid = \"BAN\"\nby = \"CHN\"\non = [\"JPN\"]\n"
                                           "goods = [\"C28\"]\ninstrument = \"export_ban\"\nterms = {}\n";
  const Outcome result = run("solve impact.toml --quick --json -o out.json");
  ASSERT_EQ(result.code, 1) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_FALSE(json["certificates"][0]["certified"].get<bool>());
  EXPECT_THAT(json["certificates"][0]["failure"].get<std::string>(), HasSubstr("elasticity above zero"));
  EXPECT_EQ(content(folder / "out.json"), result.out);
}

TEST_F(Solve, ComparesTwoDays) {
  const Outcome result = run("compare status-quo@2025-01-01 status-quo@2026-01-24 --economy USA --quick");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Policy in force on 2026-01-24 against Policy in force on 2025-01-01"));
  EXPECT_THAT(result.out, HasSubstr("US-25-RECIP"));
}

using SolveSlow = Solve;
TEST_F(SolveSlow, EveryReadyScenarioIsCertifiedAndExplained) {
  const std::vector<std::string> names = leeway::scenario_names();
  ASSERT_GE(names.size(), 10U);
  for (const std::string& name : names) {
    const leeway::Scenario scenario = leeway::open_scenario(name);
    for (const char* word : {"What:", "Why:", "Look for:", "Sources:"})
      EXPECT_THAT(scenario.explanation, HasSubstr(word)) << name;
    const Outcome result = run("solve " + name + " --quick");
    EXPECT_EQ(result.code, 0) << name << "\n" << result.out << result.err;
  }
}

}  // namespace solve_test

}  // namespace program
