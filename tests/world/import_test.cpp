#include "leeway/world/import.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include "leeway/io/file.h"
#include "leeway/world/check.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/places.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const fs::path data = testing::source_folder() / "tests" / "data";

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() : folder_(testing::own_folder()) { fs::create_directories(folder_); }
  ~ImportTest() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& text) {
    write_file_atomically(folder_ / name, text);
    return folder_ / name;
  }
  fs::path folder_;
};

std::string error_of(const fs::path& path, const ImportOptions& options = {}) {
  try {
    import_world(path, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

void expect_near(const Array3& left, const Array3& right, double tolerance) {
  ASSERT_EQ(left.extents(), right.extents());
  for (std::size_t c = 0; c < left.size(); ++c)
    EXPECT_NEAR(left.data()[c], right.data()[c], tolerance) << "cell " << c;
}

TEST_F(ImportTest, IcioOfTheNewNaming) {
  const ImportedWorld imported = import_world(data / "icio_small_2020.csv");
  const World& world = imported.world;
  EXPECT_EQ(world.base_year, 2020);
  EXPECT_EQ(world.name, "icio_small_2020");
  EXPECT_EQ(world.currency, "USD million, 2020 prices");
  EXPECT_EQ(world.economies[2].id, "ROW");
  EXPECT_TRUE(world.economies[2].rest);
  EXPECT_TRUE(world.sectors[0].goods);
  EXPECT_FALSE(world.sectors[4].goods);
  EXPECT_FALSE(world.sectors[5].goods);
  EXPECT_TRUE(imported.adjustments.empty()) << imported.adjustments[0].what;
  EXPECT_LT(check_world(world).worst_gap, 1e-14);
  // Read off the source: US value added 100, services 83.2 of it.
  EXPECT_NEAR(gdp(world)[0], 100000.0, 1.0);
  EXPECT_NEAR(world.value_added(0, 4), 83207.0, 1.0);
  EXPECT_NEAR(trade_deficit(world)[0], 3095.6, 0.1);
  EXPECT_EQ(world.elasticities[0].theta, std::vector<double>(6, 4.0));
  EXPECT_THAT(imported.notes, ::testing::Contains(HasSubstr("theta is 4 in every sector")));
}

TEST_F(ImportTest, EditionsAndTidyTablesGiveTheSameWorld) {
  const World newer = import_icio(data / "icio_small_2020.csv").world;
  const ImportedWorld older = import_icio(data / "icio_small_2021_2020.csv");
  const ImportedWorld tidy = import_tidy(data / "tidy_small_2020.csv");
  ASSERT_EQ(older.world.economy_count(), 3) << "CN1 and CN2 are China";
  EXPECT_THAT(older.notes, ::testing::Contains(HasSubstr("joined to CHN and MEX")));
  for (const World* other : {&older.world, &tidy.world}) {
    expect_near(other->flow, newer.flow, 1e-6);
    expect_near(other->input, newer.input, 1e-6);
    for (std::size_t c = 0; c < newer.value_added.size(); ++c) {
      EXPECT_NEAR(other->value_added.data()[c], newer.value_added.data()[c], 1e-6);
      EXPECT_NEAR(other->final_use.data()[c], newer.final_use.data()[c], 1e-6);
    }
  }
  EXPECT_EQ(older.world.sectors[0].id, "01");
  EXPECT_TRUE(older.world.sectors[0].goods);
  EXPECT_FALSE(older.world.sectors[5].goods);
}

TEST_F(ImportTest, WiodFolderWithPackedFiles) {
  const ImportedWorld imported = import_world(data / "wiod_small");
  const World& world = imported.world;
  EXPECT_EQ(world.name, "wiod_2011");
  EXPECT_THAT(std::vector<std::string>({world.economies[0].id, world.economies[1].id, world.economies[2].id}),
              ElementsAre("USA", "CHN", "ROW"));
  EXPECT_TRUE(world.sectors[1].goods);
  EXPECT_FALSE(world.sectors[2].goods);
  EXPECT_LT(check_world(world).worst_gap, 1e-14);
  // US GDP of 2011 was USD 15.5 trillion (WDI); the table is at basic prices.
  EXPECT_NEAR(gdp(world)[0], 15.16e6, 0.01e6);
  ASSERT_EQ(imported.adjustments.size(), 2u);
  EXPECT_LT(imported.adjustments[0].share, 5e-4) << "its rows close to 4e-4";
}

// An ICIO file of the 2016 edition: reversed final uses, taxes within value added, discrepancies.
const char* const icio_2016 =
    "X,MX1_C01T05AGR,MX2_C01T05AGR,CAN_C01T05AGR,MEX_C01T05AGR,HFCE_MEX,GFCF_CAN,DISC\n"
    "MX1_C01T05AGR,1,2,3,0,4,5,0.5\n"
    "MX2_C01T05AGR,6,7,8,0,9,10,0\n"
    "CAN_C01T05AGR,11,12,13,0,14,15,0\n"
    "MEX_C01T05AGR,0,0,0,0,0,0,0\n"
    "VA+TAXSUB,-3,21,41,0,,,\n"
    "OUT,15,42,65,0,,,\n";

TEST_F(ImportTest, IcioOf2016ByHand) {
  const ImportedWorld imported = import_icio(file("ICIO2016_2011.csv", icio_2016));
  const World& world = imported.world;
  EXPECT_EQ(world.base_year, 2011);
  ASSERT_EQ(world.economy_count(), 2);
  EXPECT_EQ(world.economies[0].id, "MEX");
  EXPECT_DOUBLE_EQ(world.input(0, 0, 0), 1 + 2 + 6 + 7 + 11 + 12);
  EXPECT_DOUBLE_EQ(world.flow(0, 0, 0), 1 + 2 + 6 + 7 + 4 + 9);
  EXPECT_DOUBLE_EQ(world.flow(0, 1, 0), 3 + 8 + 5 + 10);
  EXPECT_DOUBLE_EQ(world.final_use(1, 0), 30.0);
  EXPECT_DOUBLE_EQ(world.value_added(0, 0), 16.0);
  EXPECT_THAT(imported.notes, ::testing::Contains(HasSubstr("discrepancies, 0.5 million")));
  EXPECT_TRUE(world.sectors[0].goods);
}

TEST_F(ImportTest, TariffsElasticitiesAndLabelsComeFromTheirFiles) {
  ImportOptions options;
  options.tariffs =
      file("t.csv", "sector,exporter,importer,rate,kind\nC1,CHN,USA,0.25,mfn\nC2,ROW,USA,0.1,\n");
  options.elasticities = file("e.csv", "set,sector,theta\na,C1,5\na,C2,4\na,C3,3\na,C4,2\na,G,6\na,F,7\n");
  options.sectors =
      file("s.csv", "sector,name,isic,kind\nC1,Upstream,01-09,goods\nF,Construction,41-43,services\n");
  options.economies = file("n.csv", "economy,name,kind\nUSA,United States,economy\nFRA,France,economy\n");
  options.groups =
      file("g.csv", "group,name,economy,from,to\nG7,G7,USA,1975-11-15,\nG7,G7,FRA,1975-11-15,\n");
  options.name = "mine";
  options.source = "OECD ICIO, 2023 edition";
  const ImportedWorld free = import_icio(data / "icio_small_2020.csv");
  const ImportedWorld imported = import_icio(data / "icio_small_2020.csv", options);
  const World& world = imported.world;
  EXPECT_EQ(world.tariff(0, 0, 1), 0.25);
  EXPECT_EQ(world.tariff_kinds, (std::vector<std::string>{"none", "mfn", "given"}));
  EXPECT_EQ(world.elasticities[0].theta[5], 7.0);
  EXPECT_EQ(world.sectors[0].name, "Upstream");
  EXPECT_EQ(world.economies[0].name, "United States");
  ASSERT_EQ(world.groups.size(), 1u);
  EXPECT_EQ(world.groups[0].members.size(), 1u);
  EXPECT_EQ(world.flow, free.world.flow) << "flows are at basic prices";
  const WorldCheck check = check_world(world);
  EXPECT_LT(check.worst_gap, 1e-14);
  EXPECT_TRUE(imported.adjustments.empty());
  // Duties on inputs move from value added to revenue, those on final use come on top.
  double duties_on_final = 0.0;
  for (int h = 0; h < 6; ++h) duties_on_final += world.final_use(0, h) - free.world.final_use(0, h);
  EXPECT_NEAR(gdp(world)[0], gdp(free.world)[0] + duties_on_final, 1e-9);
  EXPECT_GT(duties_on_final, 0.0);
  EXPECT_THAT(world.provenance, HasSubstr("source = \"OECD ICIO, 2023 edition\""));
  EXPECT_THAT(world.provenance, ::testing::Not(HasSubstr(folder_.string())));
}

TEST_F(ImportTest, AnImportedWorldSavesAndLoads) {
  for (const char* table :
       {"icio_small_2020.csv", "icio_small_2021_2020.csv", "tidy_small_2020.csv", "wiod_small"}) {
    const World world = import_world(data / table).world;
    save_world(world, folder_ / "w");
    const World loaded = load_world(folder_ / "w");
    EXPECT_EQ(loaded.flow, world.flow) << table;
    EXPECT_EQ(loaded.value_added, world.value_added) << table;
    EXPECT_EQ(loaded.provenance, world.provenance) << table;
  }
}

TEST_F(ImportTest, WhatIsOutOfBalanceIsReported) {
  // Canada sells 5 from stock: its final use of its own goods is negative.
  const ImportedWorld imported = import_tidy(
      file("t_2020.csv",
           "exporter,sector,importer,use,value\nCAN,C,CAN,C,50\nCAN,C,CAN,final,-55\nUSA,C,CAN,C,10\n"
           "USA,C,USA,final,100\nCAN,C,USA,final,30\nCAN,A01,CAN,final,5\n"));
  EXPECT_LT(check_world(imported.world).worst_gap, 1e-14);
  EXPECT_TRUE(check_world(imported.world).negative.empty());
  std::string all;
  for (const Adjustment& made : imported.adjustments) all += made.what + " " + made.largest + "\n";
  EXPECT_THAT(all, HasSubstr("negative trade flows set to zero C CAN to CAN: -5 to 0"));
  EXPECT_THAT(all,
              HasSubstr("scaled down to what is absorbed, where final use was negative CAN C: 60 to 10"));
  EXPECT_THAT(imported.world.provenance, HasSubstr("[[import.adjustment]]"));
}

TEST_F(ImportTest, IcioErrorsNameLineAndFix) {
  const std::string good = read_file(data / "icio_small_2020.csv");
  const auto error = [&](const std::string& text) { return error_of(file("x_2020.csv", text)); };
  EXPECT_THAT(error(""), HasSubstr("x_2020.csv: is empty"));
  EXPECT_THAT(error(std::string("\x89PNG\x00\x01", 6)), HasSubstr("is not a text file"));
  EXPECT_THAT(error(good.substr(0, good.find("TLS"))),
              HasSubstr("x_2020.csv:19: there is no row of value added (VA or VALU)"));
  EXPECT_THAT(
      error(good.substr(0, good.find("\nROW_C3,") + 1)),
      ::testing::AllOf(HasSubstr("x_2020.csv:15: there is no row \"ROW_C3\""), HasSubstr("cut short")));
  EXPECT_THAT(error(good.substr(0, good.size() / 2)), HasSubstr("fields, 38 expected"));
  EXPECT_THAT(error(replaced(good, "\nCHN_C2,", "\nCHN_X2,")),
              HasSubstr("unknown row \"CHN_X2\"\n  did you mean"));
  EXPECT_THAT(error(replaced(good, ",USA_C2,", ",BALANCE,")),
              HasSubstr("x_2020.csv:1: unknown column \"BALANCE\""));
  EXPECT_THAT(error(replaced(good, "\nCHN_C2,", "\nCHN_C1,")), HasSubstr("row \"CHN_C1\" is defined twice"));
  EXPECT_THAT(error(replaced(good, "847.782", "n.a.")),
              HasSubstr("x_2020.csv:2:8: field `USA_C1`: \"n.a.\""));
  EXPECT_THAT(error(replaced(good, "847.782", "nan")), HasSubstr("x_2020.csv:2:8"));
  EXPECT_THAT(error("V1,OUT\nA,1\n"), HasSubstr("no column is an industry"));
  EXPECT_THAT(error_of(file("table.csv", good)), HasSubstr("the name holds no year"));
  EXPECT_THAT(error_of(folder_ / "none.csv"), HasSubstr("there is no such file or folder"));
}

TEST_F(ImportTest, WiodErrorsNameFileAndLine) {
  const auto rebuilt = [&] {
    fs::remove_all(folder_ / "w");
    fs::copy(data / "wiod_small", folder_ / "w", fs::copy_options::recursive);
  };
  rebuilt();
  write_file_atomically(folder_ / "w" / "countries.txt", "USA\nCHN\n");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("inter_2011.csv.gz:1: rows have 15 fields, 10 expected"));
  write_file_atomically(folder_ / "w" / "countries.txt", "USA\nUSA\n");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("countries.txt:2: \"USA\" occurs twice"));
  rebuilt();
  const std::string output = read_file(folder_ / "w" / "output_2011.csv");
  write_file_atomically(folder_ / "w" / "output_2011.csv", output + "1\n");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("output_2011.csv:16: there are more than 15 rows"));
  write_file_atomically(folder_ / "w" / "output_2011.csv", "1\n2\n");
  EXPECT_THAT(error_of(folder_ / "w"),
              HasSubstr("output_2011.csv:2: has 2 rows, 15 expected\n  the file may be cut short"));
  rebuilt();
  write_file_atomically(folder_ / "w" / "final_2011.csv", "1,2\n");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("a multiple of 3 expected"));
  fs::remove(folder_ / "w" / "final_2011.csv");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("final_2011.csv"));
  fs::remove(folder_ / "w" / "inter_2011.csv.gz");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("holds no table inter_YEAR.csv"));
  fs::remove(folder_ / "w" / "countries.txt");
  EXPECT_THAT(error_of(folder_ / "w"), HasSubstr("countries.txt"));
}

TEST_F(ImportTest, TidyErrorsNameTheField) {
  const std::string head = "exporter,sector,importer,use,value\n";
  const std::string other = "USA,C29,USA,final,5\n";
  const auto error = [&](const std::string& rows) { return error_of(file("t_2020.csv", head + rows)); };
  EXPECT_THAT(error(""), HasSubstr("has a header but no rows"));
  EXPECT_THAT(
      error("CAN,C29,CAN,C28,5\n" + other),
      HasSubstr(
          ":2:13: field `use`: \"C28\" is neither a sector of this file nor \"final\"\n  did you mean C29?"));
  EXPECT_THAT(error("CAN,final,CAN,final,5\n"), HasSubstr("no sector can be called"));
  EXPECT_THAT(error("CAN,C29,CAN,final,5\nCAN,C29,CAN,final,5\n" + other),
              HasSubstr(":3: row repeats a key\n  it was given on line 2"));
  EXPECT_THAT(error("CAN,C29,CAN,final,5\nWorld,C29,CAN,final,5\n"),
              HasSubstr("economy \"WORLD\" is a total of the others"));
  EXPECT_THAT(error("CAN,C29,CAN,final,5e12\nCAN,C29,USA,final,5\n" + other),
              HasSubstr("say the unit of the table"));
  EXPECT_THAT(error_of(file("t.csv", head + "CAN,C29,CAN,final,5\n" + other)), HasSubstr("--year 2020"));
  EXPECT_THAT(error("CAN,C29,CAN,final,five\n" + other), HasSubstr("field `value`"));
  EXPECT_THAT(error_of(file("t.csv", "exporter,sector,importer,use,value,year\nCAN,C29,CAN,final,5,18\n")),
              HasSubstr("t.csv:2:21: field `year`: 18 is no base year"));
  std::string firms;
  for (int f = 0; f < 3000; ++f) firms += "F" + std::to_string(f) + ",C29,CAN,final,5\n";
  EXPECT_THAT(error(firms), HasSubstr("3001 economies and 1 sectors or products are too many"));
}

TEST_F(ImportTest, EconomiesThatCannotTradeOrAreThereTwiceAreRefused) {
  const auto error = [&](const std::string& rows) {
    return error_of(file("t_2020.csv", "exporter,sector,importer,use,value\n" + rows));
  };
  // Sales of two economies to themselves and to each other.
  const auto pair = [](const std::string& a, const std::string& b) {
    std::string rows;
    for (const std::string& from : {a, b})
      for (const std::string& to : {a, b}) rows += from + ",C29," + to + ",final,9\n";
    return rows;
  };
  EXPECT_EQ(error(pair("USA", "CHN")), "no error");
  EXPECT_THAT(error(pair("USA", "CHN") + "DEU,C29,DEU,final,9\nUSA,C29,DEU,final,1\n"),
              HasSubstr("t_2020.csv: DEU exports nothing: such an economy has no equilibrium with trade"));
  EXPECT_THAT(error(pair("USA", "CHN") + "DEU,C29,DEU,final,9\nDEU,C29,USA,final,1\n"),
              HasSubstr("DEU imports nothing"));
  EXPECT_THAT(error(pair("USA", "CHN") + "DEU,C29,USA,final,1\n"), HasSubstr("DEU buys nothing"));
  EXPECT_THAT(
      error("USA,C29,USA,final,-9\nUSA,C29,CHN,final,-9\nCHN,C29,CHN,final,-9\nCHN,C29,USA,final,-9\n"),
      HasSubstr("USA buys nothing, CHN buys nothing"));
  EXPECT_THAT(error(pair("usa", "us") + pair("CHN", "CHL")),
              HasSubstr("\"USA\" and \"US\" are both United States"));
  EXPECT_THAT(error(pair("EU27", "DEU")), HasSubstr("\"EU27\" holds \"DEU\""));
}

TEST_F(ImportTest, SectorsThatMeasuresCouldNotNameAreRefused) {
  const auto error = [&](const std::vector<std::string>& sectors) {
    std::string rows = "exporter,sector,importer,use,value\n";
    for (const std::string& sector : sectors)
      for (const char* from : {"USA", "CHN"})
        for (const char* to : {"USA", "CHN"})
          rows.append(from).append(",").append(sector).append(",").append(to).append(",final,9\n");
    return error_of(file("t_2020.csv", rows));
  };
  EXPECT_THAT(error({"A01", "goods", "G46"}),
              HasSubstr("\"goods\" cannot be called so: in Measures that is every sector which makes goods"));
  EXPECT_THAT(error({"A01", "services", "G46"}), HasSubstr("\"services\" cannot be called so"));
  EXPECT_EQ(error({"goods", "services"}), "no error") << "each is all of them";
  EXPECT_THAT(error({"84", "85", "87", "72"}),
              ::testing::AllOf(HasSubstr("no sector makes goods"), HasSubstr("--sectors FILE")));
}

TEST_F(ImportTest, OptionsOutOfBoundsAreRefused) {
  for (const double wrong : {0.0, -1.0, std::nan(""), 1e300}) {
    ImportOptions options;
    options.currency = "EUR";
    options.currency_per_usd = wrong;
    EXPECT_THAT(error_of(data / "icio_small_2020.csv", options),
                HasSubstr("is no rate of exchange\n  allowed: above 0 and up to 1e+09"));
    options.currency_per_usd.reset();
    options.elasticity = wrong;
    EXPECT_THAT(error_of(data / "icio_small_2020.csv", options), HasSubstr("is no trade elasticity"));
  }
  ImportOptions options;
  options.elasticities = file("e.csv", "set,sector,theta\na,C1,1e300\n");
  EXPECT_THAT(error_of(data / "icio_small_2020.csv", options),
              HasSubstr("e.csv:2:6: field `theta`: 1e+300 is no trade elasticity"));
}

TEST_F(ImportTest, CompanionFilesAreRead) {
  ImportOptions options;
  const auto error = [&] { return error_of(data / "icio_small_2020.csv", options); };
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHN,USA,25\n");
  EXPECT_THAT(error(), HasSubstr("t.csv:2:12: field `rate`: 25 looks like a percentage\n  rates are "
                                 "decimals: write 0.25 or 25% for 25%"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHN,USA,3.4\nC2,CHN,USA,2.7\n");
  EXPECT_THAT(error(),
              HasSubstr("t.csv: the rates look like percent: half of those above zero are 3.4 or more, "
                        "the largest is 3.4\n  3.4 is 340% as a decimal: write 3.4% or 0.034 if it is "
                        "3.4%, and 340% if it is meant"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHN,USA,-3%\n");
  EXPECT_THAT(error(), HasSubstr("\"-3%\" is negative"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHN,USA,1e300%\n");
  EXPECT_THAT(error(), HasSubstr("t.csv:2:12: field `rate`: 1e300% is a rate of"));
  options.tariffs = file("t.csv", "sector;exporter;importer;rate\nC1;CHN;USA;0,25\n");
  EXPECT_EQ(import_world(data / "icio_small_2020.csv", options).world.tariff(0, 0, 1), 0.25);
  options.tariffs = file("t.csv", "PK\x03\x04rest");
  EXPECT_THAT(error(), HasSubstr("is a workbook or an archive, not a CSV file"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHI,USA,0.25\n");
  EXPECT_THAT(error(), HasSubstr("did you mean CHN?"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,*,USA,5%\nC1,*,USA,6%\n");
  EXPECT_THAT(error(), HasSubstr("t.csv:3: row repeats a key"));
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,USA,USA,0.25\n");
  EXPECT_THAT(error(), HasSubstr("no tariff on itself"));
  options.tariffs.clear();
  options.elasticities = file("e.csv", "set,sector,theta\na,C1,5\n");
  EXPECT_THAT(error(), HasSubstr("set \"a\" has no elasticity for sector \"C2\""));
  options.elasticities = file("e.csv", "set,sector,theta\na,C1,-5\n");
  EXPECT_THAT(error(), HasSubstr("must be positive"));
  options.elasticities = file("e.csv", "set,sector,theta\n");
  EXPECT_THAT(error(), HasSubstr("has no elasticities"));
  options.elasticities.clear();
  options.elasticity = 0.0;
  EXPECT_THAT(error(), HasSubstr("must be positive"));
}

TEST_F(ImportTest, RatesAreToldAsTheyWereRead) {
  ImportOptions options;
  options.tariffs = file("t.csv", "sector,exporter,importer,rate\nC1,CHN,USA,145%\nC2,CHN,USA,0.02\n");
  const ImportedWorld imported = import_world(data / "tidy_small_2020.csv", options);
  EXPECT_EQ(imported.world.tariff(0, 0, 1), 1.45);
  EXPECT_THAT(imported.warnings,
              ::testing::Contains(HasSubstr("have no row in t.csv: their tariff is zero")));
  EXPECT_THAT(imported.notes, ::testing::Contains(::testing::ContainsRegex(
                                  "mean by value and largest: USA [0-9.]+% and 145.0%, CHN 0.0% and 0.0%")));
}

}  // namespace
}  // namespace leeway
