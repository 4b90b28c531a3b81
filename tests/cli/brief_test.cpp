#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/output/format.h"
#include "program.h"

namespace program {

namespace brief_test {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::json;

class Brief : public Program {
 protected:
  const std::string question = "brief CAN --as-of 2026-01-24 --event US-2026-CA-THREAT --quick";
};

TEST_F(Brief, TheFirstLineIsTheAnswer) {
  const Outcome result = run(question + " -o brief.json");
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(content(folder / "brief.json"));
  EXPECT_EQ(json["schema"], "leeway-brief-1");
  EXPECT_EQ(json["economy"]["name"], "Canada");
  EXPECT_THAT(result.out, StartsWith(json["headline"].get<std::string>() + "\n"));
  const double p_star = json["leeway"]["p_star"];
  EXPECT_GT(p_star, 0.0);
  EXPECT_LT(p_star, 1.0);
  EXPECT_NEAR(p_star,
              json["leeway"]["gain_musd"].get<double>() /
                  (json["leeway"]["gain_musd"].get<double>() + json["leeway"]["loss_musd"].get<double>()),
              1e-12);
  EXPECT_THAT(json["headline"].get<std::string>(), HasSubstr(leeway::probability(p_star)));
  const Json& record = json["record"];
  EXPECT_EQ(record["by"], "USA");
  EXPECT_GT(record["all"]["made"].get<int>(), record["of_kind"]["made"].get<int>());
  EXPECT_LT(record["all"]["low"].get<double>(), record["all"]["share"].get<double>());
  EXPECT_GT(record["all"]["high"].get<double>(), record["all"]["share"].get<double>());
  EXPECT_TRUE(record["itself_left_out"]);
  EXPECT_THAT(result.out, HasSubstr(record["text"].get<std::string>().substr(0, 40)));
  EXPECT_EQ(json["options"].size(), 4U);
  for (const Json& option : json["options"])
    EXPECT_TRUE(option["certificate"]["certified"].get<bool>()) << option["id"];
  for (const char* word :
       {"What Canada can do", "Winners and losers elsewhere", "Sectors of Canada", "Assumptions",
        "Measures that the question is about", "https://toronto.citynews.ca", "certified: residual", "run "})
    EXPECT_THAT(result.out, HasSubstr(word));
}

TEST_F(Brief, TermsAreSetAndTold) {
  const auto loss = [&](const std::string& more) {
    const Outcome result = run(question + " --json " + more);
    EXPECT_EQ(result.code, 0) << result.err;
    return Json::parse(result.out)["leeway"]["loss_musd"].get<double>();
  };
  const double half = loss("--set US-2026-CA-THREAT.rate=50%");
  EXPECT_LT(half, loss(""));
  // The same in a file, which is the question that the command asks.
  write(folder / "half.toml",
        "title = \"Half\"\neconomy = \"CAN\"\nas_of = 2026-01-24\nthreat = \"US-2026-CA-THREAT\"\n\n[set]\n"
        "\"US-2026-CA-THREAT.rate\" = \"50%\"\n");
  const Outcome file = run("brief half.toml --quick --json");
  ASSERT_EQ(file.code, 0) << file.err;
  EXPECT_EQ(Json::parse(file.out)["leeway"]["loss_musd"].get<double>(), half);
  const Outcome text = run(question + " --set US-2026-CA-THREAT.rate=50% --drop CA-2024-EV");
  EXPECT_THAT(text.out, HasSubstr("rate of US-2026-CA-THREAT is set to 50% instead of 100%."));
  const Outcome refused = run(question + " --set US-2026-CA-THREAT.raet=50%");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("did you mean rate"));
  const Outcome room = run("room half.toml");
  EXPECT_EQ(room.code, 2);
  EXPECT_THAT(room.err, HasSubstr("leeway brief takes"));
}

TEST_F(Brief, ThePageHoldsTheSameNumbersAndFetchesNothing) {
  const Outcome result = run(question + " --json -o brief.html");
  ASSERT_EQ(result.code, 0) << result.err;
  const std::string page = content(folder / "brief.html");
  const Json json = Json::parse(result.out);
  EXPECT_THAT(page, HasSubstr(json["run_id"].get<std::string>()));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("__LEEWAY_DATA__")));
  // A source is a link, which is followed when someone asks.
  for (const char* fetch : {"src=\"http", "src='http", "<link rel=\"stylesheet", "@import", "url(http"})
    EXPECT_THAT(page, ::testing::Not(HasSubstr(fetch))) << fetch;
}

TEST_F(Brief, WithoutAnEventItSaysWhatIsPending) {
  const Outcome result = run("brief DEU --as-of 2026-01-20 --quick");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Germany on 2026-01-20"));
  EXPECT_THAT(result.out, HasSubstr("US-26-GRL"));
}

TEST_F(Brief, AGroupIsAnEconomyToo) {
  const Outcome result = run("brief EU27 --as-of 2026-01-20 --event US-26-GRL --quick --json");
  ASSERT_EQ(result.code, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["economy"]["members"].size(), 27U);
  // No move is on record behind it: nothing to weigh, and no zero in its place.
  EXPECT_TRUE(json["leeway"].is_null());
}

}  // namespace brief_test

}  // namespace program
