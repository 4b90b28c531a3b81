#include "leeway/policy/precision.h"

#include <gtest/gtest.h>

namespace leeway {
namespace {

TEST(Precision, PrintsNoDayThatNobodyKnows) {
  const Date day = make_date(2026, 3, 14);
  EXPECT_EQ(dated(day, "day"), "2026-03-14");
  EXPECT_EQ(dated(day, "month"), "March 2026");
  EXPECT_EQ(dated(day, "year"), "2026");
  EXPECT_EQ(iso_dated(day, "month"), "2026-03");
  EXPECT_EQ(iso_dated(day, "year"), "2026");
  EXPECT_EQ(when_dated(day, "day"), "on 2026-03-14");
  EXPECT_EQ(when_dated(day, "month"), "in March 2026");
}

TEST(Precision, OfAMeasureIsThatOfItsDates) {
  Measure m;
  m.announced = make_date(2020, 1, 1);
  m.effective = m.announced;
  m.end = make_date(2023, 6, 1);
  m.withdrawn = make_date(2023, 6, 17);
  m.precision = "year";
  EXPECT_EQ(precision_of(m, m.announced), "year");
  EXPECT_EQ(precision_of(m, *m.end), "month");
  EXPECT_EQ(precision_of(m, *m.withdrawn), "day");
  m.precision = "day";
  EXPECT_EQ(precision_of(m, m.announced), "day");
}

TEST(Precision, OfAnEventIsThatOfTheDayItTakesEffect) {
  Event e;
  e.date = e.effective = make_date(2025, 1, 30);
  e.precision = "month";
  EXPECT_EQ(precision_of(e, e.date), "month") << "whatever day stands in for it";
  e.effective = make_date(2026, 4, 1);
  EXPECT_EQ(precision_of(e, e.date), "day") << "announced on a day, for a month";
  EXPECT_EQ(precision_of(e, e.effective), "month");
}

}  // namespace
}  // namespace leeway
