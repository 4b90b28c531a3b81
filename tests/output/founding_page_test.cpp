#include "leeway/output/founding_page.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/policy/game_file.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/world/load.h"
#include "support/golden.h"
#include "support/places.h"

namespace leeway {
namespace {

// Minutes: every set of elasticities solves the equilibria, the offers and the scenarios of ten players.
TEST(SlowFoundingPage, IsWhatTheGameSays) {
  // Five minutes on two cores are more than a round has left.
  if (std::getenv("LEEWAY_KEEP") == nullptr && std::getenv("LEEWAY_REWRITE_GOLDEN") == nullptr)
    GTEST_SKIP() << "LEEWAY_KEEP=FOLDER, where payoffs are kept, has the page held to the run";
  PolicyGameInputs in;
  in.file = open_game_file("rush-to-beijing");
  in.range = RangeKind::sets;
  in.concepts = {GameConcept::nash, GameConcept::sequence};
  if (const char* folder = std::getenv("LEEWAY_KEEP")) in.keep = folder;
  const World world = open_world(in.file.world);
  const Ledger ledger = open_ledger().as_known_to(world);
  const PolicyGame game = policy_game(world, ledger, in);
  ASSERT_TRUE(game.certified());
  const std::filesystem::path page = testing::source_folder() / "docs/rush-to-beijing.md";
  const std::string text = testing::file_text(page);
  const std::size_t end_of_words = text.find("-->\n\n");
  ASSERT_NE(end_of_words, std::string::npos);
  EXPECT_TRUE(testing::is_golden(page, text.substr(0, end_of_words + 5) + founding_page(game)));
}

}  // namespace
}  // namespace leeway
