#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "leeway/io/file.h"
#include "leeway/policy/measure_toml.h"
#include "support/places.h"

namespace leeway {
namespace {

// Every Measure that docs/measures.md shows is one that a scenario may hold, and every instrument is shown.
TEST(Documented, MeasuresAreRead) {
  const std::string page = read_text(testing::source_folder() / "docs/measures.md");
  const std::string opening = "```toml\n[[measure]]";
  std::set<Instrument> shown;
  for (std::size_t at = page.find(opening); at != std::string::npos; at = page.find(opening, at + 1)) {
    const std::size_t begin = page.find('\n', at) + 1;
    const TomlTable table =
        parse_toml(page.substr(begin, page.find("```", begin) - begin), "docs/measures.md");
    for (const TomlTable* row : table.tables("measure"))
      shown.insert(parse_measure(*row, MeasureHome::scenario, make_date(2026, 1, 1)).instrument);
  }
  for (const std::string& name : instrument_names())
    EXPECT_TRUE(shown.contains(*parse_instrument(name))) << name;
}

}  // namespace
}  // namespace leeway
