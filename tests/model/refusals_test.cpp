// Policies that leave no equilibrium are refused with the reason and the Measure that causes it.

#include <gtest/gtest.h>

#include <string>

#include "leeway/model/causes.h"
#include "leeway/model/model.h"
#include "leeway/policy/scenario.h"
#include "support/small_world.h"

namespace {

using namespace leeway;
using leeway::testing::close_accounts;
using leeway::testing::tiny_world;
using Reason = Refusal::Reason;

Outcome outcome_of(const World& world, const std::string& measures, const Options& options = {}) {
  const Scenario scenario = parse_scenario("title = \"T\"\nas_of = 2020-06-01\n" + measures, "test");
  return Model(world, options).solve(resolve_policy(world, Ledger(), policy_options(scenario)));
}

std::string measure(const std::string& id, const std::string& by, const std::string& on,
                    const std::string& goods, const std::string& instrument, const std::string& terms = "") {
  return "[[measure]]\nid = \"" + id + "\"\nby = \"" + by + "\"\non = [\"" + on + "\"]\ngoods = [\"" + goods +
         "\"]\ninstrument = \"" + instrument + "\"\nterms = { " + terms + " }\n";
}

void expect(const Outcome& outcome, Reason reason, const std::string& economy, const std::string& line,
            const std::string& behind) {
  ASSERT_FALSE(outcome);
  const Failure& failure = outcome.failure();
  EXPECT_EQ(failure.termination(), Termination::refused);
  ASSERT_TRUE(failure.refusal);
  EXPECT_STREQ(to_string(failure.refusal->reason), to_string(reason));
  EXPECT_EQ(failure.refusal->economy, economy);
  EXPECT_EQ(failure.refusal->line, line);
  EXPECT_EQ(failure.measure, behind);
}

/// tiny_world in which Canada sells its goods to the United States alone.
World one_buyer() {
  World world = tiny_world();
  world.flow(0, 2, 2) = world.flow(0, 1, 2) = 0.0;
  for (int h = 0; h < 2; ++h) world.input(2, h, 0) *= 0.1;
  close_accounts(world);
  return world;
}

TEST(Causes, AreOfTheScenarioBeforeWhatIsInForceAndTheLargestOfEach) {
  const World world = tiny_world();
  Policy policy = base_policy(world);
  policy.as_of = make_date(2022, 1, 1);
  const auto apply = [&](const char* id, Instrument instrument, const char* on, leeway::Reason because) {
    Measure m;
    m.id = id;
    m.by = "CAN";
    m.on = {on};
    m.goods = {"C"};
    m.instrument = instrument;
    AppliedMeasure a;
    a.measure = std::make_shared<const Measure>(m);
    a.because = because;
    policy.applied.push_back(a);
  };
  const auto behind = [&](int economy) {
    return Causes(world, policy).weighing([&](int l, int n, int i) {
      return n == economy || i == economy ? world.flow(l, n, i) : 0.0;
    });
  };
  EXPECT_EQ(behind(2), "");
  apply("EMBEDDED", Instrument::import_ban, "USA", leeway::Reason::in_base_year);
  EXPECT_EQ(behind(2), "EMBEDDED");
  apply("STANDING", Instrument::tariff, "*", leeway::Reason::in_force);
  EXPECT_EQ(behind(2), "STANDING") << "it acts on more";
  apply("OWN", Instrument::tariff, "USA", leeway::Reason::inlined);
  EXPECT_EQ(behind(2), "OWN");
  EXPECT_EQ(behind(1), "STANDING") << "the scenario's does not act on China";
  apply("OTHER", Instrument::tariff, "*", leeway::Reason::used);
  EXPECT_EQ(behind(2), "OTHER");
}

TEST(Refusals, NameWhatTookTheLastSupplier) {
  const World world = one_buyer();
  expect(outcome_of(world, measure("A", "CAN", "USA", "C", "tariff", "rate = 0.1") +
                               measure("B", "CAN", "USA", "C", "import_ban") +
                               measure("D", "CHN", "CAN", "C", "export_ban")),
         Reason::no_supplier, "CAN", "C", "B");
}

TEST(Refusals, NameWhatTookTheLastBuyer) {
  const World world = one_buyer();
  ASSERT_TRUE(outcome_of(world, measure("A", "USA", "CHN", "C", "import_ban")));
  expect(outcome_of(world, measure("A", "USA", "CHN", "C", "import_ban") +
                               measure("B", "USA", "CAN", "C", "import_quota", "quota = \"0% of base\"")),
         Reason::no_buyer, "CAN", "C", "B");
}

TEST(Refusals, NameWhatTookAllExportsOrImports) {
  const World world = tiny_world();
  Options balanced;
  balanced.closure = Closure::balanced;
  const std::string small = measure("A", "USA", "CAN", "S", "tariff", "rate = 0.1");
  expect(outcome_of(world, small + measure("B", "CAN", "*", "*", "export_ban"), balanced), Reason::no_exports,
         "CAN", "", "B");
  expect(outcome_of(world, small + measure("B", "CAN", "*", "*", "import_ban"), balanced), Reason::no_imports,
         "CAN", "", "B");
}

TEST(Refusals, NameWhatSpendsAnIncome) {
  const World world = tiny_world();
  ASSERT_TRUE(outcome_of(world, measure("A", "CHN", "*", "*", "subsidy", "rate = 0.3")));
  const Outcome outcome = outcome_of(world, measure("A", "CHN", "*", "S", "subsidy", "rate = 0.05") +
                                                measure("B", "CHN", "*", "C", "subsidy", "rate = 0.8"));
  expect(outcome, Reason::income_spent, "CHN", "", "B");
  ASSERT_TRUE(outcome.failure().share_certified);
  EXPECT_GT(*outcome.failure().share_certified, 0.2);
  EXPECT_LT(*outcome.failure().share_certified, 1.0);
}

TEST(Refusals, NameTheTransferThatTradeCannotCarry) {
  const World world = tiny_world();
  const Outcome outcome = outcome_of(
      world, measure("A", "USA", "CAN", "S", "tariff", "rate = 0.1") +
                 measure("B", "CAN", "USA", "*", "transfer", "amount = \"400 mn USD\", years = 1"));
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.failure().termination(), Termination::not_converged);
  EXPECT_EQ(outcome.failure().measure, "B");
}

TEST(Refusals, NameWhatCutsTheTradeThatCarriesAnImbalance) {
  const World world = tiny_world();
  const Outcome outcome = outcome_of(world, measure("A", "CAN", "CHN", "S", "tariff", "rate = 0.1") +
                                                measure("B", "USA", "*", "*", "barrier", "cost = \"9000%\""));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.failure().termination(), Termination::closure_infeasible);
  EXPECT_EQ(outcome.failure().measure, "B");
}

TEST(Refusals, NameACommitmentThatNoIncomeCarries) {
  const World world = tiny_world();
  ASSERT_TRUE(
      outcome_of(world, measure("A", "CHN", "USA", "C", "purchase_commitment", "value = \"110% of base\"")));
  expect(outcome_of(world, measure("A", "CHN", "CAN", "S", "tariff", "rate = 0.1") +
                               measure("B", "CHN", "USA", "C", "purchase_commitment",
                                       "value = \"100 bn USD/year\"")),
         Reason::commitment_too_large, "CHN", "C", "B");
}

}  // namespace
