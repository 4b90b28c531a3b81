#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "program.h"

namespace program {

namespace play_test {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Play : public Program {
 protected:
  void refused(const std::string& arguments, const std::string& words) const {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.code, 2) << arguments << "\n" << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr(words)) << arguments;
    EXPECT_EQ(result.out, "") << arguments;
  }
};

const char* const chicken =
    "NFG 1 R \"Chicken\" { \"Row\" \"Column\" }\n{ { \"dare\" \"yield\" } { \"dare\" \"yield\" } }\n\n"
    "0 0 2 7 7 2 6 6\n";

TEST_F(Play, ATableInGambitsFormat) {
  write(folder / "chicken.nfg", chicken);
  const Outcome result = run("play chicken.nfg");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("2 pure Nash equilibria and 1 mixed one."));
  EXPECT_THAT(result.out, HasSubstr("33% dare, 67% yield"));
  EXPECT_THAT(result.out, HasSubstr("5.2500")) << "the mediator's sum";
  EXPECT_THAT(result.out, ::testing::Not(HasSubstr("FAILS")));
  EXPECT_THAT(run("play chicken.nfg --json").out, HasSubstr("\"kind\": \"play\""));
  EXPECT_THAT(run("play chicken.nfg --concepts sequence --order Column,Row").out,
              HasSubstr("One after the other"));
}

TEST_F(Play, AnotherQuestionHasAnotherId) {
  write(folder / "chicken.nfg", chicken);
  std::set<std::string> ids;
  const std::vector<std::string> questions = {"", " --concepts nash", " --concepts nash,dominance",
                                              " --concepts sequence --order Row,Column",
                                              " --concepts sequence --order Column,Row"};
  for (const std::string& question : questions) {
    const std::string out = run("play chicken.nfg --json" + question).out;
    const std::size_t at = out.find("\"run_id\"");
    ASSERT_NE(at, std::string::npos) << question;
    ids.insert(out.substr(at, 50));
  }
  EXPECT_EQ(ids.size(), questions.size());
}

TEST_F(Play, ATreeAndItsTable) {
  write(folder / "chain.efg",
        "EFG 2 R \"chain store\" { \"entrant\" \"store\" }\np \"\" 1 1 \"\" { \"out\" \"in\" } 0\n"
        "t \"\" 1 \"\" { 1 2 }\np \"\" 2 1 \"\" { \"fight\" \"yield\" } 0\nt \"\" 2 \"\" { 0 0 }\n"
        "t \"\" 3 \"\" { 2 1 }\n");
  const Outcome result = run("play chain.efg --write chain.nfg");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Backward induction"));
  const Outcome table = run("play chain.nfg");
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("2 pure Nash equilibria"));
}

// One table, two trees: who sees what differs, and so does the game.
TEST_F(Play, TreesOfOneTableAreNotOneGame) {
  const std::string ends =
      "p \"\" 2 INNER \"\" { \"l\" \"r\" } 0\nt \"\" 1 \"\" { 1 2 }\nt \"\" 2 \"\" { 0 0 }\n";
  const std::string ends_right =
      "p \"\" 2 1 \"\" { \"l\" \"r\" } 0\nt \"\" 3 \"\" { 3 1 }\nt \"\" 4 \"\" { 2 2 }\n";
  const auto id_of = [&](const std::string& name, std::string label) {
    std::string text = "EFG 2 R \"one\" { \"A\" \"B\" }\np \"" + label + "\" 1 1 \"\" { \"u\" \"d\" } 0\n" +
                       ends + ends_right;
    text.replace(text.find("INNER"), 5, "1");
    write(folder / name, text);
    const std::string out = run("play " + name + " --concepts nash --json").out;
    const std::size_t at = out.find("\"run_id\"");
    EXPECT_NE(at, std::string::npos) << out;
    return out.substr(at, 50);
  };
  EXPECT_EQ(id_of("a.efg", ""), id_of("b.efg", ""));
  EXPECT_NE(id_of("a.efg", ""), id_of("c.efg", "at the start"));
}

TEST_F(Play, AGameOfPolicy) {
  write(folder / "pact.toml", R"(title = "A pact"
as_of = 2025-01-01
[[player]]
id = "CAN"
[[player]]
id = "CHN"
[[action]]
name = "stay"
[[action]]
name = "pact"
pairs = ["{it} with {other}: pact 50%"]
[[action]]
name = "duty"
of = ["CAN"]
measures = ["CAN on CHN: tariff 20% on goods"]
stake = 0.5
stake_note = "what voters want"
)");
  const std::string data =
      "LEEWAY_DATA='" + (leeway::testing::source_folder() / "tests/data/small_share").string() + "'";
  const Outcome result = run("play pact.toml --write pact.nfg", data);
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Payoffs are exact: "));
  EXPECT_THAT(result.out, HasSubstr("Equilibria in pure actions, held against exact solves"));
  EXPECT_THAT(result.out, HasSubstr("what voters want"));
  EXPECT_THAT(result.out, HasSubstr("If all who have an action take it"));
  EXPECT_THAT(result.out, HasSubstr("What it would take"));
  EXPECT_THAT(result.out, HasSubstr("Who takes an action as a declared stake on it rises"));
  EXPECT_THAT(run("play pact.toml --quick --csv", data).out, HasSubstr("lacks_musd"));
  write(folder / "ground.toml",
        content(folder / "pact.toml") +
            "[[scenario]]\nname = \"war\"\nmeasures = \"USA on CHN: tariff 25% on goods\"\n");
  const Outcome ground = run("play ground.toml --quick", data);
  EXPECT_EQ(ground.code, 0) << ground.err;
  EXPECT_THAT(ground.out, HasSubstr("What it is worth to be sure that a scenario does not come"));
  EXPECT_EQ(run("play pact.nfg").code, 0);
  EXPECT_NE(run("play pact.toml --no-stakes", data).out, result.out);
  EXPECT_THAT(run("play pact.toml --expansion 2", data).out, HasSubstr("an expansion of order 2"));
  EXPECT_EQ(run("play pact.toml --expansion 4", data).code, 2);
  EXPECT_THAT(result.out, HasSubstr("Under every set of trade elasticities"));
  EXPECT_THAT(result.out, HasSubstr("holds in"));
  const Outcome quick = run("play pact.toml --quick", data);
  EXPECT_THAT(quick.out, HasSubstr("its range was left out"));
  EXPECT_THAT(quick.out, Not(HasSubstr("holds in")));
  EXPECT_EQ(run("play pact.toml --range full", data).code, 2);
  EXPECT_EQ(run("play pact.toml --keep kept", data).out, result.out);
  const Outcome kept = run("play pact.toml --keep kept", data);
  EXPECT_EQ(kept.out, result.out);
  EXPECT_THAT(kept.err, HasSubstr("payoffs were found in kept and not solved again"));
  EXPECT_EQ(run("play pact.toml --keep pact.toml", data).code, 2);
  EXPECT_EQ(run("play pact.toml --concepts timing", data).code, 2);
}

TEST_F(Play, RefusesWithThePlace) {
  write(folder / "short.nfg", "NFG 1 R \"\" { \"A\" } { 2 }\n1\n");
  refused("play short.nfg",
          "short.nfg:3:1: the payoff of A in profile 2 of 2 expected, found the end of the file");
  write(folder / "chicken.nfg", chicken);
  refused("play chicken.nfg --concepts nsh", "did you mean nash?");
  refused("play chicken.nfg --order Row,Colum", "did you mean Column?");
  refused("play chicken.nfg --order Row", "1 of 2 players are named");
  refused("play chicken.nfg --write table.txt", "ends in .nfg");
  refused("play nowhere.nfg", "nowhere.nfg");
  refused("play chicken.nfg --world nowhere", "--world: is of games of policy");
  refused("play chicken.nfg --quick", "--quick: is of games of policy");
  refused("play chicken.nfg --concepts sequence", "sequence needs to know who moves when");
  refused("play chicken.nfg --concepts timing", "timing needs periods");
  refused("play rush-to-bejing", "did you mean rush-to-beijing?");
}

}  // namespace play_test

}  // namespace program
