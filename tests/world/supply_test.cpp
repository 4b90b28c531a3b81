#include "leeway/world/supply.h"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/io/file.h"
#include "leeway/world/aggregate.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string kind_of(const std::string& id, const std::string& isic, bool goods) {
  const std::vector<SupplyKind> kinds = default_supply();
  const int kind = supply_of({id, id, isic, goods}, kinds);
  return kind < 0 ? "none" : kinds[static_cast<std::size_t>(kind)].id;
}

TEST(Supply, ASectorsKindIsToldFromIsicOrItsCode) {
  EXPECT_EQ(kind_of("x", "01-02", true), "land");
  EXPECT_EQ(kind_of("A03", "", true), "land");
  EXPECT_EQ(kind_of("B05_06", "", true), "deposits");
  EXPECT_EQ(kind_of("C10T12", "", true), "factories");
  EXPECT_EQ(kind_of("C19", "", true), "basic");
  EXPECT_EQ(kind_of("x", "24.2, 24.32", true), "basic");
  EXPECT_EQ(kind_of("product:magnets", "27.9, part", true), "factories");
  EXPECT_EQ(kind_of("product:x1990", "", true), "factories");
  EXPECT_EQ(kind_of("Grain", "", true), "factories");
  EXPECT_EQ(kind_of("D35", "35", false), "services");
  EXPECT_EQ(supply_of({"A01", "", "01", true}, {}), -1);
}

TEST(Supply, RangesHoldTheirValues) {
  for (const SupplyKind& kind : default_supply()) {
    EXPECT_EQ(supply_fault(kind), "") << kind.id;
    EXPECT_EQ(kind.specific.low, 0.0) << kind.id << ": full mobility is one end";
    EXPECT_GE(kind.specific_short.value, kind.specific.value) << kind.id;
    EXPECT_LT(kind.sigma_short.value, 1.0) << kind.id;
  }
  SupplyKind wrong = default_supply().front();
  wrong.specific.value = 0.99;
  EXPECT_THAT(supply_fault(wrong), HasSubstr("the specific share is 0.99; allowed: 0 to 0.98"));
}

// The default world's file says what imported worlds get.
TEST(Supply, TheDefaultWorldHasTheDefaultKinds) {
  const World world = open_world("2023");
  const std::vector<SupplyKind> kinds = default_supply();
  ASSERT_EQ(world.supply.size(), kinds.size());
  for (std::size_t s = 0; s < kinds.size(); ++s) {
    const SupplyKind& a = world.supply[s];
    const SupplyKind& b = kinds[s];
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.source, b.source);
    EXPECT_EQ(a.alike, b.alike);
    for (auto field : {&SupplyKind::specific, &SupplyKind::specific_short, &SupplyKind::sigma_short}) {
      EXPECT_EQ((a.*field).value, (b.*field).value) << a.id;
      EXPECT_EQ((a.*field).low, (b.*field).low) << a.id;
      EXPECT_EQ((a.*field).high, (b.*field).high) << a.id;
    }
  }
  for (int k = 0; k < world.sector_count(); ++k) {
    Sector told = world.sectors[static_cast<std::size_t>(k)];
    told.supply = supply_of(told, kinds);
    const bool critical = std::any_of(world.critical.begin(), world.critical.end(),
                                      [&](const CriticalInput& input) { return input.sector == k; });
    if (critical) plants_of_critical(told, kinds);
    EXPECT_EQ(world.sectors[static_cast<std::size_t>(k)].supply, told.supply) << told.id;
  }
}

TEST(Supply, FactoriesOfACriticalInputArePlants) {
  const std::vector<SupplyKind> kinds = default_supply();
  const auto kind = [&](Sector sector) {
    sector.supply = supply_of(sector, kinds);
    plants_of_critical(sector, kinds);
    return kinds[static_cast<std::size_t>(sector.supply)].id;
  };
  EXPECT_EQ(kind({"product:magnets", "", "27.9, part", true}), "plants");
  EXPECT_EQ(kind({"product:gallium", "", "24.2, part", true}), "basic");
  EXPECT_EQ(kind({"A01", "", "01", true}), "land");
  Sector none{"product:magnets", "", "27.9, part", true};
  plants_of_critical(none, {});
  EXPECT_EQ(none.supply, Sector{}.supply);
}

class SupplyFiles : public ::testing::Test {
 protected:
  SupplyFiles() : folder_(testing::own_folder()) { fs::create_directories(folder_); }
  ~SupplyFiles() override { fs::remove_all(folder_); }

  std::string edited(const std::string& file, const std::string& from, const std::string& to) {
    World world = testing::small_world(3, 3, 4);
    assume_supply(world);
    save_world(world, folder_);
    testing::edit_file(folder_ / file, from, to);
    return testing::refusal([&] { load_world(folder_); });
  }

  fs::path folder_;
};

TEST_F(SupplyFiles, ComeBackAndAreReadStrictly) {
  World world = testing::small_world(3, 3, 4);
  save_world(world, folder_ / "none");
  EXPECT_TRUE(load_world(folder_ / "none").supply.empty());
  fs::remove(folder_ / "none" / "supply.csv");
  EXPECT_EQ(load_world(folder_ / "none").supply.size(), 6U);
  assume_supply(world);
  world.sectors[0].supply = 0;
  save_world(world, folder_ / "some");
  EXPECT_EQ(load_world(folder_ / "some").sectors[0].supply, 0);
  EXPECT_EQ(load_world(folder_ / "some").sectors[1].supply, 3);

  EXPECT_THAT(edited("sectors.csv", "factories", "factoris"), HasSubstr("did you mean factories"));
  EXPECT_THAT(edited("supply.csv", "land,0.6", "land,0.9"), HasSubstr("is not within its range"));
  EXPECT_THAT(edited("supply.csv", ",yes,", ",perhaps,"), HasSubstr("yes or no expected"));
  EXPECT_THAT(edited("supply.csv", "deposits,", "land,"), HasSubstr("row repeats a key"));
}

TEST_F(SupplyFiles, AMergedSectorIsOfTheKindThatMostOfItWas) {
  World world = testing::small_world(3, 3, 4);
  assume_supply(world);
  world.sectors[0].supply = 0;
  double first = 0.0;
  double second = 0.0;
  for (int n = 0; n < 3; ++n) {
    first += world.value_added(n, 0);
    second += world.value_added(n, 1);
  }
  Aggregation map;
  map.sectors = {{world.sectors[0].id, "GOODS", "", {}},
                 {world.sectors[1].id, "GOODS", "", {}},
                 {"*", world.sectors[2].id, "", {}}};
  const World merged = aggregate(world, map);
  EXPECT_EQ(merged.supply[static_cast<std::size_t>(merged.sectors[0].supply)].id,
            first > second ? "land" : "factories");
}

}  // namespace
}  // namespace leeway
