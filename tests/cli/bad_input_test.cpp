#include <gmock/gmock.h>

#include "leeway/io/file.h"
#include "leeway/world/load.h"
#include "program.h"
#include "support/small_world.h"

// Every way in which a user can be wrong: a message with the place and what would be right, exit code 2,
// and no file left behind.
namespace program {

namespace bad_input_test {

using ::testing::HasSubstr;

class BadInput : public Program {
 protected:
  void refused(const std::string& arguments, std::initializer_list<const char*> words,
               const std::string& environment = "") {
    const Outcome result = run(arguments, environment);
    EXPECT_EQ(result.code, 2) << arguments << "\n" << result.out << result.err;
    for (const char* word : words) EXPECT_THAT(result.err, HasSubstr(word)) << arguments;
    EXPECT_EQ(result.out, "") << arguments;
  }
  void scenario_refused(const std::string& text, std::initializer_list<const char*> words) {
    scenario(text);
    refused("solve test.toml -o out.json", words);
    EXPECT_FALSE(fs::exists(folder / "out.json"));
  }
  std::string with_measure(const std::string& lines) {
    return "title = \"t\"\nas_of = 2026-01-24\n[[measure]]\nid = \"M\"\n" + lines;
  }
};

TEST_F(BadInput, UnknownOptionWithSuggestion) {
  refused("solve canada-punished --elasticites FGO",
          {"unknown option \"--elasticites\"", "did you mean --elasticities?", "leeway solve --help"});
}

TEST_F(BadInput, UnknownVerbWithSuggestion) {
  refused("slove canada-punished", {"slove", "did you mean solve?", "leeway --help"});
}

TEST_F(BadInput, NoVerb) { refused("", {"leeway --help"}); }

TEST_F(BadInput, UnknownScenario) {
  refused("solve canada-punish", {"unknown scenario \"canada-punish\"", "canada-punished"});
}

TEST_F(BadInput, RangesOfTerms) {
  const std::string duty =
      "by = \"USA\"\non = \"CHN\"\ngoods = \"goods\"\ninstrument = \"tariff\"\nterms = { rate = 0.1, "
      "coverage = 0.3 "
      "}\n";
  scenario_refused(with_measure(duty + "terms_range = { coverge = [0.2, 0.4] }\n"),
                   {"test.toml:10", "states no term `coverge`", "did you mean coverage?"});
  scenario_refused(with_measure(duty + "terms_range = { coverage = [0.35, 0.4] }\n"),
                   {"test.toml:10", "low end, 0.35, is above the term itself, 0.3"});
}

TEST_F(BadInput, UnknownEconomy) {
  scenario_refused(
      with_measure(
          "by = \"USA\"\non = \"CHI\"\ngoods = \"goods\"\ninstrument = \"tariff\"\nterms = { rate = 0.1 }\n"),
      {"test.toml:6", "unknown economy", "CHI", "CHN"});
  refused("exposure CAM", {"CAM", "CAN"});
  refused("brief CAM --as-of 2026-01-24 --quick", {"CAM", "CAN"});
  refused("solve canada-punished --economy CAM", {"--economy", "CAM", "CAN"});
  refused("ledger list --by CAM", {"CAM", "CAN"});
}

TEST_F(BadInput, UnknownSector) {
  scenario_refused(
      with_measure(
          "by = \"USA\"\non = \"CHN\"\ngoods = \"C92\"\ninstrument = \"tariff\"\nterms = { rate = 0.1 }\n"),
      {"test.toml:7", "C92", "C29"});
  refused("exposure CAN --sector C92", {"unknown sector \"C92\"", "C29"});
  refused("ledger explain --by USA --on CAN --goods C92 --as-of 2026-01-24", {"--goods", "C92", "C29"});
}

TEST_F(BadInput, UnknownKey) {
  scenario_refused("title = \"t\"\nas_off = 2026-01-24\n", {"test.toml:2", "as_off", "as_of"});
  scenario_refused("title = \"t\"\nas_of = 2026-01-24\n[options]\nclosur = \"share\"\n",
                   {"test.toml:4", "closur", "closure"});
}

TEST_F(BadInput, UnknownInstrument) {
  scenario_refused(
      with_measure(
          "by = \"USA\"\non = \"CHN\"\ngoods = \"goods\"\ninstrument = \"tarif\"\nterms = { rate = 0.1 }\n"),
      {"test.toml:8", "tarif", "did you mean tariff"});
}

TEST_F(BadInput, UnknownUnit) {
  scenario_refused(with_measure("by = \"JPN\"\non = \"USA\"\ngoods = \"*\"\ninstrument = \"transfer\"\nterms "
                                "= { amount = \"5 bn yen\", years = 1 }\n"),
                   {"test.toml:9", "5 bn yen", "USD"});
}

TEST_F(BadInput, BadDate) {
  scenario_refused("title = \"t\"\nas_of = \"yesterday\"\n", {"test.toml:2", "as_of", "yesterday"});
  refused("ledger as-of 2026-02-30", {"2026-02-30", "is not a date"});
  refused("compare base status-quo@today", {"today", "is not a date"});
}

TEST_F(BadInput, UnknownId) {
  scenario_refused("title = \"t\"\nas_of = 2026-01-24\nuse = [\"US-2026-CA-THREATS\"]\n",
                   {"test.toml:3", "US-2026-CA-THREATS", "US-2026-CA-THREAT"});
  refused("ledger show US-2026-CA-THREATS", {"unknown ledger id", "US-2026-CA-THREAT"});
  refused("brief CAN --event US-2026-CA-THREATS --as-of 2026-01-24",
          {"US-2026-CA-THREATS", "US-2026-CA-THREAT"});
}

TEST_F(BadInput, DropOfWhatIsNotInForce) {
  scenario_refused("title = \"t\"\nas_of = 2026-01-24\ndrop = [\"US-2026-CA-THREAT\"]\n",
                   {"test.toml:3", "US-2026-CA-THREAT", "in force"});
}

TEST_F(BadInput, PercentForgotten) {
  scenario_refused(
      with_measure(
          "by = \"USA\"\non = \"CHN\"\ngoods = \"goods\"\ninstrument = \"tariff\"\nterms = { rate = 25 }\n"),
      {"test.toml:9", "25", "0.25"});
}

TEST_F(BadInput, NotANumber) {
  scenario_refused(
      with_measure(
          "by = \"USA\"\non = \"CHN\"\ngoods = \"goods\"\ninstrument = \"tariff\"\nterms = { rate = nan }\n"),
      {"test.toml:9", "rate"});
}

TEST_F(BadInput, UnknownWorldOfAScenario) {
  scenario_refused("title = \"t\"\nas_of = 2026-01-24\nworld = \"nowhere\"\n",
                   {"test.toml:3", "field `world`", "unknown world \"nowhere\"", "worlds: 2017, 2019, 2023"});
  const Outcome result = run("solve test.toml");
  EXPECT_EQ(result.err.find("\n\n"), std::string::npos) << "no blank hint";
}

TEST_F(BadInput, EmptyScenario) { scenario_refused("", {"test.toml", "title"}); }

TEST_F(BadInput, NotText) {
  scenario_refused(std::string("\x7f"
                               "ELF\0\1\2\xff",
                               8),
                   {"test.toml"});
}

TEST_F(BadInput, BadModelChoices) {
  refused("solve canada-punished --closure shares", {"--closure", "shares", "did you mean share"});
  refused("solve canada-punished --elasticities FG", {"--elasticities", "FG"});
  refused("solve canada-punished --horizon soon", {"--horizon", "soon"});
  refused("solve canada-punished --range ful", {"--range", "did you mean full", "full, sets, none"});
  refused("solve canada-punished --world 2032", {"2032", "2023"});
}

TEST_F(BadInput, BadOutputNames) {
  refused("solve canada-punished -o nowhere/out.json", {"nowhere", "does not exist"});
  refused("solve canada-punished -o out.pdf", {"out.pdf", ".json"});
  refused("solve canada-punished --xlsx out.csv", {"--xlsx", "out.csv"});
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(BadInput, BadQuestionsToTheLedger) {
  refused("ledger list --status inforce", {"unknown status", "in_force"});
  refused("ledger list --kind tarif", {"unknown kind", "tariff"});
  refused("world show CANADIA", {"CANADIA"});
  refused("brief CAN", {"--as-of"});
  refused("brief XXX", {"unknown economy \"XXX\""});
  refused("replicate cp2016 --golden .", {"cp2016", "cp2015"});
}

class BadLedger : public BadInput {
 protected:
  void ledger_refused(const std::string& text, std::initializer_list<const char*> words) {
    write(folder / "data/ledger/a.toml", text);
    refused("ledger show X --ledger data/ledger", words);
  }
  static std::string measure(const std::string& id) {
    return "[[measure]]\nid = \"" + id +
           "\"\nby = \"USA\"\non = [\"CAN\"]\ngoods = [\"C29\"]\ninstrument = \"tariff\"\nterms = { rate = "
           "\"10%\" }\nannounced = "
           "2026-01-01\neffective = 2026-01-01\nsource = [\"https://example.org\"]\nconfidence = \"A\"\n";
  }
};

TEST_F(BadLedger, DuplicateId) { ledger_refused(measure("X") + measure("X"), {"a.toml:12", "X"}); }

TEST_F(BadLedger, MissingSource) {
  std::string text = measure("X");
  text.erase(text.find("source"), text.find("confidence") - text.find("source"));
  ledger_refused(text, {"a.toml", "source"});
}

TEST_F(BadLedger, NotText) { ledger_refused(std::string("\0\0\0\0", 4), {"a.toml"}); }

TEST_F(BadInput, DealsAndThreatsThatAreNone) {
  const std::string threat =
      "room GBR --as-of 2026-01-24 --quick --threat \"USA on GBR: tariff 25% on goods\" ";
  refused(threat + "--deal \"JPN with CHN: pact 50%\"", {"--deal", "GBR is no party to"});
  refused(threat + "--deal \"GBR with GBR: pact 50%\"", {"no deal is weighed", "GBR deals with itself"});
  refused(threat + "--deal \"GBR with CHN: pact 0%\"", {"no deal is weighed", "pact 0%", "changes nothing"});
  refused(threat + "--deal \"not USA on GBR: tariff 25% on goods\"", {"is the threat itself"});
  refused(threat + "--deal \"lift \"", {"names nothing to lift", "leeway ledger as-of"});
  refused("room GBR --threat \"USA on GBR: tariff 0% on goods\" --deal \"GBR with CHN: pact 50%\"",
          {"nothing is threatened"});
  refused("room canada-chin", {"no economy, no group and no ready threat", "did you mean canada-china?"});
  refused(threat + "--deal \"GBR with CHN: pact 50%\" --lasts 1e300y", {"--lasts", "longer than 100 years"});
  refused("solve --as-of 2026-01-24 --add \"USA on GBR\"", {"--add", "a colon goes after"});
}

TEST_F(BadInput, RatesBeyondWhatMeasuresMayHave) {
  refused("retaliate EU27 --on USA --worth \"93 bn USD\" --rate 1e6%", {"--rate", "above 10000%"});
  refused("retaliate EU27 --on USA --worth \"1 USD\"", {"--worth", "below USD 1 mn"});
  refused("threats --by \"*\"", {"--by", "leave --by out"});
  refused("threats --top -1", {"--top", "not a number of rows"});
}

TEST_F(BadInput, EmptyAndEndlessNames) {
  refused("solve canada-punished --economy \"\"", {"--economy is empty", "leave it out"});
  refused("solve canada-punished --world=", {"--world is empty"});
  refused("retaliate EU27 --on USA --worth \"93 bn USD\" --hurt \"\"", {"--hurt is empty", "all"});
  const std::string id(101, 'X');
  scenario_refused("title = \"t\"\nas_of = 2026-01-24\n[[measure]]\nid = \"" + id +
                       "\"\nby = \"USA\"\non = [\"GBR\"]\ngoods = [\"goods\"]\n"
                       "instrument = \"tariff\"\nterms = { rate = 0.1 }\n",
                   {"an id of 101 characters", "up to 100"});
  refused("solve --as-of 2026-01-24 --quick --add \"USA on GBR: tariff 5% on goods, id " + id + "\"",
          {"an id of 101 characters"});
}

TEST_F(BadInput, FoldersThatAreNoLedgerAndNoEpisode) {
  fs::create_directories(folder / "empty");
  const std::string why = "why status-quo@2025-01-01 status-quo@2026-01-24 --economy CAN --from-ledger ";
  refused(why + "empty", {"empty", "has no entry of a ledger"});
  refused(why + "nowhere", {"nowhere", "is not a ledger folder", ".toml"});
  write(folder / "ep1/episode.toml", "question = \"q\"\n");
  refused("backtest ep1", {"unknown episode", "write ./ep1"});
}

class BadWorld : public BadInput {
 protected:
  void SetUp() override {
    BadInput::SetUp();
    leeway::World world = leeway::testing::small_world(4, 3, 1);
    leeway::save_world(world, folder / "world");
  }
  void damaged(const char* file, const std::string& text, std::initializer_list<const char*> words) {
    write(folder / "world" / file, text);
    refused("world check --world ./world", words);
  }
};

TEST_F(BadWorld, WholeOnesPass) { EXPECT_EQ(run("world check --world ./world").code, 0); }

TEST_F(BadWorld, EmptyFile) { damaged("flows.csv", "", {"flows.csv", "empty"}); }

TEST_F(BadWorld, TruncatedFile) {
  const std::string whole = content(folder / "world/flows.csv");
  damaged("flows.csv", whole.substr(0, whole.rfind(',')), {"flows.csv"});
}

TEST_F(BadWorld, NotText) { damaged("flows.csv", std::string("\x1f\x8b\0\0", 4), {"flows.csv"}); }

TEST_F(BadWorld, NotANumber) {
  std::string text = content(folder / "world/flows.csv");
  const std::size_t line = text.find('\n') + 1;
  const std::size_t end = text.find('\n', line);
  const std::size_t comma = text.rfind(',', end);
  text.replace(comma + 1, end - comma - 1, "nan");
  damaged("flows.csv", text, {"flows.csv:2", "nan"});
}

TEST_F(BadWorld, MissingFolder) { refused("world check --world ./no-such-world", {"no-such-world"}); }

TEST_F(BadInput, WhatFitsNothingIsNotPassedOver) {
  refused(
      "compare eu-cars-duty eu-cars-quota --hold \"imports of product:bev by EU27 from CHN at 60% of base\" "
      "--free TYPO --quick",
      {"\"TYPO\" is of none of the scenarios", "allowed: ID"});
  refused(
      "room --each USA --threat \"USA on {it}: tariff 25% on goods\" --deal \"{it} with CHN: pact 50%\" "
      "--as-of 2026-01-24 --quick",
      {"nobody is left to ask"});
  refused("compare status-quo@ base --quick", {"a day is missing", "status-quo@2026-01-24"});
}

}  // namespace bad_input_test

}  // namespace program
