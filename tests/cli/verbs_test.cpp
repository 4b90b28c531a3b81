#include <fmt/format.h>
#include <gmock/gmock.h>

#include "program.h"

namespace program {

namespace verbs_test {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Verbs : public Program {};

TEST_F(Verbs, HelpShowsAnExample) {
  for (const char* verb : {"",
                           "brief",
                           "solve",
                           "compare",
                           "stress",
                           "path",
                           "play",
                           "exposure",
                           "ledger",
                           "ledger list",
                           "ledger show",
                           "ledger explain",
                           "ledger as-of",
                           "ledger check",
                           "ledger dyad",
                           "hedge",
                           "sweep",
                           "sweep plan",
                           "sweep run",
                           "sweep merge",
                           "sweep report",
                           "world",
                           "world list",
                           "world show",
                           "world check",
                           "world import",
                           "world aggregate",
                           "world pack",
                           "scenarios",
                           "replicate",
                           "selftest",
                           "version"}) {
    const Outcome result = run(std::string(verb) + " --help");
    EXPECT_EQ(result.code, 0) << verb;
    EXPECT_THAT(result.out, HasSubstr("Example:\n  leeway ")) << verb;
  }
  EXPECT_EQ(run("help").out, run("--help").out);
  EXPECT_EQ(run("help world import").out, run("world import --help").out);
}

TEST_F(Verbs, VersionIsSaid) {
  EXPECT_THAT(run("version").out, StartsWith("leeway "));
  EXPECT_EQ(run("version").out, run("--version").out);
}

TEST_F(Verbs, LedgerAnswers) {
  const Outcome list = run("ledger list --by USA --on CAN --status threatened --as-of 2026-01-24");
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr("US-2026-CA-THREAT"));
  EXPECT_THAT(run("ledger list --known-by 2026-01-23 --by USA --as-of 2026-01-24").out,
              ::testing::Not(HasSubstr("US-2026-CA-THREAT")));
  const Outcome show = run("ledger show USCN-BUSAN");
  EXPECT_THAT(show.out, StartsWith("USCN-BUSAN: "));
  EXPECT_THAT(show.out, HasSubstr("https://"));
  EXPECT_THAT(run("ledger show CA-25-RETAL-AUTO").out, HasSubstr("{ coverage = [0.02, 0.15] }"));
  EXPECT_THAT(run("ledger explain --by CAN --on USA --goods product:cars --as-of 2026-01-24").out,
              HasSubstr("CA-25-RETAL-AUTO could as well be, each alone: { coverage = [0.02, 0.15] }"));
  const Outcome day = run("ledger as-of 2026-01-24");
  EXPECT_THAT(day.out, StartsWith("On 2026-01-24: "));
  EXPECT_EQ(run("ledger check").code, 0);
}

TEST_F(Verbs, ADateKnownToTheMonthIsPrintedAsTheMonth) {
  const Outcome japan = run("ledger show CN-25-JP");
  EXPECT_THAT(japan.out, HasSubstr("November 2025"));
  EXPECT_THAT(japan.out, Not(HasSubstr("2025-11-01")));
  const Outcome coal = run("ledger show CN-20-AU-INF");
  EXPECT_THAT(coal.out, HasSubstr("June 2023"));
  EXPECT_THAT(coal.out, Not(HasSubstr("2020-01-01")));
  const Outcome list = run("ledger list");
  EXPECT_THAT(list.out, HasSubstr("November 2025"));
  EXPECT_THAT(run("threats --top 0").out, HasSubstr("January 2025"));
  EXPECT_THAT(run("ledger dyad CHN JPN").out, HasSubstr("November 2025"));
  EXPECT_THAT(run("solve --as-of 2026-01-24 --drop CN-25-JP --economy JPN --quick --json").out,
              HasSubstr("\"announced\": \"2025-11\""));
}

TEST_F(Verbs, DyadDrawsTwoGovernments) {
  const Outcome text = run("ledger dyad CAN CHN --from 2024-01-01 --top 0");
  EXPECT_EQ(text.code, 0) << text.err;
  for (const char* words :
       {"CAN on CHN", "CHN on CAN", "VISIT-2026-01-CAN", "Goldstein (1992)", "is a selection"})
    EXPECT_THAT(text.out, HasSubstr(words));
  EXPECT_THAT(run("ledger dyad CAN CHN --json").out, HasSubstr("\"kind\": \"ledger dyad\""));
  EXPECT_THAT(run("ledger dyad CAN CHN --csv").out, StartsWith("day,direction,act"));
  EXPECT_EQ(run("ledger dyad CAN CHN -o dyad.html").code, 0);
  EXPECT_THAT(content(folder / "dyad.html"), HasSubstr("<svg"));
  EXPECT_THAT(run("ledger dyad CAN CHM").err, HasSubstr("CHN (China)?"));
  EXPECT_EQ(run("ledger dyad DEU EU27").code, 2);
}

TEST_F(Verbs, ExplainShowsTheStack) {
  const Outcome one = run("ledger explain --by USA --on CAN --goods product:cars --as-of 2026-01-24");
  EXPECT_EQ(one.code, 0) << one.err;
  for (const char* word : {"Tariff of", "base tariff", "US-25-232-AUTO", "own rate"})
    EXPECT_THAT(one.out, HasSubstr(word));
  const Outcome many = run("ledger explain --by USA --on EU27 --goods C29 --as-of 2026-01-24");
  EXPECT_THAT(many.out, StartsWith("Average tariff on 2026-01-24: "));
}

TEST_F(Verbs, WorldAnswers) {
  EXPECT_THAT(run("world list").out, HasSubstr("2023"));
  EXPECT_THAT(run("world show groups").out, HasSubstr("EU27"));
  EXPECT_THAT(run("world show CAN").out, StartsWith("Canada (CAN): GDP USD 2."));
  EXPECT_THAT(run("world show C29").out, StartsWith("Motor vehicles (C29"));
  const Outcome check = run("world check");
  EXPECT_EQ(check.code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("goods_trade:EU27:USA"));
}

TEST_F(Verbs, WorldImportsATidyTable) {
  std::string table = "exporter,sector,importer,use,value\n";
  for (const char* from : {"AAA", "BBB"})
    for (const char* to : {"AAA", "BBB"})
      for (const char* sector : {"C10", "C20"}) {
        const std::string value = std::string(from) == to ? "100" : "10";
        table += std::string(from) + "," + sector + "," + to + ",final," + value + "\n";
        table += std::string(from) + "," + sector + "," + to + ",C10," + value + "\n";
      }
  write(folder / "table.csv", table);
  const Outcome made = run("world import tidy table.csv --year 2020 --name tiny -o tiny");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("Adjustments made"));
  EXPECT_EQ(run("world check --world ./tiny").code, 0);
  const Outcome packed = run("world pack ./tiny");
  EXPECT_EQ(packed.code, 0);
  EXPECT_THAT(packed.out, StartsWith("tiny: packed in ./tiny/world.pack, "));
  EXPECT_EQ(run("world check --world ./tiny").out, run("world check --world tiny/world.pack").out);
  EXPECT_THAT(run("world pack tiny/world.pack").err, HasSubstr("is a pack already"));
  const Outcome fresh = run("world show AAA --world ./tiny");
  EXPECT_EQ(fresh.err, "");
  write(folder / "tiny/macro.csv", "economy,gdp_wdi_2020,gdp_source\nAAA,100,a record\n");
  const Outcome stale = run("world show AAA --world ./tiny");
  EXPECT_EQ(stale.code, 0) << stale.err;
  EXPECT_EQ(
      stale.err,
      "note: ./tiny/world.pack is not of the files of tiny as they are and is left aside; make it again: "
      "leeway world pack ./tiny\n");
  write(folder / "map.csv", "kind,from,to\nsector,*,C\n");
  const Outcome coarse = run("world aggregate map.csv --world ./tiny -o coarse");
  EXPECT_EQ(coarse.code, 0) << coarse.err;
  EXPECT_THAT(coarse.out, StartsWith("tiny-2x1: 2 economies and 1 sector of the 2 and 2 of tiny; "));
  EXPECT_THAT(coarse.out, HasSubstr("Hat-1"));
  EXPECT_EQ(run("world check --world ./coarse").code, 0);
  EXPECT_EQ(run("world aggregate map.csv --world ./tiny -o coarse").code, 2) << "the folder is not new";
  write(folder / "map.csv", "kind,from,to\nsector,C11,C\n");
  EXPECT_THAT(run("world aggregate map.csv --world ./tiny -o other").err, HasSubstr("map.csv:2"));
  std::filesystem::resize_file(folder / "tiny/world.pack", 99);
  const Outcome damaged = run("world check --world ./tiny");
  EXPECT_EQ(damaged.code, 2);
  EXPECT_THAT(damaged.err, HasSubstr("tiny/world.pack: is damaged: 99 bytes, "));
  EXPECT_EQ(run("world import tidy table.csv --year 2020 -o tiny").code, 2);
}

// The ledger speaks of economies that a table of one's own lacks, and of sums that it cannot pay.
TEST_F(Verbs, TheLedgerActsOnAnImportedWorldAsFarAsItGoes) {
  std::string table = "exporter,sector,importer,use,value\n";
  for (const char* from : {"USA", "CHN", "ROW"})
    for (const char* to : {"USA", "CHN", "ROW"})
      for (const char* sector : {"A01_02", "C29"})
        for (const char* use : {"final", "C29"})
          table += fmt::format("{},{},{},{},{}\n", from, sector, to, use, std::string(from) == to ? 90 : 9);
  write(folder / "t.csv", table);
  ASSERT_EQ(run("world import tidy t.csv --year 2020 --name toy -o toy").code, 0);
  const std::string day = " --as-of 2026-01-24 --world ./toy";
  for (const std::string& asked :
       {std::string("threats --world ./toy"), "brief USA --quick" + day, "ledger list --by USA" + day,
        "ledger explain --by USA --on CHN --goods C29" + day,
        "solve --as-of 2026-03-01 --world ./toy" + std::string(" --add \"US on China: tariff 25% on C29\""),
        "room CHN --quick --threat \"USA on CHN: tariff 25% on goods\" --deal \"CHN with ROW: pact 50%\"" +
            day}) {
    const Outcome result = run(asked);
    EXPECT_EQ(result.code, 0) << asked << "\n" << result.err << result.out;
  }
  EXPECT_THAT(run("solve --world ./toy --as-of 2026-03-01 --add \"CHN from USA: purchases 900 bn USD/year of "
                  "A01_02, id BUY\"")
                  .out,
              HasSubstr("drop BUY (--drop)"));
  const Outcome within = run("solve --world ./toy --as-of 2026-03-01 --add \"USA on US: tariff 25% on C29\"");
  EXPECT_EQ(within.code, 2);
  EXPECT_THAT(within.err, HasSubstr("acts inside USA alone"));
  write(folder / "map.csv", "kind,from,to\neconomy,*,ALL\n");
  EXPECT_THAT(run("world aggregate map.csv --world ./toy -o one").err,
              HasSubstr("there is no trade to model"));
  EXPECT_FALSE(fs::exists(folder / "one"));
  for (const char* wrong : {"--year -5", "--year 2020 --name ../x"})
    EXPECT_EQ(run(std::string("world import tidy t.csv -o no ") + wrong).code, 2) << wrong;
  EXPECT_FALSE(fs::exists(folder / "no"));
}

TEST_F(Verbs, ExposureNamesThePoles) {
  const Outcome result = run("exposure CAN --sector C29");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, StartsWith("Canada sells "));
  EXPECT_THAT(result.out, HasSubstr("Motor vehicles (C29): whom it hangs on"));
  EXPECT_EQ(run("exposure CA --sector C29").out, result.out);
}

TEST_F(Verbs, ExposureStandsBesideVotes) {
  const Outcome result = run("exposure CAN,KOR,TWN,BRA --alignment -o map.svg");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr(" of 3 economies trade more with one pole and vote nearer to the other"));
  EXPECT_THAT(result.out, HasSubstr("no money is in them"));
  EXPECT_THAT(content(folder / "map.svg"), HasSubstr("Taiwan: trade "));
  EXPECT_THAT(run("exposure KOR --alignment --csv").out, HasSubstr("vote_distance"));
  EXPECT_EQ(run("exposure").code, 2);
  EXPECT_EQ(run("exposure KOR --alignment --sector C29").code, 2);
  EXPECT_EQ(run("exposure KOR -o map.svg").code, 2) << "one economy has no map";
  EXPECT_THAT(run("ledger dyad KOR CHN --from 2010-01-01").out, HasSubstr("How near they vote"));
}

// One market that cannot close leaves the recorded tables and the other steps as they are.
TEST_F(Verbs, ExposureSaysWhichMarketCannotClose) {
  const Outcome result = run("exposure JPN");
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_THAT(result.out,
              HasSubstr("No figures of USA closed 100%: its equilibrium is not certified: no buyer"));
  EXPECT_THAT(result.out, HasSubstr("JPN       USA        100             -"));
}

TEST_F(Verbs, SelftestPasses) {
  const Outcome result = run("selftest");
  EXPECT_EQ(result.code, 0) << result.out;
  EXPECT_THAT(result.out, HasSubstr("\nPASSED\n"));
}

}  // namespace verbs_test

}  // namespace program
