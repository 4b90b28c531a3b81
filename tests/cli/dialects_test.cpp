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

namespace {

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

}  // namespace

}  // namespace program
