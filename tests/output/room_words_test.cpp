#include "leeway/output/room_words.h"

#include <algorithm>

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

TEST(RoomWords, NameTheMoveByItsKind) {
  const Leeway room = leeway_of(100.0, 900.0);
  const auto words = [&](MoveKind kind, const std::string& partners = "") {
    return leeway_words(room, exactly(100.0), exactly(900.0), {}, kind, partners);
  };
  EXPECT_THAT(words(MoveKind::deal, "China"), HasSubstr("the deal with China pays"));
  EXPECT_THAT(words(MoveKind::policy, "China"), HasSubstr("the policy pays"));
  EXPECT_THAT(words(MoveKind::refusal), HasSubstr("holding out pays"));
  EXPECT_THAT(words(MoveKind::breach), HasSubstr("not delivering pays"));
  EXPECT_THAT(duration_words({1.0, 10.0, 0.03}, MoveKind::refusal),
              AllOf(HasSubstr("Holding out lasts 10 years"), Not(HasSubstr("deal"))));
}

/// A room with one other chair, that of who threatens.
Room with_threatener_who(const Range& carries_out, const std::optional<Range>& weight) {
  static const Measure threat;
  Room room;
  room.asked.moves.threat = &threat;
  room.kind = MoveKind::refusal;
  room.leeway = leeway_of(100.0, 900.0);
  room.gain_musd = exactly(100.0);
  room.loss_musd = exactly(900.0);
  room.income_musd = 1e6;
  SeatStakes seat;
  seat.name = "United States";
  seat.carry_out = carries_out;
  seat.weight = weight;
  room.seats = {seat};
  return room;
}
std::string said_of(const Room& room) {
  const std::vector<std::string> lead = room_lead(World{}, room);
  return *std::find_if(lead.begin(), lead.end(),
                       [](const std::string& s) { return s.find("Carrying it out") != std::string::npos; });
}

TEST(RoomWords, SayWhatNoWeightCanDo) {
  EXPECT_THAT(said_of(with_threatener_who({-500.0, -900.0, -100.0, {3, 3}}, {})),
              HasSubstr("none of its sectors gains by it, so that no weight on sectors makes it pay"));
  EXPECT_THAT(
      said_of(with_threatener_who({-500.0, -900.0, -100.0, {3, 3}}, Range{4.0, 2.0, 9.0, {2, 3}})),
      AllOf(HasSubstr("counts for 4 dollars"), HasSubstr("in 2 of 3 cases: in others no weight does")));
  EXPECT_THAT(said_of(with_threatener_who({500.0, 100.0, 900.0, {3, 3}}, Range{0.5, 0.2, 0.9, {3, 3}})),
              AllOf(HasSubstr("takes no favour to any of its sectors"), Not(HasSubstr("dollars of"))));
  EXPECT_THAT(said_of(with_threatener_who({500.0, -100.0, 900.0, {3, 3}}, Range{0.5, 0.2, 3.0, {3, 3}})),
              AllOf(HasSubstr("sign not identified"), HasSubstr("is not identified either")));
}

TEST(RoomWords, SayThatADealIsWithWhoThreatens) {
  EXPECT_THAT(with_threatener_sentence("United States"), HasSubstr("The United States makes the threat"));
}

}  // namespace
}  // namespace leeway
