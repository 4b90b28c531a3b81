#include "leeway/output/played_words.h"

#include <gmock/gmock.h>

#include "leeway/output/brief_words.h"

namespace leeway {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<ThreatParty> two_parties() {
  return {{"CAN", "Canada", Chair::threatened, {0}}, {"USA", "United States", Chair::threatener, {1}}};
}

/// Of a deal that brings the threatened 100, costs it 900 when punished, and `worth` the punisher.
BriefAnalysis played(std::vector<double> worth) {
  BriefAnalysis b;
  b.chair = Chair::threatened;
  b.kind = MoveKind::deal;
  b.has_move = true;
  std::vector<PlayedCase> cases;
  for (const double w : worth)
    cases.push_back({{BriefOption::drop, {1e4, 1e5}},
                     {BriefOption::keep, {1e4 + 100.0, 1e5}},
                     {BriefOption::punished, {1e4 - 900.0, 1e5 + w}}});
  b.played = play_out(two_parties(), cases);
  return b;
}

TEST(PlayedWords, SayWhatEachWouldDo) {
  const BriefAnalysis b = played({-200.0, -250.0, 30.0});
  EXPECT_THAT(
      played_choices(b),
      ElementsAre(
          HasSubstr(
              "with whatever would follow in each case, means between a loss of USD 900 mn and a gain of "
              "USD 100 mn a year (sign not identified) for Canada: it would in 2 of 3 cases."),
          HasSubstr("Carrying the threat out means between a loss of USD 250 mn and a gain of "
                    "USD 30 mn a year (sign not identified) for the United States: it would not "
                    "in 2 of 3 cases.")));
  EXPECT_THAT(
      played_sentence(b),
      StartsWith("If Canada and the United States each minded their own real income alone, where it would "
                 "end is not identified: of 3 cases Keep the deal, no punishment in 2; Drop the deal in 1."));
  const ReportTable table = played_table(b);
  EXPECT_EQ(std::get<std::string>(table.rows[0].back()), "in 1 of 3 cases");
  EXPECT_EQ(std::get<std::string>(table.rows[1].back()), "in 2 of 3 cases");
  EXPECT_EQ(std::get<std::string>(table.rows[2].back()), "");
  EXPECT_THAT(played_summary(b), StartsWith("Carrying the threat out"));
  EXPECT_THAT(played_summary(b), HasSubstr("Drop the deal in 1."));
  EXPECT_THAT(played_sentence(played({-200.0, -250.0})), EndsWith("no punishment, in all 2 cases."));
}

TEST(PlayedWords, OfTheCentreAloneCountNoCases) {
  const BriefAnalysis b = played({30.0});
  EXPECT_THAT(played_choices(b)[0], EndsWith("for Canada: it would not (central case)."));
  EXPECT_THAT(played_choices(b)[1],
              StartsWith("Were it to come to that, carrying the threat out brings USD 30 mn"));
  EXPECT_THAT(played_sentence(b), HasSubstr("it would end here: Drop the deal (central case)."));
  EXPECT_EQ(played_table(b).columns.size(), 4U) << "no ends of a range";
  EXPECT_EQ(played_table(played({30.0, 30.0})).columns.size(), 8U);
}

TEST(PlayedWords, SayWhatIsTakenForGranted) {
  // Carrying out pays, so that the move is not made, and it would pay as well if it were not.
  EXPECT_THAT(
      played_sentence(played({30.0, 40.0})),
      EndsWith(
          "in all 2 cases. The United States is taken to spare whoever gives in, though carrying out may "
          "pay it."));
  BriefAnalysis b = played({-200.0, -250.0});
  EXPECT_THAT(played_sentence(b), EndsWith("in all 2 cases."));
  b.played->players.push_back({"CHN", "China", Chair::partner, {0}});
  for (PlayedOutcome& o : b.played->outcomes) {
    o.payoffs_musd.push_back({-44.0, -50.0, -40.0, {2, 2}});
    o.pct.push_back(-0.001);
  }
  EXPECT_THAT(played_sentence(b),
              EndsWith("China, for whom the deal unpunished costs USD 44 mn (USD 40 mn to USD 50 "
                       "mn) a year (0.001% of real income), is taken to agree to it."));
  EXPECT_THAT(played_caveat(b), HasSubstr("nobody answers: no answer is on record"));
  b.played->failed = 1;
  EXPECT_THAT(played_caveat(b), EndsWith("1 of 3 cases did not certify and are not counted."));
}

}  // namespace
}  // namespace leeway
