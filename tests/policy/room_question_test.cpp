#include "leeway/policy/room_question.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/refusal.h"

namespace leeway {
namespace room_question_test {

using ::testing::HasSubstr;
using testing::refusal;

const char* const whole = R"(# What is said of it.
title = "A question"
economy = "CAN"
as_of = 2026-01-24
known_by = 2026-01-25
world = "mine"
threat = "US-2026-CA-THREAT"
deal = ["canada-deal", "CAN on CHN: tariff 5% on C29"]
lasts = 2
deal_lasts = "6 months"
retaliation = "canada-answers"
add = ["USA on GBR: tariff 25% on goods"]
drop = ["CA-2024-EV"]

[set]
"US-2026-CA-THREAT.rate" = "50%"
"OTHER.rent_to" = { importer = 0.25, exporter = 0.75 }

[options]
elasticities = "CP"
horizon = 1
)";

TEST(RoomQuestion, IsReadBackAsItIsWritten) {
  const RoomQuestion q = parse_room_question(whole, "q.toml");
  const std::string written = to_toml(q);
  EXPECT_EQ(to_toml(parse_room_question(written, "again.toml")), written);
  EXPECT_EQ(q.deal.size(), 2U);
  EXPECT_EQ(q.set.size(), 2U);
  EXPECT_EQ(q.options.at("horizon").text, "1");
  EXPECT_TRUE(q.changes_policy());
  // Every key that was given is there again.
  for (const char* key :
       {"title", "economy", "as_of", "known_by", "world", "threat", "deal", "lasts", "deal_lasts",
        "retaliation", "add", "drop", "US-2026-CA-THREAT.rate", "importer", "elasticities"})
    EXPECT_THAT(written, HasSubstr(key));
}

TEST(RoomQuestion, AnEconomyIsEnough) {
  const RoomQuestion q = parse_room_question("economy = \"CAN\"\n", "q.toml");
  EXPECT_TRUE(q.threat.text.empty());
  EXPECT_FALSE(q.changes_policy());
  EXPECT_EQ(to_toml(q), "economy = \"CAN\"\n");
}

TEST(RoomQuestion, SlipsAreRefusedAtTheirPlace) {
  EXPECT_THAT(refusal([] { parse_room_question("economy = \"CAN\"\nthread = \"X\"\n", "q.toml"); }),
              HasSubstr("q.toml:2"));
  EXPECT_THAT(refusal([] { parse_room_question("economy = \"CAN\"\n[set]\nrate = 2\n", "q.toml"); }),
              HasSubstr("q.toml:3"));
  EXPECT_THAT(refusal([] { parse_room_question("economy = \"CAN\"\nadd = [3]\n", "q.toml"); }),
              HasSubstr("field `add`: a text expected"));
  EXPECT_THAT(refusal([] { parse_room_question("economy = \"CAN\"\n[options]\nhorizon = [1]\n", "q.toml"); }),
              HasSubstr("option `horizon`"));
}

}  // namespace room_question_test
}  // namespace leeway
