#include <gmock/gmock.h>

#include "leeway/base/paths.h"
#include "leeway/world/check.h"
#include "leeway/world/load.h"

namespace leeway {
namespace {

// Every world of the data folder closes its accounts and reproduces its published figures.
TEST(EveryWorld, StandsItsChecks) {
  for (const std::string& name : world_names()) {
    const World world = open_world(name);
    const WorldCheck check = check_world(world);
    EXPECT_TRUE(check.passed()) << name;
    EXPECT_TRUE(check.negative.empty()) << name;
    EXPECT_FALSE(world.provenance.empty()) << name;
  }
}

// A backtest changes the base year alone: the same economies, sectors and elasticities.
TEST(EarlierWorlds, AreTheDefaultOneWithoutProducts) {
  const World usual = open_world("2023");
  for (const char* name : {"2017", "2019"}) {
    const World world = open_world(name);
    EXPECT_EQ(world.base_year, std::stoi(name));
    ASSERT_EQ(world.economy_count(), usual.economy_count());
    for (std::size_t n = 0; n < world.economies.size(); ++n)
      EXPECT_EQ(world.economies[n].id, usual.economies[n].id);
    EXPECT_EQ(world.line_count(), world.sector_count());
    EXPECT_TRUE(world.critical.empty());
    ASSERT_EQ(world.elasticities.size(), usual.elasticities.size());
    for (std::size_t s = 0; s < world.elasticities.size(); ++s)
      for (std::size_t l = 0; l < world.lines.size(); ++l) {
        const std::optional<int> line = usual.find_line(world.lines[l].id);
        ASSERT_TRUE(line);
        EXPECT_EQ(world.elasticities[s].theta[l],
                  usual.elasticities[s].theta[static_cast<std::size_t>(*line)]);
      }
  }
}

}  // namespace
}  // namespace leeway
