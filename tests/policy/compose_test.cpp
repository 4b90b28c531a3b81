// Policies composed of a resolved one are those that resolving afresh would give.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "leeway/base/paths.h"
#include "leeway/policy/between.h"
#include "leeway/policy/collect.h"
#include "leeway/policy/scenario.h"
#include "leeway/world/load.h"
#include "support/refusal.h"
#include "support/small_world.h"

namespace leeway {
namespace compose_test {

using testing::refusal;
using testing::tiny_world;

void expect_same(const Policy& composed, const Policy& fresh, const std::string& what) {
  EXPECT_EQ(fingerprint(composed), fingerprint(fresh)) << what;
  EXPECT_EQ(composed.cells, fresh.cells) << what;
  EXPECT_EQ(composed.warnings, fresh.warnings) << what;
  EXPECT_EQ(composed.as_of, fresh.as_of) << what;
  EXPECT_EQ(composed.known_by, fresh.known_by) << what;
  ASSERT_EQ(composed.applied.size(), fresh.applied.size()) << what;
  for (std::size_t a = 0; a < fresh.applied.size(); ++a) {
    EXPECT_EQ(composed.applied[a].measure->id, fresh.applied[a].measure->id) << what;
    EXPECT_EQ(composed.applied[a].status, fresh.applied[a].status) << what;
    EXPECT_EQ(composed.applied[a].because, fresh.applied[a].because) << what;
    EXPECT_EQ(composed.applied[a].assumptions, fresh.applied[a].assumptions) << what;
  }
}

bool acts(const Policy& policy, const std::string& id) {
  return std::any_of(policy.applied.begin(), policy.applied.end(),
                     [&](const AppliedMeasure& a) { return a.measure->id == id; });
}

struct ComposedRealData : ::testing::Test {
  void SetUp() override {
    if (!std::filesystem::exists(share_folder() / "data/world/2023/world.toml"))
      GTEST_SKIP() << "no data folder";
  }
  static const World& world() {
    static const World loaded = open_world("2023");
    return loaded;
  }
  static const Ledger& ledger() {
    static const Ledger loaded = open_ledger();
    return loaded;
  }
  static Policy resolve(const PolicyOptions& options) { return resolve_policy(world(), ledger(), options); }
};

TEST_F(ComposedRealData, OneDayBecomesAnotherByWhatDiffers) {
  PolicyOptions options;
  options.as_of = make_date(2025, 1, 1);
  const Policy from = resolve(options);
  options.as_of = make_date(2026, 1, 24);
  const Policy to = resolve(options);
  std::vector<std::string> ids;
  for (const MeasureDifference& d : differences(world(), from, to)) ids.push_back(d.id);
  EXPECT_GT(ids.size(), 10U);
  EXPECT_EQ(fingerprint(between(world(), from, to, {})), fingerprint(from));
  EXPECT_EQ(fingerprint(between(world(), from, to, ids)), fingerprint(to));
  EXPECT_EQ(fingerprint(between(world(), to, from, ids)), fingerprint(from));
  EXPECT_TRUE(differences(world(), to, to).empty());
}

TEST_F(ComposedRealData, EveryMeasureOfTheLedgerGoesInAndOut) {
  for (const auto& [day, known_by] :
       {std::pair(make_date(2026, 1, 24), std::optional<Date>()),
        std::pair(make_date(2025, 4, 15), std::optional(make_date(2025, 4, 15)))}) {
    PolicyOptions options;
    options.as_of = day;
    options.known_by = known_by;
    const Policy policy = resolve(options);
    for (const Measure& measure : ledger().measures()) {
      const std::string what = measure.id + " on " + to_string(day);
      if (acts(policy, measure.id)) {
        PolicyOptions changed = options;
        changed.drop = {measure.id};
        const Policy without_it = without(world(), policy, measure.id);
        expect_same(without_it, resolve(changed), what);
        expect_same(with(world(), without_it, measure.id), policy, what);
      } else {
        PolicyOptions changed = options;
        changed.use = {measure.id};
        const Policy with_it = with(world(), policy, measure.id);
        expect_same(with_it, resolve(changed), what);
        expect_same(without(world(), with_it, measure.id), policy, what);
      }
    }
  }
}

using ComposedRealDataSlow = ComposedRealData;
TEST_F(ComposedRealDataSlow, EveryTermOfEveryMeasureIsScaled) {
  PolicyOptions options;
  options.as_of = make_date(2026, 1, 24);
  for (const Measure& measure : ledger().measures()) options.use.push_back(measure.id);
  const Policy policy = resolve(options);
  for (const AppliedMeasure& applied : policy.applied)
    for (const Term term : scalable_terms(applied.measure->instrument)) {
      const TermScale scale{applied.measure->id, term, 0.5};
      PolicyOptions changed = options;
      changed.scaled = {scale};
      expect_same(scaled(world(), policy, scale), resolve(changed),
                  applied.measure->id + " " + to_string(term));
    }
}

TEST_F(ComposedRealData, ScenariosAreTheirStatusQuoComposed) {
  for (const std::string& name : scenario_names()) {
    const Scenario scenario = open_scenario(name);
    if (scenario.world != "2023") continue;
    PolicyOptions now;
    now.as_of = scenario.as_of;
    now.known_by = scenario.known_by;
    Policy policy = resolve(now);
    for (const std::string& id : scenario.drop) policy = without(world(), policy, id);
    for (const std::string& id : scenario.use) policy = with(world(), policy, id);
    for (const Measure& measure : scenario.measures) policy = with(world(), policy, measure);
    const Policy fresh = resolve(policy_options(scenario));
    expect_same(policy, fresh, name);
    PolicyOptions alternative = policy_options(scenario);
    alternative.alternative_rates = true;
    expect_same(under_alternative_rates(world(), fresh), resolve(alternative), name);
    for (const Measure& measure : scenario.measures) {
      PolicyOptions fewer = policy_options(scenario);
      std::erase_if(fewer.measures, [&](const Measure& it) { return it.id == measure.id; });
      const bool replaced = std::any_of(fewer.measures.begin(), fewer.measures.end(),
                                        [&](const Measure& it) { return it.terms.replaces == measure.id; });
      if (!replaced) expect_same(without(world(), fresh, measure.id), resolve(fewer), name);
    }
  }
}

Measure duty(const std::string& id, double rate) {
  Measure measure;
  measure.id = id;
  measure.by = "USA";
  measure.on = {"CHN"};
  measure.goods = {"goods"};
  measure.terms.steps = {{std::nullopt, rate}};
  measure.announced = make_date(2019, 1, 1);
  measure.effective = make_date(2021, 1, 1);
  return measure;
}

struct Composed : ::testing::Test {
  World world = tiny_world();
  Ledger ledger{{duty("IN", 0.1), duty("EARLY", 0.2)}, {}, {}, "test"};
  PolicyOptions options;

  void SetUp() override { options.as_of = make_date(2022, 1, 1); }
  Policy resolved() const { return resolve_policy(world, ledger, options); }
};

TEST_F(Composed, RefusesAsResolvingDoes) {
  const Policy policy = resolved();
  EXPECT_EQ(
      refusal([&] { with(world, policy, duty("IN", 0.1)); }),
      "measure \"IN\" is in the ledger already\n  to change it, drop it and give the changed one an id of "
      "its own");
  const Policy more = with(world, policy, duty("NEW", 0.1));
  EXPECT_EQ(refusal([&] { with(world, more, duty("NEW", 0.2)); }), "id \"NEW\" occurs twice");
  EXPECT_EQ(refusal([&] { without(world, policy, "NEW"); }).substr(0, 21), "unknown measure \"NEW\"");
  options.as_of = make_date(2020, 1, 1);
  EXPECT_EQ(
      refusal([&] { without(world, resolved(), "IN"); }),
      "measure \"IN\" is not in force on 2020-01-01, so it cannot be dropped\n  its status on that day: "
      "announced");
  EXPECT_EQ(refusal([&] {
              scaled(world, resolved(), {"IN", Term::rate, 2.0});
            }),
            "measure \"IN\" does not act on 2020-01-01, so its `rate` cannot be scaled");
}

TEST_F(Composed, ScalesInTurn) {
  const Policy once = scaled(world, resolved(), {"IN", Term::rate, 2.0});
  EXPECT_NEAR(once.wedge(world, 0, 0, 1).tariff, 0.25 + 0.4, 1e-15);
  EXPECT_NEAR(scaled(world, once, {"IN", Term::rate, 0.25}).wedge(world, 0, 0, 1).tariff, 0.25 + 0.25, 1e-15);
  // Taken out and put in again it is as written.
  EXPECT_NEAR(with(world, without(world, once, "IN"), "IN").wedge(world, 0, 0, 1).tariff, 0.25 + 0.3, 1e-15);
}

TEST_F(Composed, OutlivesItsLedger) {
  Policy policy;
  {
    const Ledger gone({duty("IN", 0.1)}, {}, {}, "test");
    policy = resolve_policy(world, gone, options);
  }
  EXPECT_EQ(policy.applied.front().measure->id, "IN");
  EXPECT_TRUE(without(world, policy, "IN").cells.empty());
}

TEST_F(Composed, PoliciesMadeByHandHaveNothingToCompose) {
  Policy policy = resolved();
  policy.set_wedge(world, 0, 0, 1, {0.5});
  for (const Policy& made : {policy, base_policy(world)})
    EXPECT_EQ(refusal([&] { without(world, made, "IN"); }),
              "a policy that was made or changed by hand has no Measures to compose with");
}

}  // namespace compose_test
}  // namespace leeway
