#include "leeway/analysis/threat_scores.h"

#include <gtest/gtest.h>

#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

Event threat(const std::string& id, int month, ThreatKind kind, std::vector<ThreatStep> course,
             const std::string& by = "USA") {
  Event e;
  e.id = id;
  e.kind = "threat";
  e.date = e.effective = make_date(2025, static_cast<unsigned>(month), 1);
  e.by = {by};
  e.on = {"CAN"};
  e.threat = Threat{};
  e.threat->kind = kind;
  e.threat->course = std::move(course);
  return e;
}

class ThreatRecordTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);
  Event first = threat(
      "A", 1, ThreatKind::policy,
      {{make_date(2025, 1, 11), ThreatOutcome::in_part}, {make_date(2025, 3, 1), ThreatOutcome::in_full}});
  Event second = threat(
      "B", 2, ThreatKind::policy,
      {{make_date(2025, 2, 5), ThreatOutcome::suspended}, {make_date(2025, 6, 1), ThreatOutcome::withdrawn}});
  Event third = threat("C", 4, ThreatKind::deal, {});
  Event other =
      threat("D", 5, ThreatKind::general, {{make_date(2025, 5, 31), ThreatOutcome::in_full}}, "CHN");
  Ledger ledger = Ledger({}, {first, second, third, other}, {}, "threats");
  ThreatRecord by(const std::string& who, Date day) const { return threat_record(world, ledger, who, day); }
};

TEST_F(ThreatRecordTest, OutcomesAreThoseKnownByTheDay) {
  const ThreatRecord early = by("USA", make_date(2025, 2, 10));
  EXPECT_EQ(early.all.made, 2);
  EXPECT_EQ(early.all.in_part, 1);
  EXPECT_EQ(early.all.suspended, 1);
  EXPECT_EQ(early.all.in_full + early.all.withdrawn + early.all.open, 0);
  const ThreatRecord later = by("USA", make_date(2025, 12, 1));
  EXPECT_EQ(later.all.made, 3);
  EXPECT_EQ(later.all.in_full, 1);
  EXPECT_EQ(later.all.withdrawn, 1);
  EXPECT_EQ(later.all.open, 1);
  EXPECT_EQ(later.all.median_days, 10.0);
  ASSERT_EQ(later.kinds.size(), 2U);
  EXPECT_EQ(later.kinds[0].kind, ThreatKind::deal);
  EXPECT_EQ(later.kinds[1].made, 2);
  EXPECT_EQ(later.episodes.front().event->id, "C");
  EXPECT_EQ(by("", make_date(2025, 12, 1)).all.made, 4);
  EXPECT_NE(testing::refusal([&] { by("USB", make_date(2025, 12, 1)); }), "");
}

TEST_F(ThreatRecordTest, TheBaseRateIsScoredWithoutHindsight) {
  // A: nothing before it, one half, came true. B: 1 of 1 so far, 3/4, did not.
  const ThreatScores of_one = threat_scores(world, ledger, "USA", make_date(2025, 12, 1));
  EXPECT_EQ(of_one.made, 3);
  EXPECT_EQ(of_one.scored, 2);
  EXPECT_EQ(of_one.carried_out, 1);
  ASSERT_EQ(of_one.rules.size(), 6U);
  const auto brier = [](const ThreatScores& s, ThreatRule rule) {
    return s.rules[static_cast<std::size_t>(rule)].brier;
  };
  EXPECT_NEAR(brier(of_one, ThreatRule::maker), (0.25 + 0.5625) / 2.0, 1e-12);
  EXPECT_NEAR(brier(of_one, ThreatRule::kind), brier(of_one, ThreatRule::maker), 1e-12)
      << "too few of a kind";
  EXPECT_EQ(brier(of_one, ThreatRule::half), 0.25);
  EXPECT_EQ(brier(of_one, ThreatRule::never), 0.5);
  EXPECT_EQ(brier(of_one, ThreatRule::hindsight), 0.25);
  // Of all made C is open: foretold by 1 of 2 so far, one half, and not carried out.
  EXPECT_NEAR(of_one.rules[1].brier_of_made, (0.25 + 0.5625 + 0.25) / 3.0, 1e-12);
  EXPECT_NEAR(of_one.rules[5].brier_of_made, 2.0 / 9.0, 1e-12);
  // D by China: nobody of its own before it; of all three, one carried out by its day.
  const ThreatScores every = threat_scores(world, ledger, "", make_date(2025, 12, 1));
  EXPECT_EQ(every.scored, 3);
  EXPECT_NEAR(brier(every, ThreatRule::maker), (0.25 + 0.5625 + 0.25) / 3.0, 1e-12);
  EXPECT_NEAR(brier(every, ThreatRule::all), (0.25 + 0.5625 + 0.625 * 0.625) / 3.0, 1e-12);
}

TEST_F(ThreatRecordTest, AForecastKnowsNothingOfWhatCameLater) {
  // What is decided or made later moves no forecast of an earlier threat.
  const Date day = make_date(2025, 6, 15);
  const ThreatScores before = threat_scores(world, ledger, "", day);
  Event later = threat("Z", 7, ThreatKind::policy, {{make_date(2025, 7, 2), ThreatOutcome::in_full}});
  Event third_decided = third;
  third_decided.threat->course = {{make_date(2025, 8, 1), ThreatOutcome::in_full}};
  const Ledger more({}, {first, second, third_decided, other, later}, {}, "threats");
  const ThreatScores after = threat_scores(world, more, "", day);
  ASSERT_EQ(before.rules.size(), after.rules.size());
  for (std::size_t r = 0; r < before.rules.size(); ++r)
    EXPECT_EQ(before.rules[r].brier, after.rules[r].brier) << r;
  const std::vector<ThreatScores> over = threat_scores_over_time(world, more, "", make_date(2026, 1, 15));
  ASSERT_EQ(over.size(), 3U) << "two half-years and the day";
  EXPECT_EQ(over[0].scored, 3);
  EXPECT_EQ(over[1].scored, 5);
  EXPECT_EQ(over[2].scored, 5);
  EXPECT_TRUE(threat_scores(world, ledger, "", make_date(2025, 1, 5)).rules.empty()) << "none is decided";
}

TEST_F(ThreatRecordTest, LikeThreatsLeaveOutTheThreatItself) {
  Event asked = third;
  asked.threat->measures = {"M"};
  Event same_kind = threat("E", 3, ThreatKind::deal, {{make_date(2025, 3, 9), ThreatOutcome::withdrawn}});
  ledger = Ledger({}, {first, second, asked, same_kind}, {}, "threats");
  Measure m;
  m.id = "M";
  m.by = "USA";
  const auto like = threats_like(world, ledger, m, make_date(2025, 12, 1));
  ASSERT_TRUE(like);
  ASSERT_TRUE(like->of_kind);
  EXPECT_EQ(like->of_kind->kind, ThreatKind::deal);
  EXPECT_EQ(like->of_kind->made, 1);
  EXPECT_EQ(like->all.made, 3);
  EXPECT_TRUE(like->itself_left_out);
  ledger = Ledger({}, {first, second, asked}, {}, "threats");
  EXPECT_EQ(threats_like(world, ledger, m, make_date(2025, 12, 1))->of_kind->made, 0);
  EXPECT_EQ(threats_like(world, ledger, m, make_date(2025, 12, 1))->all.made, 2);
  m.id = "TYPED";
  const auto typed = threats_like(world, ledger, m, make_date(2025, 12, 1));
  EXPECT_FALSE(typed->of_kind);
  EXPECT_FALSE(typed->itself_left_out);
  EXPECT_EQ(typed->all.made, 3);
  m.by = "CHN";
  EXPECT_FALSE(threats_like(world, ledger, m, make_date(2025, 12, 1)));
}

// Quantiles of the beta distribution by integrating its density apart (Simpson on sin^2).
TEST(Jeffreys, IsThePublishedInterval) {
  const ShareInterval none = jeffreys(0, 10);
  EXPECT_EQ(none.low, 0.0);
  EXPECT_NEAR(none.high, 0.217196, 1e-6);
  const ShareInterval some = jeffreys(5, 20);
  EXPECT_NEAR(some.low, 0.102398, 1e-6);
  EXPECT_NEAR(some.high, 0.464195, 1e-6);
  EXPECT_EQ(jeffreys(10, 10).high, 1.0);
  EXPECT_NEAR(jeffreys(10, 10).low, 1.0 - none.high, 1e-9);
  EXPECT_FALSE(jeffreys(0, 0).share());
}

}  // namespace
}  // namespace leeway
