#include "leeway/output/room_words.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/output/brief_words.h"
#include "leeway/output/move_words.h"
#include "leeway/output/range_words.h"
#include "leeway/output/threat_report.h"

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

/// Gain and loss of the central case, then of the others.
struct Cases {
  Leeway leeway;
  Range gain;
  Range loss;
};
Cases over(const std::vector<std::pair<double, double>>& figures) {
  std::vector<LeewayCase> cases;
  Range gain = exactly(figures.front().first);
  Range loss = exactly(figures.front().second);
  for (const auto& [g, l] : figures) {
    cases.push_back(leeway_case(g, l));
    gain.widen(g);
    loss.widen(l);
  }
  return {leeway_over(std::move(cases)), gain, loss};
}
std::string headline_of(const Cases& c) { return leeway_words(c.leeway, c.gain, c.loss); }

TEST(RoomWords, ClaimOnlyWhatAllCasesSay) {
  EXPECT_EQ(headline_of(over({{90.0, -20.0}, {30.0, 100.0}})),
            "whether the deal pays even punished is not identified: leeway is between 23% and 100%");
  // A loss within what is no change leaves the sign told, and still the chances differ.
  EXPECT_EQ(headline_of(over({{90.0, -1.0}, {81.0, 19.0}})),
            "in the central case the deal pays even punished; over the cases leeway is 81% to 100%");
  EXPECT_THAT(headline_of(over({{90.0, -20.0}, {30.0, -10.0}})), HasSubstr("the deal pays even punished"));
  EXPECT_THAT(headline_of(over({{90.0, 10.0}, {-30.0, 10.0}})),
              HasSubstr("pays even unpunished is not identified: leeway is between 0% and 90%"));
  EXPECT_THAT(headline_of(over({{10.0, 90.0}, {30.0, -10.0}})), HasSubstr("less likely than 10%"));
}

// A loss of less than can be told from none is no gain of zero.
TEST(RoomWords, AnEndOfTheOtherSignWithinNoChangeIsTooSmallToTell) {
  const Cases c = over({{3.6, 17.6}, {-0.78, 30.0}, {11.0, 11.0}});
  EXPECT_EQ(claim_of(c.leeway, c.gain, c.loss), LeewayClaim::unpunished_little);
  EXPECT_EQ(
      headline_of(c),
      "whether the deal pays even unpunished is too small to tell: leeway is between 0% and 50%, 17% in "
      "the central case");
  EXPECT_EQ(yearly_words(3.6, -0.78, 11.0, 0.01),
            "brings USD 3.6 mn (too little to tell to USD 11 mn) a year (0.010% of real income)");
  EXPECT_EQ(yearly_words(-0.5, -0.78, 11.0, 0.001).substr(0, 25), "brings too little to tell");
  EXPECT_EQ(gain_words(-3.6, -11.0, 0.78), "loses USD 3.6 mn (too little to tell to USD 11 mn)");
}

TEST(RoomWords, ABreakEvenIsToldWithItsRangeOrNotAtAll) {
  Room room = with_threatener_who(exactly(-500.0), {});
  AtCredibility at;
  at.probability = 0.1;
  at.worth_musd = {-85.0, -1038.0, 153.0, {3, 3}};
  at.break_even = BreakEven::found;
  at.break_even_scale = 0.77;
  at.break_even_rate = 0.23;
  room.threat_rate = 0.30;
  const auto price = [&](std::optional<BreakEvenEnds> ends) {
    at.ends = ends;
    room.credibility = {at};
    for (const std::string& s : room_lead(World{}, room))
      if (s.find("At a probability") == 0) return s;
    return std::string();
  };
  EXPECT_THAT(price({}), HasSubstr("; a punishment of 23% would make it worth nothing"));
  EXPECT_THAT(price(BreakEvenEnds{0.2, 0.9, {3, 3}}), HasSubstr("a punishment of 23% (6.0% to 27%) would"));
  EXPECT_THAT(price(BreakEvenEnds{0.15, {}, {3, 3}}), Not(HasSubstr("worth nothing")));
}

TEST(RoomWords, TheRecordSaysWhatIsStillOpen) {
  LikeThreats like;
  like.all.made = 39;
  like.all.open = 12;
  like.all.suspended = 2;
  like.all.carried_out = jeffreys(14, 39);
  const World world;
  EXPECT_THAT(record_sentence(world, like, "USA", nullptr),
              HasSubstr(" 12 of them are still open and 2 suspended; of the 25 decided, 14 were carried out "
                        "(56%)."));
  like.all.open = like.all.suspended = 0;
  EXPECT_THAT(record_sentence(world, like, "USA", nullptr), Not(HasSubstr("decided")));
}

TEST(RoomWords, WithoutARangeOfTheCostNoneIsNamed) {
  EXPECT_THAT(expected_sentence({10.0, 5.0, 20.0, {1, 1}}),
              AllOf(HasSubstr("the share; the cost is the central case)"), Not(HasSubstr("range of the"))));
  EXPECT_THAT(expected_sentence({10.0, 5.0, 20.0, {8, 8}}), HasSubstr("and the range of the cost)"));
}

TEST(RoomWords, AMoveThatIsNotMadeIsNotKept) {
  BriefAnalysis b;
  b.chair = Chair::threatened;
  b.kind = MoveKind::deal;
  b.has_move = true;
  EXPECT_EQ(option_label(b, BriefOption::keep), "Keep the deal, no punishment");
  EXPECT_EQ(option_label(b, BriefOption::drop), "Drop the deal");
  b.how_found = {{MoveNote::Kind::asked, "", "a deal", {}, {}}};
  b.how_found.front().not_made = true;
  EXPECT_EQ(option_label(b, BriefOption::keep), "Make the deal, no punishment");
  EXPECT_EQ(option_label(b, BriefOption::drop), "Do not make the deal");
  EXPECT_STREQ(keeping(MoveKind::deal, true), "making the deal");
  EXPECT_STREQ(keeping(MoveKind::policy, true), "adopting the policy");
  EXPECT_STREQ(keeping(MoveKind::refusal, true), "holding out");
}

TEST(RoomWords, SayThatADealIsWithWhoThreatens) {
  EXPECT_THAT(with_threatener_sentence("United States"), HasSubstr("The United States makes the threat"));
}

}  // namespace
}  // namespace leeway
