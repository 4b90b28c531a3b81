#include "leeway/analysis/path.h"

#include <gtest/gtest.h>

#include "instruments_world.h"
#include "leeway/analysis/ledger_effects.h"
#include "support/refusal.h"

namespace leeway {
namespace {

/// A duty from June 2022 to mid May 2023, and a quota that grows.
Ledger two_measures() {
  Measure duty = testing::car_tariff(0.5);
  duty.effective = make_date(2022, 6, 1);
  duty.end = make_date(2023, 5, 15);
  duty.source = {"https://example.org"};
  Measure quota = testing::car_quota(Instrument::export_quota, 0.5, 0.0);
  quota.by = "CAN";
  quota.on = {"USA"};
  quota.terms.quota_growth = 0.1;
  quota.source = {"https://example.org"};
  return Ledger({duty, quota}, {}, {}, "two");
}

PathInputs two_years() {
  PathInputs in;
  in.scenario.title = "The ledger alone";
  in.from = make_date(2022, 1, 1);
  in.to = make_date(2023, 12, 31);
  return in;
}

TEST(Path, ExpiriesAreStepsOnTheirOwnDays) {
  const World world = testing::carved_world(4, 3);
  const Path path = walk(world, two_measures(), two_years());
  const auto on = [&](Date date) -> const PathPoint& {
    for (const PathPoint& p : path.points)
      if (p.date == date) return p;
    throw std::runtime_error("no such day: " + to_string(date));
  };
  for (const PathPoint& p : path.points) ASSERT_TRUE(p.levels) << to_string(p.date);
  EXPECT_TRUE(on(make_date(2022, 4, 1)).regular);
  EXPECT_TRUE(on(make_date(2022, 4, 1)).changes.empty());
  EXPECT_FALSE(on(make_date(2022, 6, 1)).regular);
  ASSERT_EQ(on(make_date(2022, 6, 1)).changes.size(), 1U);
  EXPECT_EQ(on(make_date(2022, 6, 1)).changes[0].measure, "TARIFF");
  EXPECT_FALSE(on(make_date(2023, 5, 15)).changes.empty());
  const auto china = [&](Date date) {
    return on(date).levels->real_income[1] - on(date).levels->real_income_from[1];
  };
  EXPECT_NEAR(china(make_date(2022, 1, 1)), 0.0, 1e-6);
  EXPECT_LT(china(make_date(2022, 7, 1)), -1.0);
  EXPECT_GT(china(make_date(2023, 7, 1)), china(make_date(2023, 4, 1)));
  // The quota is a tenth larger after a year.
  ASSERT_EQ(on(make_date(2022, 1, 1)).levels->instruments.size(), 1U);
  EXPECT_GT(on(make_date(2023, 1, 1)).levels->instruments[0].limit,
            on(make_date(2022, 4, 1)).levels->instruments[0].limit);
  EXPECT_TRUE(path.beyond_ledger());
}

TEST(Path, TheScenariosOwnMeasuresKeepToTheirDates) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  Measure own = testing::car_tariff(0.3);
  own.id = "OWN";
  own.effective = make_date(2022, 2, 10);
  own.end = make_date(2022, 3, 10);
  in.scenario.measures = {own};
  in.to = make_date(2022, 4, 1);
  const Path path = walk(world, Ledger({}, {}, {}, "none"), in);
  ASSERT_EQ(path.points.size(), 4U);
  EXPECT_EQ(path.points[1].date, *own.effective);
  EXPECT_EQ(path.points[2].date, *own.end);
  EXPECT_LT(path.points[1].levels->real_income[1], path.points[0].levels->real_income[1]);
  EXPECT_NEAR(path.points[2].levels->real_income[1], path.points[0].levels->real_income[1], 1e-6);
}

TEST(Path, HorizonsCanFollowTheDays) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  in.adjust = true;
  in.every = Every::year;
  in.scenario.measures = {testing::car_tariff(0.3)};
  const Path path = walk(world, Ledger({}, {}, {}, "none"), in);
  EXPECT_EQ(*path.points.front().horizon, shortest_horizon);
  EXPECT_NEAR(*path.points.back().horizon, 2.0, 0.01);
  EXPECT_GT(path.starts.size(), 1U);
}

TEST(Path, ADayTooSoonForWelfareIsPricedAtThreeYears) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  in.every = Every::year;
  in.options.horizon = 0.5;
  in.scenario.measures = {testing::car_tariff(0.3)};
  in.scenario.measures[0].effective = make_date(2022, 6, 1);
  const Ledger none({}, {}, {}, "none");
  const Path soon = walk(world, none, in);
  in.options.horizon = 3.0;
  const Path later = walk(world, none, in);
  ASSERT_EQ(soon.points.size(), later.points.size());
  double years = 0.0;
  for (std::size_t p = 0; p < soon.points.size(); ++p) {
    EXPECT_EQ(*soon.points[p].horizon, 0.5);
    EXPECT_EQ(*soon.points[p].priced_at, 3.0);
    for (std::size_t n = 0; n < 4; ++n)
      EXPECT_NEAR(soon.points[p].levels->real_income[n], later.points[p].levels->real_income[n],
                  1e-7 * later.points[p].levels->real_income[n]);
    years += soon.points[p].lasts_years;
  }
  EXPECT_NEAR(years, years_between(in.from, in.to), 1e-9);
  EXPECT_EQ(equilibria_of(soon), 2 + 2 * soon.points.size());
}

TEST(Path, ARangeHoldsEveryDayOfEveryCase) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  in.every = Every::year;
  const PathRange range = walk_over(world, two_measures(), walk(world, two_measures(), in), RangeKind::full);
  EXPECT_TRUE(range.cases.all());
  EXPECT_EQ(range.points.size() + 1, range_cases(world, in.options, RangeKind::full, {}).size());
  in.adjust = true;
  const PathRange own = walk_over(world, two_measures(), walk(world, two_measures(), in), RangeKind::full);
  EXPECT_EQ(own.points.size() + 1, range_cases(world, in.options, RangeKind::full, {false, false}).size());
}

// Where a second estimate of a duty is another one, the full range walks under it too.
TEST(Path, TheSecondEstimateOfDutiesIsInTheFullRange) {
  const World world = testing::carved_world(4, 3);
  Measure duty = testing::car_tariff(0.0);
  duty.effective = make_date(2022, 6, 1);
  duty.source = {"https://example.org"};
  duty.terms.steps.clear();
  duty.terms.schedule = "s";
  Schedule schedule;
  schedule[duty.id][duty.on.front()][duty.goods.front()] = {{make_date(2022, 6, 1), 0.5, 0.7, {}}};
  const Ledger ledger({duty}, {}, {{"s", schedule}}, "estimates");
  PathInputs in = two_years();
  in.every = Every::year;
  const Path centre = walk(world, ledger, in);
  EXPECT_TRUE(centre.two_estimates);
  EXPECT_FALSE(walk(world, two_measures(), in).two_estimates);
  const PathRange range = walk_over(world, ledger, centre, RangeKind::full);
  EXPECT_EQ(range.points.size() + 1, range_cases(world, in.options, RangeKind::full, {true}).size());
  PathInputs other = in;
  other.alternative_rates = true;
  const Path second = walk(world, ledger, other);
  EXPECT_NE(second.run_id, centre.run_id);
  EXPECT_NE(second.points.back().levels->real_income, centre.points.back().levels->real_income);
  EXPECT_EQ(second.points.front().levels->real_income, centre.points.front().levels->real_income);
}

// A term of what acts on some of the days is in the range of all of them.
TEST(Path, ATermWithARangeMovesTheDaysOnWhichItActs) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  in.every = Every::year;
  Measure duty = testing::car_tariff(0.5);
  duty.effective = make_date(2022, 6, 1);
  duty.terms.coverage = 0.5;
  duty.terms_range = {{"coverage", {{"", 0.2, 0.9}}}};
  const Ledger ledger({duty}, {}, {}, "ranged");
  const Path centre = walk(world, ledger, in);
  ASSERT_EQ(centre.terms.size(), 1U);
  const PathRange range = walk_over(world, ledger, centre, RangeKind::full);
  EXPECT_TRUE(range.cases.all());
  EXPECT_EQ(range.terms, 2);
  const auto china = [](const PathPoint& p) {
    return p.levels->real_income[1] - p.levels->real_income_from[1];
  };
  // The ends of the term are the last two cases.
  const std::vector<PathPoint>& low = range.points[range.points.size() - 2];
  const std::vector<PathPoint>& high = range.points.back();
  EXPECT_NEAR(china(low.front()), china(high.front()), 1e-6) << "before it acts";
  EXPECT_GT(china(low.back()), china(centre.points.back()));
  EXPECT_LT(china(high.back()), china(centre.points.back()));
  EXPECT_EQ(walk_over(world, ledger, centre, RangeKind::sets).terms, 0);
}

TEST(Path, SaysWhereTheLedgerBeginsAndEnds) {
  const LedgerSpan span = span_of(two_measures());
  EXPECT_LE(span.first, span.last);
  EXPECT_EQ(span.last, last_entry(two_measures()));
  EXPECT_EQ(span_of(Ledger({}, {}, {}, "none")).first, Date{});
}

TEST(LedgerEffects, AreNotToldBelowThreeYears) {
  const World world = testing::carved_world(4, 3);
  Options options;
  options.horizon = 1.0;
  const Model model(world, options);
  EXPECT_NE(testing::refusal([&] {
              ledger_effects(model, two_measures(), make_date(2022, 3, 1), 2021, 2023);
            }).find("welfare"),
            std::string::npos);
}

TEST(Path, RefusesToWalkBackward) {
  const World world = testing::carved_world(4, 3);
  PathInputs in = two_years();
  in.to = in.from;
  EXPECT_NE(testing::refusal([&] { walk(world, Ledger({}, {}, {}, "none"), in); }).find("is not after"),
            std::string::npos);
  EXPECT_FALSE(parse_every("week"));
}

TEST(LedgerEffects, EveryMeasureIsTakenOutOrPutInForce) {
  const World world = testing::carved_world(4, 3);
  const Model model(world, {});
  Ledger ledger = two_measures();
  const LedgerEffects e = ledger_effects(model, ledger, make_date(2022, 3, 1), 2021, 2023);
  ASSERT_EQ(e.rows.size(), 2U);
  EXPECT_FALSE(e.rows[0].taken_out);
  EXPECT_TRUE(e.rows[1].taken_out);
  for (const LedgerEffect& row : e.rows) ASSERT_TRUE(row.certified()) << row.id << row.problem;
  EXPECT_LT(e.rows[0].figures->ev_on_musd, 0.0);
  EXPECT_GT(e.rows[0].figures->revenue_by_musd, 0.0);
  EXPECT_GT(e.rows[1].figures->exporter_rents_musd, 0.0);
  ASSERT_EQ(e.rows[1].figures->outcomes.size(), 1U);
  EXPECT_EQ(e.rows[1].figures->outcomes[0].regime, Regime::binding);
  EXPECT_EQ(ledger_effects(model, ledger, make_date(2022, 3, 1), 2024, 2026).rows.size(), 0U);
}

}  // namespace
}  // namespace leeway
