#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

// The verbs on quotas, floors, cuts and days, as a user types them.
namespace program {

namespace instrument_verbs_test {

using ::testing::HasSubstr;
using Json = nlohmann::json;

class InstrumentVerbs : public Program {};

Json table(const Json& report, const std::string& id) {
  for (const Json& t : report["tables"])
    if (t["id"] == id) return t;
  return {};
}

TEST_F(InstrumentVerbs, CompareHoldsOneGoalByEveryInstrument) {
  const Outcome result = run(
      "compare eu-cars-duty eu-cars-quota --quick --hold 'imports of product:bev by EU27 from CHN at 60% of "
      "base' --json");
  ASSERT_EQ(result.code, 0) << result.out.substr(0, 2000) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_TRUE(json["certified"].get<bool>());
  const Json levels = table(json, "levels")["rows"];
  ASSERT_EQ(levels.size(), 2U);
  const double duty = levels[0][4].get<double>();
  const double quota = levels[1][4].get<double>();
  EXPECT_NEAR(duty, quota, 1e-6 * quota);
  for (const Json& row : table(json, "dollar")["rows"]) {
    double sum = 0.0;
    for (int c = 2; c <= 6; ++c) sum += row[static_cast<std::size_t>(c)].get<double>();
    EXPECT_NEAR(sum, 1.0, 1e-9);
  }
}

TEST_F(InstrumentVerbs, CompareRefusesUnclearGoals) {
  for (const auto& [arguments, word] :
       {std::pair("compare eu-cars-duty --hold 'imports of bev'", "does not state a goal"),
        std::pair("compare eu-cars-duty eu-cars-quota canada-punished", "--flows"),
        std::pair("compare eu-cars-duty", "two policies are needed"),
        std::pair("compare eu-cars-duty eu-cars-quota --free X", "needs a --hold"),
        std::pair("solve canada-punished --from CHN", "need --deflection"),
        std::pair("solve canada-punished --flows bev", "does not name flows")}) {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.code, 2) << arguments;
    EXPECT_THAT(result.err, HasSubstr(word)) << arguments;
  }
}

TEST_F(InstrumentVerbs, StressPrintsRanges) {
  const Outcome result =
      run("stress JPN --cut product:rare_earths --by CHN --to 50% --horizon 5 -o stress.json");
  ASSERT_EQ(result.code, 0) << result.out.substr(0, 2000) << result.err;
  for (const char* word :
       {"output at risk", "Output at risk by sector", "Who supplies", "backstop", "all against"})
    EXPECT_THAT(result.out, HasSubstr(word));
  const Json json = Json::parse(content(folder / "stress.json"));
  for (const Json& row : table(json, "grid")["rows"]) {
    EXPECT_LE(row[3].get<double>(), row[2].get<double>());
    EXPECT_GE(row[4].get<double>(), row[2].get<double>());
  }
}

TEST_F(InstrumentVerbs, StressRefusesBadInput) {
  for (const auto& [arguments, word] :
       {std::pair("stress JPN --cut product:rare_eaths --by CHN", "product:rare_earths"),
        std::pair("stress JPN --cut product:rare_earths --by CHN --to 150%", "up to 100%"),
        std::pair("stress JPN --cut product:rare_earths --by CHN --horizon soon", "is not a time"),
        std::pair("stress JPN --cut product:rare_earths --by JPN", "is in both")}) {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.code, 2) << arguments;
    EXPECT_THAT(result.err, HasSubstr(word)) << arguments;
  }
}

TEST_F(InstrumentVerbs, PathShowsExpiriesAndDraws) {
  const Outcome result =
      run("path status-quo --quick --from 2026-10-01 --to 2026-12-31 --economies CAN,CHN -o path.html -o "
          "path.csv");
  ASSERT_EQ(result.code, 0) << result.out.substr(0, 2000) << result.err;
  for (const char* word :
       {"Real income against the policy of 2026-10-01", "2026-11-10", "Day by day", "CHN EV"})
    EXPECT_THAT(result.out, HasSubstr(word));
  EXPECT_THAT(content(folder / "path.html"), HasSubstr("<svg"));
  EXPECT_THAT(content(folder / "path.csv"), HasSubstr("real_income"));
}

TEST_F(InstrumentVerbs, PathRefusesBadInput) {
  for (const auto& [arguments, word] :
       {std::pair("path status-quo --from 2026-01-01 --to 2025-01-01", "is not after"),
        std::pair("path status-quo --from 2026-01-01 --to 2026-02-01 --every monht", "month"),
        std::pair("path status-quo --from soon --to 2026-02-01", "is not a date"),
        std::pair("path status-quo --from 2026-01-01 --to 2026-02-01 --economies CHI", "CHN")}) {
    const Outcome result = run(arguments);
    EXPECT_EQ(result.code, 2) << arguments;
    EXPECT_THAT(result.err, HasSubstr(word)) << arguments;
  }
}

TEST_F(InstrumentVerbs, DeflectionNamesThirdMarkets) {
  const Outcome result = run("solve us-door-closes --quick --deflection goods --from CHN --closed-by USA");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("of all diverted"));
  EXPECT_THAT(result.out, HasSubstr("Where goods of China go when the United States buys less"));
}

using InstrumentVerbsSlow = InstrumentVerbs;
TEST_F(InstrumentVerbsSlow, EveryMeasureOfTheLedgerIsCertified) {
  const Outcome result = run("ledger check --solve --json");
  ASSERT_EQ(result.code, 0) << result.out.substr(0, 4000) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_THAT(json["headline"].get<std::string>(), HasSubstr("every one certified"));
  EXPECT_GT(table(json, "effects")["rows"].size(), 50U);
  // The gates of the whole ledger and of every ready scenario.
  EXPECT_THAT(json["headline"].get<std::string>(), HasSubstr("every gate that was tried holds"));
  for (const Json& gate : table(json, "gates")["rows"]) {
    EXPECT_GT(gate[1].get<double>(), 0.0) << gate;
    EXPECT_EQ(gate[2].get<double>(), 0.0) << gate;
  }
}

}  // namespace instrument_verbs_test

}  // namespace program
