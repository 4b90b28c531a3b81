// The same question in the words that people use for it, what was asked said back, and days that leave a
// Measure out: on a small made-up world.

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "leeway/model/option_table.h"
#include "program.h"

namespace program {

namespace dialects_test {

using Json = nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

class Dialects : public Program {
 protected:
  Outcome asked(const std::string& arguments, const std::string& before = "") const {
    const fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
    return run(arguments, fmt::format("{} LEEWAY_DATA='{}'", before, share.string()));
  }
  Json json(const std::string& arguments, int code = 0) const {
    const Outcome result = asked(arguments + " --json");
    EXPECT_EQ(result.code, code) << arguments << "\n" << result.err;
    return Json::parse(result.out);
  }
  static Json table(const Json& report, const std::string& id) {
    for (const Json& t : report["tables"])
      if (t["id"] == id) return t;
    ADD_FAILURE() << "no table " << id;
    return {};
  }
  static bool warns(const Json& report, const std::string& words) {
    for (const Json& warning : report["warnings"])
      if (warning.get<std::string>().find(words) != std::string::npos) return true;
    return false;
  }
  /// A scenario with one duty of the United States on China's manufactures.
  std::string duty(const std::string& more, const std::string& day = "2025-10-01") const {
    return scenario("title = \"t\"\nas_of = " + day +
                    "\n[[measure]]\nid = \"T1\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"C29\"\ninstrument = "
                    "\"tariff\"\nterms = { rate = \"25%\" }\n" +
                    more);
  }
};

TEST_F(Dialects, EconomiesOneByOneOrByCommas) {
  const std::string one = asked("solve deal --quick --economy CAN --economy USA").out;
  for (const char* other : {"--economies CAN,USA", "--economy CAN,USA", "--economies CAN --economies USA"})
    EXPECT_EQ(asked(std::string("solve deal --quick ") + other).out, one) << other;
  const std::string path = "path status-quo --from 2025-01-01 --to 2025-06-01 --every year --quick ";
  EXPECT_EQ(asked(path + "--economy CAN --economy USA").out, asked(path + "--economies CAN,USA").out);
  EXPECT_EQ(asked("compare base deal --quick --economies CAN,USA").code, 0);
  EXPECT_EQ(asked("solve deal --quick --economies CAN,XYZ").code, 2);
}

TEST_F(Dialects, LengthsOfTime) {
  const std::string six = asked("solve deal --quick --horizon 0.5").out;
  for (const char* other : {"6m", "'6 months'", "'0.5 years'", "0.5y"})
    EXPECT_EQ(asked(std::string("solve deal --quick --horizon ") + other).out, six) << other;
  duty("[options]\nhorizon = \"5 years\"\n");
  const std::string in_words = asked("solve test.toml --quick").out;
  duty("[options]\nhorizon = 5\n");
  EXPECT_EQ(asked("solve test.toml --quick").out, in_words);
  const std::string stress = "stress USA --cut product:magnets --by CHN --to 50% --range none --horizon ";
  EXPECT_EQ(asked(stress + "3m,1").out, asked(stress + "'3 months,1y'").out);
  EXPECT_THAT(asked("solve deal --horizon soon").err, HasSubstr("such as 5, 1y or 6m"));
}

TEST_F(Dialects, TheDayOfASolveAndOfAComparison) {
  duty("");
  EXPECT_EQ(json("solve test.toml --quick --as-of 2025-02-01")["as_of"], "2025-02-01");
  const Json two = json("compare status-quo test.toml --quick --as-of 2025-02-01");
  EXPECT_EQ(two["as_of"], "2025-02-01");
  EXPECT_EQ(json("compare status-quo@2025-02-01 test.toml --quick --as-of 2025-02-01")["run_id"],
            two["run_id"]);
  EXPECT_THAT(asked("compare status-quo deal --quick").err, HasSubstr("write status-quo@"));
  EXPECT_THAT(asked("compare base status-quo@2025-02-01 --as-of 2025-02-01").err,
              HasSubstr("has its own day"));
}

TEST_F(Dialects, EndingsInCapitalsAndNumbersOfRows) {
  EXPECT_EQ(asked("ledger list -o OUT.CSV -o OUT.JSON --xlsx OUT.XLSX").code, 0);
  EXPECT_EQ(content(folder / "OUT.CSV"), asked("ledger list --csv").out);
  EXPECT_EQ(asked("solve deal --top -1").code, 2);
}

TEST_F(Dialects, HelpListsEveryOptionOfTheModel) {
  const std::string help = asked("solve --help").out;
  for (const leeway::OptionInfo& info : leeway::option_table())
    EXPECT_THAT(help, HasSubstr(fmt::format("\n  {} ", info.key)));
}

TEST_F(Dialects, AQuotaOfZeroIsTheBanThatWasAskedFor) {
  scenario(
      "title = \"t\"\nas_of = 2025-10-01\n[[measure]]\nid = \"A\"\nby = \"USA\"\non = \"CHN\"\ngoods = "
      "\"C29\"\ninstrument = \"import_quota\"\nterms = { quota = \"0% of base\" }\n");
  const Json report = json("solve test.toml --quick");
  EXPECT_TRUE(report["warnings"].empty()) << report["warnings"];
}

// `script` lends a terminal of its own.
TEST_F(Dialects, TablesHeedTheTerminal) {
  if (std::system("command -v script >/dev/null") != 0) GTEST_SKIP() << "no script(1)";
  const fs::path share = leeway::testing::source_folder() / "tests/data/small_share";
  const auto widest = [&](int columns) {
    const std::string command = fmt::format(
        "cd '{}' && script -qec \"stty cols {}; LEEWAY_DATA='{}' '{}' solve deal --quick\" "
        "/dev/null > typed 2>/dev/null < /dev/null",
        folder.string(), columns, share.string(), leeway::testing::program().string());
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::istringstream lines(content(folder / "typed"));
    std::size_t width = 0;
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      const auto shown = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
      // The headline is one line whatever the terminal, and an address is not broken.
      if (line.find(" against ") == std::string::npos && line.find("https://") == std::string::npos)
        width = std::max(width, static_cast<std::size_t>(shown));
    }
    return width;
  };
  EXPECT_LE(widest(80), 80U);
  EXPECT_GT(widest(300), 100U);
}

// One rule for the days of an inline Measure, whatever the verb: in force unless its own dates say otherwise.
TEST_F(Dialects, AMeasureKeepsToItsOwnDates) {
  duty("effective = 2027-01-01\n");
  const Json later = json("solve test.toml --quick");
  EXPECT_TRUE(warns(later, "T1 begins on 2027-01-01"));
  EXPECT_THAT(later["lead"].dump(), HasSubstr("no economy gains or loses"));
  EXPECT_TRUE(warns(json("compare base test.toml --quick"), "T1 begins on 2027-01-01"));
  const std::string path = "path test.toml --from 2025-10-01 --quick --every year ";
  EXPECT_TRUE(warns(json(path + "--to 2026-06-01"), "T1 begins on 2027-01-01"));
  EXPECT_FALSE(warns(json(path + "--to 2027-06-01"), "T1")) << "it begins on the way";
  duty("effective = 2024-01-01\nend = 2025-02-01\n");
  EXPECT_TRUE(warns(json("solve test.toml --quick"), "T1 ended on 2025-02-01"));
  duty("");
  EXPECT_THAT(json("solve test.toml --quick")["warnings"].dump(), Not(HasSubstr("T1")));
  const std::string room = "room CAN --as-of 2025-10-01 --quick --threat US-THREAT --deal ";
  EXPECT_THAT(asked(room + "'CAN with CHN: pact 50%, effective 2027-01-01'").err,
              HasSubstr("not in force on 2025-10-01 by its own dates"));
  write(folder / "deal.toml",
        "title = \"t\"\nas_of = 2025-10-01\nmeasure = [\"CAN with CHN: pact 50%, effective 2027-01-01\"]\n");
  std::string flat = asked("brief CAN --event US-THREAT --as-of 2025-10-01 --quick --deal ./deal.toml").out;
  for (std::size_t at = flat.find("\n    "); at != std::string::npos; at = flat.find("\n    "))
    flat.replace(at, 5, " ");
  EXPECT_THAT(flat, HasSubstr("begins on 2027-01-01"));
}

// A slip in rate, goods or partner is seen at once.
TEST_F(Dialects, WhatWasAskedIsSaidBack) {
  duty("");
  const Json report = json("solve test.toml --quick");
  const Json rows = table(report, "asked")["rows"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0][0], "T1");
  EXPECT_EQ(rows[0][2], "USA on CHN: tariff 25% on C29");
  EXPECT_NEAR(rows[0][6].get<double>() - rows[0][5].get<double>(), 0.25, 1e-12);
  const Json flows = table(report, "duties")["rows"];
  ASSERT_FALSE(flows.empty());
  for (const Json& flow : flows) {
    EXPECT_EQ(flow[0], "USA");
    EXPECT_EQ(flow[1], "CHN");
    EXPECT_NEAR(flow[5].get<double>() - flow[4].get<double>(), 0.25, 1e-12);
  }
  EXPECT_EQ(report["measures"][0]["asked"], "USA on CHN: tariff 25% on C29");
  const Outcome text = asked("solve test.toml --quick");
  EXPECT_THAT(text.out, HasSubstr("USA on CHN: tariff 25% on C29"));
  EXPECT_THAT(asked("solve test.toml --quick --csv").out, HasSubstr(",USA,CHN,C29,tariff,decimal,"));
  EXPECT_THAT(asked("brief CAN --event US-THREAT --as-of 2025-10-01 --quick").out,
              HasSubstr("USA on CAN: tariff 25% on goods"));
  EXPECT_FALSE(table(json("compare base status-quo@2025-10-01 --quick"), "asked")["rows"].empty());
}

TEST_F(Dialects, ExplainWorksOnScenarios) {
  duty("");
  const std::string flow = " --by USA --on CHN --goods C29";
  const Json with = json("ledger explain test.toml" + flow);
  EXPECT_EQ(with["as_of"], "2025-10-01");
  EXPECT_THAT(with["tables"].dump(), HasSubstr("T1"));
  const std::string typed = " --as-of 2025-10-01 --add 'USA on CHN: tariff 25% on C29, id T1'";
  EXPECT_EQ(json("ledger explain" + flow + typed)["headline"], with["headline"]);
  EXPECT_NE(json("ledger explain" + flow + " --as-of 2025-10-01")["headline"], with["headline"]);
  EXPECT_THAT(json("ledger explain" + flow + " --as-of 2025-10-01 --drop US-CARS")["tables"].dump(),
              Not(HasSubstr("US-CARS")));
}

TEST_F(Dialects, APathTellsEveryChangeOfADay) {
  std::string measures;
  for (const char* id : {"A", "B", "C", "D", "E"})
    measures += fmt::format(
        "[[measure]]\nid = \"{0}\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"C29\"\ninstrument = \"tariff\"\n"
        "terms = {{ rate = \"1%\" }}\neffective = 2025-05-01\n",
        id);
  scenario("title = \"t\"\nas_of = 2025-10-01\n" + measures);
  const Json report = json("path test.toml --from 2025-04-20 --to 2025-05-20 --quick --economies CAN");
  bool told = false;
  const Json days = table(report, "path")["rows"];
  for (const Json& row : days)
    if (row[0] == "2025-05-01") {
      told = true;
      for (const char* id : {"A", "B", "C", "D", "E"})
        EXPECT_THAT(row.back().get<std::string>(), HasSubstr(std::string(id) + " comes into force"));
    }
  EXPECT_TRUE(told);
}

// "Here is my matrix of tariffs, before and after."
TEST_F(Dialects, ATableOfTariffsBesideTheScenario) {
  write(folder / "rates.csv", "importer,exporter,sector,rate\nUSA,CHN,C29,40%\nCHN,*,goods,0\n");
  scenario(
      "title = \"t\"\nas_of = 2025-10-01\n[[measure]]\nid = \"MINE\"\nby = \"*\"\non = \"*\"\ngoods = "
      "\"*\"\ninstrument = \"tariff\"\nterms = { schedule = \"rates.csv\", rates = \"levels\" }\n");
  const Json report = json("solve test.toml --quick");
  for (const Json& flow : table(report, "duties")["rows"]) {
    const bool named = flow[0] == "USA" && flow[1] == "CHN" && flow[2] == "C29";
    EXPECT_TRUE(named || flow[0] == "CHN") << flow.dump();
    EXPECT_DOUBLE_EQ(flow[5].get<double>(), named ? 0.4 : 0.0);
  }
  write(folder / "rates.csv", "importer,exporter,sector,rate\nUSA,CHN,C92,40%\n");
  const Outcome slip = asked("solve test.toml --quick");
  EXPECT_EQ(slip.code, 2);
  EXPECT_THAT(slip.err, HasSubstr("rates.csv:2:9: unknown goods \"C92\""));
}

// What is asked is the table's content, whatever its file is called.
TEST_F(Dialects, ATableOfTariffsIsKnownByItsRows) {
  const auto run_id = [&](const std::string& file, const std::string& rate) {
    write(folder / file, "exporter,sector,rate\nCHN,C29," + rate + "\n");
    scenario(
        "title = \"t\"\nas_of = 2025-10-01\n[[measure]]\nid = \"MINE\"\nby = \"USA\"\non = \"*\"\ngoods = "
        "\"*\"\ninstrument = \"tariff\"\nterms = { schedule = \"" +
        file + "\", rates = \"changes\" }\n");
    return json("solve test.toml --quick")["run_id"];
  };
  const Json first = run_id("one.csv", "10%");
  EXPECT_EQ(run_id("two.csv", "0.10"), first);
  EXPECT_NE(run_id("two.csv", "11%"), first);
}

// "Here is the list of tariff lines." On the small world with the concordance of the program's own data.
TEST_F(Dialects, ListsOfTariffLines) {
  const std::string world =
      (leeway::testing::source_folder() / "tests/data/small_share/data/world/2023").string();
  const auto answer = [&](const std::string& goods) {
    scenario(
        "title = \"t\"\nas_of = 2025-10-01\n[[measure]]\nid = \"MINE\"\nby = \"USA\"\non = \"CHN\"\ngoods "
        "= " +
        goods + "\ninstrument = \"tariff\"\nterms = { rate = \"25%\" }\n");
    return run("solve test.toml --quick --json --world '" + world + "'");
  };
  const Outcome two = answer("[\"hs:8703.80\", \"hs:1205\"]");
  ASSERT_EQ(two.code, 0) << two.err;
  const Json report = Json::parse(two.out);
  EXPECT_EQ(table(report, "asked")["rows"][0][2], "USA on CHN: tariff 25% on hs:8703.80 and hs:1205");
  EXPECT_THAT(report["assumptions"].dump(), HasSubstr("by US imports of 2024 from CHN"));
  for (const Json& flow : table(report, "duties")["rows"]) {
    const double more = flow[5].get<double>() - flow[4].get<double>();
    EXPECT_GE(more, 0.0);
    EXPECT_LE(more, 0.25 + 1e-12) << "a line is a part of its sector";
  }
  write(folder / "list.csv", "hs,description\n870380,electric cars\n1205,oilseed\n");
  EXPECT_EQ(Json::parse(answer("\"list.csv\"").out)["run_id"], report["run_id"]);
  write(folder / "list.csv", "hs\n870380\n870399\n");
  const Outcome unknown = answer("\"list.csv\"");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("list.csv:3:1"));
  EXPECT_THAT(unknown.err, HasSubstr("the concordance knows no such line"));
  write(folder / "list.csv", "hs\n0102\n10210\n");
  EXPECT_THAT(answer("\"list.csv\"").err, HasSubstr("a spreadsheet drops a leading zero: 010210"));
  EXPECT_THAT(run("solve --as-of 2025-10-01 --add 'USA on CHN: tariff 25% on hs:1205' --quick --world '" +
                  world + "'")
                  .out,
              HasSubstr("USA on CHN: tariff 25% on hs:1205"));
}

}  // namespace dialects_test

}  // namespace program
