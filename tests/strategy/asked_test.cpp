#include "leeway/strategy/asked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// An episode of threat that stands for Measures of the hand ledger.
Event episode(std::string id, std::vector<std::string> measures) {
  Event event;
  event.id = std::move(id);
  event.title = "Words of a president";
  event.kind = "threat";
  event.date = make_date(2023, 6, 1);
  event.by = {"USA"};
  event.on = {"CAN"};
  event.threat.emplace();
  event.threat->measures = std::move(measures);
  event.source = {"https://example.org"};
  return event;
}

Ledger with_episodes() {
  const Ledger hand = testing::hand_ledger();
  Event meeting = episode("MEETING", {"THREAT"});
  meeting.kind = "meeting";
  meeting.threat.reset();
  // One id is of a Measure and of an episode: the Measure is meant.
  return Ledger(hand.measures(),
                {episode("ONE", {"THREAT"}), episode("ONE-KNOWN", {"GONE", "THREAT"}),
                 episode("TWO", {"THREAT", "STICK"}), episode("NONE", {}), episode("STICK", {"THREAT"}),
                 std::move(meeting)},
                {}, "hand");
}

TEST(ThreatNamed, IsTheMeasureOfAnEpisodeThatHasOne) {
  const Ledger ledger = with_episodes();
  const auto named = [&](const char* text) { return threat_named(ledger, {text, Location{"--event"}}); };
  EXPECT_EQ(named("THREAT"), "THREAT");
  EXPECT_EQ(named("ONE"), "THREAT");
  EXPECT_EQ(named("ONE-KNOWN"), "THREAT") << "a Measure that this ledger has not does not count";
  EXPECT_EQ(named("STICK"), "STICK");
  EXPECT_EQ(named("MEETING"), "MEETING") << "no threat: left to who looks it up";
  EXPECT_EQ(named("USA on CAN: tariff 5% on goods"), "USA on CAN: tariff 5% on goods");
}

TEST(ThreatNamed, RefusesEpisodesOfSeveralMeasuresOrNone) {
  const Ledger ledger = with_episodes();
  const auto refused = [&](const char* text) {
    return testing::refusal([&] { threat_named(ledger, {text, Location{"--event"}}); });
  };
  EXPECT_THAT(refused("TWO"),
              AllOf(HasSubstr("--event"), HasSubstr("2 Measures"), HasSubstr("THREAT or STICK")));
  EXPECT_THAT(refused("NONE"), AllOf(HasSubstr("no Measure"), HasSubstr("2023-06-01: Words of a president")));
}

// Whoever has the dealings pays: those of one economy bring the duty on no other.
TEST(AimedAt, ASecondaryThreatIsOnWhoIsAskedFor) {
  const World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  Measure broad = testing::tariff("BROAD", "USA", "*", 0.25);
  broad.typed_status = Status::threatened;
  Event event = episode("EPISODE", {"BROAD"});
  event.on = {"*"};
  const auto ledger = [&](ThreatKind kind) {
    event.threat->kind = kind;
    return Ledger({broad}, {event}, {}, "hand");
  };
  RoomQuestion question;
  question.economy = {"CAN", Location{}};
  question.threat = {"BROAD", Location{"--threat"}};
  question.as_of = testing::early;
  const Ledger secondary = ledger(ThreatKind::secondary);
  const Asked one = ask(world, secondary, question);
  EXPECT_TRUE(one.aimed);
  EXPECT_EQ(one.moves.threat->on, std::vector<std::string>{"CAN"});
  EXPECT_NE(one.ledger.content_hash(), secondary.content_hash());
  const Asked all = ask(world, ledger(ThreatKind::general), question);
  EXPECT_FALSE(all.aimed);
  EXPECT_EQ(all.moves.threat->on, std::vector<std::string>{"*"});
}

}  // namespace
}  // namespace leeway
