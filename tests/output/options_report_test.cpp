#include "leeway/output/options_report.h"

#include <gmock/gmock.h>

#include "leeway/model/option_table.h"
#include "support/golden.h"
#include "support/places.h"
#include "support/small_world.h"

namespace leeway {
namespace {

// The page of options is what the table says.
TEST(OptionsReport, DocumentIsUpToDate) {
  const std::filesystem::path page = testing::source_folder() / "docs/options.md";
  const std::string text = testing::file_text(page);
  const std::size_t end_of_words = text.find("-->\n\n");
  ASSERT_NE(end_of_words, std::string::npos);
  EXPECT_TRUE(testing::is_golden(page, text.substr(0, end_of_words + 5) + options_markdown()));
}

TEST(OptionsReport, EveryOptionIsInTheTable) {
  const std::string text = render_text(options_report());
  for (const OptionInfo& info : option_table()) EXPECT_THAT(text, ::testing::HasSubstr(info.key));
}

TEST(Assumptions, AreThoseThatHaveABearing) {
  const World world = testing::small_world(3, 2, 5);
  Options options;
  const auto names = [&](bool several_horizons) {
    std::vector<std::string> found;
    for (const Assumption& a : assumptions_of(options, world, several_horizons)) found.push_back(a.name);
    return found;
  };
  EXPECT_THAT(names(false), ::testing::Contains("horizon"));
  EXPECT_THAT(names(false), ::testing::Not(::testing::Contains("least elasticity")));
  EXPECT_THAT(names(true), ::testing::Not(::testing::Contains("horizon")));
  EXPECT_THAT(names(true), ::testing::Contains("least elasticity"));
  EXPECT_THAT(names(false), ::testing::Not(::testing::Contains("critical inputs")));
  EXPECT_THAT(names(false), ::testing::Not(::testing::Contains("numeraire")));
  options.closure = Closure::numeraire;
  EXPECT_THAT(names(false), ::testing::Contains("numeraire"));
  EXPECT_EQ(assumptions_of(options, world)[2].value, world.default_elasticities);
}

}  // namespace
}  // namespace leeway
