#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "leeway/world/aggregate.h"
#include "leeway/world/carve.h"
#include "leeway/world/check.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ProducersTest : public ::testing::Test {
 protected:
  ProducersTest() : folder_(testing::own_folder()) { fs::create_directories(folder_); }
  ~ProducersTest() override { fs::remove_all(folder_); }

  // What loading says once `from` in one of the files of the world reads `to`.
  std::string edited(const std::string& file, const std::string& from, const std::string& to) {
    save_world(testing::two_producer_world(4, 6), folder_);
    testing::edit_file(folder_ / file, from, to);
    return testing::refusal([&] { load_world(folder_); });
  }

  fs::path folder_;
};

double total(const Array2& values) {
  double sum = 0.0;
  for (double value : values) sum += value;
  return sum;
}

TEST_F(ProducersTest, EveryWorldHasThoseOfItsSectorsFirst) {
  const World world = testing::two_producer_world(4, 1);
  ASSERT_EQ(world.producer_count(), world.sector_count() + 1);
  for (int k = 0; k < world.sector_count(); ++k) {
    EXPECT_EQ(world.producers[static_cast<std::size_t>(k)].id, world.sectors[static_cast<std::size_t>(k)].id);
    EXPECT_EQ(world.producers[static_cast<std::size_t>(k)].sector, k);
  }
  EXPECT_EQ(world.find_producer("product:cars"), 5);
  EXPECT_THAT(producers_of(world, 0), ElementsAre(0, 5));
  EXPECT_TRUE(check_world(world).passed(1e-12));
}

TEST_F(ProducersTest, ComeBackFromFilesAndSaveTheSameBytes) {
  const World saved = testing::two_producer_world(4, 2);
  save_world(saved, folder_ / "a");
  const World loaded = load_world(folder_ / "a");
  ASSERT_EQ(loaded.producer_count(), 6);
  EXPECT_EQ(loaded.producers[5].id, "product:cars");
  EXPECT_EQ(loaded.producers[5].sector, 0);
  EXPECT_EQ(loaded.lines[5].producer, 5);
  EXPECT_EQ(loaded.lines[5].composite, 0);
  EXPECT_EQ(loaded.input, saved.input);
  EXPECT_EQ(loaded.output, saved.output);
  EXPECT_EQ(loaded.value_added, saved.value_added);
  EXPECT_EQ(loaded.critical[0].backstop_host, saved.critical[0].backstop_host);
  save_world(loaded, folder_ / "b");
  for (const char* file : {"producers.csv", "products.csv", "inputs.csv", "industries.csv", "critical.csv"})
    EXPECT_EQ(read_file(folder_ / "a" / file), read_file(folder_ / "b" / file)) << file;
}

TEST_F(ProducersTest, WorldsWithOneASectorHaveNoFileOfThem) {
  save_world(testing::carved_world(4, 2), folder_);
  EXPECT_FALSE(fs::exists(folder_ / "producers.csv"));
  // The column says that the sector makes the product too: a product that names none gets one of its own.
  EXPECT_EQ(load_world(folder_).producer_count(), 5);
  std::string text = read_file(folder_ / "products.csv");
  const std::size_t at = text.find(",C10\n");
  ASSERT_NE(at, std::string::npos);
  write_file_atomically(folder_ / "products.csv", text.replace(at, 5, ",\n"));
  const World loaded = load_world(folder_);
  const World saved = testing::carved_world(4, 2);
  ASSERT_EQ(loaded.producer_count(), 6);
  EXPECT_EQ(loaded.producers[5].id, "product:cars");
  EXPECT_EQ(loaded.lines[5].producer, 5);
  for (int n = 0; n < 4; ++n) {
    double sold = 0.0;
    for (int m = 0; m < 4; ++m) sold += saved.flow(5, m, n);
    EXPECT_NEAR(loaded.output(n, 5), sold, 1e-12 * sold);
    EXPECT_NEAR(loaded.output(n, 0) + loaded.output(n, 5), saved.output(n, 0), 1e-12 * saved.output(n, 0));
    EXPECT_NEAR(loaded.value_added(n, 5) / loaded.output(n, 5), saved.value_added(n, 0) / saved.output(n, 0),
                1e-12);
  }
}

TEST_F(ProducersTest, FilesAreReadStrictly) {
  EXPECT_THAT(edited("producers.csv", ",C10", ",C99"), HasSubstr("producers.csv:2:14: field `sector`"));
  EXPECT_THAT(edited("producers.csv", "product:cars", "C11"),
              HasSubstr("producers.csv:2:1: field `producer`: sector or producer \"C11\" is defined twice"));
  EXPECT_THAT(edited("producers.csv", "C10", "C11"),
              HasSubstr("\"product:cars\" is a producer of C11, not of"));
  EXPECT_THAT(edited("producers.csv", "product:cars,C10\n", "product:cars,C10\nproduct:bikes,C10\n"),
              HasSubstr("producers.csv:3:1: \"product:bikes\" makes no line"));
  EXPECT_THAT(edited("products.csv", ",product:cars\n", ",product:cats\n"),
              HasSubstr("unknown sector or producer"));
  EXPECT_THAT(edited("industries.csv", "product:cars", "product:cats"),
              HasSubstr("did you mean product:cars"));
  EXPECT_THAT(edited("industries.csv", "USA,product:cars,", "USA,product:cars,1"),
              HasSubstr("the accounts of product:cars in USA do not close"));
}

TEST_F(ProducersTest, AFurtherOneFollowsItsSectorIntoAnAggregate) {
  const World world = testing::two_producer_world(4, 3);
  Aggregation coarse;
  coarse.economies = {{"USA", "A", "", {}}, {"*", "B", "", {}}};
  coarse.sectors = {{"C10", "G", "", {}}, {"C11", "G", "", {}}, {"*", "REST", "", {}}};
  const World small = aggregate(world, coarse);
  ASSERT_EQ(small.producer_count(), small.sector_count() + 1);
  EXPECT_EQ(small.producers.back().id, "product:cars");
  EXPECT_EQ(small.producers.back().sector, 0);
  EXPECT_EQ(small.lines.back().producer, small.producer_count() - 1);
  EXPECT_TRUE(check_world(small).passed(1e-12));
  for (auto account : {&World::output, &World::value_added}) {
    EXPECT_NEAR(total(small.*account), total(world.*account), 1e-12 * total(world.*account));
    const Array2 before = by_sector(world, world.*account);
    const Array2 after = by_sector(small, small.*account);
    EXPECT_NEAR(after(0, 0), before(0, 0) + before(0, 1), 1e-12 * after(0, 0));
    EXPECT_EQ((small.*account)(0, small.producer_count() - 1), (world.*account)(0, 5));
  }
}

TEST_F(ProducersTest, SplittingASectorLeavesThemInPlace) {
  const World world = testing::two_producer_world(4, 4);
  SplitData split;
  split.product.id = "product:new";
  split.product.name = "New";
  split.product.sector = 0;
  for (int n = 0; n < 4; ++n)
    for (int i = 0; i < 4; ++i) split.product.flows.push_back({i, n, 0.2 * world.flow(0, n, i), {}, {}});
  split.users = {{UserShare::every_economy, 0, 0.5}, {UserShare::every_economy, UserShare::final_use, 0.5}};
  const Carved carved = split_sector(world, split);
  const World& w = carved.world;
  ASSERT_EQ(w.sector_count(), 6);
  ASSERT_EQ(w.producer_count(), 7);
  EXPECT_EQ(w.producers[5].id, "product:new");
  EXPECT_EQ(w.producers[6].id, "product:cars");
  EXPECT_EQ(w.producers[6].sector, 0);
  EXPECT_EQ(w.lines.back().producer, 6);
  EXPECT_TRUE(check_world(w).passed(1e-12));
  for (int n = 0; n < 4; ++n) {
    EXPECT_NEAR(w.output(n, 6), world.output(n, 5), 1e-12 * world.output(n, 5));
    EXPECT_NEAR(w.value_added(n, 6), world.value_added(n, 5), 1e-9 * world.value_added(n, 5));
    // The sector's share of the product goes to both of its producers, as they buy of the parent.
    EXPECT_GT(w.input(n, 5, 6), 0.0);
    EXPECT_NEAR(w.input(n, 5, 6) / world.input(n, 0, 5),
                (w.input(n, 5, 0) + w.input(n, 5, 5)) / world.input(n, 0, 0), 1e-9);
  }
}

}  // namespace
}  // namespace leeway
