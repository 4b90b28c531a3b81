#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "program.h"

// Best rates, wars and lists on a small world.
namespace program {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Wars : public Program {
 protected:
  Outcome asked(const std::string& arguments) const {
    const fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
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
  EXPECT_THAT(text.out, HasSubstr("ways of seeing the world"));
}

TEST_F(Wars, AWarIsToldWithItsRegret) {
  const Outcome text = asked("war USA,CHN,CAN --cooperate all");
  EXPECT_EQ(text.code, 0) << text.out << text.err;
  for (const char* words : {"A war of 3 with tariffs", "lower bound on the largest gain",
                            "only the players answer", "Agreements from the war", "Nash bargaining"})
    EXPECT_THAT(text.out, HasSubstr(words));
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
  refused("respond USA --weights C29=-1", {"--weights", "C29=-1"});
  refused("respond USA --lowest 20% --highest 10%", {"bounds cross", "20%", "10%"});
  refused("respond USA --lowest -100%", {"-100%"});
  refused("respond USA --each-rate sectors", {"--each-rate", "did you mean sector"});
  refused("respond USA --closure share", {"--closure", "balanced"});
  refused("respond USA --horizon 1", {"horizon of 1 years"});
  refused("retaliate CHN --on CHN --worth \"1 bn USD\"", {"both sides"});
  refused("retaliate CHN --on USA --worth \"900 tn USD\"", {"--worth", "CHN"});
  refused("retaliate CHN --on USA --worth 93", {"--worth", "93 bn USD"});
}

}  // namespace

}  // namespace program
