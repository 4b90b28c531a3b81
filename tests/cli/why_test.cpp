#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

class WhyVerb : public program::Program {};

TEST_F(WhyVerb, ADayAgainstAnotherAddsUp) {
  const auto json =
      run("why status-quo@2025-01-01 status-quo@2025-03-10 --economy CAN --by-actor --figure exports --quick "
          "--json");
  ASSERT_EQ(json.code, 0) << json.err;
  const Json report = Json::parse(json.out);
  const Json& rows = report["tables"][0]["rows"];
  ASSERT_GT(rows.size(), 2U);
  const auto value = [](const Json& row) {
    return row.is_array() ? row[4].get<double>() : row["adds"].get<double>();
  };
  double sum = 0.0;
  for (std::size_t r = 0; r + 1 < rows.size(); ++r) sum += value(rows[r]);
  EXPECT_NEAR(sum, value(rows.back()), 1e-8);
}

TEST_F(WhyVerb, EachPartHasItsRange) {
  const std::string question = "why status-quo@2025-01-01 status-quo@2025-03-10 --economy CAN --by-actor";
  const auto ranged = run(question + " --range sets --json");
  ASSERT_EQ(ranged.code, 0) << ranged.err;
  const Json report = Json::parse(ranged.out);
  const Json& table = report["tables"][0];
  ASSERT_EQ(table["columns"].size(), 7U);
  for (const Json& row : table["rows"]) {
    EXPECT_LE(row[5].get<double>(), row[4].get<double>());
    EXPECT_GE(row[6].get<double>(), row[4].get<double>());
  }
  EXPECT_THAT(report["lead"].dump(), HasSubstr("sets of trade elasticities"));
  const auto alone = run(question + " --quick");
  EXPECT_THAT(alone.out, HasSubstr("central case alone"));
  EXPECT_EQ(alone.out.find("  low"), std::string::npos);
  EXPECT_EQ(run(question + " --range most").code, 2);
}

TEST_F(WhyVerb, WorldsAndScenarios) {
  const auto worlds = run(
      "why us-2025-undone us-2025-undone --economy USA --figure imports --from-world 2017 --to-world 2019 "
      "--quick");
  ASSERT_EQ(worlds.code, 0) << worlds.err;
  EXPECT_THAT(worlds.out, HasSubstr("base data"));
  EXPECT_THAT(worlds.out, HasSubstr("2017 to 2019"));
  EXPECT_THAT(worlds.out, HasSubstr("against the status quo of its own day"));
}

TEST_F(WhyVerb, BadInput) {
  EXPECT_THAT(run("why base base --economy CAN --figure incme").err, HasSubstr("allowed: real_income"));
  EXPECT_THAT(run("why base base --economy CAM").err, HasSubstr("CAN"));
  EXPECT_THAT(run("why base nosuch --economy CAN").err, HasSubstr("unknown scenario"));
  EXPECT_THAT(run("why base base --economy CAN --against bse").err, HasSubstr("allowed: base, status-quo"));
  EXPECT_EQ(run("why base base --economy CAN --quick").code, 0);
}

}  // namespace
