// Studies with solves that fail: no figure stands in their place, and every question has an id of its own.

#include <functional>

#include <gtest/gtest.h>

#include "instruments_world.h"
#include "leeway/analysis/ledger_effects.h"
#include "leeway/analysis/path.h"
#include "leeway/analysis/stress.h"

namespace leeway {
namespace {

using testing::car_measure;
using testing::car_tariff;

/// Closes the market for cars of every origin abroad, in a world whose economy 0 makes none.
World without_home_cars() {
  World world = testing::carved_world(4, 3);
  world.flow(*world.find_line("product:cars"), 0, 0) = 0.0;
  testing::close_accounts(world);
  return world;
}
Measure closing() {
  Measure ban = car_measure("CLOSED", Instrument::import_ban);
  ban.on = {"*"};
  ban.effective = make_date(2022, 6, 1);
  ban.source = {"https://example.org"};
  return ban;
}

TEST(PathWithFailures, DaysThatFailHaveNoLevels) {
  const World world = without_home_cars();
  PathInputs in;
  in.from = make_date(2022, 1, 1);
  in.to = make_date(2022, 12, 31);
  in.scenario.measures = {closing()};
  const Path path = walk(world, Ledger({}, {}, {}, "none"), in);
  for (const PathPoint& p : path.points) {
    EXPECT_EQ(p.levels.has_value(), p.date < make_date(2022, 6, 1)) << to_string(p.date);
    EXPECT_EQ(p.verdict.certified(), p.levels.has_value());
    if (p.levels) continue;
    EXPECT_EQ(p.verdict.failure->termination(), Termination::refused);
    EXPECT_EQ(p.verdict.failure->measure, "CLOSED");
  }
  EXPECT_FALSE(path.base_income.empty());
}

TEST(LedgerEffectsWithFailures, AMeasureThatFailsHasNoFigures) {
  const World world = without_home_cars();
  const Model model(world, {});
  Measure duty = car_tariff(0.2);
  duty.source = {"https://example.org"};
  const LedgerEffects e =
      ledger_effects(model, Ledger({duty, closing()}, {}, {}, "two"), make_date(2022, 3, 1), 2021, 2023);
  ASSERT_EQ(e.rows.size(), 2U);
  for (const LedgerEffect& row : e.rows) EXPECT_EQ(row.certified(), row.id == "TARIFF") << row.id;
}

TEST(StressWithFailures, ACellThatFailsHasNoRange) {
  const World world = testing::carved_world(4, 3);
  StressInputs in;
  in.economy = "USA";
  in.product = "product:cars";
  in.supplier = "CHN";
  in.cuts = {0.2, 1.0};
  in.horizons = {0.0, 10.0};
  in.as_of = testing::test_day;
  in.options.least_theta = -0.24;  // so that a ban has no answer on impact
  const Stress s = stress(world, Ledger({}, {}, {}, "none"), in);
  const auto price = [](const StressFigures& f) { return f.price_multiple; };
  EXPECT_FALSE(s.at(0, 0, 1).figures);
  EXPECT_EQ(s.at(0, 0, 1).verdict.failure->termination(), Termination::refused);
  EXPECT_FALSE(s.range(0, 1, price));
  const std::optional<Range> later = s.range(1, 1, price);
  ASSERT_TRUE(later);
  EXPECT_TRUE(later->cases.all());
}

// ---- ids of what was asked

template <class Inputs>
struct Change {
  const char* name;
  std::function<void(Inputs&)> make;
};

template <class Inputs, class Ask>
void each_change_has_its_id(const Inputs& asked, const std::vector<Change<Inputs>>& changes, Ask id_of) {
  std::map<std::string, std::string> seen = {{id_of(asked), "nothing"}};
  EXPECT_TRUE(seen.contains(id_of(asked))) << "the same question has the same id";
  for (const Change<Inputs>& change : changes) {
    Inputs other = asked;
    change.make(other);
    const auto [at, is_new] = seen.try_emplace(id_of(other), change.name);
    EXPECT_TRUE(is_new) << change.name << " has the id of " << at->second;
  }
}

// Nothing is in force, so that only the question differs.
TEST(QuestionIds, OfAPath) {
  const World world = testing::carved_world(4, 3);
  PathInputs in;
  in.from = make_date(2022, 1, 1);
  in.to = make_date(2022, 7, 1);
  in.every = Every::quarter;
  each_change_has_its_id<PathInputs>(
      in,
      {{"from", [](PathInputs& p) { p.from = make_date(2022, 1, 2); }},
       {"to", [](PathInputs& p) { p.to = make_date(2022, 7, 2); }},
       {"every", [](PathInputs& p) { p.every = Every::year; }},
       {"adjust", [](PathInputs& p) { p.adjust = true; }},
       {"known_by", [](PathInputs& p) { p.scenario.known_by = make_date(2022, 1, 1); }},
       {"known_by another day", [](PathInputs& p) { p.scenario.known_by = make_date(2022, 1, 2); }},
       {"options", [](PathInputs& p) { p.options.horizon = 3.0; }},
       {"measures", [](PathInputs& p) { p.scenario.measures = {car_tariff(0.1)}; }}},
      [&](const PathInputs& p) { return walk(world, Ledger({}, {}, {}, "none"), p).run_id; });
}

TEST(QuestionIds, OfAStress) {
  const World world = testing::carved_world(4, 3);
  StressInputs in;
  in.economy = "USA";
  in.product = "product:cars";
  in.supplier = "CHN";
  in.cuts = {0.5};
  in.horizons = {10.0};
  in.as_of = testing::test_day;
  each_change_has_its_id<StressInputs>(
      in,
      {{"economy", [](StressInputs& s) { s.economy = "CAN"; }},
       {"product", [](StressInputs& s) { s.product = "product:ore"; }},
       {"supplier", [](StressInputs& s) { s.supplier = "CAN"; }},
       {"all_destinations", [](StressInputs& s) { s.all_destinations = true; }},
       {"cuts", [](StressInputs& s) { s.cuts = {0.6}; }},
       {"horizons", [](StressInputs& s) { s.horizons = {9.0}; }},
       {"as_of", [](StressInputs& s) { s.as_of = make_date(2022, 1, 2); }},
       {"known_by", [](StressInputs& s) { s.known_by = testing::test_day; }},
       {"options", [](StressInputs& s) { s.options.sigma_final = 0.9; }}},
      [&](const StressInputs& s) { return stress(world, Ledger({}, {}, {}, "none"), s).run_id; });
}

}  // namespace
}  // namespace leeway
