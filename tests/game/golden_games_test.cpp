#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include <gtest/gtest.h>

#include "game/hand_games.h"
#include "leeway/game/nash.h"
#include "leeway/game/quantal.h"
#include "leeway/io/toml.h"

namespace leeway {
namespace {

std::vector<double> numbers(const TomlValue& list) {
  std::vector<double> found;
  for (const TomlValue& one : *list.as_array()) found.push_back(*one.as_number());
  return found;
}

/// Facts of the literature that are kept outside of the product.
class GoldenGames : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* golden = std::getenv("LEEWAY_GOLDEN");
    if (golden == nullptr || !std::filesystem::exists(std::filesystem::path(golden) / "games/games.toml"))
      GTEST_SKIP() << "LEEWAY_GOLDEN does not name a folder of reference results";
    file_ = load_toml(std::filesystem::path(golden) / "games/games.toml");
  }

  std::optional<TomlTable> file_;
};

TEST_F(GoldenGames, EquilibriaAreThoseOfTheLiterature) {
  int checked = 0;
  for (const TomlTable* entry : file_->tables("game")) {
    if (!entry->has("strategies")) continue;  // Bagwell's: gambit_test has it as a tree
    const std::string id = entry->require_string("id");
    std::vector<std::size_t> shape;
    for (const double n : numbers(entry->require("strategies"))) shape.push_back(static_cast<std::size_t>(n));
    std::vector<std::vector<double>> payoffs;
    for (const TomlValue& row : *entry->require("payoffs").as_array()) payoffs.push_back(numbers(row));
    const StrategicGame game = test::made(shape, payoffs);
    const NashSet set = mixed_nash(game);
    std::size_t pure = 0;
    for (const NashEquilibrium& e : set.equilibria) {
      EXPECT_LE(largest_regret(game, e.mix), game_tolerance * game.span()) << id;
      pure += e.pure ? 1 : 0;
    }
    if (entry->has("pure")) {
      const TomlValue::Array& expected = *entry->require("pure").as_array();
      EXPECT_EQ(pure, expected.size()) << id;
      for (const TomlValue& row : expected) {
        std::vector<std::size_t> actions;
        for (const double a : numbers(row)) actions.push_back(static_cast<std::size_t>(a) - 1);
        EXPECT_LE(largest_regret(game, pure_profile(game, game.profile_of(actions))), 0.0) << id;
      }
    }
    if (entry->has("mixed")) {
      const TomlValue::Array& expected = *entry->require("mixed").as_array();
      EXPECT_TRUE(set.complete) << id;
      EXPECT_EQ(set.equilibria.size(), pure + expected.size()) << id;
      for (const TomlValue& row : expected) {
        const std::vector<double> first = numbers(row);
        double nearest = 1.0;
        for (const NashEquilibrium& e : set.equilibria) {
          double far = 0.0;
          for (std::size_t p = 0; p < first.size(); ++p)
            far = std::max(far, std::abs(e.mix[p][0] - first[p]));
          nearest = std::min(nearest, far);
        }
        EXPECT_LT(nearest, 1e-9) << id;
      }
    }
    if (id == "nau-irrational") {
      EXPECT_TRUE(set.complete);
      EXPECT_EQ(set.equilibria.size(), 1U);
    }
    if (id == "nau-continuum") {
      EXPECT_EQ(pure, 3U);
      EXPECT_FALSE(set.complete);
    }
    if (entry->has("qre"))
      for (const TomlTable* row : entry->tables("qre")) {
        const double precision = row->require_number("lambda");
        const QuantalPath path = quantal_principal_branch(game, {precision * game.whole_span()});
        ASSERT_FALSE(path.points.empty());
        const std::vector<double> first = numbers(row->require("first")),
                                  second = numbers(row->require("second"));
        for (std::size_t a = 0; a < first.size(); ++a)
          EXPECT_NEAR(path.points[0].mix[0][a], first[a], 2e-6) << id;
        for (std::size_t a = 0; a < second.size(); ++a)
          EXPECT_NEAR(path.points[0].mix[1][a], second[a], 2e-6) << id;
      }
    ++checked;
  }
  EXPECT_GE(checked, 7);
}

}  // namespace
}  // namespace leeway
