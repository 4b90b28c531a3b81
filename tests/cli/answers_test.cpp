#include <algorithm>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/world/load.h"
#include "program.h"
#include "support/small_world.h"

// What an answer must say in its own words, through the real program.
namespace program {

namespace answers_test {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

const Json& table(const Json& report, const std::string& id) {
  for (const Json& one : report["tables"])
    if (one["id"] == id) return one;
  throw std::runtime_error("no table " + id);
}

std::vector<std::string> titles(const Json& one) {
  std::vector<std::string> found;
  for (const Json& column : one["columns"]) found.push_back(column["title"]);
  return found;
}

class Answers : public Program {
 protected:
  Json json(const std::string& arguments) const {
    const Outcome result = run(arguments + " --json");
    EXPECT_EQ(result.code, 0) << arguments << "\n" << result.err;
    return Json::parse(result.out);
  }
  static std::string lead(const Json& report) {
    std::string all = report["headline"].get<std::string>() + "\n";
    for (const Json& paragraph : report["lead"]) all += paragraph.get<std::string>() + "\n";
    return all;
  }
};

TEST_F(Answers, AStressTellsNoPriceThatNoMarketShows) {
  const Json report =
      json("stress DEU --cut product:magnets --by CHN --to 50%,100% --horizon 3m,1 --range none");
  const std::string said = lead(report);
  EXPECT_THAT(said, HasSubstr("after 3 months"));
  EXPECT_THAT(said, HasSubstr("over 20 times"));
  EXPECT_THAT(said, HasSubstr("nothing is for sale"));
  bool bounded = false;
  for (const Json& row : report["long"]["rows"]) {
    if (row[5] == "price_multiple") {
      EXPECT_LE(row[9].get<double>(), 20.0) << row;
    }
    if (row[5] != "price_multiple_over") continue;
    EXPECT_EQ(row[9].get<double>(), 20.0);
    bounded = true;
  }
  EXPECT_TRUE(bounded);
  bool declared = false;
  for (const Json& a : report["assumptions"]) declared = declared || a["name"] == "prices that are told";
  EXPECT_TRUE(declared);
}

// What the host makes of the backstop hides nothing of what its sector loses.
TEST_F(Answers, OutputAtRiskRisesWithTheDepth) {
  const Json report =
      json("stress DEU --cut product:magnets --by CHN --to 50%,75%,90%,100% --horizon 1 --range none");
  double risk = 0.0;
  for (const Json& row : table(report, "grid")["rows"]) {
    EXPECT_GT(row[3].get<double>(), risk) << row;
    risk = row[3].get<double>();
  }
  // The backstop takes the place of what is cut, and of no other maker.
  const double made = table(report, "grid")["rows"][3][5].get<double>();
  EXPECT_GT(made, 0.8);
  EXPECT_LT(made, 0.98) << "others meet the rest";
  bool makers = false;
  for (const Json& row : table(report, "sectors")["rows"])
    if (row[0] == "product:magnets") {
      makers = true;
      EXPECT_GT(row[4].get<double>(), 0.0) << "makers at home sell more, not less";
    }
  EXPECT_TRUE(makers);
}

TEST_F(Answers, AStressWithoutARangeShowsNone) {
  const Json report = json("stress DEU --cut product:magnets --by CHN --to 100% --horizon 1 --range none");
  for (const char* id : {"grid", "sectors", "substitutes"})
    for (const std::string& title : titles(table(report, id)))
      for (const char* end : {"low", "high", "cases"}) EXPECT_NE(title, end) << id;
  for (const Json& row : report["long"]["rows"]) EXPECT_EQ(row[8], "central") << row;
  EXPECT_THAT(lead(report), HasSubstr("its range was left out"));
}

TEST_F(Answers, ABriefWithoutARangeShowsNone) {
  const Json brief = json("brief CAN --event US-2026-CA-THREAT --as-of 2026-01-24 --quick");
  EXPECT_TRUE(brief["leeway"]["low"].is_null());
  for (const Json& option : brief["options"]) {
    for (const Json& economy : option["economies"])
      for (const char* end : {"ev_low_musd", "ev_high_musd"}) EXPECT_TRUE(economy[end].is_null());
    for (const Json& sector : option["sectors"]) EXPECT_TRUE(sector["output_low_pct"].is_null());
  }
}

TEST_F(Answers, WhoGainsFromRetaliating) {
  const Outcome brief = run("brief CAN --event US-2026-CA-THREAT --as-of 2026-01-24 --quick");
  std::string flat = brief.out.substr(0, brief.out.find("What Canada can do"));
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  EXPECT_THAT(flat, HasSubstr("it brings the treasury USD"));
  EXPECT_THAT(flat, HasSubstr("and cuts the real wage by"));
}

TEST_F(Answers, WhoIsHitIsInTheHeadlineWhateverItsSize) {
  EXPECT_THAT(lead(json("solve canada-usmca-spared --quick")),
              HasSubstr("Of those who act and are named: Canada"));
}

TEST_F(Answers, ABoycottSaysWhatIsNotCharged) {
  const Json report = json("solve china-boycotts-japan --quick");
  EXPECT_THAT(lead(report), HasSubstr("Boycott by China"));
  EXPECT_THAT(lead(report), HasSubstr("not charged to them as a loss"));
}

TEST_F(Answers, NothingThatHangsOnTermsOfTradeIsToldOfAQuarter) {
  const Json report = json("solve rare-earth-quota --horizon 0.25 --quick");
  for (const Json& row : report["long"]["rows"])
    for (const char* variable : {"terms_of_trade", "value_added", "value_added_real", "real_income"})
      EXPECT_NE(row[5], variable);
  for (const std::string& title : titles(table(report, "economies")))
    for (const char* column : {"terms of trade", "equiv. variation", "real wage"}) EXPECT_NE(title, column);
}

TEST_F(Answers, WhoHoldsTheRentsOfARestrictionIsInTheRange) {
  const Json report =
      json("solve october-controls-return --horizon 3 --range sets --economy CHN --economy JPN");
  EXPECT_THAT(lead(report), HasSubstr("Who holds the rents of"));
  const Json& rents = table(report, "rents");
  ASSERT_EQ(rents["rows"].size(), 3U);
  const Json& economies = table(report, "economies");
  for (std::size_t who = 0; who < 2; ++who)
    for (const Json& row : rents["rows"]) {
      EXPECT_LE(economies["rows"][who][3].get<double>(), row[3 + who].get<double>());
      EXPECT_GE(economies["rows"][who][4].get<double>(), row[3 + who].get<double>());
    }
}

TEST_F(Answers, TheSectorThatAMeasureNamesIsShown) {
  const Outcome result = run("brief CAN --event CN-2025-CA-2 --as-of 2026-01-24 --quick");
  ASSERT_EQ(result.code, 0) << result.err;
  const std::size_t sectors = result.out.find("Sectors of Canada");
  ASSERT_NE(sectors, std::string::npos);
  EXPECT_THAT(result.out.substr(sectors, result.out.find("more: --top", sectors) - sectors),
              HasSubstr("A01_02"));
}

TEST_F(Answers, AGoalAbovePresentImportsIsSaid) {
  const Outcome result =
      run("compare eu-cars-quota --hold \"imports of product:bev by EU27 from CHN at 150% of status quo\" "
          "--quick");
  EXPECT_THAT(result.out, HasSubstr("The goal stands at 150% of what is imported under status quo"));
  EXPECT_THAT(result.out, HasSubstr("above present imports"));
}

TEST_F(Answers, ExposureOfAnImportedWorldIsWholeSentences) {
  std::string text = "exporter,sector,importer,use,value\n";
  for (const char* from : {"AAA", "BBB", "CCC"})
    for (const char* to : {"AAA", "BBB", "CCC"})
      for (const char* sector : {"C10", "C20"}) {
        const std::string value = std::string(from) == to ? "100" : "10";
        text += std::string(from) + "," + sector + "," + to + ",final," + value + "\n";
        text += std::string(from) + "," + sector + "," + to + ",C10," + value + "\n";
      }
  write(folder / "table.csv", text);
  ASSERT_EQ(run("world import tidy table.csv --year 2020 --name tiny -o tiny").code, 0);
  const Outcome result = run("exposure AAA --world ./tiny");
  ASSERT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("AAA earns "));
  for (const char* broken : {"nan", "sells ;", "from \n", "(0)", "n/a", "USA"})
    EXPECT_THAT(result.out, Not(HasSubstr(broken)));
}

TEST_F(Answers, ACommitmentLargerThanAWorldIsRefusedByName) {
  leeway::save_world(leeway::testing::tiny_world(), folder / "tiny");
  write(folder / "buy.toml",
        "title = \"Soya\"\nas_of = 2026-01-24\n[[measure]]\nid = \"BUY\"\nby = \"CHN\"\non = [\"USA\"]\n"
        "goods = [\"C\"]\ninstrument = \"purchase_commitment\"\nterms = { value = \"100 bn USD/year\" }\n");
  const Outcome result = run("solve buy.toml --world ./tiny --quick");
  EXPECT_EQ(result.code, 1) << result.err;
  EXPECT_THAT(result.out, HasSubstr("BUY commits CHN to buy"));
}

// Days of which the ledger knows nothing are said to be, whatever is asked.
TEST_F(Answers, SayWhereTheLedgerBeginsAndEnds) {
  const std::string typed = "--add \"USA on GBR: tariff 25% on goods\" --quick --as-of ";
  for (const std::string& verb :
       {"solve " + typed,
        std::string("stress JPN --cut product:rare_earths --by CHN --to 50% --horizon 3 --quick --as-of "),
        std::string("ledger list --as-of "), std::string("ledger as-of ")}) {
    const Outcome before = run(verb + "1800-01-01");
    EXPECT_EQ(before.code, 0) << verb << before.err;
    EXPECT_THAT(before.out, HasSubstr("before the ledger's first entry")) << verb;
    const Outcome after = run(verb + "2035-01-01");
    EXPECT_EQ(after.code, 0) << verb << after.err;
    EXPECT_THAT(after.out, HasSubstr("after the ledger's last entry")) << verb;
  }
  EXPECT_EQ(run("solve " + typed + "2026-01-24").out.find("ledger's"), std::string::npos);
  EXPECT_THAT(run("compare base status-quo@1800-01-01 --quick").out, HasSubstr("before the ledger's first"));
  EXPECT_THAT(run("brief CAN --as-of 1800-01-01 --quick").out, HasSubstr("before the ledger's first"));
  EXPECT_THAT(run("path status-quo --from 1990-01-01 --to 1990-12-31 --every year --quick").out,
              HasSubstr("1990-01-01 is before the ledger's first entry"));
  EXPECT_THAT(run("path status-quo --from 2034-01-01 --to 2034-12-31 --every year --quick").out,
              HasSubstr("later days hold what was on record then"));
}

// What policy in force has done to a price is told no further than what the cut does.
TEST_F(Answers, NoPriceBeforeACutIsToldBeyondWhatMarketsShow) {
  const std::string out =
      run("stress DEU --cut product:magnets --by CHN --as-of 2025-05-01 --to 100% --horizon 3m --quick").out;
  EXPECT_THAT(out, HasSubstr("before the cut: over 20 times that of 2023"));
  EXPECT_THAT(out, HasSubstr("No price above 20 times is told"));
}

}  // namespace answers_test

}  // namespace program
