#include <gtest/gtest.h>

#include <algorithm>

#include "support/acts.h"

namespace leeway {
namespace changes_test {

Measure act(const std::string& id, const std::string& instrument, const std::string& terms,
            const std::string& more = "effective = 2021-01-01") {
  return testing::act(id, instrument, "USA", "[\"CHN\"]", terms, more);
}

using Lines = std::vector<std::string>;

Lines changes(const Ledger& ledger, const PolicyOptions& options = {}, Date from = make_date(2020, 12, 31),
              Date to = make_date(2025, 1, 1)) {
  Lines lines;
  for (const PolicyChange& change : change_dates(ledger, options, from, to))
    lines.push_back(to_string(change.date) + " " + change.measure + " " + change.what);
  return lines;
}

Ledger ledger_of(std::vector<Measure> measures, std::vector<Event> events = {},
                 std::map<std::string, Schedule, std::less<>> schedules = {}) {
  return {std::move(measures), std::move(events), std::move(schedules), "test"};
}

TEST(Changes, BeginningsEndsAndSuspensions) {
  const Ledger ledger =
      ledger_of({act("A", "tariff", "rate = 0.1",
                     "effective = 2021-01-01\nend = 2024-01-01\nsuspended = [{ from = 2022-05-01, until = "
                     "2022-06-01 }]"),
                 act("B", "tariff", "rate = 0.1", "effective = 2021-03-01\nwithdrawn = 2021-09-01"),
                 act("C", "tariff", "rate = 0.1", "effective = 2030-03-01")});
  EXPECT_EQ(changes(ledger), (Lines{"2021-01-01 A comes into force", "2021-03-01 B comes into force",
                                    "2021-09-01 B is withdrawn", "2022-05-01 A is suspended",
                                    "2022-06-01 A is in force again", "2024-01-01 A expires"}));
  // After `from`, up to `to`.
  EXPECT_EQ(changes(ledger, {}, make_date(2021, 1, 1), make_date(2021, 9, 1)),
            (Lines{"2021-03-01 B comes into force", "2021-09-01 B is withdrawn"}));
  PolicyOptions options;
  options.drop = {"A"};
  options.use = {"C"};
  EXPECT_EQ(changes(ledger, options), (Lines{"2021-03-01 B comes into force", "2021-09-01 B is withdrawn"}));
}

TEST(Changes, EventsSuspendAndEnd) {
  Event truce;
  truce.id = "TRUCE";
  truce.date = truce.effective = make_date(2022, 2, 1);
  truce.until = make_date(2023, 2, 1);
  truce.suspends = {"A"};
  const Ledger ledger = ledger_of({act("A", "tariff", "rate = 0.1")}, {truce});
  EXPECT_EQ(changes(ledger), (Lines{"2021-01-01 A comes into force", "2022-02-01 A is suspended",
                                    "2023-02-01 A is in force again"}));
  PolicyOptions before;
  before.known_by = make_date(2022, 1, 1);
  EXPECT_EQ(changes(ledger, before), Lines{"2021-01-01 A comes into force"});
}

TEST(Changes, TermsInForceChange) {
  const Ledger ledger = ledger_of(
      {act("Q", "import_quota",
           "quota = \"100 t/year\", growth = \"10%\", quota_steps = [{ from = 2022-07-01, "
           "quota = \"200 t/year\" }]",
           "effective = 2021-01-01\nend = 2023-08-01"),
       act("R", "tariff", "steps = [{ from = 2021-01-01, rate = 0.1 }, { from = 2021-04-01, rate = 0.25 }]",
           "effective = 2021-01-01"),
       act("P", "pact", "tariff_cut = 1, phase_in = 2")});
  EXPECT_EQ(
      changes(ledger, {}, make_date(2021, 1, 1)),
      (Lines{"2021-04-01 R rate goes from 10% to 25%",
             "2022-01-01 Q quota goes from 100 t a year to 110 t a year",
             "2022-07-01 Q quota goes from 110 t a year to 200 t a year", "2023-01-02 P is fully phased in",
             "2023-07-01 Q quota goes from 200 t a year to 220 t a year", "2023-08-01 Q expires"}));
}

TEST(Changes, SchedulesChangeOnlyWhereRatesDo) {
  Measure measure = act("S", "tariff", "schedule = \"s\"");
  Schedule schedule;
  schedule["S"]["CHN"]["C"] = {{make_date(2021, 1, 1), 0.05, {}, {}},
                               {make_date(2021, 6, 1), 0.05, {}, {}},
                               {make_date(2022, 6, 1), 0.30, {}, {}}};
  schedule["S"]["CAN"]["C"] = {{make_date(2022, 6, 1), 0.10, {}, {}}};
  EXPECT_EQ(changes(ledger_of({measure}, {}, {{"s", schedule}}), {}, make_date(2021, 1, 1)),
            Lines{"2022-06-01 S rates change by its schedule, most for CHN in C: from 5% to 30%"});
}

TEST(Changes, RatesThatMoveInTheirLastDigitsAreNoChangeToCount) {
  Schedule schedule;
  schedule["S"]["CHN"]["C"] = {{make_date(2021, 1, 1), 0.05, {}, {}},
                               {make_date(2022, 6, 1), 0.0504, {}, {}},
                               {make_date(2023, 6, 1), 0.30, {}, {}}};
  const Ledger ledger = ledger_of({act("S", "tariff", "schedule = \"s\"")}, {}, {{"s", schedule}});
  const std::vector<PolicyChange> found =
      change_dates(ledger, {}, make_date(2021, 1, 1), make_date(2024, 1, 1));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].slight);
  EXPECT_EQ(found[0].what, "rates of its schedule move by less than a twentieth of a point");
  EXPECT_FALSE(found[1].slight);
}

TEST(Changes, InlineMeasuresByTheirDates) {
  PolicyOptions options;
  options.measures = {act("I", "tariff", "rate = 0.1", "effective = 2022-01-01\nend = 2023-01-01")};
  EXPECT_EQ(changes(ledger_of({}), options),
            (Lines{"2022-01-01 I comes into force", "2023-01-01 I expires"}));
  const World world = testing::tiny_world();
  for (const auto& [date, rate] :
       {std::pair(make_date(2021, 12, 31), 0.25), std::pair(make_date(2022, 1, 1), 0.35),
        std::pair(make_date(2023, 1, 1), 0.25)}) {
    options.as_of = date;
    EXPECT_DOUBLE_EQ(resolve_policy(world, ledger_of({}), options).wedge(world, 0, 0, 1).tariff, rate);
  }
}

// Property: between two changes the policy stays what it is.
TEST(Changes, NothingChangesInBetween) {
  const World world = testing::tiny_world();
  const Ledger ledger = ledger_of(
      {act("Q", "import_quota", "quota = \"60% of base\", growth = \"10%\"",
           "effective = 2021-02-10\nend = 2024-08-01\nsuspended = [{ from = 2022-03-01, until = 2022-06-01 "
           "}]"),
       act("R", "tariff", "steps = [{ from = 2021-01-01, rate = 0.1 }, { from = 2021-04-01, rate = 0.25 }]"),
       act("T", "tariff_rate_quota", "quota = \"3 mn USD/year\", in_quota = 0, over_quota = 1, growth = 0.5",
           "effective = 2021-05-01")});
  PolicyOptions options;
  const Date from = make_date(2021, 1, 1);
  const Date to = make_date(2024, 12, 31);
  std::vector<Date> edges;
  for (const PolicyChange& change : change_dates(ledger, options, from, to)) edges.push_back(change.date);
  options.as_of = from;
  std::string last = fingerprint(resolve_policy(world, ledger, options));
  for (Date date = from + std::chrono::days{1}; date <= to; date += std::chrono::days{1}) {
    options.as_of = date;
    const std::string hash = fingerprint(resolve_policy(world, ledger, options));
    const bool edge = std::find(edges.begin(), edges.end(), date) != edges.end();
    EXPECT_EQ(hash != last, edge) << to_string(date);
    last = hash;
  }
}

}  // namespace changes_test
}  // namespace leeway
