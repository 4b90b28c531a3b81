#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "leeway/world/carve_files.h"
#include "leeway/world/check.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;

TEST(CheckProductsTest, SaysWhatEachIsInItsSector) {
  World world = testing::carved_world(3, 5);
  world.quantity(5, 0, 1) = 0.0;
  world.flow(3, 1, 2) = 0.0;
  const std::vector<ProductCheck> products = check_products(world);
  ASSERT_EQ(products.size(), 2u);
  const ProductCheck& ore = products[0];
  EXPECT_EQ(ore.line, 3);
  EXPECT_EQ(ore.sector, 1);
  EXPECT_TRUE(ore.split_out);
  EXPECT_EQ(ore.quantity_alone, 1);
  EXPECT_EQ(ore.without_quantity, 0);
  const ProductCheck& cars = products[1];
  EXPECT_EQ(cars.line, 5);
  EXPECT_EQ(cars.sector, 0);
  EXPECT_FALSE(cars.split_out);
  EXPECT_EQ(cars.without_quantity, 1);
  double value = 0.0;
  double home = 0.0;
  double sector = 0.0;
  for (int n = 0; n < 3; ++n)
    for (int i = 0; i < 3; ++i) {
      value += world.flow(5, n, i);
      sector += world.flow(0, n, i) + world.flow(5, n, i);
      if (i == n) home += world.flow(5, n, i);
    }
  EXPECT_NEAR(cars.value, value, 1e-9);
  EXPECT_NEAR(cars.share, value / sector, 1e-12);
  EXPECT_NEAR(cars.home, home / value, 1e-12);
  EXPECT_TRUE(check_products(testing::tiny_world()).empty());
}

class CarveFilesTest : public ::testing::Test {
 protected:
  CarveFilesTest() : file_(testing::own_folder() / "table.csv") {
    std::filesystem::create_directories(file_.parent_path());
  }
  ~CarveFilesTest() override { std::filesystem::remove_all(file_.parent_path()); }
  const std::filesystem::path& put(const std::string& text) const {
    write_file_atomically(file_, text);
    return file_;
  }

  std::filesystem::path file_;
  World world_ = testing::tiny_world();
};

TEST_F(CarveFilesTest, ReadsFlowsWithWhatTheyHave) {
  const auto flows = read_product_flows(
      world_, put("importer,exporter,tariff,value,quantity\nUSA,CHN,0.25,10,\nCAN,CAN,,3.5,7\n"));
  ASSERT_EQ(flows.size(), 2u);
  EXPECT_EQ(flows[0].exporter, 1);
  EXPECT_EQ(flows[0].importer, 0);
  EXPECT_EQ(flows[0].tariff, 0.25);
  EXPECT_FALSE(flows[0].quantity);
  EXPECT_EQ(flows[1].quantity, 7.0);
  EXPECT_FALSE(flows[1].tariff);
}

TEST_F(CarveFilesTest, ReadsMarketsByValueOrUnits) {
  const auto markets =
      read_market_sizes(world_, put("economy,value,units,price\nUSA,100,,\nCHN,,2000,50000\nCAN,10,4,\n"));
  ASSERT_EQ(markets.size(), 3u);
  EXPECT_EQ(markets[0].value, 100.0);
  EXPECT_NEAR(markets[1].value, 100.0, 1e-12);
  EXPECT_EQ(markets[1].units, 2000.0);
  EXPECT_EQ(markets[2].units, 4.0);
}

TEST_F(CarveFilesTest, ReadsUsersOfEveryOrOfOneEconomy) {
  const auto users = read_user_shares(world_, put("economy,user,share\n,C,0.75\n,final,0.25\nCHN,S,1\n"));
  ASSERT_EQ(users.size(), 3u);
  EXPECT_EQ(users[0].economy, UserShare::every_economy);
  EXPECT_EQ(users[0].user, 0);
  EXPECT_EQ(users[1].user, UserShare::final_use);
  EXPECT_EQ(users[2].economy, 1);
}

TEST_F(CarveFilesTest, NamesThePlaceOfWhatIsWrong) {
  const auto flows = [&](const char* text) {
    return testing::refusal([&] { read_product_flows(world_, put(text)); });
  };
  EXPECT_THAT(flows("exporter,importer,value\nCHM,USA,1\n"), HasSubstr("table.csv:2:1: field `exporter`"));
  EXPECT_THAT(flows("exporter,importer,value\nCHN,USA,-1\n"), HasSubstr("field `value`"));
  EXPECT_THAT(flows("exporter,importer,value\nCHN,USA,1\nCHN,USA,1\n"), HasSubstr("line 2"));
  EXPECT_THAT(flows("exporter,importer,value,tariff\nCHN,USA,1,27.5\n"), HasSubstr("write 0.275"));
  EXPECT_THAT(flows("exporter,importer,value,tariff\nUSA,USA,1,0.1\n"), HasSubstr("no tariff on itself"));
  EXPECT_THAT(flows("exporter,importer,value\n"), HasSubstr("has no rows"));
  const auto markets = [&](const char* text) {
    return testing::refusal([&] { read_market_sizes(world_, put(text)); });
  };
  EXPECT_THAT(markets("economy,value,price\nUSA,1,2\n"), HasSubstr("either a value or units and a price"));
  EXPECT_THAT(markets("economy,value\nUSA,\n"), HasSubstr("either a value or units and a price"));
  EXPECT_THAT(markets("economy,price\nUSA,2\n"), HasSubstr("a price needs units"));
  EXPECT_THAT(testing::refusal([&] { read_user_shares(world_, put("user,share\nD,1\n")); }),
              HasSubstr("unknown user \"D\""));
  EXPECT_THAT(testing::refusal([&] {
                read_reference_shares(world_, put("exporter,importer,share,tariff\nUSA,USA,"
                                                  "0.1,0\n"));
              }),
              HasSubstr("own goods"));
}

}  // namespace
}  // namespace leeway
