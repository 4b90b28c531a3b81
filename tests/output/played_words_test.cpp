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
BriefAnalysis played(std::vector<double> worth, bool has_move = true) {
  BriefAnalysis b;
  b.chair = Chair::threatened;
  b.kind = MoveKind::deal;
  b.has_move = has_move;
  std::vector<PlayedCase> cases;
  for (const double w : worth)
    cases.push_back({{BriefOption::drop, {1e4, 1e5}},
                     {BriefOption::keep, {has_move ? 1e4 + 100.0 : 1e4, 1e5}},
                     {BriefOption::punished, {1e4 - 900.0, 1e5 + w}}});
  const int of = static_cast<int>(cases.size());
  b.played = play_out(two_parties(), cases, of, has_move);
  return b;
}

TEST(PlayedWords, SayWhatEachWouldDo) {
  const BriefAnalysis b = played({-200.0, -250.0, 30.0});
  EXPECT_THAT(
      played_choices(b),
      ElementsAre(HasSubstr("unpunished as it would be, means between a loss of USD 900 mn and a gain of "
                            "USD 100 mn a year (sign not identified) for Canada: it would in 2 of 3 cases."),
                  HasSubstr("Carrying the threat out means between a loss of USD 250 mn and a gain of "
                            "USD 30 mn a year (sign not identified) for the United States: it would not "
                            "in 2 of 3 cases.")));
  EXPECT_EQ(
      played_sentence(b),
      "If each minded its own real income alone, where it would end is not identified: of 3 cases Keep the "
      "deal, no punishment in 2; Drop the deal in 1.");
  const ReportTable table = played_table(b);
  EXPECT_EQ(std::get<std::string>(table.rows[0].back()), "in 1 of 3 cases");
  EXPECT_EQ(std::get<std::string>(table.rows[1].back()), "in 2 of 3 cases");
  EXPECT_EQ(std::get<std::string>(table.rows[2].back()), "");
  EXPECT_THAT(played_summary(b), StartsWith("Carrying the threat out"));
  EXPECT_THAT(played_summary(b), EndsWith("Drop the deal in 1."));
  EXPECT_THAT(played_sentence(played({-200.0, -250.0})), EndsWith("no punishment, in all 2 cases."));
}

TEST(PlayedWords, OfTheCentreAloneCountNoCases) {
  const BriefAnalysis b = played({30.0});
  EXPECT_THAT(played_choices(b)[0], EndsWith("for Canada: it would not."));
  EXPECT_THAT(played_choices(b)[1],
              StartsWith("Were it to come to that, carrying the threat out brings USD 30 mn"));
  EXPECT_THAT(played_sentence(b), EndsWith("it would end here: Drop the deal."));
  EXPECT_EQ(played_table(b).columns.size(), 4U) << "no ends of a range";
  EXPECT_EQ(played_table(played({30.0, 30.0})).columns.size(), 8U);
}

TEST(PlayedWords, WithoutAMoveTheThreatIsCarriedOutOrNot) {
  const BriefAnalysis b = played({-30.0}, false);
  EXPECT_THAT(played_sentence(b), EndsWith("The threat is not carried out."));
  EXPECT_EQ(std::get<std::string>(played_table(b).rows[0][0]), "The threat is not carried out");
}

TEST(PlayedWords, TheRecordStandsBesideThem) {
  BriefAnalysis b = played({-30.0});
  EXPECT_THAT(played_caveat(b), EndsWith("is not in it."));
  b.record.emplace();
  b.record->all.made = 38;
  b.record->all.carried_out.hits = 14;
  EXPECT_THAT(
      played_caveat(b),
      EndsWith(
          "Of 38 other threats by the United States on record 14 were carried out, in full or in part."));
  b.record->all.carried_out.hits = 1;
  EXPECT_THAT(played_caveat(b), HasSubstr("on record 1 was carried out"));
}

}  // namespace
}  // namespace leeway
