#include "leeway/world/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "support/own_folder.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using testing::edit_file;
using ::testing::HasSubstr;

// A folder of its own for each test, gone at its end.
class LoadTest : public ::testing::Test {
 protected:
  LoadTest() : folder_(testing::own_folder()) { fs::create_directories(folder_); }
  ~LoadTest() override { fs::remove_all(folder_); }

  fs::path folder_;
};

std::string load_error(const fs::path& folder) {
  try {
    load_world(folder);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::vector<std::string> file_names(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

World full_world() {
  World world = testing::tiny_world();
  world.elasticities[0].citation = "Caliendo, Parro (2015), \"Estimates\"";
  world.targets.push_back({"gdp:CAN", 504.0, "USD mn", 1e-9, "by hand"});
  world.recorded.push_back({1, 0, -1, 2020, 101.5, 0.0, "CEPII BACI"});
  world.recorded.push_back({1, 0, 0, 2020, 99.5, 25.0, "US Census Bureau"});
  world.recorded.push_back({1, 0, RecordedTrade::unmapped_goods, 2020, 2.0, 0.0, "US Census Bureau"});
  world.recorded_groups.push_back({0, 0, 0, 2020, 3.5, 0.5, "US Census Bureau"});
  world.gdp_source["CAN"] = "WDI";
  world.gdp_recorded["CAN"] = 510.25;
  world.gdp_source["USA"] = "value added of the table";
  world.provenance = "[flows]\nsource = \"made by hand\"\n";
  return world;
}

TEST_F(LoadTest, KeepsEveryNumberAndLabel) {
  const World saved = full_world();
  save_world(saved, folder_);
  const World loaded = load_world(folder_);
  EXPECT_EQ(loaded.name, saved.name);
  EXPECT_EQ(loaded.title, saved.title);
  EXPECT_EQ(loaded.base_year, saved.base_year);
  EXPECT_EQ(loaded.tariff_date, saved.tariff_date);
  EXPECT_EQ(loaded.default_elasticities, saved.default_elasticities);
  EXPECT_EQ(loaded.flow, saved.flow);
  EXPECT_EQ(loaded.tariff, saved.tariff);
  EXPECT_EQ(loaded.tariff_kinds, saved.tariff_kinds);
  EXPECT_EQ(loaded.tariff_kind, saved.tariff_kind);
  EXPECT_EQ(loaded.input, saved.input);
  EXPECT_EQ(loaded.output, saved.output);
  EXPECT_EQ(loaded.value_added, saved.value_added);
  EXPECT_EQ(loaded.final_use, saved.final_use);
  EXPECT_EQ(loaded.line_substitution, saved.line_substitution);
  EXPECT_EQ(loaded.elasticities[0].theta, saved.elasticities[0].theta);
  EXPECT_EQ(loaded.elasticities[0].citation, saved.elasticities[0].citation);
  EXPECT_EQ(loaded.gdp_source, saved.gdp_source);
  EXPECT_EQ(loaded.gdp_recorded, saved.gdp_recorded);
  EXPECT_EQ(loaded.provenance, saved.provenance);
  ASSERT_EQ(loaded.recorded.size(), 3u);
  EXPECT_EQ(loaded.recorded[1].duties, 25.0);
  EXPECT_EQ(loaded.recorded[2].sector, RecordedTrade::unmapped_goods);
  ASSERT_EQ(loaded.recorded_groups.size(), 1u);
  EXPECT_EQ(loaded.recorded_groups[0].value, 3.5);
  ASSERT_EQ(loaded.groups.size(), 2u);
  EXPECT_EQ(loaded.groups[1].members[1].to, make_date(2023, 7, 1));
  EXPECT_EQ(loaded.content_hash.size(), 32u);
}

TEST_F(LoadTest, SavesWhatItLoadedByteForByte) {
  for (const World& world : {full_world(), testing::small_world(5, 4, 7)}) {
    save_world(world, folder_ / "a");
    save_world(load_world(folder_ / "a"), folder_ / "b");
    EXPECT_EQ(file_names(folder_ / "a"), file_names(folder_ / "b"));
    for (const std::string& name : file_names(folder_ / "a"))
      EXPECT_EQ(read_file(folder_ / "a" / name), read_file(folder_ / "b" / name)) << name;
    EXPECT_EQ(load_world(folder_ / "a").content_hash, load_world(folder_ / "b").content_hash);
  }
}

TEST_F(LoadTest, HashFollowsTheContent) {
  World world = testing::tiny_world();
  save_world(world, folder_ / "a");
  world.title += "!";
  save_world(world, folder_ / "b");
  EXPECT_NE(load_world(folder_ / "a").content_hash, load_world(folder_ / "b").content_hash);
}

TEST_F(LoadTest, CarvedOutProductsComeBack) {
  // Half of the goods flows become a product with a unit and its own quantities.
  World world = testing::tiny_world();
  world.lines.push_back({"product:bev", "Electric cars", 0, 0, "units"});
  const Array3 flow = world.flow;
  const Array3 tariff = world.tariff;
  world.flow = Array3(3, 3, 3);
  world.tariff = Array3(3, 3, 3);
  world.quantity = Array3(3, 3, 3);
  world.tariff_kind.resize(27, 0);
  for (int n = 0; n < 3; ++n) {
    for (int i = 0; i < 3; ++i) {
      world.flow(0, n, i) = world.flow(2, n, i) = 0.5 * flow(0, n, i);
      world.tariff(0, n, i) = world.tariff(2, n, i) = tariff(0, n, i);
      world.flow(1, n, i) = flow(1, n, i);
      world.quantity(2, n, i) = 20.0 * flow(0, n, i);
      world.tariff_kind[static_cast<std::size_t>(18 + 3 * n + i)] = tariff(0, n, i) > 0.0 ? 1 : 0;
    }
  }
  world.line_substitution[0] = 2.5;
  for (ElasticitySet& set : world.elasticities) set.theta.push_back(6.0);
  save_world(world, folder_);
  const World loaded = load_world(folder_);
  ASSERT_EQ(loaded.line_count(), 3);
  EXPECT_EQ(loaded.lines[2].unit, "units");
  EXPECT_EQ(loaded.line_substitution[0], 2.5);
  EXPECT_EQ(loaded.flow, world.flow);
  EXPECT_EQ(loaded.quantity, world.quantity);
  EXPECT_EQ(loaded.resolve_goods("C", {}), (std::vector<int>{0, 2}));
  EXPECT_EQ(loaded.resolve_goods("product:bev", {}), (std::vector<int>{2}));
}

TEST_F(LoadTest, ProductsSplitSectorsAndAssumptionsComeBack) {
  const World saved = testing::carved_world(4, 3);
  save_world(saved, folder_ / "a");
  const World loaded = load_world(folder_ / "a");
  ASSERT_EQ(loaded.line_count(), saved.line_count());
  for (std::size_t l = 0; l < saved.lines.size(); ++l) {
    EXPECT_EQ(loaded.lines[l].id, saved.lines[l].id);
    EXPECT_EQ(loaded.lines[l].unit, saved.lines[l].unit);
    EXPECT_EQ(loaded.lines[l].confidence, saved.lines[l].confidence);
    EXPECT_EQ(loaded.lines[l].method, saved.lines[l].method);
  }
  for (std::size_t k = 0; k < saved.sectors.size(); ++k)
    EXPECT_EQ(loaded.sectors[k].parent, saved.sectors[k].parent);
  EXPECT_EQ(loaded.flow, saved.flow);
  EXPECT_EQ(loaded.input, saved.input);
  EXPECT_EQ(loaded.quantity, saved.quantity);
  EXPECT_EQ(loaded.line_substitution, saved.line_substitution);
  EXPECT_EQ(loaded.elasticities[0].theta, saved.elasticities[0].theta);
  ASSERT_EQ(loaded.critical.size(), 1u);
  EXPECT_EQ(loaded.critical[0].sector, 3);
  EXPECT_EQ(loaded.critical[0].bundled_with, 2);
  EXPECT_EQ(loaded.critical[0].substitution.low, 0.05);
  EXPECT_EQ(loaded.critical[0].specific.high, 0.95);
  EXPECT_EQ(loaded.critical[0].backstop.value, 10.0);
  EXPECT_EQ(loaded.critical[0].backstop_host, 2);
  EXPECT_EQ(loaded.critical[0].source, "Chosen for tests");
  EXPECT_EQ(loaded.resolve_goods("C11", {}), (std::vector<int>{1, 3}));
  EXPECT_EQ(loaded.resolve_goods("product:ore", {}), (std::vector<int>{3}));
  EXPECT_EQ(loaded.resolve_goods("C10", {}), (std::vector<int>{0, 5}));
  save_world(loaded, folder_ / "b");
  for (const std::string& name : file_names(folder_ / "a"))
    EXPECT_EQ(read_file(folder_ / "a" / name), read_file(folder_ / "b" / name)) << name;
}

TEST_F(LoadTest, FilesFromBeforeProductsStillLoad) {
  save_world(testing::tiny_world(), folder_);
  write_file_atomically(folder_ / "sectors.csv",
                        "sector,name,isic,kind\nC,Goods,01-33,goods\nS,Services,35-98,services\n");
  const World loaded = load_world(folder_);
  EXPECT_EQ(loaded.sectors[0].parent, -1);
  EXPECT_TRUE(loaded.critical.empty());
}

TEST_F(LoadTest, ASplitSectorWithoutElasticityHasThatOfItsParent) {
  World world = testing::carved_world(3, 5);
  save_world(world, folder_);
  edit_file(folder_ / "elasticities.csv", "four,product:ore,4\n", "");
  edit_file(folder_ / "elasticities.csv", "four,C11,4\n", "four,C11,3\n");
  EXPECT_EQ(load_world(folder_).elasticities[1].theta[3], 3.0);
}

struct BadInput {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* message;
};

class BadInputTest : public LoadTest, public ::testing::WithParamInterface<BadInput> {};

TEST_P(BadInputTest, NamesFileLineAndFix) {
  const BadInput& bad = GetParam();
  save_world(full_world(), folder_);
  edit_file(folder_ / bad.file, bad.from, bad.to);
  const std::string message = load_error(folder_);
  EXPECT_THAT(message, HasSubstr((folder_ / bad.file).string()));
  EXPECT_THAT(message, HasSubstr(bad.message));
}

INSTANTIATE_TEST_SUITE_P(
    Load, BadInputTest,
    ::testing::Values(
        BadInput{"Schema", "world.toml", "schema = 1", "schema = 9", "field `schema`: 1 expected"},
        BadInput{"UnknownKey", "world.toml", "title", "titel", "did you mean title?"},
        BadInput{"MissingKey", "world.toml", "base_year = 2020\n", "", "a year is expected"},
        BadInput{"Year", "world.toml", "base_year = 2020", "base_year = 20", "a year is expected"},
        BadInput{"Date", "world.toml", "tariff_date = 2020-01-01", "tariff_date = \"2020\"", "a date"},
        BadInput{"Currency", "world.toml", "USD million", "EUR", "is no unit of money"},
        BadInput{"Files", "world.toml",
                 "name = ", "files = [\"a.csv\"]\nname = ", "\"a.csv\" is not in the folder"},
        BadInput{"DefaultSet", "world.toml", "default_elasticities = \"default\"",
                 "default_elasticities = \"x\"", "world.toml:7:24: unknown elasticity set \"x\""},
        BadInput{"EconomyTwice", "economies.csv", "CHN,China", "USA,China",
                 "economy \"USA\" is defined twice"},
        BadInput{"EconomyKind", "economies.csv", "Canada,economy", "Canada,country",
                 ":4:12: field `kind`: economy or rest expected"},
        BadInput{"SectorKind", "sectors.csv", ",goods", ",good", "goods or services expected"},
        BadInput{"GroupMember", "groups.csv", "NAM,North America,CAN", "NAM,North America,CAM",
                 "did you mean CAN?"},
        BadInput{"GroupIsEconomy", "groups.csv", "NAM", "USA", "\"USA\" is an economy already"},
        BadInput{"GroupDates", "groups.csv", "2010-01-01,2023-07-01", "2024-01-01,2023-07-01",
                 "ends before it begins"},
        BadInput{"UnknownEconomy", "flows.csv", "C,USA,CHN", "C,USA,CHI",
                 ":3:7: field `importer`: unknown economy \"CHI\"\n  did you mean CHN?"},
        BadInput{"UnknownSector", "flows.csv", "C,USA,CHN", "D,USA,CHN", "unknown sector or product \"D\""},
        BadInput{"Duplicate", "flows.csv", "C,USA,CHN", "C,USA,USA",
                 ":3: row repeats a key\n  it was given on line 2"},
        BadInput{"NegativeFlow", "flows.csv", "C,USA,USA,800", "C,USA,USA,-800", ":2:11: field `value`"},
        BadInput{"NotFinite", "flows.csv", "C,USA,USA,800", "C,USA,USA,inf", "a finite decimal number"},
        BadInput{"NotANumber", "flows.csv", "C,USA,USA,800", "C,USA,USA,8oo", "\"8oo\""},
        BadInput{"TooFewFields", "flows.csv", "C,USA,USA,800", "C,USA,800",
                 ":2: row has 3 fields, 4 expected"},
        BadInput{"MissingColumn", "flows.csv", "sector,exporter,importer,value", "sector,exporter,importer",
                 "column `value` is missing"},
        BadInput{"UnknownColumn", "flows.csv", "sector,exporter,importer,value",
                 "sector,exporter,importer,valu", "did you mean value?"},
        BadInput{"OwnTariff", "tariffs.csv", "C,CHN,USA,0.25", "C,USA,USA,0.25", "no tariff on itself"},
        BadInput{"NegativeTariff", "tariffs.csv", "0.25", "-0.25", "field `rate`"},
        BadInput{"FinalOpen", "final.csv", "USA,C,725", "USA,C,726",
                 "final.csv:2: the accounts of C in USA do not close"},
        BadInput{"ValueAddedOpen", "industries.csv", "USA,C,930,580", "USA,C,930,581",
                 "industries.csv:2: the accounts of C in USA do not close: inputs and value added 931 but "
                 "output 930"},
        BadInput{"ThetaSign", "elasticities.csv", "default,C,5", "default,C,-5", "must be positive"},
        BadInput{"ThetaMissing", "elasticities.csv", "default,C,5\n", "",
                 "set \"default\" has no elasticity for sector \"C\""},
        BadInput{"ThetaSet", "elasticities.csv", "four,C,4", "for,C,4", "did you mean four?"},
        BadInput{"MacroTwice", "macro.csv", "CAN,510.25", "USA,510.25", "row repeats a key"},
        BadInput{"CheckNumber", "checks.csv", "gdp:CAN,504", "gdp:CAN,lots", "field `target`"},
        BadInput{"Provenance", "provenance.toml", "[flows]", "[flows", "provenance.toml"}),
    [](const auto& test) { return test.param.name; });

class BadProductTest : public LoadTest, public ::testing::WithParamInterface<BadInput> {};

TEST_P(BadProductTest, NamesFileLineAndFix) {
  const BadInput& bad = GetParam();
  save_world(testing::carved_world(3, 4), folder_);
  edit_file(folder_ / bad.file, bad.from, bad.to);
  const std::string message = load_error(folder_);
  EXPECT_THAT(message, HasSubstr((folder_ / bad.file).string()));
  EXPECT_THAT(message, HasSubstr(bad.message));
}

INSTANTIATE_TEST_SUITE_P(
    Load, BadProductTest,
    ::testing::Values(
        BadInput{"UnknownParent", "sectors.csv", "goods,C11", "goods,C1", "did you mean C10"},
        BadInput{"NoParent", "sectors.csv", "goods,C11", "goods,", "needs the sector that it was split from"},
        BadInput{"OwnParent", "sectors.csv", "goods,C11", "goods,product:ore", "itself split out"},
        BadInput{"ParentKind", "sectors.csv", "goods,C11", "services,C11", "goods or services as the one"},
        BadInput{"ParentOfOrdinary", "sectors.csv", "C12,Sector C12,12,goods,", "C12,Sector C12,12,goods,C11",
                 "starts with \"product:\""},
        BadInput{"Grade", "products.csv", "C,,\n", "D,,\n", "A, B, C or nothing expected"},
        BadInput{"SplitRow", "products.csv", "Ore,product:ore", "Ore,C11", "named here by its own id"},
        BadInput{"SplitRowTwice", "products.csv", "product:ore,Ore",
                 "product:ore,Ore,product:ore,t,1,C,,\nproduct:ore,Ore", "defined twice"},
        BadInput{"QuantityUnknown", "quantities.csv", "product:cars,USA,USA", "product:car,USA,USA",
                 "did you mean product:cars"},
        BadInput{"QuantityWithoutUnit", "quantities.csv", "product:cars,USA,USA", "C10,USA,USA", "no unit"},
        BadInput{"QuantityTwice", "quantities.csv", "product:cars,USA,CHN", "product:cars,USA,USA",
                 "row repeats a key"},
        BadInput{"CriticalUnknown", "critical.csv", "product:ore,C12", "product:or,C12", "did you mean"},
        BadInput{"CriticalOrdinary", "critical.csv", "product:ore,C12", "C10,C12", "split out of no other"},
        BadInput{"BundledWithItself", "critical.csv", "product:ore,C12", "product:ore,product:ore", "itself"},
        BadInput{"Sigma", "critical.csv", "0.1,0.05,0.3", "0.1,0,0.3", "field `sigma_low`"},
        BadInput{"Range", "critical.csv", "0.1,0.05,0.3", "0.1,0.2,0.3", "not within its range 0.2 to 0.3"},
        BadInput{"Specific", "critical.csv", "0.8,0.5,0.95", "0.8,0.5,0.99", "from 0 to 0.98"},
        BadInput{"Backstop", "critical.csv", "10,4,20", "10,0.5,20", "allowed: above 1"},
        BadInput{"HostIsScarce", "critical.csv", "20,C12", "20,product:ore", "the scarce sector itself"},
        BadInput{"NoHost", "critical.csv", "20,C12", "20,", "needs the sector that makes it"},
        BadInput{"HostWithoutBackstop", "critical.csv", "10,4,20", "0,0,0", "no backstop"}),
    [](const auto& test) { return test.param.name; });

TEST_F(LoadTest, OpenAccountsAreRefusedAtTheIndustry) {
  save_world(testing::tiny_world(), folder_);
  edit_file(folder_ / "flows.csv", "C,USA,USA,800", "C,USA,USA,800.0005");
  EXPECT_EQ(load_error(folder_), "no error") << "within a millionth of output";
  edit_file(folder_ / "flows.csv", "C,USA,USA,800.0005", "C,USA,USA,801");
  EXPECT_THAT(load_error(folder_),
              HasSubstr("industries.csv:2: the accounts of C in USA do not close: sales 931 but output 930"));
  edit_file(folder_ / "flows.csv", "C,USA,USA,801", "C,USA,USA,800");
  edit_file(folder_ / "inputs.csv", "USA,C,C,200", "USA,C,C,201");
  EXPECT_THAT(load_error(folder_), HasSubstr("inputs and value added 931 but output 930"));
}

TEST_F(LoadTest, MissingFilesAreNamed) {
  EXPECT_THAT(load_error(folder_ / "none"), HasSubstr("there is no such folder"));
  EXPECT_THAT(load_error(folder_), HasSubstr("there is no world in this folder"));
  save_world(testing::tiny_world(), folder_);
  EXPECT_THAT(load_error(folder_ / "flows.csv"), HasSubstr("is not a folder"));
  fs::remove(folder_ / "flows.csv");
  EXPECT_THAT(load_error(folder_), HasSubstr("flows.csv"));
}

TEST_F(LoadTest, OptionalFilesMayBeAbsent) {
  save_world(testing::tiny_world(), folder_);
  for (const char* file :
       {"groups.csv", "recorded_trade.csv", "recorded_us_imports.csv", "macro.csv", "checks.csv"})
    fs::remove(folder_ / file);
  EXPECT_EQ(load_world(folder_).flow, testing::tiny_world().flow);
}

TEST_F(LoadTest, WorldsOpenByPathOrName) {
  save_world(testing::tiny_world(), folder_ / "w");
  EXPECT_EQ(open_world((folder_ / "w").string()).name, "tiny");
  EXPECT_THROW(open_world("no-such-world"), InputError);
}

}  // namespace
}  // namespace leeway
