#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

namespace backtest_test {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

class Backtests : public program::Program {};

TEST_F(Backtests, AnEpisodeIsScoredAgainstItsRecord) {
  const auto json = run("backtest us-china-2018 --json");
  ASSERT_EQ(json.code, 0) << json.err;
  const Json report = Json::parse(json.out);
  EXPECT_EQ(report["kind"], "backtest");
  const Json& misses = report["tables"][0];
  EXPECT_EQ(misses["id"], "misses");
  EXPECT_EQ(misses["rows"].size(), 6U);  // two records of trade, four facts
  EXPECT_EQ(report["certificates"].size(), 2U);
  const auto text = run("backtest us-china-2018");
  EXPECT_THAT(text.out, HasSubstr("the worst miss first"));
  EXPECT_THAT(text.out, HasSubstr("least traded"));
  const auto csv = run("backtest us-china-2018 --csv");
  EXPECT_THAT(csv.out, HasSubstr("Mexico's share of US goods imports"));
}

TEST_F(Backtests, AForecastQuotesTheRecord) {
  const auto solved = run("solve us-2025-undone --range none");
  ASSERT_EQ(solved.code, 0) << solved.err;
  EXPECT_THAT(solved.out, HasSubstr("In past episodes like this, the"));
  const auto brief = run("brief CAN --as-of 2026-01-24 --event US-2026-CA-THREAT --quick --json");
  EXPECT_THAT(brief.out, HasSubstr("In past episodes like this, the"));
  EXPECT_THAT(brief.out, Not(HasSubstr("under the quota, 1 March to 31 August 2026")));
}

TEST_F(Backtests, TheBaseRateOfThreatsIsAForecastToo) {
  const auto text = run("backtest threats --known-by 2026-01-24");
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("Threats foretold on the day that they were made"));
  EXPECT_THAT(text.out, HasSubstr("one half (reference)"));
  const Json report = Json::parse(run("backtest threats --known-by 2026-01-24 --json").out);
  const Json& rules = report["tables"][0];
  ASSERT_EQ(rules["rows"].size(), 6U);
  double hindsight = 0.0;
  for (const Json& row : rules["rows"]) {
    if (row[0] == "one half (reference)") {
      EXPECT_EQ(row[1], 0.25);
    }
    if (row[0].get<std::string>().starts_with("their own share")) hindsight = row[1];
  }
  for (const Json& row : rules["rows"])
    if (row[0].get<std::string>().find("reference") != std::string::npos) {
      EXPECT_GE(row[1].get<double>(), hindsight) << "no constant does better";
    }
  // What was known later scores more of them, and moves no row of an earlier day.
  const Json later = Json::parse(run("backtest threats --json").out);
  const Json& days = later["tables"][1]["rows"];
  ASSERT_GT(days.size(), 1U);
  for (std::size_t at = 1; at < days.size(); ++at) EXPECT_GE(days[at][2], days[at - 1][2]);
  EXPECT_EQ(report["tables"][1]["rows"][0], days[0]);
  EXPECT_NE(report["run_id"], later["run_id"]);
  EXPECT_EQ(run("backtest us-china-2018 --known-by 2026-01-24").code, 2);
}

// The first window of Canada's quota ended on 31 August 2026: what entered under it is hindsight before.
TEST_F(Backtests, NoForecastQuotesARecordOfALaterDay) {
  const auto quota = [&](const std::string& day) {
    return run("solve " +
               scenario("title = \"t\"\nas_of = " + day +
                        "\n[[measure]]\nid = \"QUOTA\"\nby = \"AUS\"\non = \"CHN\"\ngoods = "
                        "[\"product:bev\"]\ninstrument = \"tariff_rate_quota\"\nterms = { quota = "
                        "\"50% of base\", in_quota = 0, over_quota = \"50%\" }\n") +
               " --range none");
  };
  const auto before = quota("2026-08-31");
  ASSERT_EQ(before.code, 0) << before.err;
  EXPECT_THAT(before.out, HasSubstr("No record of a past episode of this kind was known by 2026-08-31"));
  EXPECT_THAT(before.out, Not(HasSubstr("2,910")));
  EXPECT_THAT(quota("2026-09-01").out, HasSubstr("the record is 2,910 vehicles"));
}

TEST_F(Backtests, BadEpisodesAreRefusedByName) {
  const auto unknown = run("backtest us-chna-2018");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("us-china-2018"));
  const std::string scenario = "title = \"t\"\nas_of = 2019-12-31\nworld = \"2017\"\n";
  program::write(folder / "mine/scenario.toml", scenario);
  program::write(folder / "mine/episode.toml", "question = \"q\"\nbefore = \"bse\"\n");
  const auto before = run("backtest ./mine");
  EXPECT_EQ(before.code, 2);
  EXPECT_THAT(before.err, HasSubstr("episode.toml:2"));
  program::write(folder / "mine/episode.toml",
                 "question = \"q\"\nbefore = \"base\"\n[[fact]]\nwhat = \"share\"\ntitle = \"t\"\n");
  const auto what = run("backtest ./mine");
  EXPECT_EQ(what.code, 2);
  EXPECT_THAT(what.err, HasSubstr("import_share"));
  program::write(
      folder / "mine/episode.toml",
      "question = \"q\"\nbefore = \"base\"\n[[trade]]\nid = \"r\"\ntitle = \"t\"\nfile = \"r.csv\"\nside = "
      "\"imports\"\neconomy = \"USA\"\nhit = \"CHN\"\nsource = \"s\"\nknown = "
      "2019-01-01\nknown_source = \"s\"\n");
  program::write(folder / "mine/r.csv", "sector,partner,before,after\nC29,XXX,1,2\n");
  const auto partner = run("backtest ./mine");
  EXPECT_EQ(partner.code, 2);
  EXPECT_THAT(partner.err, HasSubstr("XXX"));
}

TEST_F(Backtests, AbsurdRecordsAreRefusedWithFileAndLine) {
  program::write(folder / "mine/scenario.toml", "title = \"t\"\nas_of = 2019-12-31\nworld = \"2017\"\n");
  const auto refusal = [&](const std::string& like, const std::string& what, const std::string& record,
                           const std::string& unit, const std::string& more = "") {
    program::write(
        folder / "mine/episode.toml",
        "question = \"q\"\nbefore = \"base\"\nlike = " + like + "\n[[fact]]\nwhat = \"" + what +
            "\"\ntitle = \"t\"\ngoods = \"goods\"\nexporter = \"CHN\"\nimporter = \"USA\"\nrecord = " +
            record + "\nunit = \"" + unit +
            "\"\nsource = \"s\"\nknown = 2020-01-01\nknown_source = \"s\"\ngrade = \"A\"\n" + more);
    const auto refused = run("backtest ./mine");
    EXPECT_EQ(refused.code, 2) << refused.out;
    EXPECT_THAT(refused.err, HasSubstr("mine/episode.toml:"));
    return refused.err;
  };
  EXPECT_THAT(refusal("[\"tarif\"]", "flow_value", "5", "%"), HasSubstr("did you mean tariff?"));
  EXPECT_THAT(refusal("[\"tariff\", \"tariff\"]", "flow_value", "5", "%"), HasSubstr("occurs twice"));
  EXPECT_THAT(refusal("[]", "flow_value", "-120", "%"), HasSubstr("allowed: -100 to 10000 %"));
  EXPECT_THAT(refusal("[]", "flow_value", "5", "points"), HasSubstr("allowed: \"%\""));
  EXPECT_THAT(refusal("[]", "import_share", "150", "points"), HasSubstr("allowed: -100 to 100 points"));
  EXPECT_THAT(refusal("[]", "pass_through", "100", "share"), HasSubstr("allowed: -5 to 5 share"));
  EXPECT_THAT(refusal("[]", "units", "-3", "vehicles"), HasSubstr("episode.toml:10"));
  EXPECT_THAT(refusal("[]", "units", "3", "%"), HasSubstr("nothing that can be counted"));
  EXPECT_THAT(refusal("[]", "flow_value", "0", "%"), HasSubstr("scored = false"));
  EXPECT_THAT(refusal("[]", "flow_value", "5", "%", "years = 2\n"), HasSubstr("`years`"));
  EXPECT_THAT(refusal("[]", "flow_value", "nan", "%"), HasSubstr("record"));
}

// With no Measure at all the forecast is that nothing changes, and its error is that of "no change".
TEST_F(Backtests, WithoutMeasuresTheErrorIsOne) {
  program::write(folder / "mine/scenario.toml", "title = \"t\"\nas_of = 2017-12-31\nworld = \"2017\"\n");
  program::write(
      folder / "mine/episode.toml",
      "question = \"q\"\nbefore = \"base\"\n[[trade]]\nid = \"r\"\ntitle = \"t\"\nfile = \"r.csv\"\nside = "
      "\"imports\"\neconomy = \"USA\"\nhit = \"CHN\"\nsource = \"s\"\nknown = "
      "2019-01-01\nknown_source = \"s\"\n");
  program::write(folder / "mine/r.csv",
                 "sector,partner,before,after\nC29,CHN,10,5\nC29,MEX,20,25\nC28,CHN,7,6\nC28,DEU,4,9\n");
  const auto json = run("backtest ./mine --json");
  ASSERT_EQ(json.code, 0) << json.err;
  const Json row = Json::parse(json.out)["tables"][0]["rows"][0];
  EXPECT_NEAR(row.is_array() ? row[6].get<double>() : row["error"].get<double>(), 1.0, 1e-6);
}

}  // namespace backtest_test
