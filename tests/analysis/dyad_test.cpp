#include "leeway/analysis/dyad.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace {

using testing::refusal;

Measure dyad_measure(std::string id, std::string by, std::string on, Date announced) {
  Measure m;
  m.id = std::move(id);
  m.by = std::move(by);
  m.on = {std::move(on)};
  m.goods = {"goods"};
  m.terms.steps = {{std::nullopt, 0.1}};
  m.announced = announced;
  return m;
}

class DyadTest : public ::testing::Test {
 protected:
  World world = testing::small_world(4, 3, 21);  // USA, CHN, CAN, ROW
  const Date jan = make_date(2025, 1, 10);
  const Date mar = make_date(2025, 3, 4);
  const Date may = make_date(2025, 5, 20);

  Dyad between(std::vector<Measure> measures, std::vector<Event> events = {},
               std::optional<Date> known_by = {}, const char* first = "CAN",
               const char* second = "CHN") const {
    const Ledger ledger(std::move(measures), std::move(events), {}, "dyad");
    return dyad(world, ledger, first, second, {}, may, known_by);
  }
  static std::vector<DyadAct> acts(const Dyad& d) {
    std::vector<DyadAct> found;
    for (const DyadEntry& e : d.entries) found.push_back(e.act);
    return found;
  }
};

TEST_F(DyadTest, ADutyIsDrawnUpComesAndGoes) {
  Measure m = dyad_measure("D", "CHN", "CAN", jan);
  m.effective = mar;
  m.withdrawn = may;
  const Dyad d = between({m});
  EXPECT_EQ(acts(d), (std::vector<DyadAct>{DyadAct::draws_up, DyadAct::restricts, DyadAct::eases}));
  for (const DyadEntry& e : d.entries) EXPECT_FALSE(e.forth) << "China on Canada";
  ASSERT_EQ(d.months.size(), 5U) << "January to May";
  EXPECT_EQ(d.months[0].back, -5.8);
  EXPECT_EQ(d.months[1].back, 0.0);
  EXPECT_EQ(d.months[2].back, -8.0);
  EXPECT_EQ(d.months[4].back, 7.0);
  EXPECT_EQ(d.months[2].forth, 0.0);
}

TEST_F(DyadTest, DirectionsSwapWithThePair) {
  Measure m = dyad_measure("D", "CHN", "CAN", jan);
  m.effective = jan;
  const Dyad one = between({m});
  const Dyad other = between({m}, {}, {}, "CHN", "CAN");
  ASSERT_EQ(one.entries.size(), 1U);
  EXPECT_NE(one.entries[0].forth, other.entries[0].forth);
  EXPECT_EQ(one.months[0].back, other.months[0].forth);
  EXPECT_NE(one.run_id, other.run_id);
}

TEST_F(DyadTest, OneActOfADayCountsOnce) {
  Measure a = dyad_measure("A", "CHN", "CAN", jan);
  Measure b = dyad_measure("B", "CHN", "CAN", jan);
  a.effective = b.effective = jan;
  const Dyad d = between({a, b});
  ASSERT_EQ(d.entries.size(), 2U);
  EXPECT_EQ(d.months[0].back, -8.0);
}

TEST_F(DyadTest, WhatIsAimedAtEveryoneIsNotCounted) {
  Measure all = dyad_measure("ALL", "CHN", "*", jan);
  all.effective = jan;
  const Dyad d = between({all});
  ASSERT_EQ(d.entries.size(), 1U);
  EXPECT_TRUE(d.entries[0].on_all);
  EXPECT_EQ(d.months[0].back, 0.0);
}

TEST_F(DyadTest, AVisitHasAGuestAndAHost) {
  Event visit;
  visit.id = "V";
  visit.kind = "visit";
  visit.date = visit.effective = mar;
  visit.by = {"CAN"};
  visit.on = {"CHN"};
  const Dyad d = between({}, {visit});
  EXPECT_EQ(acts(d), (std::vector<DyadAct>{DyadAct::visits, DyadAct::hosts}));
  EXPECT_EQ(d.months[0].forth, 1.9);
  EXPECT_EQ(d.months[0].back, 2.8);
}

// What an event does to a Measure is told by the Measure, and only as far as it was known.
TEST_F(DyadTest, AnEventIsToldByItsMeasures) {
  Measure m = dyad_measure("D", "CHN", "CAN", jan);
  m.effective = jan;
  Event end;
  end.id = "E";
  end.kind = "concession";
  end.date = end.effective = may;
  end.by = {"CHN"};
  end.on = {"CAN"};
  end.ends = {"D"};
  EXPECT_EQ(acts(between({m}, {end})), (std::vector<DyadAct>{DyadAct::restricts, DyadAct::eases}));
  EXPECT_EQ(acts(between({m}, {end}, mar)), (std::vector<DyadAct>{DyadAct::restricts}));
  end.ends.clear();
  EXPECT_EQ(acts(between({m}, {end})), (std::vector<DyadAct>{DyadAct::restricts, DyadAct::concedes}));
}

TEST_F(DyadTest, ThreatsAndPacts) {
  Measure threat = dyad_measure("T", "CAN", "CHN", jan);
  threat.typed_status = Status::threatened;
  threat.withdrawn = mar;
  Measure pact = dyad_measure("P", "CAN", "CHN", may);
  pact.instrument = Instrument::pact;
  pact.terms = {};
  pact.terms.tariff_cut = 0.5;
  pact.effective = may;
  const Dyad d = between({threat, pact});
  EXPECT_EQ(acts(d), (std::vector<DyadAct>{DyadAct::threatens, DyadAct::calls_off, DyadAct::cooperates,
                                           DyadAct::cooperates}))
      << "a pact is made by both";
  EXPECT_EQ(d.months.back().forth, 6.4);
  EXPECT_EQ(d.months.back().back, 6.4);
}

TEST_F(DyadTest, EveryValueLiesOnTheScale) {
  for (const DyadAct act : valued_acts()) {
    EXPECT_GE(*goldstein_value(act), -10.0);
    EXPECT_LE(*goldstein_value(act), 10.0);
    EXPECT_STRNE(cameo_code(act), "");
  }
  EXPECT_FALSE(goldstein_value(DyadAct::runs_out));
}

TEST_F(DyadTest, Refuses) {
  EXPECT_NE(refusal([&] { between({}, {}, {}, "CAN", "CAN"); }).find("in common"), std::string::npos);
  EXPECT_NE(refusal([&] { between({}, {}, {}, "CAN", "CHM"); }).find("CHM"), std::string::npos);
  const Ledger empty;
  EXPECT_NE(refusal([&] { dyad(world, empty, "CAN", "CHN", may, jan, {}); }).find("is after"),
            std::string::npos);
}

}  // namespace
}  // namespace leeway
