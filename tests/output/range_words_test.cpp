#include "leeway/output/range_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/output/welfare_words.h"

namespace leeway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RangeWords, BothSignsNameNoWinner) {
  for (const std::string& words : {gain_words(-27e3, -27e3, 11e3), yearly_words(-27e3, -27e3, 11e3, -0.1)}) {
    EXPECT_THAT(words, HasSubstr("sign not identified"));
    EXPECT_THAT(words, HasSubstr("a loss of USD 27.0 bn and a gain of USD 11.0 bn"));
    for (const char* word : {"gains", "loses", "brings", "costs"}) EXPECT_THAT(words, Not(HasSubstr(word)));
  }
  EXPECT_TRUE(sign_open(-2.0, 2.0));
  EXPECT_FALSE(sign_open(-2.0, 1.4)) << "what rounding could make is no gain";
  EXPECT_STREQ(sign_words(-2.0, 2.0), "not identified");
}

TEST(RangeWords, AnIdentifiedSignHasItsRange) {
  EXPECT_EQ(gain_words(-32e3, -106e3, -30e3), "loses USD 32.0 bn (USD 30.0 bn to USD 106 bn)");
  EXPECT_EQ(gain_words(786.0, 775.0, 1100.0), "gains USD 786 mn (USD 775 mn to USD 1.1 bn)");
  EXPECT_EQ(gain_words(786.0, 786.0, 786.0), "gains USD 786 mn");
  EXPECT_EQ(gain_words(0.1, -0.3, 0.2), "neither gains nor loses beyond USD 1.5 mn");
  EXPECT_EQ(yearly_words(-32e3, -32e3, -32e3, -1.5), "costs USD 32.0 bn a year (1.5% of real income)");
  EXPECT_STREQ(sign_words(-5.0, -2.0), "loss");
  EXPECT_STREQ(sign_words(-5.0, 0.0), "loss or none");
  EXPECT_STREQ(sign_words(2.0, 5.0), "gain");
  EXPECT_STREQ(sign_words(0.0, 5.0), "gain or none");
  EXPECT_STREQ(sign_words(0.0, 0.0), "none");
}

TEST(RangeWords, WhatIsNotToldHasNoSign) {
  EXPECT_STREQ(sign_words(NotTold::short_horizon, NotTold::short_horizon), "not told");
  EXPECT_FALSE(sign_open(NotTold::short_horizon, NotTold::short_horizon));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(cell_of(NotTold::short_horizon)));
  EXPECT_THAT(not_told_words(NotTold::short_horizon), HasSubstr("not told below 3 years"));
}

TEST(RangeWords, ARangeWithFailuresIsNoEnvelope) {
  EXPECT_THAT(range_sentence(RangeKind::full, {190, 192}, {}),
              HasSubstr("190 of 192 certified: no envelope"));
  EXPECT_THAT(range_sentence(RangeKind::full, {192, 192}, {}), Not(HasSubstr("envelope")));
  EXPECT_THAT(range_sentence(RangeKind::sets, {8, 8}, {}), HasSubstr("8 sets"));
  EXPECT_THAT(range_sentence(RangeKind::none, {1, 1}, {}),
              AllOf(HasSubstr("in the long run"), HasSubstr("left out")));
  EXPECT_THAT(range_sentence(RangeKind::none, {1, 1}, 3.0), HasSubstr("after 3 years"));
}

// A table in whole millions shows anything within 1.5 as 0 or 1: neither is a loss.
TEST(RangeWords, WhatRoundsToOneIsNoChange) {
  for (const double low : {-1.4, -1.0, -0.6, 0.0})
    for (const double high : {0.0, 0.6, 1.4}) {
      EXPECT_STREQ(sign_words(low, high), "none") << low << " " << high;
      EXPECT_THAT(gain_words(0.5 * (low + high), low, high), HasSubstr("no"));
      EXPECT_EQ(yearly_words(0.5 * (low + high), low, high, 0.0),
                "brings no change beyond USD 1.5 mn a year");
    }
  EXPECT_STREQ(course_words(-3.0, -2.0, 1.5), "fall");
  EXPECT_STREQ(course_words(-3.0, -1.0, 1.5), "fall or none");
  EXPECT_STREQ(course_words(-3.0, 3.0, 1.5), "not identified");
  EXPECT_STREQ(course_words(1.0, 3.0, 1.5), "rise or none");
  EXPECT_STREQ(course_words(-1.0, 1.0, 1.5), "none");
  EXPECT_THAT(sign_note(), HasSubstr("1.5"));
}

// USD 0.4 mn is much in an economy of USD 500 mn and nothing in one of USD 500 bn.
TEST(RangeWords, NoChangeIsJudgedByShareOfIncomeToo) {
  EconomyChange small;
  small.ev_musd = 0.4;
  small.real_income_pct = 0.08;
  EXPECT_NEAR(no_change_of(small), 0.005, 1e-12);
  EXPECT_EQ(gain_words(0.4, 0.4, 0.4, no_change_of(small)).substr(0, 5), "gains");
  EXPECT_STREQ(sign_words(0.4, 0.4, no_change_of(small)), "gain");
  EconomyChange large = small;
  large.real_income_pct = 8e-5;
  EXPECT_EQ(no_change_of(large), no_change_musd);
}

}  // namespace
}  // namespace leeway
