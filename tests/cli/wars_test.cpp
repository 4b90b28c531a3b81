#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "program.h"

// Best rates, wars and lists on a small world.
namespace program {

namespace wars_test {

using ::testing::HasSubstr;
using ::testing::Not;

class Wars : public Program {
 protected:
  Outcome asked(const std::string& arguments) const {
    const fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
    return run(arguments, fmt::format("LEEWAY_DATA='{}'", share.string()));
  }
  /// The same on that world with one elasticity for all goods, as its file writes it.
  Outcome with_elasticity(const std::string& theta, const std::string& arguments) const {
    const fs::path share = folder / "share";
    fs::remove_all(share);
    fs::copy(leeway::testing::source_folder() / "tests/data/small_share", share, fs::copy_options::recursive);
    const fs::path file = share / "data/world/2023/elasticities.csv";
    std::string text;
    std::istringstream lines(content(file));
    for (std::string line; std::getline(lines, line);)
      text += (text.empty() ? line : line.substr(0, line.rfind(',') + 1) + theta) + "\n";
    write(file, text);
    return run(arguments, fmt::format("LEEWAY_DATA='{}'", share.string()));
  }
  void refused(const std::string& arguments, std::initializer_list<const char*> words) const {
    const Outcome result = asked(arguments);
    EXPECT_EQ(result.code, 2) << arguments << "\n" << result.out << result.err;
    for (const char* word : words) EXPECT_THAT(result.err, HasSubstr(word)) << arguments;
    EXPECT_EQ(result.out, "") << arguments;
  }
};

TEST_F(Wars, ABestResponseIsToldWithItsCertificate) {
  const Outcome text = asked("respond USA --each-rate bilateral --verify");
  EXPECT_EQ(text.code, 0) << text.err;
  for (const char* words : {"The best tariffs of the United States average", "Certificate, from exact solves",
                            "Read with care", "Trade imbalances", "What a step away costs"})
    EXPECT_THAT(text.out, HasSubstr(words));
  const Outcome json = asked("respond USA --json");
  const auto told = nlohmann::json::parse(json.out);
  EXPECT_EQ(told.at("certified"), true);
  EXPECT_EQ(told.at("run_id").get<std::string>().size(), 32U);
  EXPECT_EQ(json.out, asked("respond USA --json").out) << "the same bytes again";
}

TEST_F(Wars, ABestResponseHasARange) {
  const Outcome text = asked("respond CAN+USA --range sets");
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("each searched anew on its own balanced"));
  EXPECT_THAT(text.out, HasSubstr("high  sign  real income")) << "bystanders have their range";
}

TEST_F(Wars, WhatWeightsCannotDoIsSaid) {
  const Outcome alike = asked("respond USA --weights \"*=2\"");
  EXPECT_EQ(alike.code, 0) << alike.err;
  EXPECT_THAT(alike.out, HasSubstr("counts alike, so that they change nothing"));
  const std::string headline = alike.out.substr(0, alike.out.find('\n'));
  EXPECT_EQ(headline, asked("respond USA").out.substr(0, headline.size())) << "as without weights";
  const Outcome weighted = asked("respond USA --weights C29=2 --range sets");
  EXPECT_EQ(weighted.code, 0) << weighted.err;
  EXPECT_THAT(weighted.out, HasSubstr("Who counts for more, and what the rates do for them"));
  EXPECT_THAT(weighted.out, HasSubstr("of what it values"));
}

TEST_F(Wars, AWarIsToldWithItsRegret) {
  const Outcome text = asked("war USA,CHN,CAN --cooperate all");
  EXPECT_EQ(text.code, 0) << text.out << text.err;
  for (const char* words : {"A war of 3 with tariffs", "lower bound on the largest gain",
                            "only the players answer", "Agreements from the war", "Nash bargaining"})
    EXPECT_THAT(text.out, HasSubstr(words));
}

TEST_F(Wars, ThatAWarPaysIsNeverSaidWithoutWhoPays) {
  const Outcome text = asked("war USA,CHN");
  EXPECT_EQ(text.code, 0) << text.err;
  const std::string headline = text.out.substr(0, text.out.find('\n'));
  EXPECT_THAT(headline, HasSubstr("by one another's rates"));
  EXPECT_THAT(headline, HasSubstr("against the policy in force"));
  EXPECT_THAT(headline, HasSubstr("a passive world of 2 economies loses USD"));
  for (const char* words : {"by its own best rates while the others keep theirs", "by the others' rates",
                            "is no gain from the war", "What its own rates bring a player"})
    EXPECT_THAT(text.out, HasSubstr(words));
  const auto war = nlohmann::json::parse(asked("war USA,CHN --json").out);
  int rows = 0;
  for (const auto& table : war.at("tables")) {
    if (table.at("id") != "parts") continue;
    for (const auto& row : table.at("rows")) {
      EXPECT_NEAR(row[2].get<double>() + row[4].get<double>(), row[5].get<double>(), 1e-12);
      ++rows;
    }
  }
  EXPECT_EQ(rows, 2);
  const Outcome all = asked("war \"*\"");
  EXPECT_THAT(all.out, Not(HasSubstr("passive"))) << "everyone answers";
}

TEST_F(Wars, PlayersMayTaxOneAnotherAlone) {
  const Outcome text = asked("war USA,CHN --partners players");
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("on one another's goods"));
  EXPECT_THAT(text.out, HasSubstr("that are passive pay what is in force"));
  EXPECT_THAT(text.out, HasSubstr("all goods of the other players"));
  const auto run_id = [&](const char* verb) {
    return nlohmann::json::parse(asked(verb).out).at("run_id").get<std::string>();
  };
  EXPECT_NE(run_id("war USA,CHN --json"), run_id("war USA,CHN --partners players --json"));
  refused("war USA,CHN --partners player", {"--partners", "did you mean players"});
}

TEST_F(Wars, AWarThatDoesNotCertifyPrintsItsRegretAndNoRates) {
  // Goods that are hardly replaced: the four chase one another up to the bound.
  const std::string war = "war USA,CHN,CAN,ROW --highest 10000%";
  const Outcome text = with_elasticity("0.02", war);
  EXPECT_EQ(text.code, 1) << text.out << text.err;
  EXPECT_EQ(text.out.find("No tariff war is told: some player gains "), 0U);
  EXPECT_THAT(text.out, HasSubstr("did not settle"));
  EXPECT_THAT(text.out, HasSubstr("where the iteration ended"));
  EXPECT_THAT(text.out, Not(HasSubstr("equiv. variation")));
  EXPECT_THAT(text.out, Not(HasSubstr("real wage")));
  const auto told = nlohmann::json::parse(with_elasticity("0.02", war + " --json").out);
  EXPECT_EQ(told.at("certified"), false);
  ASSERT_EQ(told.at("tables").size(), 1U);
  EXPECT_EQ(told.at("tables")[0].at("id"), "regret");
  EXPECT_EQ(told.at("tables")[0].at("rows").size(), 4U);
}

TEST_F(Wars, AnElasticityAtOrBelowZeroIsRefused) {
  for (const char* theta : {"0", "-0.2"})
    for (const char* verb : {"respond USA", "war USA,CHN", "war USA,CHN --highest 100%"}) {
      const Outcome result = with_elasticity(theta, verb);
      EXPECT_EQ(result.code, 2) << theta << verb;
      EXPECT_EQ(result.out, "") << "no figures";
      EXPECT_THAT(result.err, HasSubstr("elasticities.csv:2:"));
      EXPECT_THAT(result.err, HasSubstr("must be positive"));
    }
}

TEST_F(Wars, WhatRangeIsOnRequestIsSaid) {
  for (const char* verb : {"respond USA", "war USA,CHN"})
    EXPECT_THAT(asked(verb).out, HasSubstr("On request --range sets searches anew")) << verb;
  const auto war = nlohmann::json::parse(asked("war USA,CHN --range sets --json").out);
  for (const auto& table : war.at("tables"))
    if (table.at("id") == "economies") {
      const auto& columns = table.at("columns");
      ASSERT_EQ(columns[3].at("title"), "low");
      for (const auto& row : table.at("rows")) {
        EXPECT_LE(row[3].get<double>(), row[2].get<double>());
        EXPECT_GE(row[4].get<double>(), row[2].get<double>());
      }
    }
}

TEST_F(Wars, AListIsScoredBesideTheLedgers) {
  const Outcome text = asked("retaliate CHN --on PACT --worth \"1 bn USD\" --beside CN-FARM");
  EXPECT_EQ(text.code, 0) << text.out << text.err;
  for (const char* words : {"CN-FARM is in force and is taken out to compare", "the best list of that worth",
                            "the list that costs China least", "[[measure]]"})
    EXPECT_THAT(text.out, HasSubstr(words));
}

TEST_F(Wars, BadInputIsNamed) {
  refused("war USA,CHN,USA", {"\"USA\" is named twice"});
  refused("war USA,PACT", {"USA is in two players", "PACT"});
  refused("war CAN+PACT,CHN", {"CAN is named twice", "CAN+PACT"});
  refused("war USA,CHM", {"CHM", "CHN"});
  refused("war USA", {"one player"});
  refused("war USA,CHN --cooperate USA:CAN", {"CAN", "no player of this war"});
  refused("respond USA --weights \"*=0\"", {"--weights", "sum to nothing"});
  refused("respond USA --weights \"C29=0,A01_02=0,*=0\"", {"--weights", "sum to nothing"});
  refused("respond USA --weights C29=-1", {"--weights", "C29=-1"});
  refused("respond USA --lowest 20% --highest 10%", {"bounds cross", "20%", "10%"});
  refused("respond USA --lowest 10% --highest 10%", {"leave no rate to choose", "10%"});
  refused("respond USA --weights C29=2,C29=3", {"--weights", "\"C29\" is weighed twice"});
  refused("respond USA --lowest -100%", {"-100%"});
  refused("respond USA --each-rate sectors", {"--each-rate", "did you mean sector"});
  refused("respond USA --closure share", {"--closure", "balanced"});
  refused("respond USA --horizon 1", {"horizon of 1 years"});
  refused("retaliate CHN --on CHN --worth \"1 bn USD\"", {"both sides"});
  refused("retaliate CHN --on USA --worth \"900 tn USD\"", {"--worth", "CHN"});
  refused("retaliate CHN --on USA --worth 93", {"--worth", "93 bn USD"});
}

}  // namespace wars_test

}  // namespace program
