#include "leeway/output/validation_page.h"

#include <gmock/gmock.h>

#include "leeway/world/load.h"
#include "support/golden.h"
#include "support/places.h"

namespace leeway {
namespace {

TEST(BacktestReportOfAll, ValidatedPageIsUpToDate) {
  std::vector<CheckedWorld> worlds;
  for (const std::string& name : world_names()) worlds.push_back({name, check_world(open_world(name))});
  const std::filesystem::path page = testing::source_folder() / "docs/validated.md";
  const std::string text = testing::file_text(page);
  const std::size_t end_of_words = text.find("-->\n\n");
  ASSERT_NE(end_of_words, std::string::npos);
  EXPECT_TRUE(testing::is_golden(
      page, text.substr(0, end_of_words + 5) + validation_markdown(worlds, past_figures())));
}

TEST(ValidationPage, CountsWhatWasMet) {
  CheckedWorld world{"w", {}};
  world.check.targets = {{{"gdp:USA", 1.0, "USD bn", 0.1, "s"}, true, 1.05, 0.05, true, ""},
                         {{"gdp:CHN", 1.0, "USD bn", 0.1, "s"}, true, 0.8, -0.2, false, ""}};
  const std::string page =
      validation_markdown({world}, {{"id", "e", "An episode", {}, "f", {}, 0.5, {}, {}, {}, {}, ""},
                                    {"id", "e", "An episode", {}, "g", {}, 2.5, {}, {}, {}, {}, ""}});
  EXPECT_THAT(page, ::testing::HasSubstr("| w | 1e-12 | 1 of 2 | -20.00 | gdp:CHN |"));
  EXPECT_THAT(page, ::testing::HasSubstr("| An episode | 2 | 1 | 1.50 | g (2.50) |"));
}

}  // namespace
}  // namespace leeway
