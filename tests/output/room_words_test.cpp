#include "leeway/output/room_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leeway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A leeway whose cases all read the same.
Leeway leeway_of(double gain, double loss) {
  LeewayCase c = leeway_case(gain, loss);
  c.name = "central";
  return leeway_over({c});
}
Range exactly(double value) { return {value, value, value, {1, 1}}; }

TEST(RoomWords, TheHeadlineTellsLengthsWhereTheyDecide) {
  // Thirty years of a deal against a year of punishment.
  const Duration timed{1.0, 30.0, 0.03};
  LeewayCase c = timed_case(100.0, 500.0, timed);
  c.name = "central";
  const Leeway always = leeway_over({c});
  ASSERT_EQ(always.central.reading, Reading::always_pays);
  EXPECT_THAT(leeway_words(always, exactly(100.0), exactly(500.0), timed),
              AllOf(HasSubstr("pays even punished"), HasSubstr("one year of punishment"),
                    HasSubstr("the deal in 30 years")));
  EXPECT_THAT(leeway_words(always, exactly(100.0), exactly(500.0), {1.0, {}, 0.03}),
              HasSubstr("a deal that lasts"));
  EXPECT_THAT(leeway_words(always, exactly(100.0), exactly(500.0), {{}, 30.0, 0.03}),
              HasSubstr("the punishment costs less"));
  // Where no length was named, none is told.
  EXPECT_THAT(leeway_words(leeway_of(100.0, -20.0), exactly(100.0), exactly(-20.0)),
              AllOf(HasSubstr("pays even punished"), Not(HasSubstr("year"))));
  EXPECT_THAT(leeway_words(leeway_of(100.0, 900.0), exactly(100.0), exactly(900.0)),
              HasSubstr("less likely than 10%"));
}

TEST(RoomWords, LengthsArePricedAndSaidTo) {
  EXPECT_EQ(duration_words({}), "");
  EXPECT_THAT(duration_words({1.0, 10.0, 0.03}),
              AllOf(HasSubstr("The deal lasts 10 years and a punishment one year"), HasSubstr("3.0% a year"),
                    HasSubstr("floor of the loss")));
  EXPECT_THAT(duration_words({{}, 10.0, 0.03}), HasSubstr("a punishment as long"));
}

TEST(RoomWords, SayThatADealIsWithWhoThreatens) {
  EXPECT_THAT(with_threatener_sentence("United States"), HasSubstr("The United States makes the threat"));
}

}  // namespace
}  // namespace leeway
