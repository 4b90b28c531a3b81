#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "leeway/io/file.h"
#include "leeway/policy/scenario.h"
#include "leeway/world/load.h"
#include "support/own_folder.h"
#include "support/places.h"

namespace leeway {
namespace documented_test {

struct Block {
  std::string label;  ///< what stands behind the opening fence
  std::string text;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  const std::string fence = "\n```";
  for (std::size_t at = page.find(fence); at != std::string::npos;) {
    const std::size_t label = at + fence.size();
    const std::size_t begin = page.find('\n', label) + 1;
    const std::size_t end = page.find(fence, begin - 1);
    if (end == std::string::npos) break;
    blocks.push_back({page.substr(label, begin - 1 - label), page.substr(begin, end + 1 - begin)});
    at = page.find(fence, end + fence.size());
  }
  return blocks;
}

// Every Measure that docs/measures.md shows is one that a scenario may hold, binds on the default world
// beside the ledger, with the files that the page shows, and every instrument is shown.
TEST(Documented, MeasuresBind) {
  const std::filesystem::path folder = testing::own_folder();
  std::filesystem::create_directories(folder);
  const std::vector<Block> blocks = blocks_of(read_text(testing::source_folder() / "docs/measures.md"));
  for (const Block& block : blocks)
    if (block.label.starts_with("csv ")) write_file_atomically(folder / block.label.substr(4), block.text);
  const World world = open_world("2023");
  const Ledger ledger = open_ledger(world);
  std::set<Instrument> shown;
  std::size_t bound = 0;
  for (const Block& block : blocks) {
    if (block.label != "toml" || !block.text.starts_with("[[measure]]")) continue;
    write_file_atomically(folder / "s.toml", "title = \"t\"\nas_of = 2028-01-01\n" + block.text);
    Scenario scenario = load_scenario(folder / "s.toml");
    for (Measure& measure : scenario.measures) {
      shown.insert(measure.instrument);
      // Examples with ids of the ledger stand in the place of its own.
      const Measure* own = ledger.find_measure(measure.id);
      if (own == nullptr) continue;
      if (ledger.status(*own, scenario.as_of) == Status::in_force) scenario.drop.push_back(own->id);
      measure.id += "-MINE";
    }
    EXPECT_NO_THROW(resolve_policy(world, ledger, policy_options(scenario))) << block.text;
    ++bound;
  }
  EXPECT_GT(bound, 12U);
  for (const std::string& name : instrument_names())
    EXPECT_TRUE(shown.contains(*parse_instrument(name))) << name;
  std::filesystem::remove_all(folder);
}

}  // namespace documented_test
}  // namespace leeway
