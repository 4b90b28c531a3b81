// Terms set on a Situation, a grid of them, and the brief behind a change.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "leeway/session/change_question.h"
#include "leeway/session/measure_builder.h"
#include "leeway/session/term_grid.h"
#include "strategy/hand_ledger.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::early;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::late;
using testing::refusal;

class Terms : public ::testing::Test {
 protected:
  Session session{testing::small_world(6, 3, 11), testing::hand_ledger()};
  Situation today = session.status_quo(late);

  static TermSetting set(const std::string& text) { return parse_term_setting(text, Location{"--set"}); }
  static MeasureBuilder duty(double rate) {
    return MeasureBuilder("USA").on("CAN").goods("goods").tariff(rate);
  }
};

TEST_F(Terms, OfTheLedgerArePutInForceAndThoseOnRecordStay) {
  const Situation record = today.with("THREAT");
  EXPECT_EQ(today.with_terms({set("THREAT.rate=100%")}).solve().id(), record.solve().id());
  EXPECT_EQ(record.with_terms({set("THREAT.rate=30%")}).solve().id(),
            today.with_terms({set("THREAT.rate=0.3")}).solve().id());
  const Situation half = today.with_terms({set("THREAT.rate=50%")});
  EXPECT_NE(half.solve().id(), record.solve().id());
  EXPECT_EQ(half.measure("THREAT").terms.steps.front().rate, 0.5);
  EXPECT_EQ(today.measure("THREAT").terms.steps.front().rate, 1.0);
  EXPECT_EQ(half.reference().solve().id(), today.solve().id());
  EXPECT_EQ(half.without("THREAT").solve().id(), today.solve().id());
  EXPECT_EQ(half.with_terms({set("THREAT.rate=100%")}).solve().id(), record.solve().id());
  // What is put in afterwards meets the terms as set, also where all is resolved again.
  const std::string text =
      "[[measure]]\nid = \"D\"\nby = \"USA\"\non = [\"CAN\"]\ngoods = [\"goods\"]\ninstrument = \"tariff\"\n"
      "terms = { rate = \"30%\" }\n";
  EXPECT_EQ(half.with_toml(text).solve().id(),
            today.with_toml(text).with_terms({set("THREAT.rate=50%")}).solve().id());
}

TEST_F(Terms, OfWhatBindsAndOfWhatWasPutInAreSetWhereTheyStand) {
  EXPECT_NE(today.with_terms({set("DEAL.coverage=4%")}).solve().id(), today.solve().id());
  EXPECT_EQ(today.with_terms({set("DEAL.coverage=2%")}).solve().id(), today.solve().id());
  EXPECT_EQ(today.without("DEAL").with_terms({set("DEAL.coverage=2%")}).solve().id(), today.solve().id());
  EXPECT_EQ(today.with(duty(0.3)).with_terms({set("USA-tariff-CAN.rate=10%")}).solve().id(),
            today.with(duty(0.1)).solve().id());
  const Situation base = session.base_year();
  EXPECT_EQ(base.with_terms({set("THREAT.rate=100%")}).solve().id(), base.with("THREAT").solve().id());
  EXPECT_EQ(base.with("THREAT").reference().solve().id(), base.solve().id());
  EXPECT_EQ(today.reference().solve().id(), base.solve().id());
  EXPECT_TRUE(today.is_status_quo());
  EXPECT_FALSE(today.with("THREAT").is_status_quo());
}

TEST_F(Terms, UnknownOnesAreRefused) {
  EXPECT_THAT(refusal([&] { (void)today.with_terms({set("THRAT.rate=1")}); }),
              AllOf(HasSubstr("unknown measure \"THRAT\""), HasSubstr("THREAT")));
  EXPECT_THAT(refusal([&] { (void)today.with_terms({set("THREAT.quota=1")}); }),
              HasSubstr("has no term `quota`"));
}

TEST_F(Terms, AGridIsItsSolvesWhateverTheThreads) {
  const std::vector<TermAxis> axes = {
      {set("THREAT.rate=0%"), set("THREAT.rate=50%"), set("THREAT.rate=100%")},
      {set("DEAL.coverage=2%"), set("DEAL.coverage=3%")}};
  std::vector<int> told;
  StudySettings settings;
  settings.threads = 2;
  settings.progress = [&](int done, int of) { told.push_back(10 * of + done); };
  const std::vector<GridCase> cases = term_grid(today, axes, settings);
  ASSERT_EQ(cases.size(), 6U);
  EXPECT_THAT(told, ElementsAre(61, 62, 63, 64, 65, 66));
  EXPECT_THAT(cases[3].at, ElementsAre(1, 1));
  const Situation alone = today.with_terms({axes[0][1], axes[1][1]});
  const Comparison change = session.compare(today.solve(), alone.solve());
  EXPECT_EQ(cases[3].verdict.id, alone.solve().id());
  EXPECT_EQ(cases[3].economies.front().ev_musd.value(), change.economies.front().ev_musd.value());
  EXPECT_EQ(cases[3].economies.size(), change.economies.size() + change.groups.size());
  EXPECT_EQ(cases[0].economies[1].ev_musd.value(), 0.0) << "a duty of nothing on what is in force";
  settings.threads = 1;
  const std::vector<GridCase> again = term_grid(today, axes, settings);
  for (std::size_t c = 0; c < cases.size(); ++c)
    EXPECT_EQ(cases[c].economies.back().real_income_pct.value(),
              again[c].economies.back().real_income_pct.value());
}

TEST_F(Terms, AGridStopsAndRefusesBeforeItSolves) {
  std::stop_source stop;
  StudySettings settings;
  settings.threads = 1;
  settings.stop = stop.get_token();
  settings.progress = [&](int done, int) {
    if (done == 2) stop.request_stop();
  };
  const TermAxis axis(5, set("THREAT.rate=50%"));
  EXPECT_EQ(term_grid(today, {axis}, settings).size(), 2U);
  EXPECT_THAT(refusal([&] {
                term_grid(today, {TermAxis(101, axis[0]), TermAxis(100, axis[0])}, {});
              }),
              HasSubstr("more than 10000 cases"));
  settings.progress = [](int, int) { FAIL() << "nothing is solved of a grid with a bad value"; };
  EXPECT_THAT(refusal([&] {
                term_grid(today, {{axis[0], set("THREAT.rate=25")}}, settings);
              }),
              HasSubstr("likely a percent"));
}

TEST_F(Terms, AChangeHasTheBriefOfItsThreat) {
  const Situation before = session.status_quo(early);
  const Ledger& ledger = session.ledger();
  const RoomQuestion of_deal = question_of_change(ledger, before, before.with("DEAL"));
  EXPECT_EQ(of_deal.economy.text, "CAN");
  EXPECT_EQ(of_deal.threat.text, "THREAT");
  ASSERT_EQ(of_deal.deal.size(), 1U);
  EXPECT_EQ(of_deal.deal.front().text, "DEAL");
  EXPECT_EQ(of_deal.as_of, early);

  const RoomQuestion of_threat = question_of_change(ledger, today, today.with("THREAT").without("DEAL"));
  EXPECT_EQ(of_threat.threat.text, "THREAT");
  ASSERT_EQ(of_threat.deal.size(), 1U);
  EXPECT_EQ(of_threat.deal.front().text, "lift DEAL");

  const RoomQuestion typed = question_of_change(ledger, today, today.with(duty(0.25)), {"CAN", {}});
  EXPECT_THAT(typed.threat.text, IsEmpty());
  ASSERT_EQ(typed.add.size(), 1U);
  EXPECT_EQ(typed.add.front().text, "USA on CAN: tariff 25% on goods, id USA-tariff-CAN");

  // What is weighed has the terms that were set last.
  const Situation set_twice =
      before.with("DEAL").with_terms({set("THREAT.rate=40%")}).with_terms({set("THREAT.rate=50%")});
  const RoomQuestion of_terms = question_of_change(ledger, before, set_twice);
  EXPECT_EQ(of_terms.threat.text, "THREAT");
  ASSERT_EQ(of_terms.set.size(), 1U);
  EXPECT_EQ(of_terms.set.front().value.text(), "50%");
  EXPECT_THAT(question_of_change(ledger, before, set_twice.without("THREAT")).set, IsEmpty());
  EXPECT_THAT(refusal([&] {
                question_of_change(ledger, today, today.with_terms({set("DEAL.coverage=4%")}), {"CAN", {}});
              }),
              AllOf(HasSubstr("DEAL is in force, and its `coverage` is set"), HasSubstr("take it out")));

  EXPECT_THAT(refusal([&] { question_of_change(ledger, today, today.with(duty(0.25))); }),
              HasSubstr("whose brief"));
  EXPECT_THAT(refusal([&] { question_of_change(ledger, today.with("THREAT"), today); }),
              HasSubstr("status quo"));
}

}  // namespace
}  // namespace leeway
