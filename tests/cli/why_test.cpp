#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

namespace why_test {

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

/// Two versions of a ledger on the small world of the tests.
class WhyOfLedgers : public program::Program {
 protected:
  static std::string entry(const std::string& id, const std::string& who, const std::string& goods,
                           const std::string& rate, const std::string& dates = "effective = 2025-03-01",
                           const std::string& note = "") {
    return "[[measure]]\nid = \"" + id + "\"\n" + who + "\ngoods = [\"" + goods +
           "\"]\ninstrument = \"tariff\"\nterms = { rate = \"" + rate + "\" }\nannounced = 2020-01-01\n" +
           dates + "\nsource = [\"https://example.org\"]\nconfidence = \"A\"\nnote = \"" + note + "\"\n";
  }
  static constexpr const char* us_on_china = "by = \"USA\"\non = [\"CHN\"]";
  static constexpr const char* china_on_us = "by = \"CHN\"\non = [\"USA\"]";
  static constexpr const char* canada_on_us = "by = \"CAN\"\non = [\"USA\"]";

  void SetUp() override {
    Program::SetUp();
    const std::string kept = entry("KEPT", canada_on_us, "A01_02", "6%");
    const std::string ended = "effective = 2021-01-01\nend = 2025-01-01";
    program::write(folder / "a/all.toml", entry("RATE", us_on_china, "C29", "10%") +
                                              entry("GONE", china_on_us, "A01_02", "25%") + kept +
                                              entry("ENDED", us_on_china, "A01_02", "2%", ended));
    program::write(folder / "b/all.toml", entry("RATE", us_on_china, "C29", "20%") +
                                              entry("KEPT", canada_on_us, "A01_02", "6%",
                                                    "effective = 2025-03-01", "told otherwise"));
    program::write(folder / "noted/all.toml",
                   entry("RATE", us_on_china, "C29", "10%", "effective = 2025-03-01", "another note") +
                       entry("GONE", china_on_us, "A01_02", "25%") + kept +
                       entry("ENDED", us_on_china, "A01_02", "2%", ended));
  }
  program::Outcome ask(const std::string& from, const std::string& to, const std::string& ledgers,
                       const std::string& more = "--figure exports --json") const {
    const program::fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
    return run("why " + from + " " + to + " --economy USA " + ledgers + " " + more,
               "LEEWAY_DATA='" + share.string() + "'");
  }
  /// Rows of the parts by name, the difference last.
  static std::map<std::string, Json> rows(const program::Outcome& outcome) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    std::map<std::string, Json> by_name;
    const Json report = Json::parse(outcome.out);
    for (const Json& row : report["tables"][0]["rows"]) by_name[row.is_array() ? row[0] : row["part"]] = row;
    return by_name;
  }
  static double value(const Json& row) {
    return row.is_array() ? row[4].get<double>() : row["adds"].get<double>();
  }
  static std::string how(const Json& row) { return row.is_array() ? row[1] : row["how"]; }
  static constexpr const char* day = "status-quo@2026-01-01";
};

// A rate that changed, a Measure that is gone, one of the base year alone that is gone, and a note, which
// moves nothing: the parts add up to what the two ledgers give when each is asked by itself.
TEST_F(WhyOfLedgers, PartsAddUpToWhatEachLedgerGives) {
  for (const char* figure : {"exports", "tariff_revenue", "real_income"}) {
    const std::string more = std::string("--json --figure ") + figure;
    const auto parts = rows(ask(day, day, "--from-ledger a --to-ledger b", more));
    ASSERT_EQ(parts.size(), 4U) << figure;
    EXPECT_EQ(how(parts.at("RATE")), "changed");
    EXPECT_EQ(how(parts.at("GONE")), "taken out");
    EXPECT_EQ(how(parts.at("ENDED")), "changed");
    const double whole = value(parts.at("difference"));
    const double size = std::max(1.0, std::abs(whole));
    EXPECT_NEAR(value(parts.at("RATE")) + value(parts.at("GONE")) + value(parts.at("ENDED")), whole,
                1e-9 * size);
    const double a = value(rows(ask("base", day, "--from-ledger a --to-ledger a", more)).at("difference"));
    const double b = value(rows(ask("base", day, "--from-ledger b --to-ledger b", more)).at("difference"));
    EXPECT_NEAR(b - a, whole, 1e-6 * size) << figure;
    EXPECT_NE(whole, 0.0);
    const auto back = rows(ask(day, day, "--from-ledger b --to-ledger a", more));
    EXPECT_NEAR(value(back.at("RATE")), -value(parts.at("RATE")), 1e-6 * size);
    EXPECT_EQ(how(back.at("GONE")), "taken in");
  }
}

TEST_F(WhyOfLedgers, ANoteMovesNothing) {
  const auto noted = ask(day, day, "--from-ledger a --to-ledger noted", "--figure exports");
  EXPECT_EQ(noted.code, 0) << noted.err;
  EXPECT_THAT(noted.out, HasSubstr("Nothing that the model reads differs between the two."));
  const auto json = rows(ask(day, day, "--from-ledger a --to-ledger noted"));
  EXPECT_EQ(json.size(), 1U);
  EXPECT_EQ(value(json.at("difference")), 0.0);
}

TEST_F(WhyOfLedgers, FoldersThatAreNone) {
  const auto none = ask(day, day, "--from-ledger nosuch --to-ledger b");
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("nosuch"));
  program::fs::create_directories(folder / "empty");
  EXPECT_THAT(ask(day, day, "--to-ledger empty").err, HasSubstr("has no entry of a ledger"));
  program::write(folder / "broken/all.toml",
                 "[[measure]]\nid = \"X\"\nby = \"USA\"\non = [\"CHN\"]\ngods = [\"C29\"]\n");
  const auto broken = ask(day, day, "--from-ledger broken --to-ledger b");
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.err, HasSubstr("broken/all.toml:5"));
  EXPECT_EQ(broken.out, "");
}

TEST_F(WhyVerb, BadInput) {
  EXPECT_THAT(run("why base base --economy CAN --figure incme").err, HasSubstr("allowed: real_income"));
  EXPECT_THAT(run("why base base --economy CAM").err, HasSubstr("CAN"));
  EXPECT_THAT(run("why base nosuch --economy CAN").err, HasSubstr("unknown scenario"));
  EXPECT_THAT(run("why base base --economy CAN --against bse").err, HasSubstr("allowed: base, status-quo"));
  EXPECT_EQ(run("why base base --economy CAN --quick").code, 0);
}

}  // namespace why_test
