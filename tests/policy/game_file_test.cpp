#include "leeway/policy/game_file.h"

#include <gtest/gtest.h>

#include "support/refusal.h"

namespace leeway {
namespace game_file_test {

using testing::refusal;

const std::string sound = R"(# Two and a half sentences
# that open it.
title = "A rush"
as_of = 2026-01-24
[[player]]
id = "CHN"
name = "China"
[[player]]
id = "CAN"
[[player]]
id = "GBR"
weights = "C29=2"
[[type]]
name = "executes"
prior = 0.25
[[type]]
name = "bluffs"
prior = 0.75
measures = "USA on CHN: tariff 5% on goods"
[[action]]
name = "offers"
of = ["CHN"]
[[action]]
name = "waits"
of = ["CHN"]
[[action]]
name = "stay"
of = ["CAN", "GBR"]
[[action]]
name = "deal"
of = ["CAN", "GBR"]
measures = ["{it} with CHN: pact 50%"]
if = { CHN = "offers" }
budget = 1.5
stake = { GBR = -0.02 }
[[answer]]
to = "deal"
measures = ["USA on {it}: tariff 25% on goods"]
type = "executes"
at_most = 1
[timing]
order = ["CHN", "CAN", "GBR"]
periods = 4
clock = [{ player = "CHN", period = 2, action = "waits" }]
)";

TEST(GameFile, ReadsAll) {
  const GameFile game = parse_game_file(sound, "g.toml");
  EXPECT_EQ(game.explanation, "Two and a half sentences\nthat open it.");
  ASSERT_EQ(game.players.size(), 3U);
  EXPECT_EQ(game.players[0].name, "China");
  EXPECT_EQ(game.players[1].name, "CAN");
  EXPECT_EQ(game.choices("CAN"), (std::vector<std::size_t>{2, 3}));
  const GameAction& deal = game.actions[3];
  EXPECT_EQ(deal.guard.at("CHN"), "offers");
  EXPECT_EQ(*deal.budget, 1.5);
  EXPECT_EQ(deal.stake.at("GBR"), -0.02);
  EXPECT_EQ(deal.stake.count("CAN"), 0U);
  EXPECT_EQ(deal.measures[0].text.text, "{it} with CHN: pact 50%");
  EXPECT_EQ(deal.measures[0].text.where.column, 14);
  EXPECT_EQ(game.answers[0].of, (std::vector<std::string>{"CAN", "GBR"}));
  EXPECT_EQ(*game.answers[0].at_most, 1);
  EXPECT_EQ(game.types[1].measures.size(), 1U);
  EXPECT_EQ(game.order.size(), 3U);
  EXPECT_EQ(game.clock[0].period, 2);
  EXPECT_FALSE(game.expansion);
}

TEST(GameFile, WithoutTypesThereIsOne) {
  const GameFile game = parse_game_file(
      "title = \"t\"\nas_of = 2026-01-24\n[[player]]\nid = \"CAN\"\n[[action]]\nname = \"a\"\n", "g");
  ASSERT_EQ(game.types.size(), 1U);
  EXPECT_EQ(game.types[0].prior, 1.0);
}

/// The refusal of the sound file with a part of it replaced.
std::string with(const std::string& part, const std::string& by) {
  std::string text = sound;
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  text.replace(at, part.size(), by);
  return refusal([&] { parse_game_file(text, "g.toml"); });
}

TEST(GameFile, RefusesWithThePlace) {
  EXPECT_EQ(with("CHN = \"offers\"", "CHN = \"offer\""),
            "g.toml:33:14: \"offer\" is no action of CHN\n  did you mean offers?\n  actions: offers, waits");
  EXPECT_EQ(with("to = \"deal\"", "to = \"dael\""),
            "g.toml:37:6: field `to`: \"dael\" is no action of any player\n  did you mean deal?\n"
            "  actions: offers, waits, stay, deal");
  EXPECT_EQ(with("type = \"executes\"", "type = \"execute\""),
            "g.toml:39:8: field `type`: \"execute\" is no type of this game\n  did you mean executes?");
  EXPECT_EQ(with("prior = 0.75", "prior = 0.5"), "g.toml:13:1: priors of the types sum to 0.75 and not to 1");
  EXPECT_EQ(with("order = [\"CHN\", \"CAN\", \"GBR\"]", "order = [\"CHN\", \"CAN\", \"CAN\"]"),
            "g.toml:42:9: field `order`: does not name every player once\n  players: CHN, CAN, GBR");
  EXPECT_EQ(with("stake = { GBR", "stake = { CHN"),
            "g.toml:35:11: field `stake`: \"CHN\" does not have this action\n  did you mean CAN?");
  EXPECT_NE(with("budget", "buget").find("did you mean budget?"), std::string::npos);
  EXPECT_EQ(with("at_most = 1", "at_most = 0"), "g.toml:40:11: field `at_most`: is not from 1 to 64");
  EXPECT_EQ(with("name = \"waits\"", "name = \"offers\""),
            "g.toml:24:8: field `name`: CHN has an action \"offers\" already");
  EXPECT_NE(with("-0.02", "1e25").find("is no percent of real income, -100 to 100"), std::string::npos);
  EXPECT_NE(with("name = \"China\"", "name = \"CAN\"").find("is what CHN goes by"), std::string::npos);
  EXPECT_EQ(with("name = \"China\"", "name = \"\""), "g.toml:7:8: field `name`: is empty");
}

}  // namespace game_file_test
}  // namespace leeway
