// What a user sees of a solve without an equilibrium: the reason, exit code 1 and no figure, by every verb
// and in every format.

#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

namespace program {

namespace failure_test {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

/// A quota and, from `effective` on, the closing of Singapore's market for a product that it buys and does
/// not make.
std::string closes_a_market(const std::string& effective) {
  return "title = \"Singapore closes a market\"\nas_of = 2026-01-24\n"
         "[[measure]]\nid = \"CAR-QUOTA\"\nby = \"SGP\"\non = [\"CHN\"]\ngoods = [\"C29\"]\n"
         "instrument = \"import_quota\"\nterms = { quota = \"50% of base\", rent_to = { importer = 1.0 } }\n"
         "[[measure]]\nid = \"SEED-BAN\"\nby = \"SGP\"\non = [\"*\"]\ngoods = [\"product:canola_seed\"]\n"
         "instrument = \"import_ban\"\nterms = {}\n" +
         effective;
}

class Failure : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    write(folder / "closed.toml", closes_a_market(""));
    write(folder / "later.toml", closes_a_market("effective = 2026-03-01\n"));
  }

  static void expect_reason(const std::string& text) {
    for (const char* word : {"no supplier of product:canola_seed is left for SGP", "SEED-BAN", "refused"})
      EXPECT_THAT(text, HasSubstr(word));
  }
  static void expect_no_figures(const std::string& text) {
    for (const char* figure :
         {"gains most", "loses most", "equiv. variation", "equivalent_variation", "real_income,"})
      EXPECT_THAT(text, Not(HasSubstr(figure)));
  }
};

TEST_F(Failure, ASolveThatIsRefusedPrintsNoFigureInAnyFormat) {
  const Outcome result = run("solve closed.toml --quick -o a.json -o b.csv -o c.html -o d.txt --xlsx e.xlsx");
  ASSERT_EQ(result.code, 1) << result.err;
  EXPECT_EQ(result.err, "");
  for (const std::string& text : {result.out, content(folder / "a.json"), content(folder / "b.csv"),
                                  content(folder / "c.html"), content(folder / "d.txt")}) {
    expect_reason(text);
    expect_no_figures(text);
  }
  EXPECT_THAT(result.out, HasSubstr("NO ANSWER"));
  const Json json = Json::parse(content(folder / "a.json"));
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_EQ(json["certificates"][0]["termination"], "refused");
  EXPECT_EQ(json["certificates"][0]["measure"], "SEED-BAN");
  ASSERT_EQ(json["tables"].size(), 1U);
  EXPECT_EQ(json["tables"][0]["id"], "failures");
  EXPECT_EQ(content(folder / "e.xlsx").substr(0, 2), "PK");
}

TEST_F(Failure, ABriefOfADealThatCannotBeSolvedSaysSo) {
  const std::string question = "brief SGP --event US-2026-CA-THREAT --deal closed.toml --quick";
  const Outcome result = run(question + " -o a.json -o b.csv -o c.html -o d.txt --xlsx e.xlsx");
  ASSERT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, ::testing::StartsWith("No figure for Singapore"));
  for (const std::string& text : {result.out, content(folder / "b.csv"), content(folder / "d.txt")}) {
    expect_reason(text);
    expect_no_figures(text);
  }
  const Json json = Json::parse(content(folder / "a.json"));
  EXPECT_FALSE(json["certified"].get<bool>());
  EXPECT_TRUE(json["leeway"].is_null());
  EXPECT_TRUE(json["options"].empty());
  EXPECT_EQ(json["failed_options"][0]["id"], "keep");
  expect_reason(json.dump());
  EXPECT_THAT(content(folder / "c.html"), HasSubstr("no supplier of product:canola_seed is left for SGP"));
}

TEST_F(Failure, CompareSetsOnlyWhatCertifiedSideBySide) {
  const Outcome two = run("compare status-quo@2026-01-24 closed.toml --quick");
  EXPECT_EQ(two.code, 1);
  expect_reason(two.out);
  expect_no_figures(two.out);
  const Outcome many =
      run("compare status-quo@2026-01-24 closed.toml canada-china-deal --flows 'C29:CHN>SGP' --quick --json");
  EXPECT_EQ(many.code, 1) << many.err;
  expect_reason(many.out);
  const Json json = Json::parse(many.out);
  for (const Json& table : json["tables"])
    if (table["id"] == "dollar") {
      EXPECT_EQ(table["rows"].size(), 2U) << "the reference and the one that certified";
    }
}

TEST_F(Failure, AGoalWhoseSolvesFailIsNotMet) {
  const Outcome result =
      run("compare closed.toml --quick --hold 'imports of C29 by SGP from CHN at 60% of base' --free "
          "CAR-QUOTA");
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("does not meet the goal: not certified at"));
  expect_reason(result.out);
  expect_no_figures(result.out);
}

TEST_F(Failure, APathTellsTheDaysThatCertify) {
  const Outcome result =
      run("path later.toml --quick --from 2026-02-01 --to 2026-04-01 --every month -o a.csv");
  ASSERT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("the end has no answer"));
  EXPECT_THAT(result.out, ::testing::ContainsRegex("[0-9]+ of [0-9]+ days are certified"));
  expect_reason(result.out);
  EXPECT_THAT(content(folder / "a.csv"), Not(HasSubstr("2026-03-01,SGP,,,equivalent_variation")));
  EXPECT_THAT(content(folder / "a.csv"), HasSubstr("share_certified"));
}

TEST_F(Failure, UniquenessIsToldOnRequest) {
  const Outcome result = run("solve eu-cars-quota --quick --uniqueness --json");
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(result.out);
  const auto table = std::find_if(json["tables"].begin(), json["tables"].end(),
                                  [](const Json& t) { return t["id"] == "uniqueness"; });
  ASSERT_NE(table, json["tables"].end());
  EXPECT_THAT((*table)["rows"][0][1].get<std::string>(), HasSubstr("no other equilibrium found"));
}

class LostOutput : public Program {};

// An answer that did not arrive is no success, and it is the machine's failure, not the user's.
TEST_F(LostOutput, OfAFullOrClosedStandardOutputIsAFailure) {
  for (const char* verb : {"version", "--version", "--help", "room --help", "threats", "threats --json",
                           "threats --csv", "scenarios", "ledger list"})
    for (const char* to : {">/dev/full", ">&-"}) {
      const Outcome lost = run(verb, "", to);
      EXPECT_EQ(lost.code, 3) << verb << to;
      EXPECT_THAT(lost.err, HasSubstr("leeway: standard output cannot be written: ")) << verb << to;
      EXPECT_EQ(std::count(lost.err.begin(), lost.err.end(), '\n'), 1) << lost.err;
    }
}

// Whatever a verb says goes through one door; each is tried, in its cheapest form on a small world.
TEST_F(LostOutput, OfEveryVerbIsAFailure) {
  const std::string small =
      "LEEWAY_DATA='" + (leeway::testing::source_folder() / "tests/data/small_share").string() + "'";
  for (const char* verb :
       {"brief CAN --as-of 2025-10-01 --quick",
        "solve deal --quick",
        "solve deal --quick --csv",
        "compare base deal --quick --json",
        "stress USA --cut product:magnets --by CHN --range none --to 50% --horizon 1",
        "room CAN --threat 'USA on CAN: tariff 25% on goods' --deal 'CAN with CHN: pact 50%' --quick",
        "room --list",
        "path status-quo --from 2025-01-01 --to 2025-02-01 --every year --quick",
        "respond CAN --starts 0",
        "retaliate CHN --on CAN --worth '1 bn USD'",
        "why base status-quo@2025-10-01 --economy CAN",
        "exposure CAN",
        "ledger as-of 2025-10-01",
        "ledger show US-THREAT",
        "ledger explain --by USA --on CAN --goods C29 --as-of 2025-10-01",
        "ledger check",
        "world list",
        "world show CAN",
        "world check",
        "options",
        "help solve"}) {
    const Outcome lost = run(verb, small, ">/dev/full");
    EXPECT_EQ(lost.code, 3) << verb << "\n" << lost.err;
    EXPECT_THAT(lost.err, HasSubstr("leeway: standard output cannot be written: ")) << verb;
  }
}

// As a disk without room: a file may grow to 1 KB.
TEST_F(LostOutput, OfAFileIsAFailureThatLeavesNothing) {
  for (const char* name : {"out.json", "out.csv", "out.xlsx"}) {
    const Outcome lost = run(std::string("ledger list -o ") + name, "ulimit -f 1;", ">/dev/null");
    EXPECT_EQ(lost.code, 3) << name << "\n" << lost.err;
    EXPECT_THAT(lost.err, HasSubstr(std::string(name) + " cannot be written: File too large"));
    EXPECT_EQ(std::count(lost.err.begin(), lost.err.end(), '\n'), 1) << lost.err;
    EXPECT_TRUE(fs::is_empty(folder)) << name;
  }
}

// A name that is too long stands for a folder that may not be looked into: tests may run as root.
TEST_F(LostOutput, OfComplaintsNeverDecidesHowARunEnds) {
  // The mark at the end takes the place where errors are kept out of the command.
  for (const char* errors : {">/dev/null 2>&- #", ">/dev/null 2>/dev/full #"}) {
    EXPECT_EQ(run("solve nope", "", errors).code, 2) << errors;
    EXPECT_EQ(run("ledger show NOPE", "", errors).code, 2) << errors;
  }
}

TEST_F(LostOutput, IsNotAPlaceThatCannotBeRead) {
  const std::string place = std::string(300, 'a') + "/b";
  for (const std::string& verb :
       {"exposure CAN --world ./" + place, "scenarios -o " + place + ".csv", "backtest ./" + place,
        "world import auto " + place + " -o w", "solve " + place + ".toml",
        "why base status-quo@2025-10-01 --economy CAN --from-ledger " + place}) {
    const Outcome refused = run(verb);
    EXPECT_EQ(refused.code, 2) << verb << "\n" << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("aaaa"));
    EXPECT_EQ(refused.out, "");
  }
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(LostOutput, NeverLandsInAFileThatTookThePlaceOfAClosedOutput) {
  EXPECT_EQ(run("scenarios -o out.csv", "", ">&-").code, 3);
  EXPECT_EQ(run("scenarios -o whole.csv").code, 0);
  EXPECT_EQ(content(folder / "out.csv"), content(folder / "whole.csv"));
}

}  // namespace failure_test

}  // namespace program
