#include "leeway/policy/own_rates.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <gmock/gmock.h>

#include "leeway/io/csv.h"
#include "leeway/io/file.h"
#include "leeway/policy/scenario.h"
#include "support/acts.h"
#include "support/own_folder.h"
#include "support/refusal.h"

// Tariffs of a scenario's own, in a table beside it.
namespace leeway {
namespace own_rates_test {

using testing::can;
using testing::chn;
using ::testing::HasSubstr;
using testing::refusal;
using testing::tiny_world;
using testing::usa;

class OwnTable : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::own_folder();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// The policy on a day of a table beside a scenario, by whoever acts.
  Policy policy(const std::string& table, const std::string& terms, const std::string& by = "*",
                const World& world = tiny_world(), const std::string& day = "2022-01-01") const {
    write_file_atomically(folder_ / "my-rates.csv", table);
    write_file_atomically(folder_ / "s.toml",
                          "title = \"t\"\nas_of = " + day + "\n[[measure]]\nid = \"MINE\"\nby = \"" + by +
                              "\"\non = \"*\"\ngoods = \"*\"\ninstrument = \"tariff\"\nterms = { schedule = "
                              "\"my-rates.csv\", " +
                              terms + " }\n");
    return resolve_policy(world, Ledger(), policy_options(load_scenario(folder_ / "s.toml")));
  }
  std::string refused(const std::string& table, const std::string& terms = "rates = \"levels\"",
                      const std::string& by = "*") const {
    return refusal([&] { policy(table, terms, by); });
  }
  double duty(const Policy& p, int importer, int exporter) const {
    return testing::wedge_of(p, 0, importer, exporter).tariff;
  }

  std::filesystem::path folder_;
};

TEST_F(OwnTable, LevelsAreTheWholeDutyWhereThereIsARow) {
  const Policy p = policy("importer,exporter,sector,rate\nUSA,CHN,C,7%\nCHN,USA,C,0.5\nCAN,*,goods,0\n",
                          "rates = \"levels\"");
  EXPECT_DOUBLE_EQ(duty(p, usa, chn), 0.07);
  EXPECT_DOUBLE_EQ(duty(p, chn, usa), 0.5);
  EXPECT_EQ(duty(p, can, chn), 0.0);
  // No row: as it stood.
  EXPECT_DOUBLE_EQ(duty(p, chn, can), 0.1);
  EXPECT_EQ(duty(p, usa, can), 0.0);
  // One Measure as it was written, however many importers there are.
  ASSERT_EQ(p.applied.size(), 1U);
  EXPECT_EQ(p.applied[0].measure->id, "MINE");
  EXPECT_EQ(p.applied[0].measure->by, "*");
  EXPECT_TRUE(p.warnings.empty());
}

TEST_F(OwnTable, ChangesAreAdded) {
  const Policy p =
      policy("exporter,importer,rate,sector\nCHN,USA,-5%,C\nUSA,CHN,0.1,C\n", "rates = \"changes\"");
  EXPECT_NEAR(duty(p, usa, chn), 0.20, 1e-15);
  EXPECT_NEAR(duty(p, chn, usa), 0.30, 1e-15);
  EXPECT_DOUBLE_EQ(duty(p, chn, can), 0.1);
}

TEST_F(OwnTable, GroupsAliasesAndDays) {
  const std::string table =
      "importer,exporter,sector,from,rate\nNAM,China,C,2021-01-01,10%\nNAM,China,C,2023-01-01,40%\n";
  EXPECT_DOUBLE_EQ(duty(policy(table, "rates = \"levels\""), usa, chn), 0.1);
  const Policy later = policy(table, "rates = \"levels\"", "NAM", tiny_world(), "2024-01-01");
  EXPECT_DOUBLE_EQ(duty(later, can, chn), 0.4);
  const Policy before = policy(table, "rates = \"levels\"", "*", tiny_world(), "2020-06-01");
  EXPECT_DOUBLE_EQ(duty(before, usa, chn), 0.25) << "no rate yet";
  // One who acts takes its own rows alone, and needs no column of importers.
  const std::string both = "importer,exporter,sector,rate\nUSA,CHN,C,1%\nCAN,CHN,C,2%\n";
  EXPECT_DOUBLE_EQ(duty(policy(both, "rates = \"levels\"", "CAN"), usa, chn), 0.25);
  EXPECT_DOUBLE_EQ(duty(policy("exporter,sector,rate\nCHN,C,3%\n", "rates = \"levels\"", "CAN"), can, chn),
                   0.03);
}

TEST_F(OwnTable, TellsTheDaysOfAPath) {
  write_file_atomically(
      folder_ / "my-rates.csv",
      "importer,exporter,sector,from,rate\nUSA,CHN,C,2021-01-01,10%\nUSA,CHN,C,2023-01-01,40%\n");
  write_file_atomically(folder_ / "s.toml",
                        "title = \"t\"\nas_of = 2022-01-01\n[[measure]]\nid = \"MINE\"\nby = \"*\"\non = "
                        "\"*\"\ngoods = \"*\"\ninstrument = \"tariff\"\nterms = { schedule = "
                        "\"my-rates.csv\", rates = \"levels\" }\n");
  const auto changes = change_dates(Ledger(), policy_options(load_scenario(folder_ / "s.toml")),
                                    make_date(2022, 1, 1), make_date(2024, 1, 1));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].date, make_date(2023, 1, 1));
}

TEST_F(OwnTable, Refusals) {
  const std::string head = "importer,exporter,sector,rate\n";
  EXPECT_THAT(refused(head + "USA,CHN,C,7%\n", "coverage = 1"), HasSubstr("need `rates`"));
  EXPECT_THAT(refused(head + "USA,CHN,C,7%\n", "rates = \"level\""),
              HasSubstr("\"levels\" for the whole duty"));
  EXPECT_THAT(refused(head + "USA,CHM,C,7%\n"), HasSubstr("my-rates.csv:2:5: unknown economy \"CHM\""));
  EXPECT_THAT(refused(head + "USA,CHN,C9,7%\n"), HasSubstr("my-rates.csv:2:9: unknown goods \"C9\""));
  EXPECT_THAT(refused(head + "USA,CHN,C,7%\nUSA,CHN,C,8%\n"), HasSubstr("my-rates.csv:3"));
  EXPECT_THAT(refused(head + "USA,CHN,C,7\n"), HasSubstr("my-rates.csv:2"));
  EXPECT_THAT(refused(head + "USA,CHN,C,-1%\n"), HasSubstr("my-rates.csv:2"));
  EXPECT_THAT(refused(head + "NAM,CHN,C,7%\nCAN,CHN,C,8%\n"), HasSubstr("rows under two names"));
  EXPECT_THAT(refused(head + "NAM,CHN,C,7%\n", "rates = \"levels\"", "CAN"), HasSubstr("is more than CAN"));
  EXPECT_THAT(refused(head + "CHN,USA,C,7%\n", "rates = \"levels\"", "CAN"), HasSubstr("has no row for CAN"));
  EXPECT_THAT(refused(head), HasSubstr("has no row"));
  EXPECT_THAT(refused("importer,exporter,rate\n"), HasSubstr("no column `sector`"));
}

TEST_F(OwnTable, RatesAreBoundedAsInAMeasure) {
  const std::string head = "importer,exporter,sector,rate\nUSA,CHN,C,";
  for (const char* terms : {"rates = \"levels\"", "rates = \"changes\""}) {
    for (const char* rate : {"20000%\n", "1e300%\n"})
      EXPECT_THAT(refused(head + rate, terms), HasSubstr("% is above 10000%")) << terms;
    EXPECT_EQ(refused(head + "10000%\n", terms), "");
    EXPECT_THAT(refused(head + "25\n", terms), HasSubstr("write 25% or 0.25"));
    const std::string percent = refused(head + "3\nUSA,CAN,C,4\n", terms);
    EXPECT_THAT(percent, HasSubstr("look like percent"));
    EXPECT_THAT(percent, HasSubstr("write 25% or 0.25"));
    EXPECT_EQ(percent.find("--rates"), std::string::npos);
  }
}

TEST_F(OwnTable, ARowNamesItsGoodsOnce) {
  EXPECT_THAT(refused("importer,exporter,sector,product,rate\nUSA,CHN,C,bev,7%\n"),
              HasSubstr("my-rates.csv:2:9: field `sector`: names C, and the row is on product:bev"));
  EXPECT_THAT(refused("importer,exporter,hs,sector,rate\nUSA,CHN,8703.80,C,7%\n"),
              HasSubstr("my-rates.csv:2:17: field `sector`: names C, and the row is on hs:8703.80"));
  EXPECT_EQ(refused("importer,exporter,sector,product,rate\nUSA,CHN,C,,7%\n"), "");
}

TEST_F(OwnTable, TwoCodesOfOneSixDigitLineAreRefused) {
  const std::string head = "importer,exporter,hs,rate\nUSA,CHN,8703.80.10,10%\n";
  const std::string twice = refused(head + "USA,CHN,8703.80.20,30%\n");
  EXPECT_THAT(twice, HasSubstr("my-rates.csv:3:9: field `hs`: hs:8703.80.20 and hs:8703.80.10 in line 2 are "
                               "both 870380"));
  EXPECT_THAT(twice, HasSubstr("give their mean"));
  EXPECT_THAT(refused("importer,exporter,hs,rate\nUSA,CHN,870380,1%\nUSA,CHN,8703.80,1%\n"),
              HasSubstr("my-rates.csv:3:9"));
  EXPECT_EQ(refused(head + "USA,CAN,8703.80.20,30%\n").find("six digits"), std::string::npos);
}

// The nearest name decides: a row on one code must not free a partner of what a wider name bears.
TEST_F(OwnTable, ANearerPartnerLosesNoDutyOfAWiderOne) {
  const std::string freed =
      refused("importer,exporter,hs,rate\nUSA,*,8703.80,25%\nUSA,CHN,8708.10,10%\n", "rates = \"changes\"");
  EXPECT_THAT(freed, HasSubstr("my-rates.csv:3"));
  EXPECT_THAT(freed, HasSubstr("CHN has rows by tariff line, and none for "));
}

TEST_F(OwnTable, APartHasNoOthersId) {
  write_file_atomically(folder_ / "my-rates.csv",
                        "importer,exporter,sector,rate\nUSA,CHN,C,7%\nCAN,CHN,C,5%\n");
  const std::string table =
      "title = \"t\"\nas_of = 2022-01-01\n[[measure]]\nid = \"T\"\nby = \"*\"\non = \"*\"\ngoods = \"*\"\n"
      "instrument = \"tariff\"\nterms = { schedule = \"my-rates.csv\", rates = \"levels\" }\n";
  const std::string other =
      "[[measure]]\nid = \"T-USA\"\nby = \"USA\"\non = \"CHN\"\ngoods = \"C\"\ninstrument = \"tariff\"\n"
      "terms = { rate = 0.1 }\n";
  write_file_atomically(folder_ / "s.toml", table + other);
  EXPECT_THAT(refusal([&] {
                resolve_policy(tiny_world(), Ledger(), policy_options(load_scenario(folder_ / "s.toml")));
              }),
              HasSubstr("is that of a part of T"));
}

TEST_F(OwnTable, ATableWithoutAFlowIsNamed) {
  using Kind = PolicyNote::Kind;
  const std::string head = "importer,exporter,sector,from,rate\n";
  const PolicyNotes nothing = {
      {Kind::no_flow_left, "MINE", {"what my-rates.csv has rates for on 2022-01-01"}}};
  EXPECT_EQ(policy(head + "USA,USA,C,,10%\n", "rates = \"changes\"").warnings, nothing);
  EXPECT_EQ(policy(head + "USA,CHN,C,2023-01-01,10%\n", "rates = \"changes\"").warnings, nothing);
  // One importer of several is enough.
  EXPECT_TRUE(policy(head + "CAN,CAN,C,,10%\nUSA,CHN,C,,10%\n", "rates = \"changes\"").warnings.empty());
}

TEST_F(OwnTable, ACoverageCutsOnlyTheLinesOfTheTable) {
  const World world = testing::carved_world(3, 7);
  const std::string who = world.economies[0].id;
  const std::string whom = world.economies[1].id;
  const Policy p = policy("importer,exporter,sector,rate\n" + who + "," + whom + ",C12,5%\n",
                          "rates = \"changes\", coverage = 0.3", "*", world);
  for (const CutRow& row : p.cut_rows) EXPECT_EQ(world.lines[static_cast<std::size_t>(row.line)].id, "C12");
  EXPECT_EQ(p.cut_rows.size(), 1U);
}

// Who has no row pays none of it: what the row covers is cut of the flows of the table alone.
TEST_F(OwnTable, ExportersWithoutARowDoNotCountIntoWhatIsCovered) {
  const Policy p =
      policy("importer,exporter,sector,rate,covered\nUSA,CHN,C,10%,0.4\n", "rates = \"changes\"");
  ASSERT_EQ(p.cut_rows.size(), 1U);
  for (const GoodsClass& goods : p.cut_rows.front().classes) {
    const double named = goods.of(tiny_world(), 0, usa, chn).share;
    EXPECT_NEAR(goods.of(tiny_world(), 0, usa, can).share, named, 1e-12) << goods.name;
    EXPECT_NEAR(std::min(named, 1.0 - named), 0.4, 1e-12) << goods.name;
  }
  EXPECT_NEAR(duty(p, usa, can), 0.0, 1e-12);
}

TEST_F(OwnTable, AColumnThatIsMissingIsNamedWithWhatWasFound) {
  EXPECT_THAT(
      refused("importer,exporter,sector\nUSA,CHN,C\n"),
      HasSubstr("column `rate` is missing\n  columns: importer, exporter, sector, product, hs, rate, from, "
                "covered; found: \"importer, exporter, sector\""));
  EXPECT_THAT(refused("importer,exporter,rate\nUSA,CHN,5%\n"),
              HasSubstr("found: \"importer, exporter, rate\""));
}

TEST_F(OwnTable, AnEndBeforeTheDayNeedsNoAnnounced) {
  using Kind = PolicyNote::Kind;
  for (const std::string field : {"end", "withdrawn"}) {
    const Policy p = resolve_policy(
        tiny_world(), Ledger(),
        policy_options(parse_scenario("title = \"t\"\nas_of = 2026-01-24\n[[measure]]\nid = \"M\"\nby = "
                                      "\"USA\"\non = \"CHN\"\ngoods = \"C\"\ninstrument = "
                                      "\"tariff\"\nterms = { rate = 0.1 }\n" +
                                          field + " = 2026-01-20\n",
                                      "s.toml")));
    EXPECT_EQ(p.warnings,
              (PolicyNotes{{Kind::over, "M", {}, {}, {make_date(2026, 1, 24), make_date(2026, 1, 20)}}}));
  }
}

/// The published tables of Caliendo and Parro (2015): 31 economies, 40 sectors, tariffs of 1993 and with
/// NAFTA.
struct Published {
  World world;
  std::string levels = "importer,exporter,sector,rate\n";
  std::vector<double> wanted;  ///< [row]
  std::vector<std::array<int, 3>> cells;
};

Published published(const std::filesystem::path& folder) {
  Published p;
  p.world.name = "cp2015";
  p.world.base_year = 1993;
  p.world.tariff_date = make_date(1993, 1, 1);
  std::map<std::string, int> economy;
  std::map<std::string, int> sector;
  CsvFile regions(folder / "region.csv", {{"region"}, {"value_added", false}, {"deficit", false}});
  while (regions.next()) {
    const std::string name(regions.id(0));
    const int at = static_cast<int>(economy.size());
    economy[name] = at;
    p.world.economies.push_back({"E" + std::to_string(at), name, false});
  }
  CsvFile sectors(folder / "sector.csv", {{"sector"}, {"theta", false}});
  while (sectors.next()) {
    const int at = static_cast<int>(sector.size());
    sector[std::string(sectors.id(0))] = at;
    p.world.sectors.push_back({"S" + std::to_string(at), std::string(sectors.id(0)), "", at < 20});
  }
  testing::shape(p.world);
  CsvFile trade(folder / "trade_tariffs.csv.gz", {{"importer"},
                                                  {"exporter"},
                                                  {"sector"},
                                                  {"flow_net_of_tariff"},
                                                  {"tariff0"},
                                                  {"tariff_nafta"},
                                                  {"expenditure_cif_tariff_incl", false},
                                                  {"trade_share", false}});
  while (trade.next()) {
    const int n = economy.at(std::string(trade.id(0)));
    const int i = economy.at(std::string(trade.id(1)));
    const int j = sector.at(std::string(trade.id(2)));
    p.world.flow(j, n, i) = trade.number(3);
    p.world.tariff(j, n, i) = n == i ? 0.0 : trade.number(4);
    if (n == i) continue;
    p.cells.push_back({j, n, i});
    p.wanted.push_back(trade.number(5));
    p.levels += fmt::format("E{},E{},S{},{}\n", n, i, j, trade.number(5));
  }
  return p;
}

TEST_F(OwnTable, HoldsTheTariffsOfCaliendoAndParro) {
  const char* golden = std::getenv("LEEWAY_GOLDEN");
  if (golden == nullptr || !std::filesystem::exists(std::filesystem::path(golden) / "cp2015_nafta"))
    GTEST_SKIP() << "LEEWAY_GOLDEN does not name a folder of reference results";
  const Published p = published(std::filesystem::path(golden) / "cp2015_nafta");
  ASSERT_EQ(p.cells.size(), 31U * 30U * 40U);
  const Policy policy = this->policy(p.levels, "rates = \"levels\"", "*", p.world);
  std::size_t moved = 0;
  for (std::size_t at = 0; at < p.cells.size(); ++at) {
    const auto [j, n, i] = p.cells[at];
    ASSERT_NEAR(policy.wedge(p.world, j, n, i).tariff, p.wanted[at], 1e-15) << p.cells[at][0];
    if (p.wanted[at] != p.world.tariff(j, n, i)) ++moved;
  }
  EXPECT_GT(moved, 0U);
  EXPECT_EQ(policy.cells.size(), moved) << "cells hold what differs from the base year";
}

}  // namespace own_rates_test
}  // namespace leeway
